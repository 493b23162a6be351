from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.model.events.openings import Encounter, evening_topic, liking, open_talk
from sim.model.membership.joining import enter, go_to_work
from sim.model.people.rows import Link
from sim.model.tables import NONE, Tables
from sim.model.talk.pitch import SILENT, UNSETTLED, settled
from sim.model.talk.rows import Said
from tests.builders import empty_world, row

VITA, CLICKS = 0, 1
BOTH = 0b11
GUESTS = np.arange(4)


def seller(pitch: str, **strategy: object) -> Tables:
    """Person 0 works two companies; person 1 likes health, persons 2 and 3 advertising."""
    names = ["vita", "clicks"]
    world = empty_world(
        4,
        strategy=[{"name": "both", "companies": names, "pitch": pitch, **strategy}],
        conversation={"guess_noise": 0.0},
    )
    w = world.tables
    for c in (VITA, CLICKS):
        enter(w, 0, 0, c, NONE, NONE)
        go_to_work(w, 0, 0, c)
    w.taste.interest[:] = 0.0
    w.taste.interest[1, VITA], w.taste.interest[2:, CLICKS] = 0.9, 0.6
    return w


def says(w: Tables, guest: int, fixed: int, decided: int = UNSETTLED, *, offered: int = BOTH, **tells: int) -> Any:
    """What person 0 says to a guest: topics, the message, and what person 0 then remembers."""
    said, remembered = row(Said), row(Link, **tells)
    topics = open_talk(w, said, remembered, Encounter(0, guest, NONE, offered, fixed, decided), 4)
    return topics, said, remembered


@pytest.mark.parametrize(
    ("topics", "company", "side_by_side"), [(0b01, VITA, 0), (0b10, CLICKS, 0), (0b11, CLICKS, 1), (0b01, VITA, 1)]
)
@pytest.mark.parametrize("pitch", ["focus", "one-topic-per-event"])
def test_what_is_settled_is_said_whatever_the_policy(pitch: str, topics: int, company: int, side_by_side: int) -> None:
    told, said, tells = says(seller(pitch), 1, VITA, settled(topics, company, side_by_side))
    assert told == topics
    assert (said.company, said.topics, said.open, tells.told) == (company, topics, side_by_side, company + 1)
    assert (said.span > 0.0) == (topics == 0b11)


def test_who_has_settled_to_be_silent_is_silent() -> None:
    told, said, _ = says(seller("focus"), 1, VITA, settled(0, 0, 0))
    assert told == said.topics == 0


def no_ties() -> np.ndarray:
    return np.full(4, NONE, np.int64)


def test_liking_sums_over_all_but_the_networker() -> None:
    w = seller("tailored")
    assert liking(w, GUESTS, 0, no_ties(), CLICKS, 0) == pytest.approx(1.2)
    assert liking(w, GUESTS, 2, no_ties(), CLICKS, 0) == pytest.approx(0.6)


@pytest.mark.parametrize(("topic", "company"), [("main", VITA), ("audience", CLICKS)])
def test_the_topic_of_an_evening_is_the_main_one_or_what_the_audience_likes(topic: str, company: int) -> None:
    w = seller("one-topic-per-event", event_topic=topic)
    assert evening_topic(w, GUESTS, 0, no_ties(), BOTH, 4) == company
    for guest in (1, 2):
        told, said, tells = says(w, guest, company)
        assert told == 1 << company
        assert (said.speaker, said.listener, said.company, tells.told) == (0, guest, company, company + 1)


@pytest.mark.parametrize(
    ("pitch", "told"),
    [("focus", [1, 1]), ("disclose-all", [3, 3]), ("tailored", [1, 2]), ("one-topic-per-contact", [1, 2])],
)
def test_other_policies_speak_as_they_do_alone(pitch: str, told: list[int]) -> None:
    w = seller(pitch)
    assert [says(w, guest, VITA)[0] for guest in (1, 2)] == told


def test_what_a_contact_heard_first_is_told_again() -> None:
    w = seller("one-topic-per-contact")
    assert says(w, 1, VITA, told=CLICKS + 1)[0] == 1 << CLICKS


def test_who_has_nothing_to_offer_is_silent() -> None:
    w = seller("one-topic-per-event", event_topic="audience")
    assert evening_topic(w, GUESTS, 0, no_ties(), 0, 4) == SILENT
    assert says(w, 1, SILENT, offered=0)[0] == 0


def test_an_impression_of_a_stranger_belongs_to_the_pair() -> None:
    """Which place a later contact gets in the address book does not change what one thinks they like."""
    w = seller("tailored")
    w.law.conversation.guess_noise = 1.0
    first = int(w.people[0].first)
    w.people[0].met, w.people[0].degree = 2, 3
    places = [np.full(4, place, np.int64) for place in (NONE, first + 1, first + 2)]
    seen = [liking(w, GUESTS, 0, own, CLICKS, 0) for own in places]
    assert seen[0] == seen[1] == seen[2]
    assert liking(w, GUESTS, 0, np.full(4, first, np.int64), CLICKS, 0) != seen[0]
