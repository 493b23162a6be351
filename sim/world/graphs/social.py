"""From the graph section of a scenario to a social graph."""

from __future__ import annotations

import numpy as np

from sim.model.people.parameters import Graph
from sim.world.graphs.errors import GraphError
from sim.world.graphs.graph import Pairs, SocialGraph, settle
from sim.world.graphs.limits import check, expected_ties

NETWORKX_PEOPLE = 50_000
NETWORKX_TIES = 1_000_000


def social_graph(
    spec: Graph, people: int | None, key: np.uint64, *, networkx_people: int = NETWORKX_PEOPLE
) -> SocialGraph:
    """Make or read the social graph of a scenario.

    Parameters
    ----------
    spec
        Graph section. A relative `path` is relative to the working directory.
    people
        Number of people; None takes it from the file or data set.
    key
        Key of the run (:func:`sim.core.chance.seed_key`); the same key gives the same graph.
    networkx_people
        Up to how many people (and a million ties) networkx makes the graph; above, compiled generators of
        the same distribution do.

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
        return _generated(spec, people, key, networkx_people)
    graph, source = _from_file(spec) if spec.kind == "file" else _from_dataset(spec)
    if people is not None and people != graph.people:
        raise GraphError(
            f"population.people = {people}, but {source} has {graph.people:,} people: "
            f"leave population.people out or set it to {graph.people}."
        )
    return graph


def _generated(spec: Graph, people: int | None, key: np.uint64, networkx_people: int) -> SocialGraph:
    if people is None:
        raise GraphError(f'population.people is missing; graph.kind = "{spec.kind}" needs a number of people.')
    check(spec, people)
    return settle(people, _pairs(spec, people, key, networkx_people))


def _pairs(spec: Graph, people: int, key: np.uint64, networkx_people: int) -> Pairs:
    if people <= networkx_people and expected_ties(spec, people) <= NETWORKX_TIES:
        from sim.world.graphs.generators import by_networkx

        return by_networkx(spec, people, key)
    from sim.world.graphs.fast import by_compiled

    return by_compiled(spec, people, key)


def _from_file(spec: Graph) -> tuple[SocialGraph, str]:
    from sim.world.graphs.files import graph_from_file

    if spec.path is None:
        raise GraphError('graph.path is missing; graph.kind = "file" needs the path of a graph file.')
    return graph_from_file(spec.path), f"the graph file {spec.path}"


def _from_dataset(spec: Graph) -> tuple[SocialGraph, str]:
    from sim.core.wording import listed
    from sim.world.graphs.datasets import NAMES, graph_from_dataset

    if spec.name is None:
        raise GraphError(f'graph.name is missing; graph.kind = "dataset" needs {listed(NAMES)}.')
    return graph_from_dataset(spec.name), f"the data set {spec.name}"
