"""The matrix: as many places below each as it is wide, and rates by level up the tree of places."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.compiled import phase
from sim.model.plans.placement import MATRIX, seats
from sim.model.plans.unilevel import pay_levels
from sim.model.tables import NONE, Tables


@phase
def places_above(w: Tables, above: Any, up: Any) -> None:
    """Find the position above each in the tree of places, and the nearest qualified one.

    The first above a customer is whose place his purchases count at. One pass over places suffices for any shape of
    tree, because a place above is always older.

    Parameters
    ----------
    w
        All tables.
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


@phase
def matrix(w: Tables, day: int) -> None:
    """Pay this month's commissions of all matrix plans.

    Parameters
    ----------
    w
        All tables.
    day
        Today.
    """
    size = w.count[0].positions
    above, up = np.empty(size, np.uint32), np.empty(size, np.uint32)
    places_above(w, above, up)
    pay_levels(w, day, MATRIX, above, up)
