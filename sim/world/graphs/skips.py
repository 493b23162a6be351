"""Graphs whose ties are independent of each other, drawn by skipping from tie to tie, compiled.

Same distribution as ``networkx.fast_gnp_random_graph``; time grows with people and ties, not with pairs.

References
----------
Batagelj, V. & Brandes, U. (2005). Efficient generation of large random networks. Phys. Rev. E 71, 036113.
"""

from __future__ import annotations

import math

import numpy as np

from sim.core.chance import uniform
from sim.core.compiled import phase, rule
from sim.world.graphs.graph import Pairs

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
