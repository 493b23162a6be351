from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from sim.model.people.rows import LifeRow, Link
from sim.model.plans.rows import Position
from sim.model.tables import Tables
from sim.model.talk.conversation import (
    fade,
    hear,
    propose,
    speak,
    utter,
)
from sim.model.talk.rows import Said
from tests.builders import lived, row, scenario
from tests.model.contract import RuleContract, days, named, share
from tests.model.phases import PhaseContract

index = st.integers(0, 4_000)
DAY = 35  # a Monday: new hours


class TestUtter(RuleContract):
    rule = staticmethod(utter)
    takes = named(message=Said, link=Link, position=Position, honesty=share, topic=st.integers(0, 15), span=share)
    writes = named(message={"knowledge", "promise", "span"}, link={"told"})

    def test_shows_knowledge_and_a_promise_and_remembers_the_first_topic(self) -> None:
        message, link = row(Said), row(Link)
        position = row(Position, knowledge=0.4, conviction=0.5)
        utter(message, link, position, 0.8, 2, 0.1)
        assert (message.knowledge, message.promise, message.span) == (0.4, pytest.approx(0.6), 0.1)
        utter(message, link, position, 1.0, 1, 0.0)
        assert (message.promise, link.told) == (0.5, 3)


class TestFade(RuleContract):
    rule = staticmethod(fade)
    takes = named(life=LifeRow, day=days, half_life=st.floats(0.5, 4_000))
    writes = named(life={"overload", "overload_day"})

    def fit(self, values: dict[str, Any]) -> None:
        values["life"].overload_day = min(values["life"].overload_day, values["day"])

    def test_half_is_forgotten_in_a_half_life(self) -> None:
        life = row(LifeRow, overload=4.0, overload_day=10)
        fade(life, 24, 14.0)
        assert (life.overload, life.overload_day) == (pytest.approx(3.0), 24)


class TestHear(PhaseContract):
    def live(self, w: Tables, first: int, last: int, hand: int) -> None:
        hear(w, self.days + 10, first, last)

    def units(self, w: Tables) -> int:
        return int(w.count[0].said)

    def may_touch(self, w: Tables, unit: int) -> dict[str, set[int]]:
        message = w.said[unit]
        return {"ties": {int(message.tie)}, "life": {int(message.listener)}, "tally": {int(message.speaker)}}


class MessageContract(PhaseContract):
    """Phases over the messages of the day that has just been lived."""

    def units(self, w: Tables) -> int:
        return int(w.count[0].said)


class TestPropose(MessageContract):
    by_hand = True

    def prepare(self, w: Tables) -> None:
        w.said.topics = w.said.company = 0

    def live(self, w: Tables, first: int, last: int, hand: int) -> None:
        propose(w, self.days - 1, first, last, hand)

    def may_touch(self, w: Tables, unit: int) -> dict[str, set[int]]:
        return {"said": {unit}}

    def test_offers_what_the_speaker_works(self, w: Tables) -> None:
        propose(w, self.days - 1, 0, self.units(w), 0)
        said = w.said[: self.units(w)]
        assert np.all(w.people.works[said.speaker] >> said.company & 1)
        np.testing.assert_array_equal(said.topics, 1 << w.company.topic[said.company].astype(int))


class TestSpeak(MessageContract):
    by_hand = True

    def prepare(self, w: Tables) -> None:
        w.said.promise = -1.0
        w.links.told = 0

    def live(self, w: Tables, first: int, last: int, hand: int) -> None:
        speak(w, self.days - 1, first, last, hand)

    def may_touch(self, w: Tables, unit: int) -> dict[str, set[int]]:
        return {"said": {unit}, "links": {int(w.said[unit].mine)}}

    def test_says_nothing_without_a_topic(self, w: Tables) -> None:
        w.said.topics = 0
        speak(w, self.days - 1, 0, self.units(w), 0)
        assert np.all(w.said.promise[: self.units(w)] == -1.0)

    def test_several_topics_in_one_breath_cost_clarity_by_their_distance(self) -> None:
        near = [{"between": ["health", "beauty"], "distance": 0.25}]
        talk = {"span_penalty": 0.4, "topic_distance": 1.0}
        market = lived(scenario(conversation=talk, topic_distance=near), 1, strategy="disclose-all")
        said = market.world.tables.said[: market.world.tables.count[0].said]
        np.testing.assert_array_equal(said.topics, 0b111)
        np.testing.assert_allclose(said.span, 0.4 * (1.0 + 1.0 + 0.25) / 3)
