from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario import Scenario, ScenarioError, load

TEXT = '[[company]]\nname = "vita"\ntopic = "health"\n[[strategy]]\nname = "a"\ncompanies = ["vita"]\n'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "[graph]\nm = 3",
            "x.toml: population.people is missing. Only a graph from a file or a data set brings its own people.",
        ),
        (
            "[population]\nnetworkers = 0.5",
            "x.toml, line 7: population.people is missing. "
            "Only a graph from a file or a data set brings its own people.",
        ),
        (
            '[graph]\nkind = "file"',
            'x.toml, line 7: graph.path is missing. graph.kind = "file" needs the path of a graph file.',
        ),
        (
            '[graph]\nkind = "file"\npath = ""',
            'x.toml, line 9: graph.path = "" is missing. graph.kind = "file" needs the path of a graph file.',
        ),
        (
            '[graph]\nkind = "dataset"',
            'x.toml, line 7: graph.name is missing. graph.kind = "dataset" needs the name of a data set.',
        ),
    ],
)
def test_a_graph_needs_people_or_a_name(write: Callable[..., Path], text: str, sentence: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(write(TEXT + text))
    assert str(caught.value) == sentence


def graph(kind: str, people: int, **values: object) -> list[str]:
    return [
        f"graph.kind={kind}",
        f"population.people={people}",
        *(f"graph.{k}={v}" for k, v in values.items()),
    ]


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        (graph("powerlaw_cluster", 5, m=5), "--set graph.m=5: must be less than population.people = 5."),
        (
            graph("barabasi_albert", 5),
            "--set graph.kind=barabasi_albert: graph.m = 5: must be less than population.people = 5.",
        ),
        (graph("watts_strogatz", 8, k=8), "--set graph.k=8: must be less than population.people = 8."),
        (graph("watts_strogatz", 8, k=3), "--set graph.k=3: must be even for watts_strogatz."),
        (graph("random_regular", 8, k=9), "--set graph.k=9: must be less than population.people = 8."),
        (
            graph("random_regular", 9, k=3),
            "--set graph.k=3: must be even for random_regular, since population.people = 9 is odd.",
        ),
        (
            graph("erdos_renyi", 8, mean_degree=8),
            "--set graph.mean_degree=8: must be at most 7, since population.people = 8.",
        ),
        (
            graph("stochastic_block", 8, blocks=9),
            "--set graph.blocks=9: must be at most population.people = 8.",
        ),
        (
            graph("stochastic_block", 100, blocks=20, mean_degree=10),
            "--set graph.mean_degree=10: asks for 8 ties inside the block, where are 4 others.",
        ),
        (
            graph("stochastic_block", 6, blocks=2, mean_degree=4, within=0),
            "--set graph.mean_degree=4: asks for 4 ties outside the block, where are 3 others.",
        ),
        (
            graph("stochastic_block", 8, blocks=1, mean_degree=7.5),
            "--set graph.mean_degree=7.5: must be at most 7, since population.people = 8.",
        ),
        (graph("complete", 5001), "--set population.people=5001: must be at most 5000 for a complete graph."),
    ],
)
def test_a_graph_that_cannot_be(town: Path, overrides: list[str], sentence: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(town, overrides)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    "overrides",
    [
        graph("powerlaw_cluster", 6, m=5),
        graph("watts_strogatz", 9, k=8),
        graph("random_regular", 8, k=7),
        graph("random_regular", 9, k=8),
        graph("erdos_renyi", 8, mean_degree=7),
        graph("stochastic_block", 100, blocks=5, mean_degree=10),
        graph("stochastic_block", 100, blocks=1, within=0.5, mean_degree=99),
        graph("complete", 5000, m=1000),
        graph("dataset", 2, name="karate_club", m=1000),
    ],
)
def test_parameters_that_a_kind_does_not_read_may_be_anything(
    scenario: Callable[..., Scenario], overrides: list[str]
) -> None:
    assert f"graph.kind={scenario(*overrides).graph.kind}" == overrides[0]
