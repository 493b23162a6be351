"""Departure: a position is given up or taken away, and whoever stood below finds a new place.

People leave at the end of a day, when nobody speaks any more. Rows of positions stay, so that what they brought in
stays on record; a departed position neither buys, earns nor counts.
"""

from __future__ import annotations

from sim.core.compiled import phase, rule, whole
from sim.model.people.rows import LifeRow
from sim.model.plans.rows import Position, StrategyRow
from sim.model.tables import NETWORKER, NONE, PROSPECT, UPLINE, UPLINE_TEAM, Tables

STILL_IN, QUIT, BANNED, CLOSED = 0, 1, 2, 3  # why somebody is not in a company any more


@rule
def close_position(position: Position, day: int, why: int) -> None:
    """Close a position: it buys and qualifies for nothing from now on.

    Parameters
    ----------
    position
        The row, whose ``left``, ``why``, ``volume``, ``qualified`` and ``used`` change.
    day
        Today.
    why
        ``QUIT``, ``BANNED`` or ``CLOSED``.
    """
    position.left = day
    position.why = why
    position.volume = 0
    position.qualified = 0
    position.used = 0


@phase
def first_business(w: Tables, i: int) -> int:
    """Return the first company that person ``i`` works, in the order of his strategy, then of the scenario; or NONE."""
    plan, works = w.strategy[w.people[i].strategy], whole(w.people[i].works)
    for rank in range(plan.companies):
        if works >> whole(plan.order[rank]) & 1:
            return whole(plan.order[rank])
    for c in range(w.company.size):
        if works >> c & 1:
            return c
    return NONE


@phase
def depart(w: Tables, p: int, day: int, why: int) -> None:
    """Let the holder of position ``p`` leave its company for good, and let his contacts see it.

    Those below keep pointing at the departed position until :func:`regroup`.

    Parameters
    ----------
    w
        All tables.
    p
        A position that is still in.
    day
        Today.
    why
        ``QUIT``, ``BANNED`` or ``CLOSED``.
    """
    position, people = w.positions[p], w.people
    i, c = whole(position.person), whole(position.company)
    close_position(position, day, why)
    w.count[0].departed += 1
    w.held[i].seat[c] = NONE
    w.life[i].quit |= 1 << c
    people[i].buys = whole(people[i].buys) & ~(1 << c)
    for k in range(people[i].first, people[i].first + people[i].degree):
        if w.links[k].other != NONE:
            w.held[w.links[k].other].around[c] -= 1
    if not people[i].works >> c & 1:
        return
    people[i].works = whole(people[i].works) & ~(1 << c)
    if people[i].works == 0:
        w.count[0].networkers -= 1
        if why == CLOSED:
            look_for_another(w.life[i], w.strategy[people[i].strategy], day)
    elif people[i].main == c:
        people[i].main = first_business(w, i)


@rule
def look_for_another(life: LifeRow, plan: StrategyRow, day: int) -> None:
    """Let somebody whose last business has closed wait for the next, if his strategy keeps any in reserve.

    Parameters
    ----------
    life, plan
        His row of lives, whose ``stranded`` and ``next_business`` change, and the row of his strategy.
    day
        Today.
    """
    if plan.at_once < plan.companies:
        life.stranded = 1
        life.next_business = day + max(1, plan.pace)


@rule
def role_of(works: int, largest_team: int) -> int:
    """Return the role of somebody who works companies (a bit set), the largest of his teams of this size."""
    if works == 0:
        return PROSPECT
    return UPLINE if largest_team >= UPLINE_TEAM else NETWORKER


@phase
def regroup(w: Tables) -> None:
    """Move everybody below departed positions, count teams anew, and settle roles; nothing without departures.

    Where the plan rolls up, recruits and customers move to the nearest position above that is still in; else they are
    orphans, at the top of the company. One pass suffices for any shape of tree, because a sponsor's position is always
    older than those below it.

    Parameters
    ----------
    w
        All tables.
    """
    if w.count[0].departed == 0:
        return
    w.count[0].departed = 0
    positions = w.positions
    for p in range(w.count[0].positions):
        position = positions[p]
        position.recruits = 0
        if position.sponsor != NONE and positions[position.sponsor].left >= 0:
            rolls_up = w.company[position.company].rolls_up
            position.sponsor = positions[position.sponsor].sponsor if rolls_up else NONE
        if position.sponsor != NONE and position.left < 0 and position.working:
            positions[position.sponsor].recruits += 1
    for i in range(w.people.size):
        largest = 0
        for c in range(w.company.size):
            if w.people[i].works >> c & 1:
                largest = max(largest, whole(positions[w.held[i].seat[c]].recruits))
        w.people[i].role = role_of(whole(w.people[i].works), largest)
