"""What is told at a real event, and who hears it: small events, policy by policy."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.talk.parameters import Credibility, Pitch
from sim.replay.hall import Hall, furnish
from sim.replay.meeting import compare
from sim.replay.rows import Mind
from sim.replay.statistics import Event
from sim.replay.telling import AUDIENCE, MAIN, favorite, live_through, meet_strangers
from tests.replay.lists import event

LAW = Credibility()
JOINED = ((0, 3, 1, 2), (2, 3, 1, 3))  # 3 joins 1 and 2
TOGETHER = ((0, 3, 1, 2), (0, 3, 1, 3))  # both come to 1 at the same time


@dataclass
class Worlds:
    """Some worlds of one event, and what became of the speaker with id 1 in each."""

    event: Event
    pitch: str
    chosen_by: int = MAIN
    businesses: int = 2
    worlds: int = 40
    told: list[list[int]] = field(default_factory=list)
    scores: list[Any] = field(default_factory=list)
    hall: Hall = field(init=False)

    def __post_init__(self) -> None:
        self.hall = furnish(self.event, self.pitch, self.businesses, 1)
        me = int(np.flatnonzero(self.event.contacts.people == 1)[0])
        for world in range(self.worlds):
            self.hall.scores[:] = np.zeros_like(self.hall.scores)
            live_through(self.hall, world, self.chosen_by)
            compare(self.hall, self.event.firsts, self.event.witnesses)
            mine = self.hall.tellings[self.hall.begins[me] : self.hall.begins[me + 1]]
            self.told.append(mine.topics.tolist())
            self.scores.append(self.hall.scores[me].copy())

    def counted(self, column: str) -> list[int]:
        """One column of the score, world by world."""
        return [int(score[column]) for score in self.scores]


def test_tailored_tells_each_what_suits_him_equally_often() -> None:
    told = Worlds(event(*JOINED), "tailored", worlds=2000).told
    assert {tuple(stories) for stories in told} == {(1, 1), (1, 2), (2, 1), (2, 2)}
    assert np.mean([first == second for first, second in told]) == pytest.approx(0.5, abs=0.04)
    assert np.mean([first == 1 for first, _ in told]) == pytest.approx(0.5, abs=0.04)


def test_when_another_joins_with_another_story_the_listener_notices() -> None:
    worlds = Worlds(event(*JOINED), "tailored")
    assert worlds.counted("within") == [int(first != second) for first, second in worlds.told]
    assert worlds.counted("caught") == [2 * int(first != second) for first, second in worlds.told]
    assert set(worlds.counted("earlier")) == {0}


def test_when_both_come_together_both_notice() -> None:
    worlds = Worlds(event(*TOGETHER), "tailored")
    assert worlds.counted("within") == [2 * int(first != second) for first, second in worlds.told]


def test_per_contact_tells_again_what_was_heard_first() -> None:
    worlds = Worlds(event(*TOGETHER, (10, 3, 1, 3)), "one-topic-per-contact")
    assert all(len(set(stories)) == 1 for stories in worlds.told)
    assert set(worlds.counted("within") + worlds.counted("caught")) == {0}
    assert {stories[0] for stories in worlds.told} == {1, 2}


def test_per_contact_is_tailored_for_those_who_come_one_by_one() -> None:
    tailored, per_contact = (Worlds(event(*JOINED), pitch) for pitch in ("tailored", "one-topic-per-contact"))
    assert tailored.told == per_contact.told
    assert tailored.counted("caught") == per_contact.counted("caught")


@pytest.mark.parametrize(("pitch", "told"), [("focus", 0b1), ("disclose-all", 0b111), ("one-topic-per-event", 0b1)])
def test_one_story_for_all_never_clashes(pitch: str, told: int) -> None:
    worlds = Worlds(event(*JOINED), pitch, businesses=3)
    assert worlds.told == [[told, told]] * worlds.worlds
    assert set(worlds.counted("caught") + worlds.counted("within") + worlds.counted("earlier")) == {0}


def test_the_topic_of_the_audience_is_remembered_until_the_next_day() -> None:
    days = event((0, 3, 1, 2), (20, 1, 1, 3), (4320, 3, 1, 2), (4340, 1, 1, 4), (4341, 1, 1, 5), days=(0, 1))
    worlds = Worlds(days, "one-topic-per-event", AUDIENCE, worlds=200)
    for stories in worlds.told:
        assert len(set(stories[:2])) == len(set(stories[2:])) == 1
    changed = [int(stories[0] != stories[2]) for stories in worlds.told]
    assert worlds.counted("earlier") == changed
    assert 0 < sum(changed) < len(changed)
    assert set(worlds.counted("within") + worlds.counted("caught")) == {0}


def test_who_does_not_face_the_speaker_as_he_begins_hears_nothing() -> None:
    worlds = Worlds(event((0, 3, 1, 2), (3, 3, 1, 3)), "tailored")
    assert set(worlds.counted("within")) == {0}


def test_a_consistent_story_is_believed_more_each_time() -> None:
    score = Worlds(event((0, 1, 1, 2), (10, 1, 1, 2), (20, 1, 1, 2)), "focus", worlds=1).scores[0]
    assert score.credibility == pytest.approx((1 + 2 * LAW.consistent) / (2 + 2 * LAW.consistent), abs=1e-12)
    assert score.evenings == 1


def test_a_contradiction_costs_what_it_costs_in_the_market() -> None:
    worlds = Worlds(event(*JOINED), "tailored")
    weight = 0.5 ** (40 / 86_400 / 30)
    caught = min(1 / (2 + LAW.contradiction * weight), 1 - LAW.ceiling_loss * weight)
    for (first, second), score in zip(worlds.told, worlds.scores, strict=True):
        listener = caught if first != second else (1 + LAW.consistent) / (2 + LAW.consistent)
        assert score.credibility == pytest.approx((listener + 0.5) / 2, abs=1e-12)


def test_credibility_is_booked_every_day_among_those_who_heard_him_that_day() -> None:
    days = event((0, 1, 1, 2), (5, 1, 1, 3), (4320, 1, 1, 2), days=(0, 1))
    score = Worlds(days, "focus", worlds=1).scores[0]
    second = (1 + LAW.consistent) / (2 + LAW.consistent)
    assert (score.evenings, score.credibility) == (2, pytest.approx(0.5 + second, abs=1e-12))


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=1, max_size=9), st.data())
def test_the_favorite_suits_most_of_those_who_are_there(guests: list[tuple[int, bool]], data: st.DataObject) -> None:
    speaker = data.draw(st.integers(0, len(guests) - 1))
    minds = Mind.rows(len(guests))
    minds.suits = [topic for topic, _ in guests]
    votes = [sum(t == topic and here for i, (t, here) in enumerate(guests) if i != speaker) for topic in range(4)]
    found = favorite(minds, np.array([here for _, here in guests]), speaker, 4)
    assert found == votes.index(max(votes))


def test_nobody_remembers_the_speaker_before() -> None:
    hall = furnish(event(*JOINED), "tailored", 3, 1)
    hall.ties.heard, hall.ties.bad, hall.minds.told, hall.minds.today = 7, 3.0, 2, 1
    meet_strangers(hall, 0, hall.key)
    assert not np.concatenate([hall.ties.heard, hall.ties.bad, hall.minds.told, hall.minds.today]).any()
    assert (hall.ties.ceiling == 1.0).all()
    assert (hall.taste.interest.sum(axis=1) == 1.0).all()
    assert (hall.taste.interest.argmax(axis=1) == hall.minds.suits).all()


@pytest.mark.parametrize("pitch", Pitch.words())
def test_sixteen_businesses_are_told_as_well(pitch: str) -> None:
    worlds = Worlds(event(*JOINED), pitch, businesses=16, worlds=3)
    assert all(0 < story < 2**16 for stories in worlds.told for story in stories)
