"""Growth by preference, with and without triangles."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.world.graphs.graph import part
from sim.world.graphs.growth import _order_like_a_set, _set_size, barabasi_albert, powerlaw_cluster


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


@pytest.mark.parametrize(("m", "size"), [(1, 8), (4, 8), (5, 32), (18, 32), (19, 128), (76, 128), (77, 512)])
def test_the_table_has_the_size_of_a_python_set(m, size):
    assert _set_size(m) == size


@settings(deadline=None)
@given(st.sets(st.integers(0, 10**6), min_size=1, max_size=18))
def test_picks_come_as_from_a_python_set_unless_slots_collide(numbers):
    slots = {number & (_set_size(len(numbers)) - 1) for number in numbers}
    picks = np.array(sorted(numbers), dtype=np.uint32)
    _order_like_a_set(picks, np.empty(_set_size(len(numbers)), dtype=np.uint32))
    assert set(picks.tolist()) == numbers
    if len(slots) == len(numbers):
        popped = set()
        for number in sorted(numbers):
            popped.add(number)
        assert picks.tolist() == [popped.pop() for _ in range(len(numbers))]
