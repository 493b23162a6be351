"""Plans that pay by a tree of places: binary and matrix, and where a new member stands in it, with spill-over.

Places are given at month's end, in the order in which positions were opened, and for ever: a place stays where it is
when its member leaves or the sponsor does. A place above is always older than those below it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.core.accounts import MILLION, PASSIVE, part, pay, purse
from sim.core.compiled import free_row, phase, rule, whole
from sim.core.registry import plan
from sim.core.rows import Rows
from sim.model.plans.buying import note_income
from sim.model.plans.parameters import PlanKind
from sim.model.plans.rows import CompanyRow, Place, Position
from sim.model.plans.unilevel import Numbers, pay_levels
from sim.model.tables import NONE, Tables

BINARY, MATRIX = PlanKind.of("binary"), PlanKind.of("matrix")
UNPAID = -1


@rule
def open_place(place: Place, here: int, position: int) -> None:
    """Fill a fresh row of places: at the top, and both its outer legs begin and end with it.

    Parameters
    ----------
    here, position
        Its own number, and the position whose place it is.
    """
    place.position = position
    place.parent = NONE
    place.turn = NONE
    for leg in range(2):
        place.head[leg] = here
        place.end[leg] = here


@phase
def join_leg(places: Rows[Place], sponsor: int, here: int) -> None:
    """Put a place at the end of an outer leg of its sponsor's: left and right in turns, the first recruit left.

    An outer leg goes from a place to its left (or right) one, and so on to the last. All places on it share where it
    begins, and there it is kept where it ends: no search.

    Parameters
    ----------
    places
        All places.
    sponsor, here
        Rows of the sponsor's place and of the new one, which is the youngest.
    """
    leg = whole(places[sponsor].sponsored) & 1
    places[sponsor].sponsored += 1
    head = places[sponsor].head[leg]
    places[here].parent = places[head].end[leg]
    places[here].leg = leg
    places[here].head[leg] = head
    places[head].end[leg] = here


@phase
def join_matrix(places: Rows[Place], sponsor: int, here: int, width: int) -> None:
    """Put a place below its sponsor's, or, if that is full, below those there by turns, and so on down.

    Under a sponsor whose recruits recruit nobody this fills level by level.

    Parameters
    ----------
    places
        All places.
    sponsor, here
        Rows of the sponsor's place and of the new one, which is the youngest.
    width
        Places below each, at least 2: with one, the way down would be as long as the tree.
    """
    at = whole(sponsor)
    while places[at].taken >= width:
        places[at].turn = places[places[at].turn].beside
        at = whole(places[at].turn)
    above = places[at]
    places[here].parent = at
    places[here].beside = here
    if above.taken > 0:
        places[here].beside = places[above.turn].beside
        places[above.turn].beside = here
    above.turn = here
    above.taken += 1


@phase
def place_newcomers(w: Tables) -> None:
    """Give every working member without a place one under the nearest place above; at the top if there is none.

    Parameters
    ----------
    w
        All tables; ``places`` has room for all positions.
    """
    positions, places, count = w.positions, w.places, w.count[0]
    seat = np.empty(count.positions, np.uint32)
    for p in range(count.positions):
        position, firm = positions[p], w.company[positions[p].company]
        host = whole(seat[position.sponsor]) if position.sponsor != NONE else NONE
        gets = position.working == 1 and position.left < 0 and (firm.plan == BINARY or firm.plan == MATRIX)
        if gets and position.place == NONE:
            here = free_row(whole(count.places), places.size)
            count.places += 1
            position.place = here
            open_place(places[here], here, p)
            if host != NONE and firm.plan == BINARY:
                join_leg(places, host, here)
            elif host != NONE:
                join_matrix(places, host, here, whole(firm.width))
        seat[p] = position.place if position.place != NONE else host


@phase
def seats(w: Tables) -> NDArray[np.uint32]:
    """Return where each position's purchases count: its own place, a customer's the nearest above; NONE without any.

    Returns
    -------
    numpy.ndarray
        Shape (positions,), rows of places.
    """
    positions, size = w.positions, w.count[0].positions
    seat = np.empty(size, np.uint32)
    for p in range(size):
        if positions[p].place != NONE:
            seat[p] = positions[p].place
        else:
            seat[p] = seat[positions[p].sponsor] if positions[p].sponsor != NONE else NONE
    return seat


@rule
def leg_rate_paid(position: Position, plan: CompanyRow) -> int:
    """Return the share of the weaker leg that a member gets this month, in millionths, or UNPAID.

    Parameters
    ----------
    position, plan
        The member's position, and the row of its company. Without qualification or, where there are any, rank nothing
        is paid.
    """
    if position.qualified == 0:
        return UNPAID
    if plan.ranks == 0:
        return plan.leg_rate
    return plan.rank_leg_rate[whole(position.rank) - 1] if position.rank > 0 else UNPAID


@rule
def pair(place: Place, left: int, right: int, rate: int, plan: CompanyRow) -> int:
    """Pair the volume of both legs, carry over what is left of it, and return the commission in cents.

    Parameters
    ----------
    place
        The earner's place, whose ``carry`` changes.
    left, right
        This month's volume of the legs, in cents.
    rate
        The member's share of the weaker leg, in millionths.

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
    """Return this month's volume of each place in cents: of its member and those below them without a place."""
    bought = np.zeros(w.count[0].places, np.int64)
    seat = seats(w)
    for p in range(w.count[0].positions):
        if seat[p] != NONE:
            bought[seat[p]] += w.positions[p].volume
    return bought


@plan(
    "binary",
    compiled=True,
    meaning="Everybody has two legs, and is paid for the weaker one.",
    reads=("leg_rate", "cap", "beyond_cap", "qualification", "ranks"),
    needs=("places",),
    order=2,
)
@phase
def binary(w: Tables, day: int, kind: int) -> None:
    """Pay this month's commissions of all binary plans.

    One pass from the youngest place to the oldest sums up the legs of any shape of tree. A month in which a member is
    not paid, for want of qualification or rank, brings their legs nothing; what was carried over before stays.
    """
    places, positions, accounts = w.places, w.positions, w.accounts
    bought, legs = bought_at(w), np.zeros((w.count[0].places, 2), np.int64)
    for back in range(bought.size):
        q = bought.size - 1 - back
        place, position = places[q], positions[places[q].position]
        firm, i = w.company[position.company], whole(position.person)
        if firm.plan != kind:
            continue
        if place.parent != NONE:
            legs[place.parent, place.leg] += bought[q] + legs[q, 0] + legs[q, 1]
        rate = leg_rate_paid(position, firm)
        if rate != UNPAID:
            cents = pair(place, legs[q, 0], legs[q, 1], rate, firm)
            pay(accounts[purse(w.people.size, position.company)], accounts[i], cents, PASSIVE)
            note_income(position, w.tally[i], cents, day)


@phase
def places_above(w: Tables, above: Numbers, up: Numbers) -> None:
    """Find the position above each in the tree of places, and the nearest qualified one.

    The first above a customer is at whose place the purchases count. One pass over places suffices for any shape of
    tree, because a place above is always older.

    Parameters
    ----------
    above, up
        Shape (positions,), uint32; filled with a position each, or NONE.
    """
    positions, places, seat = w.positions, w.places, seats(w)
    for q in range(w.count[0].places):
        p, parent = places[q].position, places[q].parent
        above[p] = places[parent].position if parent != NONE else NONE
        up[p] = above[p]
        if above[p] != NONE and not positions[above[p]].qualified:
            up[p] = up[above[p]]
    for p in range(w.count[0].positions):
        if positions[p].place == NONE:
            above[p] = places[seat[p]].position if seat[p] != NONE else NONE
            up[p] = above[p]
            if above[p] != NONE and not positions[above[p]].qualified:
                up[p] = up[above[p]]


@plan(
    "matrix",
    compiled=True,
    meaning="As many places below each as it is wide, and rates by level up the tree of places.",
    reads=("rates", "compression", "width", "qualification", "ranks"),
    needs=("places",),
    order=3,
)
@phase
def matrix(w: Tables, day: int, kind: int) -> None:
    """Pay this month's commissions of all matrix plans."""
    size = w.count[0].positions
    above, up = np.empty(size, np.uint32), np.empty(size, np.uint32)
    places_above(w, above, up)
    pay_levels(w, day, kind, above, up)
