"""From the graph section of a scenario to a social graph: generated, read, or from the literature.

The data sets are those that ship with networkx; of one, the Southern women, the events are used as well (Davis,
Gardner & Gardner 1941).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.core.wording import listed, meant, shown
from sim.model.people.parameters import Graph
from sim.world.generators.kinds import generated
from sim.world.graphs.graph import GraphError, SocialGraph, check, settle

if TYPE_CHECKING:
    import networkx as nx

    from sim.scenario.schema import Scenario

DAVIS = "davis_women"
TOGETHER = 2  # events two women must have attended together to be contacts (assumed)


@lru_cache(maxsize=1)
def davis_attendance() -> tuple[list[str], list[NDArray[np.int64]]]:
    """Return the women by name, and for each of the 14 events, in order, the places of those who were there."""
    graph = _shipped("davis_southern_women")
    names = list(graph.graph["top"])
    place = {name: number for number, name in enumerate(names)}
    evenings = [np.array(sorted(place[who] for who in graph[event])) for event in graph.graph["bottom"]]
    for there in evenings:
        there.setflags(write=False)  # the list is shared by all worlds
    return names, evenings


def davis_women() -> nx.Graph:
    """Return the 18 women as a graph: contacts are those who met at two events or more."""
    import networkx as nx

    names, evenings = davis_attendance()
    met = nx.Graph()
    met.add_nodes_from(names)
    for there in evenings:
        for a, b in combinations(there.tolist(), 2):
            times = met.get_edge_data(names[a], names[b], {"times": 0})["times"]
            met.add_edge(names[a], names[b], times=times + 1)
    contacts = nx.Graph()
    contacts.add_nodes_from(names)
    contacts.add_edges_from((a, b) for a, b, times in met.edges(data="times") if times >= TOGETHER)
    return contacts


def repeats(evenings: list[NDArray[np.int64]]) -> float:
    """Return the share of pair meetings, 0..1, in which the two have met at an event before.

    Parameters
    ----------
    evenings
        Who was at each; at one of them two at least.
    """
    pairs = [pair for there in evenings for pair in combinations(there.tolist(), 2)]
    return 1.0 - len(set(pairs)) / len(pairs)


def evenings_of(scenario: Scenario) -> list[NDArray[np.int64]] | None:
    """Return who is at each evening of a world in turn, or None where networkers invite.

    Parameters
    ----------
    scenario
        Whose ``events.attendance`` takes the list of the data set ``davis_women``.
    """
    return davis_attendance()[1] if scenario.events.attendance else None


TWO_MODE = "The data set joins 18 women to 14 events; events stand in it as if they were people."


def _shipped(name: str) -> Any:
    """Make a data set of networkx, which takes a fifth of a second to import and generated graphs do without."""
    import networkx as nx

    return getattr(nx, f"{name}_graph")()


NAMES: dict[str, tuple[Callable[[], Any], tuple[str, ...]]] = {
    "karate_club": (partial(_shipped, "karate_club"), ()),
    "les_miserables": (partial(_shipped, "les_miserables"), ()),
    "davis_southern_women": (partial(_shipped, "davis_southern_women"), (TWO_MODE,)),
    DAVIS: (davis_women, ()),
    "florentine_families": (partial(_shipped, "florentine_families"), ()),
}
"""Maker and remarks of each: Zachary 1977; Knuth 1993; Davis et al. 1941; Breiger & Pattison 1986."""


def graph_from_dataset(name: str) -> SocialGraph:
    """Take a data set by its name.

    Parameters
    ----------
    name
        One of :data:`NAMES`.

    Raises
    ------
    GraphError
        If there is no such data set; the sentence lists the names and the nearest.
    """
    if name not in NAMES:
        raise GraphError(
            f"graph.name = {shown(name)} is not a data set; there are {listed(NAMES)}.{meant(name, NAMES)}"
        )
    from sim.world.graphs.plausible import from_networkx, to_social

    make, remarks = NAMES[name]
    return to_social(from_networkx(make(), remarks), f"The data set {name}")


def social_graph(spec: Graph, people: int | None, key: np.uint64) -> SocialGraph:
    """Make or read the social graph of a scenario.

    Parameters
    ----------
    spec
        Graph section. A relative `path` is relative to the working directory.
    people
        Number of people; None takes it from the file or data set.
    key
        Key of the run (:func:`sim.core.chance.seed_key`); the same key gives the same graph.

    Returns
    -------
    SocialGraph
        With node ids if it was read.

    Raises
    ------
    GraphError
        If the file cannot be read, has no ties or another number of people, or no such graph exists.
    """
    if spec.kind not in ("file", "dataset"):
        return _generated(spec, people, key)
    graph, source = _from_file(spec) if spec.kind == "file" else _from_dataset(spec)
    if people is not None and people != graph.people:
        raise GraphError(
            f"population.people = {people}, but {source} has {graph.people:,} people: "
            f"leave population.people out or set it to {graph.people}."
        )
    return graph


def _generated(spec: Graph, people: int | None, key: np.uint64) -> SocialGraph:
    if people is None:
        raise GraphError(f'population.people is missing; graph.kind = "{spec.kind}" needs a number of people.')
    check(spec, people)
    if spec.kind == "social_circles":
        return _circles(spec, people, key)
    return settle(people, generated(spec, people, key))


def _circles(spec: Graph, people: int, key: np.uint64) -> SocialGraph:
    from sim.world.generators.circles import social_circles, social_space

    space = social_space(spec, people, key)
    return replace(settle(people, social_circles(space)), space=space)


def _from_file(spec: Graph) -> tuple[SocialGraph, str]:
    from sim.world.graphs.files import graph_from_file

    if spec.path is None:
        raise GraphError('graph.path is missing; graph.kind = "file" needs the path of a graph file.')
    return graph_from_file(spec.path), f"the graph file {spec.path}"


def _from_dataset(spec: Graph) -> tuple[SocialGraph, str]:
    if spec.name is None:
        raise GraphError(f'graph.name is missing; graph.kind = "dataset" needs {listed(NAMES)}.')
    return graph_from_dataset(spec.name), f"the data set {spec.name}"
