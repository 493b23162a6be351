"""Who faced whom in which slot, and the talks that makes: the one form in which an event is measured and replayed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from sim.core.errors import UserError
from sim.core.rows import Row, Rows, column
from sim.core.wording import printable


class ContactListError(UserError):
    """A contact list that cannot be read or replayed."""

    def __init__(self, sentence: str) -> None:
        super().__init__(printable(sentence))


class Facing(Row):
    """Whom a person faces in a slot."""

    time: int = column("i8", "seconds", ">= 0", "beginning of the slot")
    other: int = column("u4", "person", "0..people-1", "whom they face")


class Side(Row):
    """A talk as one of the two lives it."""

    start: int = column("i8", "seconds", ">= 0", "beginning of its first slot")
    end: int = column("i8", "seconds", "> start", "end of its last slot")
    other: int = column("u4", "person", "0..people-1", "whom they talk to")


class First(Row):
    """The first talk of a day of one person, the speaker, with another."""

    start: int = column("i8", "seconds", ">= 0", "beginning of its first slot")
    end: int = column("i8", "seconds", "> start", "end of its last slot")
    speaker: int = column("u4", "person", "0..people-1", "whose day it is")
    listener: int = column("u4", "person", "0..people-1", "whom they talk to")
    evening: int = column("u4", "", ">= 0", "number of the speaker's day, in order of appearance")
    telling: int = column("u4", "row", "0..tellings-1", "what the listener is told at its beginning")
    first: int = column("u4", "row", "0..witnesses", "first of its witnesses")
    last: int = column("u4", "row", "first..witnesses", "behind the last of its witnesses")


class Telling(Row):
    """What a speaker says to one listener as they begin to talk."""

    time: int = column("i8", "seconds", ">= 0", "when")
    listener: int = column("u4", "person", "0..people-1", "whom it is meant for")
    day: int = column("u4", "", "0..days-1", "number of the event's day")
    first: int = column("u4", "row", "0..facing", "first of those who stand there and hear it")
    last: int = column("u4", "row", "first..facing", "behind the last of them")
    topics: int = column("u4", "bit set", "topics", "what is told")
    open: int = column("u1", "", "0..1", "all topics side by side rather than one as the profession")
    decided: int = column("i8", "", "-1..", "what a policy of the user's own tells; -1 none was asked")


class Mind(Row):
    """What a replay needs to know about a listener beside their tie to the speaker."""

    last: int = column("i8", "seconds", ">= 0", "when they last heard the speaker")
    today: int = column("u4", "bit set", "topics", "what they heard from the speaker today")
    suits: int = column("u1", "topic", "0..15", "the topic that fits them best")
    told: int = column("u1", "topic + 1", "0..16", "topic they heard from the speaker first; 0 none")


class Score(Row):
    """How a person fares as the networker, summed over worlds."""

    caught: int = column("i8", "talks", ">= 0", "first talks in which two stories met")
    within: int = column("i8", "times", ">= 0", "contradictions noticed with a story of the same day")
    earlier: int = column("i8", "times", ">= 0", "contradictions noticed with a story of an earlier day")
    credibility: float = column("f8", "", ">= 0", "credibility at the end of each day")
    evenings: int = column("i8", "days", ">= 0", "days on which they told anybody anything")


Ints: TypeAlias = NDArray[np.int64]
Places: TypeAlias = NDArray[np.uint32]
SLOT = 20  # seconds that one line of a contact list stands for, unless it is told otherwise
DAY = 86_400
QUIET = 50  # a day with no more slots than this (17 minutes) is no day of the event


@dataclass(frozen=True, eq=False)
class Contacts:
    """Contacts of an event, each pair once a slot, in the order of time."""

    people: Ints  # ids, ascending, shape (people,)
    times: Ints  # beginning of each contact's slot in seconds, 0 or more, ascending, shape (contacts,)
    one: Ints  # the two who face each other, as places in ``people`` with ``one < two``, shape (contacts,)
    two: Ints
    slot: int = SLOT  # seconds that a contact stands for

    @cached_property
    def slots(self) -> Ints:
        """Slots in which anybody faces anybody, in seconds, ascending."""
        return np.unique(self.times)

    @cached_property
    def days(self) -> Ints:
        """Days of the event (whole days since second 0), ascending: those with more than ``QUIET`` slots."""
        days, slots = np.unique(self.slots // DAY, return_counts=True)
        return days[slots > QUIET]

    @property
    def hours(self) -> float:
        """Mean hours between the first and the last contact of a day of the event; nan without such a day."""
        day = self.slots // DAY
        spans = [np.ptp(self.slots[day == one]) + self.slot for one in self.days]
        return float(np.mean(spans)) / 3600 if spans else np.nan

    @cached_property
    def first(self) -> Ints:
        """Where each person's rows of ``facing`` begin, shape (people + 1,)."""
        return _begins(np.concatenate([self.one, self.two]), self.people.size)

    @cached_property
    def facing(self) -> Rows[Facing]:
        """Rows of ``Facing``, two a contact, by person, time and other."""
        person = np.concatenate([self.one, self.two])
        other = np.concatenate([self.two, self.one])
        time = np.concatenate([self.times, self.times])
        order = np.lexsort((other, time, person))
        found = Facing.rows(order.size)
        found.time, found.other = time[order], other[order]
        return found


def settle(times: Ints, a: Ints, b: Ints, slot: int = SLOT) -> tuple[Contacts, Ints]:
    """Bring contacts into order; return them, every pair once a slot, and the rows that repeat an earlier one."""
    people, places = np.unique(np.concatenate([a, b]), return_inverse=True)
    ends = np.sort(places.reshape(2, -1), axis=0)
    order = np.lexsort((ends[1], ends[0], times))
    rows = np.stack([times, ends[0], ends[1]])[:, order]
    fresh = np.ones(times.size, bool)
    fresh[1:] = np.any(rows[:, 1:] != rows[:, :-1], axis=0)
    when, one, two = rows[:, fresh]
    return Contacts(people, when, one, two, slot), np.sort(order[~fresh])


def circle_sizes(contacts: Contacts) -> Ints:
    """Count circles of 0, 1, 2, ... people who face each other in a slot, directly or through others.

    A circle that lasts is counted in each of its slots.
    """
    slot = np.searchsorted(contacts.slots, contacts.times) * contacts.people.size
    standing, ends = np.unique(np.concatenate([slot + contacts.one, slot + contacts.two]), return_inverse=True)
    one, two = ends.reshape(2, -1)
    faces = coo_array((np.ones(one.size, bool), (one, two)), shape=(standing.size, standing.size))
    _, circle = connected_components(faces, directed=False)
    sizes: Ints = np.bincount(np.bincount(circle))
    return sizes


GAP = 60  # seconds from one contact to the next of the same two that still make one talk


@dataclass(frozen=True, eq=False)
class Talks:
    """Talks in the order of start, end and people; each column has the shape (talks,)."""

    start: Ints  # beginning of the first slot and end of the last, in seconds
    end: Ints
    one: Ints  # the two who talk, as places among the people, ``one < two``
    two: Ints

    @property
    def seconds(self) -> Ints:
        """How long each lasts: 20 or more."""
        return self.end - self.start

    def chosen(self, which: Ints | NDArray[np.bool_]) -> Talks:
        """Some of the talks, by a mask or by places."""
        return Talks(self.start[which], self.end[which], self.one[which], self.two[which])


def talks_of(contacts: Contacts) -> Talks:
    """Join the contacts of the same two people with at most 60 seconds from one to the next into talks."""
    order = np.lexsort((contacts.times, contacts.two, contacts.one))
    times, one, two = contacts.times[order], contacts.one[order], contacts.two[order]
    begins = np.ones(times.size, bool)
    begins[1:] = (np.diff(one) != 0) | (np.diff(two) != 0) | (np.diff(times) > max(GAP, contacts.slot))
    ends = np.roll(begins, -1)
    made = Talks(times[begins], times[ends] + contacts.slot, one[begins], two[begins])
    return made.chosen(np.lexsort((made.two, made.one, made.end, made.start)))


def sides(talks: Talks, people: int) -> tuple[Rows[Side], Ints]:
    """Every talk twice, once for each of the two, by person, start, end and other; and where each person's begin."""
    person, other = _both(talks)
    start, end = np.repeat(talks.start, 2), np.repeat(talks.end, 2)
    order = np.lexsort((other, end, start, person))
    found = Side.rows(order.size)
    found.start, found.end, found.other = start[order], end[order], other[order]
    return found, _begins(person, people)


def first_talks(contacts: Contacts, talks: Talks, shortest: int) -> tuple[Rows[First], Rows[Telling], Ints]:
    """Openings of talks, and which of them open the first talk of the day of two people.

    A talk belongs to the day on which it begins; days that are no days of the event (``Contacts.days``) are left out.

    Returns
    -------
    tuple
        First talks without witnesses: the days of each speaker in the order in which they begin, and within a day in
        the order of the talks; tellings by speaker, time and listener, of nothing yet; and where each speaker's
        tellings begin, shape (people + 1,).
    """
    talks = _of_event(contacts, talks, shortest)
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


def partners_of(contacts: Contacts, talks: Talks, shortest: int) -> Ints:
    """Count the partners of each person and day on which they have any, in talks of so many seconds and more."""
    talks, n = _of_event(contacts, talks, shortest), contacts.people.size
    one, other = _both(talks)
    day = np.searchsorted(contacts.days, np.repeat(talks.start, 2) // DAY)
    met = np.unique((day * n + one) * n + other)
    return np.unique(met // n, return_counts=True)[1]


def _of_event(contacts: Contacts, talks: Talks, shortest: int) -> Talks:
    """Those of so many seconds that begin on a day of the event."""
    return talks.chosen((talks.seconds >= shortest) & np.isin(talks.start // DAY, contacts.days))


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


def _tellings(contacts: Contacts, speaker: Ints, listener: Ints, time: Ints, day: Ints) -> Rows[Telling]:
    """Rows of tellings, with those who face the speaker in the slot in which they begin."""
    person = np.repeat(np.arange(contacts.people.size), np.diff(contacts.first))
    stood = person * contacts.slots.size + np.searchsorted(contacts.slots, contacts.facing.time)
    asked = speaker * contacts.slots.size + np.searchsorted(contacts.slots, time)
    found = Telling.rows(time.size)
    found.time, found.listener, found.day = time, listener, day
    found.first = np.searchsorted(stood, asked, side="left")
    found.last = np.searchsorted(stood, asked, side="right")
    return found
