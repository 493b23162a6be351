"""Graphs with a fixed plan, compiled: independent ties, equal blocks, equal numbers of ties, rewired rings.

Independent ties are drawn by skipping from tie to tie, so that time grows with people and ties, not with pairs
(Batagelj & Brandes 2005); blocks are such graphs side by side (Holland, Laskey & Leinhardt 1983). For equal numbers of
ties stubs are shuffled and paired, and what clashes is shuffled again (Steger & Wormald 1999). The small world is a
ring whose ties are rewired with some probability (Watts & Strogatz 1998). All are
distributed as networkx's graphs.

References
----------
Batagelj, V. & Brandes, U. (2005). Efficient generation of large random networks. Phys. Rev. E 71, 036113.
Holland, P. W., Laskey, K. B. & Leinhardt, S. (1983). Stochastic blockmodels: first steps. Social Networks 5, 109-137.
Steger, A. & Wormald, N. (1999). Generating random regular graphs quickly. Combin. Probab. Comput. 8, 377-396.
Watts, D. J. & Strogatz, S. H. (1998). Collective dynamics of small-world networks. Nature 393, 440-442.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.core.chance import below, uniform
from sim.core.compiled import phase, rule
from sim.model.people.parameters import Graph
from sim.world.graphs.graph import block_chances
from sim.world.graphs.order import Pairs

FAR = 1e15  # beyond the last pair of any 20,000,000 people, within 64 bits


def independent_ties(people: int, p: float, of: np.uint64, who: int = 0) -> Pairs:
    """Tie every two people with probability p.

    Parameters
    ----------
    people
        Number of people.
    p
        Probability of a tie, 0 to 1.
    of
        Stream of draws.
    who
        Owner of the draws: a number for each graph that shares the stream.

    Returns
    -------
    numpy.ndarray
        (E, 2) uint32, the smaller number first, rows sorted.
    """
    if p <= 0.0:
        return np.empty((0, 2), dtype=np.uint32)
    log_miss = math.log1p(-p) if p < 1.0 else -math.inf
    return _drawn(people, log_miss, of, who, _counted(people, log_miss, of, who))


@phase
def _counted(people: int, log_miss: float, of: np.uint64, who: int) -> int:
    count = 0
    u, v = _next_pair(0, _skip(log_miss, of, who, 0), people)
    while u < people - 1:
        count += 1
        u, v = _next_pair(u, v + _skip(log_miss, of, who, count), people)
    return count


@phase
def _drawn(people: int, log_miss: float, of: np.uint64, who: int, count: int) -> Pairs:
    # Draws are read at positions, so a first walk can count the ties and a second write them down.
    pairs = np.empty((count, 2), dtype=np.uint32)
    u, v = 0, 0
    for tie in range(count):
        u, v = _next_pair(u, v + _skip(log_miss, of, who, tie), people)
        pairs[tie, 0], pairs[tie, 1] = u, v
    return pairs


@rule
def _skip(log_miss: float, of: np.uint64, who: int, nth: int) -> int:
    """Steps to the next tie: geometric, at least 1."""
    return 1 + int(min(math.log1p(-uniform(of, who, nth)) / log_miss, FAR))


@rule
def _next_pair(u: int, v: int, people: int) -> tuple[int, int]:
    """Carry a column beyond the end of row u into the rows below; row u has the columns above u."""
    while v >= people and u < people - 1:
        u += 1
        v += u + 1 - people
    return u, v


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


Numbers = NDArray[np.uint32]


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


@phase
def random_regular(people: int, k: int, of: np.uint64) -> tuple[bool, Numbers]:
    """Try to give everybody k ties.

    Parameters
    ----------
    people
        Number of people, above k; people times k is even.
    k
        Ties of each person.
    of
        Stream of draws of this attempt.

    Returns
    -------
    done : bool
        False if the last stubs cannot be paired; the next attempt needs another stream.
    contacts : numpy.ndarray
        (people, k) uint32: the contacts of each person.
    """
    contacts = np.empty((people, k), dtype=np.uint32)
    size = np.zeros(people, dtype=np.uint32)
    stubs = np.empty(people * k, dtype=np.uint32)
    for i in range(len(stubs)):
        stubs[i] = i // k
    left, turn = len(stubs), 0
    while left > 0:
        _shuffle(stubs[:left], of, turn)
        left = _pair(stubs[:left], contacts, size)
        turn += 1
        if left > 0 and not _can_go_on(stubs[:left], contacts, size):
            return False, contacts
    return True, contacts


@rule
def _shuffle(stubs: Numbers, of: np.uint64, turn: int) -> None:
    for i in range(len(stubs) - 1, 0, -1):
        j = below(of, turn, i, i + 1)
        stubs[i], stubs[j] = stubs[j], stubs[i]


@rule
def _pair(stubs: Numbers, contacts: Numbers, size: Numbers) -> int:
    """Tie neighboring stubs; those that clash move to the front and are counted."""
    left = 0
    for i in range(0, len(stubs), 2):
        a, b = stubs[i], stubs[i + 1]
        if a != b and not _tied(a, b, contacts, size):
            contacts[a, size[a]], contacts[b, size[b]] = b, a
            size[a] += np.uint32(1)
            size[b] += np.uint32(1)
        else:
            stubs[left], stubs[left + 1] = a, b
            left += 2
    return left


@rule
def _tied(a: int, b: int, contacts: Numbers, size: Numbers) -> bool:
    for i in range(int(size[a])):  # noqa: SIM110 - generators do not compile
        if contacts[a, i] == b:
            return True
    return False


@rule
def _can_go_on(stubs: Numbers, contacts: Numbers, size: Numbers) -> bool:
    for i in range(len(stubs)):
        for j in range(i):
            if stubs[i] != stubs[j] and not _tied(stubs[i], stubs[j], contacts, size):
                return True
    return False


ATTEMPTS = 1 << 22  # positions of draws that one tie has for itself; few are ever used


@phase
def watts_strogatz(people: int, half: int, p: float, coin: np.uint64, whom: np.uint64) -> Numbers:
    """Join everybody to the next `half` people on a ring, then move each tie's far end with probability p.

    Parameters
    ----------
    people
        Number of people, above 2 `half`.
    half
        Ties to either side, at most 512.
    p
        Probability that a tie is rewired, 0 to 1.
    coin, whom
        Streams of draws: whether, and to whom.

    Returns
    -------
    numpy.ndarray
        (people, half) uint32: row u holds the far ends of the ties that u keeps.
    """
    far = np.empty((people, half), dtype=np.uint32)
    for u in range(people):
        for j in range(half):
            far[u, j] = (u + j + 1) % people
    degree = np.full(people, 2 * half, dtype=np.uint32)
    for j in range(half):
        for u in range(people):
            if degree[u] < people - 1 and uniform(coin, u, j) < p:
                stranger = _stranger(u, j, far, whom)
                degree[far[u, j]] -= np.uint32(1)
                degree[stranger] += np.uint32(1)
                far[u, j] = stranger
    return far


@rule
def _stranger(u: int, j: int, far: Numbers, whom: np.uint64) -> int:
    nth = j * ATTEMPTS
    other = below(whom, u, nth, len(far))
    while other == u or _linked(u, other, far):
        nth += 1
        other = below(whom, u, nth, len(far))
    return other


@rule
def _linked(u: int, v: int, far: Numbers) -> bool:
    for j in range(far.shape[1]):  # noqa: SIM110 - generators do not compile
        if far[u, j] == v or far[v, j] == u:
            return True
    return False


def kept_ties(far: Numbers) -> Pairs:
    """Pairs (u, far end) of a table of far ends, in order of u."""
    pairs = np.empty((far.size, 2), dtype=np.uint32)
    pairs[:, 0] = np.repeat(np.arange(len(far), dtype=np.uint32), far.shape[1])
    pairs[:, 1] = far.ravel()
    return pairs
