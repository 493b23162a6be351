"""What is measured of an event, whether real or simulated: circles, talks, partners, witnesses, rejoining."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.replay.circles import circle_sizes
from sim.replay.contacts import SLOT, Contacts, Ints
from sim.replay.errors import ContactListError
from sim.replay.rejoining import LONG, rejoined
from sim.replay.talks import Talks, first_talks, talks_of
from sim.replay.witnesses import witnesses

VERY_LONG = 300
MANY = 5  # circles of this size and more are counted together


@dataclass(frozen=True, eq=False)
class Event:
    """An event, taken apart once for everything that is measured and replayed.

    Attributes
    ----------
    contacts, talks
        Who faced whom, and the talks that makes.
    shortest
        Seconds a talk must last for an opening to be told.
    firsts, witnesses
        First talks of a day (``rows.First``) and the first talks of their witnesses (rows of ``firsts``).
    tellings, begins
        Openings of talks (``rows.Telling``) by speaker, and where each speaker's begin, shape (people + 1,).
    """

    contacts: Contacts
    talks: Talks
    shortest: int
    firsts: Any
    witnesses: Any
    tellings: Any
    begins: Ints


@dataclass(frozen=True, eq=False)
class Statistics:
    """Measures of an event; shares are 0..1, and nan stands for what never happened.

    Attributes
    ----------
    circles
        Number of circles of 0, 1, 2, ... people, over all slots.
    seconds
        Duration of each talk in seconds, shape (talks,).
    partners
        Distinct partners of each person and day, talks of 60 seconds and more, for people with at least one.
    overheard
        Witnesses of each first talk of a day, of both who talk, shape (first talks,): other partners of that day
        who face the same person meanwhile.
    contradiction
        Share of first talks in which a witness was, or will be, told of another of ``businesses``, if each
        listener is told the one that suits him, all equally likely: ``1 - mean(businesses ** -overheard)``.
    businesses
        Number of businesses, 1 or more.
    rejoined
        Share of talks of 60 seconds and more that an earlier partner joins within 10 and within 60 minutes.
    """

    circles: Ints
    seconds: Ints
    partners: Ints
    overheard: Ints
    contradiction: float
    businesses: int
    rejoined: tuple[float, float]

    def share_of_circles(self, size: int) -> float:
        """Share of the circles that have this size; 5 stands for 5 and more."""
        chosen = self.circles[size:].sum() if size == MANY else self.circles[size : size + 1].sum()
        return float(chosen / self.circles.sum())

    @property
    def mean_circle(self) -> float:
        """Mean size of a circle, 2 or more people."""
        return float(np.arange(self.circles.size) @ self.circles / self.circles.sum())

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


def take_apart(contacts: Contacts, shortest: int = SLOT) -> Event:
    """Find the talks of an event, the first talks of each day, and their witnesses.

    Parameters
    ----------
    contacts
        Of a real or simulated event, in 20-second slots.
    shortest
        Seconds a talk must last for an opening to be told in it, 20 or more.

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
    """Measure an event.

    Parameters
    ----------
    event
        From :func:`take_apart`.
    businesses
        Number of businesses a seller has, 1 or more.
    """
    overheard = (event.firsts.last - event.firsts.first).astype(np.int64)
    long, _, _ = first_talks(event.contacts, event.talks, LONG)
    silent = sum((businesses**-count for count in overheard.tolist()), 0.0)
    return Statistics(
        circles=circle_sizes(event.contacts),
        seconds=event.talks.seconds,
        partners=np.bincount(long.evening),
        overheard=overheard,
        contradiction=1 - silent / overheard.size,
        businesses=businesses,
        rejoined=rejoined(event.talks, event.contacts.people.size),
    )
