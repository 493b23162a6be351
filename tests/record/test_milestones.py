from __future__ import annotations

import numpy as np

from sim.core.accounts import Account
from sim.record.milestones import Milestones, costs_of, net_of
from sim.world.build import build
from tests.builders import row
from tests.trees import scenario_of

NAN = np.nan


def watched(days: int, joined: list[int]) -> Milestones:
    of = scenario_of(len(joined), [0.1], compression=True)
    world = build(of.model_copy(update={"time": of.time.model_copy(update={"days": days})}), 1)
    world.tables.tally.joined[:] = joined
    return Milestones(world)


def test_net_is_all_income_less_all_costs() -> None:
    purse = row(Account, active=100, passive=20, capital=3, goods=200, fees=40, materials=5, balance=9)
    assert (costs_of(purse), net_of(purse)) == (245, -122)


def test_net_income_is_taken_at_the_end_of_years_of_those_who_had_worked_by_then() -> None:
    passed = watched(1_000, [0, 200, -1])
    purse = passed.world.tables.accounts[:3]
    for day in range(1, 1_001):
        purse.active += [2, 1, 5]
        purse.goods += [3, 0, 0]
        passed.look(day)
    assert sorted(passed.net_income) == [1, 2]
    np.testing.assert_array_equal(passed.net_income[1], [-365, 365, NAN])
    np.testing.assert_array_equal(passed.net_income[2], [-730, 730, NAN])


def test_all_five_years() -> None:
    passed = watched(2_000, [0, 0, 0])
    for day in range(2_001):
        passed.look(day)
    assert sorted(passed.net_income) == [1, 2, 3, 5]


def test_what_positions_had_earned_is_taken_twelve_months_before_the_end() -> None:
    passed = watched(400, [0, 0, 0])
    w = passed.world.tables
    w.count[0].positions = 2
    for day in range(1, 401):
        w.positions.earned[:2] += [1, 10]
        passed.look(day)
    assert passed.earned.tolist() == [40, 400]


def test_in_shorter_runs_there_is_nothing_to_take() -> None:
    passed = watched(359, [0, 0, 0])
    for day in range(360):
        passed.look(day)
    assert passed.earned.size == 0
    assert passed.net_income == {}
