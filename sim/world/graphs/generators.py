"""From a kind of graph to its ties: by networkx at the sizes people look at, by compiled generators above."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import chain, count
from typing import TypeAlias

import networkx as nx
import numpy as np

from sim.model.people.parameters import Graph
from sim.world.graphs.drawn import (
    independent_ties,
    kept_ties,
    random_regular,
    sparse_or_complement,
    stochastic_block,
    watts_strogatz,
)
from sim.world.graphs.graph import Pairs, part
from sim.world.graphs.growth import barabasi_albert, powerlaw_cluster

NetworkX: TypeAlias = Callable[[Graph, int, random.Random], nx.Graph]
Compiled: TypeAlias = Callable[[Graph, int, np.uint64], Pairs]


def by_networkx(spec: Graph, people: int, key: np.uint64) -> Pairs:
    """(E, 2) ties of a graph that networkx makes, without self-loops and duplicates, in any order.

    Parameters
    ----------
    spec, people
        Graph section, and a number of people that suits it (:func:`sim.world.graphs.graph.check`).
    key
        Key of the run; it seeds networkx.
    """
    chance = random.Random(int(part(key, 0)))
    if spec.kind == "random_regular":
        return sparse_or_complement(people, spec.k, lambda k: pairs_of(nx.random_regular_graph(k, people, seed=chance)))
    if spec.kind == "stochastic_block":
        return stochastic_block(
            spec, people, lambda size, p, _: pairs_of(nx.fast_gnp_random_graph(size, p, seed=chance))
        )
    return pairs_of(NETWORKX[spec.kind](spec, people, chance))


def by_compiled(spec: Graph, people: int, key: np.uint64) -> Pairs:
    """(E, 2) ties of a graph that compiled code makes; as :func:`by_networkx`."""
    return COMPILED[spec.kind](spec, people, key)


def pairs_of(graph: nx.Graph) -> Pairs:
    """(E, 2) ties of a graph whose nodes are the numbers of people."""
    ends = chain.from_iterable(graph.edges())
    return np.fromiter(ends, dtype=np.uint32, count=2 * graph.number_of_edges()).reshape(-1, 2)


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


NETWORKX: dict[str, NetworkX] = {
    "barabasi_albert": lambda spec, people, chance: nx.barabasi_albert_graph(people, spec.m, seed=chance),
    "powerlaw_cluster": lambda spec, people, chance: nx.powerlaw_cluster_graph(people, spec.m, spec.p, seed=chance),
    "watts_strogatz": lambda spec, people, chance: nx.watts_strogatz_graph(people, spec.k, spec.p, seed=chance),
    "erdos_renyi": lambda spec, people, chance: nx.fast_gnp_random_graph(
        people, spec.mean_degree / (people - 1), seed=chance
    ),
    "complete": lambda spec, people, chance: nx.complete_graph(people),
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
