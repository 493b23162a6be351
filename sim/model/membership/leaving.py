"""Leaving: members give up a company (A2, A3, A8, A9), or it bans those who break its rules (A8, A12).

People leave at the end of a day, when nobody speaks any more. Rows of positions stay, so that what they brought in
stays on record; a departed position neither buys, earns nor counts, and those who stood below find a new place.

A breach of rules about other networks is written down when it is seen; companies act at the end of the day, and only
the one whose rule was broken. What was paid stays paid.
"""

from __future__ import annotations

import math

from sim.core.chance import purpose, stream, uniform
from sim.core.compiled import phase, rule, whole
from sim.model.membership.parameters import Leaving, Regime
from sim.model.people.rows import LifeRow, Person
from sim.model.plans.policies import refund
from sim.model.plans.rows import CompanyRow, Position, StrategyRow
from sim.model.tables import MONTH, NETWORKER, NONE, PROSPECT, UPLINE, UPLINE_TEAM, Tables

STILL_IN, QUIT, BANNED, CLOSED = 0, 1, 2, 3  # why somebody is not in a company any more
LEAVES = purpose("leaving.leaves")
WON = purpose("regimes.won")
ELSEWHERE = purpose("regimes.elsewhere")
FREE, NO_CROSS_RECRUITING, EXCLUSIVE = Regime


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
    """Let the holder of position ``p`` leave its company for good, and let their contacts see it.

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
        if why == CLOSED:
            look_for_another(people[i], w.life[i], w.strategy[people[i].strategy], day)
    elif people[i].main == c:
        people[i].main = first_business(w, i)


@rule
def look_for_another(person: Person, life: LifeRow, plan: StrategyRow, day: int) -> None:
    """Let somebody whose last business has closed wait for the next, if their strategy keeps any in reserve.

    Parameters
    ----------
    person, life, plan
        Their rows, in which ``stranded`` and ``next_business`` change, and the row of their strategy.
    """
    if plan.at_once < plan.companies:
        person.stranded = 1
        life.next_business = day + max(1, plan.pace)


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


@rule
def months_in(days: int) -> int:
    """Return for how many months somebody has been in after ``days``, rounded to the nearest."""
    return (days + MONTH // 2) // MONTH


@rule
def tenure_risk(months: int, law: Leaving) -> float:
    """Return the chance to give up in a month, 0..1: the longer somebody is in, the lower.

    Parameters
    ----------
    months
        Months that they have been in before this one, not negative.

    Notes
    -----
    ``risk / (1 + months / settling)``, the hazard of a cohort whose members differ in a constant risk of their own
    (gamma distributed: the Pareto law of Lomax 1954).
    """
    return law.risk / (1.0 + months / law.settling)


@rule
def care_factor(position: Position, law: Leaving) -> float:
    """Return by what care received changes the risk: 1 at the baseline, bounded at both ends.

    Parameters
    ----------
    position
        The member's position. Those who entered at the top reckon with nobody's care.

    Returns
    -------
    float
        ``neglect ** ((b - x) / (b + x))`` with care x and baseline b: ``neglect`` without care, its inverse with very
        much.
    """
    if position.top:
        return 1.0
    return law.neglect ** ((law.baseline - position.care) / (law.baseline + position.care))


@rule
def loss_factor(losses: int, law: Leaving) -> float:
    """Return by what months of loss without a break raise the risk: 1 without any, up to ``law.losses``.

    Parameters
    ----------
    losses
        Number of months, not negative.
    """
    return 1.0 + (law.losses - 1.0) * (losses / (losses + 1.0))


@rule
def disappointment_factor(position: Position, law: Leaving) -> float:
    """Return by what a product that is worse than promised raises the risk, at least 1.

    Parameters
    ----------
    position
        The member's position: what they were promised, and what they have come to expect by use.
    """
    return math.exp(law.disappointment * max(0.0, position.promised - position.expected))


@rule
def leaving_risk(position: Position, months: int, law: Leaving) -> float:
    """Return the chance that a member gives up this month, 0..1.

    Parameters
    ----------
    position
        Their position.
    months
        Months that they have been in before this one, not negative.
    """
    factors = care_factor(position, law) * loss_factor(position.losses, law) * disappointment_factor(position, law)
    return min(1.0, tenure_risk(months, law) * factors)


@phase
def leave(w: Tables, day: int) -> None:
    """On the last day of a month, let working members give up.

    The month in which somebody joined counts if they were in for half of it at least. Everybody weighs each of their
    companies for itself; customers never leave by this rule, they only stop buying.
    """
    if (day + 1) % MONTH != 0:
        return
    law, draws = w.leaving[0], stream(w.key, LEAVES, day)
    for p in range(w.count[0].positions):
        position = w.positions[p]
        months = months_in(day + 1 - position.day)
        if position.working == 0 or position.left >= 0 or months == 0:
            continue
        risk = leaving_risk(position, months - 1, law)
        if uniform(draws, whole(position.person), whole(position.company)) < risk:
            depart(w, p, day, QUIT)
    regroup(w)


@rule
def is_seen(company: CompanyRow, least: int, draw: float) -> bool:
    """Tell whether a company sees somebody do what it forbids.

    Parameters
    ----------
    company
        Its row: ``regime`` and ``detection``.
    least
        Mildest regime that forbids it.
    draw
        Uniform draw, 0 <= draw < 1.
    """
    return company.regime >= least and draw < company.detection


@phase
def catch(w: Tables, seat: int) -> None:
    """Write down that the holder of position ``seat`` was seen breaking the rules of its company."""
    w.count[0].caught += 1 - whole(w.positions[seat].caught)
    w.positions[seat].caught = 1


@phase
def win_over(w: Tables, day: int, i: int, j: int, c: int) -> None:
    """Let companies in which both are look on while networker ``i`` wins person ``j`` for company ``c``.

    Parameters
    ----------
    i, j
        Ids of who won and of who was won.
    c
        The company that ``j`` has joined, to work or to buy.
    """
    draws = stream(w.key, WON, day)
    for other in range(w.company.size):
        fellows = whole(w.people[i].works) >> other & 1 and w.held[j].seat[other] != NONE
        if other != c and fellows and is_seen(w.company[other], NO_CROSS_RECRUITING, uniform(draws, j, other)):
            catch(w, whole(w.held[i].seat[other]))


@phase
def elsewhere(w: Tables, day: int) -> None:
    """Let exclusive companies look for working members who work another company, once a month."""
    draws = stream(w.key, ELSEWHERE, day)
    for p in range(w.count[0].positions):
        position = w.positions[p]
        if position.left >= 0 or position.working == 0:
            continue
        i, c = whole(position.person), whole(position.company)
        works_another = whole(w.people[i].works) & ~(1 << c) != 0
        if works_another and is_seen(w.company[c], EXCLUSIVE, uniform(draws, i, c)):
            catch(w, p)


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
            depart(w, p, day, BANNED)
            w.tally[position.person].bans += 1
            w.group[position.company].bans += 1
    regroup(w)
