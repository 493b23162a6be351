"""Every kind of graph, draw by draw and compiled."""

from __future__ import annotations

import hashlib

import networkx as nx
import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.stats import ks_2samp

from sim.core.chance import seed_key
from sim.model.people.parameters import Graph
from sim.world.generators import compiled, kinds, replayed, sequential
from sim.world.generators.compiled import by_compiled
from sim.world.generators.kinds import as_networkx, generated
from sim.world.graphs.graph import settle
from tests import uncompiled

KINDS = [
    "powerlaw_cluster",
    "barabasi_albert",
    "watts_strogatz",
    "erdos_renyi",
    "random_regular",
    "stochastic_block",
]


@pytest.mark.parametrize("maker", [as_networkx, by_compiled])
@pytest.mark.parametrize("kind", KINDS)
def test_the_same_key_gives_the_same_graph_and_another_key_another(kind, maker):
    first, second, other = (settle(300, maker(Graph(kind=kind), 300, seed_key(seed))) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.edges, second.edges)
    assert first.edges.tolist() != other.edges.tolist()
    assert first.people == 300
    assert first.names is None
    assert first.edges.max() < 300


@pytest.mark.parametrize("maker", [as_networkx, by_compiled])
def test_everybody_knows_everybody_in_a_complete_graph(maker):
    pairs = maker(Graph(kind="complete"), 4, seed_key(0))
    assert pairs.tolist() == [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]]


@pytest.mark.parametrize(("people", "ties", "maker"), [(40, 1_000, "as"), (41, 1_000, "by"), (40, 10, "by")])
def test_few_people_and_ties_are_drawn_as_networkx_draws(people, ties, maker, monkeypatch):
    monkeypatch.setattr(kinds, "MOST_PEOPLE", 40)
    monkeypatch.setattr(kinds, "MOST_TIES", ties)
    monkeypatch.setattr(kinds, "as_networkx", lambda *_: "as")
    monkeypatch.setattr(compiled, "by_compiled", lambda *_: "by")
    assert generated(Graph(kind="watts_strogatz"), people, seed_key(0)) == maker


@pytest.mark.parametrize(("m", "maker"), [(25, sequential), (26, replayed)])
def test_triangles_among_many_contacts_are_looked_for_by_compiled_code(m, maker, monkeypatch):
    monkeypatch.setattr(maker, "clustered", lambda *_: maker)
    assert as_networkx(Graph(kind="powerlaw_cluster", m=m), 100, seed_key(0)) is maker


@pytest.mark.parametrize("maker", [as_networkx, by_compiled])
@pytest.mark.parametrize(
    ("fields", "ties"),
    [
        ({"kind": "barabasi_albert", "m": 4}, 4 * 196),
        ({"kind": "powerlaw_cluster", "m": 4, "p": 0}, 4 * 196),
        ({"kind": "watts_strogatz", "k": 8}, 800),
        ({"kind": "random_regular", "k": 5}, 500),
        ({"kind": "random_regular", "k": 195}, 19_500),
        ({"kind": "random_regular", "k": 199}, 19_900),
        ({"kind": "erdos_renyi", "mean_degree": 199}, 19_900),
        ({"kind": "stochastic_block", "mean_degree": 39, "blocks": 5, "within": 1}, 5 * 780),
        ({"kind": "complete"}, 19_900),
    ],
)
def test_the_number_of_ties_is_that_of_the_formula(fields, ties, maker):
    pairs = maker(Graph(**fields), 200, seed_key(3))
    assert pairs.shape == (ties, 2)
    assert len(np.unique(np.sort(pairs, axis=1), axis=0)) == ties
    assert np.all(pairs[:, 0] != pairs[:, 1])


def test_a_dense_regular_graph_is_regular():
    pairs = as_networkx(Graph(kind="random_regular", k=95), 100, seed_key(3))
    assert set(np.bincount(pairs.ravel())) == {95}


PEOPLE = 3_000
SEEDS = range(6)
SPECS = {
    "preferential": {"kind": "barabasi_albert", "m": 3},
    "clustered": {"kind": "powerlaw_cluster", "m": 5, "p": 0.3},
    "very clustered": {"kind": "powerlaw_cluster", "m": 4, "p": 0.9},
    "a chain of newcomers": {"kind": "powerlaw_cluster", "m": 1, "p": 0.5},
    "small world": {"kind": "watts_strogatz", "k": 6, "p": 0.2},
    "rewired": {"kind": "watts_strogatz", "k": 6, "p": 1.0},
    "regular": {"kind": "random_regular", "k": 6},
    "independent": {"kind": "erdos_renyi", "mean_degree": 8},
    "blocks": {"kind": "stochastic_block", "mean_degree": 8, "blocks": 7, "within": 0.9},
}


class InOrder(list):
    """Choices in the order in which they were made; networkx takes them as a set hands them out."""

    def pop(self):
        return super().pop(0)


@pytest.fixture
def _published_algorithm(monkeypatch):
    def choose(people, count, chance):
        chosen = InOrder()
        while len(chosen) < count:
            person = chance.choice(people)
            if person not in chosen:
                chosen.append(person)
        return chosen

    monkeypatch.setattr(sequential, "_some", choose)


def sample(spec, maker):
    return [settle(PEOPLE, maker(spec, PEOPLE, seed_key(seed))) for seed in SEEDS]


def degrees(graphs):
    return np.concatenate([np.bincount(graph.edges.ravel(), minlength=PEOPLE) for graph in graphs])


def clusterings(graph):
    """Transitivity and average clustering; by matrix, a hundred times faster than networkx."""
    ones = np.ones(len(graph.edges))
    half = csr_array((ones, graph.edges.T.astype(np.int64)), shape=(graph.people, graph.people))
    tied = half + half.T
    closed = ((tied @ tied) * tied).sum(axis=1)
    degree = tied.sum(axis=1)
    triples = degree * (degree - 1)
    return {
        "transitivity": closed.sum() / triples.sum(),
        "average": np.divide(closed, triples, out=np.zeros(graph.people), where=triples > 0).mean(),
    }


def test_clusterings_are_those_of_networkx():
    graph = settle(200, by_compiled(Graph(), 200, seed_key(0)))
    twin = nx.Graph(graph.edges.tolist())
    assert clusterings(graph)["transitivity"] == pytest.approx(nx.transitivity(twin))
    assert clusterings(graph)["average"] == pytest.approx(nx.average_clustering(twin))


def assert_same_mean(first, second):
    """Means of independent samples within four standard errors."""
    error = np.sqrt((np.var(first, ddof=1) + np.var(second, ddof=1)) / len(first))
    assert abs(np.mean(first) - np.mean(second)) <= 4 * error + 1e-12


@pytest.mark.parametrize("fields", SPECS.values(), ids=SPECS)
@pytest.mark.usefixtures("_published_algorithm")
def test_compiled_graphs_are_distributed_as_those_of_networkx(fields):
    spec = Graph(**fields)
    reference, compiled = sample(spec, as_networkx), sample(spec, by_compiled)
    assert ks_2samp(degrees(reference), degrees(compiled)).pvalue > 0.01
    assert_same_mean([len(g.edges) for g in reference], [len(g.edges) for g in compiled])
    twins = [[clusterings(graph) for graph in graphs] for graphs in (reference, compiled)]
    for measure in ("transitivity", "average"):
        assert_same_mean(*([clustering[measure] for clustering in sample] for sample in twins))


@pytest.mark.parametrize(
    ("fields", "digest"),
    [
        ({"kind": "barabasi_albert"}, "4bcc38f223e743fc"),
        ({"kind": "powerlaw_cluster"}, "332ff914cbecc877"),
        ({"kind": "watts_strogatz"}, "cd3aebe72a4adfa2"),
        ({"kind": "random_regular"}, "6d61f8153e8861dd"),
        ({"kind": "erdos_renyi"}, "c1099ee5a567f63b"),
        ({"kind": "stochastic_block"}, "b624630b5ecf289d"),
    ],
)
def test_a_key_gives_the_frozen_graph(fields, digest):
    edges = settle(500, by_compiled(Graph(**fields), 500, seed_key(7))).edges
    assert hashlib.blake2b(edges.astype("<u4").tobytes(), digest_size=8).hexdigest() == digest


SMALL_GRAPHS = """
from sim.model.people.parameters import Graph
from sim.core.chance import seed_key
from sim.world.generators.compiled import by_compiled
from sim.world.generators.kinds import as_networkx
from sim.world.graphs.graph import settle
from sim.world.graphs.ties import tie_index
kinds = 'barabasi_albert powerlaw_cluster watts_strogatz random_regular erdos_renyi stochastic_block'
for kind in kinds.split():
    graph = settle(200, by_compiled(Graph(kind=kind), 200, seed_key(5)))
    ties = tie_index(graph, places=2)
    print(graph.edges.tolist(), ties.links.other.tolist(), ties.links.mirror.tolist())
print(as_networkx(Graph(m=30), 80, seed_key(5)).tolist())
"""


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_uncompiled_rules_make_the_same_graphs(capsys):
    plain = uncompiled.printed("-W", "error::RuntimeWarning", "-c", SMALL_GRAPHS)
    exec(SMALL_GRAPHS, {})
    assert capsys.readouterr().out == plain
    assert plain.count("\n") == 7
