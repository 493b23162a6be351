"""Graphs composed of others: blocks of independent ties, and dense graphs as what sparse ones leave out.

References
----------
Holland, P. W., Laskey, K. B. & Leinhardt, S. (1983). Stochastic blockmodels: first steps. Social Networks 5, 109-137.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from sim.model.people.parameters import Graph
from sim.world.graphs.graph import block_chances
from sim.world.graphs.order import Pairs


def stochastic_block(spec: Graph, people: int, independent: Callable[[int, float, int], Pairs]) -> Pairs:
    """Tie people with one probability inside blocks and another across.

    networkx.stochastic_block_model looks at every pair of people. The same graph is everybody tied across,
    without the pairs that fall inside a block, and the blocks themselves.

    Parameters
    ----------
    spec
        Graph section with `blocks`, `mean_degree` and `within`.
    people
        Number of people; blocks are stretches of people whose sizes differ by at most one.
    independent
        Makes the ties of (people, probability of a tie, number of this graph from 0).

    Returns
    -------
    numpy.ndarray
        (E, 2) uint32 pairs without duplicates.
    """
    inside, across = block_chances(spec, people)
    bounds = np.arange(spec.blocks + 1) * people // spec.blocks
    pairs = independent(people, across, 0)
    block = np.searchsorted(bounds, pairs, side="right")
    parts = [pairs[block[:, 0] != block[:, 1]]]
    for number, (first, end) in enumerate(pairwise(bounds), start=1):
        parts.append(independent(int(end - first), inside, number) + np.uint32(first))
    return np.concatenate(parts)


def sparse_or_complement(people: int, k: int, sparse: Callable[[int], Pairs]) -> Pairs:
    """Make a random regular graph, a dense one as the complement of a sparse one.

    Pairing stubs hardly ever succeeds when most people are tied. The pairs that a (people - 1 - k)-regular
    graph leaves out are drawn uniformly if that graph is.

    Parameters
    ----------
    people
        Number of people.
    k
        Ties of each person.
    sparse
        Makes the pairs of a graph with fewer than people / 2 ties a person.

    Returns
    -------
    numpy.ndarray
        (people k / 2, 2) uint32 pairs.
    """
    if 2 * k < people:
        return sparse(k)
    excluded = np.tri(people, dtype=bool)
    excluded[tuple(np.sort(sparse(people - 1 - k), axis=1).T)] = True
    return np.argwhere(~excluded).astype(np.uint32)
