"""Back to networkx and GraphML."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.world.export import forest_to_networkx, social_graph, social_to_networkx, sponsor_tree, write_graphml
from sim.world.graphs.files import graph_from_file
from sim.world.graphs.graph import GraphError, settle
from sim.world.graphs.ties import tie_index
from sim.world.world import World
from tests.builders import lived, scenario

PEOPLE = 8
NONE = 2**32 - 1
ends = st.integers(0, PEOPLE - 1)


def columns(ties):
    return ties.first, ties.degree, ties.links.other


@settings(deadline=None)
@given(st.lists(st.tuples(ends, ends), min_size=1, max_size=20).filter(lambda ties: any(u != v for u, v in ties)))
def test_both_sides_of_every_tie_come_back(pairs):
    graph = settle(PEOPLE, np.array(pairs, dtype=np.uint32).reshape(-1, 2))
    ties = tie_index(graph)
    owner = np.repeat(np.arange(PEOPLE), ties.degree)
    told = social_to_networkx(
        *columns(ties), {}, {"code": 100 * owner + ties.links.other, "both": owner * ties.links.other}
    )
    assert list(told) == list(range(PEOPLE))
    assert list(told.edges(data=True)) == [
        (u, v, {"code_forward": 100 * u + v, "code_backward": 100 * v + u, "both": u * v})
        for u, v in graph.edges.tolist()
    ]


def test_ties_may_lie_in_any_order_with_spare_places():
    first, degree = np.array([4, 0, 2], np.uint32), np.array([2, 1, 1], np.uint32)
    other = np.array([0, 99, 0, 99, 2, 1], dtype=np.uint32)
    trust = np.array([10.0, -1, 20.0, -1, 2.0, 1.0])
    told = social_to_networkx(first, degree, other, {}, {"trust": trust})
    assert dict(told.edges) == {
        (0, 1): {"trust_forward": 1.0, "trust_backward": 10.0},
        (0, 2): {"trust_forward": 2.0, "trust_backward": 20.0},
    }


def test_people_have_attributes_and_names():
    ties = tie_index(settle(3, np.array([[0, 1]], dtype=np.uint32)))
    attributes = {
        "cash": np.array([1, -2, 3]),
        "trust": np.array([0.5, None, None]),
        "role": np.array(["prospect", "networker", "upline"]),
    }
    told = social_to_networkx(*columns(ties), attributes, names=["anna", "bob", "cleo"])
    assert told.nodes[1] == {"cash": -2, "role": "networker", "name": "bob"}
    assert {type(value) for value in told.nodes[1].values()} == {int, str}


def test_the_sponsor_tree_points_from_sponsor_to_recruit():
    forest = forest_to_networkx(np.array([NONE, 0, 0, 1, NONE], np.uint32), {"day": np.arange(5)})
    assert list(forest.edges) == [(0, 1), (0, 2), (1, 3)]
    assert nx.is_forest(forest)
    assert forest.nodes[4] == {"day": 4}


def test_graphml_brings_everything_back(tmp_path):
    graph = nx.Graph(days=np.int64(365))
    graph.add_node(0, trust=np.float32(0.5), open=np.bool_(True), name="Zoë", unknown=None)
    graph.add_edge(0, 1, heard=np.uint8(7))
    write_graphml(graph, tmp_path / "x.graphml")
    back = nx.read_graphml(tmp_path / "x.graphml", node_type=int)
    assert back.nodes[0] == {"trust": 0.5, "open": True, "name": "Zoë"}
    assert back.edges[0, 1] == {"heard": 7}
    assert back.graph["days"] == 365


def test_written_graphs_can_be_read_as_social_graphs(tmp_path):
    graph = settle(30, np.random.default_rng(1).integers(0, 30, (60, 2)).astype(np.uint32))
    path = tmp_path / "x.graphml"
    write_graphml(social_to_networkx(*columns(tie_index(graph)), {"age": np.arange(30)}), path)
    back = graph_from_file(str(path))
    assert back.names == [str(i) for i in range(30)]
    np.testing.assert_array_equal(back.edges, graph.edges)


def test_the_direction_of_the_sponsor_tree_is_written(tmp_path):
    write_graphml(forest_to_networkx(np.array([NONE, 0], np.uint32), {}), tmp_path / "x.graphml")
    assert list(nx.read_graphml(tmp_path / "x.graphml", node_type=int).edges) == [(0, 1)]


def test_what_cannot_be_written_is_a_sentence(tmp_path):
    path = tmp_path / "nowhere" / "x.graphml"
    with pytest.raises(GraphError) as error:
        write_graphml(nx.Graph([(0, 1)]), path)
    assert str(error.value) == f"The graph cannot be written to {path}: No such file or directory."
    graph = nx.Graph()
    graph.add_node(0, list=[1])
    with pytest.raises(GraphError, match="GraphML writer does not support <class 'list'> as data values"):
        write_graphml(graph, tmp_path / "x.graphml")


@pytest.fixture(scope="module")
def world() -> World:
    return lived(scenario(), 40, strategy="tailored").world


def test_people_carry_what_is_known_of_them(world: World) -> None:
    credibility = np.full(80, 0.5)
    credibility[7] = np.nan
    graph, w = social_graph(world, credibility), world.tables
    for i, data in graph.nodes(data=True):
        assert data["role"] == ("prospect", "networker", "upline")[w.people.role[i]]
        assert data["strategy"] == "tailored"
        assert (data["founder"], data["focal"]) == (bool(w.life.founder[i]), False)
        assert (data["hours"], data["cash"]) == (w.life.hours[i], w.accounts.balance[i] / 100)
    assert "credibility" not in graph.nodes[7]
    assert graph.nodes[8]["credibility"] == 0.5


def test_ties_are_close_or_not(world: World) -> None:
    graph, w = social_graph(world, np.ones(80)), world.tables
    owner = np.repeat(np.arange(80), w.people.degree + w.people.spare - w.people.met)
    places = zip(owner, w.links.other, w.ties.close, strict=True)
    close = {(int(u), int(v)): bool(c) for u, v, c in places if u < v != NONE}
    assert {(u, v): data["close"] for u, v, data in graph.edges(data=True)} == close


def test_the_tree_names_persons_and_companies(world: World) -> None:
    tree, w = sponsor_tree(world, np.linspace(0.0, 1.0, 80)), world.tables
    held, names = w.positions[: w.count[0].positions], [company.name for company in world.scenario.company]
    for p, data in tree.nodes(data=True):
        assert (data["person"], data["company"]) == (held.person[p], names[held.company[p]])
        assert (data["working"], data["day"], data["earned"]) == (held.working[p], held.day[p], held.earned[p] / 100)
        assert data["credibility"] == pytest.approx(held.person[p] / 79)
    assert max(degree for _, degree in tree.in_degree()) == 1
