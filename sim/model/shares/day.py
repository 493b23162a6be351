"""The day of revenue-share companies (A13, A14) in its order: stakes, what comes in, payouts, and what is re-bought."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.core.compiled import phase, rule
from sim.core.rows import Rows
from sim.model.limits import COUNTED, NOTHING, POOLS, PURSES, pool_beyond, purse_beyond
from sim.model.people.rows import Tally
from sim.model.plans.rows import StrategyRow
from sim.model.shares.birth import be_born
from sim.model.shares.packs import re_buy, stake_investors, stake_members
from sim.model.shares.pool import pay_out, re_buy_crowd, release, take_in
from sim.model.tables import Count, Tables


@phase
def newcomers(tally: Rows[Tally], strategy: Rows[StrategyRow], day: int) -> NDArray[np.int64]:
    """Return the ids of those who became networkers today, ascending; none if no strategy holds anything."""
    systems, n = 0, 0
    for row in range(strategy.size):
        systems += strategy[row].systems
    found = np.empty(tally.size if systems > 0 else 0, np.int64)
    for i in range(found.size):
        found[n] = i
        n += tally[i].joined == day
    return found[:n]


@rule
def rows_wanted(count: Count, companies: int, investors: int) -> tuple[int, int]:
    """Return how many rows of holdings and of packs a day may need, those in use included.

    Parameters
    ----------
    count
        How many rows are in use.
    companies, investors
        How many companies and :func:`newcomers` there are.
    """
    fresh = count.positions - count.staked + companies * investors
    holdings = count.holdings + fresh
    return holdings, count.packs + fresh + holdings + 2 * companies


@phase
def hold_shares(w: Tables, day: int, investors: NDArray[np.int64]) -> int:
    """Live the day of all holders and pools.

    Parameters
    ----------
    w
        All tables; ``holdings`` and ``packs`` have the rows that :func:`rows_wanted` tells.
    investors
        The day's :func:`newcomers`.

    Returns
    -------
    int
        COUNTED, or what holds more than is counted, and therefore has not been lived on: PURSES or POOLS.

    Raises
    ------
    OverflowError
        If more is paid in on a day than is counted; see :func:`sim.model.shares.pool.grown`.
    """
    if purse_beyond(w) != NOTHING:
        return PURSES
    release(w, day)
    stake_members(w, day)
    stake_investors(w, day, investors)
    take_in(w, day)
    if purse_beyond(w) != NOTHING:
        return PURSES
    if pool_beyond(w)[0] != NOTHING:
        return POOLS
    pay_out(w, day)
    re_buy(w, day)
    re_buy_crowd(w, day)
    be_born(w, day)
    return COUNTED
