"""Sets of topics, and how far industries lie apart in a listener's mind."""

from __future__ import annotations

from typing import Any

from sim.core.compiled import phase


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


@phase
def professions(topics: Any, told: int) -> int:
    """Return those of the topics told (a bit set) that are somebody's profession, as a bit set."""
    claimed = 0
    for topic in range(topics.size):
        if topics[topic].unclaimed == 0:
            claimed |= 1 << topic
    return told & claimed


@phase
def old_story(topics: Any, told: int, heard: int) -> bool:
    """Tell whether something told fits what was heard before: the same topic, or one that means the same.

    To mention what is nobody's profession for the first time fits nothing, and contradicts nothing either.

    Parameters
    ----------
    topics
        All topics with their distances, shape (topics,).
    told, heard
        What is told now and what was heard from this mouth before, as bit sets.
    """
    if farthest(topics, told & ~heard, heard) > 0.0:
        return False
    return told & heard != 0 or (professions(topics, told) != 0 and professions(topics, heard) != 0)
