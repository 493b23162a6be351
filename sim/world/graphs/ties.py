"""Every tie from both sides, so that a person finds their contacts in one stretch of memory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.core.compiled import phase
from sim.model.tables import NONE
from sim.world.graphs.graph import Pairs, SocialGraph

Numbers = NDArray[np.uint32]


@dataclass(frozen=True, eq=False)
class TieIndex:
    """Ties as seen by each person; person i owns ties ``first[i]`` to ``first[i] + degree[i] - 1``.

    Attributes
    ----------
    first
        (people,) uint32: first tie of each person.
    degree
        (people,) uint32: number of ties of each person.
    other
        (2 E,) uint32: the contact of each tie, ascending within a person.
    mirror
        (2 E,) uint32: the same tie seen from the other side.
    """

    first: Numbers
    degree: Numbers
    other: Numbers
    mirror: Numbers


def tie_index(graph: SocialGraph) -> TieIndex:
    """Index the ties of a graph by person in one pass over its edges.

    Parameters
    ----------
    graph
        A social graph; its edges are sorted, which keeps every person's contacts ascending.
    """
    degree = np.bincount(graph.edges.ravel(), minlength=graph.people).astype(np.uint32)
    first = np.zeros(graph.people, dtype=np.uint32)
    np.cumsum(degree[:-1], out=first[1:])
    other, mirror = _both_sides(graph.edges, first)
    return TieIndex(first, degree, other, mirror)


def with_spare_places(index: TieIndex, places: int) -> TieIndex:
    """Leave free places at the end of every address book.

    Parameters
    ----------
    index
        As :func:`tie_index` makes it; it stays as it is.
    places
        Free places of each person, 0 or more; their ties lead to NONE.
    """
    if places == 0:
        return index
    people = index.first.size
    moved = np.arange(people, dtype=np.uint32) * np.uint32(places)
    owner = np.repeat(moved, index.degree)
    rows = np.arange(index.other.size, dtype=np.uint32) + owner
    other = np.full(index.other.size + people * places, NONE, np.uint32)
    mirror = np.full(other.size, NONE, np.uint32)
    other[rows] = index.other
    mirror[rows] = rows[index.mirror]
    return TieIndex(index.first + moved, index.degree, other, mirror)


@phase
def _both_sides(edges: Pairs, first: Numbers) -> tuple[Numbers, Numbers]:
    other = np.empty(2 * len(edges), dtype=np.uint32)
    mirror = np.empty(2 * len(edges), dtype=np.uint32)
    free = first.copy()
    for e in range(len(edges)):
        u, v = edges[e, 0], edges[e, 1]
        here, there = free[u], free[v]
        other[here], other[there] = v, u
        mirror[here], mirror[there] = there, here
        free[u] = here + np.uint32(1)
        free[v] = there + np.uint32(1)
    return other, mirror
