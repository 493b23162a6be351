from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.membership.parameters.decision import Decision
from sim.model.membership.score import (
    Case,
    argument,
    claimed_income,
    clarity,
    logistic,
    prospects,
    satiation,
    score,
    social_proof,
    to_buy,
    to_work,
    trusting,
)
from sim.model.people.rows import LifeRow, Tie
from sim.model.plans.rows import StrategyRow
from sim.model.talk.rows import Said, Topics
from tests.builders import law, row
from tests.model.contract import RuleContract, bits, cents, named, share

WEIGHTS = {
    "intercept": -1.0,
    "work_intercept": -2.0,
    "interest": 2.0,
    "knowledge": 4.0,
    "conviction": 1.0,
    "leaning": 1.25,
    "skill": 0.75,
    "credibility": 3.0,
    "suspicion_acquaintance": 0.5,
    "suspicion_close": 0.25,
    "social_proof": 1.5,
    "social_threshold": 1,
    "social_saturation": 3,
    "price": 2.0,
    "satiation": 0.5,
    "satiation_far": 0.25,
    "refusal": 0.25,
    "overload": 0.5,
    "overload_free": 3.0,
    "work_income": 2.0,
    "dream": 800.0,
    "work_hours": 1.0,
    "full_hours": 40.0,
}
LAW = law(Decision, **WEIGHTS)
logits = st.floats(-100, 100)
CASES = st.builds(
    Case,
    interest=share,
    believed=share,
    clear=share,
    proof=share,
    leaning=st.floats(-8, 8),
    skill=st.floats(-8, 8),
    sated=st.floats(0, 15),
    refused=st.integers(0, 15),
    overload=st.floats(0, 50),
)


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


class TestTrusting(RuleContract):
    rule = staticmethod(trusting)
    takes = named(tie=Tie, law=Decision)
    gives = (0.0, 1.0)

    def test_close_contacts_suspect_less(self) -> None:
        assert [trusting(row(Tie, close=close), LAW) for close in (0, 1)] == [0.5, 0.75]


class TestArgument(RuleContract):
    rule = staticmethod(argument)
    takes = named(interest=share, message=Said, law=Decision)
    gives = (0.0, 150.0)

    def test_adds_interest_knowledge_and_conviction_from_nothing(self) -> None:
        assert argument(0.0, row(Said, knowledge=0.0, promise=0.0), LAW) == 0.0
        assert argument(1.0, row(Said, knowledge=0.75, promise=0.5), LAW) == 2.0 + 3.0 + 0.5


class TestSatiation(RuleContract):
    rule = staticmethod(satiation)
    takes = named(held=bits, company=st.integers(0, 15), plan=StrategyRow, topics=Topics, far=share)
    gives = (0.0, 15.0)

    def test_companies_of_the_same_topic_count_most_and_their_own_not(self) -> None:
        plan, topics = row(StrategyRow, topic=[0, 0, 1, *[0] * 13]), row(Topics, number=2)
        topics.distance[0, 1] = topics.distance[1, 0] = 0.8
        assert satiation(0b001, 0, plan, topics, 0.25) == 0.0
        assert satiation(0b011, 0, plan, topics, 0.25) == 1.0
        assert satiation(0b111, 0, plan, topics, 0.25) == pytest.approx(1.0 + 1.0 - 0.8 * 0.75)
        assert satiation(0b100, 0, plan, topics, 1.0) == 1.0
        assert satiation(0b100, 0, plan, topics, 0.0) == pytest.approx(0.2)


class TestScore(RuleContract):
    rule = staticmethod(score)
    takes = named(message=Said, tie=Tie, case=CASES, law=Decision)
    gives = (-1e5, 1e5)

    def by_hand(self, close: int = 0, **changes: Any) -> float:
        at = dict.fromkeys(Case._fields, 0.0) | {"interest": 0.5, "clear": 1.0, "refused": 0} | changes
        return float(score(row(Said, knowledge=1.0, promise=0.5), row(Tie, close=close), Case(**at), LAW))

    def test_each_part_by_hand(self) -> None:
        spoken = 1.0 + 4.0 + 0.5
        assert self.by_hand() == pytest.approx(0.5 * spoken)
        assert self.by_hand(close=1) == pytest.approx(0.75 * spoken)
        assert self.by_hand(clear=0.5) == pytest.approx(0.25 * spoken)
        bare = self.by_hand(clear=0.0)
        assert bare == 0.0
        for part, at, adds in (
            ("leaning", -2.0, -2.5),
            ("skill", 2.0, 1.5),
            ("believed", 0.9, 2.7),
            ("proof", 1.0, 1.5),
            ("sated", 3.0, -1.5),
            ("refused", 4, -1.0),
            ("overload", 5.0, -1.0),
            ("overload", 3.0, 0.0),
        ):
            assert self.by_hand(clear=0.0, **{part: at}) == pytest.approx(adds), part

    @pytest.mark.parametrize(
        ("weight", "part"),
        [
            ("leaning", "leaning"),
            ("skill", "skill"),
            ("credibility", "believed"),
            ("social_proof", "proof"),
            ("satiation", "sated"),
            ("refusal", "refused"),
            ("overload", "overload"),
            ("interest", "interest"),
        ],
    )
    @given(case=CASES)
    def test_a_weight_of_nothing_switches_its_term_off(self, weight: str, part: str, case: Case) -> None:
        without = law(Decision, **{**WEIGHTS, weight: 0.0})
        said, tie = row(Said, knowledge=0.7, promise=0.5), row(Tie)
        nothing = case._replace(**{part: type(getattr(case, part))(0)})
        assert score(said, tie, case, without) == score(said, tie, nothing, without)

    @pytest.mark.parametrize(("weight", "column"), [("knowledge", "knowledge"), ("conviction", "promise")])
    def test_so_with_what_is_said(self, weight: str, column: str) -> None:
        without = law(Decision, **{**WEIGHTS, weight: 0.0})
        case = Case(0.5, 0.5, 1.0, 0.5, 0.3, -0.2, 1.0, 2, 4.0)
        found = {score(row(Said, **{column: at}), row(Tie), case, without) for at in (0.0, 0.4, 1.0)}
        assert len(found) == 1


def random_law(data: Any) -> Any:
    """A law with weights as a scenario may have them."""
    weight = st.floats(0.0, 20.0)
    names = ("interest", "knowledge", "conviction", "satiation", "refusal", "price", "overload")
    changed = {name: data.draw(weight, label=name) for name in names}
    return law(Decision, **{**WEIGHTS, **changed, "satiation_far": data.draw(share)})


class TestNothingHelpsThatShouldNot:
    """An unclear opening, suspicion, a price, refusals and what one has already never make anybody more willing."""

    @given(data=st.data(), case=CASES, at=st.tuples(share, share, share), close=st.integers(0, 1))
    def test_never_helped_by_blur_or_suspicion(
        self, data: Any, case: Case, at: tuple[float, float, float], close: int
    ) -> None:
        of, less = random_law(data), min(at[0], case.clear)
        said, tie = row(Said, knowledge=at[1], promise=at[2]), row(Tie, close=close)
        clear = score(said, tie, case, of)
        assert score(said, tie, case._replace(clear=less), of) <= clear
        of.suspicion_close = of.suspicion_acquaintance = 1.0
        assert score(said, tie, case, of) <= clear

    @given(data=st.data(), case=CASES, more=st.tuples(st.floats(0, 15), st.integers(0, 15), st.floats(0, 50)))
    def test_never_helped_by_what_one_has_heard_or_refused(
        self, data: Any, case: Case, more: tuple[float, int, float]
    ) -> None:
        of, said, tie = random_law(data), row(Said, knowledge=0.5, promise=0.5), row(Tie)
        now = score(said, tie, case, of)
        assert score(said, tie, case._replace(sated=case.sated + more[0]), of) <= now
        assert score(said, tie, case._replace(refused=case.refused + more[1]), of) <= now
        assert score(said, tie, case._replace(overload=case.overload + more[2]), of) <= now

    @given(data=st.data(), price=cents, dearer=cents, cash=cents)
    def test_never_helped_by_a_price(self, data: Any, price: int, dearer: int, cash: int) -> None:
        of = random_law(data)
        assert to_buy(1.0, price + dearer, cash, of) <= to_buy(1.0, price, cash, of)
        assert to_work(1.0, price + dearer, cash, 0.5, of) <= to_work(1.0, price, cash, 0.5, of)

    @given(score=st.floats(-500, 500), more=st.floats(0, 100))
    def test_what_raises_the_score_raises_the_chance(self, score: float, more: float) -> None:
        assert logistic(score) <= logistic(score + more)

    @given(held=bits, more=bits, company=st.integers(0, 15), far=share, chance=st.integers(0, 1_000))
    def test_having_more_never_sates_less(self, held: int, more: int, company: int, far: float, chance: int) -> None:
        random = np.random.default_rng(chance)
        plan, topics = row(StrategyRow, topic=random.integers(0, 16, 16)), row(Topics, distance=random.random((16, 16)))
        assert satiation(held, company, plan, topics, far) <= satiation(held | more, company, plan, topics, far)


class TestToBuy(RuleContract):
    rule = staticmethod(to_buy)
    takes = named(score=logits, purchase=cents, cash=st.integers(10**6, 10**9), law=Decision)
    gives = (-1e6, 1e6)

    def test_its_own_threshold_and_what_the_first_purchase_takes(self) -> None:
        assert to_buy(0.5, 50, 200, LAW) == pytest.approx(-1.0 + 0.5 - 2.0 * 0.25)
        assert to_buy(0.5, 0, 0, LAW) == pytest.approx(-0.5)


class TestToWork(RuleContract):
    rule = staticmethod(to_work)
    takes = named(score=logits, price=cents, cash=st.integers(10**6, 10**9), prospects=st.floats(0, 100), law=Decision)
    gives = (-1e6, 1e6)

    def test_its_own_threshold_and_what_the_work_promises(self) -> None:
        assert to_work(0.5, 50, 200, 1.5, LAW) == pytest.approx(-2.0 + 0.5 - 2.0 * 0.25 + 1.5)


class TestClaimedIncome(RuleContract):
    rule = staticmethod(claimed_income)
    takes = named(speaker=LifeRow, law=Decision)
    gives = (0.0, 1e10)

    @pytest.mark.parametrize(
        ("honesty", "result", "claimed"),
        [(1.0, 12_000.0, 12_000.0), (1.0, -5_000.0, 0.0), (0.0, 12_000.0, 80_000.0), (0.5, 20_000.0, 50_000.0)],
    )
    def test_their_own_as_far_as_they_are_honest(self, honesty: float, result: float, claimed: float) -> None:
        assert claimed_income(row(LifeRow, honesty=honesty, result=result), LAW) == pytest.approx(claimed)


class TestProspects(RuleContract):
    rule = staticmethod(prospects)
    takes = named(claimed=st.floats(0, 1e9), life=LifeRow, law=Decision)
    gives = (0.0, 200.0)

    def fit(self, values: dict[str, Any]) -> None:
        values["law"].full_hours = max(1.0, values["law"].full_hours)

    def test_income_up_to_the_hope_and_hours_up_to_full_time(self) -> None:
        life = row(LifeRow, hope=40_000, hours=10.0)
        assert prospects(0.0, life, LAW) == pytest.approx(0.25)
        assert prospects(20_000.0, life, LAW) == pytest.approx(1.0 + 0.25)
        assert prospects(90_000.0, life, LAW) == pytest.approx(2.0 + 0.25)
        assert prospects(0.0, row(LifeRow, hours=100.0, hope=1), LAW) == pytest.approx(1.0)
        assert prospects(1.0, row(LifeRow), LAW) == pytest.approx(2.0)

    @pytest.mark.parametrize(("weight", "left"), [("work_income", 0.25), ("work_hours", 1.0)])
    def test_either_can_be_switched_off(self, weight: str, left: float) -> None:
        of = law(Decision, **{**WEIGHTS, weight: 0.0})
        assert prospects(20_000.0, row(LifeRow, hope=40_000, hours=10.0), of) == pytest.approx(left)


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
