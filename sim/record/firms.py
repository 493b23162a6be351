"""The companies over time: who is in, who left, what is bought and paid, at regular days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.model.tables import NONE, Tables
from sim.world.world import World

Column = Callable[[Tables], NDArray[Any]]


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
    """Return why each company closed, shape (companies,): a number of :data:`sim.world.pools.CAUSES`."""
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
    """Collects one row a company whenever it is told to look.

    Columns of the result: ``day``, ``company`` (name), then those of :data:`COLUMNS`: each a function of the tables
    that gives one value a company. Money is in cents here, in the frame of a run in currency units.

    Attributes
    ----------
    world
        The world that is looked at, whatever tables it has by then; it is only read.
    looks
        What has been collected: a mapping from column to one value a company for each look.
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
