"""Who faced whom in which slot: the one form in which an event is measured and replayed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.replay.rows import Facing

Ints: TypeAlias = NDArray[np.int64]
SLOT = 20  # seconds that one line of a contact list stands for, unless it is told otherwise
DAY = 86_400
QUIET = 50  # a day with no more slots than this (17 minutes) is no day of the event


@dataclass(frozen=True, eq=False)
class Contacts:
    """Contacts of an event, each pair once a slot, in the order of time.

    Attributes
    ----------
    people
        Ids, ascending, shape (people,).
    times
        Beginning of each contact's slot in seconds, 0 or more, ascending, shape (contacts,).
    one, two
        The two who face each other, as places in ``people`` with ``one < two``, shape (contacts,).
    slot
        Seconds that a contact stands for.
    """

    people: Ints
    times: Ints
    one: Ints
    two: Ints
    slot: int = SLOT

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
        each = np.bincount(np.concatenate([self.one, self.two]), minlength=self.people.size)
        return np.concatenate([[0], np.cumsum(each)])

    @cached_property
    def facing(self) -> Any:
        """Rows of ``rows.Facing``, two a contact, by person, time and other."""
        person = np.concatenate([self.one, self.two])
        other = np.concatenate([self.two, self.one])
        time = np.concatenate([self.times, self.times])
        order = np.lexsort((other, time, person))
        found = Facing.rows(order.size)
        found.time, found.other = time[order], other[order]
        return found


def settle(times: Ints, a: Ints, b: Ints, slot: int = SLOT) -> tuple[Contacts, Ints]:
    """Bring contacts into order.

    Parameters
    ----------
    times
        Seconds, multiples of ``slot`` apart, in any order, shape (rows,).
    a, b
        Ids of the two people, who differ, in any order, shape (rows,).
    slot
        Seconds that a row stands for.

    Returns
    -------
    Contacts
        Every pair once a slot.
    numpy.ndarray
        Rows that repeat an earlier row, ascending.
    """
    people, places = np.unique(np.concatenate([a, b]), return_inverse=True)
    ends = np.sort(places.reshape(2, -1), axis=0)
    order = np.lexsort((ends[1], ends[0], times))
    rows = np.stack([times, ends[0], ends[1]])[:, order]
    fresh = np.ones(times.size, bool)
    fresh[1:] = np.any(rows[:, 1:] != rows[:, :-1], axis=0)
    when, one, two = rows[:, fresh]
    return Contacts(people, when, one, two, slot), np.sort(order[~fresh])
