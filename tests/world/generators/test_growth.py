"""Growth by preference, with and without triangles."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.world.generators.growth import barabasi_albert, powerlaw_cluster
from sim.world.graphs.graph import part


def of(seed):
    return part(np.uint64(seed), 0)


@settings(deadline=None)
@given(st.integers(1, 6), st.integers(1, 30), st.integers(0, 1000))
def test_a_newcomer_brings_m_ties_to_older_people(m, more, seed):
    people = m + more
    pairs = barabasi_albert(people, m, of(seed))
    assert np.all(pairs[:, 0] < pairs[:, 1])
    assert np.bincount(pairs[:, 1], minlength=people)[m + 1 :].tolist() == [m] * (more - 1)


@settings(deadline=None)
@given(st.integers(1, 6), st.integers(1, 30), st.floats(0, 1), st.integers(0, 1000))
def test_clustered_newcomers_bring_at_most_m_different_ties(m, more, p, seed):
    people = m + more
    pairs = powerlaw_cluster(people, m, p, of(seed))
    brought = np.bincount(pairs[:, 1], minlength=people)
    assert np.all(pairs[:, 0] < pairs[:, 1])
    assert len(np.unique(pairs, axis=0)) == len(pairs)
    assert np.all((brought[m:] >= 1) & (brought[m:] <= m))
    assert brought[m] == m


def test_degrees_follow_the_cubic_law_of_preferential_attachment():
    # Bollobas et al. 2001: share with degree k tends to 2 m (m + 1) / (k (k + 1) (k + 2)).
    m, people = 2, 200_000
    share = np.bincount(np.bincount(barabasi_albert(people, m, of(1)).ravel()))[2:7] / people
    k = np.arange(2, 7)
    assert share == pytest.approx(2 * m * (m + 1) / (k * (k + 1) * (k + 2)), rel=0.05)
