"""What all businesses of a person together bring them, of late."""

from __future__ import annotations

from sim.core.compiled import phase, rule, whole
from sim.model.people.rows import LifeRow
from sim.model.tables import Tables


@rule
def take_result(life: LifeRow, net: int, half_life: float) -> None:
    """Take a month's net result into the smoothed one, in which months weigh the less the longer they are past.

    Parameters
    ----------
    life
        The person's row of lives, whose ``result`` changes; it is 0 when they begin.
    net
        What all businesses brought this month, less what they cost, in cents.
    half_life
        Months after which a month weighs half, above 0.
    """
    life.result += (1.0 - 0.5 ** (1.0 / half_life)) * (net - life.result)


@phase
def take_results(w: Tables) -> None:
    """Take this month's books, before they are closed, into the results of everybody who works."""
    half_life = w.law[0].leaving.result_half_life
    for i in range(w.people.size):
        works, c, net = whole(w.people[i].works), 0, 0
        if works == 0:
            continue
        while works >> c:
            if works >> c & 1:
                position = w.positions[w.held[i].seat[c]]
                net += position.income - position.spent
            c += 1
        take_result(w.life[i], net, half_life)
