""""""

from __future__ import annotations

import numpy as np
import pytest

from sim.core.chance import seed_key
from sim.core.errors import UserError
from sim.model.people.parameters import Graph
from sim.scenario.schema import Scenario
from sim.world.graphs.graph import GraphError
from sim.world.graphs.social import (
    davis_attendance,
    davis_women,
    evenings_of,
    graph_from_dataset,
    repeats,
    social_graph,
)


def test_eighteen_women_at_fourteen_events() -> None:
    names, evenings = davis_attendance()
    assert len(names) == 18
    assert [there.size for there in evenings] == [3, 3, 6, 4, 8, 8, 10, 14, 12, 5, 4, 6, 3, 3]
    assert sum(there.size for there in evenings) == 89


def test_most_pair_meetings_are_repeats() -> None:
    assert repeats(davis_attendance()[1]) == pytest.approx(0.57, abs=0.005)
    assert repeats([np.array([0, 1]), np.array([0, 1]), np.array([1, 2])]) == pytest.approx(1 / 3)


def test_contacts_met_at_two_events_or_more() -> None:
    graph = davis_women()
    names, evenings = davis_attendance()
    for a, b in [(0, 1), (0, 17), (5, 8)]:
        together = sum(a in there and b in there for there in evenings)
        assert graph.has_edge(names[a], names[b]) == (together >= 2)


def test_only_a_scenario_that_asks_for_it_has_real_guests() -> None:
    davis = Scenario.load("scenarios/davis.toml")
    found = evenings_of(davis)
    assert found is not None
    assert len(found) == 14
    assert evenings_of(Scenario.load("scenarios/base.toml")) is None


WEIGHTS = "Weights are not used; every tie counts alike."


@pytest.mark.parametrize(
    ("name", "people", "ties", "first", "remarks"),
    [
        ("karate_club", 34, 78, ["0", "1", "2"], [WEIGHTS]),
        ("les_miserables", 77, 254, ["Napoleon", "Myriel", "MlleBaptistine"], [WEIGHTS]),
        (
            "davis_southern_women",
            32,
            89,
            ["Evelyn Jefferson", "Laura Mandeville", "Theresa Anderson"],
            ["The data set joins 18 women to 14 events; events stand in it as if they were people."],
        ),
        ("davis_women", 18, 95, ["Evelyn Jefferson", "Laura Mandeville", "Theresa Anderson"], []),
        ("florentine_families", 15, 20, ["Acciaiuoli", "Medici", "Castellani"], []),
    ],
)
def test_a_data_set_is_taken_by_name(name, people, ties, first, remarks):
    graph = graph_from_dataset(name)
    assert (graph.people, len(graph.edges), graph.names[:3]) == (people, ties, first)
    assert graph.remarks == remarks


def test_an_unknown_name_gets_the_nearest():
    with pytest.raises(GraphError) as error:
        graph_from_dataset("karate")
    assert str(error.value) == (
        'graph.name = "karate" is not a data set; there are "karate_club", "les_miserables", '
        '"davis_southern_women", "davis_women" or "florentine_families". Did you mean "karate_club"?'
    )


def test_the_shape_is_remarked_and_the_limits_are_kept():
    graph = social_graph(Graph(kind="erdos_renyi", mean_degree=0.001), 4, seed_key(1))
    assert graph.remarks == [
        "4 people have no ties.",
        "It has 4 components; the largest holds 25 % of the people.",
    ]
    with pytest.raises(GraphError) as error:
        social_graph(Graph(kind="barabasi_albert", m=4), 4, seed_key(1))
    assert str(error.value) == (
        "No barabasi_albert graph of 4 people can be made with graph.m = 4: graph.m must be at most 3."
    )


def test_a_file_brings_its_people(tmp_path):
    path = tmp_path / "three.txt"
    path.write_text("anna bob\nbob cleo\n")
    graph = social_graph(Graph(kind="file", path=str(path)), None, seed_key(0))
    assert (graph.people, graph.names) == (3, ["anna", "bob", "cleo"])
    assert social_graph(Graph(kind="file", path=str(path)), 3, seed_key(0)).people == 3
    with pytest.raises(GraphError) as error:
        social_graph(Graph(kind="file", path=str(path)), 1_000, seed_key(0))
    assert str(error.value) == (
        f"population.people = 1000, but the graph file {path} has 3 people: leave population.people out or set it to 3."
    )


def test_a_data_set_brings_its_people():
    with pytest.raises(GraphError) as error:
        social_graph(Graph(kind="dataset", name="karate_club"), 50, seed_key(0))
    assert str(error.value) == (
        "population.people = 50, but the data set karate_club has 34 people: "
        "leave population.people out or set it to 34."
    )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"kind": "erdos_renyi"},
            'population.people is missing; graph.kind = "erdos_renyi" needs a number of people.',
        ),
        ({"kind": "file"}, 'graph.path is missing; graph.kind = "file" needs the path of a graph file.'),
        (
            {"kind": "dataset"},
            'graph.name is missing; graph.kind = "dataset" needs "karate_club", "les_miserables", '
            '"davis_southern_women", "davis_women" or "florentine_families".',
        ),
    ],
)
def test_what_is_missing_is_named(fields, sentence):
    with pytest.raises(UserError) as error:
        social_graph(Graph(**fields), None, seed_key(0))
    assert str(error.value) == sentence
