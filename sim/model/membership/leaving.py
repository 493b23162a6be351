"""Leaving: members give up their business by one decision a month, or lose a company (A2, A3, A8, A9, A13).

People leave at the end of a day, when nobody speaks any more. Rows of positions stay, so that what they brought in
stays on record; a departed position neither buys, earns nor counts, and those who stood below find a new place. Those
who go by their own decision may stay customers, in a fresh row at the place that they had.
"""

from __future__ import annotations

from sim.core.chance import purpose, stream, uniform
from sim.core.compiled import members, phase, rule, whole
from sim.model.membership.joining import GOING_ON, RESTING, enter
from sim.model.membership.parameters.leaving import Leaving
from sim.model.membership.reasons import forces_on, leaving_risk, months_in, strongest
from sim.model.people.rows import LifeRow, Person
from sim.model.plans.policies import refund
from sim.model.plans.rows import Position
from sim.model.tables import MONTH, NETWORKER, NONE, PROSPECT, UPLINE, UPLINE_TEAM, Tables

STILL_IN, QUIT, BANNED, CLOSED = 0, 1, 2, 3  # why somebody is not in a company any more; 4: stopped buying
STAYED = 5  # an open position: a customer's who worked the company before
LEAVES = purpose("leaving.leaves")
STAYS = purpose("leaving.stays")


@rule
def close_position(position: Position, day: int, why: int) -> None:
    """Close a position: it buys and qualifies for nothing from now on.

    Parameters
    ----------
    position
        The row, whose ``left``, ``why``, ``volume``, ``qualified`` and ``used`` change.
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
    """Return the first company that person ``i`` works, in the order of the strategy, then of the scenario; or NONE."""
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
    """Let the holder of position ``p`` leave its company, and let their contacts see it.

    Those below keep pointing at the departed position until :func:`regroup`.

    Parameters
    ----------
    p
        A position that is still in.
    why
        ``QUIT``, ``BANNED`` or ``CLOSED``.
    """
    position, people = w.positions[p], w.people
    i, c = whole(position.person), whole(position.company)
    close_position(position, day, why)
    if why != CLOSED:
        refund(w, p, day)
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
        w.count[0].between += 1
        pause(people[i], w.life[i], why, day, w.law[0].leaving)
    elif people[i].main == c:
        people[i].main = first_business(w, i)


@rule
def pause(person: Person, life: LifeRow, why: int, day: int, law: Leaving) -> None:
    """Let somebody without a business wait: after leaving for their rest to end, after losing the last only for a day.

    Parameters
    ----------
    person, life
        Their rows, in which ``stranded`` and ``next_business`` change.
    why
        How the last one ended: ``QUIT``, ``BANNED`` or ``CLOSED``.
    """
    if why == QUIT:
        person.stranded = RESTING
        life.next_business = day + MONTH * law.rest
    else:
        person.stranded = GOING_ON
        life.next_business = day + 1


@phase
def give_up(w: Tables, p: int, day: int) -> None:
    """Let the holder of position ``p`` give up its work; by chance, as convinced as they are, they go on buying.

    A customer has a row of their own, at the place of the position and with the opinion of its holder, so that what
    somebody worked stays on record as such. Holders of packs keep these and nothing else.

    Parameters
    ----------
    w
        All tables; ``positions`` has room for one more.
    p
        A working position that is still in.
    """
    positions = w.positions
    i, c, used = whole(positions[p].person), whole(positions[p].company), whole(positions[p].used)
    depart(w, p, day, whole(QUIT))
    if w.systems[c].revshare or uniform(stream(w.key, STAYS, day), i, c) >= positions[p].conviction:
        return
    seat = enter(w, day, i, c, whole(positions[p].sponsor), whole(positions[p].tie))
    w.people[i].buys |= 1 << c
    remain(positions[seat], positions[p], used)


@rule
def remain(customer: Position, former: Position, used: int) -> None:
    """Let a customer think of a company what they thought when they worked it.

    Parameters
    ----------
    customer, former
        Their fresh position, whose ``conviction``, ``expected``, ``promised``, ``used`` and ``why`` change; and the
        one that they gave up.
    used
        1 if they have bought something that they have not judged yet.
    """
    customer.conviction, customer.expected = former.conviction, former.expected
    customer.promised, customer.used, customer.why = former.promised, used, STAYED


@rule
def role_of(works: int, largest_team: int) -> int:
    """Return the role of somebody who works companies (a bit set), the largest of their teams of this size."""
    if works == 0:
        return PROSPECT
    return UPLINE if largest_team >= UPLINE_TEAM else NETWORKER


@phase
def regroup(w: Tables) -> None:
    """Move everybody below departed positions, count teams anew, and settle roles; nothing without departures.

    Where the plan rolls up, recruits and customers move to the nearest position above that is still in; else they are
    orphans, at the top of the company. One pass suffices for any shape of tree, because a sponsor's position is always
    older than those below it.
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


@phase
def leaving_rows(w: Tables) -> int:
    """Return how many positions are worked: as many customers there may be tonight in their stead."""
    worked = 0
    for i in range(w.people.size):
        if w.people[i].works != 0:
            worked += members(whole(w.people[i].works))
    return worked


@phase
def leave(w: Tables, day: int) -> None:
    """On the last day of a month, let everybody who works decide once whether they go on, with all they work.

    The month in which somebody began counts if they were in for half of it at least; who starts again after leaving
    begins anew. Customers never leave by this rule.

    Parameters
    ----------
    w
        All tables; ``positions`` has room for :func:`leaving_rows` more.
    """
    if (day + 1) % MONTH != 0:
        return
    law, draws = w.law[0].leaving, stream(w.key, LEAVES, day)
    for i in range(w.people.size):
        works, c = whole(w.people[i].works), 0
        if works == 0:
            continue
        months = months_in(day + 1 - w.life[i].began)
        if months == 0:
            continue
        forces = forces_on(w, i, day)
        if uniform(draws, i, 0) >= leaving_risk(months - 1, forces, law):
            continue
        w.tally[i].reason = strongest(forces)
        while works >> c:
            if works >> c & 1:
                give_up(w, whole(w.held[i].seat[c]), day)
            c += 1
    regroup(w)


@phase
def enforce(w: Tables, day: int) -> None:
    """Let companies ban whom they saw: position and downline are lost, and money already paid is not."""
    w.count[0].caught = 0
    for p in range(w.count[0].positions):
        position = w.positions[p]
        if position.caught == 0:
            continue
        position.caught = 0
        if position.left < 0:
            depart(w, p, day, whole(BANNED))
            w.tally[position.person].bans += 1
            w.group[position.company].bans += 1
    regroup(w)
