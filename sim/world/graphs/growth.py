"""Graphs that grow by newcomers: preferential attachment, with and without triangles, compiled.

Same distribution as ``networkx.barabasi_albert_graph`` and ``networkx.powerlaw_cluster_graph``, step by step.

References
----------
Barabasi, A.-L. & Albert, R. (1999). Emergence of scaling in random networks. Science 286, 509-512.
Holme, P. & Kim, B. J. (2002). Growing scale-free networks with tunable clustering. Phys. Rev. E 65, 026107.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.chance import below, uniform
from sim.core.compiled import phase, rule
from sim.world.graphs.graph import Pairs

Numbers = NDArray[np.uint32]
EMPTY = np.uint32(0xFFFFFFFF)
BOOK = np.dtype([("start", np.int64), ("room", np.uint32), ("size", np.uint32)])


@phase
def barabasi_albert(people: int, m: int, of: np.uint64) -> Pairs:
    """Newcomers tie themselves to m people, each chosen in proportion to his ties.

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
    # Everybody stands in the list of pairs once for each of his ties: a uniform draw from it is preferential.
    chosen, nth = 0, 0
    while chosen < m:
        place = below(of, source, nth, 2 * made)
        target = pairs[place >> 1, place & 1]
        nth += 1
        if chosen_by[target] != source:
            chosen_by[target] = source
            pairs[made + chosen, 0], pairs[made + chosen, 1] = target, source
            chosen += 1


@phase
def powerlaw_cluster(people: int, m: int, p: float, of: np.uint64) -> Pairs:
    """Newcomers bring m ties; after the first, each closes a triangle with probability p (Holme & Kim 2002).

    As in networkx, a preferential choice may hit somebody whom a triangle has reached already; that tie
    is then one less.

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
    books, contacts, top = _empty_books(people, m)
    repeated = np.empty(m + 2 * m * (people - m), dtype=np.uint32)
    for founder in range(m):
        repeated[founder] = founder
    pairs = np.empty((m * (people - m), 2), dtype=np.uint32)
    stamp = np.zeros(people, dtype=np.uint32)
    picks, near = np.empty(m, dtype=np.uint32), np.empty(people, dtype=np.uint32)
    table = np.empty(_set_size(m), dtype=np.uint32)
    made = 0
    for source in range(m, people):
        joined = repeated[m + 2 * m * (source - m) : m + 2 * m * (source - m + 1)]
        nth = _pick(source, repeated[: m + 2 * m * (source - m)], picks, stamp, of)
        _order_like_a_set(picks, table)
        _join(source, p, nth, picks, joined, books, contacts, stamp, near, of)
        made, top = _write_down(source, joined, pairs, made, books, contacts, top, stamp)
    return pairs[:made]


@rule
def _empty_books(people: int, m: int) -> tuple[NDArray[Any], Numbers, int]:
    # A book starts with room for 2 m contacts, the mean, and doubles: 10 m per person can never be filled.
    books = np.zeros(people, dtype=BOOK)
    for i in range(people):
        books[i]["start"] = 2 * m * i
        books[i]["room"] = 2 * m
    return books, np.empty(10 * m * people, dtype=np.uint32), 2 * m * people


@rule
def _pick(source: int, repeated: Numbers, picks: Numbers, stamp: Numbers, of: np.uint64) -> int:
    chosen, nth = 0, 0
    while chosen < len(picks):
        target = repeated[below(of, source, nth, len(repeated))]
        nth += 1
        if stamp[target] != 2 * source:
            stamp[target] = 2 * source
            picks[chosen] = target
            chosen += 1
    return nth


@rule
def _set_size(m: int) -> int:
    """Slots of the hash table of a Python set that m numbers were added to."""
    size = 8
    for count in range(1, m + 1):
        if 5 * count >= 3 * (size - 1):
            while size <= 4 * count:
                size *= 2
    return size


@rule
def _order_like_a_set(picks: Numbers, table: Numbers) -> None:
    # networkx keeps the picks in a set, which hands out numbers by their lowest bits; the last of them may
    # never be used. This favors some people; without it the degrees would spread less than networkx's.
    table[:] = EMPTY
    mask = len(table) - 1
    for i in range(len(picks)):
        slot = picks[i] & mask
        while table[slot] != EMPTY:
            slot = (slot + 1) & mask
        table[slot] = picks[i]
    count = 0
    for slot in range(len(table)):
        if table[slot] != EMPTY:
            picks[count] = table[slot]
            count += 1


@rule
def _join(
    source: int,
    p: float,
    nth: int,
    picks: Numbers,
    joined: Numbers,
    books: NDArray[Any],
    contacts: Numbers,
    stamp: Numbers,
    near: Numbers,
    of: np.uint64,
) -> None:
    """Choose whom a newcomer joins: the picks in their order, or friends of the last one."""
    linked, taken, target = 2 * source + 1, 0, 0
    for i in range(len(picks)):
        open_friends = 0
        if i > 0 and uniform(of, source, nth + 2 * i) < p:
            open_friends = _open_friends(books[target], contacts, stamp, linked, near)
        if open_friends > 0:
            joined[i] = near[below(of, source, nth + 2 * i + 1, open_friends)]
        else:
            target = picks[taken]
            taken += 1
            joined[i] = target
        stamp[joined[i]] = linked


@rule
def _open_friends(book: Any, contacts: Numbers, stamp: Numbers, linked: int, near: Numbers) -> int:
    count = 0
    for i in range(int(book["size"])):
        friend = contacts[book["start"] + i]
        if stamp[friend] != linked:
            near[count] = friend
            count += 1
    return count


@rule
def _write_down(
    source: int,
    joined: Numbers,
    pairs: Pairs,
    made: int,
    books: NDArray[Any],
    contacts: Numbers,
    top: int,
    stamp: Numbers,
) -> tuple[int, int]:
    """Note each person joined once, in the pairs and in both address books; list the newcomer m times."""
    m = len(joined) // 2
    for i in range(m):
        target = joined[i]
        if stamp[target] == 2 * source + 1:
            stamp[target] = 0
            pairs[made, 0], pairs[made, 1] = target, source
            made += 1
            top = _write(books[target], source, contacts, top)
            top = _write(books[source], target, contacts, top)
        joined[m + i] = source
    return made, top


@rule
def _write(book: Any, contact: int, contacts: Numbers, top: int) -> int:
    if book["size"] == book["room"]:
        for i in range(int(book["size"])):
            contacts[top + i] = contacts[book["start"] + i]
        book["start"] = top
        book["room"] *= np.uint32(2)
        top += book["room"]
    contacts[book["start"] + book["size"]] = contact
    book["size"] += np.uint32(1)
    return top
