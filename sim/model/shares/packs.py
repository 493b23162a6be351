"""Packs (A13, A14, A19): shares in the pool of a revenue-share company, and what their holders do with payouts.

Packs bought at once by one holder are one row. A payout is cash or, as far as it is re-bought, a credit for the next
pack, which stays in the pool. Somebody who becomes a networker stakes part of their cash in the systems of their
strategy, beside their businesses; a person who joins a revenue-share company, as a worker or a customer, stakes it
there.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.core.accounts import CAPITAL, CROWD, MILLION, OPERATORS, STAKES, UNBOOKED, outside, part, pay, purse
from sim.core.compiled import free_row, phase, rule, whole
from sim.model.plans.rows import StrategyRow
from sim.model.shares.parameters import CashOut, Payout
from sim.model.shares.rows import Holding, Pack, Pool, System
from sim.model.tables import NONE, Tables

FIXED, POOL_SHARE, ACCOUNT = Payout
STAKE_BACK_FIRST, REINVEST, LET_RUN = CashOut


@rule
def runs(system: System, pool: Pool, day: int) -> bool:
    """Tell whether a company is a revenue-share company, and open today: born already, and not closed yet."""
    return bool(system.revshare == 1 and pool.closed < 0 and pool.born <= day)


@rule
def open_pack(pack: Pack, holding: int, company: int, cents: int, cap: int, day: int, again: int) -> None:
    """Fill a fresh row of packs.

    Parameters
    ----------
    holding, company
        Whose packs (NONE: the crowd's), and of which company.
    cents, cap
        What was paid for them and what they pay at most.
    again
        1 if they are re-bought, 0 if paid with fresh money.
    """
    pack.holding = holding
    pack.company = company
    pack.price = cents
    pack.cap = cap
    pack.paid = 0
    pack.day = day
    pack.again = again


@rule
def due(pack: Pack, day: int, days: int, by_promise: bool) -> int:
    """Return what is due on a pack today, in cents.

    By promise the cap falls due in equal daily parts from the day after the purchase on, and what was not paid stays
    due; else there is no promise, and the pack's claim is all that is left to its cap.

    Parameters
    ----------
    day
        Today, not before the day it was bought.
    days
        In how many it is paid back, 1 or more.
    by_promise
        Whether payouts are fixed.
    """
    if not by_promise:
        return max(0, pack.cap - pack.paid)
    served = min(max(0, day - pack.day), days)
    fallen_due = pack.cap // days * served + pack.cap % days * served // days  # as sim.core.accounts.part divides
    return max(0, fallen_due - pack.paid)


@rule
def cash(cents: int, again: int) -> int:
    """Return the part of a payout (cents) that is not re-bought, if ``again`` (millionths) is; rounded down."""
    return part(cents, MILLION - again)


@phase
def add_pack(w: Tables, day: int, h: int, c: int, cents: int, again: int) -> None:
    """Add packs of company ``c`` for ``cents`` to holding ``h`` (NONE: the crowd); ``packs`` has room for a row."""
    open_pack(
        w.packs[free_row(w.count[0].packs, w.packs.size)], h, c, cents, part(cents, w.systems[c].returns), day, again
    )
    w.count[0].packs += 1


@phase
def deposit(w: Tables, c: int, cents: int, payer: int, kind: int) -> None:
    """Let fresh money enter the pool of company ``c``, and the operator take the fee.

    Parameters
    ----------
    cents
        Amount, not more than the payer has.
    payer
        Row of the account that pays.
    kind
        How it is booked, see :func:`sim.core.accounts.pay`.
    """
    pool = w.accounts[purse(w.people.size, c)]
    pay(w.accounts[payer], pool, cents, kind)
    operators = w.accounts[outside(w.accounts.size, OPERATORS)]
    pay(pool, operators, part(cents, w.systems[c].fee), UNBOOKED)
    w.pools[c].staked += cents


@phase
def buy(w: Tables, day: int, h: int, packs: int) -> None:
    """Buy packs with fresh money; a member's purchase is volume, and commission on it is set aside.

    Parameters
    ----------
    w
        All tables; ``packs`` has room for a row.
    h
        The holding.
    packs
        How many, 1 or more, which the holder can pay.
    """
    holding = w.holdings[h]
    c, seat = whole(holding.company), whole(holding.position)
    cents = packs * w.systems[c].price
    deposit(w, c, cents, whole(holding.person), whole(STAKES))
    holding.staked += cents
    if seat != NONE and w.positions[seat].left < 0:
        w.positions[seat].volume += cents
        w.pools[c].reserved += part(cents, w.systems[c].commission) + w.company[c].levels
    add_pack(w, day, h, c, cents, whole(0))


@phase
def fall_due(w: Tables, day: int) -> NDArray[np.int64]:
    """Return what is due on running packs today.

    Returns
    -------
    numpy.ndarray
        Shape (packs, 2), int64: cents due in cash, and to be re-bought.
    """
    packs, holdings, systems = w.packs, w.holdings, w.systems
    found = np.empty((w.count[0].packs, 2), np.int64)
    for p in range(w.count[0].packs):
        pack = packs[p]
        system = systems[pack.company]
        cents = due(pack, day, whole(system.days), system.payout == FIXED)
        again = whole(system.repurchase if pack.holding == NONE else holdings[pack.holding].again)
        found[p, 0] = cash(cents, again)
        found[p, 1] = cents - found[p, 0]
    return found


@rule
def pay_holder(pack: Pack, pool: Pool, holding: Holding, in_cash: int, credit: int) -> None:
    """Book what the holder of a pack gets: cents in cash, which the caller pays, and others credited for the next pack.

    Parameters
    ----------
    pack, pool, holding
        Whose ``paid``, ``received`` and ``wallet`` change.
    """
    pack.paid += in_cash + credit
    pool.received += in_cash
    holding.received += in_cash
    holding.wallet += credit


@rule
def pay_crowd(pack: Pack, pool: Pool, in_cash: int, credit: int) -> None:
    """Book what the crowd gets on a pack, as :func:`pay_holder`; its credit is kept with the pool."""
    pack.paid += in_cash + credit
    pool.received += in_cash
    pool.credited += credit


@phase
def pay_packs(w: Tables, dues: NDArray[np.int64], ratio: NDArray[np.float64]) -> None:
    """Pay running packs, and remove those that have paid all they may; the others move up in their order.

    Parameters
    ----------
    dues
        As :func:`fall_due` gives it.
    ratio
        Shape (companies,), share 0..1 of what is due that is paid; parts of it never exceed the whole, because every
        amount is rounded down.
    """
    packs, holdings, pools, accounts = w.packs, w.holdings, w.pools, w.accounts
    first, crowd, kept = purse(w.people.size, 0), accounts[outside(w.accounts.size, CROWD)], 0
    for p in range(w.count[0].packs):
        pack = packs[p]
        c, h = whole(pack.company), whole(pack.holding)
        in_cash, credit = int(dues[p, 0] * ratio[c]), int(dues[p, 1] * ratio[c])
        if h == NONE:
            pay_crowd(pack, pools[c], in_cash, credit)
            pay(accounts[first + c], crowd, in_cash, UNBOOKED)
        else:
            pay_holder(pack, pools[c], holdings[h], in_cash, credit)
            pay(accounts[first + c], accounts[holdings[h].person], in_cash, CAPITAL)
        if pack.paid < pack.cap:
            if kept < p:
                packs[kept] = pack
            kept += 1
    w.count[0].packs = kept


@rule
def share_again(holding: Holding, plan: StrategyRow, forced: int) -> int:
    """Return the share of payouts that a holder re-buys, in millionths.

    Parameters
    ----------
    holding
        With what was staked and received there.
    plan
        The row of the holder's strategy, with its cash-out rule.
    forced
        Share that must be re-bought, in millionths.
    """
    if plan.cash_out == LET_RUN:
        return MILLION
    waits = plan.cash_out == STAKE_BACK_FIRST and holding.received < holding.staked
    return max(forced, 0 if waits else plan.reinvest)


@rule
def packs_for(budget: int, balance: int, price: int) -> int:
    """Return how many packs a budget buys, never on credit; all in cents, the price above 0."""
    return max(0, min(budget, balance)) // price


@rule
def stake_of(cash: int, staked: int, share: float) -> int:
    """Return a share of what a holder has and had before the first stakes, in cents."""
    return int((cash + staked) * share)


@phase
def hold(w: Tables, day: int, i: int, c: int, position: int, packs: int) -> None:
    """Open a holding for person ``i`` in company ``c`` and buy its first packs.

    Parameters
    ----------
    w
        All tables; ``holdings`` and ``packs`` have room for a row.
    i, c
        Person and company.
    position
        The position there, or NONE for an investment.
    packs
        How many, 1 or more, which the person can pay.
    """
    h = free_row(whole(w.count[0].holdings), w.holdings.size)
    w.count[0].holdings += 1
    holding = w.holdings[h]
    holding.person, holding.company, holding.position = i, c, position
    buy(w, day, h, packs)


@phase
def stake_members(w: Tables, day: int) -> None:
    """Let those who have come into a revenue-share company since yesterday buy packs: one at least, if they can pay it.

    Parameters
    ----------
    w
        All tables; ``holdings`` and ``packs`` have room for a row each new position.
    """
    for p in range(w.count[0].staked, w.count[0].positions):
        position = w.positions[p]
        i, c = whole(position.person), whole(position.company)
        if position.left >= 0 or not runs(w.systems[c], w.pools[c], day):
            continue
        plan, purse, price = w.strategy[w.people[i].strategy], w.accounts[i], w.systems[c].price
        budget = stake_of(purse.balance, purse.stakes, plan.capital / max(1, whole(plan.shares)))
        packs = packs_for(max(budget, price), purse.balance, price)
        if packs > 0:
            hold(w, day, i, c, p, packs)
    w.count[0].staked = w.count[0].positions


@phase
def stake_investors(w: Tables, day: int, investors: NDArray[np.int64]) -> None:
    """Let those who became networkers today stake part of their cash in the systems of their strategy.

    Parameters
    ----------
    w
        All tables; ``holdings`` and ``packs`` have room for a row each such person and system.
    investors
        Ids of these people.
    """
    for each in range(investors.size):
        i = investors[each]
        plan, purse = w.strategy[w.people[i].strategy], w.accounts[i]
        for k in range(plan.systems):
            c = whole(plan.system[k])
            budget = stake_of(purse.balance, purse.stakes, plan.capital * plan.weight[k])
            packs = packs_for(budget, purse.balance, w.systems[c].price) if runs(w.systems[c], w.pools[c], day) else 0
            if packs > 0:
                hold(w, day, i, c, whole(NONE), packs)


@phase
def re_buy(w: Tables, day: int) -> None:
    """Let all holders turn credits into whole packs, and settle which share of the next payouts they re-buy.

    Parameters
    ----------
    w
        All tables; ``packs`` has room for a row a holding.
    """
    for h in range(w.count[0].holdings):
        holding = w.holdings[h]
        c = whole(holding.company)
        if not runs(w.systems[c], w.pools[c], day):
            continue
        cents = holding.wallet // w.systems[c].price * w.systems[c].price
        if cents > 0:
            holding.wallet -= cents
            add_pack(w, day, h, c, cents, whole(1))
        plan = w.strategy[w.people[holding.person].strategy]
        holding.again = share_again(holding, plan, whole(w.systems[c].repurchase))
