"""The rewired ring."""

import networkx as nx
import numpy as np
import pytest

from sim.world.graphs.draws import part
from sim.world.graphs.rewiring import kept_ties, watts_strogatz

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
