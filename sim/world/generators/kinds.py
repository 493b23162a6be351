"""From a kind of graph to its ties: draw by draw as networkx has it at the sizes people look at, compiled above."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from sim.model.people.parameters import Graph
from sim.world.generators import sequential
from sim.world.generators.composed import sparse_or_complement, stochastic_block
from sim.world.graphs.graph import expected_ties, part
from sim.world.graphs.order import Pairs

MOST_PEOPLE = 50_000
MOST_TIES = 1_000_000
MANY = 50  # contacts of a person above which triangles are looked for by compiled code
Sequential: TypeAlias = Callable[[Graph, int, random.Random], Pairs]


def generated(spec: Graph, people: int, key: np.uint64) -> Pairs:
    """(E, 2) ties of a graph, without self-loops and duplicates, in any order.

    Parameters
    ----------
    spec, people
        Graph section, and a number of people that suits it (:func:`sim.world.graphs.graph.check`).
    key
        Key of the run (:func:`sim.core.chance.seed_key`); the same key gives the same graph.
    """
    if people <= MOST_PEOPLE and expected_ties(spec, people) <= MOST_TIES:
        return as_networkx(spec, people, key)
    from sim.world.generators.compiled import by_compiled  # most worlds do without: generators take time to load

    return by_compiled(spec, people, key)


def as_networkx(spec: Graph, people: int, key: np.uint64) -> Pairs:
    """Ties that networkx gives for a key; as :func:`generated`."""
    return SEQUENTIAL[spec.kind](spec, people, random.Random(int(part(key, 0))))


def _clustered(spec: Graph, people: int, chance: random.Random) -> Pairs:
    if 2 * spec.m <= MANY:
        return sequential.clustered(people, spec.m, spec.p, chance)
    from sim.world.generators import replayed

    return replayed.clustered(people, spec.m, spec.p, chance)


SEQUENTIAL: dict[str, Sequential] = {
    "barabasi_albert": lambda spec, people, chance: sequential.preferential(people, spec.m, chance),
    "powerlaw_cluster": _clustered,
    "watts_strogatz": lambda spec, people, chance: sequential.small_world(people, spec.k, spec.p, chance),
    "random_regular": lambda spec, people, chance: sparse_or_complement(
        people, spec.k, lambda k: sequential.regular(people, k, chance)
    ),
    "erdos_renyi": lambda spec, people, chance: sequential.independent(people, spec.mean_degree / (people - 1), chance),
    "stochastic_block": lambda spec, people, chance: stochastic_block(
        spec, people, lambda size, p, _: sequential.independent(size, p, chance)
    ),
    "complete": lambda spec, people, chance: sequential.complete(people),
}
