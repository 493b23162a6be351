"""What is seen over time of those who ever work."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.core.compiled import phase, whole
from sim.core.rows import Row, Rows, column
from sim.model.tables import NETWORKER, Tables
from sim.model.talk.reputation import credibility_sums
from sim.record.lived import Columns, costs_of, ever_worked, net_of
from sim.world.world import World


class Fared(Row):
    """How everybody of one group who has begun has fared by one day, together."""

    networkers: int = column("i8", "people", ">= 0", "how many work on that day")
    known: int = column("i8", "people", ">= 0", "whom somebody knows")
    credibility: float = column("f8", "", ">= 0", "what is thought of these, each 0..1")
    contradictions: int = column("i8", "", ">= 0", "noticed so far")
    recruits: int = column("i8", "people", ">= 0", "won so far")
    active: int = column("i8", "cents", ">= 0", "earned so far, as accounts have it; so are those that follow")
    passive: int = column("i8", "cents", ">= 0", "earned so far")
    capital: int = column("i8", "cents", ">= 0", "earned so far")
    goods: int = column("i8", "cents", ">= 0", "paid so far")
    fees: int = column("i8", "cents", ">= 0", "paid so far")
    materials: int = column("i8", "cents", ">= 0", "paid so far")
    stakes: int = column("i8", "cents", ">= 0", "paid so far")


@phase
def fare(w: Tables, groups: Rows[Fared]) -> None:
    """Fill ``groups``, two rows per strategy (others, focal people) and zeros on entry, with how these have fared."""
    known = np.zeros((w.people.size, 3))
    credibility_sums(w, known)
    for i in range(w.people.size):
        if w.tally[i].joined < 0:
            continue
        group = groups[2 * whole(w.people[i].strategy) + whole(w.life[i].focal)]
        tally, purse = w.tally[i], w.accounts[i]
        if w.people[i].role >= NETWORKER:
            group.networkers += 1
        if known[i, 0] > 0.0:
            group.known += 1
            group.credibility += known[i, 1] / known[i, 0]
        group.contradictions += whole(tally.private) + whole(tally.public) + whole(tally.hearsay)
        group.recruits += tally.recruits
        group.active += purse.active
        group.passive += purse.passive
        group.capital += purse.capital
        group.goods += tally.goods
        group.fees += purse.fees
        group.materials += purse.materials
        group.stakes += purse.stakes
    for k in range(w.entrants.size):
        before = w.entrants[k]
        if before.day >= 0 and w.tally[before.person].joined >= 0:
            group = groups[2 * whole(w.people[before.person].strategy) + 1]
            group.active -= before.active
            group.passive -= before.passive
            group.capital -= before.capital
            group.goods -= before.goods
            group.fees -= before.fees
            group.materials -= before.materials
            group.stakes -= before.stakes


@dataclass
class Series:
    """Looks at the world whenever it is told to, and makes one row per day and group (strategy, focal) of it.

    A row covers everybody of the group who works at any time of the run, the same people as in the groups of a run: who
    left keeps what they have earned, paid and are believed, and who has not begun yet has nothing so far. So the last
    row of a group has the means of its row there, and, of the focal people, those of the people frame. Rows of focal
    people who enter late begin with the first look after they were drawn, and their money with their entry.

    Columns of the result: ``day``, ``strategy``, ``focal``, ``people`` (whom the row covers), ``networkers`` (how many
    of them work on the day), ``credibility`` (mean, 0..1, of those whom anybody knows; nan without any),
    ``contradictions``, ``recruits`` (means per person so far), and mean money so far: ``net_income``,
    ``active_income``, ``passive_income``, ``capital_income`` and ``costs``, here in cents, in the frame of a run in
    currency units.

    Attributes
    ----------
    world
        The world that is looked at, whatever tables it has by then; it is only read.
    looks
        Days lived, and how groups had fared by then.
    """

    world: World
    looks: list[tuple[int, Rows[Fared]]] = field(default_factory=list)

    def look(self, day: int) -> None:
        """Take down the state of the world after ``day`` days."""
        groups = Fared.rows(2 * len(self.world.scenario.strategy))
        fare(self.world.tables, groups)
        self.looks.append((day, groups))

    def columns(self) -> Columns:
        """Return all rows so far, day by day; no columns if there are none."""
        names = np.array([strategy.name for strategy in self.world.scenario.strategy], dtype=object)
        covered = np.bincount(_group(self.world.tables), minlength=2 * names.size)
        groups = np.flatnonzero(covered)
        if groups.size == 0 or not self.looks:
            return {}
        seen = Fared.rows(len(self.looks) * groups.size)
        seen[:] = np.concatenate([fared[groups] for _, fared in self.looks])
        number, people = np.tile(groups, len(self.looks)), np.tile(covered[groups], len(self.looks))
        so_far = {
            "contradictions": seen.contradictions,
            "recruits": seen.recruits,
            "net_income": net_of(seen),
            "active_income": seen.active,
            "passive_income": seen.passive,
            "capital_income": seen.capital,
            "costs": costs_of(seen),
        }
        nobody, days = np.full(number.size, np.nan), np.repeat([day for day, _ in self.looks], groups.size)
        found = {
            "day": days,
            "strategy": names[number // 2],
            "focal": number % 2 == 1,
            "people": people,
            "networkers": seen.networkers.copy(),
            "credibility": np.divide(seen.credibility, seen.known, out=nobody, where=seen.known > 0),
            **{name: total / people for name, total in so_far.items()},
        }
        w = self.world.tables
        there = ~found["focal"] | (days > w.entry[0].day) | (w.entrants.size == 0)
        return {name: values[there] for name, values in found.items()}


def _group(w: Tables) -> NDArray[np.int64]:
    who = ever_worked(w)
    return 2 * w.people.strategy[who].astype(np.int64) + w.life.focal[who]
