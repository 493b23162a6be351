"""The unilevel plan: every purchase pays commission to a number of levels above the buyer."""

from __future__ import annotations

from typing import Any

from sim.rules.purchase import note_income
from sim.world.accounts import ACTIVE, PASSIVE, part, pay
from sim.world.compiled import phase, rule, whole
from sim.world.tables import NONE
from sim.world.world import Tables


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
def unilevel(w: Tables, day: int, up: Any) -> None:
    """Pay this month's commissions.

    Parameters
    ----------
    w
        All tables.
    day
        Today.
    up
        Nearest qualified position above each, shape (positions,), from :func:`nearest_qualified`.

    Notes
    -----
    With compression a level passes over members without qualification; without it their share stays with
    the company. Amounts are rounded down to the cent.
    """
    positions, accounts, company = w.positions, w.accounts, w.company
    for p in range(w.count[0].positions):
        volume = positions[p].volume
        if volume == 0:
            continue
        plan = company[positions[p].company]
        firm = accounts[w.people.size + whole(positions[p].company)]
        above = whole(p)
        for level in range(plan.levels):
            above = whole(up[above]) if plan.compression else whole(positions[above].sponsor)
            if above == NONE:
                break
            if positions[above].qualified:
                cents = part(volume, plan.rate[level])
                earner = whole(positions[above].person)
                pay(firm, accounts[earner], cents, commission_kind(level, positions[p].working))
                note_income(positions[above], w.tally[earner], cents, day)
