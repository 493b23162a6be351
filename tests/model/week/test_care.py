from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from sim.model.membership.joining import believe, buy_only, enter, go_to_work
from sim.model.membership.leaving import QUIT, depart, regroup
from sim.model.plans.rows import Position
from sim.model.tables import NONE, Tables
from sim.model.week.care import (
    experience,
    give_care,
    has_sponsor,
    receive_care,
    smooth,
    teach,
    teams_and_returns,
    use,
)
from tests.builders import COMPANIES, copied, differing, empty_world, row, tie_between, touched
from tests.model.contract import RuleContract, named, share
from tests.model.phases import PhaseContract, own_ties, seats

MONDAY = 7


class TestTeach(RuleContract):
    rule = staticmethod(teach)
    takes = named(position=Position, sponsor=Position, hours=st.floats(0, 40), teaching=st.floats(0, 10))
    writes = named(position={"knowledge"})

    def test_hours_pass_on_part_of_what_the_sponsor_knows_better(self) -> None:
        position = row(Position, knowledge=0.2)
        teach(position, row(Position, knowledge=0.8), 2.0, 0.1)
        assert position.knowledge == pytest.approx(0.8 - 0.6 * math.exp(-0.2))

    @given(own=st.floats(0, 1), better=st.floats(0, 1), hours=st.floats(0, 168))
    def test_never_beyond_the_sponsor_and_never_down(self, own: float, better: float, hours: float) -> None:
        position = row(Position, knowledge=own)
        teach(position, row(Position, knowledge=better), hours, 1.0)
        assert own <= position.knowledge <= max(own, better)


class TestHasSponsor(RuleContract):
    rule = staticmethod(has_sponsor)
    takes = named(position=Position)
    gives = (False, True)

    def test_working_members_below_somebody(self) -> None:
        assert has_sponsor(row(Position, working=1, left=-1, sponsor=0))
        assert not has_sponsor(row(Position, working=0, left=-1, sponsor=0))
        assert not has_sponsor(row(Position, working=1, left=3, sponsor=0))
        assert not has_sponsor(row(Position, working=1, left=-1, sponsor=NONE))


class TestGiveCare(PhaseContract):
    by_hand = True

    def prepare(self, w: Tables) -> None:
        w.life.hours_left = w.life.hours

    def live(self, w: Tables, first: int, last: int, hand: int) -> None:
        give_care(w, 35, first, last, hand)

    def units(self, w: Tables) -> int:
        return w.people.size

    def may_touch(self, w: Tables, unit: int) -> dict[str, set[int]]:
        return {"life": {unit}, "positions": seats(w, unit)}

    def test_once_a_week(self, w: Tables) -> None:
        before = copied(w)
        for day in range(36, 42):
            give_care(w, day, 0, w.people.size, 0)
        assert differing(before, w) == []


def teams(
    sizes: list[int],
    *,
    main: int = 0,
    division: str = "main-first",
    hours: float = 10.0,
    shuffled: tuple[int, ...] = (0, 1, 2),
    **law: Any,
) -> Tables:
    """Person 0 works three companies with teams of these sizes; every recruit is somebody else."""
    strategy = [{"name": "all", "companies": [company["name"] for company in COMPANIES], "hours": division}]
    laws = {"care_hours": 0.5, "most": 0.3, "half_life": 1e-6, "reaction": 0.0, "teaching": 0.0, **law}
    w = empty_world(people=2 + sum(sizes), strategy=strategy, teams=laws).tables
    for c in sorted(range(3), key=lambda c: c != main):
        enter(w, 0, 0, c, NONE, NONE)
        go_to_work(w, 0, 0, c)
    recruit = 1
    for c in shuffled:
        for _ in range(sizes[c]):
            enter(w, 0, recruit, c, int(w.held.seat[0, c]), NONE)
            go_to_work(w, 0, recruit, c)
            recruit += 1
    w.life.hours[0] = w.life.hours_left[0] = hours
    return w


def cared(w: Tables) -> list[float]:
    """Hours that each company's recruits receive in a week, over the team."""
    give_care(w, MONDAY, 0, w.people.size, 0)
    receive_care(w, MONDAY)
    held = w.positions[: w.count[0].positions]
    held = held[held.sponsor != NONE]
    return np.bincount(held.company, weights=held.care, minlength=3).tolist()


@pytest.mark.parametrize(
    ("division", "hours", "main", "given"),
    [
        ("main-first", 100.0, 0, [2.0, 1.0, 0.0]),
        ("main-first", 8.0, 0, [2.0, 0.4, 0.0]),
        ("main-first", 8.0, 1, [1.4, 1.0, 0.0]),
        ("equal", 8.0, 0, [1.2, 1.0, 0.0]),
        ("equal", 4.0, 0, [0.6, 0.6, 0.0]),
        ("by-return", 4.0, 0, [0.3, 0.9, 0.0]),
    ],
)
def test_care_is_divided_as_the_strategy_says(division: str, hours: float, main: int, given: list[float]) -> None:
    w = teams([4, 2, 0], division=division, hours=hours, main=main)
    for c, returned in enumerate([100, 300, 900]):
        w.positions.returned[w.held.seat[0, c]] = returned
    assert cared(w) == pytest.approx(given)
    assert w.life.hours_left[0] == pytest.approx(hours - sum(given))


def test_every_recruit_of_a_team_receives_the_same() -> None:
    w = teams([4, 0, 0], hours=4.0)
    cared(w)
    np.testing.assert_allclose(w.positions.care[3:7], 0.3)
    assert not w.positions.gives.any()


def test_only_what_a_sponsor_knows_better_is_taught() -> None:
    w = teams([2, 0, 0], teaching=1.0)
    w.positions.knowledge[[0, 3, 4]] = [0.5, 0.1, 0.9]
    cared(w)
    assert w.positions.knowledge[[0, 3, 4]].tolist() == pytest.approx([0.5, 0.5 - 0.4 * math.exp(-0.5), 0.9])


def test_a_chain_learns_from_what_each_knew_before() -> None:
    w = empty_world(people=4, teams={"teaching": 10.0, "care_hours": 6.0}).tables
    for i in range(3):
        enter(w, 0, i, 0, NONE if i == 0 else i - 1, NONE)
        go_to_work(w, 0, i, 0)
    w.positions.knowledge[:3] = [0.9, 0.5, 0.1]
    w.life.hours[:] = w.life.hours_left[:] = 20.0
    cared(w)
    assert w.positions.knowledge[:3].tolist() == pytest.approx([0.9, 0.9, 0.5])


def test_care_is_remembered_for_its_half_life() -> None:
    w = teams([1, 0, 0], half_life=7.0, hours=100.0)
    w.positions.care[3] = 0.1
    cared(w)
    assert w.positions.care[3] == pytest.approx(0.3)
    w.life.hours_left[0] = 0.0
    cared(w)
    assert w.positions.care[3] == pytest.approx(0.15)


@pytest.mark.parametrize(("rolls_up", "care"), [(True, 0.5), (False, 0.0)], ids=["rolls up", "orphans"])
def test_who_rolls_up_is_cared_for_by_the_next_above_and_an_orphan_by_nobody(rolls_up: bool, care: float) -> None:
    vita = {**COMPANIES[0], "plan": {"rates": [0.1], "rolls_up": rolls_up}}
    laws = {"care_hours": 0.5, "most": 1.0, "half_life": 1e-6}
    w = empty_world(people=4, company=[vita], strategy=[{"name": "vita", "companies": ["vita"]}], teams=laws).tables
    for i in range(3):
        enter(w, 0, i, 0, NONE if i == 0 else i - 1, NONE)
        go_to_work(w, 0, i, 0)
    w.life.hours = 20.0
    w.life.hours_left = 20.0
    cared(w)
    assert w.positions.care[:3].tolist() == pytest.approx([0.0, 0.5, 0.5])
    depart(w, 1, MONDAY, QUIT)
    regroup(w)
    cared(w)
    assert w.positions.care[2] == pytest.approx(care)
    assert w.life.hours_left[0] == 20.0 - 0.5 - care


@given(
    sponsors=st.lists(st.integers(0, 10**6), min_size=1, max_size=10),
    hours=st.lists(st.floats(0, 40), min_size=11, max_size=11),
    known=st.lists(st.floats(0, 1), min_size=11, max_size=11),
    reaction=st.floats(0, 5),
)
@settings(max_examples=30, deadline=None)
def test_what_is_given_is_received_and_nobody_learns_beyond_their_sponsor(
    sponsors: list[int], hours: list[float], known: list[float], reaction: float
) -> None:
    laws = {"half_life": 1e-6, "reaction": reaction, "care_hours": 1.0, "teaching": 3.0}
    w = empty_world(people=11, teams=laws).tables
    for i in range(len(sponsors) + 1):
        enter(w, 0, i, 0, NONE if i == 0 else sponsors[i - 1] % i, NONE)
        go_to_work(w, 0, i, 0)
        if i % 3 == 2:
            enter(w, 0, i, 1, NONE, NONE)
            go_to_work(w, 0, i, 1)
    n = int(w.count[0].positions)
    w.life.hours = w.life.hours_left = hours
    before = w.positions.knowledge[:n] = np.array(known * 2)[:n]
    give_care(w, MONDAY, 0, 11, 0)
    given_hours = float(w.positions.gives.sum())
    assert given_hours == pytest.approx(float((w.life.hours - w.life.hours_left).sum()))
    assert np.all(w.life.hours_left >= 0.7 * w.life.hours - 1e-9)
    receive_care(w, MONDAY)
    assert w.positions.care[:n].sum() == pytest.approx(given_hours)
    above = np.where(w.positions.sponsor[:n] == NONE, 0.0, before[w.positions.sponsor[:n] % n])
    assert np.all(w.positions.knowledge[:n] <= np.maximum(before, above) + 1e-12)
    assert np.all(w.positions.knowledge[:n] >= before)


def test_receiving_writes_nothing_but_positions_once_a_week() -> None:
    w = teams([3, 2, 1])
    give_care(w, MONDAY, 0, w.people.size, 0)
    before = copied(w)
    receive_care(w, MONDAY + 1)
    assert differing(before, w) == []
    receive_care(w, MONDAY)
    assert set(touched(before, w)) == {"positions"}
    assert set(differing(before, w)) <= {"positions.care", "positions.gives", "positions.knowledge"}


def test_companies_without_a_team_do_not_share() -> None:
    w = teams([4, 0, 2])
    w.positions.returned[:3] = [100, 300, 900]
    assert teams_and_returns(w.people[0], w.held[0], w.positions) == (2, 1_000)
    assert teams_and_returns(w.people[1], w.held[1], w.positions) == (0, 0)


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


def test_a_missed_promise_falls_back_on_the_one_who_made_it() -> None:
    w = buyers(3, quality=0.6, spread=0.0, promised=0.9)
    tie = w.ties[tie_between(w, 1, 0)]
    assert (tie.bad, tie.good) == (pytest.approx(0.9), 0.0)
    assert w.ties[tie_between(w, 0, 1)].bad == 0.0
    assert w.positions[1].conviction == pytest.approx(0.75)


def test_a_pleasant_surprise_speaks_for_them() -> None:
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
