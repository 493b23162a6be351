"""Real events, replayed, and the default world on real friendships."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
from matplotlib.figure import Figure

from sim import Scenario
from sim.core.money import CENTS
from sim.replay.policies import Policy, play
from sim.replay.reading import read_contacts
from sim.replay.statistics import Event, Statistics, measure, take_apart
from sim.replay.synthetic import Solved, open_hours, solve
from sim.simulation import Simulation
from sim.verification.case import Check, Findings, case, least, near
from sim.verification.figures import BAND, checks_figure, label, page, rows_of, shared_legend
from sim.verification.limits import data_file, founders_outcomes, lived, scenario

ABOUT = {"HT09": "ACM Hypertext 2009", "WS16": "GESIS winter symposium 2016"}
MEASURED: dict[str, tuple[str, dict[str, float]]] = {
    "circles of 2": ("circles of 2", {"HT09": 0.803, "WS16": 0.604}),
    "circles of 3": ("circles of 3", {"HT09": 0.135, "WS16": 0.173}),
    "circles of 4": ("circles of 4", {"HT09": 0.041, "WS16": 0.073}),
    "circles of 5 and more": ("circles of 5+", {"HT09": 0.021, "WS16": 0.150}),
    "mean circle": ("mean circle", {"HT09": 2.30, "WS16": 4.35}),
    "contacts of 60 s and more": ("talks >= 60 s", {"HT09": 0.288, "WS16": 0.282}),
    "contacts of more than 300 s": ("talks > 300 s", {"HT09": 0.029, "WS16": 0.053}),
    "partners of a person and day": ("partners", {"HT09": 6.5, "WS16": 40.6}),
    "P(witness at a first talk)": ("witness", {"HT09": 0.395, "WS16": 0.879}),
    "P(contradiction), tailored, 2 businesses": ("contradiction", {"HT09": 0.240, "WS16": 0.733}),
    "talks joined by a partner of 10 min ago": ("rejoined in 10 min", {"HT09": 0.083, "WS16": 0.305}),
    "talks joined by a partner of 60 min ago": ("rejoined in 60 min", {"HT09": 0.122, "WS16": 0.459}),
}
"""Of each number its name among the measures of an event, and what was measured."""
TOLERANCE = 0.01
PARTNERS = 0.06  # published with one decimal; a hundredth more for rounding
PREDICTED, PAIRS, AGAIN, LENGTH = 0.08, 0.04, 1.35, 0.15
ONE_STORY = (Policy("focus"), Policy("disclose-all"), Policy("one-topic-per-event", "main"))
SOURCE = {
    "HT09": "Isella et al. 2011, Journal of Theoretical Biology 271:166-180; measured on its contact list",
    "WS16": "Génois et al. 2019, arXiv 1901.01182; measured on its contact list",
}


def event(name: str) -> Event:
    """Read a contact list and take it apart; raises NotRun without it."""
    return take_apart(read_contacts(data_file(f"tij_{name}.txt"))[0])


def measures(found: Statistics) -> dict[str, float]:
    """The numbers of :data:`MEASURED` of any event."""
    numbers = found.numbers()
    return {what: numbers[name] for what, (name, _) in MEASURED.items()}


def _replayed(name: str, short: bool) -> Findings:
    of = event(name)
    found = measures(measure(of))
    checks = [
        near(what, found[what], expected[name], PARTNERS if "partners" in what else TOLERANCE)
        for what, (_, expected) in MEASURED.items()
    ]
    tailored = play(of, Policy("tailored")).contradiction.mean
    checks.append(near("the same, replayed with the market's rules", tailored, found[_TAILORED], TOLERANCE))
    checks += [near(f"contradictions, {policy.name}", _contradictions(of, policy), 0, 0) for policy in ONE_STORY]
    if not short:
        audience = play(of, Policy("one-topic-per-event", "audience"))
        checks.append(near("contradictions within the day, one topic per event", audience.within.mean, 0, 0))
    return Findings(tuple(checks), _event_figure(name, of, checks))


_TAILORED = "P(contradiction), tailored, 2 businesses"
_MEAN = "mean talk"


def _contradictions(of: Event, policy: Policy) -> float:
    played = play(of, policy)
    return played.contradiction.mean + played.within.mean + played.earlier.mean


def _event_figure(name: str, of: Event, checks: list[Check]) -> Figure:
    contacts = of.contacts
    footer = f"{contacts.people.size} people, {contacts.days.size} days, {of.talks.start.size:,} talks"
    below = "A row is a number on its own scale: the band is what is accepted, the tick what is expected"
    return checks_figure(f"{ABOUT[name]}, replayed", below, footer, checks)


def _declare(name: str) -> Callable[[Callable[[bool], Findings]], Callable[[bool], Findings]]:
    return case(
        f"replay-{name.lower()}",
        kind="event",
        title=f"{ABOUT[name]} is measured and replayed as published",
        setup=f"The contact list of {ABOUT[name]} (tij_{name}.txt, 20-second slots): circles, talks, partners and "
        "witnesses; replayed with two businesses under each pitch policy. The short form leaves out one topic per "
        "event chosen by the audience.",
        source=SOURCE[name],
        tolerance=".01 (partners, published with one decimal: .06); policies that tell one story: exactly none.",
    )


@_declare("HT09")
def replay_ht09(short: bool) -> Findings:
    """The conference of 113 people."""
    return _replayed("HT09", short)


@_declare("WS16")
def replay_ws16(short: bool) -> Findings:
    """The symposium of 138 people."""
    return _replayed("WS16", short)


def _lengths_too(found: Statistics) -> dict[str, float]:
    """Return all measures, and the mean length of a talk in seconds."""
    return {**measures(found), _MEAN: found.mean_seconds}


def _within(what: str, got: float, expected: float, factor: float) -> Check:
    """Check a number against an expected one, by a factor up or down."""
    return Check(what, got, expected / factor, expected * factor, expected)


def synthetic_of(of: Event, seed: int = 0) -> Solved:
    """Make the synthetic event that has a real one's people, hours, mean circle and partners."""
    real = measure(of)
    return solve(of.contacts.people.size, open_hours(of.contacts), real.mean_circle, real.mean_partners, seed)


@case(
    "synthetic-events",
    kind="event",
    title="A synthetic event of four numbers predicts who is contradicted",
    setup="For each contact list a synthetic event is given its number of people, hours, mean circle and partners of a "
    "person and day, and nothing else; three seeds each (short: one), measured like the list.",
    source="Ranges and contradictions measured on both lists; Isella et al. 2011, Génois et al. 2019",
    tolerance="P(contradiction) within .08 and circles of two within .04 of each list; talks that an earlier partner "
    "joins within a factor of 1.35, the mean talk within 15 %; mean circle and contacts within both lists' ranges; "
    "the same in both forms, for every seed.",
)
def synthetic_events(short: bool) -> Findings:
    """Circles, contacts and contradictions of synthetic events beside the real ones."""
    checks: list[Check] = []
    beside: dict[str, tuple[dict[str, float], list[dict[str, float]]]] = {}
    for name in ABOUT:
        of = event(name)
        made = [_lengths_too(synthetic_of(of, seed).statistics()) for seed in range(1 if short else 3)]
        beside[name] = _lengths_too(measure(of)), made
        for seed, found in enumerate(made):
            what = f"{name}, seed {seed}"
            checks += [
                near(f"P(contradiction), {what}", found[_TAILORED], beside[name][0][_TAILORED], PREDICTED),
                near(f"circles of 2, {what}", found["circles of 2"], beside[name][0]["circles of 2"], PAIRS),
                *(
                    _within(f"{again}, {what}", found[again], beside[name][0][again], AGAIN)
                    for again in ("talks joined by a partner of 10 min ago", "talks joined by a partner of 60 min ago")
                ),
                near("mean talk, " + what, found[_MEAN], beside[name][0][_MEAN], LENGTH * beside[name][0][_MEAN], "s"),
                Check(f"mean circle, {what}", found["mean circle"], 2.2, 4.4),
                Check(f"contacts of 60 s and more, {what}", found["contacts of 60 s and more"], 0.23, 0.35),
            ]
    figure, (left, right) = page(
        "Synthetic events beside real ones",
        "Given: people, hours, mean circle and partners; the band is what is accepted",
        "A mark is an event; 8 days are made for each",
        columns=2,
    )
    for number, (real, made) in enumerate(beside.values()):
        left.bar(number, 2 * PREDICTED, bottom=real[_TAILORED] - PREDICTED, color=BAND, width=0.6)
        left.plot([number - 0.3, number + 0.3], [real[_TAILORED]] * 2, color="#5f5f5f", lw=1.6)
        left.plot([number] * len(made), [one[_TAILORED] for one in made], color="#004F80", marker="o", ls="none")
    left.set_xticks(range(len(beside)), list(beside))
    left.set_xlim(-0.6, len(beside) - 0.4)
    left.set_ylim(0, 1)
    label(left, "", "share of first talks", "P(contradiction), tailored", legend="")
    shown = ["circles of 2", "circles of 3", "circles of 4", "circles of 5 and more", "contacts of 60 s and more"]
    for number, (name, (real, made)) in enumerate(beside.items()):
        y = [row + 0.16 * (2 * number - 1) for row in range(len(shown))]
        right.plot([real[each] for each in shown], y, marker="|", ms=13, mew=2, ls="none", color="#5f5f5f")
        color, marker = ("#000000", "o") if number == 0 else ("#004F80", "^")
        right.plot([made[0][each] for each in shown], y, marker=marker, ls="none", color=color, label=name)
    right.set_yticks(range(len(shown)), shown)
    right.set_ylim(len(shown) - 0.5, -0.5)
    label(right, "share (the tick is the real event)", "", "Circles and contacts", legend="lower right")
    return Findings(tuple(checks), figure)


PEOPLE = {"karate_club": (34, 78), "les_miserables": (77, 254), "davis_women": (18, 0), "florentine_families": (15, 20)}
FACEBOOK = (4_039, 88_234)
SEEDS, SHORT = 20, 5
MEASURES = ("recruits", "credibility", "contradictions", "net_income")
WAYS = {"focus": (1, "focus"), "two, disclosed": (2, "disclose-all"), "two, tailored": (2, "tailored")}
"""Of each strategy how many companies of the default world it works, the first ones, and its pitch policy."""
SMALL = ("population.networkers=0.15",)  # of so few people one percent is nobody
Measured = dict[str, dict[str, float]]


def on_graph(graph: dict[str, Any], seeds: int, *overrides: str) -> tuple[Measured, Simulation]:
    """Measures of those who work from the first day by strategy, means over seeds, and the last market."""
    table = scenario("base.toml", "population.people=3000", "time.days=365", *overrides).model_dump()
    table["population"]["people"] = None
    names = [company["name"] for company in table["company"]]
    ways = [{"name": way, "companies": names[:many], "pitch": pitch} for way, (many, pitch) in WAYS.items()]
    of = Scenario.model_validate({**table, "graph": {**table["graph"], **graph}, "strategy": ways})
    found: Measured = {}
    for strategy in WAYS:
        rows = []
        for seed in range(1, seeds + 1):
            market = lived(of, None, seed, strategy=strategy)
            rows.append(founders_outcomes(market.world.tables, MEASURES))
        mean = np.nanmean(np.array(rows, np.float64), axis=0)
        found[strategy] = dict(zip(MEASURES, mean.tolist(), strict=True))
    return found, market


def _size_checks(name: str, market: Simulation, people: int, ties: int) -> list[Check]:
    w = market.world.tables
    checks = [near(f"people, {name}", w.people.size, people, 0)]
    if ties:
        friends = int((w.people.degree.astype(np.int64) - w.people.met).sum()) // 2  # all but people met since
        checks.append(near(f"friendships, {name}", friends, ties, 0))
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
    from sim.analysis import style

    for axes, outcome in zip(panels, MEASURES, strict=True):
        for number, strategy in enumerate(WAYS):
            look, scale = style.look(number), 1 / CENTS if outcome == "net_income" else 1.0
            values = [scale * graph[strategy][outcome] for graph in found.values()]
            y = np.arange(len(found)) + 0.22 * (number - 1)
            axes.plot(values, y, color=look.color, marker=look.marker, ls="none", ms=7, label=strategy)
        rows_of(axes, [name.replace("_", " ") for name in found])
        unit = "units of currency" if outcome == "net_income" else "0..1" if outcome == "credibility" else "a networker"
        label(axes, unit, "", outcome.replace("_", " ").capitalize(), legend="")
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
    morning = Simulation(market.scenario, market.world.seed)  # before anybody has met somebody new
    clustering = nx.average_clustering(morning.social_graph())
    checks = (
        *_size_checks("Facebook", market, *FACEBOOK),
        *_story_checks("Facebook", real),
        near("mean clustering, Facebook", clustering, 0.606, 0.001),
    )
    return Findings(checks, _figure({"Facebook": real}, f"{seeds} seeds, {market.scenario.time.days} days"))
