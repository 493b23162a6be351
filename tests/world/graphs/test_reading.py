"""From what was read to a social graph."""

import networkx as nx
import numpy as np
import pytest

from sim.world.graphs.errors import GraphError
from sim.world.graphs.reading import Reading, from_networkx, to_social


def reading(names, pairs):
    return Reading(names, np.array(pairs, dtype=np.uint32))


def test_whole_numbers_are_put_in_order():
    graph = to_social(reading(["10", "-1", "9"], [(0, 1), (1, 2)]), "x")
    assert graph.names == ["-1", "9", "10"]
    assert graph.edges.tolist() == [[0, 1], [0, 2]]


@pytest.mark.parametrize("names", [["b", "a", "c"], ["2", "1", "c"], ["2.5", "1.5", "3"], ["2", "1", "9" * 5000]])
def test_other_ids_keep_their_order(names):
    graph = to_social(reading(names, [(0, 1), (1, 2)]), "x")
    assert graph.names == names
    assert graph.edges.tolist() == [[0, 1], [1, 2]]


def test_people_without_ties_are_kept():
    graph = to_social(reading(["a", "b", "lonely"], [(0, 1)]), "x")
    assert graph.people == 3
    assert graph.remarks[0] == "1 person has no ties."


def test_a_graph_without_ties_between_two_people_is_refused():
    for pairs in ([(0, 0)], np.empty((0, 2))):
        with pytest.raises(GraphError, match=r"^The graph file x has no tie between two people\.$"):
            to_social(reading(["a"], pairs), "The graph file x")


@pytest.mark.parametrize(("name", "shown"), [("a\x01", '"a\\\\u0001"'), ("\ufffe", '"\\\\ufffe"')])
def test_control_characters_are_refused(name, shown):
    with pytest.raises(GraphError, match=f"^x: the id {shown} holds control characters\\.$"):
        to_social(reading([name, "b"], [(0, 1)]), "x")


def test_any_networkx_graph_is_taken_in_its_order():
    source = nx.MultiDiGraph([("b", 1), (1, ("t", 2)), ("b", 1)])
    taken = from_networkx(source, ["Before."])
    assert taken.names == ["b", "1", "('t', 2)"]
    assert sorted(taken.pairs.tolist()) == [[0, 1], [0, 1], [1, 2]]
    assert taken.directed
    assert taken.remarks == ["Before."]


def test_weights_are_remarked():
    source = nx.Graph()
    source.add_edge("a", "b", weight=2.0)
    assert from_networkx(source).remarks == ["Weights are not used; every tie counts alike."]
