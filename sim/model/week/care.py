"""Team care (A3, A9): sponsors set hours aside for their direct recruits, who stay and learn by them.

Giving writes the sponsor's rows only; then every recruit takes his share and writes his own. So the order of people
does not matter.
"""

from __future__ import annotations

import math

import numpy as np

from sim.core.compiled import phase, rule, whole
from sim.model.plans.buying import attention, networks_seen
from sim.model.plans.rows import Position
from sim.model.tables import NONE, WEEK, Tables
from sim.model.talk.reputation import remembered
from sim.model.week.budget import CARE, care_wanted, portion, spare, team_size
from sim.model.week.experience import smooth
from sim.model.week.study import ranked


@rule
def teach(position: Position, sponsor: Position, hours: float, teaching: float) -> None:
    """Let a recruit learn what his sponsor knows better.

    Parameters
    ----------
    position, sponsor
        The recruit's position, whose ``knowledge`` moves toward that of his sponsor's position and never beyond.
    hours
        Care received, not negative.
    teaching
        Per hour, not negative: so many hours pass on the share ``1 - exp(-teaching hours)`` of the difference.
    """
    ahead = max(0.0, sponsor.knowledge - position.knowledge)
    position.knowledge += ahead * (1.0 - math.exp(-teaching * hours))


@phase
def teams_and_returns(w: Tables, i: int) -> tuple[int, int]:
    """Return in how many companies person ``i`` has a team, and what he earned there last month, in cents."""
    teams, total = 0, 0
    for c in range(w.company.size):
        if not w.people[i].works >> c & 1:
            continue
        position = w.positions[w.held[i].seat[c]]
        if position.recruits > 0:
            teams += 1
            total += position.returned
    return teams, total


@phase
def give_care(w: Tables, day: int, first: int, last: int, hand: int) -> None:
    """Once a week, let the sponsors among persons ``first`` to ``last - 1`` set hours aside for their recruits.

    Every recruit is to have ``teams.care_hours``; if the hours do not suffice for that, the companies in which the
    sponsor has a team share them as his strategy divides hours.

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
    people, life, law = w.people, w.life, w.teams[0]
    for i in range(first, last):
        if people[i].works == 0 or people[i].by_hand != hand:
            continue
        recruits = team_size(w, i)
        if recruits == 0:
            continue
        left = min(care_wanted(recruits, life[i].hours, law), spare(w, i, day, CARE))
        budget, division = left, w.strategy[people[i].strategy].division
        teams, total = teams_and_returns(w, i)
        for rank in range(w.company.size):
            c = ranked(rank, whole(people[i].main))
            if not people[i].works >> c & 1:
                continue
            position = w.positions[w.held[i].seat[c]]
            share = portion(budget, division, position.returned, total, teams)
            position.gives = min(left, share, position.recruits * law.care_hours)
            left -= position.gives
            life[i].hours_left -= position.gives


@rule
def has_sponsor(position: Position) -> bool:
    """Tell whether somebody is to be cared for: he works, is still in, and somebody stands above him."""
    return position.working == 1 and position.left < 0 and position.sponsor != NONE


@phase
def receive_care(w: Tables, day: int) -> None:
    """Once a week, let every working member take his share of the hours that his sponsor set aside.

    The shares within a team go by the attention that its upline pays to each. The youngest come first, so that a
    recruit learns from what his sponsor knew before this week's care; a sponsor's position is always older.

    Parameters
    ----------
    w
        All tables.
    day
        Today; nothing happens unless it is a multiple of 7.
    """
    if day % WEEK != 0:
        return
    positions, law, size = w.positions, w.teams[0], w.count[0].positions
    weight, team = np.zeros(size), np.zeros(size)
    for p in range(size):
        if has_sponsor(positions[p]):
            networks = networks_seen(w, p) if law.reaction > 0.0 else 1
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
