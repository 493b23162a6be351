"""The time series: how those who ever work fare, at regular days, also after they left."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.model.people.standing import credibility_sums, mean_and_spread
from sim.model.tables import NETWORKER, Tables
from sim.record.milestones import costs_of, ever_worked, net_of
from sim.world.world import World

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Look:
    """What was seen on one day; arrays have a place a group, two a strategy: others, then focal people.

    Attributes
    ----------
    day
        Days lived.
    networkers
        How many work on that day.
    credibility
        Mean of those whom somebody knows; nan without any.
    sums
        By column: what all who have begun have had so far, together.
    """

    day: int
    networkers: NDArray[np.int64]
    credibility: Numbers
    sums: dict[str, Numbers]


@dataclass
class Series:
    """Looks at the world whenever it is told to, and makes one row a day and group (strategy, focal) of it.

    A row covers everybody of the group who works at any time of the run, the same people as in the groups of a run: who
    left keeps what he has earned, paid and is believed, and who has not begun yet has nothing so far. So the last
    row of a group has the means of its row there, and, of the focal people, those of the people frame.

    Columns of the result: ``day``, ``strategy``, ``focal``, ``people`` (whom the row covers), ``networkers`` (how many
    of them work on the day), ``credibility`` (mean, 0..1, of those whom anybody knows; nan without any),
    ``contradictions``, ``recruits`` (means a person so far), and mean money so far: ``net_income``, ``active_income``,
    ``passive_income``, ``capital_income`` and ``costs``, here in cents, in the frame of a run in currency units.

    Attributes
    ----------
    world
        The world that is looked at, whatever tables it has by then; it is only read.
    looks
        What has been seen.
    """

    world: World
    looks: list[Look] = field(default_factory=list)

    def look(self, day: int) -> None:
        """Take down the state of the world after ``day`` days."""
        w = self.world.tables
        who = ever_worked(w)
        group, places = _group(w, who), self._places
        working = group[w.people.role[who] >= NETWORKER]
        believed = _credibility(w, who)
        known = ~np.isnan(believed)
        total, many = _sums(group[known], places, believed[known]), np.bincount(group[known], minlength=places)
        self.looks.append(
            Look(
                day,
                np.bincount(working, minlength=places),
                np.divide(total, many, out=np.full(places, np.nan), where=many > 0),
                {name: _sums(group, places, values) for name, values in _so_far(w, who).items()},
            )
        )

    def frame(self) -> pd.DataFrame:
        """Return all rows so far, day by day; without columns if there are none."""
        w = self.world.tables
        people = np.bincount(_group(w, ever_worked(w)), minlength=self._places)
        groups = np.flatnonzero(people)
        if groups.size == 0 or not self.looks:
            return pd.DataFrame()
        rows = [self._rows(look, groups, people[groups]) for look in self.looks]
        return pd.DataFrame({name: np.concatenate([each[name] for each in rows]) for name in rows[0]})

    def _rows(self, look: Look, groups: NDArray[np.int64], people: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        names = np.array([strategy.name for strategy in self.world.scenario.strategy], dtype=object)
        return {
            "day": np.full(groups.size, look.day),
            "strategy": names[groups // 2],
            "focal": groups % 2 == 1,
            "people": people,
            "networkers": look.networkers[groups],
            "credibility": look.credibility[groups],
            **{name: sums[groups] / people for name, sums in look.sums.items()},
        }

    @property
    def _places(self) -> int:
        return 2 * len(self.world.scenario.strategy)


def _group(w: Tables, who: NDArray[np.int64]) -> NDArray[np.int64]:
    return 2 * w.people.strategy[who].astype(np.int64) + w.life.focal[who]


def _credibility(w: Tables, who: NDArray[np.int64]) -> Numbers:
    sums = np.zeros((w.people.size, 3))
    credibility_sums(w, sums)
    return mean_and_spread(sums[who])[0]


def _so_far(w: Tables, who: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    tally, purse = w.tally[who], w.accounts[: w.people.size][who]
    return {
        "contradictions": tally.private.astype(np.int64) + tally.public + tally.hearsay,
        "recruits": tally.recruits,
        "net_income": net_of(purse),
        "active_income": purse.active,
        "passive_income": purse.passive,
        "capital_income": purse.capital,
        "costs": costs_of(purse),
    }


def _sums(group: NDArray[np.int64], places: int, values: NDArray[Any]) -> Numbers:
    return np.asarray(np.bincount(group, weights=values, minlength=places), np.float64)
