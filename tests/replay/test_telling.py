"""What is told at a real event, and who hears it: small events, policy by policy."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.chance import seed_key
from sim.core.errors import UserError
from sim.core.rows import one_row
from sim.model.people.rows import Tie
from sim.model.talk.parameters import Credibility, Pitch
from sim.model.talk.pitch import settled
from sim.model.talk.story import Ears
from sim.replay.contacts import DAY, Mind
from sim.replay.policies import Guest, Policy, ask, play
from sim.replay.statistics import Event
from sim.replay.telling import (
    AUDIENCE,
    EARLIER,
    MAIN,
    NOTHING,
    WITHIN,
    Hall,
    compare,
    favorite,
    first_heard,
    furnish,
    listen,
    live_through,
    meet_strangers,
)
from tests.builders import row
from tests.dialogue import Dialogue
from tests.model.contract import RuleContract, flag, named, share
from tests.replay.lists import event

LAW = Credibility()
ROW = one_row(LAW.model_dump())[0]
EARS = Ears(ROW, 30.0, 0.0)
HEALTH, ADS, BEAUTY = 0b001, 0b010, 0b100
APART = furnish(event((0, 3, 1, 2)), "focus", 16, 1).topics
something = st.integers(1, 2**16 - 1)
half_lives = st.floats(1.0, 4_000.0)
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


def test_tailored_tells_each_what_suits_them_equally_often() -> None:
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


def test_a_guest_who_does_not_face_the_speaker_at_the_beginning_hears_nothing() -> None:
    worlds = Worlds(event((0, 3, 1, 2), (3, 3, 1, 3)), "tailored")
    assert set(worlds.counted("within")) == {0}


def test_a_consistent_story_is_believed_more_each_time() -> None:
    score = Worlds(event((0, 1, 1, 2), (10, 1, 1, 2), (20, 1, 1, 2)), "focus", worlds=1).scores[0]
    good = LAW.consistent * (1 / 2 + 1 / 3)
    assert score.credibility == pytest.approx((1 + good) / (2 + good), abs=1e-12)
    assert score.evenings == 1


def test_a_contradiction_costs_what_it_costs_in_the_market() -> None:
    worlds = Worlds(event(*JOINED), "tailored")
    weight = 0.5 ** (40 / 86_400 / 30)
    caught = min(1 / (2 + LAW.contradiction * weight), 1 - LAW.ceiling_loss * weight)
    for (first, second), score in zip(worlds.told, worlds.scores, strict=True):
        listener = caught if first != second else (1 + LAW.consistent / 2) / (2 + LAW.consistent / 2)
        assert score.credibility == pytest.approx((listener + 0.5) / 2, abs=1e-12)


def test_credibility_is_booked_every_day_among_those_who_heard_them_that_day() -> None:
    days = event((0, 1, 1, 2), (5, 1, 1, 3), (4320, 1, 1, 2), days=(0, 1))
    score = Worlds(days, "focus", worlds=1).scores[0]
    second = (1 + LAW.consistent / 2) / (2 + LAW.consistent / 2)
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
    hall.ties.beside, hall.ties.claimed, hall.ties.changes, hall.ties.talks = 3, 2, 9, 4
    meet_strangers(hall, 0, hall.key)
    assert not np.concatenate([hall.ties.heard, hall.ties.bad, hall.minds.told, hall.minds.today]).any()
    assert not np.concatenate([hall.ties[name] for name in ("beside", "claimed", "changes", "talks")]).any()
    assert (hall.ties.ceiling == 1.0).all()
    assert (hall.taste.interest.sum(axis=1) == 1.0).all()
    assert (hall.taste.interest.argmax(axis=1) == hall.minds.suits).all()


@pytest.mark.parametrize("pitch", Pitch.words())
def test_sixteen_businesses_are_told_as_well(pitch: str) -> None:
    worlds = Worlds(event(*JOINED), pitch, businesses=16, worlds=3)
    assert all(0 < story < 2**16 for stories in worlds.told for story in stories)


class TestFirstHeard(RuleContract):
    rule = staticmethod(first_heard)
    takes = named(told=something)
    gives = (1, 16)

    def test_the_lowest_topic_counts(self) -> None:
        assert [first_heard(told) for told in (0b1, 0b10, 0b110, 0b1000)] == [1, 2, 2, 4]


class TestListen(RuleContract):
    rule = staticmethod(listen)
    takes = named(
        topics=st.just(APART[0]),
        ears=st.builds(Ears, st.just(ROW), half_lives, st.just(0.0)),
        tie=Tie,
        mind=Mind,
        words=st.builds(settled, something, st.just(0), flag).map(int),
        time=st.integers(0, 10**6),
        draw=st.floats(0.0, 1.0, exclude_max=True),
    )
    writes = named(
        tie={"good", "bad", "ceiling", "heard", "beside", "claimed", "changes", "day", "minute", "talks"},
        mind={"last", "today", "told"},
    )
    gives = (NOTHING, EARLIER)

    def fit(self, values: dict[str, Any]) -> None:
        values["time"] += int(values["mind"].last)

    def test_seconds_are_remembered_as_parts_of_a_day(self) -> None:
        tie = row(Tie, ceiling=1.0, heard=HEALTH)
        listen(APART[0], Ears(ROW, 1.0, 0.0), tie, row(Mind, last=100), ADS, 100 + DAY // 2, 0.0)
        assert tie.bad == pytest.approx(ROW.contradiction * 0.5**0.5, abs=1e-12)

    @pytest.mark.parametrize(("today", "noticed"), [(HEALTH, WITHIN), (0, EARLIER)])
    def test_it_tells_stories_of_the_same_day_from_older_ones(self, today: int, noticed: int) -> None:
        mind = row(Mind, today=today, last=0)
        assert listen(APART[0], EARS, row(Tie, ceiling=1.0, heard=HEALTH), mind, ADS, 60, 0.0) == noticed
        assert (mind.today, mind.last) == (today | ADS, 60)

    def test_what_was_heard_first_stays(self) -> None:
        tie, mind = row(Tie, ceiling=1.0), row(Mind)
        listen(APART[0], EARS, tie, mind, ADS, 0, 0.0)
        listen(APART[0], EARS, tie, mind, HEALTH, 20, 0.0)
        assert mind.told == 2


@given(
    stories=st.lists(
        st.tuples(st.sampled_from([HEALTH, ADS, BEAUTY, 0b111]), flag, st.integers(0, 40)), min_size=1, max_size=20
    ),
    apart=share,
    half_life=half_lives,
    admit=st.sampled_from([0.0, 1.0]),
)
def test_day_by_day_it_is_the_hearing_of_the_market(
    stories: list[tuple[int, int, int]], apart: float, half_life: float, admit: float
) -> None:
    market = Dialogue(distance=apart, half_life=half_life, admit=admit)
    tie, mind, topics, day, noticed = row(Tie, ceiling=1.0), row(Mind), market.w.topics[0], 0, 0
    for told, side_by_side, later in stories:
        day += later
        market.tell(told, side_by_side=bool(side_by_side), day=day)
        ears, words = Ears(market.w.law[0].credibility, half_life, 0.0), settled(told, 0, side_by_side)
        noticed += listen(topics, ears, tie, mind, words, day * DAY, 0.5) != NOTHING
    for column in ("good", "bad", "ceiling", "heard", "beside", "claimed", "changes", "talks", "day"):
        assert tie[column] == market.tie[column], column
    assert noticed == market.noticed


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
        hall.topics.distance[0, :2, :2] = distance * (1 - np.eye(2))
        hall.scores.caught = 0
        hall.credibility.notice = 0.0499
        compare(hall, CIRCLE.firsts, CIRCLE.witnesses)
        assert bool(hall.scores.caught.any()) is counted


@pytest.mark.parametrize("order", [(2, 3), (3, 2)])
def test_the_order_of_the_stories_does_not_matter(order: tuple[int, int]) -> None:
    first, second = order
    of = event((0, 6, 1, first), (2, 6, 1, second))
    assert caught(of, {2: 1, 3: 2}) == 2


def test_an_own_policy_is_told_at_a_real_event() -> None:
    of = event(*JOINED, (10, 3, 1, 4))

    def last(networker: Guest, contact: int) -> list[str]:
        return networker.companies[-1:]

    def by_contact(networker: Guest, contact: int) -> list[str]:
        return [networker.companies[contact % 2]]

    def open_to_odd(networker: Guest, contact: int) -> list[str]:
        return networker.companies if contact % 2 else [networker.main]

    never, twice, beside = (play(of, Policy(f.__name__, tells=f)) for f in (last, by_contact, open_to_odd))
    hall = furnish(of, "last", 2, 1)
    ask(hall, of.contacts.people, "last", last)
    live_through(hall, 0, MAIN)
    assert set(hall.tellings.topics.tolist()) == {0b10}
    assert (never.contradiction.mean, never.within.mean, never.worlds) == (0.0, 0.0, 1)
    assert twice.contradiction.mean > 0.0
    assert twice.within.mean > 0.0
    assert beside.contradiction.mean == 0.0


def test_an_own_policy_has_chance_of_its_own_and_knows_nobody() -> None:
    guest = Guest(3, ["business 1"], "mine", seed_key(1))
    draws = {guest.draw(contact, nth) for contact in (1, 2) for nth in (0, 1)}
    assert len(draws) == 4 == len({*draws, Guest(3, ["business 1"], "mine", seed_key(1)).draw(1)})
    assert (guest.main, guest.knows(1), guest.is_close(1)) == ("business 1", False, False)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ([], "The pitch policy mine tells nobody at the event anything."),
        (["vita"], 'The pitch policy mine names "vita" for one who offers "business 1" or "business 2".'),
    ],
)
def test_an_own_policy_that_makes_no_sense_is_told(told: list[str], sentence: str) -> None:
    with pytest.raises(UserError) as error:
        play(event(*JOINED), Policy("mine", tells=lambda *_: told))
    assert str(error.value) == sentence


def test_silence_is_heard_by_nobody() -> None:
    of = event(*JOINED)
    outcome = play(of, Policy("mine", tells=lambda networker, contact: networker.companies[:1] if contact == 2 else []))
    assert outcome.contradiction.mean == 0.0
    assert outcome.credibility.mean == 0.5
