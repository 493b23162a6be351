"""Joining: a new position under its sponsor, its fee, and what contacts see of it."""

from __future__ import annotations

from sim.core.accounts import FEES, Account, pay
from sim.core.compiled import free_row, phase, rule, whole
from sim.model.people.rows import LifeRow, Person
from sim.model.plans.buying import reward_joining
from sim.model.plans.rows import Position
from sim.model.tables import NETWORKER, NONE, UPLINE, UPLINE_TEAM, Tables

RESTING, GOING_ON = 1, 2  # between businesses, in ``person.stranded``: after leaving, after losing the last one


@rule
def open_position(position: Position, person: int, company: int, sponsor: int, tie: int, day: int) -> None:
    """Fill a fresh row of positions.

    Parameters
    ----------
    position
        The row.
    person, company
        Id of the member and row of the company.
    sponsor
        Position above, or NONE at the top.
    tie
        The member's tie to the person who won them, or NONE if nobody did.
    """
    position.person = person
    position.company = company
    position.sponsor = sponsor
    position.tie = tie
    position.day = day
    position.left = -1
    position.top = sponsor == NONE
    position.recruiter = NONE
    position.place = NONE


@rule
def believe(position: Position, promised: float, credibility: float) -> None:
    """Start out expecting what was promised, and convinced of it as far as the mouth is believed.

    Parameters
    ----------
    position
        The new member's position, whose ``expected``, ``promised`` and ``conviction`` change.
    promised, credibility
        Quality that was promised, and the credibility of who promised it; both 0..1.
    """
    position.expected = position.promised = promised
    position.conviction = promised * credibility


@rule
def start_working(position: Position, day: int, knowledge: float, induction: float) -> None:
    """Turn a position into a working one: little known, and the first reading ahead.

    Parameters
    ----------
    position
        The position, whose ``working``, ``since``, ``knowledge``, ``backlog`` and ``losses`` change; a customer's
        purchases were no losses.
    knowledge
        Knowledge to start with, 0..1.
    induction
        Reading that awaits them, in hours, not negative.
    """
    position.working = 1
    position.since = day
    position.losses = 0
    position.knowledge = knowledge
    position.backlog = induction


@rule
def affords(account: Account, fee: int, purchase: int) -> bool:
    """Tell whether a purse holds the fee and the first purchase (all in cents)."""
    return account.balance >= fee + purchase


@phase
def enter(w: Tables, day: int, i: int, c: int, sponsor: int, tie: int) -> int:
    """Give person ``i`` a position in company ``c`` and let their contacts see it; return the position.

    Parameters
    ----------
    w
        All tables; ``positions`` has room for one more.
    i, c
        Id of the person, who has no position in the company yet; row of the company.
    sponsor
        Position above, or NONE at the top.
    tie
        The person's tie to the person who won them, or NONE if nobody did.

    Returns
    -------
    int
        Row of the new position: neither customer nor working yet, see :func:`buy_only` and :func:`go_to_work`.
    """
    seat = free_row(w.count[0].positions, w.positions.size)
    w.count[0].positions += 1
    open_position(w.positions[seat], i, c, sponsor, tie, day)
    w.held[i].seat[c] = seat
    for k in range(w.people[i].first, w.people[i].first + w.people[i].degree):
        if w.links[k].other == NONE:
            continue
        w.held[w.links[k].other].around[c] += 1
    return whole(seat)


@phase
def buy_only(w: Tables, i: int, c: int) -> None:
    """Mark person ``i`` as a customer of company ``c`` and count the sale of the person who won them."""
    position = w.positions[w.held[i].seat[c]]
    w.people[i].buys |= 1 << c
    if position.sponsor != NONE:
        w.tally[w.positions[position.sponsor].person].sales += 1


@rule
def begin(person: Person, life: LifeRow, day: int, pace: int) -> None:
    """Begin with one business, having none: the wait for the next starts, and unless the last one was lost, all does.

    Parameters
    ----------
    person, life
        Their rows, in which ``stranded``, ``next_business``, ``began`` and ``result`` change.
    pace
        Days between one business and the next, not negative.
    """
    if person.stranded != GOING_ON:
        life.began = day
        life.result = 0.0
    person.stranded = 0
    life.next_business = day + pace


@phase
def go_to_work(w: Tables, day: int, i: int, c: int) -> None:
    """Let person ``i`` work their position in company ``c``: fee, role, the sponsor's reward and one more in the team.

    The purse must hold the fee (:func:`affords`); with the first business, or the first again, begins the wait for the
    next.
    """
    people, positions = w.people, w.positions
    position = positions[w.held[i].seat[c]]
    start_working(position, day, w.law[0].study.start, w.law[0].study.induction)
    position.care = w.law[0].leaving.baseline
    position.recruiter = position.sponsor
    if people[i].works == 0:
        people[i].main = c
        w.count[0].networkers += 1
        w.count[0].between -= people[i].stranded != 0
        begin(people[i], w.life[i], day, whole(w.strategy[people[i].strategy].pace))
    people[i].works |= 1 << c
    w.life[i].quit = whole(w.life[i].quit) & ~(1 << c)
    people[i].buys = whole(people[i].buys) & ~(1 << c)
    pay(w.accounts[i], w.accounts[people.size + c], w.company[c].joining_fee, FEES)
    position.spent += w.company[c].joining_fee
    reward_joining(w, day, whole(w.held[i].seat[c]))
    if w.tally[i].joined < 0:
        w.tally[i].joined = day
    people[i].role = max(whole(people[i].role), NETWORKER)
    if position.sponsor != NONE:
        above = positions[position.sponsor]
        above.recruits += 1
        w.tally[above.person].recruits += 1
        if above.recruits >= UPLINE_TEAM:
            people[above.person].role = UPLINE


@phase
def found(w: Tables) -> None:
    """Let founders work as many companies of their strategy as they want at once, at the top and without a fee.

    Where none of these is born yet, they are between businesses and start by the one rule for all who are.
    """
    for i in range(w.people.size):
        if w.life[i].founder == 0:
            continue
        plan = w.strategy[w.people[i].strategy]
        taken = 0
        for rank in range(plan.companies):
            c = whole(plan.order[rank])
            if taken == plan.at_once or w.life[i].quit >> c & 1:
                continue
            position = w.positions[enter(w, whole(0), i, c, whole(NONE), whole(NONE))]
            start_working(position, 0, w.law[0].study.founders, 0.0)
            believe(position, w.law[0].experience.start, 1.0)
            position.care = w.law[0].leaving.baseline
            w.people[i].works |= 1 << c
            if taken == 0:
                w.people[i].main = c
            taken += 1
        if taken == 0:
            w.people[i].stranded = GOING_ON
            w.count[0].between += 1
            continue
        w.count[0].networkers += 1
        w.people[i].role = NETWORKER
        w.tally[i].joined = 0
        w.life[i].next_business = plan.pace
