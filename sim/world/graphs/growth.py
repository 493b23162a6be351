"""Graphs that grow by newcomers: preferential attachment, with and without triangles, compiled.

The first has the distribution of ``networkx.barabasi_albert_graph``, step by step; the second is the published
algorithm, from which ``networkx.powerlaw_cluster_graph`` departs a little.

References
----------
Barabasi, A.-L. & Albert, R. (1999). Emergence of scaling in random networks. Science 286, 509-512.
Holme, P. & Kim, B. J. (2002). Growing scale-free networks with tunable clustering. Phys. Rev. E 65, 026107.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.chance import below, uniform
from sim.core.compiled import phase, rule
from sim.world.graphs.graph import Pairs

Numbers = NDArray[np.uint32]
BOOK = np.dtype([("start", np.int64), ("room", np.uint32), ("size", np.uint32)])


@phase
def barabasi_albert(people: int, m: int, of: np.uint64) -> Pairs:
    """Newcomers tie themselves to m people, each chosen in proportion to their ties.

    Parameters
    ----------
    people
        Number of people, above m.
    m
        Ties a newcomer brings; person 0 and persons 1 to m start as a star.
    of
        Stream of draws.

    Returns
    -------
    numpy.ndarray
        (m (people - m), 2) uint32 pairs without duplicates, unsorted.
    """
    pairs = np.empty((m * (people - m), 2), dtype=np.uint32)
    for leaf in range(m):
        pairs[leaf, 0], pairs[leaf, 1] = 0, leaf + 1
    chosen_by = np.zeros(people, dtype=np.uint32)
    made = m
    for source in range(m + 1, people):
        _attach(source, m, made, pairs, chosen_by, of)
        made += m
    return pairs


@rule
def _attach(source: int, m: int, made: int, pairs: Pairs, chosen_by: Numbers, of: np.uint64) -> None:
    # Everybody stands in the list of pairs once for each of their ties: a uniform draw from it is preferential.
    chosen, nth = 0, 0
    while chosen < m:
        place = below(of, source, nth, 2 * made)
        target = pairs[place >> 1, place & 1]
        nth += 1
        if chosen_by[target] != source:
            chosen_by[target] = source
            pairs[made + chosen, 0], pairs[made + chosen, 1] = target, source
            chosen += 1


class Books(NamedTuple):
    """Address books while a graph grows: they share one array, and each moves to its end when it has to double."""

    rows: NDArray[Any]
    contacts: Numbers
    marks: Numbers
    near: Numbers


@phase
def powerlaw_cluster(people: int, m: int, p: float, of: np.uint64) -> Pairs:
    """Newcomers bring m ties; after the first, each closes a triangle with probability p (Holme & Kim 2002).

    A preferential choice may hit somebody whom a triangle has reached already; that tie is then one less. networkx
    draws in the same way, but takes its choices in the order of a Python set, which favors some people.

    Parameters
    ----------
    people
        Number of people, above m.
    m
        Ties a newcomer brings; persons 0 to m - 1 start without ties.
    p
        Probability of a triangle step, 0 to 1.
    of
        Stream of draws.

    Returns
    -------
    numpy.ndarray
        (at most m (people - m), 2) uint32 pairs without duplicates, unsorted.
    """
    books, top = _empty_books(people, m)
    weighted = np.empty(m + 2 * m * (people - m), dtype=np.uint32)
    weighted[:m] = np.arange(m)
    pairs = np.empty((m * (people - m), 2), dtype=np.uint32)
    joined = np.empty(m, dtype=np.uint32)
    made, end = 0, m
    for source in range(m, people):
        _join(source, p, weighted[:end], joined, books, of)
        for target in joined:
            weighted[end] = target
            weighted[end + m] = source
            end += 1
            if books.marks[target] == 2 * source + 1:
                books.marks[target] = 0
                pairs[made, 0], pairs[made, 1] = target, source
                made += 1
                top = _write(books, int(target), source, top)
                top = _write(books, source, int(target), top)
        end += m
    return pairs[:made]


@rule
def _empty_books(people: int, m: int) -> tuple[Books, int]:
    # A book starts with room for 2 m contacts, the mean, and doubles: 10 m per person can never be filled.
    rows = np.zeros(people, dtype=BOOK)
    for i in range(people):
        rows[i]["start"] = 2 * m * i
        rows[i]["room"] = 2 * m
    contacts = np.empty(10 * m * people, dtype=np.uint32)
    marks, near = np.zeros(people, dtype=np.uint32), np.empty(people, dtype=np.uint32)
    return Books(rows, contacts, marks, near), 2 * m * people


@rule
def _join(source: int, p: float, weighted: Numbers, joined: Numbers, books: Books, of: np.uint64) -> None:
    """Choose whom a newcomer joins: m people by preference, or friends of the last one chosen."""
    picks = books.near[: len(joined)].copy()
    nth = _pick(source, weighted, picks, books.marks, of)
    taken, target = 0, 0
    for i in range(len(joined)):
        friends = 0
        if i > 0 and uniform(of, source, nth + 2 * i) < p:
            friends = _open_friends(books, target, 2 * source + 1)
        if friends > 0:
            joined[i] = books.near[below(of, source, nth + 2 * i + 1, friends)]
        else:
            target = picks[taken]
            taken += 1
            joined[i] = target
        books.marks[joined[i]] = 2 * source + 1


@rule
def _pick(source: int, weighted: Numbers, picks: Numbers, marks: Numbers, of: np.uint64) -> int:
    chosen, nth = 0, 0
    while chosen < len(picks):
        target = weighted[below(of, source, nth, len(weighted))]
        nth += 1
        if marks[target] != 2 * source:
            marks[target] = 2 * source
            picks[chosen] = target
            chosen += 1
    return nth


@rule
def _open_friends(books: Books, person: int, linked: int) -> int:
    count, book = 0, books.rows[person]
    for i in range(int(book["size"])):
        friend = books.contacts[book["start"] + i]
        if books.marks[friend] != linked:
            books.near[count] = friend
            count += 1
    return count


@rule
def _write(books: Books, person: int, contact: int, top: int) -> int:
    book, contacts = books.rows[person], books.contacts
    if book["size"] == book["room"]:
        for i in range(int(book["size"])):
            contacts[top + i] = contacts[book["start"] + i]
        book["start"] = top
        book["room"] *= np.uint32(2)
        top += book["room"]
    contacts[book["start"] + book["size"]] = contact
    book["size"] += np.uint32(1)
    return top
