from __future__ import annotations

import pytest

from sim.model.membership.joining import enter, go_to_work
from sim.model.membership.leaving import QUIT, STAYED
from sim.model.membership.parameters.leaving import Leaving
from sim.model.membership.pruning import only_costs, prune
from sim.model.plans.buying import close_month, purchases
from sim.model.plans.rows import Position
from sim.model.tables import NONE, Tables
from tests.builders import copied, differing, empty_world, law, row, set_cash
from tests.model.contract import RuleContract, named

MAIN, SIDE = 2, 0


class TestOnlyCosts(RuleContract):
    rule = staticmethod(only_costs)
    takes = named(position=Position, law=Leaving)
    gives = (False, True)

    @pytest.mark.parametrize(("losses", "prune", "costs"), [(5, 6, False), (6, 6, True), (7, 6, True), (90, 0, False)])
    def test_after_so_many_months_of_loss(self, losses: int, prune: int, costs: bool) -> None:
        assert only_costs(row(Position, losses=losses), law(Leaving, prune=prune)) == costs


def both(**leaving: float) -> Tables:
    """Person 0 works glow, their main business, and vita beside it; person 1 glow alone."""
    w = empty_world(people=3, leaving={"prune": 3, **leaving}).tables
    for i, c in ((0, MAIN), (0, SIDE), (1, MAIN)):
        enter(w, 0, i, c, NONE, NONE)
        go_to_work(w, 0, i, c)
    return w


def live(w: Tables, month: int, *income: int) -> None:
    """A month in which positions get so many cents."""
    set_cash(w, 0, 100_000)
    set_cash(w, 1, 100_000)
    purchases(w, 30 * month + 29)
    w.positions.income[: len(income)] = income
    close_month(w)
    prune(w, 30 * month + 29)


def test_only_side_businesses_that_cost_without_a_break_are_given_up() -> None:
    w = both()
    for month in range(5):
        live(w, month, 0, 10**6 if month == 1 else 0, 0)
        assert w.positions.losses[:3].tolist() == [month + 1, month + 1 if month < 1 else month - 1, month + 1]
        assert w.people.works[:2].tolist() == [1 << MAIN | (1 << SIDE if month < 4 else 0), 1 << MAIN]
    assert (w.positions.left[1], w.positions.why[1], w.life.quit[0]) == (149, QUIT, 1 << SIDE)
    assert (w.count[0].networkers, w.count[0].between, w.tally.reason[0]) == (2, 0, 0)
    assert w.tally.months[:2].tolist() == [5, 5]


def test_what_pays_for_itself_is_kept() -> None:
    w = both()
    for month in range(4):
        live(w, month, 0, 10**6)
    assert w.people.works[0] == 1 << MAIN | 1 << SIDE


def test_a_convinced_member_goes_on_buying() -> None:
    w = both(prune=1)
    w.positions.conviction[1] = 1.0
    live(w, 0)
    assert (w.people.works[0], w.people.buys[0]) == (1 << MAIN, 1 << SIDE)
    assert w.positions.why[w.held.seat[0, SIDE]] == STAYED


@pytest.mark.parametrize("months", [0, 40])
def test_switched_off_or_too_early_nothing_happens(months: int) -> None:
    w = both(prune=months)
    w.positions.losses = 39
    before = copied(w)
    prune(w, 29)
    assert differing(before, w) == []
