"""Answers: of full tests and of rehearsals."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.study.effects import Effect
from sim.study.judging import FEWEST, holm, interval, judge, neutrality
from tests.study.judged import HALF, effect


def said(mean: float, scale: float = 1.0, matters: float = 1.0) -> tuple[str, int]:
    (judged,) = judge([effect(mean, scale, matters)])
    return judged.answer, judged.sign


@pytest.mark.parametrize(
    ("mean", "scale", "expected"),
    [
        (HALF + 0.01, 1.0, ("matters", 1)),  # the interval begins just above 0
        (HALF - 0.01, 1.0, ("open", 0)),  # it holds 0, and what matters
        (0.9, 0.01, ("small", 1)),  # above 0, but too small to matter
        (1.01, 0.01, ("matters", 1)),
        (0.99, 0.01, ("open", 1)),  # does not reach what matters, and cannot rule it out
        (0.0, 0.1, ("none", 0)),  # excludes what matters on both sides
        (0.0, 1.0, ("open", 0)),
    ],
)
def test_there_are_three_answers_and_none(mean: float, scale: float, expected: tuple[str, int]) -> None:
    answer, sign = expected
    assert said(mean, scale) == (answer, sign)
    assert said(-mean, scale) == (answer, -sign)


def test_what_the_article_says_has_a_direction_or_is_no_difference() -> None:
    up, down, none = (judge([effect(mean, 0.1)])[0] for mean in (5.0, -5.0, 0.0))
    assert [each.as_said("higher") for each in (up, down, none)] == [True, False, False]
    assert [each.as_said("lower") for each in (up, down, none)] == [False, True, False]
    assert [each.as_said("equal") for each in (up, down, none)] == [False, False, True]
    assert [each.other_way("higher") for each in (up, down, none)] == [False, True, False]
    assert [each.other_way("equal") for each in (up, down, none)] == [True, True, False]


def test_the_same_in_every_seed_is_certain() -> None:
    certain = [Effect({}, np.full(3, mean), 0.1, 0.5) for mean in (0.5, -0.5, 0.05, 0.0)]
    assert [judge([each])[0].answer for each in certain] == ["matters", "matters", "small", "none"]


def test_two_seeds_or_a_share_of_nothing_decide_nothing() -> None:
    two = Effect({}, np.array([5.0, 5.1]), 1.0, 10.0)
    nothing = Effect({}, np.array([5.0, 5.1, 5.2]), float("nan"), 0.0)
    assert two.sample.size < FEWEST
    for each in (two, nothing):
        (judged,) = judge([each])
        assert (judged.answer, judged.sign, judged.enough) == ("open", 0, None)
        assert neutrality([each]) == ["unclear"]


def test_what_is_open_says_how_many_pairs_would_decide_it() -> None:
    level, spread = 0.05, 1.0
    z = float(stats.norm.isf(level / 2))
    (short,) = judge([effect(0.5)])  # half of what matters: told from what matters
    assert short.enough == int(np.ceil((z * spread / 0.5) ** 2)) + 2
    (beyond,) = judge([effect(2.0)])  # told from 0
    assert beyond.enough == max(int(np.ceil((z * spread / 2.0) ** 2)) + 2, 4)
    assert judge([effect(1.0 - 1e-9)])[0].enough is None  # more than anybody would run
    assert judge([effect(9.0)])[0].enough is None  # decided


def test_so_many_pairs_do_decide_it() -> None:
    chance = np.random.default_rng(1)
    mean, many = 0.5, judge([effect(0.5)])[0].enough
    assert many is not None
    decided = [judge([Effect({}, mean + chance.standard_normal(3 * many), 1.0, 1.0)])[0].answer for _ in range(200)]
    assert np.mean([answer in ("small", "none") for answer in decided]) > 0.8


def test_many_regions_are_corrected_together_as_holm_says() -> None:
    assert holm([0.01, 0.04, 0.03]).tolist() == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.5, float("nan"), 0.6])[[0, 2]].tolist() == [1.0, 1.0]
    alone = effect(HALF * 1.05)
    assert judge([alone])[0].answer == "matters"
    assert judge([alone, *[effect(0.2)] * 5])[0].answer == "open"


def test_each_look_spends_its_part() -> None:
    sure = effect(HALF * 1.05)
    assert [judge([sure], looks)[0].answer for looks in (1, 3)] == ["matters", "open"]
    wide = stats.t.ppf(1 - 0.05 / 3 / 2, 2) / 3**0.5
    assert judge([effect(wide * 1.01)], 3)[0].answer == "matters"


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


@pytest.mark.parametrize(
    ("mean", "scale", "expected"),
    [
        (1.0 + HALF + 0.01, 1.0, "matters"),  # all of the interval is beyond what matters
        (1.0 + HALF - 0.01, 1.0, "open"),  # a full test could find less than what matters
        (HALF + 0.01, 1.0, "open"),  # which would be enough for a full test
        (1.01, 0.01, "open"),
        (1.03, 0.01, "matters"),
        (0.97, 0.01, "small"),
        (5.0, 0.0, "open"),  # the same in every seed: how much seeds differ is not known
        (0.0, 0.0, "open"),
    ],
)
def test_few_seeds_decide_only_if_the_interval_is_on_one_side_of_what_matters(
    mean: float, scale: float, expected: str
) -> None:
    assert judge([effect(mean, scale)], rule="few")[0].answer == expected
    assert judge([effect(-mean, scale)], rule="few")[0].answer == expected


@pytest.mark.parametrize("mean", [HALF + 0.01, 0.3])
def test_as_many_seeds_as_a_full_test_looks_at_first_are_judged_like_these(mean: float) -> None:
    first, full = (judge([effect(mean)], 3, rule)[0].answer for rule in ("first", "full"))
    assert first == full


@pytest.mark.parametrize(
    ("mean", "scale", "expected"),
    [
        (0.0, 0.0, "neutral"),  # no difference at all: the mechanism is off
        (0.5, 0.0, "unclear"),
        (0.5, 0.1, "neutral"),
        (0.0, 1.0, "unclear"),  # which a full test calls neutral, as it contains 0
        (1.5, 0.1, "not neutral"),
        (1.2, 0.1, "unclear"),
    ],
)
def test_a_control_of_few_seeds_is_clear_only_by_its_interval(mean: float, scale: float, expected: str) -> None:
    assert neutrality([effect(mean, scale)], "few") == [expected]
