"""Intervals over people."""

from __future__ import annotations

import numpy as np
import pytest

from sim.replay.telling import Estimate, estimate


def test_the_mean_is_over_everything_not_over_people() -> None:
    found = estimate(np.array([1.0, 0.0]), np.array([1.0, 3.0]))
    assert found.mean == 0.25
    assert (found.low, found.high) == (0.0, 1.0)


def test_equal_people_leave_no_doubt() -> None:
    assert estimate(np.array([1.0, 2.0]), np.array([4.0, 8.0])) == Estimate(0.25, 0.25, 0.25)


def test_the_interval_is_as_wide_as_the_theory_says() -> None:
    sums = np.random.default_rng(1).normal(3.0, 1.0, 400)
    found = estimate(sums, np.ones(400))
    half = 1.96 * sums.std(ddof=1) / 20
    assert found.mean - found.low == pytest.approx(half, rel=0.1)
    assert found.high - found.mean == pytest.approx(half, rel=0.1)
    assert found == estimate(sums, np.ones(400))


def test_another_unit_is_a_factor() -> None:
    assert Estimate(0.2, 0.1, 0.4).times(100) == Estimate(20.0, 10.0, 40.0)
