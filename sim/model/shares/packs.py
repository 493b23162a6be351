"""Packs (A13): shares in the pool of a revenue-share company, what is due on them, and what they pay.

Packs bought at once by one holder are one row. A payout is cash or, as far as it is re-bought, a credit for the next
pack, which stays in the pool.
"""

from __future__ import annotations

from typing import Any

from sim.core.accounts import CAPITAL, CROWD, MILLION, OPERATORS, STAKES, UNBOOKED, part, pay
from sim.core.compiled import phase, rule, whole
from sim.model.shares.parameters import Payout
from sim.model.tables import NONE, Tables

FIXED, POOL_SHARE, ACCOUNT = Payout


@rule
def open_pack(pack: Any, holding: int, company: int, cents: int, cap: int, day: int, again: int) -> None:
    """Fill a fresh row of packs.

    Parameters
    ----------
    pack
        The row.
    holding, company
        Whose packs (NONE: the crowd's), and of which company.
    cents, cap
        What was paid for them and what they pay at most.
    day
        Today.
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
def due(pack: Any, day: int, days: int, by_promise: bool) -> int:
    """Return what is due on a pack today, in cents.

    By promise the cap falls due in equal daily parts from the day after the purchase on, and what was not paid stays
    due; else there is no promise, and the pack's claim is all that is left to its cap.

    Parameters
    ----------
    pack
        The row.
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
def re_bought(w: Tables, p: int) -> int:
    """Return which share of the payouts on pack ``p`` is re-bought today, in millionths."""
    holding = w.packs[p].holding
    return whole(w.systems[w.packs[p].company].repurchase if holding == NONE else w.holdings[holding].again)


@phase
def add_pack(w: Tables, day: int, h: int, c: int, cents: int, again: int) -> None:
    """Add packs of company ``c`` for ``cents`` to holding ``h`` (NONE: the crowd); ``packs`` has room for a row."""
    open_pack(w.packs[w.count[0].packs], h, c, cents, part(cents, w.systems[c].returns), day, again)
    w.count[0].packs += 1


@phase
def deposit(w: Tables, c: int, cents: int, payer: int, kind: int) -> None:
    """Let fresh money enter the pool of company ``c``, and the operator take his fee.

    Parameters
    ----------
    w
        All tables.
    c
        Row of the company.
    cents
        Amount, not more than the payer has.
    payer
        Row of the account that pays.
    kind
        How it is booked, see :func:`sim.core.accounts.pay`.
    """
    pool = w.accounts[w.people.size + c]
    pay(w.accounts[payer], pool, cents, kind)
    operators = w.accounts[w.people.size + w.company.size + OPERATORS]
    pay(pool, operators, part(cents, w.systems[c].fee), UNBOOKED)
    w.pools[c].staked += cents


@phase
def buy(w: Tables, day: int, h: int, packs: int) -> None:
    """Buy packs with fresh money; a member's purchase is volume, and commission on it is set aside.

    Parameters
    ----------
    w
        All tables; ``packs`` has room for a row.
    day
        Today.
    h
        The holding.
    packs
        How many, 1 or more, which the holder can pay.
    """
    holding = w.holdings[h]
    c, seat = whole(holding.company), whole(holding.position)
    cents = packs * w.systems[c].price
    deposit(w, c, cents, whole(holding.person), STAKES)
    holding.staked += cents
    if seat != NONE and w.positions[seat].left < 0:
        w.positions[seat].volume += cents
        w.pools[c].reserved += part(cents, w.systems[c].commission) + w.company[c].levels
    add_pack(w, day, h, c, cents, 0)


@phase
def add_dues(w: Tables, day: int, dues: Any) -> None:
    """Add up what is due on running packs today.

    Parameters
    ----------
    w
        All tables, which stay as they are.
    day
        Today.
    dues
        Shape (companies, 2), int64, zeros on entry: cents due in cash, and to be re-bought.
    """
    for p in range(w.count[0].packs):
        c = whole(w.packs[p].company)
        cents = due(w.packs[p], day, whole(w.systems[c].days), w.systems[c].payout == FIXED)
        in_cash = cash(cents, re_bought(w, p))
        dues[c, 0] += in_cash
        dues[c, 1] += cents - in_cash


@phase
def pay_pack(w: Tables, p: int, in_cash: int, credit: int) -> None:
    """Pay the holder of pack ``p`` cents in cash, and credit him others for his next pack."""
    c, h = whole(w.packs[p].company), whole(w.packs[p].holding)
    pool = w.accounts[w.people.size + c]
    w.packs[p].paid += in_cash + credit
    w.pools[c].received += in_cash
    if h == NONE:
        pay(pool, w.accounts[w.people.size + w.company.size + CROWD], in_cash, UNBOOKED)
        w.pools[c].credited += credit
    else:
        pay(pool, w.accounts[w.holdings[h].person], in_cash, CAPITAL)
        w.holdings[h].received += in_cash
        w.holdings[h].wallet += credit


@phase
def pay_packs(w: Tables, day: int, ratio: Any) -> None:
    """Pay running packs, and remove those that have paid all they may; the others move up in their order.

    Parameters
    ----------
    w
        All tables.
    day
        Today.
    ratio
        Shape (companies,), share 0..1 of what is due that is paid; parts of it never exceed the whole, because every
        amount is rounded down.
    """
    packs, kept = w.packs, 0
    for p in range(w.count[0].packs):
        c = whole(packs[p].company)
        cents = due(packs[p], day, whole(w.systems[c].days), w.systems[c].payout == FIXED)
        if cents > 0:
            in_cash = cash(cents, re_bought(w, p))
            pay_pack(w, p, int(in_cash * ratio[c]), int((cents - in_cash) * ratio[c]))
        if packs[p].paid < packs[p].cap:
            if kept < p:
                packs[kept] = packs[p]
            kept += 1
    w.count[0].packs = kept
