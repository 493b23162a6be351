from __future__ import annotations

import pytest

from sim.model.membership.joining import enter, go_to_work
from sim.model.plans.fast_start import reward_first_purchases
from sim.model.plans.purchase import purchases
from sim.model.tables import NONE, Tables
from tests.builders import empty_world, set_cash

FIRM = 6


def hired(**plan: object) -> Tables:
    """Person 0 works at the top; person 1 has just joined under him for a fee of 35.15, and buys for 60.05 a month."""
    vita = {"name": "vita", "topic": "health", "joining_fee": 35.15, "minimum_purchase": 60.05, "plan": plan}
    strategy = [{"name": "vita", "companies": ["vita"]}]
    w = empty_world(people=FIRM, company=[{**vita, "materials": 0, "supply_cost": 0.0}], strategy=strategy).tables
    for i, above in ((0, NONE), (1, 0)):
        enter(w, 3, i, 0, above, NONE)
        go_to_work(w, 3, i, 0)
    return w


def test_the_sponsor_gets_his_share_of_the_fee_at_once() -> None:
    w = hired(fast_start=0.5, fast_start_amount=2.5)
    bonus = 17_57 + 2_50  # half of 35.15 is 17.575
    assert w.accounts.active[:2].tolist() == [bonus, 0]
    assert w.accounts.passive.sum() == 0
    assert w.accounts.balance[FIRM] == 2 * 35_15 - bonus
    assert (w.positions.earned[0], w.tally.first_commission[0]) == (bonus, 3)
    assert w.accounts.balance.sum() == 0


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


def test_a_customer_brings_it_when_he_begins_to_work() -> None:
    w = hired(fast_start=1.0)
    before = int(w.accounts.active[0])
    enter(w, 9, 2, 0, 0, NONE)
    w.positions[2].conviction = 1.0
    purchases(w, 29)
    w.positions.due[:2] = 0
    reward_first_purchases(w, 29)
    margin = int(w.accounts.active[0]) - before
    assert margin == 10_00
    go_to_work(w, 31, 2, 0)
    assert w.accounts.active[0] - before - margin == 35_15
