from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.chance import seed_key
from sim.core.rows import one_row
from sim.model.people.acquaintance import find
from sim.model.people.rows import Link, Tie
from sim.model.tables import NONE, Tables
from sim.model.talk.conversation import hear
from sim.model.talk.gossip import LEVELS, PLACES, compare_notes, judge, lean, news, take_notes, write_note
from sim.model.talk.parameters import Credibility
from sim.model.talk.rows import Note, Topics
from tests.builders import empty_world, row, tie_between
from tests.model.contract import RuleContract, named, share
from tests.model.phases import PhaseContract

HEALTH, ADS = 0b001, 0b010
SPEAKER, LISTENER, FRIEND = 0, 1, 2
index = st.integers(0, 4_000)


@given(contacts=st.sets(st.integers(0, 60), max_size=30), who=st.integers(0, 60), first=st.integers(0, 5))
def test_find_looks_up_an_address_book(contacts: set[int], who: int, first: int) -> None:
    links = Link.rows(first + len(contacts) + 3)
    links.other = who  # rows of other people must not be found
    links.other[first : first + len(contacts)] = sorted(contacts)
    found = find(links, first, len(contacts), who)
    assert found == (first + sorted(contacts).index(who) if who in contacts else NONE)


class TestWriteNote(RuleContract):
    rule = staticmethod(write_note)
    takes = named(note=Note, about=Tie, tie=index, taker=index, subject=index, source=index)
    writes = named(note={"tie", "taker", "subject", "topics", "source"})

    def test_tells_what_was_heard(self) -> None:
        note = row(Note)
        write_note(note, row(Tie, heard=5), 10, 11, 12, 13)
        assert (note.topics, note.tie, note.taker, note.subject, note.source) == (5, 10, 11, 12, 13)


class TestJudge(RuleContract):
    rule = staticmethod(judge)
    takes = named(note=Note, topics=Topics, about=Tie, of_giver=Tie, law=Credibility)
    writes = named(note={"open", "opinion", "trust"})

    @pytest.mark.parametrize(("beside", "side_by_side"), [(0, 0), (HEALTH, 0), (HEALTH | ADS, 1), (0b111, 1)])
    def test_open_is_what_was_once_put_side_by_side_altogether(self, beside: int, side_by_side: int) -> None:
        note, law = row(Note), one_row(Credibility().model_dump())[0]
        about = row(Tie, heard=HEALTH | ADS, beside=beside, good=6.0, ceiling=1.0)
        judge(note, row(Topics, number=3, claimed=0b111), about, row(Tie, close=1, ceiling=1.0), law)
        assert (note.open, note.opinion, note.trust) == (side_by_side, 7 / 8, pytest.approx(0.7))


class TestNews(RuleContract):
    rule = staticmethod(news)
    takes = named(tie=Tie, giver=index, opinion=share, draws=st.just(seed_key(3)))
    writes = named(tie={"sources"})
    gives = (0.0, 1.0)

    @given(giver=index, opinion=share, again=share)
    def test_an_opinion_is_news_once_unless_it_changes(self, giver: int, opinion: float, again: float) -> None:
        tie, key = row(Tie), seed_key(3)
        assert news(tie, giver, opinion, key)
        assert not news(tie, giver, opinion, key)
        if int(opinion * LEVELS) == int(again * LEVELS):
            assert not news(tie, giver, again, key)

    def test_few_sources_share_a_place(self) -> None:
        key, first = seed_key(3), row(Tie)
        news(first, 0, 0.5, key)
        shared = 0
        for giver in range(1, 2001):
            other = row(Tie)
            news(other, giver, 0.5, key)
            assert bin(int(other.sources)).count("1") == 1
            shared += int(other.sources) == int(first.sources)
        assert shared / 2000 == pytest.approx(1 / PLACES, abs=0.015)


class TestLean(RuleContract):
    rule = staticmethod(lean)
    takes = named(tie=Tie, opinion=share, weight=st.floats(0, 100))
    writes = named(tie={"good", "bad"})

    def test_divides_the_weight_by_the_opinion(self) -> None:
        tie = row(Tie, good=1.0, bad=1.0)
        lean(tie, 0.75, 0.4)
        assert (tie.good, tie.bad) == (pytest.approx(1.3), pytest.approx(1.1))


class TestCompareNotes(PhaseContract):
    def prepare(self, w: Tables) -> None:
        w.count[0].notes = 0
        w.law.gossip.rate = 1.0

    def live(self, w: Tables, first: int, last: int, hand: int) -> None:
        compare_notes(w, self.days - 1, first, last)

    def units(self, w: Tables) -> int:
        return int(w.count[0].said)

    def may_touch(self, w: Tables, unit: int) -> dict[str, set[int]]:
        return {}

    def test_notes_are_about_somebody_both_know(self, w: Tables) -> None:
        compare_notes(w, self.days - 1, 0, self.units(w))
        notes = w.notes[: w.count[0].notes]
        assert notes.size >= 8
        np.testing.assert_array_equal(w.links.other[notes.tie], notes.subject)
        owner = np.repeat(np.arange(w.people.size), w.people.degree + w.people.spare - w.people.met)
        np.testing.assert_array_equal(owner[notes.tie], notes.taker)
        assert np.all(notes.taker != notes.subject)


class TestTakeNotes(PhaseContract):
    def prepare(self, w: Tables) -> None:
        w.law.gossip.rate = 1.0
        w.count[0].notes = 0
        compare_notes(w, self.days - 1, 0, int(w.count[0].said))

    def live(self, w: Tables, first: int, last: int, hand: int) -> None:
        take_notes(w, self.days - 1, first, last)

    def units(self, w: Tables) -> int:
        return int(w.count[0].notes)

    def may_touch(self, w: Tables, unit: int) -> dict[str, set[int]]:
        return {"ties": {int(w.notes[unit].tie)}, "tally": {int(w.notes[unit].subject)}}


class Three:
    """Everybody knows everybody; the listener was told one thing today, the friend another thing before."""

    def __init__(self, *, listener: int, friend: int, friend_open: int = 0, **gossip: float) -> None:
        sections: dict[str, Any] = {
            "gossip": {"rate": 1.0, "hearsay": 0.5, "influence": 0.0, **gossip},
            "credibility": {"contradiction": 2.0, "ceiling_loss": 0.2, "notice": 0.0},
            "conversation": {"topic_distance": 1.0, "memory_half_life": 30.0},
        }
        self.w = empty_world(people=3, **sections).tables
        self.w.ties.close = 0
        self.heard_by(LISTENER).heard = listener
        self.heard_by(FRIEND).heard = friend
        self.heard_by(FRIEND).beside = friend if friend_open else 0

    def heard_by(self, owner: int) -> Any:
        """The tie of somebody to the speaker."""
        return self.w.ties[tie_between(self.w, owner, SPEAKER)]

    def talk(self) -> None:
        """Let the listener talk to a contact until they meet the friend instead of the speaker."""
        message = self.w.said[0]
        message.speaker, message.listener, message.topics = SPEAKER, LISTENER, HEALTH
        message.tie = tie_between(self.w, LISTENER, SPEAKER)
        for day in range(60):
            self.w.count[0].notes = 0
            compare_notes(self.w, day, 0, 1)
            if self.w.count[0].notes:
                take_notes(self.w, 0, 0, int(self.w.count[0].notes))
                return
        raise AssertionError("They never met.")


def test_two_stories_come_to_light_on_both_sides() -> None:
    three = Three(listener=HEALTH, friend=ADS)
    three.talk()
    for owner in (LISTENER, FRIEND):
        tie = three.heard_by(owner)
        assert (tie.bad, tie.ceiling, tie.heard) == (pytest.approx(1.0), pytest.approx(0.9), HEALTH | ADS)
    assert three.w.tally[SPEAKER].hearsay == 2
    assert three.w.tally[SPEAKER].private == 0


def test_one_story_stays_one_story() -> None:
    three = Three(listener=HEALTH, friend=HEALTH)
    three.talk()
    assert [float(three.heard_by(owner).bad) for owner in (LISTENER, FRIEND)] == [0.0, 0.0]
    assert three.w.tally[SPEAKER].hearsay == 0


def test_who_knows_nothing_learns_the_topic_without_contradiction() -> None:
    three = Three(listener=HEALTH, friend=0)
    three.talk()
    assert (three.heard_by(FRIEND).heard, three.heard_by(FRIEND).bad) == (HEALTH, 0.0)
    assert three.heard_by(LISTENER).heard == HEALTH


def test_somebody_told_everything_side_by_side_exposes_nothing() -> None:
    three = Three(listener=HEALTH, friend=HEALTH | ADS, friend_open=1)
    three.talk()
    assert (three.heard_by(LISTENER).bad, three.heard_by(LISTENER).heard) == (0.0, HEALTH | ADS)


def test_opinions_move_toward_each_other_as_far_as_the_giver_is_trusted() -> None:
    three = Three(listener=HEALTH, friend=HEALTH, influence=0.5)
    three.heard_by(LISTENER).good = 6.0  # (6 + 1) / (6 + 2) of the speaker
    three.talk()
    taken = three.heard_by(FRIEND)
    assert (taken.good, taken.bad) == (pytest.approx(0.5 * 0.5 * 7 / 8), pytest.approx(0.5 * 0.5 / 8))


def test_notes_are_written_before_any_is_taken_in() -> None:
    three = Three(listener=HEALTH, friend=ADS, influence=1.0)
    three.talk()
    opinions = three.w.notes[:2].opinion
    np.testing.assert_array_equal(opinions, [0.5, 0.5])


def test_a_note_without_news_refreshes_the_memory() -> None:
    """What was heard of a mouth today weighs as of today, whether the mouth itself said it or a contact."""
    three = Three(listener=HEALTH, friend=HEALTH)
    tie, before = three.heard_by(FRIEND), three.heard_by(FRIEND).talks
    note = three.w.notes[0]
    note.tie, note.subject, note.topics, note.open = tie_between(three.w, FRIEND, SPEAKER), SPEAKER, HEALTH, 1
    take_notes(three.w, 20, 0, 1)
    assert (tie.day, tie.beside, tie.talks, tie.good, tie.bad) == (20, HEALTH, before, 0.0, 0.0)


def retold(three: Three, *givers: int, opinion: float = 0.9) -> float:
    """Evidence that the friend has taken in once some have told them their opinion of the speaker."""
    note = three.w.notes[0]
    note.tie, note.subject, note.topics = tie_between(three.w, FRIEND, SPEAKER), SPEAKER, HEALTH
    note.opinion, note.trust = opinion, 1.0
    for giver in givers:
        note.giver = giver
        take_notes(three.w, 20, 0, 1)
    tie = three.heard_by(FRIEND)
    return float(tie.good + tie.bad)


def test_an_opinion_counts_once_per_source_and_change() -> None:
    three = Three(listener=HEALTH, friend=HEALTH, influence=0.5)
    assert retold(three, LISTENER, LISTENER, LISTENER) == pytest.approx(0.5)
    assert retold(three, LISTENER, opinion=0.95) == pytest.approx(0.5)  # of the same eighth
    assert retold(three, LISTENER, opinion=0.1) == pytest.approx(1.0)
    assert retold(three, 7) == pytest.approx(1.5)
    assert retold(three, 7, LISTENER) == pytest.approx(1.5)


def test_topics_are_learned_from_an_opinion_that_is_old() -> None:
    three = Three(listener=HEALTH, friend=HEALTH, influence=0.5)
    retold(three, LISTENER)
    three.w.notes[0].topics = HEALTH | ADS
    take_notes(three.w, 20, 0, 1)
    tie = three.heard_by(FRIEND)
    assert (tie.heard, tie.claimed, tie.changes) == (HEALTH | ADS, 0, 1)
    assert (tie.good, tie.bad) == (pytest.approx(0.45), pytest.approx(0.05 + 1.0))


def test_what_others_tell_counts_as_long_as_it_is_news() -> None:
    """The second who tells of the other story tells nothing new; the mouth itself contradicts itself once more."""
    three = Three(listener=HEALTH, friend=HEALTH)
    tie, note = three.heard_by(FRIEND), three.w.notes[0]
    tie.claimed = 1
    note.tie, note.subject, note.topics = tie_between(three.w, FRIEND, SPEAKER), SPEAKER, HEALTH | ADS
    for giver in (LISTENER, 7, 8):
        note.giver = giver
        take_notes(three.w, 0, 0, 1)
    assert (tie.bad, tie.claimed, tie.changes, three.w.tally[SPEAKER].hearsay) == (pytest.approx(1.0), 1, 1, 1)
    message = three.w.said[0]
    message.speaker, message.listener, message.topics = SPEAKER, FRIEND, ADS
    message.tie, message.mine = note.tie, tie_between(three.w, SPEAKER, FRIEND)
    hear(three.w, 0, 0, 1)
    assert (tie.bad, tie.claimed, tie.changes) == (pytest.approx(1.0 + 0.5 * 2.0), 2, 2)


def test_who_says_nothing_is_not_talked_about() -> None:
    three = Three(listener=0, friend=0, influence=1.0)
    message = three.w.said[0]
    message.speaker, message.listener, message.topics = SPEAKER, LISTENER, 0
    message.tie = tie_between(three.w, LISTENER, SPEAKER)
    for day in range(60):
        compare_notes(three.w, day, 0, 1)
    assert three.w.count[0].notes == 0
