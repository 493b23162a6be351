from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.study.judging.effects import Effect
from sim.study.judging.judging import holm, interval, judge, neutrality
from tests.study.judging.made import HALF, effect


def state(mean: float, expects: str = "higher", scale: float = 1.0, matters: float = 1.0) -> str:
    return judge([effect(mean, scale, matters)], expects)[0].state


@pytest.mark.parametrize(
    ("mean", "scale", "matters", "expected"),
    [
        (HALF + 0.01, 1.0, 1.0, "supported"),  # the interval begins just above 0
        (HALF - 0.01, 1.0, 1.0, "undecided"),  # it holds 0, and what matters
        (0.9, 0.01, 1.0, "not supported"),  # above 0, but too small to matter
        (1.01, 0.01, 1.0, "supported"),
        (0.99, 0.01, 1.0, "undecided"),  # does not reach what matters, and cannot rule it out
        (0.0, 0.1, 1.0, "not supported"),  # excludes what matters
        (1.0 - HALF - 0.01, 1.0, 1.0, "not supported"),
        (1.0 - HALF + 0.01, 1.0, 1.0, "undecided"),
        (-9.0, 1.0, 1.0, "not supported"),  # the other direction
    ],
)
def test_a_region_is_judged_by_its_interval_and_by_what_matters(
    mean: float, scale: float, matters: float, expected: str
) -> None:
    assert state(mean, "higher", scale, matters) == expected
    assert state(-mean, "lower", scale, matters) == expected


@pytest.mark.parametrize(
    ("mean", "scale", "expected"),
    [(0.5, 0.1, "supported"), (-0.5, 0.1, "supported"), (0.9, 0.1, "undecided"), (2.0, 0.1, "not supported"),
     (-2.0, 0.1, "not supported"), (0.0, 1.0, "undecided")],
)  # fmt: skip
def test_equal_means_within_what_does_not_matter(mean: float, scale: float, expected: str) -> None:
    assert state(mean, "equal", scale) == expected


def test_the_same_in_every_seed_is_certain() -> None:
    certain = [Effect({}, np.full(3, mean), 0.1, 0.5) for mean in (0.5, -0.5, 0.05)]
    assert [judge([each], "higher")[0].state for each in certain] == ["supported", "not supported", "not supported"]


def test_two_seeds_or_a_share_of_nothing_decide_nothing() -> None:
    two = Effect({}, np.array([5.0, 5.1]), 1.0, 10.0)
    nothing = Effect({}, np.array([5.0, 5.1, 5.2]), float("nan"), 0.0)
    for each in (two, nothing):
        assert judge([each], "higher")[0].state == "undecided"
        assert neutrality([each]) == ["unclear"]


def test_many_regions_are_corrected_together_as_holm_says() -> None:
    assert holm([0.01, 0.04, 0.03]).tolist() == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.5, float("nan"), 0.6])[[0, 2]].tolist() == [1.0, 1.0]
    alone = effect(HALF * 1.05)
    assert judge([alone], "higher")[0].state == "supported"
    assert judge([alone, *[effect(0.2)] * 5], "higher")[0].state == "undecided"


def test_each_look_spends_its_part() -> None:
    sure = effect(HALF * 1.05)
    assert [judge([sure], "higher", looks)[0].state for looks in (1, 3)] == ["supported", "undecided"]
    wide = stats.t.ppf(1 - 0.05 / 3 / 2, 2) / 3**0.5
    assert judge([effect(wide * 1.01)], "higher", 3)[0].state == "supported"


def test_intervals_are_those_of_students_t() -> None:
    low, high = interval(np.array([1.0, 2.0, 3.0]))
    assert (low, high) == pytest.approx((2.0 - HALF, 2.0 + HALF), abs=1e-6)
    assert np.isnan(interval(np.array([1.0, 2.0]))).all()


@pytest.mark.parametrize(
    ("mean", "scale", "expected"),
    [
        (0.0, 1.0, "neutral"),  # contains 0, and does not reach what matters
        (0.5, 0.1, "neutral"),  # excludes 0, but lies within what does not matter
        (0.95, 0.1, "not neutral"),  # excludes 0, and may matter
        (3.0, 1.0, "not neutral"),
        (-3.0, 1.0, "not neutral"),
        (1.5, 1.0, "unclear"),  # reaches what matters, and contains 0
    ],
)
def test_a_control_must_leave_no_effect(mean: float, scale: float, expected: str) -> None:
    assert neutrality([effect(mean, scale)]) == [expected]
