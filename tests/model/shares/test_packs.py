from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.accounts import CROWD, OPERATORS, part
from sim.model.shares.packs import add_dues, cash, due, open_pack, pay_packs
from sim.model.shares.rows import Pack
from sim.model.tables import NONE
from tests.builders import row
from tests.model.contract import RuleContract, cents, days, flag, named
from tests.shares import founder, holder

millionths = st.integers(0, 1_000_000)
LAW = {"price": 50, "returns": 1.1, "days": 55, "fee": 0.1, "pool": 1_000}


class TestOpenPack(RuleContract):
    rule = staticmethod(open_pack)
    takes = named(pack=Pack, holding=days, company=st.integers(0, 15), cents=cents, cap=cents, day=days, again=flag)
    writes = named(pack={column.name for column in Pack})

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
    dues = np.zeros((w.company.size, 2), np.int64)
    add_dues(w, 40, dues)
    before, caps = w.accounts.balance.copy(), w.packs[: w.count[0].packs].copy()
    pay_packs(w, 40, np.array([0.37, 0.0]))
    paid = w.packs.paid[: w.count[0].packs] - caps.paid
    expected = [int(due(pack, 40, 55, True) * 0.37) for pack in caps]
    np.testing.assert_array_equal(paid, expected)
    change = w.accounts.balance - before
    assert change.sum() == 0
    assert -change[w.people.size] == paid.sum() <= 0.37 * dues[0, 0]
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
