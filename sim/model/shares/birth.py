"""The life of a revenue-share company before the people of the model meet it, and its birth among them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.core.compiled import phase, whole
from sim.model.limits import COUNTED, NOTHING, POOLS, PURSES, pool_beyond, purse_beyond
from sim.model.shares.closure import OPEN, cause_of_death
from sim.model.shares.pool import endow, grown, pay_out, re_buy_crowd, take_in
from sim.model.tables import Tables


@phase
def keep_out(w: Tables, c: int) -> None:
    """Keep company ``c``, which is not born yet, from everybody: as if they had lost its work."""
    for i in range(w.people.size):
        w.life[i].quit |= 1 << c


@phase
def be_born(w: Tables, day: int) -> None:
    """On the evening before the first day of a company's life, fill its pool and open it to everybody."""
    for c in range(w.company.size):
        if w.pools[c].born == day + 1:
            endow(w, c)
            for i in range(w.people.size):
                w.life[i].quit = whole(w.life[i].quit) & ~(1 << c)


@phase
def live_alone(w: Tables, days: int, deposits: NDArray[np.float64], lived: NDArray[np.int64]) -> int:
    """Let the crowd live the first days of a company by itself, until it closes.

    Parameters
    ----------
    w
        Tables of one company and nobody, in which it is born on day 0 and endowed; ``packs`` has room for two rows a
        day.
    days
        How many days are lived, if it does not close before.
    deposits
        Shape (days,); filled with what the crowd paid in on each day, in cents.
    lived
        Shape (1,); filled with the days lived, the one on whose evening it closes included.

    Returns
    -------
    int
        COUNTED, or what holds more than is counted: PURSES or POOLS, on the day after those lived.

    Raises
    ------
    OverflowError
        If more is paid in on the day after those lived than is counted.
    """
    system, pool = w.systems[0], w.pools[0]
    for day in range(days):
        lived[0] = day
        deposits[day] = grown(system.deposits, system.deposits_growth, day)
        take_in(w, day)
        if purse_beyond(w) != NOTHING:
            return PURSES
        if pool_beyond(w)[0] != NOTHING:
            return POOLS
        pay_out(w, day)
        re_buy_crowd(w, day)
        lived[0] = day + 1
        if cause_of_death(pool, system, day) != OPEN:
            break
    return COUNTED
