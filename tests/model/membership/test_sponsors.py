from __future__ import annotations

from sim.model.membership.joining import enter, go_to_work
from sim.model.membership.sponsors import sponsor_for
from sim.model.tables import NONE
from tests.builders import empty_world

VITA, CLICKS, GLOW = 0, 1, 2


def test_somebody_who_sponsors_them_already() -> None:
    w = empty_world(people=4).tables
    for company in (VITA, CLICKS):
        enter(w, 0, 0, company, NONE, NONE)
        go_to_work(w, 0, 0, company)
    enter(w, 5, 1, VITA, 0, NONE)
    assert sponsor_for(w, 1, CLICKS, 9) == w.held.seat[0, CLICKS]
    assert sponsor_for(w, 1, GLOW, 9) == NONE
    assert sponsor_for(w, 0, GLOW, 9) == NONE
