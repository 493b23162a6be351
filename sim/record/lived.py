"""What outcomes are measured from: everybody who ever worked, and what was taken down of them on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.accounts import Account
from sim.core.rows import Rows
from sim.model.outcomes import YEARS
from sim.model.people.rows import Tally
from sim.model.plans.rows import Position
from sim.model.shares.rows import Holding
from sim.model.tables import MONTH, Tables
from sim.model.talk.reputation import credibility_sums, mean_and_spread

Cents = NDArray[np.int64]
Numbers = NDArray[np.float64]
Columns = dict[str, NDArray[Any]]
YEAR = 365  # days
TWELVE_MONTHS = 12 * MONTH
BOOKS = ("active", "passive", "capital", "goods", "fees", "materials", "stakes")


def ever_worked(w: Tables) -> NDArray[np.int64]:
    """Return the ids of everybody who works a position or did once, ascending: whom outcomes and series are about."""
    return np.flatnonzero(w.tally.joined >= 0)


def books_of(w: Tables) -> Rows[Account]:
    """Return what everybody's business has booked so far, a row a person: purses copied, but for goods.

    Goods are those that a business obliged them to buy (``tally.goods``). What they buy as customers, before they work
    or after they have left, is consumption: counted as a cost, it would weigh on those most who worked the most
    companies and went on buying from them.
    """
    books = w.accounts[: w.people.size].copy()
    books.goods = w.tally.goods
    return books


def costs_of(purse: Rows[Any] | Account) -> Any:
    """Return what purses have paid for goods, fees, materials and shares so far, in cents."""
    return purse.goods + purse.fees + purse.materials + purse.stakes


def net_of(purse: Rows[Any] | Account) -> Any:
    """Return what purses have earned so far less what they have paid, in cents."""
    return purse.active + purse.passive + purse.capital - costs_of(purse)


def credibility_of(w: Tables, who: NDArray[np.int64]) -> tuple[Numbers, Numbers]:
    """Return mean and spread of what others think of persons, 0..1; nan for those nobody knows."""
    sums = np.zeros((w.people.size, 3))
    credibility_sums(w, sums)
    mean, spread = mean_and_spread(sums[who])
    return mean, spread


@dataclass
class Milestones:
    """What is taken down on the way, because it cannot be told from the end.

    Attributes
    ----------
    net_income
        By year: cents so far, shape (people,); nan for those who had not worked by then. Of people studied who entered
        late: cents, and years, since they did.
    earned
        Cents that positions had earned twelve months of 30 days before the end, shape (positions of that day,); empty
        in shorter runs.
    received
        The same of holdings: cash that their packs had paid.
    """

    net_income: dict[int, Numbers] = field(default_factory=dict)
    earned: Cents = field(default_factory=lambda: np.zeros(0, np.int64))
    received: Cents = field(default_factory=lambda: np.zeros(0, np.int64))

    def look(self, w: Tables, day: int, days: int) -> None:
        """Take down what belongs to this day, if anything does; ``day`` of ``days`` have been lived."""
        if day in (YEAR * year for year in YEARS):
            taken = np.where((w.tally.joined >= 0) & ~are_entrants(w), net_of(books_of(w)), np.nan)
            entered = self.net_income.setdefault(day // YEAR, taken)
            np.copyto(entered, taken, where=np.isnan(entered))
        since = day - w.entrants.day
        for entrant in w.entrants[(w.entrants.day >= 0) & (since % YEAR == 0) & (since > 0)]:
            year = (day - int(entrant.day)) // YEAR
            if year in YEARS and w.tally.joined[entrant.person] >= 0:
                entered = self.net_income.setdefault(year, np.full(w.people.size, np.nan))
                entered[entrant.person] = net_of(books_of(w)[entrant.person]) - net_of(entrant)
        if day == days - TWELVE_MONTHS:
            self.earned = w.positions.earned[: w.count[0].positions].copy()
            self.received = w.holdings.received[: w.count[0].holdings].copy()


def are_entrants(w: Tables) -> NDArray[np.bool_]:
    """Tell of everybody whether they are one of the people studied who enter late, shape (people,)."""
    found = np.zeros(w.people.size, np.bool_)
    found[w.entrants.person[w.entrants.day >= 0]] = True
    return found


def since_entry(w: Tables, purse: Rows[Account]) -> None:
    """Take from the books of all purses, a copy, what people studied who entered late had booked before."""
    entered = w.entrants[w.entrants.day >= 0]
    for column in BOOKS:
        purse[column][entered.person] -= entered[column]


class Lived:
    """What outcomes are measured from.

    Parameters
    ----------
    w
        All tables, which stay as they are.
    passed
        What was taken down on the way; by default nothing was.

    Attributes
    ----------
    who
        Ids of everybody who works a position or did once, ascending.
    purse, tally, works
        Accounts, tallies and companies of theirs; the books of people studied who entered late begin on that day.
    held, shares
        Positions and holdings that are in use, of everybody.
    """

    def __init__(self, w: Tables, passed: Milestones | None = None) -> None:
        self.w, self.passed, self.who = w, passed or Milestones(), ever_worked(w)
        purses = books_of(w)
        since_entry(w, purses)
        self.purse: Rows[Account] = purses[self.who]
        self.tally: Rows[Tally] = w.tally[self.who]
        self.works: NDArray[np.uint32] = w.people.works[self.who]
        self.held: Rows[Position] = w.positions[: w.count[0].positions]
        self.shares: Rows[Holding] = w.holdings[: w.count[0].holdings]
        self.income: Cents = self.purse.active + self.purse.passive + self.purse.capital
        self.costs: Cents = costs_of(self.purse)

    def counted(self, *columns: str) -> NDArray[np.int64]:
        """Return the sum of columns of the tally."""
        return np.asarray(sum(self.tally[column].astype(np.int64) for column in columns))

    def per_position(self, column: str, *, sponsored: bool = False) -> Numbers:
        """Return the mean of an amount over the working positions that each person still holds; nan without any.

        Parameters
        ----------
        column
            Of the table of positions.
        sponsored
            Whether positions that were at the top from the beginning are left out.
        """
        held = self.held[(self.held.working == 1) & (self.held.left < 0)]
        held = held[held.top == 0] if sponsored else held
        sums = np.bincount(held.person, weights=held[column], minlength=self.w.people.size)
        return part_of(sums, np.bincount(held.person, minlength=self.w.people.size))[self.who]

    def by_company(self, earned: Cents, received: Cents) -> Cents:
        """Sum amounts of positions and of holdings by holder and company, shape (persons, companies)."""
        row = np.full(self.w.people.size, -1)
        row[self.who] = np.arange(self.who.size)
        total = np.zeros((self.who.size, self.w.company.size), np.int64)
        for table, cents in ((self.held, earned), (self.shares, received)):
            chosen = row[table.person] >= 0
            np.add.at(total, (row[table.person[chosen]], table.company[chosen]), cents[chosen])
        return total


def part_of(part: NDArray[Any], whole: NDArray[Any]) -> Numbers:
    """Return shares of wholes; nan where there is nothing."""
    return np.divide(part, whole, out=np.full(whole.size, np.nan), where=whole > 0)
