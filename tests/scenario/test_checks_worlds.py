"""What graphs, pools, portfolios and laws of life ask of their parameters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario import Scenario, ScenarioError, load
from sim.scenario.checks import warnings

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
            graph("social_circles", 8, mean_degree=8),
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
        graph("social_circles", 8, mean_degree=7),
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


YIELD = '[[company]]\nname = "{name}"\nkind = "revshare"\ntopic = "yield"\n'
TWO = YIELD.format(name="y1") + YIELD.format(name="y2") + '[[company]]\nname = "vita"\ntopic = "health"\n'
HOLDS = '[[strategy]]\nname = "a"\ncompanies = ["vita"]\n[strategy.portfolio]\n'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            TWO + HOLDS + 'systems = ["vita"]',
            'strategy.a.portfolio.systems (entry 1) = "vita": must be a revenue-share company: "y1" or "y2".',
        ),
        (
            '[[company]]\nname = "vita"\ntopic = "health"\n' + HOLDS + 'systems = ["y1"]',
            'strategy.a.portfolio.systems (entry 1) = "y1" is no revenue-share company.',
        ),
        (
            TWO + HOLDS + 'systems = ["y1", "y1"]',
            'strategy.a.portfolio.systems (entry 2) = "y1" is named twice.',
        ),
        (
            TWO + HOLDS + 'systems = ["y1"]\nheld = 2',
            "strategy.a.portfolio.held = 2: must be at most 1, the number of its systems.",
        ),
        (
            TWO + HOLDS + 'systems = ["y1", "y2"]\nweights = [1.0]',
            "strategy.a.portfolio.weights = [1.0]: must have a weight for each of the 2 systems, or none.",
        ),
        (
            TWO + HOLDS + 'systems = ["y1", "y2"]\nheld = 1\nweights = [0.0, 1.0]',
            "strategy.a.portfolio.weights = [0.0, 1.0]: must not all be 0.",
        ),
        (
            TWO.replace('"yield"\n', '"yield"\nplan.rates = [0.5, 0.1]\nrevshare.fee = 0.5\n', 1) + HOLDS[:-21],
            "company.y1.revshare.fee = 0.5: with plan.rates must sum to at most 1 of a deposit; the sum is 1.1.",
        ),
        (
            TWO.replace('"yield"\n', '"yield"\nrevshare.payout = "account"\n', 1) + HOLDS + 'systems = ["y1"]',
            'company.y1.revshare.payout = "account" is for the crowd alone, but a strategy works or holds the company.',
        ),
        (
            TWO.replace('"yield"\n', '"yield"\nrevshare.recovery = 1.5\n', 1) + HOLDS[:-21],
            "company.y1.revshare.recovery = 1.5: must be at most 1 (share).",
        ),
        (
            TWO.replace('"yield"\n', '"yield"\nlife.management = -0.1\n', 1) + HOLDS[:-21],
            "company.y1.life.management = -0.1: must be at least 0 (share).",
        ),
    ],
)
def test_what_does_not_fit_is_refused(told: Callable[..., list[str]], text: str, sentence: str) -> None:
    (found,) = told(text)
    assert found.partition(": ")[2] == sentence


SYSTEM = "company.clicks.kind=revshare"


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        ((SYSTEM, "company.clicks.materials=3"), 'company.clicks.materials is not used: company.kind is "revshare".'),
        (("company.vita.revshare.price=9",), 'company.vita.revshare is not used: company.kind is "product".'),
        (
            ("company.vita.life.exit=peak",),
            'company.vita.life.exit = "peak" is not used: only a pool can be left with.',
        ),
        (
            (SYSTEM, "company.clicks.revshare.share=0.2"),
            'company.clicks.revshare.share = 0.2 is not used: payout is "fixed".',
        ),
        (("company.vita.life.sigma=1",), 'company.vita.life.sigma = 1.0 is not used: law is "none".'),
        (
            ("company.vita.life.law=weibull", "company.vita.life.sigma=1"),
            'company.vita.life.sigma = 1.0 is not used: law is "weibull".',
        ),
        (
            (SYSTEM, "company.clicks.revshare.returns=0.9"),
            "company.clicks.revshare.returns = 0.9 is below 1: a pack never pays back its price of 50.",
        ),
        (
            ("strategy.focus.portfolio.capital=0.1",),
            "strategy.focus.portfolio is not used: the strategy neither holds nor works a revenue-share company.",
        ),
        (
            (SYSTEM, "phases.revshares=false"),
            "phases.revshares = false: lets no revenue-share company take in or pay anything.",
        ),
        (
            ("company.vita.life.law=exponential", "phases.closures=false"),
            "phases.closures = false: lets companies outlive their declared lives.",
        ),
    ],
)
def test_what_is_not_read_is_odd(scenario: Callable[..., Scenario], overrides: tuple[str, ...], sentence: str) -> None:
    assert warnings(scenario(*overrides)) == [sentence]


def test_what_is_read_is_not_odd(scenario: Callable[..., Scenario]) -> None:
    fine = (
        SYSTEM,
        "company.clicks.revshare.days=9",
        "company.clicks.life.law=lognormal",
        "company.clicks.life.sigma=1",
    )
    assert warnings(scenario(*fine, "strategy.focus.portfolio.systems=['clicks']")) == []
