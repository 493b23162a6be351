from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.people.rows import LifeRow, Link, Person, Tally, Tie
from sim.model.plans.rows import Position
from sim.model.tables import Tables
from sim.model.talk.conversation import (
    arrange,
    awake,
    fade,
    fitting,
    hear,
    meet,
    propose,
    speak,
    suits,
    talks_alone,
    utter,
)
from sim.model.talk.parameters import Conversation
from sim.model.talk.rows import Said
from sim.model.week.hours import begin_week
from tests.builders import law, lived, row, scenario
from tests.model.contract import RuleContract, days, flag, named, share
from tests.model.phases import PhaseContract

index = st.integers(0, 4_000)
DAY = 35  # a Monday: new hours


class TestFitting(RuleContract):
    rule = staticmethod(fitting)
    takes = named(hours_left=st.floats(0, 168), day=days, law=Conversation, draw=st.floats(0, 1, exclude_max=True))
    gives = (0, 100)

    @given(hours=st.floats(0, 168), cost=st.floats(0.01, 10), day=days, draw=st.floats(0, 1, exclude_max=True))
    def test_never_more_than_the_hours_pay_for(self, hours: float, cost: float, day: int, draw: float) -> None:
        fits = fitting(hours, day, law(Conversation, hours=cost, most_per_day=100), draw)
        assert fits * cost <= hours * (1 + 1e-12)

    def test_spreads_the_hours_over_what_is_left_of_the_week(self) -> None:
        one_hour = law(Conversation, hours=1.0, most_per_day=100)
        assert [fitting(14.0, day, one_hour, 0.0) for day in range(7)] == [2, 2, 2, 3, 4, 7, 14]

    def test_the_draw_decides_about_the_fraction(self) -> None:
        one_hour = law(Conversation, hours=1.0, most_per_day=100)
        assert [fitting(9.1, 0, one_hour, draw) for draw in (0.0, 0.69, 0.71)] == [1, 1, 2]

    @pytest.mark.parametrize("hours", [5e-324, 1e-300, 1e-20, 1e-9])
    def test_conversations_of_next_to_no_hours_fill_the_day(self, hours: float) -> None:
        assert [fitting(40.0, day, law(Conversation, hours=hours, most_per_day=7), 0.5) for day in (0, 6)] == [7, 7]
        assert fitting(0.0, 0, law(Conversation, hours=hours, most_per_day=7), 0.5) == 0

    def test_at_most_what_a_day_holds(self) -> None:
        assert fitting(168.0, 6, law(Conversation, hours=1.0, most_per_day=4), 0.99) == 4


class TestSuits(RuleContract):
    rule = staticmethod(suits)
    takes = named(link=Link, tie=Tie, day=days, law=Conversation, draw=share)
    gives = (False, True)

    def test_prefers_close_contacts_not_lately_told(self) -> None:
        picky = law(Conversation, avoid_recent=14, prefer_close=0.5)
        assert suits(row(Link, told_day=6), row(Tie, close=1), 20, picky, 0.0)
        assert not suits(row(Link, told_day=7), row(Tie, close=1), 20, picky, 0.99)
        assert not suits(row(Link), row(Tie), 20, picky, 0.49)
        assert suits(row(Link), row(Tie), 20, picky, 0.5)


class TestTalksAlone(RuleContract):
    rule = staticmethod(talks_alone)
    takes = named(tally=Tally, share=share)
    gives = (False, True)

    def test_only_while_enough_openings_were_made_at_events(self) -> None:
        tally = row(Tally, conversations=10, at_events=4)
        assert [talks_alone(tally, share) for share in (0.0, 0.4, 0.41, 1.0)] == [True, True, False, False]
        assert [talks_alone(row(Tally), share) for share in (0.0, 0.5, 1.0)] == [True, True, False]


class TestArrange(RuleContract):
    rule = staticmethod(arrange)
    takes = named(message=Said, link=Link, tie=index, speaker=index, nth=st.integers(0, 99), day=days)
    writes = named(message={"mine", "tie", "speaker", "listener", "nth"}, link={"told_day"})

    def test_writes_down_both_sides(self) -> None:
        message, link = row(Said), row(Link, other=7, mirror=9)
        arrange(message, link, 3, 5, 2, 20)
        assert (message.mine, message.tie, message.speaker, message.listener, message.nth) == (3, 9, 5, 7, 2)
        assert link.told_day == 20


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


@given(works=st.lists(st.tuples(st.integers(0, 3), flag), max_size=20), data=st.data())
def test_awake_are_the_networkers_of_a_hand(works: list[tuple[int, int]], data: st.DataObject) -> None:
    people = Person.rows(len(works))
    people.works, people.by_hand = [w for w, _ in works], [hand for _, hand in works]
    first = data.draw(st.integers(0, len(works)))
    last = data.draw(st.integers(first, len(works)))
    for hand in (0, 1):
        expected = [i for i in range(first, last) if works[i][0] and works[i][1] == hand]
        assert awake(people, first, last, hand).tolist() == expected


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


class TestMeet(PhaseContract):
    by_hand = True

    def prepare(self, w: Tables) -> None:
        w.count[0].said = 0
        begin_week(w, DAY, 0, w.people.size, 0)

    def live(self, w: Tables, first: int, last: int, hand: int) -> None:
        meet(w, DAY, first, last, hand)

    def units(self, w: Tables) -> int:
        return w.people.size

    def may_touch(self, w: Tables, unit: int) -> dict[str, set[int]]:
        first = int(w.people[unit].first)
        return {"tally": {unit}, "life": {unit}, "links": set(range(first, first + int(w.people[unit].degree)))}

    def test_messages_name_people_who_know_each_other(self, w: Tables) -> None:
        meet(w, DAY, 0, w.people.size, 0)
        said = w.said[: w.count[0].said]
        assert said.size > 20
        np.testing.assert_array_equal(w.links.other[said.mine], said.listener)
        np.testing.assert_array_equal(w.links.other[said.tie], said.speaker)
        assert np.all(said.speaker[1:] >= said.speaker[:-1])
        assert np.all(w.people.works[said.speaker] & said.offered == said.offered)

    def test_costs_hours(self, w: Tables) -> None:
        before = w.life.hours_left.copy()
        meet(w, DAY, 0, w.people.size, 0)
        talks = np.bincount(w.said.speaker[: w.count[0].said], minlength=w.people.size)
        np.testing.assert_allclose(before - w.life.hours_left, talks * w.conversation[0].hours, atol=1e-9)
        assert w.life.hours_left.min() >= -1e-9

    def test_the_unconvinced_say_nothing(self, w: Tables) -> None:
        w.strategy.conviction_floor = 1.0
        w.positions.conviction = 0.99
        meet(w, DAY, 0, w.people.size, 0)
        assert w.count[0].said == 0


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
        speak(w, first, last, hand)

    def may_touch(self, w: Tables, unit: int) -> dict[str, set[int]]:
        return {"said": {unit}, "links": {int(w.said[unit].mine)}}

    def test_says_nothing_without_a_topic(self, w: Tables) -> None:
        w.said.topics = 0
        speak(w, 0, self.units(w), 0)
        assert np.all(w.said.promise[: self.units(w)] == -1.0)

    def test_several_topics_in_one_breath_cost_clarity_by_their_distance(self) -> None:
        near = [{"between": ["health", "beauty"], "distance": 0.25}]
        talk = {"span_penalty": 0.4, "topic_distance": 1.0}
        market = lived(scenario(conversation=talk, topic_distance=near), 1, strategy="disclose-all")
        said = market.world.tables.said[: market.world.tables.count[0].said]
        np.testing.assert_array_equal(said.topics, 0b111)
        np.testing.assert_allclose(said.span, 0.4 * (1.0 + 1.0 + 0.25) / 3)


@given(seed=st.integers(0, 2**64 - 1), hours=st.floats(0.3, 5), weekly=st.floats(0, 60))
def test_a_week_is_never_overspent(seed: int, hours: float, weekly: float) -> None:
    people = {"people": 12, "networkers": 0.5, "part_time": 0.0, "part_time_hours": 0.0, "full_time_hours": weekly}
    one_week = scenario(population=people, graph={"kind": "complete"}, conversation={"hours": hours})
    w = lived(one_week, 7, seed).world.tables
    assert w.life.hours_left.min() >= -1e-9
    assert w.tally.conversations.max() * hours <= weekly + 1e-9
