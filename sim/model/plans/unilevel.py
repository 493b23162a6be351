"""The unilevel plan: every purchase pays commission to a number of levels above the buyer."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.accounts import ACTIVE, PASSIVE, part, pay
from sim.core.compiled import phase, rule, whole
from sim.model.plans.parameters import PlanKind
from sim.model.plans.purchase import note_income
from sim.model.plans.qualification import levels_paid
from sim.model.tables import NONE, Tables

UNILEVEL = PlanKind.UNILEVEL


@rule
def commission_kind(level: int, buyer_works: int) -> int:
    """Book the first level on a customer's purchase as active income, all team volume as passive.

    Parameters
    ----------
    level
        Levels between earner and buyer, 0 for the buyer's sponsor (under compression the nearest qualified).
    buyer_works
        1 if the buyer works the company, 0 if he is a customer.

    Returns
    -------
    int
        ``ACTIVE`` or ``PASSIVE``.
    """
    return ACTIVE if level == 0 and buyer_works == 0 else PASSIVE


@phase
def nearest_qualified(positions: Any, size: int, up: Any) -> None:
    """Find the nearest qualified position above each.

    One pass suffices for any shape of tree, because a sponsor's position is always older than his recruits'.

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
def pay_levels(w: Tables, day: int, kind: int, above: Any, up: Any) -> None:
    """Pay this month's commissions by level up a tree.

    Parameters
    ----------
    w
        All tables.
    day
        Today.
    kind
        Plan whose companies pay, 0..4.
    above, up
        The position above each and the nearest qualified one; shape (positions,), uint32, NONE at the top.

    Notes
    -----
    With compression a level passes over members without qualification; without it their share stays with
    the company, and so does the share of a level that a rank is not paid on. Amounts are rounded down to the cent.
    """
    positions, accounts, company = w.positions, w.accounts, w.company
    for p in range(w.count[0].positions):
        volume, plan = positions[p].volume, company[positions[p].company]
        if volume == 0 or plan.plan != kind:
            continue
        firm = accounts[w.people.size + whole(positions[p].company)]
        at = whole(p)
        for level in range(plan.levels):
            at = whole(up[at]) if plan.compression else whole(above[at])
            if at == NONE:
                break
            if level < levels_paid(positions[at], plan):
                cents = part(volume, plan.rate[level])
                earner = whole(positions[at].person)
                pay(firm, accounts[earner], cents, commission_kind(level, positions[p].working))
                note_income(positions[at], w.tally[earner], cents, day)


@phase
def pay_sponsors(w: Tables, day: int, kind: int) -> None:
    """Pay this month's commissions by level up the tree of sponsors; see :func:`pay_levels`."""
    size = w.count[0].positions
    above, up = np.empty(size, np.uint32), np.empty(size, np.uint32)
    for p in range(size):
        above[p] = w.positions[p].sponsor
    nearest_qualified(w.positions, size, up)
    pay_levels(w, day, kind, above, up)


@phase
def unilevel(w: Tables, day: int) -> None:
    """Pay this month's commissions of all unilevel plans: rates by level up the tree of sponsors.

    Parameters
    ----------
    w
        All tables.
    day
        Today.
    """
    pay_sponsors(w, day, UNILEVEL)
