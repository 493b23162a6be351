"""What generators refuse, and how many ties they promise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.core.chance import purposes, seed_key, stream
from sim.model.people.parameters import Graph
from sim.world.graphs.graph import (
    GRAPH,
    GraphError,
    block_chances,
    check,
    expected_ties,
    part,
    settle,
    shape_remarks,
)
from sim.world.graphs.social import social_graph

MEAN, SEVERAL = "graph.mean_degree must be at most 9", "there must be enough others for these ties inside of a block"
IMPOSSIBLE = [
    ({"kind": "social_circles", "mean_degree": 9.5}, 10, "graph.mean_degree = 9.5", MEAN),
    ({"kind": "barabasi_albert", "m": 10}, 10, "graph.m = 10", "graph.m must be at most 9"),
    ({"kind": "powerlaw_cluster", "m": 11}, 10, "graph.m = 11", "graph.m must be at most 9"),
    ({"kind": "watts_strogatz", "k": 10}, 10, "graph.k = 10", "graph.k must be even and at most 9"),
    ({"kind": "watts_strogatz", "k": 3}, 10, "graph.k = 3", "graph.k must be even and at most 9"),
    (
        {"kind": "random_regular", "k": 12},
        10,
        "graph.k = 12",
        "graph.k must be at most 9, and even if the number of people is odd",
    ),
    (
        {"kind": "random_regular", "k": 3},
        11,
        "graph.k = 3",
        "graph.k must be at most 10, and even if the number of people is odd",
    ),
    ({"kind": "erdos_renyi", "mean_degree": 9.5}, 10, "graph.mean_degree = 9.5", MEAN),
    (
        {"kind": "stochastic_block", "blocks": 11, "mean_degree": 2, "within": 0},
        10,
        "graph.mean_degree = 2, graph.blocks = 11, graph.within = 0",
        f"{SEVERAL} of people, and outside",
    ),
    (
        {"kind": "stochastic_block", "blocks": 1, "mean_degree": 2},
        10,
        "graph.mean_degree = 2, graph.blocks = 1, graph.within = 0.8",
        f"{SEVERAL} of people, and outside",
    ),
    (
        {"kind": "stochastic_block", "blocks": 5, "mean_degree": 6},
        20,
        "graph.mean_degree = 6, graph.blocks = 5, graph.within = 0.8",
        f"{SEVERAL} of people, and outside",
    ),
    (
        {"kind": "stochastic_block", "blocks": 2, "mean_degree": 15, "within": 0.2},
        20,
        "graph.mean_degree = 15, graph.blocks = 2, graph.within = 0.2",
        f"{SEVERAL} of people, and outside",
    ),
]


@pytest.mark.parametrize(("fields", "people", "given", "possible"), IMPOSSIBLE)
def test_a_graph_that_does_not_exist_is_refused(fields, people, given, possible):
    with pytest.raises(GraphError) as error:
        check(Graph(**fields), people)
    kind = fields["kind"]
    assert str(error.value) == f"No {kind} graph of {people} people can be made with {given}: {possible}."


@pytest.mark.parametrize(
    ("fields", "people", "sentence"),
    [
        (
            {"kind": "complete"},
            5_001,
            "A complete graph of 5,001 people would have 12,502,500 ties; at most 12,497,500 are allowed.",
        ),
        (
            {"kind": "barabasi_albert", "m": 1000},
            20_000_000,
            "A barabasi_albert graph of 20,000,000 people would have 19,999,000,000 ties; "
            "at most 500,000,000 are allowed.",
        ),
    ],
)
def test_a_graph_that_is_too_large_is_refused(fields, people, sentence):
    with pytest.raises(GraphError) as error:
        check(Graph(**fields), people)
    assert str(error.value) == sentence


@pytest.mark.parametrize(
    ("fields", "people"),
    [
        ({"kind": "barabasi_albert", "m": 9}, 10),
        ({"kind": "watts_strogatz", "k": 8}, 10),
        ({"kind": "random_regular", "k": 9}, 10),
        ({"kind": "erdos_renyi", "mean_degree": 9}, 10),
        ({"kind": "social_circles", "mean_degree": 9}, 10),
        ({"kind": "stochastic_block", "blocks": 10, "mean_degree": 9, "within": 0}, 10),
        ({"kind": "stochastic_block", "blocks": 1, "mean_degree": 9, "within": 1}, 10),
        ({"kind": "complete"}, 5_000),
    ],
)
def test_the_last_possible_graph_is_allowed(fields, people):
    check(Graph(**fields), people)


SIX_HUNDRED = {
    "social_circles": {"mean_degree": 600},
    "barabasi_albert": {"m": 300},
    "powerlaw_cluster": {"m": 300},
    "watts_strogatz": {"k": 600},
    "random_regular": {"k": 600},
    "erdos_renyi": {"mean_degree": 600},
    "stochastic_block": {"mean_degree": 600, "blocks": 2, "within": 0.6},
}


@pytest.mark.parametrize("kind", SIX_HUNDRED)
def test_every_kind_gives_six_hundred_contacts_a_person(kind):
    spec = Graph(kind=kind, **SIX_HUNDRED[kind])
    check(spec, 2_000)
    contacts = 2 * len(social_graph(spec, 2_000, seed_key(1)).edges) / 2_000
    newcomers = kind in ("barabasi_albert", "powerlaw_cluster")  # the first 300 bring no ties
    assert contacts == pytest.approx(600 * (1 - 300 / 2_000) if newcomers else 600, rel=0.06 if newcomers else 0.01)


@pytest.mark.parametrize(
    ("fields", "ties"),
    [
        ({"kind": "barabasi_albert", "m": 3}, 291),
        ({"kind": "powerlaw_cluster", "m": 3}, 291),
        ({"kind": "watts_strogatz", "k": 6}, 300),
        ({"kind": "random_regular", "k": 7}, 350),
        ({"kind": "erdos_renyi", "mean_degree": 4.5}, 225),
        ({"kind": "social_circles", "mean_degree": 4.5}, 225),
        ({"kind": "stochastic_block", "mean_degree": 4.5}, 225),
        ({"kind": "complete"}, 4950),
    ],
)
def test_expected_ties_of_a_hundred_people(fields, ties):
    assert expected_ties(Graph(**fields), 100) == ties


def test_block_chances_give_the_mean_degree_and_the_share_within():
    spec = Graph(kind="stochastic_block", blocks=4, mean_degree=10, within=0.7)
    inside, across = block_chances(spec, people=100)
    assert 24 * inside == pytest.approx(7)
    assert 75 * across == pytest.approx(3)


def test_parts_are_different_streams_of_one_purpose():
    key = seed_key(3)
    parts = [part(key, number) for number in range(50)]
    assert len({int(of) for of in parts}) == 50
    assert all(type(of) is np.uint64 for of in parts)
    assert int(parts[7]) == int(stream(key, GRAPH, 7))
    assert purposes()["graph"] == int(GRAPH)


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
