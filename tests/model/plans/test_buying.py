from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from sim.core.accounts import HOUSEHOLDS, SUPPLIERS
from sim.model.membership.joining import buy_only, enter, go_to_work
from sim.model.people.rows import Tally
from sim.model.plans.buying import (
    allowances,
    close_books,
    close_month,
    levels_paid,
    note_income,
    purchases,
    qualifies,
    rank_reached,
    reward_first_purchases,
    reward_sponsor,
    settle,
    standings,
    team_volumes,
)
from sim.model.plans.rows import CompanyRow, Position
from sim.model.tables import MINIMUM_PURCHASE, NONE, Tables
from tests.builders import empty_world, row, set_cash
from tests.model.contract import RuleContract, cents, days, named
from tests.model.plans.test_unilevel import TestUnilevel as Unilevel
from tests.plans import bought, grown, months
from tests.trees import TOP

SELLER, CUSTOMER = 0, 1


class TestSettle(RuleContract):
    rule = staticmethod(settle)
    takes = named(position=Position, wanted=cents, balance=cents)
    writes = named(position={"volume", "used", "qualified"})
    gives = (0, 10**9)

    @given(wanted=cents, balance=cents)
    def test_all_or_nothing_and_never_on_credit(self, wanted: int, balance: int) -> None:
        bought = settle(row(Position, working=1), wanted, balance)
        assert bought in (0, wanted)
        assert bought <= balance

    @pytest.mark.parametrize(
        ("working", "wanted", "balance", "bought", "qualified"),
        [(1, 600, 600, 600, 1), (1, 600, 599, 0, 0), (0, 600, 600, 600, 0), (1, 0, 0, 0, 1)],
        ids=["pays", "cannot pay", "customer", "nothing asked"],
    )
    def test_working_members_qualify_by_buying(
        self, working: int, wanted: int, balance: int, bought: int, qualified: int
    ) -> None:
        position = row(Position, working=working, volume=99, qualified=1, used=1)
        assert settle(position, wanted, balance) == bought
        assert (position.volume, position.qualified, position.used) == (bought, qualified, bought > 0)


class TestNoteIncome(RuleContract):
    rule = staticmethod(note_income)
    takes = named(position=Position, tally=Tally, cents=cents, day=days)
    writes = named(position={"earned", "income"}, tally={"first_commission"})

    def test_remembers_the_first_income_only(self) -> None:
        position, tally = row(Position), row(Tally, first_commission=-1)
        note_income(position, tally, 0, 29)
        assert tally.first_commission == -1
        note_income(position, tally, 70, 59)
        note_income(position, tally, 30, 89)
        assert (position.earned, position.income, tally.first_commission) == (100, 100, 59)


class TestCloseBooks(RuleContract):
    rule = staticmethod(close_books)
    takes = named(position=Position)
    writes = named(position={"losses", "returned", "income", "spent"})

    @pytest.mark.parametrize(("income", "losses"), [(0, 4), (499, 4), (500, 0), (501, 0)])
    def test_losses_count_until_a_month_without(self, income: int, losses: int) -> None:
        position = row(Position, income=income, spent=500, losses=3, returned=7)
        close_books(position)
        found = (position.losses, position.returned, position.income, position.spent)
        assert found == (losses, income, 0, 0)


def shop(**company: Any) -> Tables:
    """Person 0 works; person 1 is their customer and always convinced; rates of no interest here."""
    vita = {
        "name": "vita",
        "topic": "health",
        "joining_fee": 0,
        "minimum_purchase": 60,
        "customer_purchase": "33.33",
        "materials": 10,
        "retail_margin": 0.2,
        "supply_cost": 0.3,
        **company,
    }
    vita["customer_purchase"] = float(vita["customer_purchase"])
    w = empty_world(people=3, company=[vita], strategy=[{"name": "vita", "companies": ["vita"]}]).tables
    top = enter(w, 0, SELLER, 0, NONE, NONE)
    go_to_work(w, 0, SELLER, 0)
    seat = enter(w, 0, CUSTOMER, 0, top, NONE)
    buy_only(w, CUSTOMER, 0)
    w.positions[seat].conviction = 1.0
    set_cash(w, SELLER, 10_000)
    set_cash(w, CUSTOMER, 10_000)
    w.accounts[3].balance = 0
    return w


def test_purchases_to_the_cent() -> None:
    w = shop()
    suppliers = w.accounts[w.people.size + 1 + SUPPLIERS]
    purchases(w, 29)
    margin, supplied = 666, 1_800 + 999  # 20 % and 30 % of 33.33, rounded down
    assert w.accounts.balance[CUSTOMER] == 10_000 - 3_333
    assert w.accounts.balance[SELLER] == 10_000 - 6_000 + margin - 1_000
    assert w.accounts.balance[3] == 6_000 + 3_333 - margin - supplied
    assert suppliers.balance == supplied + 1_000
    assert (w.accounts.goods[SELLER], w.accounts.goods[CUSTOMER]) == (6_000, 3_333)
    assert (w.accounts.materials[SELLER], w.accounts.materials[CUSTOMER]) == (1_000, 0)
    assert (w.accounts.active[SELLER], w.accounts.passive[SELLER]) == (margin, 0)
    assert (w.positions.earned[0], w.tally.first_commission[SELLER]) == (margin, 29)
    assert [int(v) for v in w.positions.volume[:2]] == [6_000, 3_333]


def test_a_member_who_cannot_buy_loses_qualification_not_money_they_do_not_have() -> None:
    w = shop()
    set_cash(w, SELLER, 5_999)
    purchases(w, 29)
    assert (w.positions.qualified[0], w.positions.volume[0], w.accounts.goods[SELLER]) == (0, 0, 0)
    assert w.accounts.balance[SELLER] == 5_999 + 666 - 1_000


def test_materials_are_bought_only_if_there_is_money_left() -> None:
    w = shop(retail_margin=0.0)
    set_cash(w, SELLER, 6_000 + 999)
    purchases(w, 29)
    assert (w.accounts.balance[SELLER], w.accounts.materials[SELLER]) == (999, 0)


def test_last_months_volume_is_forgotten() -> None:
    w = shop()
    purchases(w, 29)
    w.positions.conviction[1] = 0.0
    purchases(w, 59)
    assert (w.positions.volume[1], w.positions.used[1]) == (0, 0)


def test_customers_come_back_as_often_as_they_are_convinced() -> None:
    w = shop()
    w.positions.conviction[1] = 0.3
    bought = 0
    for month in range(1_000):
        set_cash(w, CUSTOMER, 10_000)
        set_cash(w, SELLER, 10_000)
        purchases(w, 30 * month + 29)
        bought += int(w.positions.volume[1] > 0)
    assert bought / 1_000 == pytest.approx(0.3, abs=0.05)


def test_households_give_everybody_their_allowance() -> None:
    w = shop()
    before = w.accounts.balance.copy()
    allowances(w, 15_000)
    change = w.accounts.balance - before
    np.testing.assert_array_equal(change[:3], 15_000)
    assert change[w.people.size + 1 + HOUSEHOLDS] == -45_000
    assert change.sum() == 0
    assert w.accounts.active.sum() + w.accounts.passive.sum() + w.accounts.capital.sum() == 0


def test_each_position_knows_what_its_month_brought_and_cost() -> None:
    w = shop()
    purchases(w, 29)
    assert w.positions.income[:2].tolist() == [666, 0]
    assert w.positions.spent[:2].tolist() == [7_000, 3_333]
    close_month(w)
    assert w.positions.returned[:2].tolist() == [666, 0]
    assert w.positions.losses[:2].tolist() == [1, 1]
    assert not w.positions.income.any()
    assert not w.positions.spent.any()
    assert w.tally.months.tolist() == [1, 0, 0]


FIRM = 6


def hired(**plan: object) -> Tables:
    """Person 0 works at the top; person 1 has just joined under them for a fee of 35.15, and buys for 60.05 a month."""
    vita = {"name": "vita", "topic": "health", "joining_fee": 35.15, "minimum_purchase": 60.05, "plan": plan}
    strategy = [{"name": "vita", "companies": ["vita"]}]
    w = empty_world(people=FIRM, company=[{**vita, "materials": 0, "supply_cost": 0.0}], strategy=strategy).tables
    for i, above in ((0, NONE), (1, 0)):
        enter(w, 3, i, 0, above, NONE)
        go_to_work(w, 3, i, 0)
    return w


def test_the_sponsor_gets_their_share_of_the_fee_at_once() -> None:
    w = hired(fast_start=0.5, fast_start_amount=2.5)
    bonus = 17_57 + 2_50  # half of 35.15 is 17.575
    assert w.accounts.active[:2].tolist() == [bonus, 0]
    assert w.accounts.passive.sum() == 0
    assert w.accounts.balance[FIRM] == 2 * 35_15 - bonus
    assert (w.positions.earned[0], w.tally.first_commission[0]) == (bonus, 3)
    assert w.accounts.balance.sum() == 0


@pytest.mark.parametrize(
    ("revshare", "held", "paid"), [(1, 4_00, 4_00), (1, -1, 0), (1, 90_00, 90_00), (0, 4_00, 90_00)]
)
def test_a_system_rewards_with_no_more_than_it_holds(revshare: int, held: int, paid: int) -> None:
    w = hired()
    w.systems.revshare[0] = revshare
    w.accounts.balance[FIRM] = held
    before = int(w.accounts.balance[0])
    reward_sponsor(w, 5, 1, 90_00)
    assert w.accounts.balance[0] - before == held - w.accounts.balance[FIRM] == paid
    assert w.accounts.active[0] == w.positions.earned[0] == paid


def test_of_the_first_purchase_once_whenever_it_is_made() -> None:
    w = hired(fast_start=0.5)
    set_cash(w, 1, 0)
    before = int(w.accounts.active[0])
    for day, cash, gained in ((29, 0, 0), (59, 100_00, 30_02), (89, 100_00, 0)):
        set_cash(w, 1, cash)
        purchases(w, day)
        reward_first_purchases(w, day)
        assert w.accounts.active[0] - before == gained
        before = int(w.accounts.active[0])
    assert w.accounts.active[1] == 0
    assert w.positions.due[:2].tolist() == [0, 0]


@pytest.mark.parametrize("plan", [{}, {"kind": "none"}])
def test_without_it_recruiting_pays_nothing(plan: dict[str, object]) -> None:
    w = hired(**plan)
    purchases(w, 29)
    reward_first_purchases(w, 29)
    assert w.accounts.active.sum() == 0
    assert w.tally.first_commission[0] == -1


def test_a_customer_brings_it_when_they_begin_to_work() -> None:
    w = hired(fast_start=1.0)
    before = int(w.accounts.active[0])
    enter(w, 9, 2, 0, 0, NONE)
    buy_only(w, 2, 0)
    w.positions[2].conviction = 1.0
    purchases(w, 29)
    w.positions.due[:2] = 0
    reward_first_purchases(w, 29)
    margin = int(w.accounts.active[0]) - before
    assert margin == 10_00
    go_to_work(w, 31, 2, 0)
    assert w.accounts.active[0] - before - margin == 35_15


class TestQualifies(RuleContract):
    rule = staticmethod(qualifies)
    takes = named(position=Position, own=cents, needed=cents)
    gives = (0, 1)

    @pytest.mark.parametrize("qualified", [0, 1])
    def test_by_the_minimum_purchase_unless_own_volume_is_stated(self, qualified: int) -> None:
        member = row(Position, working=1, left=-1, qualified=qualified)
        assert qualifies(member, 0, MINIMUM_PURCHASE) == (qualified == 1)
        assert qualifies(member, 120_00, 120_00)
        assert not qualifies(member, 119_99, 120_00)

    def test_only_members_who_work_and_are_still_in(self) -> None:
        assert not qualifies(row(Position, left=-1, qualified=0), 500_00, 120_00)
        assert not qualifies(row(Position, working=1, left=9), 500_00, 0)


class TestRankReached(RuleContract):
    rule = staticmethod(rank_reached)
    takes = named(own=cents, team=cents, plan=CompanyRow)
    gives = (0, 12)

    @pytest.mark.parametrize(
        ("own", "team", "rank"),
        [(99, 9_999, 0), (100, 0, 1), (100, 499, 1), (100, 500, 2), (500, 499, 1), (200, 900, 3)],
    )
    def test_both_volumes_are_needed(self, own: int, team: int, rank: int) -> None:
        plan = row(CompanyRow, ranks=3)
        plan.rank_own[:3], plan.rank_team[:3] = [100, 100, 200], [0, 500, 900]
        assert rank_reached(own, team, plan) == rank

    def test_without_ranks_nobody_has_one(self) -> None:
        assert rank_reached(500, 500, row(CompanyRow)) == 0


class TestLevelsPaid(RuleContract):
    rule = staticmethod(levels_paid)
    takes = named(position=Position, plan=CompanyRow)
    gives = (0, 30)

    def test_all_of_the_plan_or_those_of_the_rank(self) -> None:
        plan = row(CompanyRow, levels=5)
        assert [levels_paid(row(Position, qualified=q), plan) for q in (0, 1)] == [0, 5]
        plan.ranks, plan.rank_levels[:2] = 2, [1, 3]
        assert [levels_paid(row(Position, qualified=1, rank=k), plan) for k in range(3)] == [0, 1, 3]
        assert levels_paid(row(Position, qualified=0, rank=2), plan) == 0


def test_team_volume_by_hand() -> None:
    w = bought(grown([TOP, 0, 0, 1, 1, 3], [5], kind="unilevel"), [100, 20, 3, 4_000, 50_000, 600_000])
    w.positions.team = 7
    team_volumes(w.positions, 6)
    assert w.positions.team[:6].tolist() == [654_023, 654_000, 0, 600_000, 0, 0]


@given(month=months())
@settings(max_examples=40)
def test_team_volume_is_what_all_below_bought(month: dict[str, Any]) -> None:
    w = Unilevel().lived(month, {})
    size = len(month["sponsors"])
    expected = np.zeros(size, np.int64)
    for p in range(size):
        at = int(w.positions[p].sponsor)
        while at != NONE:
            expected[at] += int(w.positions[p].volume)
            at = int(w.positions[at].sponsor)
    team_volumes(w.positions, size)
    stay = [p for p in range(size) if p not in month["out"]]
    assert w.positions.team[stay].tolist() == expected[stay].tolist()
    assert not w.positions.team[sorted(month["out"])].any()


def test_customers_count_in_own_volume() -> None:
    ranks = [{"name": "a", "own_volume": 100, "team_volume": 1}, {"name": "b", "own_volume": 150, "team_volume": 100}]
    w = grown([TOP, 0, 0, 1, 1], [3, 4], kind="unilevel", qualification=140, ranks=ranks)
    standings(bought(w, [150_00, 100_00, 139_99, 30_00, 10_00]))
    assert w.positions.qualified[:5].tolist() == [1, 1, 0, 0, 0]
    assert w.positions.rank[:5].tolist() == [2, 1, 0, 0, 0]


def test_the_minimum_purchase_qualifies_where_nothing_else_is_said() -> None:
    w = bought(grown([TOP, 0], kind="unilevel"), [1, 100_00], [0, 1])
    standings(w)
    assert (w.positions.qualified[:2].tolist(), w.positions.rank[:2].tolist()) == ([0, 1], [0, 0])
