"""How outcomes are measured: what the tables of a world say of everybody who works a position or did once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.compiled import phase
from sim.model.tables import MONTH, NONE, Tables
from sim.model.talk.reputation import credibility_sums, mean_and_spread

Cents = NDArray[np.int64]
Numbers = NDArray[np.float64]
YEAR = 365  # days
TWELVE_MONTHS = 12 * MONTH


@phase
def downlines(positions: Any, size: int, below: Any) -> None:
    """Count the working positions below each position that are still in.

    One pass from the youngest to the oldest suffices, because a sponsor's position is always older.

    Parameters
    ----------
    positions
        All positions, at least ``size``.
    size
        How many are in use.
    below
        Shape (size,), int64, zeros on entry; filled with the counts.
    """
    for back in range(size):
        p = size - 1 - back
        if positions[p].working and positions[p].left < 0 and positions[p].sponsor != NONE:
            below[positions[p].sponsor] += below[p] + 1


def ever_worked(w: Tables) -> NDArray[np.int64]:
    """Return the ids of everybody who works a position or did once, ascending: whom outcomes and series are about."""
    return np.flatnonzero(w.tally.joined >= 0)


def costs_of(purse: Any) -> Any:
    """Return what purses have paid for goods, fees, materials and shares so far, in cents."""
    return purse.goods + purse.fees + purse.materials + purse.stakes


def net_of(purse: Any) -> Any:
    """Return what purses have earned so far less what they have paid, in cents."""
    return purse.active + purse.passive + purse.capital - costs_of(purse)


def credibility_of(w: Tables, who: NDArray[np.int64]) -> tuple[Numbers, Numbers]:
    """Return mean and spread of what others think of persons, 0..1; nan for those nobody knows."""
    sums = np.zeros((w.people.size, 3))
    credibility_sums(w, sums)
    return mean_and_spread(sums[who])


@dataclass
class Milestones:
    """What is taken down on the way, because it cannot be told from the end.

    Attributes
    ----------
    years
        After which net income is taken down.
    net_income
        By year: cents so far, shape (people,); nan for those who had not worked by then.
    earned
        Cents that positions had earned twelve months of 30 days before the end, shape (positions of that day,); empty
        in shorter runs.
    received
        The same of holdings: cash that their packs had paid.
    """

    years: Sequence[int] = ()
    net_income: dict[int, Numbers] = field(default_factory=dict)
    earned: Cents = field(default_factory=lambda: np.zeros(0, np.int64))
    received: Cents = field(default_factory=lambda: np.zeros(0, np.int64))

    def look(self, w: Tables, day: int, days: int) -> None:
        """Take down what belongs to this day, if anything does; ``day`` of ``days`` have been lived."""
        if day in (YEAR * year for year in self.years):
            purse = w.accounts[: w.people.size]
            self.net_income[day // YEAR] = np.where(w.tally.joined >= 0, net_of(purse), np.nan)
        if day == days - TWELVE_MONTHS:
            self.earned = w.positions.earned[: w.count[0].positions].copy()
            self.received = w.holdings.received[: w.count[0].holdings].copy()


class Lived:
    """What outcomes are measured from; values of shape (persons,), money in cents.

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
    """

    NOTICED = ("private", "public", "hearsay")

    def __init__(self, w: Tables, passed: Milestones | None = None) -> None:
        self.w, self.passed, self.who = w, passed or Milestones(), ever_worked(w)
        self.purse: Any = w.accounts[: w.people.size][self.who]
        self.tally: Any = w.tally[self.who]
        self.works: Any = w.people.works[self.who]

    @property
    def held(self) -> Any:
        """Positions that are in use."""
        return self.w.positions[: self.w.count[0].positions]

    @cached_property
    def income(self) -> Cents:
        """Active, passive and capital income together."""
        return np.asarray(self.purse.active + self.purse.passive + self.purse.capital)

    @cached_property
    def costs(self) -> Cents:
        """See :func:`costs_of`."""
        return np.asarray(costs_of(self.purse))

    @cached_property
    def believed(self) -> tuple[Numbers, Numbers]:
        """See :func:`credibility_of`."""
        return credibility_of(self.w, self.who)

    @cached_property
    def retention(self) -> tuple[Numbers, Numbers]:
        """Share of each person's recruits who are still in, and the lowest such share over their companies.

        Recruits are those who began to work under somebody, wherever they stand now; nan for those without.
        """
        held, people = self.held, self.w.people.size
        won = held[held.recruiter != NONE]
        teams = np.bincount(won.recruiter, minlength=held.size)
        still = np.bincount(won.recruiter, weights=won.left < 0, minlength=held.size)
        person, some = held.person.astype(np.int64), teams > 0
        worst = np.full(people, np.inf)
        np.minimum.at(worst, person[some], still[some] / teams[some])
        recruits = np.bincount(person, weights=teams, minlength=people)
        kept = np.bincount(person, weights=still, minlength=people)
        return _share(kept, recruits)[self.who], np.where(np.isinf(worst), np.nan, worst)[self.who]

    @property
    def downline(self) -> NDArray[np.int64]:
        """Number of working positions below each person, over the companies they are in."""
        held, total = self.held, np.zeros(self.w.people.size, np.int64)
        below = np.zeros(held.size, np.int64)
        downlines(self.w.positions, held.size, below)
        np.add.at(total, held.person, np.where(held.left < 0, below, 0))
        return np.asarray(total[self.who])

    @property
    def capital_result(self) -> Cents:
        """What shares brought, less what they cost."""
        return np.asarray(self.purse.capital - self.purse.stakes)

    @property
    def gain(self) -> Numbers:
        """1 for those whose shares brought more than they cost, 0 for others; nan without a stake."""
        return np.where(self.purse.stakes > 0, self.purse.capital > self.purse.stakes, np.nan)

    @property
    def care(self) -> Numbers:
        """Hours a week that sponsored positions get; nan for those who have none."""
        return self.per_position("care", sponsored=True)

    @property
    def first_commission(self) -> Numbers:
        """Day of the first commission; nan without any."""
        return np.where(self.tally.first_commission < 0, np.nan, self.tally.first_commission)

    @property
    def at_events(self) -> Numbers:
        """Share of conversations that were begun at events; nan without any."""
        return _share(self.tally.at_events, self.tally.conversations)

    @property
    def group_usefulness(self) -> Numbers:
        """Mean usefulness of the groups of the companies each person works, 0..1; nan without any."""
        works = self.works[:, np.newaxis] >> np.arange(self.w.company.size, dtype=np.uint32) & 1
        return _share(works @ self.w.group.usefulness, works.sum(axis=1))

    @property
    def concentration(self) -> Numbers:
        """How little incomes are spread over companies, see :func:`concentration`; nan without any."""
        return concentration(self._by_company(self.held.earned, self._shares.received))

    @property
    def income_at_stake(self) -> Cents:
        """What persons would miss if the largest of their companies closed: what it brought since the time that counts.

        Positions that were given up or lost and companies that closed are left out: what they brought is gone already.
        """
        work, capital = self.held.earned.copy(), self._shares.received.copy()
        work[: self.passed.earned.size] -= self.passed.earned
        capital[: self.passed.received.size] -= self.passed.received
        brought = self._by_company(np.where(self.held.left < 0, work, 0), capital)
        return np.asarray(np.where(self.w.pools.closed < 0, brought, 0).max(axis=1, initial=0))

    @property
    def ruined(self) -> NDArray[np.bool_]:
        """Whose cash does not pay one month of what their business obliges them to buy.

        That is the minimum purchase of every company they work; of the last one that was their main business if they
        work none any more; packs are no obligation. Next month's allowance is not counted. Without a purchase that is
        owed nobody is ruined.
        """
        works, main = self.works.astype(np.int64), self.w.people.main[self.who].astype(np.int64)
        counted = np.where(works == 0, 1 << main, works)
        monthly = np.where(self.w.systems.revshare == 1, 0, self.w.company.minimum_purchase)
        owed = (counted[:, None] >> np.arange(self.w.company.size) & 1) @ monthly
        return np.asarray(self.w.accounts.balance[self.who] < owed)

    def counted(self, *columns: str) -> NDArray[np.int64]:
        """Return the sum of columns of ``tables.TALLY`` that hold numbers."""
        return np.asarray(sum(self.tally[column].astype(np.int64) for column in columns))

    def per_position(self, column: str, *, sponsored: bool = False) -> Numbers:
        """Return the mean of a column over the working positions that each person still holds.

        Parameters
        ----------
        column
            A column of ``tables.POSITION`` that holds amounts, not rows: ``"knowledge"``, ``"care"`` and so on.
        sponsored
            Whether positions that were at the top from the beginning are left out.

        Returns
        -------
        numpy.ndarray
            In the unit of the column; nan without any such position.
        """
        held = self.held
        held = held[(held.working == 1) & (held.left < 0)]
        held = held[held.top == 0] if sponsored else held
        sums = np.bincount(held.person, weights=held[column], minlength=self.w.people.size)
        return _share(sums, np.bincount(held.person, minlength=self.w.people.size))[self.who]

    def net_income_after(self, year: int) -> Numbers:
        """Return net income after so many years; nan after years that were not lived or not worked."""
        taken = self.passed.net_income
        return taken[year][self.who] if year in taken else np.full(self.who.size, np.nan)

    @property
    def _shares(self) -> Any:
        return self.w.holdings[: self.w.count[0].holdings]

    def _by_company(self, earned: Cents, received: Cents) -> Cents:
        """Sum amounts of positions and of holdings by holder and company, shape (persons, companies)."""
        row = np.full(self.w.people.size, -1)
        row[self.who] = np.arange(self.who.size)
        total = np.zeros((self.who.size, self.w.company.size), np.int64)
        for table, cents in ((self.held, earned), (self._shares, received)):
            chosen = row[table.person] >= 0
            np.add.at(total, (row[table.person[chosen]], table.company[chosen]), cents[chosen])
        return total


def _share(part: NDArray[Any], whole: NDArray[Any]) -> Numbers:
    return np.divide(part, whole, out=np.full(whole.size, np.nan), where=whole > 0)


def concentration(amounts: Cents) -> Numbers:
    """Return the Herfindahl index of each row: the sum of squared shares.

    Parameters
    ----------
    amounts
        Not negative, shape (persons, companies).

    Returns
    -------
    numpy.ndarray
        From 1 / companies (all alike) to 1 (all from one), shape (persons,); nan where a row sums to 0.
    """
    total = amounts.sum(axis=1)
    share = np.divide(amounts, total[:, None], out=np.full(amounts.shape, np.nan), where=total[:, None] > 0)
    return np.asarray((share**2).sum(axis=1))


def gini(income: Cents) -> float:
    """Return the Gini coefficient of incomes, which are not negative.

    Returns
    -------
    float
        0 where all are equal, towards 1 where one has all; nan where nobody has anything.
    """
    ranked = np.sort(np.asarray(income, np.float64))
    if ranked.sum() == 0.0:
        return float("nan")
    places = np.arange(1, ranked.size + 1)
    return float((2 * places - ranked.size - 1) @ ranked / (ranked.size * ranked.sum()))


def top_share(income: Cents, share: float) -> float:
    """Return the part of all income, 0..1, that the best paid get; nan where nobody has anything.

    Parameters
    ----------
    income
        One per person, not negative.
    share
        Who they are: this share of all people, 0..1, rounded to whole people and at least one.
    """
    ranked = np.sort(np.asarray(income, np.float64))[::-1]
    if ranked.sum() == 0.0:
        return float("nan")
    return float(ranked[: max(1, round(share * ranked.size))].sum() / ranked.sum())
