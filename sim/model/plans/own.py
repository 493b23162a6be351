"""Own rules, as far as compiled code carries them out: the payments of a plan, and the draws of a policy or phase."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.accounts import pay
from sim.core.chance import stream, uniform
from sim.core.compiled import phase, rule, whole
from sim.model.plans.purchase import note_income
from sim.model.tables import Tables


@rule
def own_draw(key: np.uint64, constant: np.uint64, day: int, who: int, nth: int) -> float:
    """Return a uniform draw, 0 <= draw < 1, for a rule of the user's own.

    Parameters
    ----------
    key
        Of the run.
    constant
        Of the rule, from :func:`sim.core.chance.constant_of` and its name, so that no two rules share a draw.
    day
        The day it is for, not negative.
    who, nth
        Whom it is about, and its number, each 0..2**32 - 1.
    """
    return uniform(np.uint64(stream(key, constant, day)), who, nth)


@phase
def pay_members(w: Tables, day: int, seats: Any, cents: Any, kinds: Any) -> None:
    """Pay what an own plan grants, out of the company's purse.

    Parameters
    ----------
    w
        All tables.
    day
        Today.
    seats
        Positions that are paid, shape (payments,), int64.
    cents, kinds
        Amount of each payment, not negative, and ``ACTIVE`` or ``PASSIVE``; as ``seats``.
    """
    for k in range(seats.size):
        position = w.positions[seats[k]]
        earner = whole(position.person)
        pay(w.accounts[w.people.size + whole(position.company)], w.accounts[earner], cents[k], kinds[k])
        note_income(position, w.tally[earner], cents[k], day)
