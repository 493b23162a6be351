"""Witnesses: who else stands there while two talk to each other for the first time on a day."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.compiled import phase, whole
from sim.replay.contacts import Contacts, Ints

NOBODY = -1


@phase
def lower_bound(facing: Any, first: int, last: int, time: int) -> int:
    """Return the first row of ``first`` to ``last - 1`` that is not before ``time``, or ``last``.

    Parameters
    ----------
    facing
        Rows of ``rows.Facing``, ascending in time between ``first`` and ``last``.
    first, last
        Rows of one person.
    time
        Seconds.
    """
    while first < last:
        middle = (first + last) // 2
        if facing[middle].time < time:
            first = middle + 1
        else:
            last = middle
    return first


@phase
def stand_by(facing: Any, begins: Ints, firsts: Any, mine: Ints, seen: Ints, found: Any) -> int:
    """Find the witnesses of every first talk: other partners of the day who face the speaker during it.

    Only slots count in which the two face each other.

    Parameters
    ----------
    facing, begins
        Rows of ``rows.Facing`` by person and time, and where each person's begin.
    firsts
        First talks, evening by evening, whose ``first`` and ``last`` are filled in.
    mine, seen
        Room of the shape (people,), filled with ``NOBODY``.
    found
        Becomes the rows of the witnesses' own first talks of that evening with the speaker; of size 0, witnesses
        are only counted.

    Returns
    -------
    int
        Number of witnesses of all first talks.
    """
    total, known, evening = 0, 0, NOBODY
    for f in range(firsts.size):
        talk = firsts[f]
        if talk.evening != evening:
            mine[:] = NOBODY
            evening = whole(talk.evening)
            known = f
            while known < firsts.size and firsts[known].evening == evening:
                mine[firsts[known].listener] = known
                known += 1
        talk.first = total
        seen[talk.listener] = f
        stop = begins[talk.speaker + 1]
        row = lower_bound(facing, begins[talk.speaker], stop, talk.start)
        while row < stop and facing[row].time < talk.end:
            last, together = row, False
            while last < stop and facing[last].time == facing[row].time:
                together |= facing[last].other == talk.listener
                last += 1
            for other in facing[row:last].other:
                if together and mine[other] != NOBODY and seen[other] != f:
                    seen[other] = f
                    if found.size:
                        found[total] = mine[other]
                    total += 1
            row = last
        talk.last = total
    return total


def witnesses(contacts: Contacts, firsts: Any) -> Any:
    """Return the witnesses of first talks, and note with each first talk where its own are.

    Parameters
    ----------
    contacts
        Of an event.
    firsts
        First talks of :func:`sim.replay.talks.first_talks`, whose ``first`` and ``last`` are filled in.

    Returns
    -------
    numpy.ndarray
        A witness of a talk is given by the row of his own first talk of that day with the same speaker, whether
        that is before or after; shape (witnesses,), uint32.
    """
    found = np.empty(0, np.uint32)
    for _ in ("count", "write down"):
        mine, seen = (np.full(contacts.people.size, NOBODY) for _ in range(2))
        total = stand_by(contacts.facing, contacts.first, firsts, mine, seen, found)
        found = np.empty(total, np.uint32) if found.size == 0 else found
    return found
