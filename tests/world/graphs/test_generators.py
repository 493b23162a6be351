"""Graphs made by networkx."""

import networkx as nx
import numpy as np
import pytest

from sim.core.chance import seed_key
from sim.model.people.parameters import Graph
from sim.world.graphs.generators import by_networkx, pairs_of


def test_pairs_are_the_edges_of_a_graph_with_numbered_nodes():
    assert pairs_of(nx.path_graph(4)).tolist() == [[0, 1], [1, 2], [2, 3]]
    assert pairs_of(nx.empty_graph(4)).shape == (0, 2)


@pytest.mark.parametrize(
    ("fields", "ties"),
    [
        ({"kind": "barabasi_albert", "m": 4}, 4 * 196),
        ({"kind": "powerlaw_cluster", "m": 4, "p": 0}, 4 * 196),
        ({"kind": "watts_strogatz", "k": 8}, 800),
        ({"kind": "random_regular", "k": 5}, 500),
        ({"kind": "random_regular", "k": 195}, 19_500),
        ({"kind": "complete"}, 19_900),
    ],
)
def test_the_number_of_ties_is_that_of_the_formula(fields, ties):
    pairs = by_networkx(Graph(**fields), 200, seed_key(3))
    assert pairs.shape == (ties, 2)
    assert len(np.unique(np.sort(pairs, axis=1), axis=0)) == ties


def test_a_dense_regular_graph_is_regular():
    pairs = by_networkx(Graph(kind="random_regular", k=95), 100, seed_key(3))
    assert set(np.bincount(pairs.ravel())) == {95}
