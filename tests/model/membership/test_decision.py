from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.accounts import to_cents
from sim.model.membership.decision import decide, feel_awkward, prefer, would_work
from sim.model.membership.joining import buy_only, enter, go_to_work
from sim.model.membership.leaving import QUIT, depart
from sim.model.people.rows import LifeRow, Person
from sim.model.plans.rows import StrategyRow
from sim.model.tables import NONE, Tables
from sim.model.talk.offers import may, month_of, refusals
from tests.builders import COMPANIES, copied, empty_world, row, set_cash, tie_between, touched
from tests.model.contract import RuleContract, named, share

NOTHING_COUNTS = {
    "intercept": 0.0,
    "work_intercept": 0.0,
    "interest": 0.0,
    "knowledge": 0.0,
    "conviction": 0.0,
    "leaning": 0.0,
    "skill": 0.0,
    "credibility": 0.0,
    "social_proof": 0.0,
    "price": 0.0,
    "satiation": 0.0,
    "refusal": 0.0,
    "overload": 0.0,
    "work_income": 0.0,
    "work_hours": 0.0,
}
ALWAYS = {**NOTHING_COUNTS, "intercept": 50.0, "work_intercept": 50.0}
NEVER = {**NOTHING_COUNTS, "intercept": -50.0, "work_intercept": -50.0}
ONLY_BUYS = {**ALWAYS, "work_intercept": -50.0}
MINIMUM, PURCHASE = (to_cents(COMPANIES[0][what]) for what in ("minimum_purchase", "customer_purchase"))
COUNTS = sorted(NOTHING_COUNTS.keys() - {"intercept", "work_intercept", "overload"})
FEE = to_cents(COMPANIES[0]["joining_fee"])


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


class TestPrefer(RuleContract):
    rule = staticmethod(prefer)
    takes = named(life=LifeRow, choice=st.integers(0, 8_000), priority=share)
    writes = named(life={"choice", "priority"})

    @given(priorities=st.lists(share, min_size=1, max_size=8, unique=True))
    def test_keeps_the_highest_priority_in_any_order(self, priorities: list[float]) -> None:
        life = row(LifeRow, choice=-1)
        for choice, priority in enumerate(priorities):
            prefer(life, choice, priority)
        assert life.choice == int(np.argmax(priorities))


class TestFeelAwkward(RuleContract):
    rule = staticmethod(feel_awkward)
    takes = named(life=LifeRow, day=st.integers(5_000, 9_000), half_life=st.floats(1.0, 1_000))
    writes = named(life={"awkward", "awkward_day"})

    def test_earlier_refusals_fade(self) -> None:
        life = row(LifeRow)
        for day in (100, 100, 160):
            feel_awkward(life, day, 60.0)
        assert (life.awkward, life.awkward_day) == (pytest.approx(2.0), 160)


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
    asked(w)
    return w


def asked(w: Tables, day: int = 0) -> Tables:
    """The same, each message with what of its company the listener may still have."""
    for message in w.said[: w.count[0].said]:
        i, c = int(message.listener), int(message.company)
        message.may = may(w.people[i], w.life[i], w.held[i], c, month_of(day))
        message.refused = refusals(w.links[message.mine], c)
    return w


def test_who_says_yes_joins_under_the_speaker_and_pays() -> None:
    w = offers(ALWAYS)
    before = w.accounts.balance[1:6].copy()
    decide(asked(w, 3), 3)
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
    decide(asked(w, 3), 3)
    assert w.count[0].positions == 1


def test_who_is_not_open_becomes_a_customer_without_a_fee() -> None:
    w = offers(ALWAYS, population={"openness": 0.0})
    before = w.accounts.balance.copy()
    decide(asked(w, 3), 3)
    assert (w.positions.working[1:6] == 0).all()
    np.testing.assert_array_equal(w.accounts.balance, before)
    assert (w.people.buys[1:6] == 1).all()
    assert (w.tally[0].sales, w.tally[0].recruits) == (5, 0)


def test_who_cannot_pay_for_the_work_may_still_buy() -> None:
    w = offers(ALWAYS, listeners=4)
    for person, cash in enumerate((FEE + MINIMUM, FEE + MINIMUM - 1, PURCHASE, PURCHASE - 1), 1):
        set_cash(w, person, cash)
    decide(asked(w, 0), 0)
    assert w.people.works[1:].tolist() == [1, 0, 0, 0]
    assert w.people.buys[1:].tolist() == [0, 1, 1, 0]


def test_who_is_in_already_is_not_asked_again() -> None:
    w = offers(ALWAYS)
    decide(asked(w, 0), 0)
    decide(asked(w, 1), 1)
    assert w.count[0].positions == 6


def test_at_most_one_offer_a_day_is_taken_no_matter_who_speaks_first() -> None:
    w = offers(ALWAYS, listeners=60, speakers=4)
    decide(asked(w, 0), 0)
    assert w.count[0].positions == 4 + 60
    won = np.bincount(w.positions.sponsor[4:64], minlength=4)
    assert won.sum() == 60
    assert won.min() >= 6


def test_they_start_with_the_promise_as_far_as_the_mouth_is_believed() -> None:
    w = offers(ALWAYS, listeners=1, credibility={"trust_acquaintance": 0.5, "trust_close": 0.5})
    decide(asked(w, 0), 0)
    assert (w.positions[1].expected, w.positions[1].conviction) == (0.8, 0.4)
    assert w.positions[1].tie == tie_between(w, 1, 0)


def test_an_offer_without_a_topic_is_none() -> None:
    w = offers(ALWAYS)
    w.said.topics = 0
    decide(asked(w, 0), 0)
    assert w.count[0].positions == 1


@pytest.mark.parametrize("logit", [-1.5, 0.0, 1.0])
def test_people_buy_with_the_probability_of_the_score(logit: float) -> None:
    w = offers({**NEVER, "intercept": logit}, listeners=400)
    decide(asked(w, 0), 0)
    assert not w.people.works[1:].any()
    assert w.people.buys[1:].mean() == pytest.approx(1.0 / (1.0 + math.exp(-logit)), abs=0.07)


def test_working_comes_first_and_each_decision_has_a_draw_of_its_own() -> None:
    w = offers({**NOTHING_COUNTS, "intercept": 0.0, "work_intercept": 0.0}, listeners=400)
    decide(asked(w, 0), 0)
    assert w.people.works[1:].mean() == pytest.approx(0.5, abs=0.07)
    assert w.people.buys[1:].mean() == pytest.approx(0.25, abs=0.07)


def test_who_says_yes_to_buying_says_so_whether_or_not_there_is_work() -> None:
    only = offers({**NEVER, "intercept": 0.0}, listeners=40)
    both = offers({**NOTHING_COUNTS, "intercept": 0.0, "work_intercept": 0.0}, listeners=40)
    decide(asked(only), 0)
    decide(asked(both), 0)
    assert (only.people.buys[1:] <= both.people.buys[1:] + both.people.works[1:]).all()
    assert (both.people.buys[1:] <= only.people.buys[1:]).all()


def refused(w: Tables) -> list[int]:
    """Refusals of company 0 by person, as person 0 remembers them."""
    ties = [tie_between(w, 0, j) for j in range(1, w.people.size)]
    return [int(refusals(w.links[k], 0)) for k in ties]


def test_a_refusal_is_remembered_by_the_speaker_and_of_close_contacts_felt() -> None:
    w = offers(NEVER, listeners=4)
    w.said.topics[3] = 0
    w.ties.close = 0
    w.ties.close[w.said.tie[0]] = 1
    before = copied(w)
    decide(asked(w, 7), 7)
    assert refused(w) == [1, 1, 1, 0]
    assert (w.life.awkward[0], w.life.awkward_day[0]) == (1.0, 7)
    assert set(touched(before, w)) == {"links", "life"}
    decide(asked(w, 67), 67)
    assert refused(w) == [2, 2, 2, 0]
    assert w.life.awkward[0] == pytest.approx(1.5)


def test_who_buys_or_works_has_not_refused_and_who_cannot_pay_has() -> None:
    w = offers({**NOTHING_COUNTS, "intercept": 50.0, "work_intercept": 0.0}, listeners=20)
    set_cash(w, 3, PURCHASE - 1)
    decide(asked(w, 0), 0)
    assert w.people.works[1:].any()
    assert w.people.buys[1:].any()
    assert refused(w) == [int(j == 3) for j in range(1, 21)]


def test_nobody_refuses_what_they_have() -> None:
    w = offers({**NEVER, "intercept": 50.0}, population={"openness": 0.0})
    decide(asked(w, 0), 0)
    w.life.quit[1:] = 1
    decide(asked(w, 1), 1)
    assert refused(w) == [0] * 5


def test_earlier_refusals_weigh() -> None:
    w = offers({**NEVER, "intercept": 1.0, "refusal": 50.0}, listeners=40)
    for m in range(0, 40, 2):
        w.links.refused[w.said.mine[m]] = 1
    decide(asked(w, 0), 0)
    assert not w.people.buys[1:41:2].any()
    assert w.people.buys[2:41:2].any()


def test_a_customer_takes_up_the_work_in_their_own_place() -> None:
    w = offers(ALWAYS, listeners=1, speakers=2)
    seat = enter(w, 0, 2, 0, 0, int(w.said.tie[0]))
    buy_only(w, 2, 0)
    w.positions.conviction[seat] = 0.3
    w.said[0] = w.said[1]  # the other speaker asks them
    w.count[0].said = 1
    decide(asked(w, 4), 4)
    assert (w.people.works[2], w.people.buys[2], w.held.seat[2, 0]) == (1, 0, seat)
    assert (w.positions.sponsor[seat], w.positions.recruiter[seat], w.positions.conviction[seat]) == (0, 0, 0.3)
    assert (w.tally.recruits[0], w.tally.recruits[1], w.count[0].positions) == (1, 0, 3)


def test_who_gave_up_the_work_may_buy_and_who_rests_may_not() -> None:
    w = offers(ALWAYS, listeners=3)
    w.life.quit[1] = w.life.quit[2] = 1
    w.held.rests[2, 0] = w.held.rests[3, 0] = 4
    decide(asked(w, 60), 60)  # month 3
    assert w.people.buys[1:].tolist() == [1, 0, 0]
    assert w.people.works[1:].tolist() == [0, 0, 1]
    decide(asked(w, 90), 90)
    assert w.people.buys[1:].tolist() == [1, 1, 0]


def test_a_former_member_comes_back_as_a_new_customer() -> None:
    w = offers(ALWAYS, listeners=1)
    decide(asked(w, 0), 0)
    depart(w, 1, 5, QUIT)
    decide(asked(w, 6), 6)
    assert (w.people.works[1], w.people.buys[1], w.held.seat[1, 0], w.count[0].positions) == (0, 1, 2, 3)


def test_leaning_is_to_the_company_and_lasts() -> None:
    yes = {}
    for leaning in (0.0, 50.0):
        law = {**NEVER, "intercept": 0.0, "leaning": leaning}
        w = offers(law, listeners=200, speakers=2, population={"openness": 0.0})
        w.said.company[200:400], w.said.topics[200:400] = 1, 2
        found = []
        for day in range(4):
            twin = copied(w)
            decide(asked(twin), day)
            found.append(twin.people.buys[2:])
        yes[leaning] = found
    always = yes[50.0]
    assert all((day == always[0]).mean() > 0.7 for day in always[1:])
    assert 0.6 < (always[0] != 0).mean() < 0.9  # half lean to each of two
    assert all((day == yes[0.0][0]).mean() < 0.6 for day in yes[0.0][1:])


def test_skill_is_the_speakers() -> None:
    w = offers({**NEVER, "intercept": 0.0, "skill": 50.0}, listeners=20, speakers=2)
    w.life.skill = -1.0
    w.life.skill[1] = 1.0
    decide(asked(w, 0), 0)
    assert (w.positions.sponsor[2:22] == 1).all()


def test_satiation_counts_what_they_have_already() -> None:
    w = offers({**NEVER, "intercept": 25.0, "satiation": 50.0, "satiation_far": 1.0})
    for j in (1, 2):
        enter(w, 0, j, 1, NONE, NONE)
        buy_only(w, j, 1)
    decide(asked(w, 0), 0)
    assert (w.people.buys[1:] & 1).tolist() == [0, 0, 1, 1, 1]


class TestIncome:
    """What is held out to those who might work, and what the company says of it."""

    def working(self, **more: Any) -> Tables:
        law = {**NEVER, "work_intercept": -25.0, "work_income": 50.0, "dream": 400.0, **more}
        w = offers(law, listeners=10)
        w.life.hope, w.life.honesty = 40_000, 0.0
        return w

    def test_a_dream_wins_those_who_hope_for_it(self) -> None:
        w = self.working()
        w.life.hope[1] = 400_000
        decide(asked(w, 0), 0)
        assert w.people.works[1:].tolist() == [0] + [1] * 9

    def test_the_honest_hold_out_what_they_have(self) -> None:
        w = self.working()
        w.life.honesty[0] = 1.0
        decide(asked(w, 0), 0)
        assert not w.people.works[1:].any()
        w.life.result[0] = 50_000.0
        decide(asked(w, 1), 1)
        assert w.people.works[1:].all()

    def test_where_the_company_discloses_it_the_true_median_is_believed(self) -> None:
        w = self.working()
        w.company.income_disclosure[0] = 1
        decide(asked(w, 0), 0)
        assert not w.people.works[1:].any()
        w.group.median[0] = 50_000
        decide(asked(w, 1), 1)
        assert w.people.works[1:].all()

    def test_hours_count_for_the_work_only(self) -> None:
        w = offers({**NEVER, "work_intercept": -25.0, "work_hours": 50.0}, listeners=2)
        w.life.hours[1:] = (40.0, 0.0)
        decide(asked(w, 0), 0)
        assert w.people.works[1:].tolist() == [1, 0]


@pytest.mark.parametrize(
    ("part", "column"),
    [("interest", "interest"), ("credibility", "good"), ("social_proof", "around")],
)
def test_the_score_reads_the_listeners_own_rows(part: str, column: str) -> None:
    w = offers({**NEVER, "intercept": -12.0, part: 50.0}, listeners=40)
    told = w.said.tie[:40]
    likes = np.arange(40) % 2 == 0
    w.taste.interest[1:41, 0] = np.where(likes, 1.0, 0.0)
    w.ties.good[told], w.ties.bad[told] = np.where(likes, 99.0, 0.0), np.where(likes, 0.0, 999.0)
    w.held.around[1:41, 0] = np.where(likes, 4, 0)
    decide(asked(w, 0), 0)
    joined = np.isin(np.arange(1, 41), w.positions.person[1 : w.count[0].positions])
    np.testing.assert_array_equal(joined, likes, column)


@pytest.mark.parametrize("offered", [0, 1, 2])
def test_no_term_asks_for_the_strategy_of_anybody(offered: int) -> None:
    """But for which companies a strategy names, asked of who works already, all decide alike."""
    found = []
    for follows in (0, 1):
        strategy = [
            {"name": "one", "companies": ["vita"], "pitch": "focus"},
            {"name": "all", "companies": ["glow", "clicks", "vita"], "pitch": "tailored", "share": 0.0},
        ]
        design = {"worlds": "mixed"}
        law = {**ALWAYS, "intercept": -7.0, "work_intercept": -8.0, **dict.fromkeys(COUNTS, 1.0), "knowledge": 5.0}
        w = offers(law, listeners=60, speakers=2, strategy=strategy, design=design)
        for i in range(2):
            enter(w, 0, i, 2, NONE, NONE)
            go_to_work(w, 0, i, 2)
            enter(w, 0, i, 1, NONE, NONE)
            go_to_work(w, 0, i, 1)
        w.said.company, w.said.topics, w.said.knowledge = offered, 1 << offered, 0.8
        w.people.strategy = follows
        decide(asked(w, 0), 0)
        found.append((w.people.works[2:].copy(), w.people.buys[2:].copy(), w.links.refused.copy()))
    for one, other in zip(*found, strict=True):
        np.testing.assert_array_equal(one, other)
    assert found[0][0].any()
    assert found[0][1].any()
