"""Two stories meet at a first talk, whichever was told first."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.talk.parameters import Pitch
from sim.replay.hall import furnish
from sim.replay.meeting import compare
from sim.replay.statistics import Event
from tests.replay.lists import event

PARTNERS = (2, 3, 4)
CIRCLE = event((0, 6, 1, 2), (2, 6, 1, 3), (7, 3, 1, 4))  # 2 meets 3, and 3 meets 4


def caught(of: Event, stories: dict[int, int], pitch: str = "tailored") -> int:
    """First talks of the speaker 1 in which stories meet, if each partner is told the given topics."""
    hall = furnish(of, pitch, 4, 1)
    people = of.contacts.people
    for speaker, first, last in zip(people, hall.begins, hall.begins[1:], strict=False):
        for telling in hall.tellings[first:last]:
            telling.topics = stories.get(int(people[telling.listener]), 1) if speaker == 1 else 1
    compare(hall, of.firsts, of.witnesses)
    assert hall.scores.caught.sum() == hall.scores.caught[people == 1].sum()
    return int(hall.scores.caught.sum())


@given(st.tuples(*[st.sampled_from([1, 2, 4, 8])] * 3))
def test_a_talk_is_caught_if_a_witness_has_another_story(told: tuple[int, int, int]) -> None:
    two, three, four = told
    expected = (two != three) + (two != three or three != four) + (three != four)
    assert caught(CIRCLE, dict(zip(PARTNERS, told, strict=True))) == expected


def test_put_side_by_side_nothing_clashes() -> None:
    stories = {2: 0b01, 3: 0b10, 4: 0b11}
    assert caught(CIRCLE, stories, "disclose-all") == 0
    assert [caught(CIRCLE, stories, pitch) for pitch in Pitch.words() if pitch != "disclose-all"] == [3] * 4


def test_distant_enough_is_a_matter_of_the_listener() -> None:
    hall = furnish(CIRCLE, "tailored", 2, 1)
    hall.tellings.topics = 1 + hall.tellings.listener % 2
    for distance, counted in ((0.0, False), (0.04, False), (0.05, True)):
        hall.topics.distance[:, :2] = distance * (1 - np.eye(2))
        hall.scores.caught = 0
        hall.credibility.notice = 0.0499
        compare(hall, CIRCLE.firsts, CIRCLE.witnesses)
        assert bool(hall.scores.caught.any()) is counted


@pytest.mark.parametrize("order", [(2, 3), (3, 2)])
def test_the_order_of_the_stories_does_not_matter(order: tuple[int, int]) -> None:
    first, second = order
    of = event((0, 6, 1, first), (2, 6, 1, second))
    assert caught(of, {2: 1, 3: 2}) == 2
