from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.analysis.statistics import CONFIDENCE, MOST_BLOCKS, RESAMPLES, bootstrap, mean_of_sums, resamples, two_samples


def with_numbers(values: np.ndarray) -> np.ndarray:
    return np.column_stack([values, np.ones(values.size)])


def gap_of(ours: np.ndarray, theirs: np.ndarray, axis: int) -> np.ndarray:
    return np.asarray(ours.mean(axis=axis) - theirs.mean(axis=axis))


def test_every_resample_draws_as_many_seeds_as_there_are() -> None:
    counts = resamples(7)
    assert counts.shape == (RESAMPLES, 7)
    assert (counts.sum(axis=1) == 7).all()
    assert counts.mean(axis=0) == pytest.approx(np.ones(7), abs=0.05)


def test_the_interval_of_a_mean_is_that_of_an_independent_implementation() -> None:
    values = np.random.default_rng(3).lognormal(0.0, 1.0, 30)
    expected = stats.bootstrap(
        (values,), np.mean, n_resamples=20_000, confidence_level=CONFIDENCE, method="BCa", rng=np.random.default_rng(4)
    ).confidence_interval
    assert bootstrap(with_numbers(values), mean_of_sums) == pytest.approx((expected.low, expected.high), rel=0.02)


def test_the_ratio_of_sums_weighs_seeds_by_their_persons() -> None:
    sums = np.array([[10.0, 10.0], [0.0, 90.0]] * 20)
    low, high = bootstrap(sums, mean_of_sums)
    assert low < 0.1 < high
    assert high < 0.2


def test_many_seeds_are_resampled_in_blocks() -> None:
    values = np.random.default_rng(5).normal(2.0, 1.0, 4001)
    low, high = bootstrap(with_numbers(values), mean_of_sums)
    half = 1.96 / np.sqrt(values.size)
    assert (low, high) == pytest.approx((values.mean() - half, values.mean() + half), abs=0.004)
    assert resamples(MOST_BLOCKS).shape[1] == MOST_BLOCKS


def test_one_seed_has_no_interval() -> None:
    assert np.isnan(bootstrap(np.ones((1, 2)), mean_of_sums)).all()
    assert np.isnan(two_samples(np.ones(1), np.ones(5), gap_of)).all()


def test_a_statistic_that_is_mostly_undefined_has_no_interval() -> None:
    assert np.isnan(bootstrap(np.array([[1.0, 0.0]] * 4 + [[1.0, 1.0]]), mean_of_sums)).all()


def test_two_samples_vary_for_themselves() -> None:
    chance = np.random.default_rng(6)
    ours, theirs = chance.normal(1.0, 1.0, 50), chance.normal(0.0, 2.0, 80)
    low, high = two_samples(ours, theirs, gap_of)
    half = 1.96 * np.sqrt(ours.var(ddof=1) / 50 + theirs.var(ddof=1) / 80)
    gap = ours.mean() - theirs.mean()
    assert (low, high) == pytest.approx((gap - half, gap + half), abs=0.06)


def test_equally_many_seeds_are_not_drawn_in_step() -> None:
    values = np.random.default_rng(7).normal(0.0, 1.0, 40)
    low, high = two_samples(values, values, gap_of)
    assert high - low > 0.5
