"""What is seen over time: how those who ever work fare, how companies stand, and how long members stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.model.tables import MONTH, NETWORKER, NONE, Tables
from sim.record.outcomes import costs_of, credibility_of, ever_worked, net_of
from sim.world.world import World

Numbers = NDArray[np.float64]
Column = Callable[[Tables], NDArray[Any]]
KEYS = ["strategy", "focal", "month"]
TYPES = {"strategy": "str", "focal": "bool", "month": "int64", "at_risk": "int64", "left": "int64"}


@dataclass(frozen=True)
class Look:
    """What was seen on one day; arrays have a place per group, two per strategy: others, then focal people.

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
    """Looks at the world whenever it is told to, and makes one row per day and group (strategy, focal) of it.

    A row covers everybody of the group who works at any time of the run, the same people as in the groups of a run: who
    left keeps what they have earned, paid and are believed, and who has not begun yet has nothing so far. So the last
    row of a group has the means of its row there, and, of the focal people, those of the people frame.

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
        believed = credibility_of(w, who)[0]
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


def members(w: Tables) -> NDArray[np.int64]:
    """Count the working members of each company who are still in, shape (companies,)."""
    held = _positions(w)
    return _count(w, (held.working == 1) & (held.left < 0))


def customers(w: Tables) -> NDArray[np.int64]:
    """Count the customers of each company who are still in, shape (companies,)."""
    held = _positions(w)
    return _count(w, (held.working == 0) & (held.left < 0))


def departed(w: Tables) -> NDArray[np.int64]:
    """Count the positions that were given up or taken away, of members and customers, shape (companies,)."""
    return _count(w, _positions(w).left >= 0)


def volume(w: Tables) -> NDArray[np.int64]:
    """Sum what those still in bought at the last month's end, in cents, shape (companies,)."""
    return _sum(w, "volume")


def consumer_volume(w: Tables) -> NDArray[np.int64]:
    """Sum the part of :func:`volume` that those bought who never won anybody to work, in cents, shape (companies,)."""
    held, total = _positions(w), np.zeros(w.company.size, np.int64)
    won = held.recruiter[held.recruiter != NONE]
    consumes = np.bincount(won, minlength=held.size) == 0
    np.add.at(total, held.company[consumes], held.volume[consumes])
    return total


def paid(w: Tables) -> NDArray[np.int64]:
    """Sum commission and margin that positions received so far, departed ones too, in cents, shape (companies,)."""
    return _sum(w, "earned")


def usefulness(w: Tables) -> NDArray[np.float64]:
    """Return the attention that each company's group still deserves, 0..1, shape (companies,)."""
    return np.array(w.group.usefulness)


def pool(w: Tables) -> NDArray[np.int64]:
    """Return what is in the pool of each revenue-share company, in cents, shape (companies,); 0 for others."""
    purses = w.accounts.balance[w.people.size : w.people.size + w.company.size]
    return np.where(w.systems.revshare == 1, purses, 0)


def closed(w: Tables) -> NDArray[np.int64]:
    """Return the day on which each company closed, shape (companies,); -1 while it is open."""
    return w.pools.closed.astype(np.int64)


def cause(w: Tables) -> NDArray[np.int64]:
    """Return why each company closed, shape (companies,): a number of :data:`sim.model.shares.closure.CAUSES`."""
    return w.pools.cause.astype(np.int64)


def paid_in(w: Tables) -> NDArray[np.int64]:
    """Return the fresh money of all holders of packs so far, in cents, shape (companies,)."""
    return w.pools.staked.copy()


def paid_out(w: Tables) -> NDArray[np.int64]:
    """Return the cash that all holders of packs got so far, in cents, shape (companies,)."""
    return w.pools.received.copy()


COLUMNS: dict[str, Column] = {
    "members": members,
    "customers": customers,
    "left": departed,
    "volume": volume,
    "consumer_volume": consumer_volume,
    "paid": paid,
    "usefulness": usefulness,
    "pool": pool,
    "closed": closed,
    "cause": cause,
    "paid_in": paid_in,
    "paid_out": paid_out,
}


def _positions(w: Tables) -> Any:
    return w.positions[: w.count[0].positions]


def _count(w: Tables, these: NDArray[np.bool_]) -> NDArray[np.int64]:
    return np.bincount(_positions(w).company[these], minlength=w.company.size)


def _sum(w: Tables, amount: str) -> NDArray[np.int64]:
    held, total = _positions(w), np.zeros(w.company.size, np.int64)
    np.add.at(total, held.company, held[amount])
    return total


@dataclass
class Firms:
    """Collects one row per company whenever it is told to look.

    Columns of the result: ``day``, ``company`` (name), then those of :data:`COLUMNS`: each a function of the tables
    that gives one value per company. Money is in cents here, in the frame of a run in currency units.

    Attributes
    ----------
    world
        The world that is looked at, whatever tables it has by then; it is only read.
    looks
        What has been collected: a mapping from column to one value per company for each look.
    """

    world: World
    looks: list[dict[str, NDArray[Any]]] = field(default_factory=list)

    def look(self, day: int) -> None:
        """Take down the state of all companies after ``day`` days."""
        values = {name: column(self.world.tables) for name, column in COLUMNS.items()}
        self.looks.append({"day": np.full(len(self.world.scenario.company), day), **values})

    def frame(self) -> pd.DataFrame:
        """Return all rows so far, by day and in the order of the scenario; without columns if there are none."""
        if not self.looks:
            return pd.DataFrame()
        columns = {name: np.concatenate([look[name] for look in self.looks]) for name in self.looks[0]}
        frame = pd.DataFrame(columns)
        frame.insert(1, "company", [company.name for company in self.world.scenario.company] * len(self.looks))
        return frame


def tenure(w: Tables, strategies: list[str], days: int) -> pd.DataFrame:
    """Return what a Kaplan-Meier curve of membership needs, for the networkers of each strategy.

    A member here is a working position; somebody who works three companies is three members. A member is at risk in a
    month of tenure if they were still in when it began and all of it was lived: those who came later are censored at
    their last whole month, whether they left after it or not, so that the day they came decides and not what they did.

    Parameters
    ----------
    strategies
        Names of the strategies, in the order of the scenario.
    days
        Days lived.

    Returns
    -------
    pandas.DataFrame
        One row for each ``strategy`` (name), ``focal`` and ``month`` of tenure (0 for the first 30 days) in which
        anybody is at risk, sorted: ``at_risk`` and ``left`` (numbers of members), whatever the reason of leaving.
    """
    held = w.positions[: w.count[0].positions]
    held = held[held.working == 1]
    joined = held.day.astype(np.int64)
    whole = (days - joined) // MONTH
    left = np.where(held.left >= 0, (held.left - joined) // MONTH, whole)
    risked = np.minimum(whole, left + 1)
    group = pd.DataFrame(
        {
            "strategy": np.array(strategies, dtype=object)[w.people.strategy[held.person]],
            "focal": w.life.focal[held.person] == 1,
        }
    )
    longest = int(risked.max(initial=0))
    at_risk = [group.assign(month=month)[risked > month] for month in range(longest)]
    gone = group.assign(month=left)[left < whole]
    if not at_risk:
        return pd.DataFrame(columns=[*KEYS, "at_risk", "left"]).astype(TYPES)
    table = pd.concat(at_risk).groupby(KEYS).size().to_frame("at_risk")
    table["left"] = gone.groupby(KEYS).size().reindex(table.index, fill_value=0)
    return table.reset_index()
