"""The binary plan: everybody has two legs, and is paid for the weaker one."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.accounts import MILLION, PASSIVE, part, pay
from sim.core.compiled import phase, rule, whole
from sim.model.plans.placement import BINARY, seats
from sim.model.plans.purchase import note_income
from sim.model.tables import NONE, Tables

UNPAID = -1


@rule
def leg_rate_paid(position: Any, plan: Any) -> int:
    """Return the share of the weaker leg that a member gets this month, in millionths, or UNPAID.

    Parameters
    ----------
    position, plan
        His position, and the row of its company. Without qualification or, where there are any, rank he is not paid.
    """
    if position.qualified == 0:
        return UNPAID
    if plan.ranks == 0:
        return plan.leg_rate
    return plan.rank_leg_rate[whole(position.rank) - 1] if position.rank > 0 else UNPAID


@rule
def pair(place: Any, left: int, right: int, rate: int, plan: Any) -> int:
    """Pair the volume of both legs, carry over what is left of it, and return the commission in cents.

    Parameters
    ----------
    place
        The earner's place, whose ``carry`` changes.
    left, right
        This month's volume of the legs, in cents.
    rate
        His share of the weaker leg, in millionths.
    plan
        Row of the company.

    Notes
    -----
    The volume of the weaker leg is taken from both. Where volume beyond the cap is carried over, only the least volume
    that gives the cap is taken.
    """
    left, right = left + place.carry[0], right + place.carry[1]
    paired = min(left, right)
    cents = part(paired, rate)
    if cents > plan.cap:
        cents = plan.cap
        if plan.flushes == 0:
            paired = -(-cents * MILLION // rate)
    place.carry[0] = left - paired
    place.carry[1] = right - paired
    return cents


@phase
def bought_at(w: Tables) -> NDArray[np.int64]:
    """Return this month's volume of each place in cents: of its member and those below him without a place."""
    bought = np.zeros(w.count[0].places, np.int64)
    seat = seats(w)
    for p in range(w.count[0].positions):
        if seat[p] != NONE:
            bought[seat[p]] += w.positions[p].volume
    return bought


@phase
def binary(w: Tables, day: int) -> None:
    """Pay this month's commissions of all binary plans.

    One pass from the youngest place to the oldest sums up the legs of any shape of tree. A month in which a member is
    not paid, for want of qualification or rank, brings his legs nothing; what he carried over before stays.

    Parameters
    ----------
    w
        All tables.
    day
        Today.
    """
    places, positions, accounts = w.places, w.positions, w.accounts
    bought, legs = bought_at(w), np.zeros((w.count[0].places, 2), np.int64)
    for back in range(bought.size):
        q = bought.size - 1 - back
        place, position = places[q], positions[places[q].position]
        plan, i = w.company[position.company], whole(position.person)
        if plan.plan != BINARY:
            continue
        if place.parent != NONE:
            legs[place.parent, place.leg] += bought[q] + legs[q, 0] + legs[q, 1]
        rate = leg_rate_paid(position, plan)
        if rate != UNPAID:
            cents = pair(place, legs[q, 0], legs[q, 1], rate, plan)
            pay(accounts[w.people.size + whole(position.company)], accounts[i], cents, PASSIVE)
            note_income(position, w.tally[i], cents, day)
