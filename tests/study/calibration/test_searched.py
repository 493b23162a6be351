"""What is searched, and what the search makes small."""

from __future__ import annotations

import math

import pytest

from sim.study.calibration.search import (
    EARLIER,
    GUESSES,
    PULL_CENTER,
    PULL_HOME,
    SEARCHED,
    away_from_home,
    distance,
    home,
    loss,
    off_center,
    penalty,
    readable,
)
from sim.study.targets import TARGETS
from tests.study.calibration.standin import met

RETENTION = TARGETS["retention-12"]  # .48 to .56
MARGIN = "company.retail_margin"  # .1 to .45, at first .2
SPACE = {MARGIN: GUESSES[MARGIN]}
PERFECT = met()


@pytest.mark.parametrize(("got", "far"), [(0.48, 0.0), (0.56, 0.0), (0.44, 1.0), (0.58, 0.5), (math.nan, 3.0)])
def test_distance_is_counted_in_half_widths_outside_of_the_range(got: float, far: float) -> None:
    assert distance(RETENTION, got) == pytest.approx(far)


@pytest.mark.parametrize(("far", "cost"), [(0.0, 0.0), (0.5, 0.25), (1.0, 1.0), (2.0, 3.0)])
def test_far_distances_count_straight_on(far: float, cost: float) -> None:
    assert penalty(far) == pytest.approx(cost)


def test_inside_the_range_a_small_pull_leads_to_the_published_value() -> None:
    assert off_center(RETENTION, 0.52) == 0.0
    assert off_center(RETENTION, 0.54) == pytest.approx(0.25)
    assert off_center(RETENTION, 0.9) == 1.0
    assert off_center(TARGETS["neglected"], 0.3) == 0.0


def test_moves_are_counted_in_half_widths_of_the_plausible_range() -> None:
    assert away_from_home(SPACE, {MARGIN: 0.2}, {MARGIN: 0.2}) == 0.0
    assert away_from_home(SPACE, {MARGIN: 0.2}, {MARGIN: 0.375}) == pytest.approx(1.0)


def test_the_loss_is_the_weighted_sum() -> None:
    start, there = {MARGIN: 0.2}, {MARGIN: 0.375}
    assert loss(PERFECT, SPACE, start, start) == 0.0
    assert loss(PERFECT, SPACE, start, there) == pytest.approx(PULL_HOME)
    missed = {**PERFECT, "retention-12": 0.60}
    assert loss(missed, SPACE, start, start) == pytest.approx(2.0 * 1.0 + PULL_CENTER * 2.0 * 1.0)


def test_what_is_searched_is_a_guess_with_a_range() -> None:
    assert set(SEARCHED) <= set(GUESSES)
    assert set(EARLIER) <= set(SEARCHED)
    assert not {"leaving.risk", "leaving.settling"} & set(SEARCHED)
    assert 15 <= len(SEARCHED) <= 25
    for name, value in {**home(SEARCHED), **EARLIER}.items():
        assert GUESSES[name].low <= value <= GUESSES[name].high


def test_values_are_written_with_two_digits_and_stay_in_their_range() -> None:
    assert readable({"decision.knowledge": 12.3456, "company.materials": 12.7, MARGIN: 0.23456}) == {
        "decision.knowledge": 12.0,
        "company.materials": 13.0,
        MARGIN: 0.23,
    }
    assert readable({"company.customer_purchase": 117.0})["company.customer_purchase"] == 120.0
    assert readable({MARGIN: 0.0996})[MARGIN] == 0.1
