"""Standing of the month: team volume, who is qualified for commission, and the rank he is paid by."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.compiled import phase, rule, whole
from sim.model.tables import MINIMUM_PURCHASE, NONE, Tables


@rule
def qualifies(position: Any, own: int, needed: int) -> bool:
    """Tell whether a member is qualified this month: by his minimum purchase, or by own volume where that is stated.

    Parameters
    ----------
    position
        His position; ``qualified`` is 1 if he bought the minimum.
    own
        What he and his own customers bought this month, in cents.
    needed
        Own volume that qualifies, in cents, or ``MINIMUM_PURCHASE``.
    """
    if needed == MINIMUM_PURCHASE:
        return position.qualified == 1
    return position.working == 1 and position.left < 0 and own >= needed


@rule
def rank_reached(own: int, team: int, plan: Any) -> int:
    """Return the highest rank whose own volume and team volume are both reached, 0 if none is.

    Parameters
    ----------
    own, team
        This month's volume of a member and his own customers, and of all below him, in cents.
    plan
        Row of the company.
    """
    reached = 0
    for k in range(plan.ranks):
        if own >= plan.rank_own[k] and team >= plan.rank_team[k]:
            reached = k + 1
    return reached


@rule
def levels_paid(position: Any, plan: Any) -> int:
    """Return on how many levels a member is paid this month: none without qualification or, where there are any, rank.

    Parameters
    ----------
    position, plan
        His position, and the row of its company.
    """
    if position.qualified == 0:
        return 0
    if plan.ranks == 0:
        return whole(plan.levels)
    return whole(plan.rank_levels[whole(position.rank) - 1]) if position.rank > 0 else 0


@phase
def team_volumes(positions: Any, size: int) -> None:
    """Sum up what all below each position bought this month, customers included, in ``team``.

    One pass from the youngest to the oldest suffices for any shape of tree, because a sponsor's position is always
    older than those below it.

    Parameters
    ----------
    positions
        All positions, at least ``size``, with this month's ``volume``.
    size
        How many are in use.
    """
    for p in range(size):
        positions[p].team = 0
    for back in range(size):
        p = size - 1 - back
        if positions[p].sponsor != NONE:
            positions[positions[p].sponsor].team += positions[p].team + positions[p].volume


@phase
def standings(w: Tables) -> None:
    """Find team volume, qualification and rank of every position for the month; purchases are done.

    Own volume is what a member and his own customers bought. Nobody below a departed position is left there, so it
    has neither volume.

    Parameters
    ----------
    w
        All tables.
    """
    positions, company, size = w.positions, w.company, w.count[0].positions
    team_volumes(positions, size)
    own = np.zeros(size, np.int64)
    for p in range(size):
        own[p] += positions[p].volume
        if positions[p].working == 0 and positions[p].sponsor != NONE:
            own[positions[p].sponsor] += positions[p].volume
    for p in range(size):
        position, plan = positions[p], company[positions[p].company]
        position.qualified = qualifies(position, own[p], plan.qualification)
        position.rank = rank_reached(own[p], position.team, plan) if position.qualified else 0
