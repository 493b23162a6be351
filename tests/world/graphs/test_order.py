"""Ties in order, and components."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.world.graphs.order import component_sizes, sorted_edges

PEOPLE = 12
ends = st.integers(0, PEOPLE - 1)
pairs_of_two = st.lists(st.tuples(ends, ends).filter(lambda pair: pair[0] != pair[1]), max_size=40)


def as_pairs(pairs):
    return np.array(pairs, dtype=np.uint32).reshape(-1, 2)


@settings(deadline=None)
@given(pairs_of_two)
def test_edges_are_sorted_and_single(pairs):
    edges = sorted_edges(PEOPLE, as_pairs(pairs))
    assert edges.dtype == np.uint32
    assert [tuple(edge) for edge in edges.tolist()] == sorted({(min(pair), max(pair)) for pair in pairs})


@settings(deadline=None)
@given(pairs_of_two)
def test_pairs_that_were_given_stay_as_they_are(pairs):
    for given_pairs in (as_pairs(pairs), as_pairs(sorted(tuple(sorted(pair)) for pair in pairs))):
        before = given_pairs.copy()
        sorted_edges(PEOPLE, given_pairs)
        np.testing.assert_array_equal(given_pairs, before)


def test_what_is_in_order_is_not_copied():
    pairs = as_pairs([(0, 1), (0, 3), (2, 3)])
    assert sorted_edges(4, pairs) is pairs


@pytest.mark.parametrize("kind", [np.uint32, np.uint64])
def test_numbers_of_any_width_in_any_layout(kind):
    pairs = np.array([[3, 0, 2], [1, 2, 1]], dtype=kind).T
    assert sorted_edges(4, pairs).tolist() == [[0, 2], [1, 2], [1, 3]]


@settings(deadline=None)
@given(pairs_of_two)
def test_components_are_those_of_networkx(pairs):
    graph = nx.Graph(pairs)
    graph.add_nodes_from(range(PEOPLE))
    sizes = component_sizes(PEOPLE, sorted_edges(PEOPLE, as_pairs(pairs)))
    in_order = sorted(nx.connected_components(graph), key=min)
    assert sizes.tolist() == [len(members) for members in in_order]
