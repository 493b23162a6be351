"""What a networker's money hangs on: how it is spread over companies, and whether his savings are gone."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.tables import Tables

NOTHING = (np.zeros(0, np.int64), np.zeros(0, np.int64))  # when the time that counts began with the run


def by_company(w: Tables, who: NDArray[np.int64], cents: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sum amounts of positions by holder and company.

    Parameters
    ----------
    w
        All tables, which stay as they are.
    who
        Ids of persons, in ascending order.
    cents
        An amount for each position in use.

    Returns
    -------
    numpy.ndarray
        Cents, shape (persons, companies).
    """
    held = w.positions[: w.count[0].positions]
    return _summed(w, who, held.person, held.company, cents)


def paid_by_packs(w: Tables, who: NDArray[np.int64], cents: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sum amounts of holdings by holder and company; as :func:`by_company` does those of positions."""
    held = w.holdings[: w.count[0].holdings]
    return _summed(w, who, held.person, held.company, cents)


def _summed(
    w: Tables, who: NDArray[np.int64], person: Any, company: Any, cents: NDArray[np.int64]
) -> NDArray[np.int64]:
    row = np.full(w.people.size, -1)
    row[who] = np.arange(who.size)
    chosen = row[person] >= 0
    total = np.zeros((who.size, w.company.size), np.int64)
    np.add.at(total, (row[person[chosen]], company[chosen]), cents[chosen])
    return total


def concentration(amounts: NDArray[np.int64]) -> NDArray[np.float64]:
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


def income_at_stake(
    w: Tables, who: NDArray[np.int64], earned: NDArray[np.int64], received: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return what persons would miss if the largest of their companies closed.

    Parameters
    ----------
    w
        All tables, which stay as they are.
    who
        Ids of persons, in ascending order.
    earned, received
        Cents that the first positions had earned, and the packs of the first holdings paid, when the time that counts
        began; later ones nothing.

    Returns
    -------
    numpy.ndarray
        Cents that the company which brought most since then has brought, shape (persons,). Positions that were given
        up or lost and companies that closed are left out: what they brought is gone already.
    """
    held, shares = w.positions[: w.count[0].positions], w.holdings[: w.count[0].holdings]
    work, capital = held.earned.copy(), shares.received.copy()
    work[: earned.size] -= earned
    capital[: received.size] -= received
    brought = by_company(w, who, np.where(held.left < 0, work, 0)) + paid_by_packs(w, who, capital)
    return np.where(w.pools.closed < 0, brought, 0).max(axis=1, initial=0)


def ruined(w: Tables, who: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell whose savings are gone: his cash does not pay one month of what his business obliges him to buy.

    That is the minimum purchase of every company he works; of the last one that was his main business if he works none
    any more; packs are no obligation. Next month's allowance is not counted. Whoever owes no purchase is not ruined.

    Parameters
    ----------
    w
        All tables, which stay as they are.
    who
        Ids of persons who work or worked, in any order.

    Returns
    -------
    numpy.ndarray
        Shape (persons,).
    """
    works, main = w.people.works[who].astype(np.int64), w.people.main[who].astype(np.int64)
    counted = np.where(works == 0, 1 << main, works)
    monthly = np.where(w.systems.revshare == 1, 0, w.company.minimum_purchase)
    owed = (counted[:, None] >> np.arange(w.company.size) & 1) @ monthly
    return np.asarray(w.accounts.balance[who] < owed)
