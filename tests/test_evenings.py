from __future__ import annotations

import numpy as np
import pytest

from sim.market import Market
from sim.scenario.errors import ScenarioError
from sim.scenario.schema import Scenario
from sim.world.evenings import gatherings
from sim.world.graphs.social import davis_attendance
from tests.builders import scenario


def test_the_guests_of_real_evenings_come_in_their_order() -> None:
    market = Market(Scenario.load("scenarios/davis.toml"), 1, collect=False)
    evenings, seen = davis_attendance()[1], 0
    for day in range(98):
        for guests, networkers in gatherings(market.world, day):
            assert sorted(guests) == evenings[day // 7].tolist()
            assert (market.world.tables.people.works[guests[:networkers]] != 0).all()
            seen += 1
    assert seen > 5
    assert gatherings(market.world, 102) == []


@pytest.mark.parametrize(
    ("events", "sentence"),
    [
        (
            {"attendance": True},
            'events.attendance = true: needs graph.kind = "dataset" and graph.name = "davis_women".',
        ),
        ({"networkers": 50}, "events.networkers = 50: must be at most events.people = 40."),
        (
            {"contacts": 0.0, "contacts_of_contacts": 0.0, "strangers": 0.0},
            "events.contacts = 0.0: with contacts_of_contacts and strangers at 0 as well nobody would come.",
        ),
    ],
)
def test_mistakes_are_sentences(events: dict[str, object], sentence: str) -> None:
    with pytest.raises(ScenarioError) as error:
        scenario(events=events)
    assert str(error.value) == sentence


def test_a_world_without_evenings_and_strangers_has_no_spare_places() -> None:
    alone = {"strangers": 0.0}
    quiet, busy = (
        Market(scenario(events={"share": share}, conversation=alone), 1, collect=False).world.tables
        for share in (0.0, 0.5)
    )
    assert (quiet.people.spare.max(), busy.people.spare.min()) == (0, 20)
    assert busy.ties.size == quiet.ties.size + 20 * quiet.people.size
    assert np.array_equal(np.sort(quiet.links.other), np.sort(busy.links.other)[: quiet.links.size])
