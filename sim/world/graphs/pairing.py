"""Equal numbers of ties: stubs are shuffled and paired, and what clashes is shuffled again; compiled.

Same algorithm as ``networkx.random_regular_graph`` (asymptotically uniform over all such graphs).

References
----------
Steger, A. & Wormald, N. (1999). Generating random regular graphs quickly. Combin. Probab. Comput. 8, 377-396.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.core.chance import below
from sim.core.compiled import phase, rule
from sim.world.graphs.graph import Pairs

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
