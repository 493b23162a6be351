"""The address book: who is in it, and how somebody met later gets a place.

Contacts of the social graph keep their places, sorted by id, so that a tie found once stays where it is. Behind them
lie a few places for people met later, in no order; when all are taken the oldest and weakest of these gives way.
"""

from __future__ import annotations

from sim.core.compiled import phase, rule, whole
from sim.core.rows import Rows
from sim.model.people.rows import Held, Link, Person, Tie
from sim.model.tables import LONG_AGO, NONE, Tables


@phase
def find(links: Rows[Link], first: int, degree: int, who: int) -> int:
    """Return the tie that leads to ``who`` in an address book sorted by contact, or NONE."""
    low, high = first, first + degree
    while low < high:
        middle = (low + high) // 2
        if links[middle].other < who:
            low = middle + 1
        else:
            high = middle
    if low < first + degree and links[low].other == who:
        return low
    return NONE


@phase
def tie_to(people: Rows[Person], links: Rows[Link], i: int, who: int) -> int:
    """Return the tie of person ``i`` to ``who``, or NONE if they do not know each other."""
    first, met = whole(people[i].first), whole(people[i].met)
    known = whole(people[i].degree) - met
    tie = find(links, first, known, who)
    if tie == NONE:
        for k in range(first + known, first + known + met):
            if whole(links[k].other) == who:
                return k
    return whole(tie)


@rule
def is_in(held: Held, c: int) -> bool:
    """Tell whether somebody (their row of ``held``) has a position in company ``c``."""
    return held.seat[c] != NONE


@rule
def last_touch(link: Link, tie: Tie) -> int:
    """Return the last day on which the owner of a tie told the contact something, or heard from or about them."""
    return max(link.told_day, tie.day)


@phase
def holds(w: Tables, owner: int, tie: int) -> bool:
    """Tell whether a position of the owner was opened through this tie: such a contact never gives way."""
    for c in range(w.company.size):
        seat = w.held[owner].seat[c]
        if seat != NONE and w.positions[seat].tie == tie:
            return True
    return False


@phase
def place_for(w: Tables, i: int, day: int) -> int:
    """Return the place in the address book of person ``i`` for somebody new, or NONE.

    A free one if there is, else that of the oldest contact made later, of several as old the weakest; never that of
    somebody who talked to them today, or through whom one of the two joined a company.
    """
    me, links, ties = w.people[i], w.links, w.ties
    end = whole(me.first) + whole(me.degree)
    oldest, weakest, found = day, NONE, NONE
    for k in range(end - whole(me.met), end):
        if links[k].other == NONE:
            return k
        back = whole(links[k].mirror)
        touched = max(last_touch(links[k], ties[k]), last_touch(links[back], ties[back]))
        talks = whole(ties[k].talks)
        if touched > oldest or touched == day or (touched == oldest and talks >= weakest):
            continue
        if not holds(w, i, k) and not holds(w, whole(links[k].other), back):
            oldest, weakest, found = touched, talks, k
    return end if me.met < me.spare else found


@rule
def forget(tie: Tie, link: Link) -> None:
    """Free a place: nobody there, nothing held, nothing told."""
    link.other = NONE
    link.mirror = NONE
    link.told_day = LONG_AGO
    link.told = link.refused = 0
    tie.good = tie.bad = 0.0
    tie.ceiling = 1.0
    tie.heard = tie.minute = 0
    tie.day = 0
    tie.talks = tie.close = 0
    tie.claimed = tie.changes = tie.beside = tie.sources = 0


@phase
def see_each_other(w: Tables, i: int, j: int, change: int) -> None:
    """Let two people who become contacts (``change`` 1), or cease to be (-1), count the companies the other is in."""
    for c in range(w.company.size):
        for one, other in ((i, j), (j, i)):
            if is_in(w.held[other], c):
                w.held[one].around[c] = whole(w.held[one].around[c]) + change


@phase
def part_ways(w: Tables, i: int, place: int) -> None:
    """Free a place of person ``i``, and their place in the other's address book."""
    other, back = whole(w.links[place].other), whole(w.links[place].mirror)
    see_each_other(w, i, other, -1)
    forget(w.ties[place], w.links[place])
    forget(w.ties[back], w.links[back])


@phase
def acquaint(w: Tables, i: int, j: int, day: int) -> int:
    """Let two people who do not know each other become contacts.

    Returns
    -------
    int
        The new tie of ``i`` to ``j``, or NONE if one of them has no place for the other.
    """
    links, people = w.links, w.people
    here, there = place_for(w, i, day), place_for(w, j, day)
    if here == NONE or there == NONE:
        return NONE
    for who, place in ((i, here), (j, there)):
        if place == whole(people[who].first) + whole(people[who].degree):
            people[who].degree += 1
            people[who].met += 1
            forget(w.ties[place], links[place])
        elif links[place].other != NONE:
            part_ways(w, who, place)
    links[here].other, links[here].mirror = j, there
    links[there].other, links[there].mirror = i, here
    see_each_other(w, i, j, 1)
    return whole(here)
