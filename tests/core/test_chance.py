from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats

from sim.core.chance import below, bits, mix, normal, poisson, seed_key, stream, uniform
from tests.world.draws import normals, poissons

MASK = 2**64 - 1
FROZEN: dict[str, Any] = {
    "mix": [0, 6238072747940578789, 2720858781877447050],
    "stream": 870413886984992443,
    "seed_key": [15961193110214929685, 11003309766047973056, 17852780909770921033, 4196570402462216625],
    "uniform": [0.39412816938612594, 0.09993416544326539, 0.4761247373777946, 0.28997839336082776],
    "below": [394, 99, 474, 23, 474, 127],
    "poisson": [1, 0, 2, 0, 2, 0, 1, 0],
    "normal": [0.22721171744660626, 0.03998240068420118, -0.8708579057783256],
}
word = st.integers(0, MASK)
half_word = st.integers(0, 2**32 - 2)


def splitmix64(state: int) -> Iterator[int]:
    """Steele, Lea & Flood 2014, in sequence and in plain Python."""
    while True:
        state = state + 0x9E3779B97F4A7C15 & MASK
        z = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & MASK
        z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
        yield z ^ z >> 31


@pytest.mark.parametrize(
    ("seed", "published"),
    [
        (0, [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F, 0xF88BB8A8724C81EC, 0x1B39896A51A8749B]),
        (
            1234567,
            [
                6457827717110365317,
                3203168211198807973,
                9817491932198370423,
                4593380528125082431,
                16408922859458223821,
            ],
        ),
    ],
)
def test_positions_of_a_stream_are_the_published_outputs_of_splitmix64(seed: int, published: list[int]) -> None:
    assert [int(bits(np.uint64(seed), 0, nth)) for nth in range(5)] == published


@given(of=word, who=half_word, nth=half_word)
@example(of=MASK, who=2**32 - 2, nth=2**32 - 2)
def test_any_position_is_what_the_sequence_gives_there(of: int, who: int, nth: int) -> None:
    there = of + ((who << 32) + nth) * 0x9E3779B97F4A7C15 & MASK
    assert int(bits(np.uint64(of), who, nth)) == next(splitmix64(there))


@given(key=word, purpose=word, day=st.integers(0, 36_500))
def test_a_stream_is_two_rounds_of_mixing(key: int, purpose: int, day: int) -> None:
    inner = int(mix(np.uint64(key ^ purpose)))
    expected = int(mix(np.uint64(inner + day * 0x9E3779B97F4A7C15 & MASK)))
    assert int(stream(np.uint64(key), np.uint64(purpose), day)) == expected


def test_frozen_answers() -> None:
    of = stream(np.uint64(2026), np.uint64(42), 7)
    assert [int(mix(np.uint64(x))) for x in (0, 1, 2**63)] == FROZEN["mix"]
    assert int(of) == FROZEN["stream"]
    assert [int(seed_key(seed)) for seed in (0, 1, 2, MASK)] == FROZEN["seed_key"]
    assert [uniform(of, who, nth) for who, nth in ((0, 0), (1, 0), (0, 1), (10**6, 17))] == FROZEN["uniform"]
    assert [below(of, who, 0, 1_000) for who in range(6)] == FROZEN["below"]
    assert [poisson(of, who, 0, 2.0) for who in range(8)] == FROZEN["poisson"]
    assert [normal(of, who, 0) for who in range(3)] == pytest.approx(FROZEN["normal"], rel=1e-15)


@given(a=word, b=word)
def test_mixing_loses_nothing(a: int, b: int) -> None:
    assert (int(mix(np.uint64(a))) == int(mix(np.uint64(b)))) == (a == b)


def test_one_flipped_bit_flips_half_of_the_bits() -> None:
    chance = np.random.default_rng(1)
    flips = np.zeros((64, 64))
    inputs = chance.integers(0, 2**64, 400, dtype=np.uint64)
    for x in inputs:
        whole = int(mix(x))
        for place in range(64):
            difference = whole ^ int(mix(x ^ np.uint64(1 << place)))
            flips[place] += [difference >> out & 1 for out in range(64)]
    share = flips / inputs.size
    assert abs(share.mean() - 0.5) < 0.005
    assert np.abs(share - 0.5).max() < 5 * 0.5 / math.sqrt(inputs.size)


@given(of=word, who=half_word, nth=half_word, n=st.integers(1, 2**31))
def test_draws_stay_in_their_range(of: int, who: int, nth: int, n: int) -> None:
    assert 0.0 <= uniform(np.uint64(of), who, nth) < 1.0
    assert 0 <= below(np.uint64(of), who, nth, n) < n


def test_neighboring_seeds_have_unrelated_keys() -> None:
    keys = np.array([int(seed_key(seed)) for seed in range(2_000)], dtype=np.uint64)
    assert np.unique(keys).size == 2_000
    flipped = [int(a ^ b).bit_count() for a, b in pairwise(keys)]
    assert np.mean(flipped) == pytest.approx(32.0, abs=4 * 4.0 / math.sqrt(len(flipped)))


def test_normal_draws_have_the_moments_and_the_shape() -> None:
    draws = np.empty(200_000)
    normals(draws)
    n = draws.size
    assert abs(draws.mean()) < 4 / math.sqrt(n)
    assert abs(draws.var() - 1) < 4 * math.sqrt(2 / n)
    assert abs(stats.skew(draws)) < 4 * math.sqrt(6 / n)
    assert abs(stats.kurtosis(draws)) < 4 * math.sqrt(24 / n)
    assert stats.kstest(draws, "norm").pvalue > 0.001


@pytest.mark.parametrize("mean", [0.1, 0.4667, 2.0, 20.0, 100.0])
def test_poisson_draws_have_the_law(mean: float) -> None:
    draws = np.empty(50_000, np.int64)
    poissons(mean, draws)
    law = stats.poisson(mean)
    assert draws.mean() == pytest.approx(mean, abs=4 * math.sqrt(mean / draws.size))
    edges = np.unique(law.ppf(np.linspace(0.02, 0.98, 15)))
    cells = np.concatenate(([-1], edges, [np.inf]))
    seen = np.histogram(draws, np.concatenate((cells[:-1] + 0.5, [1e9])))[0]
    expected = np.diff(law.cdf(cells)) * draws.size
    kept = expected > 5
    seen_kept = np.append(seen[kept], seen[~kept].sum()) if (~kept).any() else seen
    due = np.append(expected[kept], expected[~kept].sum()) if (~kept).any() else expected
    assert stats.chisquare(seen_kept, due).pvalue > 0.001


def test_no_mean_no_events() -> None:
    draws = np.empty(1_000, np.int64)
    poissons(0.0, draws)
    assert not draws.any()
