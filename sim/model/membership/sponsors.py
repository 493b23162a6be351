"""Under whom somebody enters a company that nobody won them for: people they know before strangers."""

from __future__ import annotations

from sim.core.chance import below, purpose, stream, uniform
from sim.core.compiled import phase, whole
from sim.model.tables import NONE, Tables

KNOWN = purpose("sponsors.known")
STRANGER = purpose("sponsors.stranger")
ASKED = 1000  # strangers who are asked at random before the next one by number is taken


@phase
def sponsor_for(w: Tables, i: int, c: int, day: int) -> int:
    """Return the position in company ``c`` under which person ``i`` enters today, or NONE at the top.

    It is that of somebody who works the company: a contact, drawn by chance; else somebody who sponsors them elsewhere;
    else a stranger. Lots belong to two people and a day, never to a company: in worlds that differ in the company, the
    same person is the sponsor as long as they come first among those who work it. Of the people studied (focal people),
    none sponsors another.
    """
    sponsor = known_in(w, i, c, day)
    if sponsor == NONE:
        sponsor = upline_in(w, i, c)
    return stranger_in(w, i, c, day) if sponsor == NONE else sponsor


@phase
def may_sponsor(w: Tables, i: int, other: int) -> bool:
    """Tell whether somebody may be the sponsor of person ``i``: nobody their own, and of the people studied none."""
    return bool(other != i and not (w.life[i].focal and w.life[other].focal))


@phase
def known_in(w: Tables, i: int, c: int, day: int) -> int:
    """Return the position in company ``c`` of the contact of person ``i`` with the lowest lot, or NONE."""
    me, lots = w.people[i], stream(w.key, KNOWN, day)
    lowest, found = 1.0, NONE
    for k in range(me.first, me.first + me.degree):
        if w.links[k].other == NONE:
            continue
        other = whole(w.links[k].other)
        if w.people[other].works >> c & 1 and may_sponsor(w, i, other):
            lot = uniform(lots, i, other)
            if lot < lowest:
                lowest, found = lot, whole(w.held[other].seat[c])
    return found


@phase
def upline_in(w: Tables, i: int, c: int) -> int:
    """Return the position in company ``c`` of somebody who sponsors person ``i`` elsewhere, or NONE.

    Of several such sponsors the one in the first company wins, in the order of the scenario.
    """
    for other in range(w.company.size):
        seat = w.held[i].seat[other]
        if seat != NONE and w.positions[seat].sponsor != NONE:
            upline = whole(w.positions[w.positions[seat].sponsor].person)
            if w.people[upline].works >> c & 1 and may_sponsor(w, i, upline):
                return whole(w.held[upline].seat[c])
    return NONE


@phase
def stranger_in(w: Tables, i: int, c: int, day: int) -> int:
    """Return the position in company ``c`` of anybody who works it, or NONE if nobody does.

    People are asked at random; where none of the first thousand works it, the next by number does.
    """
    lots, n, at = stream(w.key, STRANGER, day), w.people.size, 0
    for nth in range(ASKED):
        at = below(lots, i, nth, n)
        if w.people[at].works >> c & 1 and may_sponsor(w, i, at):
            return whole(w.held[at].seat[c])
    for further in range(n):
        other = (at + further) % n
        if w.people[other].works >> c & 1 and may_sponsor(w, i, other):
            return whole(w.held[other].seat[c])
    return NONE
