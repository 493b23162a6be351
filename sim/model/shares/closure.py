"""How companies end (A13): laws of life, causes of death, and what a closure takes with it.

Positions and packs end with a company, and those who were won for it remember by whom.
"""

from __future__ import annotations

import math
from statistics import NormalDist

from sim.core.accounts import CAPITAL, CROWD, OPERATORS, UNBOOKED, outside, part, pay, purse
from sim.core.compiled import phase, rule, whole
from sim.core.registry import SHIPPED, Rulebook, RuleError, law
from sim.core.wording import shown
from sim.model.membership.leaving import CLOSED, depart, regroup
from sim.model.people.rows import Tie
from sim.model.plans.companies import Company
from sim.model.shares.packs import pay_crowd, pay_holder
from sim.model.shares.pool import share_paid
from sim.model.shares.rows import Pack, Pool, System
from sim.model.tables import NONE, Tables

CAUSES = ("open", "insolvent", "management", "software", "exit")  # why a company is closed
OPEN, INSOLVENT, MANAGEMENT, SOFTWARE, EXIT = 0, 1, 2, 3, 4


@law("none", order=0)
def none(draw: float, company: Company) -> float:
    """Nothing but a pool that cannot pay, or an operator who leaves, ends it."""
    return math.inf


@law("exponential", order=1)
def exponential(draw: float, company: Company) -> float:
    """The risk is the same at any age; the mean is life.days."""
    return -company.life.days * math.log(1.0 - draw)


@law("lognormal", order=2)
def lognormal(draw: float, company: Company) -> float:
    """The median is life.days, the spread life.sigma (Moore, Han & Clayton 2012)."""
    return company.life.days * math.exp(company.life.sigma * NormalDist().inv_cdf(max(draw, 2.0**-54)))


@law("weibull", order=3)
def weibull(draw: float, company: Company) -> float:
    """The scale is life.days; with life.shape below 1 risk falls with age, above it rises."""
    return company.life.days * (-math.log(1.0 - draw)) ** (1.0 / company.life.shape)


def lifetime(company: Company, draw: float, rulebook: Rulebook = SHIPPED) -> float:
    """Return how long a company lives by its law, in days; infinity if nothing ends it.

    Parameters
    ----------
    company
        Whose ``life.law`` is looked up.
    draw
        Uniform draw, 0 <= draw < 1.

    Raises
    ------
    RuleError
        If the law fails, or gives no number of days.
    """
    days = rulebook.function("life", company.life.law)(draw, company)
    try:
        found = float(days)
    except (TypeError, ValueError, OverflowError):
        found = math.nan
    if not found >= 0.0:
        place = rulebook.place("life", company.life.law)
        raise RuleError(f"{place} must return days, 0 or more, not {shown(days)} (draw {draw:g}).")
    return found


@rule
def cause_of_death(pool: Pool, system: System, day: int) -> int:
    """Return why a company closes today, or OPEN.

    Parameters
    ----------
    pool
        Its row of pools.
    system
        What it promises; a product company neither fails to pay nor plans to leave.

    Returns
    -------
    int
        INSOLVENT when the pool has failed to pay on more days on end than the operator's patience lasts; the drawn
        cause when its life is over; EXIT when the operator leaves because the pool has stopped growing.
    """
    if pool.unpaid > system.patience:
        return INSOLVENT
    if 0 <= pool.ends <= day:
        return whole(pool.fate)
    if system.exit_days > 0 and pool.peak > 0 and day - pool.peak_day >= system.exit_days:
        return EXIT
    return OPEN


@rule
def blame(tie: Tie, evidence: float, lost: float) -> None:
    """Hold a closure against the one who won the owner of a tie, by the share of the stake (0..1) that it took.

    Parameters
    ----------
    tie
        The victim's tie to them, whose ``bad`` grows.
    evidence
        The scenario's ``credibility.closure``.
    lost
        Share lost, 0..1.
    """
    tie.bad += evidence * lost


@rule
def not_back(pack: Pack, recovery: int) -> int:
    """Return what a pack gets back on closure, in cents: ``recovery`` (millionths) of its price not paid back yet."""
    return part(max(0, pack.price - pack.paid), recovery)


@phase
def pay_back(w: Tables, c: int) -> None:
    """Pay the recoverable share of stakes, pro rata if the pool is short; packs and credits are then lost.

    What is owed in accounts is paid like stakes not yet back. The operator keeps what is left.
    """
    packs, accounts, pool = w.packs, w.accounts, w.pools[c]
    cash, crowd = accounts[purse(w.people.size, c)], accounts[outside(accounts.size, CROWD)]
    recovery = whole(w.systems[c].recovery)
    owed = part(pool.owed, recovery)
    wanted = owed
    for p in range(w.count[0].packs):
        wanted += not_back(packs[p], recovery) if packs[p].company == c else 0
    ratio, kept = share_paid(cash.balance, wanted), 0
    for p in range(w.count[0].packs):
        if packs[p].company == c:
            cents, h = int(not_back(packs[p], recovery) * ratio), whole(packs[p].holding)
            if h == NONE:
                pay_crowd(packs[p], pool, cents, 0)
                pay(cash, crowd, cents, UNBOOKED)
            else:
                pay_holder(packs[p], pool, w.holdings[h], cents, 0)
                pay(cash, accounts[w.holdings[h].person], cents, CAPITAL)
            continue
        if kept < p:
            packs[kept] = packs[p]
        kept += 1
    w.count[0].packs = kept
    pool.received += int(owed * ratio)
    pay(cash, crowd, int(owed * ratio), UNBOOKED)
    pay(cash, accounts[outside(w.accounts.size, OPERATORS)], cash.balance, UNBOOKED)
    pool.owed = pool.credited = pool.reserved = 0


@phase
def hold_against(w: Tables, c: int) -> None:
    """Let the victims of a closure hold it against those who won them.

    Of a revenue-share company these are the members who got less cash than they had staked; of a product company those
    who work it, who lose all they had there.

    Parameters
    ----------
    w
        All tables; the members are still in.
    """
    evidence = w.law[0].credibility.closure
    for h in range(w.count[0].holdings):
        holding = w.holdings[h]
        if holding.company == c:
            holding.wallet = 0
            seat = holding.position
            if seat != NONE and w.positions[seat].tie != NONE and holding.received < holding.staked:
                blame(w.ties[w.positions[seat].tie], evidence, 1.0 - holding.received / holding.staked)
    if w.systems[c].revshare:
        return
    for p in range(w.count[0].positions):
        position = w.positions[p]
        if position.company == c and position.left < 0 and position.working and position.tie != NONE:
            blame(w.ties[position.tie], evidence, 1.0)


@phase
def close(w: Tables, day: int, c: int, cause: int) -> None:
    """Close company ``c``: nobody is in it any more, and nobody will join it again.

    An operator who leaves takes the pool along before anything is paid back.

    Parameters
    ----------
    w
        All tables; positions below have to find new places, see :func:`sim.model.membership.leaving.regroup`.
    day
        Today.
    c
        Row of the company, which is open.
    cause
        Why, as :func:`cause_of_death` gives it.
    """
    w.pools[c].closed, w.pools[c].cause = day, cause
    if w.systems[c].revshare:
        cash = w.accounts[purse(w.people.size, c)]
        if cause == EXIT:
            pay(cash, w.accounts[outside(w.accounts.size, OPERATORS)], cash.balance, UNBOOKED)
        pay_back(w, c)
    hold_against(w, c)
    for p in range(w.count[0].positions):
        if w.positions[p].company == c and w.positions[p].left < 0:
            depart(w, p, day, whole(CLOSED))
    for i in range(w.people.size):
        w.life[i].quit |= 1 << c


@phase
def close_companies(w: Tables, day: int) -> None:
    """Close every company whose time has come, for whatever cause."""
    for c in range(w.company.size):
        if w.pools[c].closed < 0:
            cause = cause_of_death(w.pools[c], w.systems[c], day)
            if cause != OPEN:
                close(w, day, c, cause)
    regroup(w)
