"""Offers in whole worlds: they come to an end, however many hours and contacts there are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.model.tables import Tables
from sim.model.talk.offers import refusals
from tests.builders import all_working, lived, scenario

OFF = dict.fromkeys(("study", "care", "experience", "expansion", "month_end", "customers", "leaving", "events"), False)


def tireless(days: int = 80, contacts: int = 10, weekly: float = 80.0, **talk: Any) -> Tables:
    """People with so many contacts each, some of whom work three companies all week; nobody ever says yes."""
    of = scenario(
        phases=OFF,
        population={
            "people": 60,
            "networkers": 0.1,
            "part_time": 0.0,
            "part_time_hours": 0.0,
            "full_time_hours": weekly,
        },
        graph={"kind": "watts_strogatz", "k": contacts, "p": 0.2},
        conversation={
            "hours": 0.5,
            "most_per_day": 100,
            "strangers": 0.0,
            "guess_lasts": 0,
            "refusal_half_life": 0,
            **talk,
        },
        decision={"intercept": -50.0, "work_intercept": -50.0},
        strategy=all_working("tailored", at_once=3),
        time={"days": days},
    )
    return lived(of).world.tables


def talks_left(w: Tables, give_up: int) -> int:
    """Talks that all speakers can have in all: so many with each contact and company that can be offered."""
    left = 0
    for i in np.flatnonzero(w.people.works):
        ties = slice(int(w.people[i].first), int(w.people[i].first) + int(w.people[i].degree))
        outside = w.people.works[w.links.other[ties]] == 0
        left += 3 * give_up * int(outside.sum())
        for k in np.arange(ties.start, ties.stop)[outside]:
            assert [refusals(w.links[k], c) for c in range(3)] == [give_up] * 3
    return left


@pytest.mark.parametrize("give_up", [1, 4])
def test_business_talks_of_a_pair_and_company_end_when_the_speaker_gives_up(give_up: int) -> None:
    w = tireless(give_up=give_up)
    assert w.people.works.any()
    assert w.tally.conversations.sum() == talks_left(w, give_up) > 100


def test_twice_the_hours_give_no_talk_more_and_twice_the_contacts_give_twice_as_many() -> None:
    once = tireless(weekly=80.0)
    longer = tireless(weekly=160.0)
    assert once.tally.conversations.sum() == longer.tally.conversations.sum()
    wider = tireless(days=160, contacts=20)
    assert wider.tally.conversations.sum() == talks_left(wider, 4)
    talkers = np.count_nonzero(once.people.works)
    assert once.tally.conversations.sum() / talkers < 10 * 3 * 4 * 1.5
    assert wider.tally.conversations.sum() / talkers < 20 * 3 * 4 * 1.5


def test_who_never_gives_up_talks_as_long_as_there_are_hours() -> None:
    w = tireless(days=84, weekly=20.0, give_up=0)
    hours = 12 * 20.0
    assert w.tally.conversations[w.people.works != 0].min() > 0.95 * hours / 0.5
    assert w.tally.conversations.max() <= hours / 0.5


def test_a_share_of_talks_makes_strangers_contacts() -> None:
    w = tireless(days=28, strangers=0.25, give_up=0)
    speakers = w.people.works != 0
    assert w.people.met[speakers].min() == w.people.spare[0] == 20
    assert w.people.met[~speakers].max() <= 20
