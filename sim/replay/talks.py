"""Talks: contacts of two people in successive slots, short interruptions closed; and the first talks of a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.replay.contacts import DAY, Contacts, Ints
from sim.replay.rows import First, Side, Telling

GAP = 60  # seconds from one contact to the next of the same two that still make one talk


@dataclass(frozen=True, eq=False)
class Talks:
    """Talks in the order of start, end and people; each column has the shape (talks,).

    Attributes
    ----------
    start, end
        Beginning of the first slot and end of the last, in seconds.
    one, two
        The two who talk, as places among the people, ``one < two``.
    """

    start: Ints
    end: Ints
    one: Ints
    two: Ints

    @property
    def seconds(self) -> Ints:
        """How long each lasts: 20 or more."""
        return self.end - self.start

    def chosen(self, which: Any) -> Talks:
        """Some of the talks, by a mask or by places."""
        return Talks(self.start[which], self.end[which], self.one[which], self.two[which])


def talks_of(contacts: Contacts) -> Talks:
    """Join the contacts of the same two people with at most 60 seconds from one to the next into talks.

    Parameters
    ----------
    contacts
        Of an event. Slots of more than 60 seconds are joined if they follow each other.
    """
    order = np.lexsort((contacts.times, contacts.two, contacts.one))
    times, one, two = contacts.times[order], contacts.one[order], contacts.two[order]
    begins = np.ones(times.size, bool)
    begins[1:] = (np.diff(one) != 0) | (np.diff(two) != 0) | (np.diff(times) > max(GAP, contacts.slot))
    ends = np.roll(begins, -1)
    made = Talks(times[begins], times[ends] + contacts.slot, one[begins], two[begins])
    return made.chosen(np.lexsort((made.two, made.one, made.end, made.start)))


def sides(talks: Talks, people: int) -> tuple[Any, Ints]:
    """Every talk twice, once for each of the two.

    Parameters
    ----------
    talks
        Of an event.
    people
        How many there are.

    Returns
    -------
    numpy.recarray
        Rows of ``rows.Side`` by person, start, end and other.
    numpy.ndarray
        Where each person's rows begin, shape (people + 1,).
    """
    person, other = _both(talks)
    start, end = np.repeat(talks.start, 2), np.repeat(talks.end, 2)
    order = np.lexsort((other, end, start, person))
    found = Side.rows(order.size)
    found.start, found.end, found.other = start[order], end[order], other[order]
    return found, _begins(person, people)


def first_talks(contacts: Contacts, talks: Talks, shortest: int) -> tuple[Any, Any, Ints]:
    """Openings of talks, and which of them open the first talk of the day of two people.

    Parameters
    ----------
    contacts, talks
        Of an event.
    shortest
        Seconds a talk must last to count, 20 or more.

    Returns
    -------
    numpy.recarray
        First talks, rows of ``rows.First``, without witnesses: the days of each speaker in the order in which
        they begin, and within a day in the order of the talks.
    numpy.recarray
        Rows of ``rows.Telling`` by speaker, time and listener; nothing is told yet.
    numpy.ndarray
        Where each speaker's tellings begin, shape (people + 1,).

    Notes
    -----
    A talk belongs to the day on which it begins; days that are no days of the event (``Contacts.days``) are left
    out.
    """
    counts = (talks.seconds >= shortest) & np.isin(talks.start // DAY, contacts.days)
    talks = talks.chosen(counts)
    speaker, listener = _both(talks)
    start, end = np.repeat(talks.start, 2), np.repeat(talks.end, 2)
    day = np.searchsorted(contacts.days, start // DAY)
    order = np.lexsort((listener, start, speaker))
    tellings = _tellings(contacts, speaker[order], listener[order], start[order], day[order])
    n = contacts.people.size
    at = _firsts((day * n + speaker) * n + listener)
    evening = _numbered((day * n + speaker)[at])
    at = at[np.argsort(evening, kind="stable")]
    found = First.rows(at.size)
    found.start, found.end, found.speaker, found.listener = start[at], end[at], speaker[at], listener[at]
    found.evening = np.sort(evening)
    found.telling = np.argsort(order)[at]
    return found, tellings, _begins(speaker, n)


def _both(talks: Talks) -> tuple[Ints, Ints]:
    """Both views of every talk in turn: who speaks, and who listens."""
    return np.stack([talks.one, talks.two], axis=1).ravel(), np.stack([talks.two, talks.one], axis=1).ravel()


def _begins(person: Ints, people: int) -> Ints:
    return np.concatenate([[0], np.cumsum(np.bincount(person, minlength=people))])


def _firsts(key: Ints) -> Ints:
    """Places at which a key appears for the first time, ascending."""
    return np.sort(np.unique(key, return_index=True)[1])


def _numbered(key: Ints) -> Ints:
    """Number of each key in the order of appearance."""
    _, first, place = np.unique(key, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[place]


def _tellings(contacts: Contacts, speaker: Ints, listener: Ints, time: Ints, day: Ints) -> Any:
    """Rows of tellings, with those who face the speaker in the slot in which he begins."""
    person = np.repeat(np.arange(contacts.people.size), np.diff(contacts.first))
    stood = person * contacts.slots.size + np.searchsorted(contacts.slots, contacts.facing.time)
    asked = speaker * contacts.slots.size + np.searchsorted(contacts.slots, time)
    found = Telling.rows(time.size)
    found.time, found.listener, found.day = time, listener, day
    found.first = np.searchsorted(stood, asked, side="left")
    found.last = np.searchsorted(stood, asked, side="right")
    return found
