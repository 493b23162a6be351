"""Sets of topics, and how far industries lie apart in a listener's mind."""

from __future__ import annotations

from typing import Any

from sim.world.compiled import phase


@phase
def mean_distance(topics: Any, told: int) -> float:
    """Return the mean distance over all pairs in a set of topics, 0..1; 0 for one topic or none.

    Parameters
    ----------
    topics
        All topics with their distances, shape (topics,).
    told
        The set, as bits.
    """
    total, pairs = 0.0, 0
    for a in range(topics.size):
        if told >> a & 1:
            for b in range(a):
                if told >> b & 1:
                    total += topics[a].distance[b]
                    pairs += 1
    return total / pairs if pairs > 0 else 0.0


@phase
def farthest(topics: Any, new: int, known: int) -> float:
    """Return the largest distance between a new profession and a known one, 0..1; 0 if there is none of either.

    A topic that only revenue-share companies stand for is nobody's profession (``unclaimed``), and does not count.

    Parameters
    ----------
    topics
        All topics with their distances, shape (topics,).
    new, known
        The two sets, as bits.
    """
    most = 0.0
    for a in range(topics.size):
        if new >> a & 1 and topics[a].unclaimed == 0:
            for b in range(topics.size):
                if known >> b & 1 and topics[b].unclaimed == 0:
                    most = max(most, topics[a].distance[b])
    return most
