"""Plans that pay every purchase to a number of levels above the buyer: unilevel, geometric, and none at all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.core.accounts import ACTIVE, PASSIVE, part, pay, purse
from sim.core.compiled import phase, rule, whole
from sim.core.registry import plan
from sim.core.rows import Rows
from sim.model.plans.buying import levels_paid, note_income
from sim.model.plans.rows import Position
from sim.model.tables import NONE, Tables

Numbers = NDArray[np.uint32]
"""A position for each, or NONE."""


@rule
def commission_kind(level: int, buyer_works: int) -> int:
    """Book the first level on a customer's purchase as active income, all team volume as passive.

    Parameters
    ----------
    level
        Levels between earner and buyer, 0 for the buyer's sponsor (under compression the nearest qualified).
    buyer_works
        1 if the buyer works the company, 0 for a customer.

    Returns
    -------
    int
        ``ACTIVE`` or ``PASSIVE``.
    """
    return ACTIVE if level == 0 and buyer_works == 0 else PASSIVE


@phase
def nearest_qualified(positions: Rows[Position], size: int, up: Numbers) -> None:
    """Find the nearest qualified position above each.

    One pass suffices for any shape of tree, because a sponsor's position is always older than the recruits'.

    Parameters
    ----------
    positions
        All positions, at least ``size``.
    size
        How many are in use.
    up
        Shape (size,), uint32; filled with a position each, or NONE.
    """
    for p in range(size):
        above = positions[p].sponsor
        if above == NONE or positions[above].qualified:
            up[p] = above
        else:
            up[p] = up[above]


@phase
def pay_levels(w: Tables, day: int, kind: int, above: Numbers, up: Numbers) -> None:
    """Pay this month's commissions by level up a tree.

    Parameters
    ----------
    kind
        Number of the plan whose companies pay.
    above, up
        The position above each and the nearest qualified one; shape (positions,), uint32, NONE at the top.

    Notes
    -----
    With compression a level passes over members without qualification; without it their share stays with
    the company, and so does the share of a level that a rank is not paid on. Amounts are rounded down to the cent.
    """
    positions, accounts, company = w.positions, w.accounts, w.company
    for p in range(w.count[0].positions):
        volume, firm = positions[p].volume, company[positions[p].company]
        if volume == 0 or firm.plan != kind:
            continue
        payer = accounts[purse(w.people.size, positions[p].company)]
        at = whole(p)
        for level in range(firm.levels):
            at = whole(up[at]) if firm.compression else whole(above[at])
            if at == NONE:
                break
            if level < levels_paid(positions[at], firm):
                cents = part(volume, firm.rate[level])
                earner = whole(positions[at].person)
                pay(payer, accounts[earner], cents, commission_kind(level, positions[p].working))
                note_income(positions[at], w.tally[earner], cents, day)


@plan(
    "unilevel",
    compiled=True,
    meaning="Rates by level up the tree of sponsors.",
    reads=("rates", "compression", "qualification", "ranks"),
    order=0,
)
@plan(
    "geometric",
    compiled=True,
    meaning="Each further level above the buyer gets a fixed part of what the level before got.",
    reads=("first", "ratio", "levels", "compression", "qualification", "ranks"),
    order=1,
)
@phase
def pay_sponsors(w: Tables, day: int, kind: int) -> None:
    """Pay this month's commissions by level up the tree of sponsors; see :func:`pay_levels`.

    Notes
    -----
    A geometric plan is one whose rates are ``first * ratio**(level - 1)``. In a full tree of width k, a member with
    enough levels below earns the volume of a purchase times ``first k (1 - (ratio k)**levels) / (1 - ratio k)``.
    """
    size = w.count[0].positions
    above, up = np.empty(size, np.uint32), np.empty(size, np.uint32)
    for p in range(size):
        above[p] = w.positions[p].sponsor
    nearest_qualified(w.positions, size, up)
    pay_levels(w, day, kind, above, up)


@plan("none", compiled=True, order=4)
def none(w: Tables, day: int, kind: int) -> None:
    """Pays no commission."""
