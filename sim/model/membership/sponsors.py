"""Under whom somebody enters a company that nobody won them for."""

from __future__ import annotations

from sim.core.compiled import phase, whole
from sim.model.tables import NONE, Tables


@phase
def sponsor_for(w: Tables, i: int, c: int, day: int) -> int:
    """Return the position in company ``c`` of somebody who sponsors person ``i`` elsewhere, or NONE.

    Of several such sponsors the one in the first company wins, in the order of the scenario.
    """
    for other in range(w.company.size):
        seat = w.held[i].seat[other]
        if seat != NONE and w.positions[seat].sponsor != NONE:
            upline = whole(w.positions[w.positions[seat].sponsor].person)
            if w.people[upline].works >> c & 1:
                return whole(w.held[upline].seat[c])
    return NONE
