"""Social circles."""

from __future__ import annotations

import hashlib

import networkx as nx
import numpy as np
import pytest

from sim.core.chance import seed_key
from sim.model.people.parameters import Graph
from sim.world.generators.circles import social_circles, social_space
from sim.world.graphs.graph import settle
from sim.world.graphs.social import social_graph
from tests import uncompiled

SPREADS = (0.0, 0.5, 1.0, 3.0)


def spec(mean_degree, reach_sigma=1.0):
    return Graph(kind="social_circles", mean_degree=mean_degree, reach_sigma=reach_sigma)


def by_brute_force(space):
    """Look at every pair of people."""
    gaps = [np.abs(space[way][:, None] - space[way]) for way in ("x", "y")]
    across, along = (np.minimum(gap, 1.0 - gap) for gap in gaps)
    smaller = np.minimum(space["reach"][:, None], space["reach"])
    return np.argwhere(np.triu(across * across + along * along <= smaller * smaller, k=1))


@pytest.mark.parametrize("sigma", SPREADS)
@pytest.mark.parametrize(
    ("people", "mean"), [(2, 1), (3, 0.5), (3, 2), (30, 4), (150, 149), (300, 10), (900, 60), (1_500, 600)]
)
def test_ties_are_those_that_looking_at_every_pair_gives(people, mean, sigma):
    for seed in range(3):
        graph = social_graph(spec(mean, sigma), people, seed_key(seed))
        assert graph.edges.tolist() == by_brute_force(graph.space).tolist()


@pytest.mark.parametrize("sigma", SPREADS)
@pytest.mark.parametrize(("people", "mean"), [(2_000, 5), (2_000, 43.7), (1_000, 150), (1_000, 600), (602, 600)])
def test_people_have_as_many_contacts_on_average_as_is_asked_for(people, mean, sigma):
    ties = [len(social_circles(social_space(spec(mean, sigma), people, seed_key(seed)))) for seed in range(8)]
    error = np.std(ties, ddof=1) / np.sqrt(len(ties))
    assert np.mean(ties) == pytest.approx(people * mean / 2, abs=4 * error + 0.01)


def test_who_knows_as_many_as_there_are_knows_everybody():
    assert len(social_circles(social_space(spec(199), 200, seed_key(1)))) == 200 * 199 // 2


def test_people_stand_anywhere_and_reach_as_far_as_is_drawn():
    space = social_space(spec(20, 0.7), 20_000, seed_key(4))
    for way in ("x", "y"):
        assert space[way].min() >= 0.0
        assert space[way].max() < 1.0
        assert np.histogram(space[way], bins=10, range=(0, 1))[0] == pytest.approx([2_000] * 10, abs=180)
    assert np.log(space["reach"]).std() == pytest.approx(0.7, abs=0.015)


def test_those_who_know_each_other_are_near_in_memory():
    graph = social_graph(spec(20, 0.0), 20_000, seed_key(4))
    rows = np.diff(graph.edges.astype(np.int64), axis=1)
    assert np.median(np.minimum(rows, 20_000 - rows)) < 1_000  # 5,000 for ties without order


def test_the_more_reaches_differ_the_more_do_degrees():
    spreads = []
    for sigma in SPREADS[:3]:
        graph = social_graph(spec(40, sigma), 4_000, seed_key(2))
        degree = np.bincount(graph.edges.ravel(), minlength=4_000)
        spreads.append(degree.std() / degree.mean())
    assert spreads == pytest.approx([1 / np.sqrt(40), 0.53, 1.1], abs=0.05)


def test_contacts_know_each_other_and_resemble_each_other():
    graph = nx.Graph(social_graph(spec(40), 2_000, seed_key(2)).edges.tolist())
    assert nx.average_clustering(graph) == pytest.approx(0.61, abs=0.03)
    assert nx.degree_assortativity_coefficient(graph) == pytest.approx(0.45, abs=0.06)
    alike = nx.Graph(social_graph(spec(40, 0.0), 2_000, seed_key(2)).edges.tolist())
    # Dall & Christensen 2002: of random geometric graphs in the plane.
    assert nx.average_clustering(alike) == pytest.approx(1 - 3 * np.sqrt(3) / (4 * np.pi), abs=0.01)


def test_the_same_key_gives_the_same_graph_and_another_key_another():
    first, second, other = (social_graph(spec(12), 400, seed_key(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.edges, second.edges)
    assert first.edges.tolist() != other.edges.tolist()
    assert first.edges.tolist() == settle(400, social_circles(first.space)).edges.tolist()


def test_a_key_gives_the_frozen_graph():
    edges = social_graph(spec(10), 500, seed_key(7)).edges
    assert hashlib.blake2b(edges.astype("<u4").tobytes(), digest_size=8).hexdigest() == "0539f89f05e25899"


GRAPHS = """
from sim.core.chance import seed_key
from sim.model.people.parameters import Graph
from sim.world.graphs.social import social_graph
from sim.world.graphs.space import remoteness
for people, mean, sigma in ((2, 1, 1), (200, 8, 1), (200, 150, 2), (200, 20, 0)):
    graph = social_graph(Graph(kind='social_circles', mean_degree=mean, reach_sigma=sigma), people, seed_key(5))
    space, ties = graph.space, graph.edges.tolist()
    print(ties, space.tolist(), [float(remoteness(space[i], space[j])) for i, j in ties])
"""


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_uncompiled_rules_make_the_same_graphs(capsys):
    plain = uncompiled.printed("-W", "error::RuntimeWarning", "-c", GRAPHS)
    exec(GRAPHS, {})
    assert capsys.readouterr().out == plain
    assert plain.count("\n") == 4
