"""How many of a cohort are still in (Quixtar 2005; Melaleuca; Young Living 2018; ServiceQuest)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.membership.joining import enter, go_to_work
from sim.model.membership.leaving import leave, leaving_risk
from sim.model.membership.parameters import Leaving
from sim.model.plans.rows import Position
from sim.model.tables import MONTH, NONE
from tests.builders import empty_world, law, row

RING = {"kind": "watts_strogatz", "k": 2, "p": 0.0}
BASELINE = Leaving().baseline


def kept(months: int, care: float, **rules: float) -> float:
    """Share of a cohort that is still in after some months, by the law alone."""
    risks = [leaving_risk(row(Position, care=care), m, law(Leaving, **rules)) for m in range(months)]
    return float(np.prod(1.0 - np.array(risks)))


def test_at_baseline_care_half_are_left_after_a_year_and_most_of_them_after_two() -> None:
    assert kept(12, BASELINE) == pytest.approx(0.533, abs=0.001)
    assert kept(24, BASELINE) == pytest.approx(0.391, abs=0.001)
    assert 0.48 <= kept(12, BASELINE) <= 0.56
    assert 0.32 <= kept(24, BASELINE) <= 0.42


def test_the_mean_risk_of_the_first_year_is_five_percent_a_month() -> None:
    assert 1.0 - kept(12, BASELINE) ** (1 / 12) == pytest.approx(0.0510, abs=0.0005)


def test_a_neglected_team_keeps_a_quarter() -> None:
    assert kept(12, 0.0) == pytest.approx(0.274, abs=0.001)
    assert kept(12, 4 * BASELINE) > kept(12, BASELINE) > kept(12, 0.5 * BASELINE) > kept(12, 0.0)
    assert kept(12, 1e9) == pytest.approx(0.734, abs=0.001)


@pytest.mark.parametrize("care", [0.0, BASELINE])
def test_a_simulated_cohort_leaves_by_the_law(care: float) -> None:
    people = 4_000
    w = empty_world(people, graph=RING).tables
    for i in range(people):
        enter(w, 0, i, 0, NONE, NONE)
        go_to_work(w, 0, i, 0)
    w.positions.top = 0
    w.positions.care = care
    for month in range(1, 25):
        leave(w, MONTH * month - 1)
        expected = kept(month, care)
        error = 4 * np.sqrt(expected * (1 - expected) / people)
        assert (w.people.works != 0).mean() == pytest.approx(expected, abs=error)
