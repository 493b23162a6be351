from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.membership.joining import enter, go_to_work
from sim.model.people.acquaintance import tie_to
from sim.model.people.rows import Link, Person, Tally, Tie
from sim.model.tables import NONE, Tables
from sim.model.talk.meeting import (
    arrange,
    awake,
    first_meeting,
    fitting,
    get_acquainted,
    meet,
    suits,
    talks_alone,
)
from sim.model.talk.offers import refuse
from sim.model.talk.parameters import Conversation
from sim.model.talk.rows import Said
from sim.model.week.hours import begin_week
from tests.builders import empty_world, law, lived, row, scenario, tie_between
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


@given(works=st.lists(st.tuples(st.integers(0, 3), flag), max_size=20), data=st.data())
def test_awake_are_the_networkers_of_a_hand(works: list[tuple[int, int]], data: st.DataObject) -> None:
    people = Person.rows(len(works))
    people.works, people.by_hand = [w for w, _ in works], [hand for _, hand in works]
    first = data.draw(st.integers(0, len(works)))
    last = data.draw(st.integers(first, len(works)))
    for hand in (0, 1):
        expected = [i for i in range(first, last) if works[i][0] and works[i][1] == hand]
        assert awake(people, first, last, hand).tolist() == expected


class TestFirstMeeting(RuleContract):
    rule = staticmethod(first_meeting)
    takes = named(message=Said, speaker=index, listener=index, nth=st.integers(0, 99))
    writes = named(message={"mine", "tie", "speaker", "listener", "nth"})

    def test_there_is_no_tie_yet(self) -> None:
        message = row(Said)
        first_meeting(message, 5, 7, 2)
        assert (message.mine, message.tie, message.speaker, message.listener, message.nth) == (NONE, NONE, 5, 7, 2)


def talkers(people: int = 12, working: int = 1, **talk: Any) -> Tables:
    """The first ``working`` people work all three companies and have all week; all are acquainted, or in a ring."""
    law = {"hours": 1.0, "most_per_day": 20, "avoid_recent": 0, "prefer_close": 0.0, **talk}
    graph = {"kind": "watts_strogatz", "k": 4, "p": 0.0} if law.get("strangers") else {"kind": "complete"}
    strategy = [{"name": "all", "companies": ["vita", "clicks", "glow"], "pitch": "tailored"}]
    world = empty_world(people, conversation=law, graph=graph, strategy=strategy)
    world.make_room("said", 1_000)
    for i in range(working):
        for c in range(3):
            enter(world.tables, 0, i, c, NONE, NONE)
            go_to_work(world.tables, 0, i, c)
        world.tables.life.hours_left[i] = 140.0
    return world.tables


def met(w: Tables, day: int = 0) -> Any:
    """Who was met, after everybody has met."""
    w.count[0].said = 0
    meet(w, day, 0, w.people.size, 0)
    return w.said[: w.count[0].said]


def test_nobody_is_met_to_whom_nothing_is_left_to_offer_and_no_hours_are_spent() -> None:
    w = talkers(looks=100)
    w.people.works[1:11] = 0b111
    w.people.by_hand[1:11] = 1
    assert met(w).listener.tolist() == [11]  # and nobody twice a day
    w.people.buys[11], w.life.quit[11] = 0b011, 0b011
    assert met(w, 1).offered.tolist() == [0b100]
    w.people.works[11] |= 0b100
    before = w.life.hours_left[0], w.tally.conversations[0]
    assert met(w, 2).size == 0
    assert (w.life.hours_left[0], w.tally.conversations[0]) == before


def test_who_refused_too_often_is_passed_over() -> None:
    w = talkers(people=3, looks=100, give_up=2)
    for c in range(3):
        for _ in range(2):
            refuse(w.links[tie_between(w, 0, 1)], c)
    assert set(met(w).listener) == {2}


def test_who_was_met_lately_is_taken_only_if_nobody_else_can_be_offered_anything() -> None:
    w = talkers(people=3, looks=100, avoid_recent=14, most_per_day=1)
    first, second = (int(met(w, day).listener[0]) for day in (0, 1))
    assert {first, second} == {1, 2}
    w.people.works[first], w.people.by_hand[first] = 0b111, 1
    assert met(w, 2).listener.tolist() == [second]


def test_strangers_become_contacts_in_the_order_of_messages() -> None:
    w = talkers(people=60, working=2, strangers=1.0)
    known = {int(j) for j in w.links.other[w.people.first[0] : w.people.first[0] + w.people.degree[0]]}
    said = met(w)
    assert said.size == 40
    assert not known & set(said.listener[said.speaker == 0].tolist())
    get_acquainted(w, 0)
    said = w.said[: w.count[0].said]
    np.testing.assert_array_equal(w.links.other[said.mine], said.listener)
    np.testing.assert_array_equal(w.links.other[said.tie], said.speaker)
    np.testing.assert_array_equal(w.links.told_day[said.mine], 0)
    new = {frozenset((int(m.speaker), int(m.listener))) for m in said}
    assert w.people.met.sum() == 2 * len(new)


def test_without_a_place_for_each_other_nobody_talks_and_no_hours_are_spent() -> None:
    w = talkers(people=60, strangers=1.0)
    w.people.spare[0] = 3
    before = w.life.hours_left[0]
    met(w)
    get_acquainted(w, 0)
    said = w.said[: w.count[0].said]
    assert len(set(said.listener.tolist())) == w.people.met[0] == 3
    assert w.tally.conversations[0] == said.size
    assert w.life.hours_left[0] == before - said.size


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

    def test_messages_name_people_who_know_each_other_or_strangers(self, w: Tables) -> None:
        meet(w, DAY, 0, w.people.size, 0)
        said = w.said[: w.count[0].said]
        strangers, contacts = said[said.mine == NONE], said[said.mine != NONE]
        assert strangers.size > 10
        assert contacts.size > 20
        np.testing.assert_array_equal(w.links.other[contacts.mine], contacts.listener)
        np.testing.assert_array_equal(w.links.other[contacts.tie], contacts.speaker)
        assert all(tie_to(w.people, w.links, m.speaker, m.listener) == NONE for m in strangers)
        assert np.all(said.speaker[1:] >= said.speaker[:-1])
        assert np.all(w.people.works[said.speaker] & said.offered == said.offered)
        assert np.all(said.offered != 0)
        assert np.all(w.people.works[said.listener] & said.offered == 0)

    def test_costs_hours(self, w: Tables) -> None:
        before = w.life.hours_left.copy()
        meet(w, DAY, 0, w.people.size, 0)
        talks = np.bincount(w.said.speaker[: w.count[0].said], minlength=w.people.size)
        np.testing.assert_allclose(before - w.life.hours_left, talks * w.law[0].conversation.hours, atol=1e-9)
        assert w.life.hours_left.min() >= -1e-9

    def test_the_unconvinced_say_nothing(self, w: Tables) -> None:
        w.strategy.conviction_floor = 1.0
        w.positions.conviction = 0.99
        meet(w, DAY, 0, w.people.size, 0)
        assert w.count[0].said == 0


@given(seed=st.integers(0, 2**64 - 1), hours=st.floats(0.3, 5), weekly=st.floats(0, 60))
def test_a_week_is_never_overspent(seed: int, hours: float, weekly: float) -> None:
    people = {"people": 12, "networkers": 0.5, "part_time": 0.0, "part_time_hours": 0.0, "full_time_hours": weekly}
    one_week = scenario(population=people, graph={"kind": "complete"}, conversation={"hours": hours})
    w = lived(one_week, 7, seed).world.tables
    assert w.life.hours_left.min() >= -1e-9
    assert w.tally.conversations.max() * hours <= weekly + 1e-9
