"""An evening (A6, A7): circles form and dissolve, networkers open talks, whoever stands by hears.

Two talk business once they have faced each other for a minute (parameter). To somebody new tonight the networker says
his opening; an earlier partner who joins overhears what the circle is told just now.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.core.chance import purpose, stream, uniform
from sim.core.compiled import phase, whole
from sim.model.events.circle_talk import ROOM, record, set_out, turn
from sim.model.events.circles import CONSTANTS, SLOT_SECONDS, Floor
from sim.model.events.invitations import slots_of
from sim.model.events.openings import evening_topic, opening
from sim.model.events.overlap import NOBODY, NOTHING, count_contradictions, remember_evening, say_around
from sim.model.people.acquaintance import acquaint, tie_to
from sim.model.tables import LONG_AGO, NONE, Tables
from sim.model.talk.conversation import on_offer
from sim.model.talk.hearing import fade

HALL = purpose("evening.hall")
REACTS = purpose("evening.reacts")
SWAPS = purpose("evening.swaps")
ADDRESSED, STOOD_BY, OVERHEARD = 0, 1, 2
NOT_YET = -1


class Party(NamedTuple):
    """Who is there and what is known of whom, handed to a phase as one value.

    ``guests`` holds ids, the networkers first. With a row for each guest and networker, guests first: ``minds`` (what
    the guest holds of the networker) and ``tells`` (what the networker remembers of telling him), both of the kind
    ``tie``; ``ties`` and ``own``, the rows of these ties or NONE; ``message``, the row of today's messages with the
    opening he got tonight, or -1; ``settled``, what the networker has decided to tell him, or UNSETTLED. By networker:
    companies ``offered``, company ``fixed`` for his evening, topics ``now`` told in his circle and whether they are
    put side by side (``open``), the slot in which he ``spoke``. ``noticed`` is for use by the way; ``log`` takes rows
    of the kind ``heard`` as far as it reaches, ``logged`` counts them.
    """

    guests: Any
    minds: Any
    tells: Any
    ties: Any
    own: Any
    message: Any
    settled: Any
    offered: Any
    fixed: Any
    now: Any
    open: Any
    spoke: Any
    noticed: Any
    log: Any
    logged: Any


@phase
def welcome(w: Tables, party: Party, day: int) -> None:
    """Let everybody arrive: networkers pay with their hours and settle their topic, all recall what they hold.

    Parameters
    ----------
    w
        All tables; the networkers' hours are spent, never below zero.
    party
        Whose columns are filled from ``guests``.
    day
        Today.
    """
    guests, networkers = party.guests, party.offered.size
    party.minds.ceiling[:] = 1.0
    party.tells.told_day[:] = LONG_AGO
    for g in range(guests.size):
        for s in range(networkers):
            k = g * networkers + s
            tie = tie_to(w.people, w.links, guests[g], guests[s]) if g != s else NONE
            party.ties[k], party.own[k], party.message[k] = tie, NONE, NOT_YET
            if tie != NONE:
                party.own[k] = w.links[tie].mirror
                party.minds[k] = w.ties[tie]
                party.tells[k] = w.ties[party.own[k]]
    for s in range(networkers):
        i = guests[s]
        w.life[i].hours_left = max(0.0, w.life[i].hours_left - w.events[0].hours)
        party.offered[s] = on_offer(w, i)
        party.fixed[s] = evening_topic(w, guests, i, party.own[s::networkers], party.offered[s], day)
        party.now[s], party.spoke[s] = 0, NOT_YET


@phase
def write_down(log: Any, logged: Any, slot: int, s: int, hearers: Any, told: int, kinds: Any, noticed: Any) -> None:
    """Write down who heard a networker, as far as the log reaches.

    Parameters
    ----------
    log, logged
        Rows of the kind ``heard``, and how many are used, shape (1,).
    slot, s
        Number of the slot, and place of the networker.
    hearers, noticed
        Who hears him, and what each notices.
    told
        Topics as a bit set.
    kinds
        Who is told it himself, and how the others hear it.
    """
    addressed, kind = kinds
    for h in range(hearers.size):
        n = logged[0]
        if n == log.size:
            return
        row = log[n]
        row.slot, row.speaker, row.listener, row.topics = slot, s, hearers[h], told
        row.kind = ADDRESSED if hearers[h] == addressed else kind
        row.noticed = noticed[h]
        logged[0] += 1


@phase
def say(
    w: Tables, party: Party, floor: Floor, slot: int, s: int, g: int, kind: int, day: int, reacts: np.uint64
) -> None:
    """Let a networker's words reach his circle, or only the one who has just joined it.

    Parameters
    ----------
    w
        All tables.
    party, floor
        Who knows what, and who faces whom.
    slot
        Number of the slot.
    s, g
        Places of the networker and of whoever he faces newly.
    kind
        STOOD_BY if all in the circle hear it for the first time, OVERHEARD if only ``g`` does.
    day
        Today.
    reacts
        Stream of reactions.
    """
    networkers, i = party.offered.size, party.guests[s]
    circle = floor.partners[s, : floor.degree[s]]
    hearers = circle if kind == STOOD_BY else np.full(1, g, np.int64)
    side_by_side = party.open[s]
    minute = 1 + slot * SLOT_SECONDS // 60
    nth = 2 * slot + kind
    laws = w.credibility[0], w.conversation[0], w.events[0]
    told, noticed = party.now[s], party.noticed
    aloud = say_around(
        w.topics,
        laws,
        party.minds,
        hearers,
        circle,
        s,
        networkers,
        told,
        side_by_side,
        day,
        minute,
        reacts,
        nth,
        noticed,
    )
    caught = 0
    for h in range(hearers.size):
        caught += noticed[h] != NOTHING
        fade(w.life[party.guests[hearers[h]]], day, w.conversation[0].overload_half_life)
    count_contradictions(w.tally[i], caught, aloud != NOBODY)
    if party.log.size > 0:
        addressed = g if kind == STOOD_BY else NOT_YET
        write_down(party.log, party.logged, slot, s, hearers, told, (addressed, kind), noticed)


@phase
def face(w: Tables, party: Party, floor: Floor, slot: int, s: int, g: int, day: int, reacts: np.uint64) -> None:
    """Let a networker and a guest come to business: an opening for somebody new, else the talk that goes on.

    Parameters
    ----------
    w, party, floor, slot, s, g, day, reacts
        As :func:`say` takes them; in one slot a networker opens once at most.
    """
    networkers = party.offered.size
    k = g * networkers + s
    if party.message[k] != NOT_YET or party.spoke[s] == slot or party.offered[s] == 0:
        if party.now[s] != 0 and party.spoke[s] != slot:
            say(w, party, floor, slot, s, g, OVERHEARD, day, reacts)
        return
    i, m = party.guests[s], w.count[0].said
    told = opening(
        w,
        w.said[m],
        party.tells[k],
        i,
        party.guests[g],
        party.own[k],
        party.offered[s],
        party.fixed[s],
        day,
        party.settled[k],
    )
    if told == 0:
        return
    w.said[m].mine, w.said[m].tie = party.own[k], party.ties[k]
    w.count[0].said += 1
    party.message[k], party.now[s], party.spoke[s] = m, told, slot
    party.open[s] = w.said[m].open
    party.tells[k].told_day = day
    w.tally[i].conversations += 1
    w.tally[i].at_events += 1
    say(w, party, floor, slot, s, g, STOOD_BY, day, reacts)


@phase
def hold(w: Tables, party: Party, floor: Floor, day: int, watched: int) -> Any:
    """Let an evening pass, and return its contacts if it is ``watched``.

    Parameters
    ----------
    w
        All tables; ``said`` has room for a row for each guest and networker.
    party
        With ``guests`` and empty columns.
    floor
        From :func:`sim.model.events.circles.empty_floor` for that many guests.
    day
        Today.
    watched
        1 if contacts are returned: slot, place, place, shape (3, contacts); 0 for an empty list.
    """
    law, networkers, first = w.events[0], party.offered.size, w.count[0].said
    welcome(w, party, day)
    key = stream(w.key, HALL, party.guests[0])
    reacts, ripe = stream(key, REACTS, day), max(1, law.shortest // SLOT_SECONDS) - 1
    slots = slots_of(law.hours)
    crowd = set_out(floor, key, day, slots, law, CONSTANTS)
    rows = np.empty((3, ROOM if watched else 0), np.int64)
    contacts, used = 0, 0
    for slot in range(slots):
        contacts = turn(floor, slot, contacts, crowd, law, CONSTANTS, key, day)
        for s in range(networkers):
            if floor.degree[s] == 0:
                party.now[s] = 0
        for e in range(contacts):
            if slot - floor.since[e] == ripe:
                a, b = floor.first[e], floor.second[e]
                if a < networkers:
                    face(w, party, floor, slot, a, b, day, reacts)
                if b < networkers:
                    face(w, party, floor, slot, b, a, day, reacts)
        if watched:
            rows = record(rows, used, floor, slot, contacts)
            used += contacts
    go_home(w, party, day, first)
    return rows[:, :used]


@phase
def go_home(w: Tables, party: Party, day: int, first: int) -> None:
    """Let guests take home what they hold of contacts, swap addresses, and drop openings nobody can come back to.

    Parameters
    ----------
    w
        All tables.
    party
        As the evening left it.
    day
        Today.
    first
        First row of the evening's messages.
    """
    networkers, said = party.offered.size, w.said
    remember_evening(w, party.minds, party.ties)
    for k in range(party.own.size):
        if party.own[k] != NONE and party.message[k] != NOT_YET:
            w.ties[party.own[k]].told, w.ties[party.own[k]].told_day = party.tells[k].told, day
    swaps = stream(w.key, SWAPS, day)
    for k in range(party.own.size):
        if party.message[k] == NOT_YET or party.own[k] != NONE:
            continue
        i, j = party.guests[k % networkers], party.guests[k // networkers]
        own = tie_to(w.people, w.links, i, j)  # two networkers may have become contacts a moment ago
        if own == NONE and uniform(swaps, i, j) < w.events[0].exchange:
            own = acquaint(w, i, j, day)
        if own != NONE:
            tie = whole(w.links[own].mirror)
            remember_evening(w, party.minds[k : k + 1], np.full(1, tie, np.int64))
            w.ties[own].told, w.ties[own].told_day = party.tells[k].told, day
            said[party.message[k]].mine, said[party.message[k]].tie = own, tie
    kept = first
    for m in range(first, w.count[0].said):
        if said[m].tie != NONE:
            said[kept] = said[m]
            kept += 1
    w.count[0].said = kept
