"""The small world: a ring whose ties are rewired with some probability, compiled.

Same distribution as ``networkx.watts_strogatz_graph``, step by step.

References
----------
Watts, D. J. & Strogatz, S. H. (1998). Collective dynamics of small-world networks. Nature 393, 440-442.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.core.chance import below, uniform
from sim.core.compiled import phase, rule
from sim.world.graphs.graph import Pairs

Numbers = NDArray[np.uint32]
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
    while other == u or _tied(u, other, far):
        nth += 1
        other = below(whom, u, nth, len(far))
    return other


@rule
def _tied(u: int, v: int, far: Numbers) -> bool:
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
