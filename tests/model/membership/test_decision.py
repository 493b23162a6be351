from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.accounts import to_cents
from sim.model.membership.decision import (
    Case,
    argument,
    clarity,
    decide,
    logistic,
    prefer,
    score,
    social_proof,
    would_work,
)
from sim.model.membership.joining import enter, go_to_work
from sim.model.membership.parameters import Decision
from sim.model.people.rows import LifeRow, Person, Tie
from sim.model.plans.rows import StrategyRow
from sim.model.tables import NONE, Tables
from sim.model.talk.rows import Said
from tests.builders import COMPANIES, empty_world, law, row, set_cash, tie_between
from tests.model.contract import RuleContract, named, share

WEIGHTS = {
    "intercept": -1.0,
    "interest": 2.0,
    "knowledge": 4.0,
    "conviction": 1.0,
    "credibility": 3.0,
    "suspicion_acquaintance": 0.5,
    "suspicion_close": 0.25,
    "social_proof": 1.5,
    "social_threshold": 1,
    "social_saturation": 3,
    "price": 2.0,
    "overload": 0.5,
    "overload_free": 3.0,
}
LAW = law(Decision, **WEIGHTS)
ALWAYS = {**dict.fromkeys(WEIGHTS, 0.0), "intercept": 50.0, "social_threshold": 1, "social_saturation": 3}
NEVER = {**ALWAYS, "intercept": -50.0}


class TestWouldWork(RuleContract):
    rule = staticmethod(would_work)
    takes = named(person=Person, plan=StrategyRow, company=st.integers(0, 15))
    gives = (False, True)

    @pytest.mark.parametrize(
        ("is_open", "works", "company", "answer"),
        [(0, 0, 0, False), (1, 0, 5, True), (1, 0b001, 1, True), (1, 0b001, 5, False), (1, 0b011, 2, False)],
        ids=["not open", "any first business", "one of theirs", "a stranger's", "has enough"],
    )
    def test_openness_for_the_first_business_strategy_for_the_next(
        self, is_open: int, works: int, company: int, answer: bool
    ) -> None:
        plan = row(StrategyRow, members=0b111, companies=3, at_once=2)
        assert would_work(row(Person, open=is_open, works=works), plan, company) == answer


class TestClarity(RuleContract):
    rule = staticmethod(clarity)
    takes = named(span=share, talks=st.integers(0, 255), familiarity=st.floats(1e-3, 1000))
    gives = (0.0, 1.0)

    def test_what_the_span_takes_fades_with_familiarity(self) -> None:
        assert clarity(0.3, 0, 5.0) == 0.7
        assert clarity(0.3, 5, 5.0) == pytest.approx(0.85)
        assert clarity(0.0, 0, 5.0) == 1.0


class TestSocialProof(RuleContract):
    rule = staticmethod(social_proof)
    takes = named(around=st.integers(0, 255), law=Decision)
    gives = (0.0, 1.0)

    def fit(self, values: dict[str, Any]) -> None:
        values["law"].social_saturation = max(1, values["law"].social_saturation)

    def test_needs_more_than_the_threshold_and_saturates(self) -> None:
        proofs = [social_proof(around, LAW) for around in range(6)]
        assert proofs == pytest.approx([0.0, 0.0, 1 / 3, 2 / 3, 1.0, 1.0])


class TestArgument(RuleContract):
    rule = staticmethod(argument)
    takes = named(interest=share, message=Said, law=Decision)
    gives = (-150.0, 150.0)

    def test_adds_interest_knowledge_and_conviction_about_their_middle(self) -> None:
        assert argument(0.5, row(Said, knowledge=0.5, promise=0.5), LAW) == 0.0
        assert argument(1.0, row(Said, knowledge=0.75, promise=0.0), LAW) == pytest.approx(1.0 + 1.0 - 0.5)


class TestScore(RuleContract):
    rule = staticmethod(score)
    takes = named(
        message=Said,
        tie=Tie,
        case=st.builds(Case, share, share, share, share, share, st.floats(0, 50)),
        law=Decision,
    )
    gives = (-1e4, 1e4)

    def by_hand(self, **changes: Any) -> float:
        at = {"believed": 0.5, "clear": 1.0, "proof": 0.0, "burden": 0.0, "overload": 0.0, "close": 0, **changes}
        message = row(Said, knowledge=1.0, promise=0.5)
        tie = row(Tie, close=at["close"])
        case = Case(0.5, at["believed"], at["clear"], at["proof"], at["burden"], at["overload"])
        return float(score(message, tie, case, LAW))

    def test_each_part_by_hand(self) -> None:
        assert self.by_hand() == pytest.approx(-1.0 + 0.5 * 2.0)
        assert self.by_hand(close=1) == pytest.approx(-1.0 + 0.75 * 2.0)
        assert self.by_hand(clear=0.5) == pytest.approx(-1.0 + 0.5 * 0.5 * 2.0)
        assert self.by_hand(believed=0.9) == pytest.approx(3.0 * 0.4)
        assert self.by_hand(proof=1.0) == pytest.approx(1.5)
        assert self.by_hand(burden=1.0) == pytest.approx(-2.0)
        assert self.by_hand(overload=5.0) == pytest.approx(-1.0)
        assert self.by_hand(overload=3.0) == 0.0


class TestLogistic(RuleContract):
    rule = staticmethod(logistic)
    takes = named(score=st.floats(-500, 500))
    gives = (0.0, 1.0)

    def test_logits_to_probability(self) -> None:
        assert logistic(0.0) == 0.5
        assert logistic(math.log(3.0)) == pytest.approx(0.75)

    @pytest.mark.parametrize(("logits", "probability"), [(-700.0, 0.0), (-2_000.0, 0.0), (700.0, 1.0)])
    def test_no_score_that_a_scenario_can_reach_overflows(self, logits: float, probability: float) -> None:
        """Twenty recent offers at the largest weight of overload make a score of -1000, compiled or not."""
        python = getattr(logistic, "py_func", logistic)
        assert logistic(logits) == pytest.approx(probability, abs=1e-300)
        assert python(logits) == logistic(logits)


class TestPrefer(RuleContract):
    rule = staticmethod(prefer)
    takes = named(life=LifeRow, message=st.integers(0, 4_000), priority=share)
    writes = named(life={"choice", "priority"})

    @given(priorities=st.lists(share, min_size=1, max_size=8, unique=True))
    def test_keeps_the_highest_priority_in_any_order(self, priorities: list[float]) -> None:
        life = row(LifeRow, choice=-1)
        for message, priority in enumerate(priorities):
            prefer(life, message, priority)
        assert life.choice == int(np.argmax(priorities))


def offers(decision: dict[str, Any], listeners: int = 5, speakers: int = 1, **sections: Any) -> Tables:
    """Speakers work company 0 and have told everybody else about it today."""
    w = empty_world(speakers + listeners, decision=decision, **sections).tables
    for i in range(speakers):
        enter(w, 0, i, 0, NONE, NONE)
        go_to_work(w, 0, i, 0)
    pairs = [(i, j) for i in range(speakers) for j in range(speakers, speakers + listeners)]
    for m, (i, j) in enumerate(pairs):
        said = w.said[m]
        said.speaker, said.listener, said.tie = i, j, tie_between(w, j, i)
        said.mine, said.topics, said.company, said.promise = tie_between(w, i, j), 1, 0, 0.8
    w.count[0].said = len(pairs)
    return w


def test_who_says_yes_joins_under_the_speaker_and_pays() -> None:
    w = offers(ALWAYS)
    before = w.accounts.balance[1:6].copy()
    decide(w, 3)
    recruits = w.positions[1:6]
    assert sorted(recruits.person) == [1, 2, 3, 4, 5]
    assert (recruits.sponsor == 0).all()
    assert (recruits.day == 3).all()
    assert (recruits.working == 1).all()
    np.testing.assert_array_equal(before - w.accounts.balance[1:6], to_cents(COMPANIES[0]["joining_fee"]))
    assert (w.tally[0].recruits, w.positions[0].recruits, w.people[0].role) == (5, 5, 2)
    assert (w.life.choice == -1).all()


def test_a_person_who_says_no_stays_the_same() -> None:
    w = offers(NEVER)
    decide(w, 3)
    assert w.count[0].positions == 1


def test_who_is_not_open_becomes_a_customer_without_a_fee() -> None:
    w = offers(ALWAYS, population={"openness": 0.0})
    before = w.accounts.balance.copy()
    decide(w, 3)
    assert (w.positions.working[1:6] == 0).all()
    np.testing.assert_array_equal(w.accounts.balance, before)
    assert (w.people.buys[1:6] == 1).all()
    assert (w.tally[0].sales, w.tally[0].recruits) == (5, 0)


def test_who_cannot_pay_fee_and_first_purchase_stays_out() -> None:
    w = offers(ALWAYS, listeners=2)
    needed = to_cents(COMPANIES[0]["joining_fee"]) + to_cents(COMPANIES[0]["minimum_purchase"])
    set_cash(w, 1, needed - 1)
    set_cash(w, 2, needed)
    decide(w, 0)
    assert [int(person) for person in w.positions.person[1 : w.count[0].positions]] == [2]


def test_who_is_in_already_is_not_asked_again() -> None:
    w = offers(ALWAYS)
    decide(w, 0)
    decide(w, 1)
    assert w.count[0].positions == 6


def test_at_most_one_offer_a_day_is_taken_no_matter_who_speaks_first() -> None:
    w = offers(ALWAYS, listeners=60, speakers=4)
    decide(w, 0)
    assert w.count[0].positions == 4 + 60
    won = np.bincount(w.positions.sponsor[4:64], minlength=4)
    assert won.sum() == 60
    assert won.min() >= 6


def test_they_start_with_the_promise_as_far_as_the_mouth_is_believed() -> None:
    w = offers(ALWAYS, listeners=1, credibility={"trust_acquaintance": 0.5, "trust_close": 0.5})
    decide(w, 0)
    assert (w.positions[1].expected, w.positions[1].conviction) == (0.8, 0.4)
    assert w.positions[1].tie == tie_between(w, 1, 0)


def test_an_offer_without_a_topic_is_none() -> None:
    w = offers(ALWAYS)
    w.said.topics = 0
    decide(w, 0)
    assert w.count[0].positions == 1


@pytest.mark.parametrize("logit", [-1.5, 0.0, 1.0])
def test_people_say_yes_with_the_probability_of_the_score(logit: float) -> None:
    w = offers({**ALWAYS, "intercept": logit}, listeners=400)
    decide(w, 0)
    expected = 1.0 / (1.0 + math.exp(-logit))
    assert (w.count[0].positions - 1) / 400 == pytest.approx(expected, abs=0.07)


@pytest.mark.parametrize(
    ("part", "column"),
    [("interest", "interest"), ("credibility", "good"), ("social_proof", "around")],
)
def test_the_score_reads_the_listeners_own_rows(part: str, column: str) -> None:
    w = offers({**ALWAYS, "intercept": 0.0, part: 50.0}, listeners=40)
    told = w.said.tie[:40]
    likes = np.arange(40) % 2 == 0
    w.taste.interest[1:41, 0] = np.where(likes, 1.0, 0.0)
    w.ties.good[told], w.ties.bad[told] = np.where(likes, 99.0, 0.0), np.where(likes, 0.0, 99.0)
    w.held.around[1:41, 0] = np.where(likes, 4, 0)
    decide(w, 0)
    joined = np.isin(np.arange(1, 41), w.positions.person[1 : w.count[0].positions])
    if column == "around":  # no proof is no argument against
        assert joined[likes].all()
        assert not joined[~likes].all()
    else:
        np.testing.assert_array_equal(joined, likes)
