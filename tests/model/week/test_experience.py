from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.model.membership.joining import believe, buy_only, enter
from sim.model.plans.rows import Position
from sim.model.tables import Tables
from sim.model.week.experience import experience, promise, smooth, use
from tests.builders import COMPANIES, empty_world, row, tie_between
from tests.model.contract import RuleContract, named, share
from tests.model.phases import PhaseContract, own_ties, seats


class TestPromise(RuleContract):
    rule = staticmethod(promise)
    takes = named(conviction=share, honesty=share)
    gives = (0.0, 1.0)

    def test_honest_people_promise_what_they_believe(self) -> None:
        assert promise(0.4, 1.0) == 0.4
        assert promise(0.4, 0.0) == 1.0
        assert promise(0.4, 0.5) == pytest.approx(0.7)

    @given(conviction=share, honesty=share)
    def test_nobody_promises_less_than_he_believes(self, conviction: float, honesty: float) -> None:
        assert promise(conviction, honesty) >= conviction


class TestSmooth(RuleContract):
    rule = staticmethod(smooth)
    takes = named(old=share, new=share, rate=share)
    gives = (0.0, 1.0)

    def test_the_newest_has_the_weight_of_the_rate(self) -> None:
        assert smooth(0.2, 0.7, 0.3) == pytest.approx(0.7 * 0.2 + 0.3 * 0.7)


class TestUse(RuleContract):
    rule = staticmethod(use)
    takes = named(position=Position, quality=share, rate=share)
    writes = named(position={"conviction", "expected", "used"})
    gives = (-1.0, 1.0)

    def test_gap_is_measured_against_what_was_expected_before(self) -> None:
        position = row(Position, conviction=0.5, expected=0.9, used=1)
        assert use(position, 0.6, 0.5) == pytest.approx(-0.3)
        assert (position.conviction, position.expected, position.used) == (
            pytest.approx(0.55),
            pytest.approx(0.75),
            0,
        )


class TestExperience(PhaseContract):
    by_hand = True

    def prepare(self, w: Tables) -> None:
        w.positions.used[: w.count[0].positions] = 1

    def live(self, w: Tables, first: int, last: int, hand: int) -> None:
        experience(w, 60, first, last, hand)

    def units(self, w: Tables) -> int:
        return w.people.size

    def may_touch(self, w: Tables, unit: int) -> dict[str, set[int]]:
        return {"positions": seats(w, unit), "ties": own_ties(w, unit)}

    def test_only_on_the_first_day_of_a_month(self, w: Tables) -> None:
        for day in (*range(61, 90), 59):
            experience(w, day, 0, w.people.size, 0)
        assert w.positions.used[: w.count[0].positions].all()

    def test_only_what_was_bought_is_judged(self, w: Tables) -> None:
        w.positions.used = 0
        before = w.positions.conviction.copy()
        experience(w, 60, 0, w.people.size, 0)
        np.testing.assert_array_equal(w.positions.conviction, before)


def buyers(people: int, quality: float, spread: float, promised: float) -> Tables:
    """Everybody but person 0 has bought from person 0 on the same promise, and uses it."""
    vita = {**COMPANIES[0], "quality": quality, "quality_spread": spread}
    strategy = [{"name": "vita", "companies": ["vita"]}]
    judged = {"rate": 0.5, "evidence": 1.0, "asymmetry": 3.0}
    w = empty_world(people, company=[vita], strategy=strategy, experience=judged).tables
    seller = enter(w, 0, 0, 0, 2**32 - 1, 2**32 - 1)
    for i in range(1, people):
        seat = enter(w, 0, i, 0, seller, tie_between(w, i, 0))
        believe(w.positions[seat], promised, 1.0)
        buy_only(w, i, 0)
        w.positions[seat].used = 1
    experience(w, 30, 0, people, 0)
    return w


def test_a_missed_promise_falls_back_on_whoever_made_it() -> None:
    w = buyers(3, quality=0.6, spread=0.0, promised=0.9)
    tie = w.ties[tie_between(w, 1, 0)]
    assert (tie.bad, tie.good) == (pytest.approx(0.9), 0.0)
    assert w.ties[tie_between(w, 0, 1)].bad == 0.0
    assert w.positions[1].conviction == pytest.approx(0.75)


def test_a_pleasant_surprise_speaks_for_him() -> None:
    w = buyers(3, quality=0.6, spread=0.0, promised=0.4)
    tie = w.ties[tie_between(w, 1, 0)]
    assert (tie.bad, tie.good) == (0.0, pytest.approx(0.2))


@pytest.mark.parametrize("quality", [0.5, 0.95])
def test_experience_is_normal_cut_to_its_range(quality: float) -> None:
    w = buyers(1500, quality=quality, spread=0.15, promised=0.5)
    felt = 2 * w.positions.conviction[1 : w.count[0].positions] - 0.5
    assert felt.max() <= 1.0
    inside = felt[felt < 1.0]
    cut = stats.truncnorm(-quality / 0.15, (1 - quality) / 0.15, quality, 0.15)
    assert stats.kstest(inside, cut.cdf).pvalue > 0.001
    assert np.mean(felt == 1.0) == pytest.approx(stats.norm.sf(1.0, quality, 0.15), abs=0.04)


@given(quality=share, spread=share, promised=share)
def test_judgments_stay_in_their_range(quality: float, spread: float, promised: float) -> None:
    w = buyers(6, quality, spread, promised)
    held = w.positions[: w.count[0].positions]
    assert held.conviction.min() >= 0.0
    assert held.conviction.max() <= 1.0
    assert held.expected.min() >= 0.0
    assert held.expected.max() <= 1.0
    assert w.ties.good.min() >= 0.0
    assert w.ties.bad.min() >= 0.0


@given(day=st.integers(0, 20))
def test_use_differs_from_person_to_person_and_month_to_month(day: int) -> None:
    w = buyers(8, quality=0.5, spread=0.1, promised=0.5)
    first = w.positions.conviction[: w.count[0].positions].copy()
    w.positions.used, w.positions.conviction = 1, 0.75
    experience(w, 60 + 30 * day, 0, 8, 0)
    assert np.unique(first[1:]).size == 7
    assert not np.isin(w.positions.conviction[1:8], first).any()
