"""What is measured of an event, whether real or simulated: circles, talks, partners, witnesses, rejoining."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from sim.core.compiled import phase, whole
from sim.core.rows import Rows
from sim.replay.contacts import (
    SLOT,
    ContactListError,
    Contacts,
    Facing,
    First,
    Ints,
    Places,
    Side,
    Talks,
    Telling,
    circle_sizes,
    first_talks,
    partners_of,
    sides,
    talks_of,
)

NOBODY = -1


@phase
def lower_bound(facing: Rows[Facing], first: int, last: int, time: int) -> int:
    """Return the first row of ``first`` to ``last - 1`` that is not before ``time``, or ``last``."""
    while first < last:
        middle = (first + last) // 2
        if facing[middle].time < time:
            first = middle + 1
        else:
            last = middle
    return first


@phase
def stand_by(facing: Rows[Facing], begins: Ints, firsts: Rows[First], mine: Ints, seen: Ints, found: Places) -> int:
    """Find the witnesses of every first talk, and return how many there are.

    Witnesses are other partners of the day who face the speaker during it; only slots count in which the two face each
    other.
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


def witnesses(contacts: Contacts, firsts: Rows[First]) -> Places:
    """Return the witnesses of first talks, and note with each first talk where its own are.

    A witness of a talk is given by the row of their own first talk of that day with the same speaker, whether that is
    before or after.
    """
    found = np.empty(0, np.uint32)
    for _ in ("count", "write down"):
        mine, seen = (np.full(contacts.people.size, NOBODY) for _ in range(2))
        total = stand_by(contacts.facing, contacts.first, firsts, mine, seen, found)
        found = np.empty(total, np.uint32) if found.size == 0 else found
    return found


LONG = 60  # seconds that make a talk worth mentioning
LIMITS = (600, 3600)
NEVER = -1


@phase
def since(mine: Rows[Side], first: int, i: int, j: int, longest: int, patience: int) -> int:
    """Return the seconds from the last long talk with the one who joins to their joining, or NEVER."""
    joined = mine[j].start
    for k in range(i - 1, first - 1, -1):
        before = mine[k]
        if joined - before.start > patience + longest:
            return NEVER
        if before.other == mine[j].other and before.end <= mine[i].start and before.end - before.start >= LONG:
            return int(joined - before.end)
    return NEVER


@phase
def rejoin(mine: Rows[Side], begins: Ints, longest: int, counts: Ints) -> None:
    """Count talks, and those joined by an earlier partner within each limit."""
    for person in range(begins.size - 1):
        first, last = begins[person], begins[person + 1]
        for i in range(first, last):
            talk = mine[i]
            if talk.end - talk.start < LONG:
                continue
            counts[0] += 1
            shortest = NEVER
            j = i + 1
            while j < last and mine[j].start < talk.end:
                if mine[j].start > talk.start and mine[j].other != talk.other:
                    wait = since(mine, first, i, j, longest, LIMITS[1])
                    if wait != NEVER and (shortest == NEVER or wait < shortest):
                        shortest = wait
                j += 1
            counts[1] += shortest != NEVER and shortest <= LIMITS[0]
            counts[2] += shortest != NEVER and shortest <= LIMITS[1]


def rejoined(talks: Talks, people: int) -> tuple[float, float]:
    """Return the shares of long talks that an earlier long partner joins within ten minutes, and within an hour.

    A talk of a person P is joined when another talk of P begins strictly during it; the time counts from the end of
    P's last long talk with the one who joins, which must be over when the joined talk begins.

    Returns
    -------
    tuple of float
        Two shares, 0..1; nan if no talk lasts 60 seconds.
    """
    mine, begins = sides(talks, people)
    counts = np.zeros(3, np.int64)
    rejoin(mine, begins, int(talks.seconds.max()), counts)
    total, short, long = counts.tolist()
    return (short / total, long / total) if total else (np.nan, np.nan)


VERY_LONG = 300
MANY = 5  # circles of this size and more are counted together


@dataclass(frozen=True, eq=False)
class Event:
    """An event, taken apart once for everything that is measured and replayed."""

    contacts: Contacts  # who faced whom, and the talks that makes
    talks: Talks
    shortest: int  # seconds a talk must last for an opening to be told
    firsts: Rows[First]  # first talks of a day, and the first talks of their witnesses (rows of ``firsts``)
    witnesses: Places
    tellings: Rows[Telling]  # openings of talks by speaker, and where each speaker's begin, shape (people + 1,)
    begins: Ints


@dataclass(frozen=True, eq=False)
class Statistics:
    """Measures of an event; shares are 0..1, and nan stands for what never happened."""

    circles: Ints  # number of circles of 0, 1, 2, ... people, over all slots
    seconds: Ints  # duration of each talk in seconds, shape (talks,)
    partners: Ints  # distinct partners of each person and day, talks of 60 s and more, for people with at least one
    # witnesses of each first talk of a day, of both who talk, shape (first talks,): other partners of that day who face
    # the same person meanwhile
    overheard: Ints
    # share of first talks in which a witness was, or will be, told of another business, if each listener is told the
    # one that suits them, all equally likely: ``1 - mean(businesses ** -overheard)``
    contradiction: float
    businesses: int  # 1 or more
    rejoined: tuple[float, float]  # share of talks of 60 s and more that an earlier partner joins within 10 and 60 min

    def share_of_circles(self, size: int) -> float:
        """Share of the circles that have this size; 5 stands for 5 and more."""
        chosen = self.circles[size:].sum() if size == MANY else self.circles[size : size + 1].sum()
        return float(chosen / self.circles.sum())

    @property
    def mean_circle(self) -> float:
        """Mean size of a circle, 2 or more people."""
        return mean_size(self.circles)

    @property
    def mean_seconds(self) -> float:
        """Mean duration of a talk in seconds, 20 or more."""
        return float(self.seconds.mean())

    @property
    def long(self) -> float:
        """Share of the talks that last 60 seconds and more."""
        return float((self.seconds >= LONG).mean())

    @property
    def very_long(self) -> float:
        """Share of the talks that last more than 300 seconds."""
        return float((self.seconds > VERY_LONG).mean())

    @property
    def mean_partners(self) -> float:
        """Mean number of partners of a person and day; nan if no talk lasts 60 seconds."""
        return float(self.partners.mean()) if self.partners.size else math.nan

    @property
    def witness(self) -> float:
        """Share of first talks with at least one witness."""
        return float((self.overheard > 0).mean())

    def numbers(self) -> dict[str, float]:
        """All measures by name: shares 0..1, people, seconds."""
        return {
            **{f"circles of {size}": self.share_of_circles(size) for size in range(2, MANY)},
            f"circles of {MANY}+": self.share_of_circles(MANY),
            "mean circle": self.mean_circle,
            "mean seconds": self.mean_seconds,
            "talks >= 60 s": self.long,
            "talks > 300 s": self.very_long,
            "partners": self.mean_partners,
            "witness": self.witness,
            "contradiction": self.contradiction,
            "rejoined in 10 min": self.rejoined[0],
            "rejoined in 60 min": self.rejoined[1],
        }


def mean_size(circles: Ints) -> float:
    """Mean size of circles, of which there are so many of 0, 1, 2, ... people."""
    return float(np.arange(circles.size) @ circles / circles.sum())


def take_apart(contacts: Contacts, shortest: int = SLOT) -> Event:
    """Find the talks of an event, the first talks of each day, and their witnesses.

    Raises
    ------
    ContactListError
        If there is no day with more than 50 slots in which anybody faces anybody, or no talk of this length.
    """
    if not contacts.days.size:
        raise ContactListError("No day has contacts in more than 50 slots (17 minutes): there is no event to replay.")
    talks = talks_of(contacts)
    firsts, tellings, begins = first_talks(contacts, talks, shortest)
    if not firsts.size:
        longest = f"the longest talk takes {talks.seconds.max():,}"
        raise ContactListError(f"No talk of {shortest:,} seconds begins on a day of the event; {longest}.")
    return Event(contacts, talks, shortest, firsts, witnesses(contacts, firsts), tellings, begins)


def measure(event: Event, businesses: int = 2) -> Statistics:
    """Measure an event."""
    overheard = (event.firsts.last - event.firsts.first).astype(np.int64)
    silent = sum((businesses**-count for count in overheard.tolist()), 0.0)
    return Statistics(
        circles=circle_sizes(event.contacts),
        seconds=event.talks.seconds,
        partners=partners_of(event.contacts, event.talks, LONG),
        overheard=overheard,
        contradiction=1 - silent / overheard.size,
        businesses=businesses,
        rejoined=rejoined(event.talks, event.contacts.people.size),
    )
