"""What is taken down on the way, because it cannot be told from the end: net income after some years."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.tables import MONTH
from sim.scenario.design import YEARS
from sim.world.world import World

YEAR = 365  # days
TWELVE_MONTHS = 12 * MONTH


def ever_worked(w: Any) -> NDArray[np.int64]:
    """Return the ids of everybody who works a position or did once, ascending: whom outcomes and series are about."""
    return np.flatnonzero(w.tally.joined >= 0)


def costs_of(purse: Any) -> Any:
    """Return what purses have paid for goods, fees, materials and shares so far, in cents."""
    return purse.goods + purse.fees + purse.materials + purse.stakes


def net_of(purse: Any) -> Any:
    """Return what purses have earned so far less what they have paid, in cents."""
    return purse.active + purse.passive + purse.capital - costs_of(purse)


@dataclass
class Milestones:
    """Keeps net incomes at the end of years, and what positions had earned twelve months before the run's end.

    Attributes
    ----------
    world
        The world that is looked at, whatever tables it has by then; it is only read.
    net_income
        By year: cents so far, shape (people,); nan for those who had not worked by then.
    earned
        Cents that positions had earned twelve months of 30 days before the end, shape (positions of that day,); empty
        in shorter runs.
    received
        The same of holdings: cash that their packs had paid.
    """

    world: World
    net_income: dict[int, NDArray[np.float64]] = field(default_factory=dict)
    earned: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    received: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))

    def look(self, day: int) -> None:
        """Take down what belongs to this day, if anything does; ``day`` is the number of days lived."""
        w = self.world.tables
        if day in (YEAR * year for year in YEARS):
            purse = w.accounts[: w.people.size]
            self.net_income[day // YEAR] = np.where(w.tally.joined >= 0, net_of(purse), np.nan)
        if day == self.world.scenario.time.days - TWELVE_MONTHS:
            self.earned = w.positions.earned[: w.count[0].positions].copy()
            self.received = w.holdings.received[: w.count[0].holdings].copy()
