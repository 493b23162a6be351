"""The ties of each person."""

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.tables import NONE
from sim.world.graphs.graph import settle
from sim.world.graphs.ties import tie_index

PEOPLE = 10
ends = st.integers(0, PEOPLE - 1)


@settings(deadline=None)
@given(st.lists(st.tuples(ends, ends), max_size=40))
def test_contacts_are_those_of_networkx_in_ascending_order(pairs):
    graph = settle(PEOPLE, np.array(pairs, dtype=np.uint32).reshape(-1, 2))
    ties = tie_index(graph)
    twin = nx.Graph()
    twin.add_nodes_from(range(PEOPLE))
    twin.add_edges_from(graph.edges.tolist())
    for person in range(PEOPLE):
        own = slice(ties.first[person], ties.first[person] + ties.degree[person])
        assert ties.links.other[own].tolist() == sorted(twin[person])


@settings(deadline=None)
@given(st.lists(st.tuples(ends, ends), max_size=40))
def test_the_mirror_is_the_same_tie_from_the_other_side(pairs):
    graph = settle(PEOPLE, np.array(pairs, dtype=np.uint32).reshape(-1, 2))
    ties = tie_index(graph)
    owner = np.repeat(np.arange(PEOPLE), ties.degree)
    np.testing.assert_array_equal(ties.links.mirror[ties.links.mirror], np.arange(2 * len(graph.edges)))
    np.testing.assert_array_equal(owner[ties.links.mirror], ties.links.other)
    np.testing.assert_array_equal(ties.links.other[ties.links.mirror], owner)


def test_a_small_index_by_hand():
    ties = tie_index(settle(4, np.array([[0, 1], [0, 3], [1, 3]], dtype=np.uint32)))
    assert ties.first.tolist() == [0, 2, 4, 4]
    assert ties.degree.tolist() == [2, 2, 0, 2]
    assert ties.links.other.tolist() == [1, 3, 0, 3, 0, 1]
    assert ties.links.mirror.tolist() == [2, 4, 0, 5, 1, 3]


def test_free_places_stand_behind_the_contacts():
    ties = tie_index(settle(3, np.array([[0, 1], [1, 2]], dtype=np.uint32)), places=2)
    assert ties.first.tolist() == [0, 3, 7]
    assert ties.degree.tolist() == [1, 2, 1]
    assert ties.links.other.tolist() == [1, NONE, NONE, 0, 2, NONE, NONE, 1, NONE, NONE]
    assert ties.links.mirror.tolist() == [3, NONE, NONE, 0, 7, NONE, NONE, 4, NONE, NONE]
