"""Social graphs made by networkx: the reference, used at the sizes people look at."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import chain
from typing import Any

import networkx as nx
import numpy as np

from sim.model.people.parameters import Graph
from sim.world.graphs.blocks import stochastic_block
from sim.world.graphs.draws import part
from sim.world.graphs.graph import Pairs
from sim.world.graphs.pairing import sparse_or_complement


def by_networkx(spec: Graph, people: int, key: np.uint64) -> Pairs:
    """Ties of a generated graph.

    Parameters
    ----------
    spec
        Graph section whose parameters fit the number of people (:func:`sim.world.graphs.limits.check`).
    people
        Number of people.
    key
        Key of the run; it seeds networkx.

    Returns
    -------
    numpy.ndarray
        (E, 2) uint32 pairs without self-loops and duplicates, in any order.
    """
    return GENERATORS[spec.kind](spec, people, random.Random(int(part(key, 0))))


def pairs_of(graph: Any) -> Pairs:
    """Ties of a graph whose nodes are the numbers of people."""
    ends = chain.from_iterable(graph.edges())
    return np.fromiter(ends, dtype=np.uint32, count=2 * graph.number_of_edges()).reshape(-1, 2)


def _barabasi_albert(spec: Graph, people: int, chance: random.Random) -> Pairs:
    return pairs_of(nx.barabasi_albert_graph(people, spec.m, seed=chance))


def _powerlaw_cluster(spec: Graph, people: int, chance: random.Random) -> Pairs:
    return pairs_of(nx.powerlaw_cluster_graph(people, spec.m, spec.p, seed=chance))


def _watts_strogatz(spec: Graph, people: int, chance: random.Random) -> Pairs:
    return pairs_of(nx.watts_strogatz_graph(people, spec.k, spec.p, seed=chance))


def _random_regular(spec: Graph, people: int, chance: random.Random) -> Pairs:
    def sparse(k: int) -> Pairs:
        return pairs_of(nx.random_regular_graph(k, people, seed=chance))

    return sparse_or_complement(people, spec.k, sparse)


def _erdos_renyi(spec: Graph, people: int, chance: random.Random) -> Pairs:
    return pairs_of(nx.fast_gnp_random_graph(people, spec.mean_degree / (people - 1), seed=chance))


def _stochastic_block(spec: Graph, people: int, chance: random.Random) -> Pairs:
    def independent(size: int, p: float, number: int) -> Pairs:
        return pairs_of(nx.fast_gnp_random_graph(size, p, seed=chance))

    return stochastic_block(spec, people, independent)


def _complete(spec: Graph, people: int, chance: random.Random) -> Pairs:
    return pairs_of(nx.complete_graph(people))


GENERATORS: dict[str, Callable[[Graph, int, random.Random], Pairs]] = {
    "barabasi_albert": _barabasi_albert,
    "powerlaw_cluster": _powerlaw_cluster,
    "watts_strogatz": _watts_strogatz,
    "random_regular": _random_regular,
    "erdos_renyi": _erdos_renyi,
    "stochastic_block": _stochastic_block,
    "complete": _complete,
}
