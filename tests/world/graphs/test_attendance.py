from __future__ import annotations

import numpy as np
import pytest

from sim.scenario.schema import Scenario
from sim.world.graphs.attendance import davis_attendance, davis_women, evenings_of, repeats


def test_eighteen_women_at_fourteen_events() -> None:
    names, evenings = davis_attendance()
    assert len(names) == 18
    assert [there.size for there in evenings] == [3, 3, 6, 4, 8, 8, 10, 14, 12, 5, 4, 6, 3, 3]
    assert sum(there.size for there in evenings) == 89


def test_most_pair_meetings_are_repeats() -> None:
    assert repeats(davis_attendance()[1]) == pytest.approx(0.57, abs=0.005)
    assert repeats([np.array([0, 1]), np.array([0, 1]), np.array([1, 2])]) == pytest.approx(1 / 3)


def test_contacts_met_at_two_events_or_more() -> None:
    graph = davis_women()
    names, evenings = davis_attendance()
    for a, b in [(0, 1), (0, 17), (5, 8)]:
        together = sum(a in there and b in there for there in evenings)
        assert graph.has_edge(names[a], names[b]) == (together >= 2)


def test_only_a_scenario_that_asks_for_it_has_real_guests() -> None:
    davis = Scenario.load("scenarios/davis.toml")
    found = evenings_of(davis)
    assert found is not None
    assert len(found) == 14
    assert evenings_of(Scenario.load("scenarios/base.toml")) is None
