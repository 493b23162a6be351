"""Going back (A6): people drift back to whom they have just left, so that an earlier partner suddenly stands by.

The longer ago two have parted the less likely it is (Vestergaard, Génois & Barrat 2014), and it is likelier after a
talk than after a glance. When they go back is settled as they part, so that a slot costs no more for all who might.
"""

from __future__ import annotations

import math

from sim.core.compiled import phase, rule
from sim.model.events.floor import LAST, LASTING, Constants, Floor


@rule
def pause(age: int, draw: float, c: Constants) -> float:
    """Return in how many slots two who part after ``age`` slots go back to each other, 1 or more; inf for never.

    By a uniform ``draw``, so that the chance falls with the time since they parted, as one over it (form: Vestergaard,
    Génois & Barrat 2014).
    """
    pull = c.back * age / (age + c.passing)
    return math.pow(1.0 - draw, -1.0 / pull) if pull > 0.0 else math.inf


@phase
def remind(floor: Floor, slot: int, one: int, other: int, wait: float) -> None:
    """Let two who part in a slot remember to go back after a ``wait``, unless never or they already do."""
    if wait < LASTING and floor.before[one, other] == 0:
        due = (slot + int(wait)) % LASTING
        floor.before[one, other] = floor.returning[due]
        floor.returning[due] = one * floor.here.size + other + 2


@phase
def go_back(floor: Floor, slot: int, wishes: int) -> int:
    """Let those whose time it is want to face each other again, and nobody else; return how many wishes there are."""
    people, due = floor.here.size, slot % LASTING
    pair, floor.returning[due] = floor.returning[due], LAST
    while pair != LAST:
        one, other = (pair - 2) // people, (pair - 2) % people
        pair, floor.before[one, other] = floor.before[one, other], 0
        if not floor.facing[one, other] and wishes < floor.guest.size:
            floor.guest[wishes], floor.host[wishes] = one, other
            wishes += 1
    return wishes
