"""Expansion: a networker takes on the next business of his strategy."""

from __future__ import annotations

from sim.core.compiled import phase, whole
from sim.core.sets import members
from sim.model.membership.joining import affords, believe, enter, go_to_work
from sim.model.tables import NONE, Tables

NOTHING = -1


@phase
def next_business(w: Tables, i: int) -> int:
    """Return the first company of the strategy that person ``i`` neither works nor has left (its row), or NOTHING."""
    plan = w.strategy[w.people[i].strategy]
    for rank in range(plan.companies):
        c = whole(plan.order[rank])
        if not (w.people[i].works | w.life[i].quit) >> c & 1:
            return c
    return NOTHING


@phase
def sponsor_in(w: Tables, i: int, c: int) -> int:
    """Return the position in company ``c`` of somebody who sponsors person ``i`` elsewhere, or NONE.

    Of several such sponsors the one in the first company wins, in the order of the scenario.
    """
    for other in range(w.company.size):
        seat = w.held[i].seat[other]
        if seat != NONE and w.positions[seat].sponsor != NONE:
            upline = whole(w.positions[w.positions[seat].sponsor].person)
            if w.people[upline].works >> c & 1:
                return whole(w.held[upline].seat[c])
    return NONE


@phase
def expand(w: Tables, day: int) -> None:
    """Let networkers whose time has come take on one more business, if they can pay for it.

    Who lost his last business because it closed starts anew, if his strategy keeps others in reserve; who gave
    up stays out. They enter under somebody who already sponsors them, or at the top of the company when none of
    their sponsors works it. A customer of the company keeps his place and starts to work it. People are visited by
    ascending id, so one may enter under a sponsor with a lower id who took the company on the same day.

    Parameters
    ----------
    w
        All tables; ``positions`` has room for one more a networker.
    day
        Today.
    """
    people, life = w.people, w.life
    for i in range(people.size):
        if (people[i].works == 0 and life[i].stranded == 0) or life[i].next_business > day:
            continue
        if members(whole(people[i].works)) >= w.strategy[people[i].strategy].at_once:
            continue
        life[i].next_business = day + max(1, w.strategy[people[i].strategy].pace)
        c = next_business(w, i)
        if c == NOTHING or not affords(w.accounts[i], w.company[c].joining_fee, w.company[c].minimum_purchase):
            continue
        if w.held[i].seat[c] == NONE:
            seat = enter(w, day, i, c, sponsor_in(w, i, c), NONE)
            believe(w.positions[seat], w.experience[0].start, 1.0)
        go_to_work(w, day, i, c)
