from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.core.accounts import Account
from sim.model.membership.joining import enter, go_to_work
from sim.model.membership.leaving import CLOSED, depart, regroup
from sim.model.tables import NONE, Tables
from sim.record.lived import Lived, Milestones, costs_of, net_of
from sim.record.outcomes import concentration, ruin, stakes
from sim.record.run import measured
from sim.world.build import build
from sim.world.world import World
from tests.builders import COMPANIES, empty_world, row, set_cash
from tests.trees import scenario_of


@pytest.fixture
def w() -> Tables:
    """Person 0 works all three companies, person 2 the second one, and person 1 is not asked about."""
    tables = empty_world(people=4).tables
    for i, c in [(0, 0), (0, 1), (1, 1), (0, 2), (2, 1)]:
        enter(tables, 0, i, c, NONE, NONE)
        go_to_work(tables, 0, i, c)
    tables.positions.earned[:5] = [300, 600, 7, 100, 50]
    return tables


def of_both(w: Tables, name: str) -> list[float]:
    """An outcome of persons 0 and 2."""
    lived = Lived(w)
    return [float(value) for value in measured([name], lived)[name][[0, 2]]]


def test_what_a_departed_position_brought_in_counts_for_concentration(w: Tables) -> None:
    assert of_both(w, "concentration") == pytest.approx([0.46, 1.0])
    depart(w, 1, 20, CLOSED)
    assert of_both(w, "concentration") == pytest.approx([0.46, 1.0])


def test_concentration_by_hand() -> None:
    amounts = np.array([[300, 600, 100], [0, 50, 0], [0, 0, 0], [5, 5, 0]])
    np.testing.assert_array_equal(concentration(amounts), [0.09 + 0.36 + 0.01, 1.0, np.nan, 0.5])


@given(arrays(np.int64, (4, 5), elements=st.integers(0, 10**12)))
def test_concentration_lies_between_all_alike_and_all_from_one(amounts: np.ndarray) -> None:  # type: ignore[type-arg]
    found = concentration(amounts)
    known = amounts.sum(axis=1) > 0
    assert np.isnan(found[~known]).all()
    assert ((found[known] >= 0.2 - 1e-12) & (found[known] <= 1 + 1e-12)).all()
    np.testing.assert_allclose(concentration(amounts[:, ::-1]), found)


def test_the_largest_company_still_worked_is_at_stake(w: Tables) -> None:
    assert of_both(w, "income_at_stake") == [600, 50]
    depart(w, 1, 20, CLOSED)
    regroup(w)
    assert of_both(w, "income_at_stake") == [300, 50]


def test_only_what_came_in_since_counts(w: Tables) -> None:
    since = Lived(w, Milestones(earned=np.array([250, 590, 7])))
    assert stakes(since)["income_at_stake"][[0, 2]].tolist() == [100, 50]
    assert w.positions.earned[:5].tolist() == [300, 600, 7, 100, 50]


@pytest.mark.parametrize(("cents", "gone"), [(14_999, True), (15_000, False)])
def test_savings_are_gone_when_a_months_purchases_cannot_be_paid(w: Tables, cents: int, gone: bool) -> None:
    """The three companies ask for 60, 50 and 40 a month."""
    set_cash(w, 0, cents)
    set_cash(w, 2, 5_000)
    assert of_both(w, "ruin") == [gone, False]


def test_who_gave_up_everything_is_measured_by_their_last_main_business(w: Tables) -> None:
    depart(w, 4, 20, CLOSED)
    regroup(w)
    assert w.people.works[2] == 0
    for cents, gone in [(4_999, True), (5_000, False)]:
        set_cash(w, 2, cents)
        assert of_both(w, "ruin")[1] == gone


def test_without_a_purchase_that_is_owed_nobody_is_ruined() -> None:
    free = [{**each, "minimum_purchase": 0, "joining_fee": 0} for each in COMPANIES]
    w = empty_world(people=4, company=free).tables
    enter(w, 0, 0, 0, NONE, NONE)
    go_to_work(w, 0, 0, 0)
    set_cash(w, 0, 0)
    assert ruin(Lived(w)).tolist() == [False]


NAN = np.nan


class Watched(Milestones):
    """Milestones of a world that is looked at."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world

    def day(self, day: int) -> None:
        self.look(self.world.tables, day, self.world.scenario.time.days)


def watched(days: int, joined: list[int]) -> Watched:
    of = scenario_of(len(joined), [0.1], compression=True)
    world = build(of.model_copy(update={"time": of.time.model_copy(update={"days": days})}), 1)
    world.tables.tally.joined[:] = joined
    return Watched(world)


def test_net_is_all_income_less_all_costs() -> None:
    purse = row(Account, active=100, passive=20, capital=3, goods=200, fees=40, materials=5, balance=9)
    assert (costs_of(purse), net_of(purse)) == (245, -122)


def test_net_income_is_taken_at_the_end_of_years_of_those_who_had_worked_by_then() -> None:
    passed = watched(1_000, [0, 200, -1])
    purse, tally = passed.world.tables.accounts[:3], passed.world.tables.tally
    for day in range(1, 1_001):
        purse.active += [2, 1, 5]
        purse.goods += [7, 7, 7]  # also what is bought as a customer, which costs the business nothing
        tally.goods += [3, 0, 0]
        passed.day(day)
    assert sorted(passed.net_income) == [1, 2]
    np.testing.assert_array_equal(passed.net_income[1], [-365, 365, NAN])
    np.testing.assert_array_equal(passed.net_income[2], [-730, 730, NAN])


def test_all_five_years() -> None:
    passed = watched(2_000, [0, 0, 0])
    for day in range(2_001):
        passed.day(day)
    assert sorted(passed.net_income) == [1, 2, 3, 5]


def test_what_positions_had_earned_is_taken_twelve_months_before_the_end() -> None:
    passed = watched(400, [0, 0, 0])
    w = passed.world.tables
    w.count[0].positions = 2
    for day in range(1, 401):
        w.positions.earned[:2] += [1, 10]
        passed.day(day)
    assert passed.earned.tolist() == [40, 400]


def test_in_shorter_runs_there_is_nothing_to_take() -> None:
    passed = watched(359, [0, 0, 0])
    for day in range(360):
        passed.day(day)
    assert passed.earned.size == 0
    assert passed.net_income == {}
