"""Experience (A1, A2): conviction follows use; a missed promise is held against whoever made it."""

from __future__ import annotations

from typing import Any

from sim.rules.reputation import experience_promise
from sim.world.chance import normal, purpose, stream
from sim.world.compiled import phase, rule
from sim.world.tables import MONTH, NONE
from sim.world.world import Tables

USE = purpose("experience.use")


@rule
def promise(conviction: float, honesty: float) -> float:
    """Return the quality a seller promises, 0..1: what he believes, plus what he adds for lack of honesty."""
    return conviction + (1.0 - conviction) * (1.0 - honesty)


@rule
def smooth(old: float, new: float, rate: float) -> float:
    """Exponential smoothing: the newest value has weight ``rate``."""
    return old + rate * (new - old)


@rule
def use(position: Any, quality: float, rate: float) -> float:
    """Use what was bought: conviction and expectation move toward the experience; return its gap."""
    gap = quality - position.expected
    position.conviction = smooth(position.conviction, quality, rate)
    position.expected = smooth(position.expected, quality, rate)
    position.used = 0
    return gap


@phase
def experience(w: Tables, day: int, first: int, last: int, hand: int) -> None:
    """On the first day of a month, let persons ``first`` to ``last - 1`` judge what they bought."""
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
