from __future__ import annotations

import numpy as np
import pytest
from hypothesis import strategies as st

from sim.model.events.invitations import fill_seats, goers, goes_out, is_evening, seat_networkers, slots_of
from sim.model.events.parameters import Events
from sim.model.people.rows import Tally
from sim.world.evenings import gatherings
from tests.builders import empty_world, law, lived, row, scenario
from tests.model.contract import RuleContract, days, named

GUESTS = 12


def evening_world(**events: object):
    """A lively world on the morning of an evening (day 39 is day 4 of its week)."""
    busy = {"share": 1.0, "people": GUESTS, "networkers": 3, "hours": 0.5, **events}
    return lived(scenario(events=busy, population={"networkers": 0.2}), 39).world


class TestIsEvening(RuleContract):
    rule = staticmethod(is_evening)
    takes = named(day=days, law=Events)
    gives = (False, True)

    def test_every_second_friday(self) -> None:
        fridays = [day for day in range(50) if is_evening(day, law(Events, weekday=4, every=2))]
        assert fridays == [4, 18, 32, 46]


class TestGoesOut(RuleContract):
    rule = staticmethod(goes_out)
    takes = named(hours=st.floats(0, 168), tally=Tally, law=Events)
    gives = (False, True)

    @pytest.mark.parametrize(
        ("share", "hours", "at_events", "goes"),
        [(0.5, 3.0, 5, True), (0.5, 3.0, 6, False), (0.5, 2.9, 0, False), (0.0, 9.0, 0, False), (1.0, 9.0, 10, True)],
    )
    def test_hours_and_share_decide(self, share: float, hours: float, at_events: int, goes: bool) -> None:
        tally = row(Tally, conversations=10, at_events=at_events)
        assert goes_out(hours, tally, law(Events, share=share, hours=3.0)) == goes


class TestSlotsOf(RuleContract):
    rule = staticmethod(slots_of)
    takes = named(hours=st.floats(0.1, 12.0))
    gives = (18, 2160)

    def test_three_hours(self) -> None:
        assert slots_of(3.0) == 540


def test_everybody_who_goes_out_sits_at_one_evening() -> None:
    w = evening_world().tables
    out = goers(w, 39)
    seats, seated = seat_networkers(w, 39, out)
    assert seats.shape == (-(-out.size // 3), 3)
    assert sorted(np.concatenate([r[:n] for r, n in zip(seats, seated, strict=True)])) == sorted(out)
    assert out.size >= 10


def test_networkers_join_a_contact_who_organizes() -> None:
    """In a ring of 40 everybody knows their two neighbors; of five who go out two organize, 10 and 30."""
    ring = {"kind": "watts_strogatz", "k": 2, "p": 0.0}
    w = empty_world(40, graph=ring, events={"share": 0.5, "networkers": 3}).tables
    seats, seated = seat_networkers(w, 4, np.array([10, 30, 29, 9, 31]))
    assert [seats[e, : seated[e]].tolist() for e in (0, 1)] == [[10, 9], [30, 29, 31]]
    full, _ = seat_networkers(w, 4, np.array([10, 30, 29, 31, 9, 11]))
    assert sorted(full[0].tolist()) == [9, 10, 11]


def test_guests_are_no_networkers_and_at_one_evening_only() -> None:
    world = evening_world()
    found = gatherings(world, 39)
    everybody = np.concatenate([guests for guests, _ in found])
    assert np.unique(everybody).size == everybody.size
    for guests, networkers in found:
        assert networkers < guests.size <= GUESTS
        assert (world.tables.people.works[guests[:networkers]] != 0).all()
        assert (world.tables.people.works[guests[networkers:]] == 0).all()


@pytest.mark.parametrize(
    ("weights", "share"),
    [
        ({"contacts": 1.0, "contacts_of_contacts": 0.0, "strangers": 0.0}, 1.0),
        ({"contacts": 0.0, "contacts_of_contacts": 0.0, "strangers": 1.0}, 0.0),
    ],
)
def test_declared_shares_decide_who_is_asked(weights: dict[str, float], share: float) -> None:
    """In a ring of 400 a stranger is hardly ever a neighbor."""
    of = scenario(
        population={"people": 400},
        graph={"kind": "watts_strogatz", "k": 10, "p": 0.0},
        events={"share": 1.0, **weights},
    )
    w = lived(of, 0).world.tables
    host = np.flatnonzero(w.people.works != 0)[:1]
    guests = np.empty(6, np.int64)
    present = fill_seats(w, 4, host, guests)
    near = np.abs((guests[1:present] - host[0] + 200) % 400 - 200) <= 5
    assert near.mean() == pytest.approx(share, abs=0.21)
    assert present >= 4


def test_no_evening_without_share_on_other_days_or_when_switched_off() -> None:
    assert gatherings(evening_world(), 40) == []
    assert gatherings(evening_world(share=0.0), 39) == []
    off = lived(scenario(events={"share": 1.0}, phases={"events": False}), 4).world
    assert gatherings(off, 4) == []
