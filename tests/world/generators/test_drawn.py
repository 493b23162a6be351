"""Independent ties."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.world.generators.drawn import (
    independent_ties,
    kept_ties,
    random_regular,
    watts_strogatz,
)
from sim.world.graphs.graph import part

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


@settings(deadline=None)
@given(st.integers(6, 40), st.integers(0, 3), st.integers(0, 1000))
def test_a_finished_pairing_is_regular_proper_and_mutual(people, k, seed):
    k = k if people * k % 2 == 0 else k - 1
    done, contacts = random_regular(people, k, part(np.uint64(seed), 0))
    assert contacts.shape == (people, k)
    if done:
        of_person = [set(row) for row in contacts.tolist()]
        assert all(len(of_person[i]) == k and i not in of_person[i] for i in range(people))
        assert all(i in of_person[j] for i in range(people) for j in of_person[i])


def test_a_pairing_that_cannot_be_finished_says_so():
    outcomes = {random_regular(6, 4, part(np.uint64(seed), 0))[0] for seed in range(200)}
    assert outcomes == {False, True}


def test_all_pairings_of_four_people_are_equally_likely():
    seen = {}
    for attempt in range(3_000):
        done, contacts = random_regular(4, 1, part(np.uint64(1), attempt))
        assert done
        seen[contacts[0, 0]] = seen.get(contacts[0, 0], 0) + 1
    assert sorted(seen) == [1, 2, 3]
    assert list(seen.values()) == pytest.approx([1_000] * 3, abs=4 * np.sqrt(3_000 * 2 / 9))


KEY = np.uint64(11)


def ring(people, half, p):
    return watts_strogatz(people, half, p, part(KEY, 0), part(KEY, 1))


def test_without_rewiring_it_is_the_ring():
    assert ring(5, 2, 0.0).tolist() == [[1, 2], [2, 3], [3, 4], [4, 0], [0, 1]]


def test_clustering_of_the_ring_is_that_of_the_formula():
    # Barrat & Weigt 2000: C(0) = 3 (k - 2) / (4 (k - 1)).
    graph = nx.Graph(kept_ties(ring(100, 4, 0.0)).tolist())
    assert nx.average_clustering(graph) == pytest.approx(3 * 6 / (4 * 7))


@pytest.mark.parametrize(("people", "half"), [(6, 2), (7, 3), (30, 5), (200, 3)])
def test_rewiring_keeps_every_tie_single_and_proper(people, half):
    pairs = np.sort(kept_ties(ring(people, half, 1.0)), axis=1)
    assert len(np.unique(pairs, axis=0)) == people * half
    assert np.all(pairs[:, 0] < pairs[:, 1])


def test_the_share_of_rewired_ties_is_p():
    far = ring(20_000, 5, 0.2)
    moved = np.mean(far != ring(20_000, 5, 0.0))
    assert moved == pytest.approx(0.2, abs=4 * np.sqrt(0.2 * 0.8 / far.size))
