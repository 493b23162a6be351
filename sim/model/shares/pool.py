"""The pool (A13): what flows into it, what it pays while it can, and when it counts as insolvent."""

from __future__ import annotations

import math

import numpy as np

from sim.core.accounts import ADVERTISERS, CROWD, MOST_HELD, OPERATORS, UNBOOKED, Account, outside, pay, purse
from sim.core.compiled import phase, rule, whole
from sim.model.shares.packs import ACCOUNT, FIXED, POOL_SHARE, add_pack, deposit, fall_due, pay_packs, runs
from sim.model.shares.rows import Pool
from sim.model.tables import MONTH, NONE, Tables

YEAR = 365  # days, of rates a year


@rule
def grown(cents: int, growth: float, day: int) -> int:
    """Return a daily amount that has grown, compounding.

    Parameters
    ----------
    cents
        Amount on the first day, not negative.
    growth
        Per day, -1..1.
    day
        Day of the company's life, from 0.

    Raises
    ------
    OverflowError
        If it would be more than :data:`sim.core.accounts.MOST_HELD`.
    """
    if cents == 0:
        return 0
    exponent = growth * day
    if exponent > math.log(MOST_HELD / cents):
        raise OverflowError("An amount a day has grown beyond what is counted exactly.")
    return int(cents * math.exp(exponent))


@rule
def a_day(cents: int, rate: float) -> int:
    """Return a day's part of what a rate a year makes of an amount, in cents, rounded down; 0 of a debt."""
    return int(max(0, cents) * rate / YEAR)


@rule
def share_paid(available: int, wanted: int) -> float:
    """Return the share of what is wanted (cents) that an amount at hand can pay, 0..1; 1 if nothing is wanted."""
    return min(1.0, available / wanted) if wanted > 0 else 1.0


@rule
def look_back(pool: Pool, balance: int, short: bool, day: int) -> None:
    """Count another day on which the pool failed to pay, or begin anew; remember the largest pool.

    Parameters
    ----------
    pool
        The company's row of pools; ``unpaid``, ``peak`` and ``peak_day`` change.
    balance
        Cents in the pool.
    short
        Whether it failed to pay today.
    """
    pool.unpaid = pool.unpaid + 1 if short else 0
    if balance > pool.peak:
        pool.peak = balance
        pool.peak_day = day


@phase
def endow(w: Tables, c: int) -> None:
    """Pay in what a pool starts with: the operator's; in a pool of accounts the crowd's, and owed to it."""
    system, pool = w.systems[c], w.pools[c]
    by_crowd = system.payout == ACCOUNT
    giver = w.accounts[outside(w.accounts.size, CROWD if by_crowd else OPERATORS)]
    pay(giver, w.accounts[purse(w.people.size, c)], system.pool, UNBOOKED)
    if by_crowd:
        pool.owed = pool.staked = system.pool


@rule
def at_hand(cash: Account, pool: Pool) -> int:
    """Return what a pool can pay out of the ``cash`` of its company: cents, less what is set aside for commission."""
    return max(0, whole(cash.balance) - whole(pool.reserved))


@phase
def release(w: Tables, day: int) -> None:
    """On the last day of a month, after commissions, begin to count members' deposits anew."""
    if (day + 1) % MONTH != 0:
        return
    for p in range(w.count[0].positions):
        if w.systems[w.positions[p].company].revshare:
            w.positions[p].volume = 0
    for c in range(w.company.size):
        w.pools[c].reserved = 0


@phase
def take_in(w: Tables, day: int) -> None:
    """Let today's outside revenue, returns and deposits of the crowd enter all open pools.

    Parameters
    ----------
    w
        All tables; ``packs`` has room for a row per company.
    """
    for c in range(w.company.size):
        if not runs(w.systems[c], w.pools[c], day):
            continue
        system, cash, age = w.systems[c], w.accounts[purse(w.people.size, c)], day - w.pools[c].born
        revenue = grown(system.advertising, system.advertising_growth, age) + a_day(cash.balance, system.earnings)
        pay(w.accounts[outside(w.accounts.size, ADVERTISERS)], cash, revenue, UNBOOKED)
        cents = grown(system.deposits, system.deposits_growth, age)
        if cents > 0:
            deposit(w, c, cents, outside(w.accounts.size, CROWD), whole(UNBOOKED))
            if system.payout != ACCOUNT:
                add_pack(w, day, whole(NONE), c, cents, whole(0))


@phase
def withdraw(w: Tables, day: int, c: int) -> bool:
    """Let the crowd withdraw from its accounts in company ``c``, and tell whether the pool was short.

    In a day, balances grow by the promised rate and by today's deposits, and shrink by what is paid (Artzrouni 2009,
    in steps of a day). What the pool cannot pay stays owed.
    """
    system, pool, cash = w.systems[c], w.pools[c], w.accounts[purse(w.people.size, c)]
    wanted = a_day(pool.owed, system.withdrawn)
    paid = min(wanted, at_hand(cash, pool))
    pay(cash, w.accounts[outside(w.accounts.size, CROWD)], paid, UNBOOKED)
    pool.received += paid
    fresh = grown(system.deposits, system.deposits_growth, day - pool.born)
    pool.owed += a_day(pool.owed, system.promised) - paid + fresh
    return paid < wanted


@phase
def pay_out(w: Tables, day: int) -> None:
    """Let all open pools pay, and look back at the day.

    A fixed payout is paid in full while the pool has the cash for it, and pro rata when it is short. A share of the
    pool is divided in proportion to what is left to the caps; such a pool is short when it has nothing to divide.
    """
    n = w.company.size
    total, ratio, short = np.zeros((n, 2), np.int64), np.zeros(n), np.zeros(n, np.int64)
    dues, packs = fall_due(w, day), w.packs
    for p in range(dues.shape[0]):
        total[packs[p].company, 0] += dues[p, 0]
        total[packs[p].company, 1] += dues[p, 1]
    for c in range(n):
        if not runs(w.systems[c], w.pools[c], day):
            continue
        kind, available = w.systems[c].payout, at_hand(w.accounts[purse(w.people.size, c)], w.pools[c])
        if kind == FIXED:
            ratio[c] = share_paid(available, total[c, 0])
            short[c] = ratio[c] < 1.0
        elif kind == POOL_SHARE:
            wanted, payable = total[c, 0] + total[c, 1], int(available * w.systems[c].share)
            ratio[c] = share_paid(payable, wanted)
            short[c] = wanted > 0 and payable == 0
        else:
            short[c] = withdraw(w, day, c)
    pay_packs(w, dues, ratio)
    for c in range(n):
        if runs(w.systems[c], w.pools[c], day):
            look_back(w.pools[c], whole(w.accounts[purse(w.people.size, c)].balance), short[c] == 1, day)


@phase
def re_buy_crowd(w: Tables, day: int) -> None:
    """Turn what the crowd was credited today into packs; ``packs`` has room for a row per company."""
    for c in range(w.company.size):
        if w.pools[c].credited > 0:
            add_pack(w, day, whole(NONE), c, whole(w.pools[c].credited), whole(1))
            w.pools[c].credited = 0
