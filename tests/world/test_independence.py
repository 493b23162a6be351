"""Draws whose names are neighbors must be as unrelated as those of Philox, which stands as the oracle.

Every statistic is first tried on ``numpy.random.Philox``: what a good generator passes, the keyed hash must pass.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sim.core.chance import bits, seed_key
from tests.world.draws import AXES, KEY, PURPOSE, Draws, drawn

N = 2**17
LEAST = 1e-4  # p-value
EVERY = ["philox", *AXES]


def grid(one: Draws, two: Draws, cells: int = 32) -> float:
    """p-value of a chi-square test that pairs fill a square evenly."""
    seen = np.histogram2d(one, two, cells, [[0, 1], [0, 1]])[0]
    return float(stats.chisquare(seen.ravel()).pvalue)


def correlation(one: Draws, two: Draws) -> float:
    """Correlation in standard errors."""
    return float(np.corrcoef(one, two)[0, 1] * math.sqrt(one.size))


@pytest.mark.parametrize("axis", EVERY)
def test_uniform_along_every_name(axis: str) -> None:
    draws = drawn(axis, N)
    assert stats.kstest(draws, "uniform").pvalue > LEAST
    assert stats.chisquare(np.bincount((draws * 1024).astype(int), minlength=1024)).pvalue > LEAST
    finest = (draws * 2**40 % 1.0 * 256).astype(int)  # the last bits as well as the first
    assert stats.chisquare(np.bincount(finest, minlength=256)).pvalue > LEAST


@pytest.mark.parametrize("axis", EVERY)
@pytest.mark.parametrize("lag", [1, 2, 7, 16, 64, 1024])
def test_neighbors_are_unrelated(axis: str, lag: int) -> None:
    draws = drawn(axis, N)
    assert grid(draws[:-lag], draws[lag:]) > LEAST
    assert abs(correlation(draws[:-lag], draws[lag:])) < 4.5


@pytest.mark.parametrize("axis", EVERY)
def test_triples_fill_the_cube(axis: str) -> None:
    draws = drawn(axis, 3 * 2**15).reshape(-1, 3)
    seen = np.histogramdd(draws, 8, [[0, 1]] * 3)[0]
    assert stats.chisquare(seen.ravel()).pvalue > LEAST


@pytest.mark.parametrize("axis", EVERY)
def test_runs_up_and_down_are_as_long_as_they_should_be(axis: str) -> None:
    steps = np.diff(drawn(axis, N)) > 0
    turns = np.count_nonzero(steps[1:] != steps[:-1])
    expected, spread = 2 * (N - 2) / 3, math.sqrt((16 * N - 29) / 90)
    assert abs(turns - expected) / spread < 4.5


@pytest.mark.parametrize("axis", list(AXES))
def test_same_law_as_philox(axis: str) -> None:
    assert stats.ks_2samp(drawn(axis, N), drawn("philox", N)).pvalue > LEAST


@pytest.mark.parametrize("axis", list(AXES))
@pytest.mark.parametrize("other", ["key", "next key", "purpose"])
def test_streams_of_other_keys_and_purposes_are_unrelated(axis: str, other: str) -> None:
    key = {"key": seed_key(2), "next key": KEY ^ np.uint64(1), "purpose": KEY}[other]
    purpose = PURPOSE ^ np.uint64(1 << 40) if other == "purpose" else PURPOSE
    one, two = drawn(axis, N), drawn(axis, N, key, purpose)
    assert grid(one, two) > LEAST
    assert abs(correlation(one, two)) < 4.5


def test_seeds_agree_no_more_than_by_chance() -> None:
    worlds = np.array([drawn("people", 4_096, seed_key(seed)) for seed in range(60)])
    pairs = np.corrcoef(worlds)[np.triu_indices(60, 1)] * math.sqrt(4_096)
    assert np.abs(pairs).max() < 5.0
    assert pairs.std() == pytest.approx(1.0, abs=0.06)


def test_no_draw_comes_twice() -> None:
    axes = [axis for axis in AXES if axis != "purposes"]  # key and purpose are interchangeable by design
    every = np.concatenate([drawn(axis, N) for axis in axes])
    assert every.size - np.unique(every).size < len(axes)  # the axes cross in a few named draws


def test_all_64_bits_are_even_and_unrelated() -> None:
    words = np.array([int(bits(KEY, who, 0)) for who in range(20_000)], dtype=np.uint64)
    table = (words[:, None] >> np.arange(64, dtype=np.uint64) & np.uint64(1)).astype(float)
    assert np.abs(table.mean(axis=0) - 0.5).max() * 2 * math.sqrt(words.size) < 4.5
    related = np.corrcoef(table.T)[np.triu_indices(64, 1)] * math.sqrt(words.size)
    assert np.abs(related).max() < 5.0
