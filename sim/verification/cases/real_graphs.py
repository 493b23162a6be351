"""Real friendships: the default world on graphs that somebody measured."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
from matplotlib.figure import Figure

from sim.core.money import CENTS
from sim.market import Market
from sim.record.run import networker_outcomes
from sim.scenario.schema import Scenario
from sim.verification.case import Check, Findings, case, least, near
from sim.verification.data import data_file, scenario
from sim.verification.figures import label, page, shared_legend

PEOPLE = {"karate_club": (34, 78), "les_miserables": (77, 254), "davis_women": (18, 0), "florentine_families": (15, 20)}
FACEBOOK = (4_039, 88_234)
SEEDS, SHORT = 20, 5
MEASURES = ("recruits", "credibility", "contradictions", "net_income")
TWO = [
    {"name": "focus", "companies": ["vita"], "pitch": "focus"},
    {"name": "two, disclosed", "companies": ["vita", "clicks"], "pitch": "disclose-all"},
    {"name": "two, tailored", "companies": ["vita", "clicks"], "pitch": "tailored"},
]
SMALL = ("population.networkers=0.15",)  # of so few people one percent is nobody
Measured = dict[str, dict[str, float]]


def on_graph(graph: dict[str, Any], seeds: int, *overrides: str) -> tuple[Measured, Market]:
    """Measures of those who work from the first day by strategy, means over seeds, and the last market."""
    table = scenario("base.toml", "population.people=3000", *overrides).model_dump()
    table["population"]["people"] = None
    of = Scenario.model_validate({**table, "graph": {**table["graph"], **graph}, "strategy": TWO})
    found: Measured = {}
    for strategy in (each["name"] for each in TWO):
        rows = []
        for seed in range(1, seeds + 1):
            market = Market(of, seed, strategy=str(strategy), collect=False)
            while market.running:
                market.step()
            outcomes = networker_outcomes(market.world.tables, [str(each["name"]) for each in TWO])
            rows.append(outcomes.loc[outcomes.founder, list(MEASURES)].astype(float).mean())
        mean = np.nanmean(np.array(rows, np.float64), axis=0)
        found[str(strategy)] = dict(zip(MEASURES, mean.tolist(), strict=True))
    return found, market


def _size_checks(name: str, market: Market, people: int, ties: int) -> list[Check]:
    w = market.world.tables
    checks = [near(f"people, {name}", w.people.size, people, 0)]
    if ties:
        checks.append(near(f"friendships, {name}", market.social_graph().number_of_edges(), ties, 0))
    return [*checks, near(f"sum of all purses, {name}", market.world.money(), 0, 0, "cents")]


def _story_checks(name: str, found: Measured) -> list[Check]:
    return [
        near(f"contradictions under focus, {name}", found["focus"]["contradictions"], 0, 0),
        near(f"contradictions, two disclosed, {name}", found["two, disclosed"]["contradictions"], 0, 0),
        least(f"contradictions, two tailored, {name}", found["two, tailored"]["contradictions"], 1e-3),
    ]


def _figure(found: dict[str, Measured], footer: str) -> Figure:
    figure, panels = page(
        "The default world on real graphs",
        "Means over those who work from the first day: one business, two told together, two told as it suits",
        footer,
        columns=2,
        rows=2,
        height=1.2 + 0.32 * len(found),
    )
    from sim.analysis.drawing import style

    for axes, measure in zip(panels, MEASURES, strict=True):
        for number, strategy in enumerate(str(each["name"]) for each in TWO):
            look, scale = style.look(number), 1 / CENTS if measure == "net_income" else 1.0
            values = [scale * graph[strategy][measure] for graph in found.values()]
            y = np.arange(len(found)) + 0.22 * (number - 1)
            axes.plot(values, y, color=look.color, marker=look.marker, ls="none", ms=7, label=strategy)
        axes.set_yticks(range(len(found)), [name.replace("_", " ") for name in found])
        axes.set_ylim(len(found) - 0.5, -0.5)
        unit = "units of currency" if measure == "net_income" else "0..1" if measure == "credibility" else "a networker"
        label(axes, unit, "", measure.replace("_", " ").capitalize(), legend="")
        style.few_ticks(axes)
    shared_legend(figure, panels[0])
    return figure


@case(
    "real-graphs",
    kind="event",
    title="The default world runs on small networks from the literature",
    setup="base.toml on four data sets that ship with networkx, 15 % at work on the first day, a year, 20 seeds "
    "(short: 5), with one business, two told together, or two told as it suits the listener.",
    source="Zachary 1977; Knuth 1993; Davis, Gardner & Gardner 1941; Breiger & Pattison 1986",
    tolerance="Sizes and money exactly; one story never contradicts itself, two tailored ones do. Both forms alike.",
)
def real_graphs(short: bool) -> Findings:
    """Sizes, money and contradictions on four data sets."""
    checks: list[Check] = []
    found: dict[str, Measured] = {}
    for name, (people, ties) in PEOPLE.items():
        found[name], market = on_graph({"kind": "dataset", "name": name}, SHORT if short else SEEDS, *SMALL)
        checks += [*_size_checks(name, market, people, ties), *_story_checks(name, found[name])]
    return Findings(tuple(checks), _figure(found, f"{SHORT if short else SEEDS} seeds, a year"))


@case(
    "real-graph-facebook",
    kind="event",
    title="The default world runs on real friendships",
    setup="base.toml on the friendships of 4,039 people (facebook_combined.txt), a year, four seeds (short: one and "
    "120 days).",
    source="SNAP ego-Facebook; Leskovec & McAuley 2012",
    tolerance="Sizes and money exactly; one story never contradicts itself, two tailored ones do. Both forms alike.",
)
def real_graph_facebook(short: bool) -> Findings:
    """Sizes, money and contradictions on real friendships."""
    path, seeds = data_file("facebook_combined.txt"), 1 if short else 4
    days = ("time.days=120",) if short else ()
    real, market = on_graph({"kind": "file", "path": str(path)}, seeds, *days)
    clustering = nx.average_clustering(market.social_graph())
    checks = (
        *_size_checks("Facebook", market, *FACEBOOK),
        *_story_checks("Facebook", real),
        near("mean clustering, Facebook", clustering, 0.606, 0.001),
    )
    return Findings(checks, _figure({"Facebook": real}, f"{seeds} seeds, {market.scenario.time.days} days"))
