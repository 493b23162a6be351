"""Closure (A13): a company ends, with its positions and packs, and whoever was won for it remembers by whom."""

from __future__ import annotations

from typing import Any

from sim.core.accounts import CROWD, OPERATORS, UNBOOKED, part, pay
from sim.core.compiled import phase, rule, whole
from sim.model.membership.departure import CLOSED, depart, regroup
from sim.model.shares.packs import pay_pack
from sim.model.shares.pool import share_paid
from sim.model.tables import NONE, Tables
from sim.world.pools import EXIT, INSOLVENT, OPEN


@rule
def cause_of_death(pool: Any, system: Any, day: int) -> int:
    """Return why a company closes today, or OPEN.

    Parameters
    ----------
    pool
        Its row of pools.
    system
        What it promises; a product company neither fails to pay nor plans to leave.
    day
        Today.

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
def blame(tie: Any, evidence: float, lost: float) -> None:
    """Hold a closure against whoever won the owner of a tie, by the share of his stake (0..1) that it took.

    Parameters
    ----------
    tie
        The victim's tie to him, whose ``bad`` grows.
    evidence
        The scenario's ``credibility.closure``.
    lost
        Share lost, 0..1.
    """
    tie.bad += evidence * lost


@rule
def not_back(pack: Any, recovery: int) -> int:
    """Return what a pack gets back on closure, in cents: ``recovery`` (millionths) of its price not paid back yet."""
    return part(max(0, pack.price - pack.paid), recovery)


@phase
def pay_back(w: Tables, c: int) -> None:
    """Pay the recoverable share of stakes, pro rata if the pool is short; packs and credits are then lost.

    What is owed in accounts is paid like stakes not yet back. The operator keeps what is left.

    Parameters
    ----------
    w
        All tables.
    c
        Row of the company.
    """
    packs, purse, pool = w.packs, w.accounts[w.people.size + c], w.pools[c]
    outside, recovery = w.people.size + w.company.size, whole(w.systems[c].recovery)
    owed = part(pool.owed, recovery)
    wanted = owed
    for p in range(w.count[0].packs):
        wanted += not_back(packs[p], recovery) if packs[p].company == c else 0
    ratio, kept = share_paid(purse.balance, wanted), 0
    for p in range(w.count[0].packs):
        if packs[p].company == c:
            pay_pack(w, p, int(not_back(packs[p], recovery) * ratio), 0)
            continue
        if kept < p:
            packs[kept] = packs[p]
        kept += 1
    w.count[0].packs = kept
    pool.received += int(owed * ratio)
    pay(purse, w.accounts[outside + CROWD], int(owed * ratio), UNBOOKED)
    pay(purse, w.accounts[outside + OPERATORS], purse.balance, UNBOOKED)
    pool.owed = pool.credited = pool.reserved = 0


@phase
def hold_against(w: Tables, c: int) -> None:
    """Let the victims of a closure hold it against whoever won them.

    Of a revenue-share company these are the members who got less cash than they had staked; of a product company those
    who work it, who lose all they had there.

    Parameters
    ----------
    w
        All tables; the members are still in.
    c
        Row of the company.
    """
    evidence = w.credibility[0].closure
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

    An operator who leaves takes the pool with him before anything is paid back.

    Parameters
    ----------
    w
        All tables; positions below have to find new places, see :func:`sim.model.membership.departure.regroup`.
    day
        Today.
    c
        Row of the company, which is open.
    cause
        Why, as :func:`cause_of_death` gives it.
    """
    w.pools[c].closed, w.pools[c].cause = day, cause
    if w.systems[c].revshare:
        purse = w.accounts[w.people.size + c]
        if cause == EXIT:
            pay(purse, w.accounts[w.people.size + w.company.size + OPERATORS], purse.balance, UNBOOKED)
        pay_back(w, c)
    hold_against(w, c)
    for p in range(w.count[0].positions):
        if w.positions[p].company == c and w.positions[p].left < 0:
            depart(w, p, day, CLOSED)
    for i in range(w.people.size):
        w.life[i].quit |= 1 << c


@phase
def close_companies(w: Tables, day: int) -> None:
    """Close every company whose time has come, for whatever cause.

    Parameters
    ----------
    w
        All tables.
    day
        Today.
    """
    for c in range(w.company.size):
        if w.pools[c].closed < 0:
            cause = cause_of_death(w.pools[c], w.systems[c], day)
            if cause != OPEN:
                close(w, day, c, cause)
    regroup(w)
