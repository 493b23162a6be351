"""Every tie from both sides, so that a person finds their contacts in one stretch of memory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.core.compiled import phase
from sim.core.rows import Rows
from sim.model.people.rows import Link
from sim.model.tables import NONE
from sim.world.graphs.graph import SocialGraph
from sim.world.graphs.order import Pairs

Numbers = NDArray[np.uint32]


@dataclass(frozen=True, eq=False)
class TieIndex:
    """Address books: person i owns rows ``first[i]`` to ``first[i] + degree[i] - 1``, and free places behind them.

    Attributes
    ----------
    first
        (people,) uint32: first row of each person.
    degree
        (people,) uint32: number of ties of each person.
    links
        A row per tie and side, and per free place; the contacts of a person ascend.
    """

    first: Numbers
    degree: Numbers
    links: Rows[Link]


def tie_index(graph: SocialGraph, places: int = 0) -> TieIndex:
    """Enter the ties of a graph in the address books of both people, in one pass over its edges.

    Parameters
    ----------
    graph
        A social graph; its edges are sorted, which keeps every person's contacts ascending.
    places
        Free places at the end of every address book, 0 or more; they lead to NONE.
    """
    degree, first = np.zeros(graph.people, np.uint32), np.zeros(graph.people, np.uint32)
    _count(graph.edges, degree)
    np.cumsum(degree[:-1] + np.uint32(places), out=first[1:])
    links = Link.rows(2 * len(graph.edges) + places * graph.people)
    _enter(graph.edges, first, places, links)
    return TieIndex(first, degree, links)


@phase
def _count(edges: Pairs, degree: Numbers) -> None:
    for e in range(len(edges)):
        degree[edges[e, 0]] += np.uint32(1)
        degree[edges[e, 1]] += np.uint32(1)


@phase
def _enter(edges: Pairs, first: Numbers, places: int, links: Rows[Link]) -> None:
    free = first.copy()
    for e in range(len(edges)):
        u, v = edges[e, 0], edges[e, 1]
        here, there = free[u], free[v]
        links[here].other, links[there].other = v, u
        links[here].mirror, links[there].mirror = there, here
        free[u] = here + np.uint32(1)
        free[v] = there + np.uint32(1)
    for person in range(len(free)):
        for place in range(places):
            links[free[person] + place].other = NONE
            links[free[person] + place].mirror = NONE
