from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import strategies as st

from sim.model.membership.departure import QUIT
from sim.model.membership.joining import buy_only, enter, go_to_work
from sim.model.membership.leaving import (
    care_factor,
    disappointment_factor,
    leave,
    leaving_risk,
    loss_factor,
    months_in,
    tenure_risk,
)
from sim.model.membership.parameters import Leaving
from sim.model.plans.buying import close_month, purchases
from sim.model.plans.rows import Position
from sim.model.tables import NONE, Tables
from tests.builders import copied, differing, empty_world, law, row, set_cash
from tests.model.contract import RuleContract, named

months = st.integers(0, 400)
CERTAIN = {"risk": 1.0, "settling": 1200.0}


class TestMonthsIn(RuleContract):
    rule = staticmethod(months_in)
    takes = named(days=st.integers(0, 36_500))
    gives = (0, 1217)

    def test_rounds_to_the_nearest(self) -> None:
        assert [months_in(days) for days in (0, 14, 15, 30, 44, 45)] == [0, 0, 1, 1, 1, 2]


class TestTenureRisk(RuleContract):
    rule = staticmethod(tenure_risk)
    takes = named(months=months, law=Leaving)
    gives = (0.0, 1.0)

    def test_half_after_the_time_of_settling(self) -> None:
        assert tenure_risk(0, law(Leaving, risk=0.08, settling=8.0)) == 0.08
        assert tenure_risk(8, law(Leaving, risk=0.08, settling=8.0)) == 0.04


class TestCareFactor(RuleContract):
    rule = staticmethod(care_factor)
    takes = named(position=Position, law=Leaving)
    gives = (0.1, 10.0)

    @pytest.mark.parametrize(
        ("care", "factor"), [(0.0, 3.0), (0.25, math.sqrt(3.0) ** (2 / 3)), (0.5, 1.0), (1.5, 3.0**-0.5), (1e9, 1 / 3)]
    )
    def test_bounded_at_both_ends(self, care: float, factor: float) -> None:
        rules = law(Leaving, baseline=0.5, neglect=3.0)
        assert care_factor(row(Position, care=care), rules) == pytest.approx(factor)
        assert care_factor(row(Position, care=care, top=1), rules) == 1.0
        assert care_factor(row(Position, care=care), law(Leaving, neglect=1.0)) == 1.0

    @pytest.mark.parametrize(("care", "factor"), [(0.0, 3.0), (5e-324, 1.0), (0.1, 1 / 3), (168.0, 1 / 3)])
    def test_a_baseline_of_next_to_nothing_is_a_number_too(self, care: float, factor: float) -> None:
        rules = law(Leaving, baseline=5e-324, neglect=3.0)
        assert care_factor(row(Position, care=care), rules) == pytest.approx(factor)


class TestLossFactor(RuleContract):
    rule = staticmethod(loss_factor)
    takes = named(losses=months, law=Leaving)
    gives = (1.0, 10.0)

    def test_the_first_counts_half(self) -> None:
        assert [loss_factor(n, law(Leaving, losses=2.0)) for n in (0, 1, 3)] == [1.0, 1.5, 1.75]
        assert loss_factor(5, law(Leaving, losses=1.0)) == 1.0


class TestDisappointmentFactor(RuleContract):
    rule = staticmethod(disappointment_factor)
    takes = named(position=Position, law=Leaving)
    gives = (1.0, math.exp(100.0))

    def test_only_what_falls_short_of_the_promise_counts(self) -> None:
        rules = law(Leaving, disappointment=2.0)
        assert disappointment_factor(row(Position, promised=0.8, expected=0.5), rules) == pytest.approx(math.exp(0.6))
        assert disappointment_factor(row(Position, promised=0.5, expected=0.8), rules) == 1.0


class TestLeavingRisk(RuleContract):
    rule = staticmethod(leaving_risk)
    takes = named(position=Position, months=months, law=Leaving)
    gives = (0.0, 1.0)

    def test_is_the_product_and_at_most_certain(self) -> None:
        rules = law(Leaving, risk=0.1, settling=10.0, neglect=2.0, losses=1.5, disappointment=1.0)
        position = row(Position, losses=1, promised=0.9, expected=0.4)
        assert leaving_risk(position, 10, rules) == pytest.approx(0.05 * 2.0 * 1.25 * math.exp(0.5))
        assert leaving_risk(position, 0, law(Leaving, risk=1.0)) == 1.0


def members(*, joined: list[int], customers: tuple[int, ...] = (), **leaving: float) -> Tables:
    """Person i joined vita at the top on his day."""
    w = empty_world(
        people=len(joined) + 1,
        leaving=leaving,
        company=[{"name": "vita", "topic": "health"}],
        strategy=[{"name": "vita", "companies": ["vita"]}],
    ).tables
    for i, day in enumerate(joined):
        enter(w, day, i, 0, NONE, NONE)
        if i in customers:
            buy_only(w, i, 0)
        else:
            go_to_work(w, day, i, 0)
    return w


def test_on_the_last_day_of_a_month_those_who_work_and_were_in_for_half_of_it() -> None:
    w = members(joined=[0, 45, 46, 0], customers=(3,), **CERTAIN)
    before = copied(w)
    leave(w, 58)
    assert differing(before, w) == []
    leave(w, 59)
    assert w.positions.left[:4].tolist() == [59, 59, -1, -1]
    assert w.positions.why[:2].tolist() == [QUIT, QUIT]
    assert w.people.works[:4].tolist() == [0, 0, 1, 0]
    assert w.count[0].networkers == 1


def test_without_risk_nobody_leaves() -> None:
    w = members(joined=[0] * 11, risk=0.0)
    before = copied(w)
    leave(w, 29)
    assert differing(before, w) == []


def test_each_company_is_given_up_for_itself() -> None:
    w = empty_world(people=400, leaving={"risk": 0.5}).tables
    for i in range(400):
        for c in (0, 1):
            enter(w, 0, i, c, NONE, NONE)
            go_to_work(w, 0, i, c)
    leave(w, 29)
    shares = np.bincount(w.people.works, minlength=4) / 400
    np.testing.assert_allclose(shares, 0.25, atol=0.07)


def test_losses_are_those_of_the_company_itself() -> None:
    w = empty_world(people=3, leaving={"losses": 2.0}).tables
    for c in (0, 1):
        enter(w, 0, 0, c, NONE, NONE)
        go_to_work(w, 0, 0, c)
    for month in range(2):
        set_cash(w, 0, 100_000)
        purchases(w, 30 * month + 29)
        w.positions.income[0] += 6_000 + 1_000 + (3_500 if month == 0 else 0)
        close_month(w)
        assert w.positions.losses[:2].tolist() == [0, month + 1]
    assert w.positions.returned[:2].tolist() == [7_000, 0]
    assert w.tally.months[:2].tolist() == [2, 0]
