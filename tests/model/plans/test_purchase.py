from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given

from sim.core.accounts import HOUSEHOLDS, SUPPLIERS
from sim.model.membership.joining import buy_only, enter, go_to_work
from sim.model.people.rows import Tally
from sim.model.plans.purchase import allowances, close_books, close_month, note_income, purchases, settle, wish
from sim.model.plans.rows import CompanyRow, Position
from sim.model.tables import NONE, Tables
from tests.builders import empty_world, row, set_cash
from tests.model.contract import RuleContract, cents, days, named, share

SELLER, CUSTOMER = 0, 1


class TestWish(RuleContract):
    rule = staticmethod(wish)
    takes = named(position=Position, company=CompanyRow, draw=share)
    gives = (0, 10**9)

    def test_members_buy_the_minimum_customers_as_often_as_convinced(self) -> None:
        company = row(CompanyRow, minimum_purchase=6_000, customer_purchase=4_000)
        assert wish(row(Position, working=1, conviction=0.0), company, 0.99) == 6_000
        assert wish(row(Position, conviction=0.6), company, 0.59) == 4_000
        assert wish(row(Position, conviction=0.6), company, 0.6) == 0


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
    """Person 0 works; person 1 is his customer and always convinced; rates of no interest here."""
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


def test_who_cannot_buy_loses_qualification_not_money_he_does_not_have() -> None:
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


def test_households_give_everybody_his_allowance() -> None:
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
