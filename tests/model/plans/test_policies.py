from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.accounts import SUPPLIERS
from sim.model.membership.joining import buy_only, enter, go_to_work
from sim.model.membership.leaving import BANNED, CLOSED, QUIT, depart
from sim.model.membership.parameters.regimes import Regime
from sim.model.plans.buying import close_month, purchases, reward_first_purchases, standings
from sim.model.plans.policies import REMEMBERED, cools_off, months_bought, recruiting_share, refund, remember_purchase
from sim.model.plans.rows import Position
from sim.model.tables import MONTH, NONE, Tables
from sim.scenario.schema import Scenario
from sim.world.parameters import company_rows, system_rows
from tests.builders import copied, differing, empty_world, row, set_cash
from tests.model.contract import RuleContract, days, named

FIRM, BEGAN = 6, 3
PRICE = 60_05


def hired(**policies: Any) -> Tables:
    """Person 0 works at the top; person 1 joined under them on day 3 for a fee of 35.15, and must buy for 60.05."""
    vita = {"name": "vita", "topic": "health", "joining_fee": 35.15, "minimum_purchase": 60.05, "customer_purchase": 40}
    w = empty_world(
        people=FIRM,
        company=[{**vita, "materials": 0, "supply_cost": 0.3, "plan": {"fast_start": 0.5, "rates": [0.0]}}],
        strategy=[{"name": "vita", "companies": ["vita"]}],
        policies=policies,
    ).tables
    for i, above in ((0, NONE), (1, 0)):
        enter(w, BEGAN, i, 0, above, NONE)
        go_to_work(w, BEGAN, i, 0)
    return w


def lived(w: Tables, months: int, poor: tuple[int, ...] = ()) -> Tables:
    """Months of purchases; in those numbered in ``poor`` person 1 has no money."""
    for month in range(months):
        set_cash(w, 1, 0 if month in poor else 1_000_00)
        purchases(w, MONTH * month + 29)
        reward_first_purchases(w, MONTH * month + 29)
    return w


def left(w: Tables, day: int, why: int = QUIT) -> int:
    """Let person 1 leave, and return what they got back in cents."""
    before, total = int(w.accounts.balance[1]), int(w.accounts.balance.sum())
    firm = int(w.accounts.balance[FIRM])
    depart(w, 1, day, why)
    got = int(w.accounts.balance[1]) - before
    assert firm - int(w.accounts.balance[FIRM]) == got
    assert w.accounts.balance.sum() == total
    return got


class TestRememberPurchase(RuleContract):
    rule = staticmethod(remember_purchase)
    takes = named(position=Position, month=st.integers(0, 1_300), bought=st.booleans())
    writes = named(position={"bought"})

    @given(months=st.lists(st.booleans(), max_size=80), window=st.integers(0, 900), later=st.integers(0, 29))
    def test_knows_of_the_last_months_whatever_came_before(self, months: list[bool], window: int, later: int) -> None:
        member, day = row(Position), MONTH * len(months) - 1 + later
        for month, bought in enumerate(months):
            remember_purchase(member, month, bought)
        due = [day + 1 - MONTH * (month + 1) < window for month in range(len(months))]
        assert months_bought(member, day, window) == sum(a and b for a, b in zip(months, due, strict=True))


class TestMonthsBought(RuleContract):
    rule = staticmethod(months_bought)
    takes = named(position=Position, day=days, days=st.integers(0, 900))
    gives = (0, REMEMBERED - 1)

    def test_purchases_are_on_the_last_day_of_a_month(self) -> None:
        member = row(Position, bought=0b1011)  # months 0, 1 and 3: days 29, 59 and 119
        assert [months_bought(member, 119, n) for n in (0, 1, 60, 61, 90, 91)] == [0, 1, 1, 2, 2, 3]
        assert [months_bought(member, day, 60) for day in (28, 29, 118, 119)] == [0, 1, 1, 1]


class TestCoolsOff(RuleContract):
    rule = staticmethod(cools_off)
    takes = named(position=Position, day=days, days=st.integers(0, 365))
    gives = (0, 1)

    def test_counts_from_the_day_they_began(self) -> None:
        member = row(Position, began=BEGAN + 1)
        assert [cools_off(member, day, 14) for day in (3, 16, 17)] == [True, True, False]
        assert not cools_off(row(Position, began=0), 3, 14)


def test_without_policies_nothing_is_given_back() -> None:
    w = lived(hired(), 2)
    assert left(w, 59) == 0
    assert w.tally.goods[1] == w.accounts.goods[1] == 2 * PRICE


def test_goods_of_the_last_days_are_bought_back() -> None:
    w = lived(hired(buy_back=0.9, buy_back_days=360), 4, poor=(2,))
    suppliers = int(w.accounts.balance[FIRM + 1 + SUPPLIERS])
    assert w.tally.goods[1] == w.accounts.goods[1] == 3 * PRICE
    assert left(w, 119) == 162_13  # .9 of 180.15 is 162.135
    assert w.accounts.goods[1] == 3 * PRICE - 162_13
    assert w.tally.goods[1] == 0
    assert w.accounts.fees[1] == 35_15
    assert w.accounts.balance[FIRM + 1 + SUPPLIERS] == suppliers


@pytest.mark.parametrize(("window", "months"), [(30, 1), (60, 1), (61, 2), (90, 2), (91, 3), (900, 3)])
def test_but_only_of_so_many_days(window: int, months: int) -> None:
    w = lived(hired(buy_back=1.0, buy_back_days=window), 4, poor=(2,))
    assert left(w, 119) == months * PRICE
    assert w.tally.goods[1] == (3 - months) * PRICE


@pytest.mark.parametrize(("why", "months"), [(QUIT, 2), (BANNED, 2), (CLOSED, 0)])
def test_from_whoever_leaves_unless_the_company_is_gone(why: int, months: int) -> None:
    assert left(lived(hired(buy_back=1.0), 2), 70, why) == months * PRICE


def test_nothing_is_given_back_twice_or_to_customers() -> None:
    w = lived(hired(buy_back=1.0, cooling_off=365), 2)
    assert left(w, 59) == 35_15 + 2 * PRICE
    enter(w, 60, 2, 0, 0, NONE)
    buy_only(w, 2, 0)
    before = copied(w)
    refund(w, 1, 60)
    refund(w, 2, 60)
    assert differing(before, w) == []


@pytest.mark.parametrize(
    ("months", "day", "got"),
    [(0, 20, 35_15), (1, 29, 35_15 + PRICE), (1, 32, 35_15 + PRICE), (1, 33, 0), (2, 59, 0)],
    ids=["before buying", "month's end", "last day", "a day late", "long after"],
)
def test_who_leaves_at_once_gets_fee_and_first_purchase_back(months: int, day: int, got: int) -> None:
    w = lived(hired(cooling_off=30), months)
    above = int(w.accounts.active[0])
    assert left(w, day) == got
    assert w.accounts.fees[1] == (0 if got else 35_15)
    assert w.accounts.goods[1] == w.tally.goods[1] == (0 if got else months * PRICE)
    assert w.accounts.active[0] == above  # what the sponsor got stays theirs


def test_what_cools_off_is_not_bought_back_as_well() -> None:
    w = lived(hired(cooling_off=90, buy_back=0.5, buy_back_days=360), 3)
    assert left(w, 89) == 35_15 + PRICE + PRICE  # the first in full, half of two
    w = lived(hired(cooling_off=90, buy_back=0.5, buy_back_days=30), 3)
    assert left(w, 89) == 35_15 + PRICE + 30_02  # the first in full, half of the last


def test_founders_paid_no_fee_and_get_none_back() -> None:
    w = hired(cooling_off=30)
    w.positions[1].began = 0
    assert left(w, 5) == 0


def test_a_cap_is_what_members_must_buy_at_most() -> None:
    w = lived(hired(minimum_purchase_cap=40), 1)
    assert w.positions.volume[:2].tolist() == [40_00, 40_00]
    assert lived(hired(minimum_purchase_cap=100), 1).positions.volume[1] == PRICE


def test_under_a_ban_members_buy_as_customers_do_and_qualify_by_working() -> None:
    w = hired(minimum_purchase_cap=0)
    w.positions.conviction[:2] = [0.0, 1.0]
    set_cash(w, 0, 0)
    lived(w, 1)
    standings(w)
    assert w.positions.volume[:2].tolist() == [0, 40_00]
    assert w.positions.qualified[:2].tolist() == [1, 1]
    assert w.tally.goods[:2].tolist() == [0, 0]
    assert w.accounts.goods[:2].tolist() == [0, 40_00]
    w.life.budget[1] = 25_00
    purchases(w, 59)
    assert w.positions.volume[:2].tolist() == [0, 25_00]


def test_own_volume_that_the_plan_asks_for_qualifies_under_a_ban_as_well() -> None:
    w = hired(minimum_purchase_cap=0)
    w.company.qualification = 40_00
    w.positions.conviction[:2] = [0.0, 1.0]
    standings(lived(w, 1))
    assert w.positions.qualified[:2].tolist() == [0, 1]


def companies(*, policies: dict[str, Any], **company: Any) -> Scenario:
    vita = {"name": "vita", "topic": "health", "joining_fee": 35.15, **company}
    strategy = [{"name": "vita", "companies": ["vita"]}]
    return Scenario.model_validate(
        {"population": {"people": 9}, "company": [vita], "strategy": strategy, "policies": policies}
    )


@pytest.mark.parametrize(
    ("cap", "share", "amount"),
    [
        (None, 500_000, 2_50),
        (0.6, 500_000, 2_50),
        (0.55, 500_000, 1_76),
        (0.5, 500_000, 0),
        (0.3, 300_000, 0),
        (0.0, 0, 0),
    ],
)
def test_pay_for_recruiting_is_capped_where_it_is_paid(cap: float | None, share: int, amount: int) -> None:
    of = companies(policies={"recruiting_pay_cap": cap}, plan={"fast_start": 0.5, "fast_start_amount": 2.5})
    plan = company_rows(of)[0]
    assert (plan.fast_start, plan.fast_start_amount) == (share, amount)


@pytest.mark.parametrize(("cap", "bonus"), [(None, 17_57 + 30_02), (0.3, 10_54 + 18_01), (0.0, 0)])
def test_so_is_what_sponsors_get(cap: float | None, bonus: int) -> None:
    w = lived(hired(recruiting_pay_cap=cap), 1)
    assert w.accounts.active[0] == bonus


def test_commission_on_packs_knows_of_the_cap() -> None:
    of = companies(kind="revshare", plan={"rates": [0.1], "fast_start": 0.3}, policies={"recruiting_pay_cap": 0.2})
    assert recruiting_share(300_000, of.policies) == 200_000
    assert system_rows(of).commission.tolist() == [300_000]


@pytest.mark.parametrize(("stated", "holds"), [("free", 0), ("no-cross-recruiting", 1), ("exclusive", 1)])
def test_without_exclusivity_members_may_work_elsewhere(stated: str, holds: int) -> None:
    assert company_rows(companies(regime=stated, policies={"exclusivity": False})).regime.tolist() == [holds]
    assert company_rows(companies(regime=stated, policies={})).regime.tolist() == [Regime.of(stated)]


def test_policies_leave_packs_alone() -> None:
    asked = {"minimum_purchase_cap": 0, "buy_back": 0.9, "cooling_off": 30, "income_disclosure": True}
    row = company_rows(companies(kind="revshare", policies=asked, plan={"rates": [0.0]}))[0]
    assert (row.minimum_purchase, row.banned, row.buy_back, row.cooling_off) == (50_00, 0, 0, 0)
    assert row.income_disclosure == 1


@pytest.mark.parametrize(
    ("incomes", "median"), [([], 0), ([7], 7), ([10, 3], 6), ([5, 1, 9], 5), ([0, 0, 3, 90], 1), ([0, 0, 0, 90], 0)]
)
def test_the_median_of_what_a_month_brought_is_disclosed(incomes: list[int], median: int) -> None:
    w = empty_world(people=8).tables
    for i, cents in enumerate(incomes):
        enter(w, 0, i, 1, NONE, NONE)
        go_to_work(w, 0, i, 1)
        w.positions.income[i] = cents
    for i, cents in ((6, 900), (7, 800)):  # a customer, and somebody who left
        seat = enter(w, 0, i, 1, NONE, NONE)
        go_to_work(w, 0, i, 1) if i == 7 else buy_only(w, i, 1)
        w.positions.income[seat] = cents
    depart(w, len(incomes) + 1, 9, QUIT)
    close_month(w)
    assert w.group["median"].tolist() == [0, median, 0]
