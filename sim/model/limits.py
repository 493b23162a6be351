"""How much money is counted: beyond, whole cents would not be exact any more.

A purse, and what the packs of a company promise, may reach 10**15 cents: below 2**51, so that what is paid pro rata (a
float) never exceeds what is there, and a thousand times as much, the most that a pack promises, is below 2**63. The
outside world and totals may reach 10**18; all purses inside together then hold 5 * 10**18 at most, because money only
moves. Purses are looked at before anybody stakes, pools before they pay, totals at the end of a month, in which no
more than 20,000,000 people times 16 companies times 10**8 cents of purchases come to them.
"""

from __future__ import annotations

import numpy as np

from sim.core.accounts import MOST_HELD
from sim.core.compiled import phase, whole
from sim.model.tables import Tables

MOST_SUMMED = 10**18  # cents of a total
NOTHING, SUMMED, OWED, TURNED_OVER, PROMISED = -1, 0, 1, 2, 3
COUNTED, PURSES, POOLS, BOOKS = 0, -1, -2, -3  # whether all is counted exactly, or what holds too much


@phase
def purse_beyond(w: Tables) -> int:
    """Return the first row of accounts that holds or lacks more than is counted, or NOTHING."""
    accounts, inside = w.accounts, w.people.size + w.company.size
    for row in range(accounts.size):
        most = MOST_HELD if row < inside else MOST_SUMMED
        if abs(accounts[row].balance) > most:
            return row
    return NOTHING


@phase
def booked_beyond(w: Tables) -> bool:
    """Tell whether all people together have booked more under one heading than is counted."""
    accounts, income, costs, stakes = w.accounts, 0.0, 0.0, 0.0
    for row in range(w.people.size):
        purse = accounts[row]
        income += float(purse.active) + float(purse.passive)
        costs += float(purse.goods) + float(purse.fees) + float(purse.materials)
        stakes += float(purse.capital) + float(purse.stakes)
    return max(income, costs, stakes) > MOST_SUMMED


@phase
def pool_beyond(w: Tables) -> tuple[int, int]:
    """Return what about a company's pool is more than is counted, and the company's row; or NOTHING twice."""
    packs, promised = w.packs, np.zeros(w.company.size)
    for p in range(w.count[0].packs):
        promised[packs[p].company] += float(max(packs[p].cap - packs[p].paid, packs[p].price))
    for c in range(w.company.size):
        pool = w.pools[c]
        if pool.owed > MOST_HELD:
            return OWED, whole(c)
        if max(pool.staked, pool.received) > MOST_SUMMED:
            return TURNED_OVER, whole(c)
        if promised[c] > MOST_HELD:
            return PROMISED, whole(c)
    return NOTHING, NOTHING
