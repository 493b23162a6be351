"""What generators refuse, and how many ties they promise."""

import pytest

from sim.model.people.parameters import Graph
from sim.world.graphs.errors import GraphError
from sim.world.graphs.limits import block_chances, check, expected_ties

IMPOSSIBLE = [
    ({"kind": "barabasi_albert", "m": 10}, 10, "graph.m = 10"),
    ({"kind": "powerlaw_cluster", "m": 11}, 10, "graph.m = 11"),
    ({"kind": "watts_strogatz", "k": 10}, 10, "graph.k = 10"),
    ({"kind": "watts_strogatz", "k": 3}, 10, "graph.k = 3"),
    ({"kind": "random_regular", "k": 12}, 10, "graph.k = 12"),
    ({"kind": "random_regular", "k": 3}, 11, "graph.k = 3"),
    ({"kind": "erdos_renyi", "mean_degree": 9.5}, 10, "graph.mean_degree = 9.5"),
    (
        {"kind": "stochastic_block", "blocks": 11, "mean_degree": 2, "within": 0},
        10,
        "graph.mean_degree = 2, graph.blocks = 11, graph.within = 0",
    ),
    (
        {"kind": "stochastic_block", "blocks": 1, "mean_degree": 2},
        10,
        "graph.mean_degree = 2, graph.blocks = 1, graph.within = 0.8",
    ),
    (
        {"kind": "stochastic_block", "blocks": 5, "mean_degree": 6},
        20,
        "graph.mean_degree = 6, graph.blocks = 5, graph.within = 0.8",
    ),
    (
        {"kind": "stochastic_block", "blocks": 2, "mean_degree": 15, "within": 0.2},
        20,
        "graph.mean_degree = 15, graph.blocks = 2, graph.within = 0.2",
    ),
]


@pytest.mark.parametrize(("fields", "people", "given"), IMPOSSIBLE)
def test_a_graph_that_does_not_exist_is_refused(fields, people, given):
    with pytest.raises(GraphError) as error:
        check(Graph(**fields), people)
    assert str(error.value) == f"No {fields['kind']} graph of {people} people can be made with {given}."


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
        ({"kind": "stochastic_block", "blocks": 10, "mean_degree": 9, "within": 0}, 10),
        ({"kind": "stochastic_block", "blocks": 1, "mean_degree": 9, "within": 1}, 10),
        ({"kind": "complete"}, 5_000),
    ],
)
def test_the_last_possible_graph_is_allowed(fields, people):
    check(Graph(**fields), people)


@pytest.mark.parametrize(
    ("fields", "ties"),
    [
        ({"kind": "barabasi_albert", "m": 3}, 291),
        ({"kind": "powerlaw_cluster", "m": 3}, 291),
        ({"kind": "watts_strogatz", "k": 6}, 300),
        ({"kind": "random_regular", "k": 7}, 350),
        ({"kind": "erdos_renyi", "mean_degree": 4.5}, 225),
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
