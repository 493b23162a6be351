"""Independent ties."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.core.chance import seed_key
from sim.model.people.parameters import Graph
from sim.world.generators.drawn import (
    independent_ties,
    kept_ties,
    random_regular,
    sparse_or_complement,
    stochastic_block,
    watts_strogatz,
)
from sim.world.generators.kinds import as_networkx, by_compiled
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


def test_blocks_are_stretches_of_people_whose_sizes_differ_by_one():
    asked = []

    def independent(people, p, number):
        asked.append((people, number))
        return np.array([[0, 1], [0, people - 1]], dtype=np.uint32)

    pairs = stochastic_block(Graph(kind="stochastic_block", blocks=3, mean_degree=2), 11, independent)
    assert asked == [(11, 0), (3, 1), (4, 2), (4, 3)]
    assert pairs.tolist() == [[0, 10], [0, 1], [0, 2], [3, 4], [3, 6], [7, 8], [7, 10]]


@pytest.mark.parametrize("make", [by_compiled, as_networkx])
@pytest.mark.parametrize("within", [0.0, 0.6, 1.0])
def test_share_within_and_mean_degree_are_as_asked(make, within):
    people, blocks = 6_000, 6
    spec = Graph(kind="stochastic_block", blocks=blocks, mean_degree=10, within=within)
    pairs = make(spec, people, seed_key(4))
    block = pairs // (people // blocks)
    inside = np.mean(block[:, 0] == block[:, 1])
    assert len(pairs) == pytest.approx(30_000, abs=4 * np.sqrt(30_000))
    assert inside == pytest.approx(within, abs=4 * np.sqrt(within * (1 - within) / 30_000))


def test_single_people_as_blocks_know_only_others():
    spec = Graph(kind="stochastic_block", blocks=50, mean_degree=49, within=0)
    assert len(by_compiled(spec, 50, seed_key(0))) == 50 * 49 // 2


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


def test_a_dense_graph_is_the_complement_of_a_sparse_one():
    asked = []

    def sparse(k):
        asked.append(k)
        return np.array([[3, 0], [1, 2]], dtype=np.uint32)

    assert sparse_or_complement(4, 2, sparse).tolist() == [[0, 1], [0, 2], [1, 3], [2, 3]]
    assert sparse_or_complement(4, 1, sparse).tolist() == [[3, 0], [1, 2]]
    assert asked == [1, 1]


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
