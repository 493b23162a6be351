"""Placement: where a new member stands in the tree of a binary plan or a matrix, with spill-over.

Places are given at month's end, in the order in which positions were opened, and for ever: a place stays where it is
when its member leaves or his sponsor does. A place above is always older than those below it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.compiled import phase, rule, whole
from sim.model.plans.parameters import PlanKind
from sim.model.tables import NONE, Tables

BINARY, MATRIX = PlanKind.BINARY, PlanKind.MATRIX


@rule
def open_place(place: Any, here: int, position: int) -> None:
    """Fill a fresh row of places: at the top, and both its outer legs begin and end with it.

    Parameters
    ----------
    place
        The row.
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
def join_leg(places: Any, sponsor: int, here: int) -> None:
    """Put a place at the end of an outer leg of its sponsor's: left and right in turns, his first recruit left.

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
def join_matrix(places: Any, sponsor: int, here: int, width: int) -> None:
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
    """Give every working member without a place one under the nearest place above him; at the top if there is none.

    Parameters
    ----------
    w
        All tables; ``places`` has room for all positions.
    """
    positions, places, count = w.positions, w.places, w.count[0]
    seat = np.empty(count.positions, np.uint32)
    for p in range(count.positions):
        position, plan = positions[p], w.company[positions[p].company]
        host = whole(seat[position.sponsor]) if position.sponsor != NONE else NONE
        gets = position.working == 1 and position.left < 0 and (plan.plan == BINARY or plan.plan == MATRIX)
        if gets and position.place == NONE:
            here = whole(count.places)
            count.places += 1
            position.place = here
            open_place(places[here], here, p)
            if host != NONE and plan.plan == BINARY:
                join_leg(places, host, here)
            elif host != NONE:
                join_matrix(places, host, here, whole(plan.width))
        seat[p] = position.place if position.place != NONE else host


@phase
def seats(w: Tables) -> NDArray[np.uint32]:
    """Return where each position's purchases count: its own place, a customer's the nearest above; NONE without any.

    Parameters
    ----------
    w
        All tables.

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
