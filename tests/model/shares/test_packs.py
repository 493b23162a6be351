from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.accounts import CROWD, OPERATORS, part
from sim.model.plans.rows import StrategyRow
from sim.model.shares.packs import (
    LET_RUN,
    REINVEST,
    STAKE_BACK_FIRST,
    cash,
    due,
    fall_due,
    open_pack,
    packs_for,
    pay_packs,
    share_again,
    stake_of,
)
from sim.model.shares.parameters import CashOut
from sim.model.shares.rows import Holding, Pack
from sim.model.tables import NONE
from tests.builders import lived, row
from tests.model.contract import RuleContract, cents, days, flag, named, share
from tests.shares import founder, holder, pools, result

millionths = st.integers(0, 1_000_000)
LAW = {"price": 50, "returns": 1.1, "days": 55, "fee": 0.1, "pool": 1_000}


class TestOpenPack(RuleContract):
    rule = staticmethod(open_pack)
    takes = named(pack=Pack, holding=days, company=st.integers(0, 15), cents=cents, cap=cents, day=days, again=flag)
    writes = named(pack={column.name for column in Pack.columns})

    def test_nothing_is_paid_yet(self) -> None:
        pack = row(Pack, paid=77)
        open_pack(pack, 4, 2, 5_000, 5_500, 9, 1)
        assert pack.tolist() == (4, 9, 2, 1, 5_000, 5_500, 0)


class TestDue(RuleContract):
    rule = staticmethod(due)
    takes = named(pack=Pack, day=days, days=st.integers(1, 400), by_promise=st.booleans())
    gives = (0, 3e6)

    def test_by_promise_in_equal_parts_from_the_day_after(self) -> None:
        pack = row(Pack, day=10, cap=5_500)
        assert [due(pack, day, 55, True) for day in (10, 11, 12, 65, 400)] == [0, 100, 200, 5_500, 5_500]
        pack.paid = 5_400
        assert [due(pack, day, 55, True) for day in (63, 64, 65)] == [0, 0, 100]

    def test_without_a_promise_all_that_is_left(self) -> None:
        assert due(row(Pack, day=10, cap=5_500, paid=500), 10, 55, False) == 5_000

    @given(cap=st.integers(0, 2**63 - 1), term=st.integers(1, 36_500), served=st.integers(0, 40_000))
    def test_is_exact_for_any_promise_that_can_be_counted(self, cap: int, term: int, served: int) -> None:
        pack = row(Pack, day=100, cap=cap)
        assert due(pack, 100 + served, term, True) == cap * min(served, term) // term

    @given(cap=st.integers(0, 10**9), term=st.integers(1, 400))
    def test_parts_add_up_to_the_cap_to_the_cent(self, cap: int, term: int) -> None:
        pack = row(Pack, day=0, cap=cap)
        for day in range(1, term + 2):
            assert 0 <= due(pack, day, term, True) <= cap // term + 1
            pack.paid += due(pack, day, term, True)
        assert pack.paid == cap


class TestCash(RuleContract):
    rule = staticmethod(cash)
    takes = named(cents=cents, again=millionths)
    gives = (0, 10**9)

    def test_what_is_not_re_bought_rounded_down(self) -> None:
        assert [cash(101, again) for again in (0, 500_000, 730_000, 1_000_000)] == [101, 50, 27, 0]


def test_a_stake_to_the_cent() -> None:
    market = holder([LAW], 12_345, days=1)
    w = market.world.tables
    i, c = founder(w), 0
    outside = w.people.size + w.company.size
    assert (w.count[0].holdings, w.count[0].packs) == (1, 1)
    assert w.packs[0].tolist() == (0, 0, 0, 0, 10_000, 11_000, 0)
    assert (w.holdings[0].person, w.holdings[0].position, w.holdings[0].staked) == (i, NONE, 10_000)
    assert (w.accounts[i].balance, w.accounts[i].stakes) == (2_345, 10_000)
    assert w.accounts[outside + OPERATORS].balance == -100_000 + 1_000
    assert w.accounts[w.people.size + c].balance == 100_000 + 9_000
    assert w.pools[c].staked == 10_000


def test_payouts_of_a_whole_life_to_the_cent() -> None:
    market = holder([LAW], 5_000, days=56, reinvest=0.0)
    w = market.world.tables
    purse = w.accounts[founder(w)]
    assert (purse.capital, purse.stakes, purse.balance) == (5_500, 5_000, 5_500)
    assert (w.count[0].packs, w.pools[0].received) == (0, 5_500)
    market = holder([LAW], 5_000, days=55, reinvest=0.0)
    assert market.world.tables.accounts[founder(market.world.tables)].capital == 5_400


def test_pro_rata_pays_everybody_the_same_share_and_never_more_than_there_is() -> None:
    market = holder([{**LAW, "deposits": 77.77}], 123_456, days=40)
    w = market.world.tables
    dues = fall_due(w, 40)
    before, caps = w.accounts.balance.copy(), w.packs[: w.count[0].packs].copy()
    pay_packs(w, dues, np.array([0.37, 0.0]))
    paid = w.packs.paid[: w.count[0].packs] - caps.paid
    expected = [int(due(pack, 40, 55, True) * 0.37) for pack in caps]
    np.testing.assert_array_equal(paid, expected)
    change = w.accounts.balance - before
    assert change.sum() == 0
    assert -change[w.people.size] == paid.sum() <= 0.37 * dues[:, 0].sum()
    assert change[founder(w)] == paid[caps.holding == 0].sum()
    assert change[w.people.size + w.company.size + CROWD] == paid[caps.holding == NONE].sum()


def test_rows_of_packs_that_are_paid_go_and_the_others_keep_their_order() -> None:
    market = holder([{"price": 1, "days": 3, "deposits": 10, "pool": 1_000, "fee": 0.0}], 0, days=10)
    w = market.world.tables
    assert w.packs.day[: w.count[0].packs].tolist() == [7, 8, 9]
    assert w.packs.paid[: w.count[0].packs].tolist() == [733, 366, 0]


@pytest.mark.parametrize(("forced", "credit"), [(0.0, 0), (0.3, 30), (1.0, 100)])
def test_what_must_be_re_bought_stays_in_the_pool(forced: float, credit: int) -> None:
    market = holder([{**LAW, "repurchase": forced}], 5_000, days=2)
    w = market.world.tables
    assert (w.holdings[0].wallet, w.holdings[0].received) == (credit, 100 - credit)
    assert w.packs[0].paid == 100
    assert w.accounts[w.people.size].balance == 104_500 - (100 - credit)


def test_a_row_is_small() -> None:
    assert Pack.dtype.itemsize <= 100
    assert part(10**12, 1_100_000) == 1_100_000_000_000


SOUND = {"price": 10, "fee": 0.0, "pool": 1_000_000, "days": 10}


class TestShareAgain(RuleContract):
    rule = staticmethod(share_again)
    takes = named(holding=Holding, plan=StrategyRow, forced=st.integers(0, 1_000_000))
    gives = (0, 1_000_000)

    @pytest.mark.parametrize(
        ("rule", "received", "forced", "again"),
        [
            (STAKE_BACK_FIRST, 99, 0, 0),
            (STAKE_BACK_FIRST, 100, 0, 400_000),
            (STAKE_BACK_FIRST, 99, 300_000, 300_000),
            (REINVEST, 0, 0, 400_000),
            (REINVEST, 0, 730_000, 730_000),
            (LET_RUN, 100, 0, 1_000_000),
        ],
    )
    def test_by_rule_and_never_less_than_must_be(self, rule: int, received: int, forced: int, again: int) -> None:
        holding = row(Holding, staked=100, received=received)
        assert share_again(holding, row(StrategyRow, cash_out=rule, reinvest=400_000), forced) == again

    def test_rules_stand_in_the_order_of_the_schema(self) -> None:
        assert CashOut.words() == ("stake-back-first", "reinvest", "let-run")


class TestPacksFor(RuleContract):
    rule = staticmethod(packs_for)
    takes = named(budget=cents, balance=cents, price=st.integers(1, 10**8))
    gives = (0, 10**9)

    def test_whole_packs_and_never_on_credit(self) -> None:
        assert [packs_for(*of) for of in ((99, 500, 50), (100, 500, 50), (500, 149, 50), (500, -1, 50))] == [1, 2, 2, 0]


class TestStakeOf(RuleContract):
    rule = staticmethod(stake_of)
    takes = named(cash=cents, staked=cents, share=share)
    gives = (0, 2 * 10**9)

    def test_a_share_of_what_they_had_before_they_staked_anything(self) -> None:
        assert stake_of(600, 400, 0.25) == 250


@pytest.mark.parametrize(
    ("portfolio", "prices"),
    [
        ({}, [33_000, 33_000, 33_000]),
        ({"capital": 0.5}, [16_000, 16_000, 16_000]),
        ({"held": 2}, [50_000, 50_000]),
        ({"weights": [3, 1, 1]}, [60_000, 20_000, 20_000]),
        ({"weights": [1, 0, 1], "capital": 0.1}, [5_000, 5_000]),
        ({"weights": [3, 1, 7], "held": 2}, [75_000, 25_000]),
    ],
    ids=["equally", "half", "two of three", "weights", "nothing in one", "weights of two"],
)
def test_a_stake_is_spread_in_whole_packs(portfolio: dict[str, Any], prices: list[int]) -> None:
    w = holder([SOUND] * 3, 100_000, days=1, **portfolio).world.tables
    assert w.packs.price[: w.count[0].packs].tolist() == prices
    assert w.accounts.stakes[founder(w)] == sum(prices)
    assert (w.holdings.position[: w.count[0].holdings] == NONE).all()


def test_who_becomes_a_networker_later_stakes_then_and_only_once() -> None:
    market = holder([SOUND], 0)
    w = market.world.tables
    other = 1 - founder(w)
    market.step()
    w.accounts[other].balance, w.accounts[w.people.size + w.company.size].balance = 50_000, -50_000
    w.tally.joined[other], w.people.works[other] = 1, 2
    for _ in range(5):
        market.step()
    w = market.world.tables
    assert w.accounts.stakes.tolist()[:2] == ([50_000, 0] if other == 0 else [0, 50_000])
    assert w.packs.day[: w.count[0].packs].tolist() == [1]


def test_members_stake_in_what_they_work_and_share_their_capital_over_it() -> None:
    people = {"people": 2, "networkers": 1.0, "savings": 1_000, "savings_sigma": 0.0, "allowance": 0}
    strategy = [{"name": "s", "companies": ["y0", "y1"], "portfolio": {"capital": 0.4}}]
    w = lived(pools([SOUND] * 2, population=people, strategy=strategy), 3).world.tables
    assert w.packs.price[: w.count[0].packs].tolist() == [20_000] * 4
    assert w.holdings.position[:4].tolist() == [0, 1, 2, 3]
    assert w.holdings.person[:4].tolist() == [0, 0, 1, 1]


@pytest.mark.parametrize(("savings", "packs"), [(15, 1), (9, 0)])
def test_a_member_buys_one_pack_at_least_if_they_can_pay_it(savings: int, packs: int) -> None:
    people = {"people": 2, "networkers": 0.5, "savings": savings, "savings_sigma": 0.0, "allowance": 0}
    strategy = [{"name": "s", "companies": ["y0"], "portfolio": {"capital": 0.0}}]
    w = lived(pools([SOUND], population=people, strategy=strategy), 1).world.tables
    assert (w.count[0].packs, w.accounts.stakes.sum()) == (packs, packs * 1_000)


def test_credits_become_whole_packs_and_the_rest_waits() -> None:
    w = holder([SOUND], 10_000, days=11, cash_out="let-run").world.tables
    assert w.packs.again[: w.count[0].packs].tolist() == [1] * 10
    assert (w.packs.price[: w.count[0].packs] // 1_000).tolist() == [1, 1, 1, 2, 1, 2, 2, 2, 3, 2]
    assert w.holdings[0].wallet == 820
    assert w.accounts.capital[founder(w)] == 0


@pytest.mark.parametrize(("again", "total"), [(0.0, 11_000), (0.5, 0.5 * 1.1 / (1 - 0.5 * 1.1) * 10_000)])
def test_who_re_invests_a_share_gets_the_geometric_sum(again: float, total: float) -> None:
    w = holder([{**SOUND, "price": 0.01}], 10_000_000, days=400, cash_out="reinvest", reinvest=again).world.tables
    assert w.accounts.capital[founder(w)] == pytest.approx(1_000 * total, rel=1e-3)
    assert w.accounts.stakes[founder(w)] == 10_000_000


@given(
    lives=st.lists(st.integers(0, 80), min_size=1, max_size=3),
    rule=st.sampled_from(CashOut.words()),
    recovery=st.floats(0.0, 1.0),
    seed=st.integers(0, 2**32),
)
def test_nobody_loses_more_than_the_stake_not_yet_back(lives: list[int], rule: str, recovery: float, seed: int) -> None:
    """A stake that is back is never put at risk again: payouts only wait as credits."""
    systems = [
        {**SOUND, "recovery": recovery, "life": {"law": "weibull", "days": days + 0.5, "shape": 100.0}}
        for days in lives
    ]
    market = holder(systems, 30_000, seed=seed, cash_out=rule)
    least = -30_000
    for _ in range(90):
        market.step()
        w = market.world.tables
        now = result(w)
        assert now >= least
        least = max(least, now)
    assert w.accounts.stakes[founder(w)] == sum(w.holdings.staked[: w.count[0].holdings])
    assert np.all(w.pools.closed[: len(lives)] >= 0)


def test_stake_back_first_puts_nothing_new_at_risk_before_the_stake_is_back() -> None:
    market = holder([{**SOUND, "days": 20}], 10_000, cash_out="stake-back-first", reinvest=1.0)
    for _ in range(21):
        market.step()
        w = market.world.tables
        if w.holdings[0].received < w.holdings[0].staked:
            assert (w.holdings[0].wallet, w.packs.again[: w.count[0].packs].sum()) == (0, 0)
    assert (w.holdings[0].received, w.holdings[0].wallet) == (10_450, 550)
