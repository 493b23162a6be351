"""An evening (A6, A7): circles form and dissolve, networkers open talks, all who stand by hear.

Two talk business once they have faced each other for a minute (parameter). To somebody new tonight the networker says
their opening; an earlier partner who joins overhears what the circle is told just now. During an evening every guest
keeps in mind what they hold of each networker present, contact or not; afterwards only contacts remain.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.core.chance import purpose, stream, uniform
from sim.core.compiled import free_row, phase, rule, whole
from sim.core.rows import Rows
from sim.model.events.circles import NOBODY, ROOM, SLOT_SECONDS, record, set_out, turn
from sim.model.events.floor import CONSTANTS, Floor
from sim.model.events.invitations import slots_of
from sim.model.events.openings import Encounter, evening_topic, open_talk
from sim.model.people.acquaintance import acquaint, address_books, tie_to
from sim.model.people.rows import Link, Tally, Tie
from sim.model.tables import LONG_AGO, NONE, Tables
from sim.model.talk.conversation import fade
from sim.model.talk.offers import for_listener, month_of
from sim.model.talk.pitch import on_offer, sticks_to
from sim.model.talk.rows import Heard, Topics
from sim.model.talk.story import ALOUD, NEVER, NOTHING, Ears, Story, since, take_story

HALL = purpose("evening.hall")
REACTS = purpose("evening.reacts")
SWAPS = purpose("evening.swaps")
ADDRESSED, STOOD_BY, OVERHEARD = 0, 1, 2
NOT_YET = -1


class Party(NamedTuple):
    """Who is there and what is known of whom, handed to a phase as one value.

    ``guests`` holds ids, the networkers first. With a row for each guest and networker, guests first: ``minds`` (what
    the guest holds of the networker, of the kind ``tie``) and ``tells`` (what the networker remembers of telling them,
    of the kind ``link``); ``ties`` and ``own``, the rows of the ties of both or NONE; ``message``, the row of today's
    messages with the opening they got tonight, or -1; ``settled``, what the networker has decided to tell the guest, or
    UNSETTLED. By networker: companies ``offered``, company ``fixed`` for their evening, topics ``now`` told in their
    circle and whether they are put side by side (``open``), the slot in which they ``spoke``. ``noticed`` is for use by
    the way; ``log`` takes rows of the kind ``heard`` as far as it reaches, ``logged`` counts them.
    """

    guests: Any
    minds: Rows[Tie]
    tells: Rows[Link]
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
    log: Rows[Heard]
    logged: Any


@phase
def welcome(w: Tables, party: Party, day: int) -> None:
    """Let everybody arrive: networkers pay with their hours and settle their topic, all recall what they hold."""
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
                party.tells[k] = w.links[party.own[k]]
    for s in range(networkers):
        i = guests[s]
        w.life[i].hours_left = max(0.0, w.life[i].hours_left - w.law[0].events.hours)
        party.offered[s] = on_offer(w.people[i], w.held[i], w.positions, w.strategy[w.people[i].strategy])
        party.fixed[s] = evening_topic(w, guests, i, party.own[s::networkers], party.offered[s], day)
        party.now[s], party.spoke[s] = 0, NOT_YET


class Now(NamedTuple):
    """When something is said: the day, the slot, and the stream of reactions."""

    day: int
    slot: int
    reacts: np.uint64


class Words(NamedTuple):
    """What the networker at a place says to their circle: ``topics`` (a bit set), ``open`` 1 if all stand side by side.

    ``networkers`` is how many are present; ``nth`` is the number of the saying, which names its draws in ``reacts``.
    """

    speaker: int
    networkers: int
    topics: int
    open: int
    day: int
    minute: int
    nth: int
    reacts: np.uint64


@phase
def say_around(
    topics: Topics, ears: Ears, minds: Rows[Tie], words: Words, hearers: Any, circle: Any, noticed: Any
) -> int:
    """Let some hear what a networker says, and everybody in the circle who says aloud that it does not fit.

    ``minds`` (guests * networkers) is what each guest holds of each networker; ``hearers`` and ``circle`` are places,
    and ``noticed`` is filled with what each hearer noticed. Those around learn both stories in the same moment, and
    whether the speaker owns up to the one who says it. Returned is the place of the first who says so, or NOBODY.
    """
    aloud, day, minute = NOBODY, words.day, words.minute
    for h in range(hearers.size):
        at = hearers[h] * words.networkers + words.speaker
        owns_up, speaks_up = uniform(words.reacts, at, 2 * words.nth), uniform(words.reacts, at, 2 * words.nth + 1)
        ago = since(minds[at], day, minute)
        story = Story(words.topics, words.open, day, minute, ago, 1.0, 1, owns_up, speaks_up)
        noticed[h] = take_story(topics, ears, minds[at], story)
        if noticed[h] == ALOUD and aloud == NOBODY:
            aloud = hearers[h]
    if aloud != NOBODY:
        at = aloud * words.networkers + words.speaker
        owns_up = uniform(words.reacts, at, 2 * words.nth)
        story = Story(whole(minds[at].heard), 0, day, minute, 0.0, 1.0, 0, owns_up, NEVER)
        for h in range(circle.size):
            if circle[h] != aloud:
                take_story(topics, ears, minds[circle[h] * words.networkers + words.speaker], story)
    return aloud


@rule
def count_contradictions(tally: Tally, noticed: int, aloud: bool) -> None:
    """Count for a networker how many ``noticed`` a contradiction: the one said aloud is public, the others private."""
    tally.public += 1 if aloud else 0
    tally.private += noticed - (1 if aloud else 0)


@phase
def write_down(party: Party, slot: int, s: int, hearers: Any, kinds: Any) -> None:
    """Write into the log who heard a networker, as far as it reaches.

    ``kinds`` are the place of the one who is told it, and how the others hear it.
    """
    addressed, kind = kinds
    for h in range(hearers.size):
        n = party.logged[0]
        if n == party.log.size:
            return
        row = party.log[n]
        row.slot, row.speaker, row.listener, row.topics = slot, s, hearers[h], party.now[s]
        row.kind = ADDRESSED if hearers[h] == addressed else kind
        row.noticed = party.noticed[h]
        party.logged[0] += 1


@phase
def say(w: Tables, party: Party, floor: Floor, now: Now, s: int, g: int, kind: int) -> None:
    """Let the words of the networker at place ``s`` reach their circle, or only ``g``, who has just joined it.

    ``kind`` is STOOD_BY if all in the circle hear it for the first time, OVERHEARD if only ``g`` does.
    """
    circle = floor.partners[s, : floor.degree[s]]
    hearers = circle if kind == STOOD_BY else np.full(1, g, np.int64)
    minute = 1 + now.slot * SLOT_SECONDS // 60
    nth = 2 * now.slot + kind
    words = Words(s, party.offered.size, party.now[s], party.open[s], now.day, minute, nth, now.reacts)
    ears = Ears(w.law[0].credibility, w.law[0].conversation.memory_half_life, w.law[0].events.callout)
    aloud = say_around(w.topics[0], ears, party.minds, words, hearers, circle, party.noticed)
    caught = 0
    for h in range(hearers.size):
        caught += party.noticed[h] != NOTHING
        fade(w.life[party.guests[hearers[h]]], now.day, w.law[0].conversation.overload_half_life)
    count_contradictions(w.tally[party.guests[s]], caught, aloud != NOBODY)
    if party.log.size > 0:
        write_down(party, now.slot, s, hearers, (g if kind == STOOD_BY else NOT_YET, kind))


@phase
def address(w: Tables, party: Party, now: Now, s: int, g: int) -> int:
    """Let a networker open a talk with a guest, in a fresh message; return its topics as a bit set, 0 if none."""
    k, i, j = g * party.offered.size + s, party.guests[s], party.guests[g]
    if party.message[k] != NOT_YET or party.offered[s] == 0 or party.tells[k].told_day == now.day:
        return 0
    plan = w.strategy[w.people[i].strategy]
    sticks = sticks_to(plan, party.offered[s], whole(w.people[i].main), whole(party.tells[k].told))
    month = month_of(now.day)
    can = for_listener(w.people[j], w.life[j], w.held[j], party.tells[k], sticks, w.law[0].conversation, month)
    if can == 0:
        return 0
    m = free_row(w.count[0].said, w.said.size)
    of = Encounter(i, j, party.own[k], can, party.fixed[s], party.settled[k])
    return open_talk(w, w.said[m], party.tells[k], of, now.day)


@phase
def face(w: Tables, party: Party, floor: Floor, now: Now, s: int, g: int) -> None:
    """Let a networker and a guest come to business: an opening for somebody new, else the talk that goes on.

    In one slot a networker opens once at most, and only to somebody whom they have told nothing today and can still
    offer anything; all others overhear.
    """
    if party.spoke[s] == now.slot:
        return
    told = address(w, party, now, s, g)
    if told == 0:
        if party.now[s] != 0:
            say(w, party, floor, now, s, g, whole(OVERHEARD))
        return
    k = g * party.offered.size + s
    i, m = party.guests[s], w.count[0].said
    w.said[m].mine, w.said[m].tie = party.own[k], party.ties[k]
    w.count[0].said += 1
    party.message[k], party.now[s], party.spoke[s] = m, told, now.slot
    party.open[s] = w.said[m].open
    party.tells[k].told_day = now.day
    w.tally[i].conversations += 1
    w.tally[i].at_events += 1
    say(w, party, floor, now, s, g, whole(STOOD_BY))


@phase
def hold(w: Tables, party: Party, floor: Floor, day: int, watched: int) -> Any:
    """Let an evening pass, and return its contacts if it is ``watched``."""
    law, networkers, first = w.law[0].events, party.offered.size, w.count[0].said
    welcome(w, party, day)
    key = stream(w.key, HALL, party.guests[0])
    reacts, ripe = stream(key, REACTS, day), max(1, law.shortest // SLOT_SECONDS) - 1
    slots = slots_of(law.hours)
    crowd = set_out(floor, key, day, slots, law, CONSTANTS)
    rows = np.empty((3, ROOM if watched else 0), np.int64)
    contacts, used = whole(0), whole(0)
    for slot in range(slots):
        now = Now(day, slot, reacts)
        contacts = turn(floor, slot, contacts, crowd, law, CONSTANTS, key, day)
        for s in range(networkers):
            if floor.degree[s] == 0:
                party.now[s] = 0
        for e in range(contacts):
            if slot - floor.since[e] == ripe:
                a, b = floor.first[e], floor.second[e]
                if a < networkers:
                    face(w, party, floor, now, a, b)
                if b < networkers:
                    face(w, party, floor, now, b, a)
        if watched:
            rows = record(rows, used, floor, slot, contacts)
            used += contacts
    go_home(w, party, day, first)
    return rows[:, :used]


@phase
def remember_evening(w: Tables, minds: Rows[Tie], ties: Any) -> None:
    """Write back what was kept in ``minds`` on the ``ties`` they belong to (NONE: on none), shaped alike."""
    for k in range(ties.size):
        if ties[k] == NONE:
            continue
        tie, mind = w.ties[ties[k]], minds[k]
        tie.good, tie.bad, tie.ceiling = mind.good, mind.bad, mind.ceiling
        tie.heard, tie.day, tie.minute = mind.heard, mind.day, mind.minute
        tie.talks, tie.beside = mind.talks, mind.beside
        tie.claimed, tie.changes = mind.claimed, mind.changes


@phase
def go_home(w: Tables, party: Party, day: int, first: int) -> None:
    """Let guests take home what they hold of contacts, swap addresses, and drop openings nobody can come back to."""
    networkers, said = party.offered.size, w.said
    remember_evening(w, party.minds, party.ties)
    for k in range(party.own.size):
        if party.own[k] != NONE and party.message[k] != NOT_YET:
            w.links[party.own[k]].told, w.links[party.own[k]].told_day = party.tells[k].told, day
    swaps = stream(w.key, SWAPS, day)
    for k in range(party.own.size):
        if party.message[k] == NOT_YET or party.own[k] != NONE:
            continue
        i, j = party.guests[k % networkers], party.guests[k // networkers]
        own = tie_to(w.people, w.links, i, j)  # two networkers may have become contacts a moment ago
        if own == NONE and uniform(swaps, i, j) < w.law[0].events.exchange:
            own = acquaint(address_books(w), i, j, day)
        if own != NONE:
            tie = whole(w.links[own].mirror)
            remember_evening(w, party.minds[k : k + 1], np.full(1, tie, np.int64))
            w.links[own].told, w.links[own].told_day = party.tells[k].told, day
            said[party.message[k]].mine, said[party.message[k]].tie = own, tie
    kept = first
    for m in range(first, w.count[0].said):
        if said[m].tie != NONE:
            said[kept] = said[m]
            kept += 1
    w.count[0].said = kept
