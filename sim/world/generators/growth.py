"""Graphs that grow by newcomers: preferential attachment, with and without triangles, compiled.

The first has the distribution of ``networkx.barabasi_albert_graph``, step by step; the second is the published
algorithm, from which ``networkx.powerlaw_cluster_graph`` departs a little.

References
----------
Barabasi, A.-L. & Albert, R. (1999). Emergence of scaling in random networks. Science 286, 509-512.
Holme, P. & Kim, B. J. (2002). Growing scale-free networks with tunable clustering. Phys. Rev. E 65, 026107.
"""

from __future__ import annotations

import numpy as np

from sim.core.chance import below, uniform
from sim.core.compiled import phase, rule, whole
from sim.world.generators.growing import (
    Growth,
    contact,
    contacts_of,
    empty_growth,
    enter,
    is_open,
    join,
    on_ballot,
    open_friends,
    pick,
    write_down,
)
from sim.world.graphs.order import Numbers, Pairs


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
        (m (people - m), 2) uint32 pairs without duplicates, the smaller number first, in order of the larger.
    """
    pairs = np.empty((m * (people - m), 2), dtype=np.uint32)
    _attach_all(people, m, pairs, of)
    return pairs


@phase
def _attach_all(people: int, m: int, pairs: Pairs, of: np.uint64) -> None:
    for leaf in range(m):
        pairs[leaf, 0], pairs[leaf, 1] = 0, leaf + 1
    chosen_by = np.zeros(people, dtype=np.uint32)
    made = m
    for source in range(m + 1, people):
        _attach(source, m, made, pairs, chosen_by, of)
        made += m


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


TRIES = 16  # draws of a friend before the open ones are gathered


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
        (at most m (people - m), 2) uint32, the smaller number first, rows sorted, without duplicates.
    """
    growth, first = empty_growth(people, m)
    pairs = np.empty((_grow(growth, p, first, of), 2), np.uint32)
    write_down(growth, pairs)
    return pairs


@phase
def _grow(growth: Growth, p: float, first: int, of: np.uint64) -> int:
    """Let all newcomers come; return how many ties there are."""
    people, m = growth.joined.shape
    picks = np.empty(m, np.uint32)
    made, top = 0, 0
    for source in range(m, people):
        nth = _pick(source, picks, growth, of)
        _join(source, p, picks, growth, of, nth)
        ties, top = enter(source, first, top, growth)
        made += ties
    return made


@rule
def _pick(source: int, picks: Numbers, growth: Growth, of: np.uint64) -> int:
    """Choose m people in proportion to their ties; return how many draws that took."""
    m, chosen, nth = len(picks), 0, 0
    while chosen < m:
        target = on_ballot(below(of, source, nth, m + 2 * m * (source - m)), m, growth.joined)
        nth += 1
        if pick(target, source, growth):
            picks[chosen] = target
            chosen += 1
    return nth


@rule
def _join(source: int, p: float, picks: Numbers, growth: Growth, of: np.uint64, nth: int) -> None:
    """Join m people: those picked, in turn, or friends of the last of them."""
    taken, target = 0, 0
    for i in range(len(picks)):
        friend = -1
        if i > 0:
            nth += 1
            if uniform(of, source, nth - 1) < p:
                friend, nth = _open_friend(target, source, growth, of, nth)
        if friend < 0:
            target = friend = whole(picks[taken])
            taken += 1
        join(source, i, friend, growth)


@rule
def _open_friend(person: int, source: int, growth: Growth, of: np.uint64, nth: int) -> tuple[int, int]:
    """Draw a friend of a person whom the newcomer has not joined yet, -1 if there is none; and the next draw's number.

    Any friend is drawn until one is open; where few are, these are gathered.
    """
    contacts = contacts_of(person, growth)
    for _ in range(TRIES if contacts > 0 else 0):
        friend = contact(person, below(of, source, nth, contacts), growth)
        nth += 1
        if is_open(friend, source, growth):
            return friend, nth
    found = open_friends(person, source, growth)
    if found == 0:
        return -1, nth
    return whole(growth.near[below(of, source, nth, found)]), nth + 1
