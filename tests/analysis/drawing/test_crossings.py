"""Where lines cross that of the reference, and which of the crossings chance may have made."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.drawing.crossings import Tipping, crossings, means, tippings
from sim.analysis.statistics import interval
from tests.analysis.plots.frames import SEEDS, swept

STEADY = {"focus": [2.0, 2.0, 2.0], "tailored": [3.0, 2.5, 0.5], "disclosed": [1.0, 1.5, 1.8]}


def test_a_line_crosses_where_its_sign_changes() -> None:
    at = np.array([0.0, 0.2, 0.4, 0.6, 0.8])
    assert crossings(at, np.array([1.0, 3.0, -1.0, -1.0, 1.0])) == [pytest.approx(0.35), pytest.approx(0.7)]
    assert crossings(at, np.array([1.0, 0.0, 1.0, 0.0, 0.0])) == []
    assert crossings(at, np.array([0.0, 1.0, 0.0, -1.0, -2.0])) == [pytest.approx(0.4)]
    assert crossings(at, np.array([1.0, 0.0, 0.0, -1.0, -1.0])) == [pytest.approx(0.3)]


@given(st.lists(st.integers(-3, 3), min_size=2, max_size=9))
def test_an_odd_number_of_crossings_leads_to_the_other_side(gaps: list[int]) -> None:
    gap = np.array(gaps, dtype=np.float64)
    places = crossings(np.arange(gap.size, dtype=np.float64), gap)
    sides = gap[gap != 0]
    assert len(places) == np.count_nonzero(np.diff(np.sign(sides)))
    assert places == sorted(places)
    assert all(0 < place < gap.size - 1 for place in places)


def test_means_and_intervals_are_the_projects_own() -> None:
    samples = swept(STEADY, noise=0.25)
    tailored = samples[samples["variant"] == "tailored"]
    ends = interval(tailored[tailored["value"] == 0.5]["recruits"].to_numpy())
    row = means(tailored, "recruits").iloc[1]
    assert tuple(row) == (0.5, pytest.approx(2.5), ends.low, ends.high)


def test_a_policy_tips_where_its_mean_meets_that_of_the_first() -> None:
    """Gap of +0.5 at 0.5 and -1.5 at 1: a quarter of the way."""
    assert tippings(swept(STEADY, noise=0.1), "recruits") == [
        Tipping("tailored", pytest.approx(0.625), pytest.approx(2.0), True, (0.5, 1.0))  # type: ignore[arg-type]
    ]


def test_a_crossing_within_chance_is_not_told() -> None:
    (found,) = tippings(swept({"focus": [2.0, 2.0, 2.0], "tailored": [2.01, 2.01, 1.97]}, noise=0.5), "recruits")
    assert (found.at, found.between) == (pytest.approx(0.625), None)


def waves(gaps: list[tuple[float, float]]) -> pd.DataFrame:
    """Samples of two policies with these mean gaps, and noise that sums to zero over the seeds."""
    wave = np.resize([1.0, -1.0], SEEDS)
    rows = [
        (str(x), name, seed, x, 2.0 + (gap + noise * wave[seed]) * (name == "tailored"))
        for x, (gap, noise) in zip(np.linspace(0.0, 1.0, len(gaps)), gaps, strict=True)
        for name in ("focus", "tailored")
        for seed in range(SEEDS)
    ]
    samples = pd.DataFrame(rows, columns=["setting", "variant", "seed", "value", "recruits"])
    samples["variant"] = pd.Categorical(samples["variant"], ["focus", "tailored"], ordered=True)
    return samples


def test_of_several_crossings_between_two_sure_points_the_middle_one_stands() -> None:
    found = tippings(waves([(-1.0, 0.1), (0.02, 0.5), (-0.02, 0.5), (1.0, 0.1), (1.0, 0.1)]), "recruits")
    assert [point.between for point in found] == [None, (0.0, 0.75), None]
    assert found[1].at == pytest.approx(0.375)
    assert [point.falls for point in found] == [False, False, False]


def test_a_line_that_comes_back_has_not_tipped() -> None:
    found = tippings(waves([(1.0, 0.1), (-0.02, 0.5), (1.0, 0.1)]), "recruits")
    assert [(point.falls, point.between) for point in found] == [(True, None), (False, None)]
