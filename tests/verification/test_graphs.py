"""Made graphs beside real friendships."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from sim.core.chance import seed_key
from sim.model.people.parameters import Graph
from sim.verification.case import NotRun
from sim.verification.cases.graphs import CIRCLES, friendship_graph, kinds, made, shape
from sim.world.graphs.social import graph_from_dataset, social_graph

BEYOND = {"clustering, transitivity", "assortativity of contacts"}
"""What circles miss of the real graph: its hubs are the ten whose lists of friends it was joined of."""


@pytest.mark.parametrize(
    "graph",
    [graph_from_dataset("karate_club"), social_graph(Graph(kind="erdos_renyi", mean_degree=3), 150, seed_key(1))],
    ids=["karate club", "in pieces"],
)
def test_a_graph_is_measured_as_networkx_measures_it(graph) -> None:
    twin = nx.Graph(graph.edges.tolist())
    twin.add_nodes_from(range(graph.people))
    got = shape(graph)
    assert got.degrees.tolist() == [twin.degree[person] for person in range(graph.people)]
    assert got.clustering == pytest.approx(nx.average_clustering(twin))
    assert got.transitivity == pytest.approx(nx.transitivity(twin))
    assert got.assortativity == pytest.approx(nx.degree_assortativity_coefficient(twin))
    paths = [steps for _, there in nx.all_pairs_shortest_path_length(twin) for steps in there.values() if steps]
    assert got.path == pytest.approx(np.mean(paths))
    assert got.alone == len(list(nx.isolates(twin))) / graph.people


def test_kinds_have_the_same_mean_and_circles_are_the_clustered_ones() -> None:
    found = {kind: made(spec, 1_000, 1)[0] for kind, spec in kinds(20.0).items()}
    assert [each["contacts, mean"] for each in found.values()] == pytest.approx([20.0] * 3, rel=0.05)
    clustering = {kind: each["clustering, mean of people"] for kind, each in found.items()}
    assert clustering[CIRCLES] > 0.5 > 5 * clustering["erdos_renyi"]


def test_circles_look_like_real_friendships_but_for_its_hubs() -> None:
    try:
        found = friendship_graph(True)
    except NotRun as reason:
        pytest.skip(f"not run: {reason}")
    assert {check.what for check in found.checks if not check.passed} == BEYOND
    got = {check.what: check.got for check in found.checks}
    assert got["contacts, mean"] == pytest.approx(43.69, abs=0.5)
    assert got["contacts, standard deviation / mean"] == pytest.approx(1.11, abs=0.04)
    assert got["clustering, mean of people"] == pytest.approx(0.60, abs=0.02)
    assert got["path between two people"] == pytest.approx(3.5, abs=0.1)
