"""Data sets that ship with networkx."""

import pytest

from sim.world.graphs.datasets import graph_from_dataset
from sim.world.graphs.errors import GraphError

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
