from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.events.invitations import goers
from sim.model.events.parameters import Events
from sim.model.membership.joining import enter, go_to_work
from sim.model.people.rows import Tally
from sim.model.plans.rows import Position
from sim.model.tables import NONE, Tables
from sim.model.talk.parameters import Conversation
from sim.model.week.care import give_care
from sim.model.week.hours import (
    BY_RETURN,
    EQUAL,
    MAIN_FIRST,
    STUDY,
    age,
    begin_week,
    care_wanted,
    evening_wanted,
    portion,
    ranked,
    read,
    spare,
    study,
    talk_wanted,
    team_size,
)
from sim.model.week.parameters import Activity, Division, Teams
from tests.builders import COMPANIES, empty_world, law, lived, row, scenario
from tests.model.contract import RuleContract, cents, days, named, share
from tests.model.phases import PhaseContract, seats

MONDAY, FRIDAY = 7, 11


class TestPortion(RuleContract):
    rule = staticmethod(portion)
    takes = named(
        hours=st.floats(0, 168),
        division=st.integers(0, 2),
        returned=cents,
        total=cents,
        companies=st.integers(1, 16),
    )
    gives = (0.0, 168.0)

    def fit(self, values: dict[str, Any]) -> None:
        values["total"] += values["returned"]

    def test_three_ways_to_divide(self) -> None:
        assert portion(6.0, MAIN_FIRST, 100, 400, 3) == 6.0
        assert portion(6.0, EQUAL, 100, 400, 3) == 2.0
        assert portion(6.0, BY_RETURN, 100, 400, 3) == 1.5
        assert portion(6.0, BY_RETURN, 0, 0, 3) == 2.0


class TestCareWanted(RuleContract):
    rule = staticmethod(care_wanted)
    takes = named(recruits=st.integers(0, 1000), hours=st.floats(0, 168), law=Teams)
    gives = (0.0, 168.0)

    def test_so_many_hours_a_recruit_up_to_a_share_of_the_week(self) -> None:
        assert care_wanted(3, 10.0, law(Teams, care_hours=0.5, most=0.3)) == 1.5
        assert care_wanted(30, 10.0, law(Teams, care_hours=0.5, most=0.3)) == 3.0


class TestEveningWanted(RuleContract):
    rule = staticmethod(evening_wanted)
    takes = named(tally=Tally, day=days, law=Events)
    gives = (0.0, 100.0)

    def test_of_weeks_with_an_evening_and_of_those_who_want_to_go(self) -> None:
        shy, keen = row(Tally, conversations=10, at_events=6), row(Tally, conversations=10, at_events=5)
        often = law(Events, share=0.5, hours=3.0, every=2)
        assert [evening_wanted(keen, 7 * week, often) for week in range(4)] == [3.0, 0.0, 3.0, 0.0]
        assert evening_wanted(shy, 0, often) == 0.0
        assert evening_wanted(keen, 0, law(Events, share=0.0)) == 0.0


class TestTalkWanted(RuleContract):
    rule = staticmethod(talk_wanted)
    takes = named(days=st.integers(0, 7), share=share, law=Conversation)
    gives = (0.0, 7 * 100.0 * 100.0)

    def test_as_many_as_the_days_hold(self) -> None:
        assert talk_wanted(3, 0.5, law(Conversation, most_per_day=4, hours=0.5)) == 6.0
        assert talk_wanted(3, 1.0, law(Conversation, most_per_day=4, hours=0.5)) == 0.0


def sponsor(spends: list[str], *, recruits: int = 4, **sections: Any) -> Tables:
    """Person 0 has ten hours, a team in vita and much to read."""
    strategy = [{"name": "all", "companies": [company["name"] for company in COMPANIES], "spends": spends}]
    laws: dict[str, Any] = {
        "study": {"most": 0.9},
        "teams": {"care_hours": 0.5, "most": 0.3},
        "events": {"share": 0.5, "hours": 3.0},
        "conversation": {"most_per_day": 1, "hours": 1.0},
        **sections,
    }
    w = empty_world(people=12, strategy=strategy, **laws).tables
    for i in range(recruits + 1):
        enter(w, 0, i, 0, NONE if i == 0 else 0, NONE)
        go_to_work(w, 0, i, 0)
    w.life.hours[0] = w.life.hours_left[0] = 10.0
    w.positions.backlog[0] = 1_000.0
    return w


@pytest.mark.parametrize(
    ("spends", "reads", "cares"),
    [
        (["study", "care", "events", "conversations"], 9.0, 1.0),
        (["care", "study", "events", "conversations"], 8.0, 2.0),
        (["care", "events", "study", "conversations"], 5.0, 2.0),
        (["events", "study", "care", "conversations"], 7.0, 0.0),
        (["conversations", "study", "events", "care"], 3.0, 0.0),
        (["conversations", "care", "study", "events"], 1.0, 2.0),
        (["conversations", "events", "care", "study"], 0.0, 0.0),
    ],
    ids=[str(k) for k in range(7)],
)
def test_what_comes_first_in_the_order_is_served_first(spends: list[str], reads: float, cares: float) -> None:
    w = sponsor(spends)
    study(w, MONDAY, 0, 12, 0)
    give_care(w, MONDAY, 0, 12, 0)
    assert 1_000.0 - w.positions.backlog[0] == pytest.approx(reads)
    assert w.positions.gives[0] == pytest.approx(cares)
    assert w.life.hours_left[0] == pytest.approx(10.0 - reads - cares)


@pytest.mark.parametrize(("left", "spends", "goes"), [(4.9, 0, True), (4.9, 1, False), (5.0, 1, True), (2.9, 0, False)])
def test_conversations_of_the_days_left_may_come_before_an_evening(left: float, spends: int, goes: bool) -> None:
    orders = (list(Activity.words()), ["study", "care", "conversations", "events"])
    w = sponsor(orders[spends])
    w.life.hours_left[0] = left
    assert (0 in goers(w, FRIDAY)) == goes


def test_what_is_switched_off_claims_nothing() -> None:
    last_first = ["conversations", "events", "care", "study"]
    off = {"conversations": False, "events": False, "care": False}
    w = sponsor(last_first, phases=off)
    assert spare(w, 0, MONDAY, STUDY) == 10.0


def test_a_team_is_counted_over_companies() -> None:
    w = sponsor(list(Activity.words()))
    enter(w, 0, 0, 1, NONE, NONE)
    go_to_work(w, 0, 0, 1)
    enter(w, 0, 3, 1, int(w.held.seat[0, 1]), NONE)
    go_to_work(w, 0, 3, 1)
    assert [team_size(w.people[i], w.held[i], w.positions) for i in range(3)] == [5, 0, 0]


@given(
    spends=st.permutations(Activity.words()),
    hours=st.sampled_from(Division.words()),
    most=share,
    care=st.floats(0.0, 3.0),
    events=share,
)
@settings(max_examples=10, deadline=None)
def test_a_week_never_has_more_hours_than_it_has(
    spends: list[str], hours: str, most: float, care: float, events: float
) -> None:
    strategy = [{"name": "all", "companies": ["vita", "clicks"], "pace": 0, "spends": spends, "hours": hours}]
    teams = {"care_hours": care, "most": most}
    market = lived(scenario(strategy=strategy, study={"most": most}, teams=teams, events={"share": events}), 0)
    for _ in range(22):
        market.step()
        w = market.world.tables
        assert w.life.hours_left.min() >= -1e-9
        assert np.all(w.life.hours_left <= w.life.hours + 1e-9)


class TestAge(RuleContract):
    rule = staticmethod(age)
    takes = named(position=Position, updates=st.integers(0, 30), update_hours=st.floats(0, 40), aging=share)
    writes = named(position={"knowledge", "backlog"})

    def test_every_update_takes_its_share_and_waits_to_be_read(self) -> None:
        position = row(Position, knowledge=0.8, backlog=1.0)
        age(position, 2, 1.5, 0.1)
        assert (position.knowledge, position.backlog) == (pytest.approx(0.8 * 0.81), 4.0)


class TestRead(RuleContract):
    rule = staticmethod(read)
    takes = named(position=Position, hours=st.floats(0, 168), speed=st.floats(1, 100), learning=share)
    writes = named(position={"knowledge", "backlog"})
    gives = (0.0, 168.0)

    def test_each_hour_of_material_fills_part_of_what_is_missing(self) -> None:
        position = row(Position, knowledge=0.2, backlog=10.0)
        assert read(position, 3.0, 2.0, 0.1) == 3.0
        assert position.knowledge == pytest.approx(1.0 - 0.8 * math.exp(-0.6))
        assert position.backlog == 4.0

    def test_takes_no_longer_than_there_is_to_read(self) -> None:
        position = row(Position, backlog=1.0)
        assert read(position, 5.0, 2.0, 0.1) == 0.5
        assert position.backlog == 0.0

    @given(backlog=st.floats(0, 500), hours=st.floats(0, 100), learning=share, first=share)
    def test_reading_in_two_sittings_teaches_as_much(
        self, backlog: float, hours: float, learning: float, first: float
    ) -> None:
        once, twice = row(Position, backlog=backlog), row(Position, backlog=backlog)
        spent = read(once, hours, 1.0, learning)
        parts = read(twice, hours * first, 1.0, learning)
        parts += read(twice, hours - hours * first, 1.0, learning)
        assert parts == pytest.approx(spent, abs=1e-9)
        assert twice.knowledge == pytest.approx(float(once.knowledge), abs=1e-9)


class TestRanked(RuleContract):
    rule = staticmethod(ranked)
    takes = named(rank=st.integers(0, 15), main=st.integers(0, 15))
    gives = (0, 15)

    @given(main=st.integers(0, 15))
    def test_every_company_once_the_main_one_first(self, main: int) -> None:
        order = [ranked(rank, main) for rank in range(16)]
        assert order == [main, *(c for c in range(16) if c != main)]


class TestBeginWeek(PhaseContract):
    by_hand = True

    def prepare(self, w: Tables) -> None:
        w.life.hours_left = -1.0

    def live(self, w: Tables, first: int, last: int, hand: int) -> None:
        begin_week(w, 35, first, last, hand)

    def units(self, w: Tables) -> int:
        return w.people.size

    def may_touch(self, w: Tables, unit: int) -> dict[str, set[int]]:
        return {"life": {unit}, "tally": {unit}}

    def test_networkers_get_their_hours_on_the_first_day_of_a_week_only(self, w: Tables) -> None:
        for day in range(36, 42):
            begin_week(w, day, 0, w.people.size, 0)
        assert (w.life.hours_left == -1.0).all()
        begin_week(w, 42, 0, w.people.size, 0)
        np.testing.assert_array_equal(w.life.hours_left, np.where(w.people.works != 0, w.life.hours, -1.0))


class TestStudy(PhaseContract):
    by_hand = True

    def live(self, w: Tables, first: int, last: int, hand: int) -> None:
        study(w, 35, first, last, hand)

    def units(self, w: Tables) -> int:
        return w.people.size

    def may_touch(self, w: Tables, unit: int) -> dict[str, set[int]]:
        return {"life": {unit}, "positions": seats(w, unit)}

    def test_reads_at_most_its_share_of_the_week(self, w: Tables) -> None:
        w.positions.backlog = 1e6
        w.life.hours_left = w.life.hours
        study(w, 35, 0, w.people.size, 0)
        spent = w.life.hours - w.life.hours_left
        expected = np.where(w.people.works != 0, w.law[0].study.most * w.life.hours, 0.0)
        np.testing.assert_allclose(spent, expected, atol=1e-9)


def student(
    backlog: list[float], main: int = 0, *, full_time: int = 0, hours: str = "main-first", **law: Any
) -> Tables:
    """Person 0 works all three companies, ten hours a week, half of which they may read."""
    strategy = [{"name": "all", "companies": ["vita", "clicks", "glow"], "hours": hours}]
    quiet = [{**company, "updates": 0.0} for company in COMPANIES]
    laws = {"most": 0.5, "learning": 0.1, "tools": 2.0, **law}
    w = empty_world(people=2, strategy=strategy, company=quiet, study=laws).tables
    for company in sorted(range(3), key=lambda c: c != main):
        enter(w, 0, 0, company, NONE, NONE)
        go_to_work(w, 0, 0, company)
        w.positions[w.held.seat[0, company]].backlog = backlog[company]
    w.life.hours = w.life.hours_left = 10.0
    w.life.full_time = full_time
    study(w, 7, 0, 2, 0)
    return w


def left_to_read(w: Tables) -> list[float]:
    """Backlog by company."""
    return [float(w.positions[w.held.seat[0, company]].backlog) for company in range(3)]


def test_the_main_business_is_read_first() -> None:
    assert left_to_read(student([4.0, 4.0, 4.0], main=0)) == [0.0, 3.0, 4.0]
    assert left_to_read(student([4.0, 4.0, 4.0], main=2)) == [3.0, 4.0, 0.0]


def test_equal_hours_give_each_the_same() -> None:
    assert left_to_read(student([4.0, 4.0, 4.0], hours="equal")) == pytest.approx([4.0 - 5.0 / 3] * 3)


def test_a_full_timer_reads_as_much_faster_as_their_tools() -> None:
    assert left_to_read(student([4.0, 4.0, 4.0], full_time=1)) == [0.0, 0.0, 2.0]


def test_knowledge_never_read_up_ages_away() -> None:
    busy = [{**company, "updates": 30.0} for company in COMPANIES]
    w = empty_world(people=2, company=busy, study={"most": 0.0, "aging": 0.5, "start": 0.8}).tables
    enter(w, 0, 0, 0, NONE, NONE)
    go_to_work(w, 0, 0, 0)
    for week in range(8):
        study(w, 7 * week, 0, 2, 0)
    assert 0.0 <= w.positions[0].knowledge < 0.8 * 0.5**20


def test_updates_come_as_often_as_the_company_says_and_to_all_its_members() -> None:
    busy = [{**COMPANIES[0], "updates": 6.0, "update_hours": 1.0}]
    strategy = [{"name": "vita", "companies": ["vita"]}]
    w = empty_world(people=4, company=busy, strategy=strategy, study={"most": 0.0, "induction": 0.0}).tables
    for i in range(4):
        enter(w, 0, i, 0, NONE, NONE)
        go_to_work(w, 0, i, 0)
    weeks = 1_000
    for week in range(weeks):
        study(w, 7 * week, 0, 4, 0)
    waiting = w.positions.backlog[:4]
    assert np.unique(waiting).size == 1
    mean = 6.0 * 7 / 30
    assert waiting[0] / weeks == pytest.approx(mean, abs=4 * math.sqrt(mean / weeks))
