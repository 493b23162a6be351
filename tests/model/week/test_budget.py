from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.events.invitations import goers
from sim.model.events.parameters import Events
from sim.model.membership.joining import enter, go_to_work
from sim.model.people.rows import Tally
from sim.model.tables import NONE, Tables
from sim.model.talk.parameters import Conversation
from sim.model.week.budget import (
    BY_RETURN,
    EQUAL,
    MAIN_FIRST,
    STUDY,
    care_wanted,
    evening_wanted,
    portion,
    spare,
    talk_wanted,
    team_size,
)
from sim.model.week.care import give_care
from sim.model.week.parameters import Activity, Division, Teams
from sim.model.week.study import study
from tests.builders import COMPANIES, empty_world, law, lived, row, scenario
from tests.model.contract import RuleContract, cents, days, named, share

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
    assert [team_size(w, i) for i in range(3)] == [5, 0, 0]


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
