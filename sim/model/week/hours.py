"""The hours of a week (A3, A9, A10): what they go into, in which order, how companies share them, and study.

Companies publish updates, which age knowledge and pile up as reading.
"""

from __future__ import annotations

import math

import numpy as np

from sim.core.chance import poisson, purpose, stream
from sim.core.compiled import members, phase, rule, whole
from sim.core.rows import Rows
from sim.model.events.parameters import Events
from sim.model.people.rows import Held, Person, Tally
from sim.model.plans.rows import Position
from sim.model.tables import MONTH, WEEK, Tables
from sim.model.talk.parameters import Conversation
from sim.model.week.parameters import Activity, Division, Teams

STUDY, CARE, EVENTS, CONVERSATIONS = Activity
MAIN_FIRST, EQUAL, BY_RETURN = Division
UPDATES = purpose("study.updates")


@rule
def portion(hours: float, division: int, returned: int, total: int, companies: int) -> float:
    """Return what one company may take of the hours.

    Parameters
    ----------
    hours
        To be divided, not negative.
    division
        ``MAIN_FIRST`` (each may take all that those before it left), ``EQUAL`` or ``BY_RETURN``.
    returned, total
        Income of the last full month in this company and in all, in cents; ``returned <= total``.
    companies
        Companies that share, at least 1.

    Returns
    -------
    float
        0 to ``hours``; by return, companies share equally while nothing was earned.
    """
    if division == MAIN_FIRST:
        return hours
    if division == BY_RETURN and total > 0:
        return hours * (returned / total)
    return hours / companies


@rule
def care_wanted(recruits: int, hours: float, law: Teams) -> float:
    """Return the hours that a sponsor wants to care this week: so many per recruit, up to a share of their week.

    Parameters
    ----------
    recruits
        Direct working recruits who are still in, over all companies.
    hours
        Their hours a week.
    """
    return min(recruits * law.care_hours, hours * law.most)


@rule
def evening_wanted(tally: Tally, day: int, law: Events) -> float:
    """Return the hours of this week's evening for somebody who wants to go out, else 0.

    Parameters
    ----------
    tally
        Their row: openings so far, and those of them at events.
    day
        First day of the week.
    """
    wants = law.share > 0.0 and tally.at_events <= law.share * tally.conversations
    return law.hours if wants and day // WEEK % law.every == 0 else 0.0


@rule
def talk_wanted(days: int, share: float, law: Conversation) -> float:
    """Return the hours of as many conversations as ``days`` can hold.

    Parameters
    ----------
    days
        Days left of the week, 0..7.
    share
        Share of openings that they make at events, 0..1; at 1 they never talk one to one.
    """
    return days * law.most_per_day * law.hours if share < 1.0 else 0.0


@phase
def team_size(person: Person, held: Held, positions: Rows[Position]) -> int:
    """Return the number of a person's direct working recruits who are still in, over all companies."""
    works, c, recruits = whole(person.works), 0, 0
    while works >> c:
        if works >> c & 1:
            recruits += whole(positions[held.seat[c]].recruits)
        c += 1
    return recruits


@phase
def spare(w: Tables, i: int, day: int, activity: int) -> float:
    """Return the hours of this week that person ``i`` can spend on an activity now.

    That is what is left, less what comes later in the week but before it in the strategy's order. Conversations come
    day by day and hold nothing back for an evening to come.

    Parameters
    ----------
    i
        Id of a networker.
    activity
        ``STUDY``, ``CARE`` or ``EVENTS``.
    """
    life, law = w.life[i], w.law[0].events
    kept, first = 0.0, whole(w.strategy[w.people[i].strategy].yields[activity])
    if first >> CARE & 1:
        kept += care_wanted(team_size(w.people[i], w.held[i], w.positions), life.hours, w.law[0].teams)
    if first >> EVENTS & 1:
        kept += evening_wanted(w.tally[i], day, law)
    if first >> CONVERSATIONS & 1:
        days = WEEK - day % WEEK - (1 if activity == EVENTS else 0)
        kept += talk_wanted(days, law.share, w.law[0].conversation)
    return max(0.0, life.hours_left - kept)


@phase
def begin_week(w: Tables, day: int, first: int, last: int, hand: int) -> None:
    """Give the networkers among persons ``first`` to ``last - 1`` a new week's hours, and count the last one's."""
    if day % WEEK != 0:
        return
    people, life = w.people, w.life
    for i in range(first, last):
        if people[i].works and people[i].by_hand == hand:
            w.tally[i].hours += life[i].given - life[i].hours_left
            life[i].given = life[i].hours_left = life[i].hours


@rule
def age(position: Position, updates: int, update_hours: float, aging: float) -> None:
    """Let published updates make knowledge stale and pile up as reading.

    Parameters
    ----------
    position
        The seller's position, whose ``knowledge`` (0..1) and ``backlog`` (hours) change.
    updates
        Number of updates published, not negative.
    update_hours
        Hours it takes to read one.
    aging
        Share of knowledge that one makes stale, 0..1.
    """
    for _ in range(updates):
        position.knowledge *= 1.0 - aging
        position.backlog += update_hours


@rule
def read(position: Position, hours: float, speed: float, learning: float) -> float:
    """Read for at most ``hours`` and return the hours it took.

    Parameters
    ----------
    position
        The seller's position, whose ``knowledge`` (0..1) and ``backlog`` (hours) change.
    hours
        Hours they can spare, not negative.
    speed
        Hours of material got through in an hour, at least 1: a full-timer with tools reads faster.
    learning
        Per hour of material, 0..1: each adds the share ``1 - exp(-learning)`` of the knowledge still missing.

    Returns
    -------
    float
        Hours spent, 0 to ``hours``; fewer when nothing is left to read.
    """
    material = min(position.backlog, hours * speed)
    position.backlog -= material
    position.knowledge += (1.0 - position.knowledge) * (1.0 - math.exp(-learning * material))
    return material / speed


@rule
def ranked(rank: int, main: int) -> int:
    """Return the company at a rank: the main business first, the others in the order of the scenario.

    Parameters
    ----------
    rank
        0..companies-1.
    main
        Row of the main business, 0..companies-1.
    """
    if rank == 0:
        return main
    return rank - 1 if rank <= main else rank


@phase
def returns(person: Person, held: Held, positions: Rows[Position]) -> int:
    """Return what a person received in the last full month in all companies that they work, in cents."""
    works, c, total = whole(person.works), 0, 0
    while works >> c:
        if works >> c & 1:
            total += positions[held.seat[c]].returned
        c += 1
    return total


@phase
def study(w: Tables, day: int, first: int, last: int, hand: int) -> None:
    """Once a week, age the knowledge of persons ``first`` to ``last - 1`` and let them read.

    Reading takes up to the share ``study.most`` of the week's hours, less what the strategy spends before it, divided
    over companies as the strategy says. A company's updates are the same for all its sellers.
    """
    if day % WEEK != 0:
        return
    people, held, life, positions, company = w.people, w.held, w.life, w.positions, w.company
    law, news = w.law[0].study, stream(w.key, UPDATES, day)
    updates = np.empty(company.size, np.int64)
    for c in range(company.size):
        updates[c] = poisson(news, c, 0, company[c].updates * WEEK / MONTH)
    for i in range(first, last):
        if people[i].works == 0 or people[i].by_hand != hand:
            continue
        plan = w.strategy[people[i].strategy]
        speed = law.tools if life[i].full_time else 1.0
        free = max(0.0, life[i].hours_left) if plan.yields[STUDY] == 0 else spare(w, i, day, STUDY)
        left = min(life[i].hours * law.most, free)
        budget, total = left, returns(people[i], held[i], positions)
        for rank in range(company.size):
            c = ranked(rank, whole(people[i].main))
            if not people[i].works >> c & 1:
                continue
            seat = held[i].seat[c]
            age(positions[seat], updates[c], company[c].update_hours, law.aging)
            share = portion(budget, plan.division, positions[seat].returned, total, members(whole(people[i].works)))
            spent = read(positions[seat], min(left, share), speed, law.learning)
            left -= spent
            life[i].hours_left -= spent
