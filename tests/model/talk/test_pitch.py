from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.core.chance import stream, uniform
from sim.model.people.rows import Person, Taste
from sim.model.plans.rows import Position, StrategyRow
from sim.model.tables import NONE
from sim.model.talk.pitch import (
    DISCLOSE_ALL,
    FOCUS,
    PER_CONTACT,
    PER_EVENT,
    SILENT,
    TAILORED,
    UNSETTLED,
    Asked,
    Guess,
    best_guess,
    guess_day,
    guessed,
    keeps_place,
    main_business,
    may_offer,
    opening,
    pitch,
    put,
    settled,
    told_first,
    told_topics,
)
from sim.model.talk.rows import Said
from tests.builders import row
from tests.model.contract import RuleContract, bits, days, flag, named, share

DRAWS = np.uint64(stream(np.uint64(7), np.uint64(11), 0))
company = st.integers(0, 15)
guesses = st.builds(Guess, share, st.just(DRAWS), st.integers(0, 10**6), st.integers(0, 99))


def blind(tie: int, nth: int = 0) -> Guess:
    """An impression that is nothing but error."""
    return Guess(1.0, DRAWS, tie, nth)


SURE = Guess(0.0, DRAWS, 4, 0)


class OfferedContract(RuleContract):
    """A speaker who offers anything names one of the companies offered; one who offers none is SILENT."""

    gives = (SILENT, 15)

    def fit(self, values: dict[str, Any]) -> None:
        values["plan"].topic %= 16
        values["plan"].pitch %= 5

    @given(data=st.data(), offered=bits)
    def test_names_something_that_is_offered(self, data: Any, offered: int) -> None:
        _, values = self.arguments(data)
        named_company = self.rule(*{**values, "offered": offered}.values())
        assert named_company == SILENT or offered >> named_company & 1
        if self.rule is not told_first:
            assert (named_company == SILENT) == (offered == 0)


class TestMayOffer(RuleContract):
    rule = staticmethod(may_offer)
    takes = named(position=Position, plan=StrategyRow)
    gives = (False, True)

    def test_offers_what_they_are_convinced_enough_of(self) -> None:
        plan = row(StrategyRow, conviction_floor=0.5)
        assert may_offer(row(Position, conviction=0.5), plan)
        assert not may_offer(row(Position, conviction=0.4999), plan)


class TestKeepsPlace(RuleContract):
    rule = staticmethod(keeps_place)
    takes = named(person=Person, tie=st.integers(0, 4_000))
    gives = (False, True)

    def test_only_contacts_of_the_social_graph_do(self) -> None:
        person = row(Person, first=10, degree=5, met=2)
        assert [keeps_place(person, tie) for tie in (10, 12, 13, 14, NONE)] == [True, True, False, False, False]


class TestGuessDay(RuleContract):
    rule = staticmethod(guess_day)
    takes = named(day=days, lasts=st.integers(0, 400))
    gives = (0, 4_000)

    def test_lasts_for_a_while(self) -> None:
        assert [guess_day(day, 90) for day in (0, 89, 90, 179, 180)] == [0, 0, 90, 90, 180]
        assert guess_day(17, 0) == 17


class TestGuess(RuleContract):
    rule = staticmethod(guessed)
    takes = named(interest=share, topic=company, by=guesses)
    gives = (0.0, 1.0)

    def test_mixes_truth_and_blindness(self) -> None:
        draw = uniform(DRAWS, 4, 2 * 16 + 3)
        assert guessed(0.8, 3, SURE) == 0.8
        assert guessed(0.8, 3, blind(4, 2)) == draw
        assert guessed(0.8, 3, Guess(0.25, DRAWS, 4, 2)) == pytest.approx(0.6 + 0.25 * draw)


class TestMainBusiness(RuleContract):
    rule = staticmethod(main_business)
    takes = named(offered=bits, main=company)
    gives = (SILENT, 15)

    def test_main_first_else_whatever_comes_first(self) -> None:
        assert main_business(0b110, 2) == 2
        assert main_business(0b110, 0) == 1
        assert main_business(0, 0) == SILENT


class TestBestGuess(OfferedContract):
    rule = staticmethod(best_guess)
    takes = named(plan=StrategyRow, offered=bits, taste=Taste, by=guesses)

    def test_without_error_it_is_what_the_listener_likes_most(self) -> None:
        plan, taste = row(StrategyRow), row(Taste)
        plan["topic"][:3] = [2, 0, 1]
        taste["interest"][:3] = [0.1, 0.9, 0.5]
        assert best_guess(plan, 0b111, taste, SURE) == 2
        assert best_guess(plan, 0b011, taste, SURE) == 0

    def test_one_impression_of_a_listener_stays_the_same(self) -> None:
        plan, taste = row(StrategyRow), row(Taste)
        plan["topic"][:3] = [0, 1, 2]
        first = [best_guess(plan, 0b111, taste, blind(tie)) for tie in range(40)]
        assert first == [best_guess(plan, 0b111, taste, blind(tie)) for tie in range(40)]
        assert first != [best_guess(plan, 0b111, taste, blind(tie, 1)) for tie in range(40)]
        assert set(first) == {0, 1, 2}

    def test_a_blind_guess_has_no_favorite(self) -> None:
        plan, taste = row(StrategyRow), row(Taste)
        plan["topic"][:3] = [0, 1, 2]
        taste["interest"][:3] = [0.0, 0.5, 1.0]
        guesses = [best_guess(plan, 0b111, taste, blind(tie)) for tie in range(3_000)]
        assert stats.chisquare(np.bincount(guesses, minlength=3)).pvalue > 0.001


class TestToldFirst(OfferedContract):
    rule = staticmethod(told_first)
    takes = named(plan=StrategyRow, offered=bits, told=st.integers(0, 16))

    def test_finds_the_company_of_the_topic(self) -> None:
        plan = row(StrategyRow)
        plan["topic"][:3] = [2, 0, 1]
        assert told_first(plan, 0b111, 2) == 2
        assert told_first(plan, 0b011, 2) == SILENT
        assert told_first(plan, 0b111, 0) == SILENT


class TestPitch(OfferedContract):
    rule = staticmethod(pitch)
    takes = named(plan=StrategyRow, offered=bits, main=company, taste=Taste, told=st.integers(0, 16), by=guesses)

    def says(self, policy: int, *, told: int = 0, main: int = 1, noise: float = 0.0, offered: int = 0b111) -> int:
        plan, taste = row(StrategyRow, pitch=policy), row(Taste)
        plan["topic"][:3] = [0, 1, 2]
        taste["interest"][:3] = [0.5, 0.1, 0.9]
        return int(pitch(plan, offered, main, taste, told, Guess(noise, DRAWS, 4, 0)))

    def test_each_policy_by_hand(self) -> None:
        assert [self.says(policy) for policy in range(5)] == [1, 2, 2, 2, 2]
        assert [self.says(policy, told=1) for policy in range(5)] == [1, 2, 2, 2, 0]
        assert [self.says(policy, told=1, offered=0b110) for policy in range(5)] == [1, 2, 2, 2, 2]

    def test_only_the_speaker_guesses_the_listener_knows(self) -> None:
        plan, taste = row(StrategyRow, pitch=DISCLOSE_ALL), row(Taste)
        plan["topic"][:2] = [0, 1]
        taste["interest"][:2] = [0.5, 0.51]
        told = {int(pitch(plan, 0b11, 0, taste, 0, blind(tie))) for tie in range(50)}
        plan["pitch"] = TAILORED
        guesses = {int(pitch(plan, 0b11, 0, taste, 0, blind(tie))) for tie in range(50)}
        assert (told, guesses) == ({1}, {0, 1})

    @given(data=st.data())
    def test_alone_one_topic_per_event_is_tailored(self, data: Any) -> None:
        _, values = self.arguments(data)
        answers = []
        for policy in (TAILORED, PER_EVENT):
            values["plan"].pitch = policy
            answers.append(pitch(*values.values()))
        assert answers[0] == answers[1]


class TestOpening(RuleContract):
    rule = staticmethod(opening)
    takes = named(
        plan=StrategyRow,
        asked=st.builds(Asked, bits, company, st.integers(0, 16), st.integers(SILENT, 15), st.just(UNSETTLED)),
        taste=Taste,
        by=guesses,
    )
    gives = (0, 2**21 - 1)

    def fit(self, values: dict[str, Any]) -> None:
        values["plan"].topic %= 16
        values["plan"].pitch %= 5

    def test_what_is_decided_is_told_whatever_the_policy(self) -> None:
        for policy in range(5):
            asked = Asked(0b11, 0, 0, 1, settled(0b10, 3, 0))
            assert opening(row(StrategyRow, pitch=policy), asked, row(Taste), SURE) == settled(0b10, 3, 0)

    def test_a_fixed_company_is_told_under_one_topic_per_event_only(self) -> None:
        plan = row(StrategyRow, pitch=PER_EVENT)
        plan["topic"][:2] = [0, 1]
        assert opening(plan, Asked(0b11, 0, 0, 1, UNSETTLED), row(Taste), SURE) == settled(0b10, 1, 0)
        plan["pitch"] = FOCUS
        assert opening(plan, Asked(0b11, 0, 0, 1, UNSETTLED), row(Taste), SURE) == settled(0b01, 0, 0)


class TestPut(RuleContract):
    rule = staticmethod(put)
    takes = named(message=Said, words=st.builds(settled, bits, company, flag).map(int))
    writes = named(message={"company", "topics", "open"})

    @pytest.mark.parametrize("words", [(0b101, 7, 1), (1 << 15, 15, 0), (0, 0, 0)])
    def test_a_message_says_what_is_settled(self, words: tuple[int, int, int]) -> None:
        message = row(Said, company=3, topics=9, open=1)
        put(message, settled(*words))
        assert (message.topics, message.company, message.open) == words


class TestSettled(RuleContract):
    rule = staticmethod(settled)
    takes = named(topics=bits, company=company, side_by_side=flag)
    gives = (0, 2**21 - 1)

    def test_silence_is_zero_and_not_undecided(self) -> None:
        assert settled(0, 7, 1) == 0 != UNSETTLED


class TestToldTopics(RuleContract):
    rule = staticmethod(told_topics)
    takes = named(plan=StrategyRow, offered=bits, company=company)
    gives = (0, 2**16 - 1)

    def fit(self, values: dict[str, Any]) -> None:
        values["plan"].topic %= 16

    @pytest.mark.parametrize(
        ("policy", "told"),
        [(FOCUS, 0b001), (DISCLOSE_ALL, 0b111), (TAILORED, 0b001), (PER_EVENT, 0b001), (PER_CONTACT, 0b001)],
    )
    def test_only_disclosure_names_more_than_one(self, policy: int, told: int) -> None:
        plan = row(StrategyRow, pitch=policy)
        plan["topic"][:4] = [1, 2, 0, 3]
        assert told_topics(plan, 0b0111, 2) == told
