from __future__ import annotations

import math

import pytest
from hypothesis import strategies as st

from sim.model.membership.joining import enter, go_to_work
from sim.model.membership.parameters.leaving import Leaving
from sim.model.membership.reasons import (
    AWKWARDNESS,
    CARE,
    MONEY,
    NOTHING,
    PRODUCT,
    Forces,
    awkward_factor,
    care_factor,
    disappointment_factor,
    forces_on,
    leaving_risk,
    money_factor,
    months_in,
    shortfall,
    strongest,
    tenure_risk,
)
from sim.model.people.rows import LifeRow
from sim.model.tables import NONE
from tests.builders import empty_world, law, row
from tests.model.contract import RuleContract, days, named, share

months = st.integers(0, 400)
factor = st.floats(0.1, 10.0)
forces = st.builds(Forces, factor, factor, factor, factor)


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


class TestShortfall(RuleContract):
    rule = staticmethod(shortfall)
    takes = named(hope=st.integers(0, 10**9), result=st.floats(-1e12, 1e12))
    gives = (0.0, 2.0)

    @pytest.mark.parametrize(
        ("hope", "result", "short"),
        [(400, 400.0, 0.0), (400, 900.0, 0.0), (400, 100.0, 0.75), (400, 0.0, 1.0), (400, -100.0, 1.25)],
    )
    def test_of_the_hope(self, hope: int, result: float, short: float) -> None:
        assert shortfall(hope, result) == short

    def test_a_loss_as_large_as_the_hope_is_the_worst(self) -> None:
        assert [shortfall(400, loss) for loss in (-399.0, -400.0, -9e9)] == [pytest.approx(1.9975), 2.0, 2.0]
        assert [shortfall(0, result) for result in (-1.0, 0.0, 1.0)] == [2.0, 1.0, 0.0]


class TestMoneyFactor(RuleContract):
    rule = staticmethod(money_factor)
    takes = named(life=LifeRow, law=Leaving)
    gives = (math.exp(-10.0), math.exp(10.0))

    def test_one_where_nothing_is_left_over(self) -> None:
        rules = law(Leaving, money=math.log(3.0))
        found = [money_factor(row(LifeRow, hope=400, result=result), rules) for result in (-400.0, 0.0, 400.0)]
        assert found == [pytest.approx(3.0), 1.0, pytest.approx(1 / 3)]
        assert money_factor(row(LifeRow, hope=400, result=-1e9), law(Leaving, money=0.0)) == 1.0


class TestCareFactor(RuleContract):
    rule = staticmethod(care_factor)
    takes = named(care=st.floats(0.0, 168.0), law=Leaving)
    gives = (0.1, 10.0)

    @pytest.mark.parametrize(
        ("care", "factor"), [(0.0, 3.0), (0.25, math.sqrt(3.0) ** (2 / 3)), (0.5, 1.0), (1.5, 3.0**-0.5), (1e9, 1 / 3)]
    )
    def test_bounded_at_both_ends(self, care: float, factor: float) -> None:
        assert care_factor(care, law(Leaving, baseline=0.5, neglect=3.0)) == pytest.approx(factor)
        assert care_factor(care, law(Leaving, neglect=1.0)) == 1.0

    @pytest.mark.parametrize(("care", "factor"), [(0.0, 3.0), (5e-324, 1.0), (0.1, 1 / 3), (168.0, 1 / 3)])
    def test_a_baseline_of_next_to_nothing_is_a_number_too(self, care: float, factor: float) -> None:
        assert care_factor(care, law(Leaving, baseline=5e-324, neglect=3.0)) == pytest.approx(factor)


class TestAwkwardFactor(RuleContract):
    rule = staticmethod(awkward_factor)
    takes = named(life=LifeRow, day=days, law=Leaving)
    gives = (1.0, math.exp(10.0))

    def test_refusals_of_late_up_to_as_many_as_are_complete(self) -> None:
        rules = law(Leaving, awkwardness=1.0, awkward_ref=4.0, awkward_half_life=30.0)
        found = [awkward_factor(row(LifeRow, awkward=n, awkward_day=10), 40, rules) for n in (0.0, 4.0, 8.0, 80.0)]
        assert found == [1.0, pytest.approx(math.exp(0.5)), pytest.approx(math.e), math.e]
        assert awkward_factor(row(LifeRow, awkward=9.0), 0, law(Leaving, awkwardness=0.0)) == 1.0


class TestDisappointmentFactor(RuleContract):
    rule = staticmethod(disappointment_factor)
    takes = named(gap=share, law=Leaving)
    gives = (1.0, math.exp(100.0))

    def test_by_how_far_products_fall_short(self) -> None:
        assert disappointment_factor(0.3, law(Leaving, disappointment=2.0)) == pytest.approx(math.exp(0.6))
        assert disappointment_factor(0.3, law(Leaving, disappointment=0.0)) == 1.0


class TestLeavingRisk(RuleContract):
    rule = staticmethod(leaving_risk)
    takes = named(months=months, forces=forces, law=Leaving)
    gives = (0.0, 1.0)

    def test_is_the_product_and_bounded(self) -> None:
        rules = law(Leaving, risk=0.1, settling=10.0)
        assert leaving_risk(10, Forces(2.0, 1.25, 0.5, 3.0), rules) == pytest.approx(0.05 * 3.75)
        assert leaving_risk(0, Forces(10.0, 1.0, 1.0, 1.0), rules) == 0.6

    def test_at_the_worst_of_the_plausible_it_is_below_six_in_ten(self) -> None:
        worst = law(Leaving, risk=0.12, settling=24.0, money=1.1, neglect=3.0, awkwardness=1.0, disappointment=1.5)
        assert leaving_risk(0, Forces(math.exp(1.1), 3.0, math.e, math.exp(1.5)), worst) == 0.6


class TestStrongest(RuleContract):
    rule = staticmethod(strongest)
    takes = named(forces=forces)
    gives = (MONEY, NOTHING)

    @pytest.mark.parametrize(
        ("forces", "reason"),
        [
            (Forces(1.0, 1.0, 1.0, 1.0), NOTHING),
            (Forces(0.5, 0.9, 1.0, 1.0), NOTHING),
            (Forces(1.1, 1.0, 1.0, 1.0), MONEY),
            (Forces(1.1, 1.2, 1.1, 1.0), CARE),
            (Forces(0.5, 0.5, 1.1, 1.0), AWKWARDNESS),
            (Forces(1.1, 1.2, 1.3, 1.4), PRODUCT),
            (Forces(1.5, 1.5, 1.5, 1.5), MONEY),
        ],
    )
    def test_the_largest_above_one(self, forces: Forces, reason: int) -> None:
        assert strongest(forces) == reason


def test_forces_are_means_over_what_somebody_works() -> None:
    rules = {"baseline": 0.5, "neglect": 3.0, "disappointment": 2.0, "money": 1.0, "awkwardness": 1.0}
    w = empty_world(people=4, leaving=rules).tables
    for c in range(3):
        enter(w, 0, 1, c, NONE, NONE)
        go_to_work(w, 0, 1, c)
    assert forces_on(w, 1, 29).care == 1.0
    w.positions.top[:3], w.positions.care[:3] = [1, 0, 0], [0.0, 0.2, 0.8]
    w.positions.promised[:3], w.positions.expected[:3] = [0.9, 0.5, 0.5], [0.3, 0.9, 0.5]
    w.life.hope[1], w.life.result[1] = 1_000, -500.0
    found = forces_on(w, 1, 29)
    assert found.care == pytest.approx(1.0)
    assert found.product == pytest.approx(math.exp(2.0 * 0.2))
    assert (found.money, found.awkwardness) == (pytest.approx(math.exp(0.5)), 1.0)
    w.positions.care[1:3] = 0.0
    assert forces_on(w, 1, 29).care == pytest.approx(3.0)


def test_switched_off_every_force_is_one() -> None:
    off = {"neglect": 1.0, "disappointment": 0.0, "money": 0.0, "awkwardness": 0.0}
    w = empty_world(people=3, leaving=off).tables
    enter(w, 0, 0, 0, NONE, NONE)
    go_to_work(w, 0, 0, 0)
    w.positions.top, w.positions.care, w.positions.promised = 0, 0.0, 1.0
    w.life.result, w.life.awkward = -1e9, 100.0
    assert forces_on(w, 0, 29) == Forces(1.0, 1.0, 1.0, 1.0)
