"""From a kind of graph to its ties: draw by draw as networkx has it at the sizes people look at, compiled above."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import count
from typing import TypeAlias

import numpy as np

from sim.model.people.parameters import Graph
from sim.world.generators import replayed, sequential
from sim.world.generators.drawn import (
    independent_ties,
    kept_ties,
    random_regular,
    sparse_or_complement,
    stochastic_block,
    watts_strogatz,
)
from sim.world.generators.growth import barabasi_albert, powerlaw_cluster
from sim.world.graphs.graph import expected_ties, part
from sim.world.graphs.order import Pairs

MOST_PEOPLE = 50_000
MOST_TIES = 1_000_000
MANY = 50  # contacts of a person above which triangles are looked for by compiled code
Sequential: TypeAlias = Callable[[Graph, int, random.Random], Pairs]
Compiled: TypeAlias = Callable[[Graph, int, np.uint64], Pairs]


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
    return by_compiled(spec, people, key)


def as_networkx(spec: Graph, people: int, key: np.uint64) -> Pairs:
    """Ties that networkx gives for a key; as :func:`generated`."""
    return SEQUENTIAL[spec.kind](spec, people, random.Random(int(part(key, 0))))


def by_compiled(spec: Graph, people: int, key: np.uint64) -> Pairs:
    """Ties of a graph of the same distribution, of any size; as :func:`generated`."""
    return COMPILED[spec.kind](spec, people, key)


def _clustered(spec: Graph, people: int, chance: random.Random) -> Pairs:
    make = replayed.clustered if 2 * spec.m > MANY else sequential.clustered
    return make(people, spec.m, spec.p, chance)


def _regular(spec: Graph, people: int, key: np.uint64) -> Pairs:
    def sparse(k: int) -> Pairs:
        attempts = (random_regular(people, k, part(key, attempt)) for attempt in count())
        pairs = next(kept_ties(contacts) for done, contacts in attempts if done)
        return pairs[pairs[:, 0] < pairs[:, 1]]

    return sparse_or_complement(people, spec.k, sparse)


def _blocks(spec: Graph, people: int, key: np.uint64) -> Pairs:
    of = part(key, 0)
    return stochastic_block(spec, people, lambda size, p, number: independent_ties(size, p, of, number))


def _small_world(spec: Graph, people: int, key: np.uint64) -> Pairs:
    return kept_ties(watts_strogatz(people, spec.k // 2, spec.p, part(key, 0), part(key, 1)))


def _complete(people: int) -> Pairs:
    return np.column_stack(np.triu_indices(people, k=1)).astype(np.uint32)


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
    "complete": lambda spec, people, chance: _complete(people),
}
COMPILED: dict[str, Compiled] = {
    "barabasi_albert": lambda spec, people, key: barabasi_albert(people, spec.m, part(key, 0)),
    "powerlaw_cluster": lambda spec, people, key: powerlaw_cluster(people, spec.m, spec.p, part(key, 0)),
    "watts_strogatz": _small_world,
    "random_regular": _regular,
    "erdos_renyi": lambda spec, people, key: independent_ties(people, spec.mean_degree / (people - 1), part(key, 0)),
    "stochastic_block": _blocks,
    "complete": lambda spec, people, key: _complete(people),
}
