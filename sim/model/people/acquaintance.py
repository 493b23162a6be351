"""The address book: who is in it, and how somebody met later gets a place.

Contacts of the social graph keep their places, sorted by id, so that a tie found once stays where it is. Behind them
lie a few places for people met later, in no order; when all are taken the oldest and weakest of these gives way.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.core.compiled import phase, rule, whole
from sim.core.rows import Rows
from sim.model.people.rows import Held, Link, Person, Tie
from sim.model.plans.rows import Position
from sim.model.tables import LONG_AGO, NONE, Tables


class AddressBooks(NamedTuple):
    """What it takes to let people become contacts: handing on all tables would cost more than that.

    ``companies`` is how many companies there are.
    """

    people: Rows[Person]
    held: Rows[Held]
    links: Rows[Link]
    ties: Rows[Tie]
    positions: Rows[Position]
    companies: int


@phase
def address_books(w: Tables) -> AddressBooks:
    """Return all address books of a world."""
    return AddressBooks(w.people, w.held, w.links, w.ties, w.positions, w.company.size)


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
def holds(held: Held, positions: Rows[Position], companies: int, tie: int) -> bool:
    """Tell whether a position of the owner (of the row ``held``) was opened through this tie.

    Such a contact never gives way.
    """
    for c in range(companies):
        seat = held.seat[c]
        if seat != NONE and positions[seat].tie == tie:
            return True
    return False


@phase
def place_for(books: AddressBooks, i: int, day: int) -> int:
    """Return the place in the address book of person ``i`` for somebody new, or NONE.

    A free one if there is, else that of the oldest contact made later, of several as old the weakest; never that of
    somebody who talked to them today, or through whom one of the two joined a company.
    """
    me, held, links, ties = books.people[i], books.held, books.links, books.ties
    end = whole(me.first) + whole(me.degree)
    oldest, weakest, found = day, NONE, NONE
    for k in range(end - whole(me.met), end):
        if links[k].other == NONE:
            return k
        here = last_touch(links[k], ties[k])
        if here > oldest:  # most: and the other's rows are far away
            continue
        back, talks = whole(links[k].mirror), whole(ties[k].talks)
        touched = max(here, last_touch(links[back], ties[back]))
        if touched > oldest or touched == day or (touched == oldest and talks >= weakest):
            continue
        if holds(held[i], books.positions, books.companies, k):
            continue
        if not holds(held[links[k].other], books.positions, books.companies, back):
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
def see_each_other(held: Rows[Held], companies: int, i: int, j: int, change: int) -> None:
    """Let two people who become contacts (``change`` 1), or cease to be (-1), count the companies the other is in."""
    for c in range(companies):
        for one, other in ((i, j), (j, i)):
            if is_in(held[other], c):
                held[one].around[c] = whole(held[one].around[c]) + change


@phase
def part_ways(books: AddressBooks, i: int, place: int) -> None:
    """Free a place of person ``i``, and their place in the other's address book."""
    links, ties = books.links, books.ties
    other, back = whole(links[place].other), whole(links[place].mirror)
    see_each_other(books.held, books.companies, i, other, -1)
    forget(ties[place], links[place])
    forget(ties[back], links[back])


@phase
def acquaint(books: AddressBooks, i: int, j: int, day: int) -> int:
    """Let two people who do not know each other become contacts.

    Returns
    -------
    int
        The new tie of ``i`` to ``j``, or NONE if one of them has no place for the other.
    """
    links, people = books.links, books.people
    here, there = place_for(books, i, day), place_for(books, j, day)
    if here == NONE or there == NONE:
        return NONE
    for who, place in ((i, here), (j, there)):
        if place == whole(people[who].first) + whole(people[who].degree):
            people[who].degree += 1
            people[who].met += 1
            forget(books.ties[place], links[place])
        elif links[place].other != NONE:
            part_ways(books, who, place)
    links[here].other, links[here].mirror = j, there
    links[there].other, links[there].mirror = i, here
    see_each_other(books.held, books.companies, i, j, 1)
    return whole(here)
