"""Ties in order, and the components they join: compiled, in time that grows with people and ties.

Numbers of people are sorted by counting (Seward 1954), not by comparing: a table of how many ties everybody has tells
where each tie belongs.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.core.compiled import phase, rule

Pairs: TypeAlias = NDArray[np.uint32]
Numbers: TypeAlias = NDArray[np.uint32]


def sorted_edges(people: int, pairs: NDArray[np.unsignedinteger]) -> Pairs:
    """Order pairs (smaller number first, rows sorted) and keep each once.

    Parameters
    ----------
    people
        Number of people.
    pairs
        (R, 2) numbers of people, below ``people``, two different ones in every pair.

    Returns
    -------
    numpy.ndarray
        (E, 2) uint32; the pairs themselves if they are in order.
    """
    found = np.ascontiguousarray(pairs, dtype=np.uint32)
    if _are_sorted(found):
        return found
    for by in (1, 0):  # stable: what is in order of the larger number stays so among ties of one smaller number
        if not _rise(found, by):
            start, moved = np.zeros(people + 1, np.uint32), np.empty_like(found)
            _deal(found, by, start, moved)
            found = moved
    edges = found.copy() if found is pairs else found
    return edges[: _without_repeats(edges)]


@rule
def _end(pairs: Pairs, row: int, larger: int) -> int:
    one, two = pairs[row, 0], pairs[row, 1]
    return max(one, two) if larger else min(one, two)


@phase
def _are_sorted(pairs: Pairs) -> bool:
    for row in range(len(pairs)):
        one, two = pairs[row, 0], pairs[row, 1]
        if one >= two:
            return False
        if row > 0 and (one < pairs[row - 1, 0] or (one == pairs[row - 1, 0] and two <= pairs[row - 1, 1])):
            return False
    return True


@phase
def _rise(pairs: Pairs, by: int) -> bool:
    """Tell whether every pair has its smaller number first, and whether those numbers (or the larger) never fall."""
    for row in range(len(pairs)):
        if pairs[row, 0] > pairs[row, 1] or (row > 0 and pairs[row, by] < pairs[row - 1, by]):
            return False
    return True


@phase
def _deal(pairs: Pairs, by: int, start: Numbers, moved: Pairs) -> None:
    """Write pairs, the smaller number first, in order of one of the two."""
    for row in range(len(pairs)):
        start[_end(pairs, row, by) + 1] += np.uint32(1)
    for person in range(1, len(start)):
        start[person] += start[person - 1]
    for row in range(len(pairs)):
        end = _end(pairs, row, by)
        place = start[end]
        moved[place, 0], moved[place, 1] = _end(pairs, row, 0), _end(pairs, row, 1)
        start[end] = place + np.uint32(1)


@phase
def _without_repeats(edges: Pairs) -> int:
    kept = 0
    for row in range(len(edges)):
        one, two = edges[row, 0], edges[row, 1]
        if kept == 0 or one != edges[kept - 1, 0] or two != edges[kept - 1, 1]:
            edges[kept, 0], edges[kept, 1] = one, two
            kept += 1
    return kept


def component_sizes(people: int, edges: Pairs) -> NDArray[np.int64]:
    """Return how many people are in each component, in order of their first members.

    Parameters
    ----------
    people
        Number of people.
    edges
        (E, 2) uint32 ties.
    """
    leader, size = np.arange(people, dtype=np.uint32), np.zeros(people, np.uint32)
    _join_up(edges, leader, size)
    return size[size > 0].astype(np.int64)


@phase
def _join_up(edges: Pairs, leader: Numbers, size: Numbers) -> None:
    """Let the first member of every component lead it (union and find, halving paths: Tarjan & van Leeuwen 1984)."""
    for row in range(len(edges)):
        one, two = _lead(leader, edges[row, 0]), _lead(leader, edges[row, 1])
        if one < two:
            leader[two] = one
        elif two < one:
            leader[one] = two
    for person in range(len(leader)):
        size[_lead(leader, person)] += np.uint32(1)


@rule
def _lead(leader: Numbers, person: int) -> int:
    while leader[person] != person:
        leader[person] = leader[leader[person]]
        person = leader[person]
    return person
