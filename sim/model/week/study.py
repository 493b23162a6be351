"""Study (A3, A10): the week's hours, the companies' updates, and knowledge that ages."""

from __future__ import annotations

import math

from sim.core.chance import poisson, purpose, stream
from sim.core.compiled import phase, rule, whole
from sim.core.sets import members
from sim.model.plans.rows import Position
from sim.model.tables import MONTH, WEEK, Tables
from sim.model.week.budget import STUDY, portion, spare

UPDATES = purpose("study.updates")


@phase
def begin_week(w: Tables, day: int, first: int, last: int, hand: int) -> None:
    """Give the networkers among persons ``first`` to ``last - 1`` the hours of a new week.

    Parameters
    ----------
    w
        All tables.
    day
        Today; nothing happens unless it is a multiple of 7.
    first, last
        Persons whose day it is.
    hand
        Whose day this is: 0 those moved by the compiled sweep, 1 those moved by agents.
    """
    if day % WEEK != 0:
        return
    people, life = w.people, w.life
    for i in range(first, last):
        if people[i].works and people[i].by_hand == hand:
            life[i].hours_left = life[i].hours


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
        Hours he can spare, not negative.
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
def returns(w: Tables, i: int) -> int:
    """Return what person ``i`` received in the last full month in all companies that he works, in cents."""
    total = 0
    for c in range(w.company.size):
        if w.people[i].works >> c & 1:
            total += w.positions[w.held[i].seat[c]].returned
    return total


@phase
def study(w: Tables, day: int, first: int, last: int, hand: int) -> None:
    """Once a week, age the knowledge of persons ``first`` to ``last - 1`` and let them read.

    Reading takes up to the share ``study.most`` of the week's hours, less what the strategy spends before it, divided
    over companies as the strategy says. A company's updates are the same for all its sellers.

    Parameters
    ----------
    w
        All tables.
    day
        Today; nothing happens unless it is a multiple of 7.
    first, last
        Persons whose day it is.
    hand
        Whose day this is: 0 those moved by the compiled sweep, 1 those moved by agents.
    """
    if day % WEEK != 0:
        return
    people, held, life, positions, company = w.people, w.held, w.life, w.positions, w.company
    law = w.study[0]
    news = stream(w.key, UPDATES, day)
    for i in range(first, last):
        if people[i].works == 0 or people[i].by_hand != hand:
            continue
        plan = w.strategy[people[i].strategy]
        speed = law.tools if life[i].full_time else 1.0
        left = min(life[i].hours * law.most, spare(w, i, day, STUDY))
        budget, total = left, returns(w, i)
        for rank in range(company.size):
            c = ranked(rank, whole(people[i].main))
            if not people[i].works >> c & 1:
                continue
            seat = held[i].seat[c]
            updates = poisson(news, c, 0, company[c].updates * WEEK / MONTH)
            age(positions[seat], updates, company[c].update_hours, law.aging)
            share = portion(budget, plan.division, positions[seat].returned, total, members(whole(people[i].works)))
            spent = read(positions[seat], min(left, share), speed, law.learning)
            left -= spent
            life[i].hours_left -= spent
