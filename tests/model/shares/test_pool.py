from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.accounts import ADVERTISERS, CROWD, OPERATORS
from sim.model.membership.joining import buy_only, enter
from sim.model.shares.closure import INSOLVENT
from sim.model.shares.pool import a_day, at_hand, grown, look_back, release, share_paid
from sim.model.shares.rows import Pool
from sim.model.tables import NONE, Tables
from tests.builders import lived, row
from tests.model.contract import RuleContract, cents, days, named
from tests.shares import CENTS, account_free, pools

RATE = st.floats(-1.0, 1.0)


class TestGrown(RuleContract):
    rule = staticmethod(grown)
    takes = named(cents=cents, growth=st.floats(-1.0, 0.0005), day=st.integers(0, 20_000))
    gives = (0, 10**15)

    def test_compounds(self) -> None:
        assert [grown(10_000, 0.01, day) for day in (0, 1, 100)] == [10_000, 10_100, 27_182]
        assert grown(10_000, -0.01, 100) == 3_678
        assert grown(10_000, 0.5, 40) == int(10_000 * math.exp(20.0)) == 4_851_651_954_097

    @pytest.mark.parametrize(("growth", "day"), [(1.0, 36_500), (-1.0, 36_500), (0.0, 0), (1.0, 800)])
    def test_nothing_stays_nothing(self, growth: float, day: int) -> None:
        assert grown(0, growth, day) == 0

    @given(cents=st.integers(1, 10**11), growth=RATE, day=st.integers(0, 36_500))
    def test_is_what_growth_gives_or_is_refused(self, cents: int, growth: float, day: int) -> None:
        if math.log(cents) + growth * day < math.log(10**15) - 1e-9:
            assert grown(cents, growth, day) == pytest.approx(cents * math.exp(growth * day), rel=1e-9, abs=1)
        elif math.log(cents) + growth * day > math.log(10**15) + 1e-9:
            with pytest.raises(OverflowError, match="counted exactly"):
                grown(cents, growth, day)


class TestADay(RuleContract):
    rule = staticmethod(a_day)
    takes = named(cents=st.integers(-(10**9), 10**9), rate=st.floats(0.0, 10.0))
    gives = (0, 10**9)

    def test_a_365th_part_and_nothing_of_a_debt(self) -> None:
        assert (a_day(365_000, 0.02), a_day(365_000, 0.0215), a_day(-365_000, 0.02)) == (20, 21, 0)


class TestSharePaid(RuleContract):
    rule = staticmethod(share_paid)
    takes = named(available=cents, wanted=cents)
    gives = (0, 1)

    def test_all_if_there_is_enough(self) -> None:
        assert [share_paid(*pair) for pair in ((30, 40), (40, 40), (50, 40), (0, 40), (0, 0))] == [0.75, 1, 1, 0, 1]


class TestLookBack(RuleContract):
    rule = staticmethod(look_back)
    takes = named(pool=Pool, balance=cents, short=st.booleans(), day=days)
    writes = named(pool={"unpaid", "peak", "peak_day"})

    def test_counts_days_on_end_and_remembers_the_peak(self) -> None:
        pool = row(Pool, peak=100, peak_day=4)
        for day, (short, balance) in enumerate([(True, 90), (True, 100), (False, 101), (True, 80)], 5):
            look_back(pool, balance, short, day)
        assert (pool.unpaid, pool.peak, pool.peak_day) == (1, 101, 7)


def pool(w: Tables) -> int:
    return int(w.accounts.balance[w.people.size])


def outside(w: Tables, which: int) -> int:
    return int(w.accounts.balance[w.people.size + w.company.size + which])


def test_a_day_s_money_to_the_cent() -> None:
    law = {"deposits": 1_000, "deposits_growth": 0.01, "fee": 0.12, "advertising": 30, "returns": 1.2, "days": 10}
    market = lived(account_free([{**law, "pool": 500, "earnings": 0.365}]), 1)
    w = market.world.tables
    assert outside(w, ADVERTISERS) == -(3_000 + 50)
    assert outside(w, CROWD) == -100_000
    assert outside(w, OPERATORS) == -50_000 + 12_000
    assert pool(w) == 50_000 + 3_050 + 88_000
    market.step()
    second, interest = 101_005, int(141_050 * 0.001)
    assert outside(w, CROWD) == -100_000 - second + 12_000
    assert pool(w) == 141_050 + 3_000 + interest + second - 12_120 - 12_000
    assert (w.pools[0].staked, w.pools[0].received) == (100_000 + second, 12_000)


def test_a_fixed_payout_is_paid_in_full_or_pro_rata_and_then_stays_due() -> None:
    law = {"fee": 0.0, "returns": 2.0, "days": 2, "patience": 2, "deposits": 10, "deposits_growth": -1.0}
    w = (market := lived(account_free([law]), 2)).world.tables
    assert (pool(w), w.packs[0].paid) == (367, 1_000)  # the second day's deposit
    market.step()
    assert (pool(w), w.pools[0].unpaid, w.pools[0].closed) == (1, 1, -1)
    market.step()
    assert w.pools[0].unpaid == 2
    market.step()
    assert (w.pools[0].closed, w.pools[0].cause) == (4, INSOLVENT)


def test_a_share_of_the_pool_is_divided_and_never_runs_dry_at_once() -> None:
    law = {"payout": "pool-share", "share": 0.25, "fee": 0.0, "deposits": 100, "returns": 3.0}
    w = (market := lived(account_free([law]), 1)).world.tables
    assert (pool(w), w.packs[0].paid) == (7_500, 2_500)
    market.step()
    w = market.world.tables
    paid = int((7_500 + 10_000) * 0.25)
    left = [30_000 - 2_500, 30_000]
    parts = [int(each * (paid / sum(left))) for each in left]
    assert w.packs.paid[:2].tolist() == [2_500 + parts[0], parts[1]]
    assert pool(w) == 17_500 - sum(parts)


def test_a_pool_share_without_anything_to_divide_is_insolvent_after_patience() -> None:
    law = {"payout": "pool-share", "share": 1.0, "fee": 0.0, "deposits": 0.01, "deposits_growth": -1.0, "patience": 3}
    w = lived(account_free([{**law, "returns": 5.0}]), 10).world.tables
    assert (w.pools[0].closed, w.pools[0].cause) == (4, INSOLVENT)


def test_accounts_grow_by_promise_and_shrink_by_withdrawals() -> None:
    law = {"payout": "account", "pool": 3_650_000, "deposits": 10_000, "fee": 0.0}
    w = lived(account_free([law]), 1).world.tables
    owed, paid = 3_650_000 * CENTS, 150_000
    assert w.pools[0].owed == owed + 100_000 - paid + 1_000_000
    assert pool(w) == owed + 1_000_000 - paid
    assert w.pools[0].staked == owed + 1_000_000


def test_what_accounts_cannot_withdraw_stays_owed_and_ends_the_pool() -> None:
    law = {"payout": "account", "pool": 1_000, "withdrawn": 10.0, "promised": 0.0, "fee": 1.0}
    w = lived(account_free([law]), 400).world.tables
    assert w.pools[0].closed == -1  # a balance is never withdrawn faster than it shrinks
    law["promised"] = 1.0
    w = lived(account_free([law]), 400).world.tables
    assert w.pools[0].cause == INSOLVENT
    assert w.pools[0].received <= 100_000


def member() -> Tables:
    """Person 1 is a customer under person 0 in a system that pays 10 % of deposits to their sponsor."""
    of = pools([{"price": 50, "fee": 0.1, "plan": {"rates": [0.1, 0.0333]}}])
    market = lived(of, 0)
    w = market.world.tables
    top = enter(w, 0, 0, 0, NONE, NONE)
    w.positions[top].working, w.people[0].works = 1, 1
    enter(w, 0, 1, 0, top, NONE)
    buy_only(w, 1, 0)
    market.step()
    for _ in range(29):
        w = market.world.tables
        assert at_hand(w.accounts[w.people.size], w.pools[0]) == pool(w) - w.pools[0].reserved
        market.step()
    return market.world.tables


def test_members_deposits_are_volume_and_commission_on_them_is_set_aside() -> None:
    w = member()
    staked = 500_000  # half of 10,000 each, in packs of 50
    assert w.accounts.stakes[:2].tolist() == [staked, staked]
    assert w.accounts.active[:2].tolist() == [50_000, 0]
    assert w.positions.volume[:2].tolist() == [0, 0]
    assert w.pools[0].reserved == 0


def test_deposits_are_counted_anew_after_the_last_day_of_a_month() -> None:
    w = member()
    w.positions.volume[:2] = 700
    w.pools[0].reserved = 99
    release(w, 58)
    assert (w.positions.volume[0], w.pools[0].reserved) == (700, 99)
    release(w, 59)
    assert (w.positions.volume[0], w.pools[0].reserved) == (0, 0)


@given(growth=st.floats(-0.2, 0.2), fee=st.floats(0.0, 1.0), patience=st.integers(0, 5))
def test_no_pool_is_ever_below_zero(growth: float, fee: float, patience: int) -> None:
    law = {"fee": fee, "deposits": 99.99, "deposits_growth": growth, "patience": patience, "days": 7}
    laws = [law, {**law, "payout": "pool-share"}, {**law, "repurchase": 0.73}]
    market = lived(account_free(laws, days=40), 0)
    while market.running:
        market.step()
        w = market.world.tables
        assert w.accounts.balance[w.people.size : w.people.size + 3].min() >= 0
        assert market.world.money() == 0
        assert all(math.isfinite(value) for value in w.accounts.balance)


@pytest.mark.parametrize("phase", ["revshares", "closures"])
def test_a_phase_can_be_switched_off(phase: str) -> None:
    law = {"fee": 0.0, "deposits": 100, "returns": 3.0, "days": 2}
    w = lived(account_free([law], phases={phase: False}), 12).world.tables
    if phase == "revshares":
        assert (w.pools[0].staked, w.count[0].packs) == (0, 0)
    else:
        assert w.pools[0].unpaid > 1
    assert w.pools[0].closed == -1
