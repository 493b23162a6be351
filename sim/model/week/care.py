"""What members get: experience with the product (A1, A2), and care by their sponsors (A3, A9).

Conviction follows use, and a missed promise is held against the person who made it. Sponsors set hours aside for their
direct recruits, who stay and learn by them. Giving writes the sponsor's rows only; then every recruit takes their share
and writes their own. So the order of people does not matter.
"""

from __future__ import annotations

import math

import numpy as np

from sim.core.chance import normal, purpose, stream
from sim.core.compiled import phase, rule, whole
from sim.core.rows import Rows
from sim.model.people.rows import Held, Person
from sim.model.plans.notice import attention, networks_seen
from sim.model.plans.rows import Position
from sim.model.tables import MONTH, NONE, WEEK, Tables
from sim.model.talk.reputation import experience_promise, remembered
from sim.model.week.hours import CARE, care_wanted, portion, ranked, spare, team_size

USE = purpose("experience.use")


@rule
def smooth(old: float, new: float, rate: float) -> float:
    """Return the exponentially smoothed value, between ``old`` and ``new``: the newest has weight ``rate``, 0..1."""
    return old + rate * (new - old)


@rule
def use(position: Position, quality: float, rate: float) -> float:
    """Use what was bought: conviction and expectation move toward the experience; return its gap.

    Parameters
    ----------
    position
        The user's position, whose ``conviction``, ``expected`` and ``used`` change.
    quality
        What they experience, 0..1.
    rate
        Weight of the newest experience, 0..1.

    Returns
    -------
    float
        Experience minus expectation, -1..1; below 0 a disappointment.
    """
    gap = quality - position.expected
    position.conviction = smooth(position.conviction, quality, rate)
    position.expected = smooth(position.expected, quality, rate)
    position.used = 0
    return gap


@phase
def experience(w: Tables, day: int, first: int, last: int, hand: int) -> None:
    """On the first day of a month, let persons ``first`` to ``last - 1`` judge what they bought.

    Experiences are normal around the company's quality, cut off at 0 and 1. The gap to what was expected counts
    for or against the person who won the buyer; those who came by themselves hold it against nobody.
    """
    if day % MONTH != 0:
        return
    people, held, positions, ties, company = w.people, w.held, w.positions, w.ties, w.company
    law = w.law[0].experience
    draws = stream(w.key, USE, day)
    for i in range(first, last):
        if people[i].by_hand != hand or (people[i].works == 0 and people[i].buys == 0):
            continue
        for c in range(company.size):
            seat = held[i].seat[c]
            if seat == NONE or positions[seat].used == 0:
                continue
            quality = company[c].quality + company[c].quality_spread * normal(draws, i, c)
            gap = use(positions[seat], min(1.0, max(0.0, quality)), law.rate)
            if positions[seat].tie != NONE:
                experience_promise(ties[positions[seat].tie], gap, law.evidence, law.asymmetry)


@rule
def teach(position: Position, sponsor: Position, hours: float, teaching: float) -> None:
    """Let a recruit learn what their sponsor knows better.

    Parameters
    ----------
    position, sponsor
        The recruit's position, whose ``knowledge`` moves toward that of their sponsor's position and never beyond.
    hours
        Care received, not negative.
    teaching
        Per hour, not negative: so many hours pass on the share ``1 - exp(-teaching hours)`` of the difference.
    """
    ahead = max(0.0, sponsor.knowledge - position.knowledge)
    position.knowledge += ahead * (1.0 - math.exp(-teaching * hours))


@phase
def teams_and_returns(person: Person, held: Held, positions: Rows[Position]) -> tuple[int, int]:
    """Return in how many companies a person has a team, and what they earned there last month, in cents."""
    works, c, teams, total = whole(person.works), 0, 0, 0
    while works >> c:
        if works >> c & 1 and positions[held.seat[c]].recruits > 0:
            teams += 1
            total += positions[held.seat[c]].returned
        c += 1
    return teams, total


@phase
def give_care(w: Tables, day: int, first: int, last: int, hand: int) -> None:
    """Once a week, let the sponsors among persons ``first`` to ``last - 1`` set hours aside for their recruits.

    Every recruit is to have ``teams.care_hours``; if the hours do not suffice for that, the companies in which the
    sponsor has a team share them as their strategy divides hours.
    """
    if day % WEEK != 0:
        return
    people, held, life, positions, law = w.people, w.held, w.life, w.positions, w.law[0].teams
    for i in range(first, last):
        if people[i].works == 0 or people[i].by_hand != hand:
            continue
        recruits = team_size(people[i], held[i], positions)
        if recruits == 0:
            continue
        plan = w.strategy[people[i].strategy]
        free = max(0.0, life[i].hours_left) if plan.yields[CARE] == 0 else spare(w, i, day, CARE)
        left = min(care_wanted(recruits, life[i].hours, law), free)
        budget, (teams, total) = left, teams_and_returns(people[i], held[i], positions)
        for rank in range(w.company.size):
            c = ranked(rank, whole(people[i].main))
            if not people[i].works >> c & 1:
                continue
            position = positions[held[i].seat[c]]
            share = portion(budget, plan.division, position.returned, total, teams)
            position.gives = min(left, share, position.recruits * law.care_hours)
            left -= position.gives
            life[i].hours_left -= position.gives


@rule
def has_sponsor(position: Position) -> bool:
    """Tell whether somebody is to be cared for: they work, are still in, and somebody stands above them."""
    return position.working == 1 and position.left < 0 and position.sponsor != NONE


@phase
def receive_care(w: Tables, day: int) -> None:
    """Once a week, let every working member take their share of the hours that their sponsor set aside.

    The shares within a team go by the attention that its upline pays to each. The youngest come first, so that a
    recruit learns from what their sponsor knew before this week's care; a sponsor's position is always older.
    """
    if day % WEEK != 0:
        return
    people, positions, law, size = w.people, w.positions, w.law[0].teams, w.count[0].positions
    weight, team = np.zeros(size), np.zeros(size)
    for p in range(size):
        if has_sponsor(positions[p]):
            works = whole(people[positions[p].person].works)
            more = law.reaction > 0.0 and works & (works - 1) != 0
            networks = networks_seen(w, whole(p)) if more else 1
            weight[p] = attention(networks, law.reaction)
            team[positions[p].sponsor] += weight[p]
    newest = 1.0 - remembered(float(WEEK), law.half_life)
    for back in range(size):
        p = size - 1 - back
        position, hours = positions[p], 0.0
        if weight[p] > 0.0:
            sponsor = positions[position.sponsor]
            hours = sponsor.gives * (weight[p] / team[position.sponsor])
            teach(position, sponsor, hours, law.teaching)
        position.care = smooth(position.care, hours, newest)
    for p in range(size):
        positions[p].gives = 0.0
