"""Blocks and complements."""

from __future__ import annotations

import numpy as np
import pytest

from sim.core.chance import seed_key
from sim.model.people.parameters import Graph
from sim.world.generators.compiled import by_compiled
from sim.world.generators.composed import sparse_or_complement, stochastic_block
from sim.world.generators.kinds import as_networkx


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


def test_a_dense_graph_is_the_complement_of_a_sparse_one():
    asked = []

    def sparse(k):
        asked.append(k)
        return np.array([[3, 0], [1, 2]], dtype=np.uint32)

    assert sparse_or_complement(4, 2, sparse).tolist() == [[0, 1], [0, 2], [1, 3], [2, 3]]
    assert sparse_or_complement(4, 1, sparse).tolist() == [[3, 0], [1, 2]]
    assert asked == [1, 1]
