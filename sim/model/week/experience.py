"""Experience (A1, A2): conviction follows use; a missed promise is held against whoever made it."""

from __future__ import annotations

from sim.core.chance import normal, purpose, stream
from sim.core.compiled import phase, rule
from sim.model.plans.rows import Position
from sim.model.tables import MONTH, NONE, Tables
from sim.model.talk.reputation import experience_promise

USE = purpose("experience.use")


@rule
def promise(conviction: float, honesty: float) -> float:
    """Return the quality a seller promises, 0..1: what he believes, plus what he adds for lack of honesty.

    Parameters
    ----------
    conviction, honesty
        Of the seller, 0..1; honesty 1 promises only what he believes, 0 promises 1.
    """
    return conviction + (1.0 - conviction) * (1.0 - honesty)


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
        What he experiences, 0..1.
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
    for or against whoever won the buyer; those who came by themselves hold it against nobody.

    Parameters
    ----------
    w
        All tables.
    day
        Today; nothing happens unless it is a multiple of 30.
    first, last
        Persons who judge.
    hand
        Whose day this is: 0 those moved by the compiled sweep, 1 those moved by agents.
    """
    if day % MONTH != 0:
        return
    people, held, positions, ties, company = w.people, w.held, w.positions, w.ties, w.company
    law = w.experience[0]
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
