"""What a kind of social graph asks of its parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sim.scenario.errors import Problem
from sim.scenario.problems import at, total
from sim.scenario.schema import Scenario

LARGEST_COMPLETE = 5_000


def graph_problems(scenario: Scenario) -> Iterator[Problem]:
    """Check the parameters that the graph's kind reads; the others may be anything."""
    kind, people = scenario.graph.kind, scenario.population.people
    if kind in _BROUGHT:
        yield from _is_named(scenario, *_BROUGHT[kind])
    elif people is None:
        message = "is missing. Only a graph from a file or a data set brings its own people."
        yield at(scenario, ("population", "people"), message)
    else:
        yield from _GENERATED[kind](scenario, people)


def _is_named(scenario: Scenario, key: str, what: str) -> Iterator[Problem]:
    """A graph that is read must be named."""
    if not getattr(scenario.graph, key):
        message = f'is missing. graph.kind = "{scenario.graph.kind}" needs {what}.'
        yield at(scenario, ("graph", key), message)


def _fewer_than_people(scenario: Scenario, people: int, key: str) -> Iterator[Problem]:
    """Nobody can have more contacts than there are others."""
    if getattr(scenario.graph, key) >= people:
        yield at(scenario, ("graph", key), f"must be less than population.people = {people}.")


def _attachment(scenario: Scenario, people: int) -> Iterator[Problem]:
    """Newcomers tie themselves to m people who are there already."""
    yield from _fewer_than_people(scenario, people, "m")


def _ring(scenario: Scenario, people: int) -> Iterator[Problem]:
    """Half of the k ties go to either side of the ring."""
    yield from _fewer_than_people(scenario, people, "k")
    if scenario.graph.k % 2:
        yield at(scenario, ("graph", "k"), "must be even for watts_strogatz.")


def _regular(scenario: Scenario, people: int) -> Iterator[Problem]:
    """Every tie has two ends, so the number of ends is even."""
    yield from _fewer_than_people(scenario, people, "k")
    if scenario.graph.k * people % 2:
        message = f"must be even for random_regular, since population.people = {people} is odd."
        yield at(scenario, ("graph", "k"), message)


def _mean(scenario: Scenario, people: int) -> Iterator[Problem]:
    """On average, too, nobody can have more contacts than there are others."""
    if scenario.graph.mean_degree > people - 1:
        message = f"must be at most {people - 1}, since population.people = {people}."
        yield at(scenario, ("graph", "mean_degree"), message)


def _blocks(scenario: Scenario, people: int) -> Iterator[Problem]:
    """There must be enough others, inside the block and outside, for the ties that are wanted."""
    graph = scenario.graph
    if graph.blocks == 1:
        yield from _mean(scenario, people)
        return
    if graph.blocks > people:
        yield at(scenario, ("graph", "blocks"), f"must be at most population.people = {people}.")
        return
    size = people / graph.blocks
    inside, outside = graph.within * graph.mean_degree, (1.0 - graph.within) * graph.mean_degree
    for ties, others, where in ((inside, size - 1.0, "inside"), (outside, people - size, "outside")):
        if ties > others:
            message = f"asks for {total(ties)} ties {where} the block, where are {total(others)} others."
            yield at(scenario, ("graph", "mean_degree"), message)


def _complete(scenario: Scenario, people: int) -> Iterator[Problem]:
    """Ties grow with the square of the people."""
    if people > LARGEST_COMPLETE:
        message = f"must be at most {LARGEST_COMPLETE} for a complete graph."
        yield at(scenario, ("population", "people"), message)


_BROUGHT = {
    "file": ("path", "the path of a graph file"),
    "dataset": ("name", "the name of a data set"),
}
_GENERATED: dict[str, Callable[[Scenario, int], Iterator[Problem]]] = {
    "powerlaw_cluster": _attachment,
    "barabasi_albert": _attachment,
    "watts_strogatz": _ring,
    "random_regular": _regular,
    "erdos_renyi": _mean,
    "stochastic_block": _blocks,
    "complete": _complete,
}
