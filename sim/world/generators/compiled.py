"""Every kind of graph by compiled code: the same distributions at any size, other draws."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import TypeAlias

import numpy as np

from sim.model.people.parameters import Graph
from sim.world.generators.composed import sparse_or_complement, stochastic_block
from sim.world.generators.drawn import independent_ties, kept_ties, random_regular, watts_strogatz
from sim.world.generators.growth import barabasi_albert, powerlaw_cluster
from sim.world.generators.sequential import complete
from sim.world.graphs.graph import part
from sim.world.graphs.order import Pairs

Compiled: TypeAlias = Callable[[Graph, int, np.uint64], Pairs]


def by_compiled(spec: Graph, people: int, key: np.uint64) -> Pairs:
    """Ties of a graph of any size; as :func:`sim.world.generators.kinds.generated`."""
    return COMPILED[spec.kind](spec, people, key)


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


COMPILED: dict[str, Compiled] = {
    "barabasi_albert": lambda spec, people, key: barabasi_albert(people, spec.m, part(key, 0)),
    "powerlaw_cluster": lambda spec, people, key: powerlaw_cluster(people, spec.m, spec.p, part(key, 0)),
    "watts_strogatz": _small_world,
    "random_regular": _regular,
    "erdos_renyi": lambda spec, people, key: independent_ties(people, spec.mean_degree / (people - 1), part(key, 0)),
    "stochastic_block": _blocks,
    "complete": lambda spec, people, key: complete(people),
}
