"""Openings at an evening (A7): what a networker says to somebody new, and the one topic they may have fixed."""

from __future__ import annotations

from typing import Any, NamedTuple

from sim.core.compiled import beyond, phase, whole
from sim.model.people.rows import Link
from sim.model.tables import Tables
from sim.model.talk.conversation import voice
from sim.model.talk.pitch import SILENT, Asked, eyes, guessed, impression, main_business, opening, put
from sim.model.talk.rows import Said

NTH = 100  # number of a conversation at an evening: those one to one have lower ones


class Encounter(NamedTuple):
    """Networker ``i`` meets guest ``j``, to whom they have the tie ``own`` or NONE.

    ``offered``, ``fixed`` and ``decided`` as in :class:`sim.model.talk.pitch.Asked`.
    """

    i: int
    j: int
    own: int
    offered: int
    fixed: int
    decided: int


@phase
def liking(w: Tables, guests: Any, i: int, own: Any, topic: int, day: int) -> float:
    """Return how much the guests (ids) seem to like a topic in all, in the eyes of networker ``i``.

    ``own`` holds the networker's tie to each or NONE.
    """
    total, seen = 0.0, eyes(w, day)
    for g in range(guests.size):
        j = whole(guests[g])
        if j != i:
            by = impression(seen, w.people[i], i, j, whole(own[g]), 0)
            total += guessed(float(w.taste[j].interest[topic]), topic, by)
    return total


@phase
def evening_topic(w: Tables, guests: Any, i: int, own: Any, offered: int, day: int) -> int:
    """Return the company that a networker fixes for the evening under ``one-topic-per-event``, or SILENT.

    Their main business, or the one whose topic those present seem to like most, of several the first.
    """
    plan = w.strategy[w.people[i].strategy]
    if plan.by_audience == 0:
        return main_business(offered, whole(w.people[i].main))
    best, most = SILENT, -1.0
    for c in range(beyond(offered)):
        if offered >> c & 1:
            total = liking(w, guests, i, own, whole(plan.topic[c]), day)
            if total > most:
                best, most = c, total
    return best


@phase
def open_talk(w: Tables, message: Said, tells: Link, of: Encounter, day: int) -> int:
    """Let a networker say their opening to a guest; return its topics as a bit set, 0 if they say nothing.

    The fresh ``message`` is filled in but for its ties; ``tells`` is what the networker remembers of telling the guest,
    a row of the kind ``link``.
    """
    me = w.people[of.i]
    asked = Asked(of.offered, whole(me.main), whole(tells.told), of.fixed, of.decided)
    words = opening(w.strategy[me.strategy], asked, w.taste[of.j], impression(eyes(w, day), me, of.i, of.j, of.own, 0))
    if words == 0:
        return 0
    put(message, words)
    message.speaker, message.listener, message.nth, message.offered = of.i, of.j, NTH, of.offered
    voice(w, message, tells, day)
    return whole(message.topics)
