"""Settling pairs into a social graph."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.world.graphs.graph import settle, shape_remarks, sorted_edges

PEOPLE = 12
ends = st.integers(0, PEOPLE - 1)
pair_lists = st.lists(st.tuples(ends, ends), min_size=1, max_size=40)


def as_pairs(pairs):
    return np.array(pairs, dtype=np.uint32).reshape(-1, 2)


@settings(deadline=None)
@given(pair_lists)
def test_edges_are_the_sorted_set_of_proper_pairs(pairs):
    graph = settle(PEOPLE, as_pairs(pairs))
    expected = sorted({(min(u, v), max(u, v)) for u, v in pairs if u != v})
    assert [tuple(edge) for edge in graph.edges.tolist()] == expected
    assert graph.edges.dtype == np.uint32
    assert graph.people == PEOPLE


def test_the_largest_numbers_fit():
    top = 2**32 - 1
    assert sorted_edges(as_pairs([(top, 0), (top - 1, top)])).tolist() == [[0, top], [top - 1, top]]


def test_what_is_dropped_is_said():
    graph = settle(3, as_pairs([(0, 1), (1, 0), (0, 1), (1, 2), (2, 2)]), remarks=["First."])
    assert graph.remarks == ["First.", "1 self-loop was dropped.", "2 duplicate ties were dropped."]


def test_opposite_arrows_are_one_mutual_tie():
    graph = settle(3, as_pairs([(0, 1), (1, 0), (1, 2)]), directed=True)
    assert graph.edges.tolist() == [[0, 1], [1, 2]]
    assert graph.remarks == ["The graph is directed; its 3 arrows are taken as 2 mutual ties."]


@pytest.mark.parametrize(
    ("people", "pairs", "remarks"),
    [
        (2, [(0, 1)], []),
        (4, [(0, 1), (2, 3)], ["It has 2 components; the largest holds 50 % of the people."]),
        (
            3,
            [(0, 1)],
            ["1 person has no ties.", "It has 2 components; the largest holds 67 % of the people."],
        ),
        (
            1500,
            [(i, i + 1) for i in range(1497)],
            ["2 people have no ties.", "It has 3 components; the largest holds 99 % of the people."],
        ),
        (
            1500,
            [],
            ["1,500 people have no ties.", "It has 1,500 components; the largest holds 1 % of the people."],
        ),
    ],
)
def test_a_graph_in_pieces_is_described(people, pairs, remarks):
    assert shape_remarks(people, as_pairs(pairs)) == remarks
