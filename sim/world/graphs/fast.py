"""Social graphs for many people: compiled generators straight into pairs, same distribution as networkx."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import numpy as np

from sim.model.people.parameters import Graph
from sim.world.graphs.blocks import stochastic_block
from sim.world.graphs.draws import part
from sim.world.graphs.graph import Pairs
from sim.world.graphs.growth import barabasi_albert, powerlaw_cluster
from sim.world.graphs.pairing import random_regular, sparse_or_complement
from sim.world.graphs.rewiring import kept_ties, watts_strogatz
from sim.world.graphs.skips import independent_ties


def by_compiled(spec: Graph, people: int, key: np.uint64) -> Pairs:
    """Ties of a generated graph.

    Parameters
    ----------
    spec
        Graph section whose parameters fit the number of people (:func:`sim.world.graphs.limits.check`).
    people
        Number of people.
    key
        Key of the run.

    Returns
    -------
    numpy.ndarray
        (E, 2) uint32 pairs without self-loops and duplicates, in any order.
    """
    return GENERATORS[spec.kind](spec, people, key)


def _barabasi_albert(spec: Graph, people: int, key: np.uint64) -> Pairs:
    return barabasi_albert(people, spec.m, part(key, 0))


def _powerlaw_cluster(spec: Graph, people: int, key: np.uint64) -> Pairs:
    return powerlaw_cluster(people, spec.m, spec.p, part(key, 0))


def _watts_strogatz(spec: Graph, people: int, key: np.uint64) -> Pairs:
    return kept_ties(watts_strogatz(people, spec.k // 2, spec.p, part(key, 0), part(key, 1)))


def _random_regular(spec: Graph, people: int, key: np.uint64) -> Pairs:
    def sparse(k: int) -> Pairs:
        attempts = (random_regular(people, k, part(key, attempt)) for attempt in count())
        pairs = next(kept_ties(contacts) for done, contacts in attempts if done)
        return pairs[pairs[:, 0] < pairs[:, 1]]

    return sparse_or_complement(people, spec.k, sparse)


def _erdos_renyi(spec: Graph, people: int, key: np.uint64) -> Pairs:
    return independent_ties(people, spec.mean_degree / (people - 1), part(key, 0))


def _stochastic_block(spec: Graph, people: int, key: np.uint64) -> Pairs:
    of = part(key, 0)

    def independent(size: int, p: float, number: int) -> Pairs:
        return independent_ties(size, p, of, number)

    return stochastic_block(spec, people, independent)


def _complete(spec: Graph, people: int, key: np.uint64) -> Pairs:
    pairs = np.empty((people * (people - 1) // 2, 2), dtype=np.uint32)
    pairs[:, 0], pairs[:, 1] = np.triu_indices(people, k=1)
    return pairs


GENERATORS: dict[str, Callable[[Graph, int, np.uint64], Pairs]] = {
    "barabasi_albert": _barabasi_albert,
    "powerlaw_cluster": _powerlaw_cluster,
    "watts_strogatz": _watts_strogatz,
    "random_regular": _random_regular,
    "erdos_renyi": _erdos_renyi,
    "stochastic_block": _stochastic_block,
    "complete": _complete,
}
