"""Independent ties."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.world.graphs.draws import part
from sim.world.graphs.skips import independent_ties

OF = part(np.uint64(5), 0)


@settings(deadline=None)
@given(st.integers(1, 40), st.floats(0, 1), st.integers(0, 100))
def test_ties_are_sorted_proper_and_single(people, p, who):
    pairs = independent_ties(people, p, OF, who).astype(np.int64)
    assert np.all(pairs[:, 0] < pairs[:, 1])
    assert np.all(pairs < people)
    assert np.all(np.diff(pairs[:, 0] * people + pairs[:, 1]) > 0)


@pytest.mark.parametrize(("p", "count"), [(0.0, 0), (1e-300, 0), (1.0, 45)])
def test_certain_probabilities(p, count):
    assert len(independent_ties(10, p, OF)) == count


def test_every_pair_is_tied_with_the_same_probability():
    people, runs, p = 6, 4_000, 0.3
    tied = np.zeros((people, people))
    for who in range(runs):
        pairs = independent_ties(people, p, OF, who)
        tied[pairs[:, 0], pairs[:, 1]] += 1
    shares = tied[np.triu_indices(people, k=1)] / runs
    assert shares == pytest.approx(p, abs=4 * np.sqrt(p * (1 - p) / runs))


def test_degrees_are_binomial():
    people, p = 50_000, 8 / 49_999
    degree = np.bincount(independent_ties(people, p, OF).ravel(), minlength=people)
    assert degree.mean() == pytest.approx(8, abs=4 * np.sqrt(2 * 8 / people))
    assert degree.var() == pytest.approx(8, rel=0.03)
