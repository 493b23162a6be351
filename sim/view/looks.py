"""What is seen of a world on one day, as plain numbers: positions, the circle of a person, money and credibility."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.rows import Rows
from sim.model.tables import NONE, Tables
from sim.record.lived import net_of
from sim.record.series import Fared, fare
from sim.simulation import Simulation
from sim.view.believing import believe

STRUCK, BELIEVED, BOND = 16, 17, 24
"""Bits of a contact's number at which begin: whether they noticed a contradiction, credibility (per cent), the bond."""
NO_BOND, BUYS, WORKS = 0, 1, 2
"""Of the person's companies the contact is in none, is a customer, or works one, of whatever mouth."""


def positions(w: Tables) -> list[list[int]]:
    """Everybody who ever worked a company, a row per position, sponsors first.

    A row has place, person, place of the sponsor on the first day of work (-1: none), company, that day, and the day
    they left (-1: still there).
    """
    held = w.positions[: w.count[0].positions]
    there = np.flatnonzero((held.since > 0) | (held.began > 0) | (held.top == 1) | (held.working == 1))
    above = np.where(held.recruiter == NONE, held.sponsor, held.recruiter).astype(np.int64)
    above[above == NONE] = -1
    columns = (there, held.person, above, held.company, held.since, held.left)
    chosen = [there, *(column[there].astype(np.int64) for column in columns[1:])]
    rows: list[list[int]] = np.stack(chosen, axis=1).tolist()
    return rows


@dataclass
class Circle:
    """The address book of one person: whom they know, and how that stands on each day that was looked at.

    Attributes
    ----------
    person
        Who it is.
    contacts
        Ids, those whom the person met later at the end.
    close
        Whether each is a close contact.
    days
        For each look a number per contact known by then: bit set of the topics heard from the person, and above it
        (``STRUCK``, ``BELIEVED``, ``BOND``) the rest; 0 for those who have dropped out of the book.
    places
        Where in these lists a contact stands, by id.
    """

    person: int
    contacts: list[int] = field(default_factory=list)
    close: list[int] = field(default_factory=list)
    days: list[list[int]] = field(default_factory=list)
    places: dict[int, int] = field(default_factory=dict)

    def look(self, w: Tables) -> None:
        """Take down how everybody stands today."""
        me = w.people[self.person]
        rows = np.arange(int(me.first), int(me.first) + int(me.degree))
        rows = rows[(w.links.other[rows] != NONE) & (w.links.mirror[rows] != NONE)]
        theirs = w.links.mirror[rows].astype(np.int64)
        contact = w.links.other[rows].astype(np.int64)
        belief = np.zeros(rows.size)
        believe(w, theirs, belief)
        mine = int(me.works)
        bond = np.where(w.people.works[contact] & mine, WORKS, np.where(w.people.buys[contact] & mine, BUYS, NO_BOND))
        heard = w.ties.heard[theirs].astype(np.int64)
        struck = (w.ties.changes[theirs] > 0).astype(np.int64)
        per_cent = np.round(belief * 100).astype(np.int64)
        self._note(contact, w.ties.close[rows], heard | struck << STRUCK | per_cent << BELIEVED | bond << BOND)

    def happened(self) -> tuple[int, int]:
        """Return how many contacts noticed that stories do not fit, and how many heard any, as far as was seen."""
        last = self.days[-1] if self.days else []
        return sum(number >> STRUCK & 1 for number in last), sum(number % (1 << STRUCK) > 0 for number in last)

    def _note(self, contact: NDArray[np.int64], close: NDArray[Any], stands: NDArray[np.int64]) -> None:
        known = self.places
        now = [0] * len(self.contacts)
        for each, near, number in zip(contact.tolist(), close.tolist(), stands.tolist(), strict=True):
            if each in known:
                now[known[each]] = number
            else:
                known[each] = len(self.contacts)
                self.contacts.append(each)
                self.close.append(int(near))
                now.append(number)
        self.days.append(now)


@dataclass
class Looks:
    """All that was seen of one world since people came to it.

    Attributes
    ----------
    row
        Row of the strategy under study.
    days, money, belief
        Days of the world, and by then: mean net income of those who came, in currency units since they came, and their
        mean credibility (nan: nobody has heard of them).
    circles
        One per person studied, in the order in which they were drawn.
    """

    row: int
    days: list[int] = field(default_factory=list)
    money: list[float] = field(default_factory=list)
    belief: list[float] = field(default_factory=list)
    circles: list[Circle] = field(default_factory=list)

    def look(self, market: Simulation) -> None:
        """Take down how the world stands."""
        w = market.world.tables
        entrants = [int(person) for person in w.entrants.person if person != NONE]
        if not self.circles:
            self.circles = [Circle(person) for person in entrants]
        groups: Rows[Any] = Fared.rows(2 * len(market.scenario.strategy))
        fare(w, groups)
        mine = groups[2 * self.row + 1]
        self.days.append(market.day)
        self.money.append(round(float(net_of(mine)) / 100 / max(1, len(entrants)), 2))
        self.belief.append(round(float(mine.credibility) / float(mine.known), 4) if mine.known else float("nan"))
        for circle in self.circles:
            circle.look(w)
