"""How many of a cohort are still in (Quixtar 2005; Melaleuca; Young Living 2018; ServiceQuest)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.membership.joining import enter, go_to_work
from sim.model.membership.leaving import leave
from sim.model.membership.parameters.leaving import Leaving
from sim.model.tables import MONTH, NONE
from sim.verification.cases.leaving import kept
from tests.builders import empty_world

RING = {"kind": "watts_strogatz", "k": 2, "p": 0.0}
BASELINE = Leaving().baseline


def test_at_baseline_care_half_are_left_after_a_year_and_most_of_them_after_two() -> None:
    assert kept(12) == pytest.approx(0.521, abs=0.001)
    assert kept(24) == pytest.approx(0.372, abs=0.001)


def test_the_mean_risk_of_the_first_year_is_five_percent_a_month() -> None:
    assert 1.0 - kept(12) ** (1 / 12) == pytest.approx(0.0529, abs=0.0005)


def test_a_neglected_team_keeps_a_quarter() -> None:
    assert kept(12, care=0.0) == pytest.approx(0.261, abs=0.001)
    assert kept(12, care=4 * BASELINE) > kept(12) > kept(12, care=0.5 * BASELINE) > kept(12, care=0.0)
    assert kept(12, care=1e9) == pytest.approx(0.725, abs=0.001)


def test_a_result_as_hoped_for_keeps_three_quarters_and_such_a_loss_a_fifth() -> None:
    assert kept(12, shortfall=0.0) == pytest.approx(0.770, abs=0.001)
    assert kept(12, shortfall=2.0) == pytest.approx(0.187, abs=0.001)


@pytest.mark.parametrize(("care", "businesses"), [(0.0, 1), (BASELINE, 1), (0.0, 3), (BASELINE, 3)])
def test_a_simulated_cohort_leaves_by_the_law_however_many_businesses_it_works(care: float, businesses: int) -> None:
    people = 4_000
    w = empty_world(people, graph=RING).tables
    for i in range(people):
        for c in range(businesses):
            enter(w, 0, i, c, NONE, NONE)
            go_to_work(w, 0, i, c)
    w.positions.top = 0
    w.positions.care = care
    for month in range(1, 25):
        leave(w, MONTH * month - 1)
        expected = kept(month, care=care)
        error = 4 * np.sqrt(expected * (1 - expected) / people)
        assert (w.people.works != 0).mean() == pytest.approx(expected, abs=error)
