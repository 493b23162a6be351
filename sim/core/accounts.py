"""Money: whole cents that move from one purse to another and never appear or vanish.

The account table holds the persons first, then the companies, then the outside world.
"""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from sim.core.compiled import rule
from sim.core.money import CENTS
from sim.core.rows import Row, column

OUTSIDE = ("households", "suppliers", "advertisers", "crowd", "operators")
OUTSIDERS = len(OUTSIDE)
HOUSEHOLDS, SUPPLIERS, ADVERTISERS, CROWD, OPERATORS = 0, 1, 2, 3, 4
ACTIVE, PASSIVE, CAPITAL, GOODS, FEES, MATERIALS, UNBOOKED, STAKES = 0, 1, 2, 3, 4, 5, 6, 7
MILLION = 1_000_000
MOST_HELD = 10**15  # cents in a purse, of a day's deposits, or promised by the packs of a company


@rule
def purse(people: int, c: int) -> int:
    """Return the row of accounts that is the purse of company ``c``, where there are so many people."""
    return int(people + np.int64(c))


@rule
def outside(accounts: int, who: int) -> int:
    """Return the row of part of the outside world, such as ``SUPPLIERS``, of so many rows of accounts."""
    return accounts - OUTSIDERS + who


class Account(Row):
    """A purse: a person's, a company's or the outside world's."""

    balance: int = column("i8", "cents", "persons >= 0", "cash")
    active: int = column("i8", "cents", ">= 0", "income from own sales and own recruiting so far")
    passive: int = column("i8", "cents", ">= 0", "income from team volume so far")
    capital: int = column("i8", "cents", ">= 0", "income from shares so far")
    goods: int = column("i8", "cents", ">= 0", "paid for goods so far")
    fees: int = column("i8", "cents", ">= 0", "paid for joining so far")
    materials: int = column("i8", "cents", ">= 0", "paid for materials so far")
    stakes: int = column("i8", "cents", ">= 0", "paid for shares so far")


@rule
def pay(payer: Account, payee: Account, cents: int, kind: int) -> None:
    """Move ``cents`` from one purse to another and book it; whether the payer has them is the caller's to see to.

    Parameters
    ----------
    payer, payee
        Rows of the account table.
    cents
        Whole cents, not negative.
    kind
        ``ACTIVE``, ``PASSIVE``, ``CAPITAL`` are booked as income of the payee; ``GOODS``, ``FEES``,
        ``MATERIALS``, ``STAKES`` as a cost of the payer; ``UNBOOKED`` moves money only.
    """
    payer.balance -= cents
    payee.balance += cents
    if kind == ACTIVE:
        payee.active += cents
    elif kind == PASSIVE:
        payee.passive += cents
    elif kind == CAPITAL:
        payee.capital += cents
    elif kind == GOODS:
        payer.goods += cents
    elif kind == FEES:
        payer.fees += cents
    elif kind == MATERIALS:
        payer.materials += cents
    elif kind == STAKES:
        payer.stakes += cents


@rule
def give_back(payer: Account, payee: Account, cents: int, kind: int) -> None:
    """Take back part of an earlier payment: money returns, and what the payee had booked as a cost shrinks by as much.

    Parameters
    ----------
    payer, payee
        Rows of the account table; the payee is who had paid.
    cents
        Whole cents, not negative and not more than was paid.
    kind
        How it was booked then: ``GOODS`` or ``FEES``.
    """
    pay(payee, payer, -cents, kind)


@rule
def part(cents: int, millionths: int) -> int:
    """Return a share of an amount, rounded down to the cent, so that parts never exceed the whole.

    Parameters
    ----------
    cents
        The amount, not negative.
    millionths
        The share, 0..1e9: what a pack pays back is a multiple of its price.

    Notes
    -----
    Divided before it is multiplied, and the rest apart, so that nothing wraps unless the result itself is beyond 64
    bits.
    """
    return cents // MILLION * millionths + cents % MILLION * millionths // MILLION


def to_cents(amount: Decimal) -> int:
    """Turn currency units (at most two decimals) into whole cents."""
    return int(amount * CENTS)


def to_millionths(share: float) -> int:
    """Turn a share, 0..1, into whole millionths, 0..1,000,000."""
    return round(share * MILLION)
