"""Who lives in the world: time, what happens in a day, population and the social graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Literal

from sim.core.errors import Finding
from sim.core.parameters import Money, Section, param
from sim.core.registry import check
from sim.core.wording import number, total

LARGEST_COMPLETE = 5_000
GRAPH_KINDS = (
    "social_circles",
    "powerlaw_cluster",
    "barabasi_albert",
    "watts_strogatz",
    "erdos_renyi",
    "random_regular",
    "stochastic_block",
    "complete",
    "dataset",
    "file",
)


class Time(Section):
    """How long the world is watched."""

    days: int = param(365, unit="days", ge=1, le=36_500, meaning="Length of a run; a month has 30 days.")


class Phases(Section):
    """Parts of the day that can be switched off."""

    study: bool = param(True, meaning="Reading the companies' updates.")
    care: bool = param(True, meaning="Sponsors caring for their recruits.")
    experience: bool = param(True, meaning="Conviction from using the product.")
    conversations: bool = param(True, meaning="One-to-one conversations.")
    advertising: bool = param(True, meaning="Leads for advertising credits.")
    groups: bool = param(True, meaning="Posts in the groups of companies.")
    events: bool = param(True, meaning="Evenings at which many meet (share: events.share).")
    gossip: bool = param(True, meaning="Contacts comparing notes about a networker.")
    decisions: bool = param(True, meaning="Listeners deciding about what they heard.")
    expansion: bool = param(True, meaning="Networkers taking on the next business of their strategy.")
    regimes: bool = param(True, meaning="Companies banning those whom they see break their rules.")
    month_end: bool = param(True, meaning="Purchases and commissions.")
    customers: bool = param(True, meaning="Customers who stop buying, or take up the work by themselves.")
    leaving: bool = param(True, meaning="Members giving up.")
    revshares: bool = param(True, meaning="Stakes, pools and payouts of revenue-share companies.")
    closures: bool = param(True, meaning="Companies closing, each at the end of its life.")


class Population(Section):
    """People at the start of a run."""

    people: int | None = param(
        None, unit="people", ge=2, le=20_000_000, meaning="Number of people; a graph from a file brings its own."
    )
    networkers: float = param(
        0.01,
        unit="share",
        ge=0.0,
        le=1.0,
        meaning="Share of people who work a position on the first day.",
        source="About 1 % of the population takes part in Germany, 6 % in the USA (trade figures).",
    )
    openness: float = param(
        0.2,
        unit="share",
        ge=0.0,
        le=1.0,
        meaning="Share of people who would work a position rather than only buy.",
        plausible=(0.05, 0.35),
        source="10 to 30 % of sign-ups ever pitch; doTERRA disclosures 2013 and 2015: 9 to 15 %.",
    )
    honesty: float = param(
        0.7,
        unit="0..1",
        ge=0.0,
        le=1.0,
        plausible=(0.4, 0.9),
        meaning="Mean honesty: 1 promises only what is believed, 0 whatever sells.",
    )
    honesty_spread: float = param(
        0.2, unit="0..1", ge=0.0, le=1.0, plausible=(0.1, 0.3), meaning="Standard deviation of honesty."
    )
    interest: float = param(
        0.3, unit="0..1", gt=0.0, lt=1.0, plausible=(0.15, 0.45), meaning="Mean interest of a person in a topic."
    )
    close_ties: float = param(
        0.33,
        unit="share",
        ge=0.0,
        le=1.0,
        meaning="Share of ties that are close; the others are acquaintances.",
        source="Layers of 5, 15, 50, 150 grow by a factor of about 3 (Zhou et al. 2005).",
    )
    part_time: float = param(
        0.93,
        unit="share",
        ge=0.0,
        le=1.0,
        meaning="Share of people who would work part-time.",
        source="Zacharias 2009, 6,600 partners: 93 % part-time.",
    )
    part_time_hours: float = param(
        9.15,
        unit="hours a week",
        ge=0.0,
        le=168.0,
        meaning="Mean of the exponential distribution of part-time hours (cut off below the full-time hours).",
        source="Three quarters of all work at most 15 hours a week (Zacharias 2009).",
    )
    full_time_hours: float = param(
        40.0,
        unit="hours a week",
        ge=0.0,
        le=168.0,
        plausible=(30, 55),
        meaning="Weekly hours of everybody who works full-time.",
    )
    savings: Money = param(
        Decimal("3000"),
        unit="currency units",
        ge=0,
        le=10**9,
        plausible=(1000, 10000),
        meaning="Median of the lognormal savings.",
    )
    savings_sigma: float = param(
        1.0,
        unit="log units",
        ge=0.0,
        le=4.0,
        plausible=(0.5, 1.5),
        meaning="Standard deviation of the logarithm of savings.",
    )
    allowance: Money = param(
        Decimal("150"),
        unit="currency units a month",
        ge=0,
        le=10**7,
        plausible=(75, 300),
        meaning="What a household can spare a month.",
    )
    budget: Money = param(
        Decimal("80"),
        unit="currency units a month",
        ge=0,
        le=10**7,
        plausible=(40, 250),
        meaning="Median of the lognormal budget of a person for goods of this kind, from all companies together.",
        source="assumed, of the order of what a household spends on personal care (US Consumer Expenditure Survey)",
    )
    budget_sigma: float = param(
        0.6,
        unit="log units",
        ge=0.0,
        le=4.0,
        plausible=(0.3, 1.0),
        meaning="Standard deviation of the logarithm of the budget.",
    )
    hope: Money = param(
        Decimal("400"),
        unit="currency units a month",
        ge=0,
        le=10**7,
        plausible=(150, 1000),
        meaning="Median of the lognormal net income that a person hopes for, should they ever work.",
    )
    hope_sigma: float = param(
        0.8,
        unit="log units",
        ge=0.0,
        le=4.0,
        plausible=(0.4, 1.2),
        meaning="Standard deviation of the logarithm of the hope.",
    )


class Graph(Section):
    """The social graph: who is in whose address book."""

    kind: Literal[GRAPH_KINDS] = param("powerlaw_cluster", meaning="Generator, networkx data set or file.")  # type: ignore[valid-type]
    m: int = param(5, unit="ties", ge=1, le=1000, meaning="Ties a newcomer brings (powerlaw_cluster, barabasi_albert).")
    k: int = param(10, unit="ties", ge=1, le=1000, meaning="Ties of a person (watts_strogatz, random_regular).")
    p: float = param(
        0.3,
        unit="probability",
        ge=0.0,
        le=1.0,
        meaning="Triangle closing (powerlaw_cluster), rewiring (watts_strogatz).",
    )
    mean_degree: float = param(
        10.0,
        unit="ties",
        gt=0.0,
        le=1000.0,
        meaning="Mean number of ties (social_circles, erdos_renyi, stochastic_block).",
    )
    reach_sigma: float = param(
        1.0,
        unit="log units",
        ge=0.0,
        le=3.0,
        plausible=(0.4, 1.2),
        meaning="Standard deviation of the logarithm of people's social reach; 0 if all reach as far (social_circles).",
        source="assumed, so that degrees spread as those of real friends do (ego-Facebook; Leskovec & McAuley 2012)",
    )
    blocks: int = param(5, unit="blocks", ge=1, le=10_000, meaning="Number of equal blocks (stochastic_block).")
    within: float = param(
        0.8, unit="share", ge=0.0, le=1.0, meaning="Share of ties inside the own block (stochastic_block)."
    )
    name: str | None = param(None, meaning="Data set that ships with networkx (dataset).", max_length=100)
    path: str | None = param(
        None,
        max_length=4096,
        meaning="Graph file: edge list, CSV, GraphML, GEXF, GML or Pajek; relative to the scenario file.",
    )


@check("hours-fit", order=10, needs=["population"])
def hours_fit(population: Population) -> Iterator[Finding]:
    """Who works part-time works less than who works full-time."""
    if population.part_time_hours > population.full_time_hours:
        limit = f"population.full_time_hours = {number(population.full_time_hours)}"
        yield Finding(("population", "part_time_hours"), f"must be at most {limit} (hours a week).")


@check("graph-fits", order=11, needs=["graph", "population"])
def graph_fits(graph: Graph, population: Population) -> Iterator[Finding]:
    """Check the parameters that the graph's kind reads; the others may be anything."""
    kind, people = graph.kind, population.people
    if kind in _BROUGHT:
        yield from _is_named(graph, *_BROUGHT[kind])
    elif people is None:
        message = "is missing. Only a graph from a file or a data set brings its own people."
        yield Finding(("population", "people"), message)
    else:
        yield from _GENERATED[kind](graph, people)


def _is_named(graph: Graph, key: str, what: str) -> Iterator[Finding]:
    """A graph that is read must be named."""
    if not getattr(graph, key):
        message = f'is missing. graph.kind = "{graph.kind}" needs {what}.'
        yield Finding(("graph", key), message)


def _fewer_than_people(graph: Graph, people: int, key: str) -> Iterator[Finding]:
    """Nobody can have more contacts than there are others."""
    if getattr(graph, key) >= people:
        yield Finding(("graph", key), f"must be less than population.people = {people}.")


def _attachment(graph: Graph, people: int) -> Iterator[Finding]:
    """Newcomers tie themselves to m people who are there already."""
    yield from _fewer_than_people(graph, people, "m")


def _ring(graph: Graph, people: int) -> Iterator[Finding]:
    """Half of the k ties go to either side of the ring."""
    yield from _fewer_than_people(graph, people, "k")
    if graph.k % 2:
        yield Finding(("graph", "k"), "must be even for watts_strogatz.")


def _regular(graph: Graph, people: int) -> Iterator[Finding]:
    """Every tie has two ends, so the number of ends is even."""
    yield from _fewer_than_people(graph, people, "k")
    if graph.k * people % 2:
        message = f"must be even for random_regular, since population.people = {people} is odd."
        yield Finding(("graph", "k"), message)


def _mean(graph: Graph, people: int) -> Iterator[Finding]:
    """On average, too, nobody can have more contacts than there are others."""
    if graph.mean_degree > people - 1:
        message = f"must be at most {people - 1}, since population.people = {people}."
        yield Finding(("graph", "mean_degree"), message)


def _blocks(graph: Graph, people: int) -> Iterator[Finding]:
    """There must be enough others, inside the block and outside, for the ties that are wanted."""
    if graph.blocks == 1:
        yield from _mean(graph, people)
        return
    if graph.blocks > people:
        yield Finding(("graph", "blocks"), f"must be at most population.people = {people}.")
        return
    size = people / graph.blocks
    inside, outside = graph.within * graph.mean_degree, (1.0 - graph.within) * graph.mean_degree
    for ties, others, where in ((inside, size - 1.0, "inside"), (outside, people - size, "outside")):
        if ties > others:
            message = f"asks for {total(ties)} ties {where} the block, where are {total(others)} others."
            yield Finding(("graph", "mean_degree"), message)


def _complete(graph: Graph, people: int) -> Iterator[Finding]:
    """Ties grow with the square of the people."""
    if people > LARGEST_COMPLETE:
        message = f"must be at most {LARGEST_COMPLETE} for a complete graph."
        yield Finding(("population", "people"), message)


_BROUGHT = {
    "file": ("path", "the path of a graph file"),
    "dataset": ("name", "the name of a data set"),
}
_GENERATED: dict[str, Callable[[Graph, int], Iterator[Finding]]] = {
    "social_circles": _mean,
    "powerlaw_cluster": _attachment,
    "barabasi_albert": _attachment,
    "watts_strogatz": _ring,
    "random_regular": _regular,
    "erdos_renyi": _mean,
    "stochastic_block": _blocks,
    "complete": _complete,
}
