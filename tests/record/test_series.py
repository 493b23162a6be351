from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from sim.model.membership.joining import buy_only, enter, go_to_work
from sim.model.membership.leaving import CLOSED, QUIT, depart, regroup
from sim.model.plans.buying import purchases
from sim.model.tables import MONTH, NONE, Tables
from sim.record.companies import Firm, Firms
from sim.record.run import Recorder, Run, as_frame
from sim.record.series import Series
from sim.record.tenure import tenure
from sim.world.world import World
from tests.builders import COMPANIES, all_working, empty_world, lived, scenario
from tests.shares import holder, pools
from tests.trees import TOP, commissions, plant, scenario_of

FOCAL = scenario(design={"worlds": "focal", "focal_people": 3}, phases={"leaving": False})
KEYS = ["strategy", "focal"]
LEAVING = {"risk": 0.5}
TWO = [*all_working("tailored", share=0.4), *all_working("focus", 1, share=0.6)]


def recorded(studied: str | None, days: int = 120, **sections: Any) -> Run:
    """A lively world in which many give up, looked at every week."""
    market = lived(scenario(time={"days": days}, leaving=LEAVING, **sections), 0, strategy=studied)
    recorder = Recorder(market.world)
    while market.running:
        market.step()
        recorder.look(market.day)
    return recorder.finish(studied)


@pytest.fixture(scope="module")
def runs() -> dict[str, Run]:
    focal = {"worlds": "focal", "focal_people": 3}
    return {
        "focal, focus": recorded("focus", design=focal),
        "focal, tailored": recorded("tailored", design=focal),
        "population, tailored": recorded("tailored", design={"worlds": "population"}),
        "population, disclose-all": recorded("disclose-all", design={"worlds": "population"}),
        "mixed": recorded(None, design={"worlds": "mixed"}, strategy=TWO),
    }


WORLDS = ["focal, focus", "focal, tailored", "population, tailored", "population, disclose-all", "mixed"]


def last(run: Run) -> pd.DataFrame:
    return run.series[run.series.day == run.series.day.max()].set_index(KEYS).sort_index()


@pytest.mark.parametrize("name", WORLDS)
def test_a_series_ends_where_the_table_stands(runs: dict[str, Run], name: str) -> None:
    """People who left count with what they have, so that pictures and tables say the same."""
    run = runs[name]
    ends, groups = last(run), run.groups.set_index(KEYS).sort_index()
    outcomes = [column for column in ends.columns if column in groups.columns and column != "people"]
    assert outcomes == ["credibility", "contradictions", "recruits", "net_income", "active_income", "passive_income",
                        "capital_income", "costs"]  # fmt: skip
    assert ends["people"].tolist() == groups["people"].tolist()
    for outcome in outcomes:
        np.testing.assert_allclose(ends[outcome], groups[outcome], rtol=1e-12, err_msg=outcome)


@pytest.mark.parametrize("name", WORLDS)
def test_people_did_leave_and_the_series_says_how_many(runs: dict[str, Run], name: str) -> None:
    run = runs[name]
    ends, groups = last(run), run.groups.set_index(KEYS).sort_index()
    assert (ends["networkers"] < ends["people"]).any()
    np.testing.assert_allclose(ends["networkers"] / ends["people"], groups["survival"])


@pytest.mark.parametrize("name", ["focal, focus", "focal, tailored"])
def test_the_series_of_focal_people_ends_at_the_mean_of_people(runs: dict[str, Run], name: str) -> None:
    run = runs[name]
    (end,) = last(run).reset_index().query("focal").to_dict("records")
    people = run.people[run.people.focal]
    assert end["people"] == len(people) == 3
    for outcome in ("credibility", "contradictions", "recruits", "net_income", "active_income", "costs"):
        assert end[outcome] == pytest.approx(people[outcome].mean(), rel=1e-12)


def test_where_nobody_joins_every_series_ends_at_the_mean_of_people() -> None:
    for worlds in ("population", "mixed"):
        strategy = None if worlds == "mixed" else "focus"
        run = recorded(strategy, design={"worlds": worlds}, strategy=TWO, phases={"decisions": False})
        people = run.people.groupby(KEYS)
        for outcome in ("contradictions", "recruits", "net_income", "passive_income", "costs", "credibility"):
            np.testing.assert_allclose(last(run)[outcome], people[outcome].mean(), rtol=1e-12, err_msg=outcome)


@pytest.mark.parametrize("name", WORLDS)
def test_what_is_counted_so_far_never_falls(runs: dict[str, Run], name: str) -> None:
    for _, group in runs[name].series.groupby(KEYS):
        assert group["people"].nunique() == 1
        for column in ("costs", "active_income", "passive_income", "capital_income", "recruits", "contradictions"):
            assert (np.diff(group[column]) >= 0.0).all(), column


def test_people_who_left_keep_what_they_have() -> None:
    """One of three focal people gives up everything by hand."""
    market = lived(
        scenario(design={"worlds": "focal", "focal_people": 3}, phases={"leaving": False}), 60, strategy="tailored"
    )
    series, w = Series(market.world), market.world.tables
    series.look(60)
    gone = np.flatnonzero(w.life.focal)[0]
    w.people.works[gone] = w.people.role[gone] = 0
    series.look(61)
    before, after = (as_frame(series.columns()).query("focal and day == @day").iloc[0] for day in (60, 61))
    assert (before["networkers"], after["networkers"]) == (3, 2)
    assert before.drop(["day", "networkers"]).equals(after.drop(["day", "networkers"]))


def test_before_anything_is_said_nobody_has_a_name() -> None:
    series = Series(lived(FOCAL, 0, strategy="tailored").world)
    series.look(0)
    frame = as_frame(series.columns())
    assert np.isnan(frame.credibility).all()
    assert (frame.networkers.tolist(), frame.people.tolist()) == ([5, 3], [5, 3])
    assert (frame.recruits == 0).all()


def test_who_comes_later_has_nothing_before() -> None:
    """The same people on every day: on the first one only those who have begun have any costs."""
    market = lived(scenario(strategy=all_working("focus")), 0)
    series = Series(market.world)
    for day in (1, 65):
        while market.day < day:
            market.step()
        series.look(day)
    first, end = as_frame(series.columns()).to_dict("records")
    assert first["people"] == end["people"] > first["networkers"]
    purse = market.world.tables.accounts[: market.world.people]
    worked = market.world.tables.tally.joined >= 0
    costs = (market.world.tables.tally.goods + purse.fees + purse.materials + purse.stakes)[worked]
    assert end["costs"] == pytest.approx(costs.sum() / end["people"])


def test_without_networkers_there_is_nothing_to_see() -> None:
    series = Series(lived(scenario(population={"networkers": 0.0}), 1).world)
    series.look(1)
    assert series.columns() == {}


VITA, CLICKS = 0, 1
PLAN = {"retail_margin": 0.25, "plan": {"rates": [0.1], "compression": False, "rolls_up": True}}


def work(w: Tables, i: int, c: int, sponsor: int = NONE) -> int:
    """Let a person work a company from day 0; return their position."""
    seat = enter(w, 0, i, c, sponsor, NONE)
    go_to_work(w, 0, i, c)
    return seat


@pytest.fixture
def town() -> World:
    """Three members and a customer under one member of vita, two members of clicks, nobody in glow."""
    world = empty_world(people=6, company=[{**each, **PLAN} for each in COMPANIES])
    w = world.tables
    first = work(w, 0, VITA)
    for i in (1, 2, 3):
        work(w, i, VITA, first)
    enter(w, 0, 4, VITA, first, NONE)
    buy_only(w, 4, VITA)
    work(w, 0, CLICKS)
    work(w, 1, CLICKS)
    w.positions.conviction[: w.count[0].positions] = 1.0
    return world


def rows(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return list(frame.itertuples(index=False, name=None))


def stays(w: Tables, strategies: list[str], days: int) -> pd.DataFrame:
    return as_frame(tenure(w, strategies, days))


def test_a_row_a_company_says_who_is_in_and_what_was_bought_and_paid(town: World) -> None:
    w, firms = town.tables, Firms(town)
    firms.look(0)
    purchases(w, 29)
    commissions(w)
    w.group.usefulness[VITA] = 0.75
    firms.look(30)
    depart(w, 3, 31, QUIT)
    depart(w, 4, 31, QUIT)
    depart(w, 5, 31, CLOSED)
    regroup(w)
    firms.look(35)
    bought, paid = 4 * 6_000 + 4_000, 3 * 600 + 400 + 1_000
    told = ["day", "company", "members", "customers", "left", "volume", "consumer_volume", "paid", "usefulness"]
    shares = ["pool", "closed", "cause", "paid_in", "paid_out", "crowd_in", "crowd_out", "crowd_lost", "won", "born"]
    assert list(as_frame(firms.columns()).columns) == [*told, *shares]
    assert rows(as_frame(firms.columns())[told]) == [
        (0, "vita", 4, 1, 0, 0, 0, 0, 1.0),
        (0, "clicks", 2, 0, 0, 0, 0, 0, 1.0),
        (0, "glow", 0, 0, 0, 0, 0, 0, 1.0),
        (30, "vita", 4, 1, 0, bought, bought - 6_000, paid, 0.75),
        (30, "clicks", 2, 0, 0, 10_000, 10_000, 0, 1.0),
        (30, "glow", 0, 0, 0, 0, 0, 0, 1.0),
        (35, "vita", 3, 0, 2, bought - 6_000 - 4_000, bought - 6_000 - 6_000 - 4_000, paid, 0.75),
        (35, "clicks", 1, 0, 1, 5_000, 5_000, 0, 1.0),
        (35, "glow", 0, 0, 0, 0, 0, 0, 1.0),
    ]
    assert [each.name for each in Firm.columns] == [*told[2:], *shares]
    counts = ["day", *(each.name for each in Firm.columns if each.name != "usefulness")]
    assert as_frame(firms.columns()).dtypes[counts].eq("int64").all()


def test_positions_and_companies_tell_the_same_story_of_a_lively_world() -> None:
    market = lived(scenario(), 65, strategy="tailored")
    w, firms = market.world.tables, Firms(market.world)
    firms.look(65)
    seats = w.positions[: w.count[0].positions]
    frame = as_frame(firms.columns())
    still_in = seats.left < 0
    assert frame.members.sum() == seats.working[still_in].sum()
    assert frame.members.sum() + frame.customers.sum() + frame.left.sum() == seats.size
    assert frame.left.sum() == np.count_nonzero(~still_in) > 0
    income = w.accounts[: w.people.size]
    assert frame.paid.sum() == income.active.sum() + income.passive.sum() > 0


def test_pools_are_told_of_revenue_share_companies_only() -> None:
    of = pools([{"deposits": 1_000, "fee": 0.1, "returns": 2.0, "days": 10}], {"name": "vita", "topic": "health"})
    market = lived(of, 11)
    firms = Firms(market.world)
    firms.look(11)
    told = ["pool", "closed", "cause", "paid_in", "paid_out", "crowd_in", "crowd_out", "crowd_lost", "won", "born"]
    came_in = 11 * 90_000  # by day 9 as much had to be paid as had come in: 20,000 a day for every day before
    assert as_frame(firms.columns()).iloc[0][told].tolist() == [
        0,
        10,
        1,
        *[11 * 100_000, came_in] * 2,
        11 * 100_000 - came_in,
        0,
        0,
    ]
    assert as_frame(firms.columns()).iloc[1][told].tolist() == [0, -1, *[0] * 8]


def test_winners_here_and_losers_elsewhere_are_told_apart() -> None:
    law = {"deposits": 1_000, "fee": 0.0, "returns": 2.0, "days": 2, "price": 1, "patience": 0}
    w = (market := holder([law], 10_00, 3, reinvest=0.0)).world.tables
    firms = Firms(market.world)
    firms.look(3)
    seen = as_frame(firms.columns()).set_index("company").loc["y0"]
    mine = w.holdings[0]
    assert (mine.staked, w.count[0].holdings) == (10_00, 1)
    assert seen.crowd_in == w.pools.staked[0] - mine.staked == 3 * 1_000_00
    assert seen.crowd_out == w.pools.received[0] - mine.received
    assert seen.crowd_lost == seen.crowd_in - seen.crowd_out
    assert seen.won == mine.received - mine.staked == 9_95
    assert seen.paid_in == seen.crowd_in + mine.staked


def test_without_a_look_there_is_nothing_to_see(town: World) -> None:
    assert Firms(town).columns() == {}


MOST = 30
OF = scenario_of(MOST, [0.1], compression=True)
Stays = list[tuple[int, int]]


def stayed(stays: Stays, customers: tuple[int, ...] = ()) -> Tables:
    """Positions that were opened on a day and given up on another (-1: never)."""
    w = plant(OF, [TOP] * len(stays), customers)
    for p, (joined, left) in enumerate(stays):
        w.positions[p].day = w.positions[p].since = joined
        if left >= 0:
            depart(w, p, left, QUIT)
    regroup(w)
    return w


def test_months_of_tenure_by_hand() -> None:
    """Of five, one leaves in their first month, one in their second; two came too late for a third month."""
    w = stayed([(0, 29), (0, 30), (10, -1), (0, -1), (31, -1)])
    assert rows(stays(w, ["vita"], 90)) == [
        ("vita", False, 0, 5, 1),
        ("vita", False, 1, 3, 1),
        ("vita", False, 2, 1, 0),
    ]


def test_a_month_counts_when_it_was_lived_to_its_last_day() -> None:
    w = stayed([(0, 59), (1, 59)])
    assert rows(stays(w, ["vita"], 60)) == [("vita", False, 0, 2, 0), ("vita", False, 1, 1, 1)]
    assert rows(stays(w, ["vita"], 61)) == [("vita", False, 0, 2, 0), ("vita", False, 1, 2, 2)]


def test_customers_are_no_members() -> None:
    assert rows(stays(stayed([(0, 5), (0, 7)], customers=(1,)), ["vita"], 30)) == [("vita", False, 0, 1, 1)]


def test_strategies_and_focal_people_are_kept_apart() -> None:
    stay = {"leaving": False}
    market = lived(scenario(phases=stay, design={"worlds": "focal", "focal_people": 3}), 65, strategy="tailored")
    frame = stays(market.world.tables, [each.name for each in market.scenario.strategy], 65)
    assert rows(frame[["strategy", "focal", "month"]].drop_duplicates())[-2:] == [
        ("tailored", True, 0),
        ("tailored", True, 1),
    ]
    assert frame[frame.focal].at_risk.tolist() == [9, 9]
    assert frame.left.sum() == 0


def test_before_a_month_is_over_nobody_has_a_tenure() -> None:
    assert stays(stayed([(0, -1)]), ["vita"], 29).empty


@given(st.lists(st.tuples(st.integers(0, 89), st.integers(0, 200)), min_size=1, max_size=MOST))
def test_the_counts_are_those_of_the_product_limit(drawn: Stays) -> None:
    days = 100
    w = stayed([(joined, joined + stay if joined + stay < days else -1) for joined, stay in drawn])
    frame = stays(w, ["vita"], days)
    observed = np.array([(days - joined) // MONTH for joined, _ in drawn])
    left = np.array([stay // MONTH for _, stay in drawn])
    seen = left < observed
    times = np.where(seen, left + 1, observed)
    curve = ecdf(CensoredData(uncensored=times[seen], right=times[~seen])).sf
    expected = curve.evaluate(frame.month.to_numpy() + 1)
    assert np.cumprod(1 - frame.left / frame.at_risk).to_numpy() == pytest.approx(expected)


def test_a_recorder_counts_the_days_it_saw() -> None:
    market = lived(scenario(phases={"leaving": False}), 64, strategy="focus")
    recorder = Recorder(market.world)
    depart(market.world.tables, 0, 40, QUIT)
    recorder.look(64)
    frame = recorder.finish("focus").tenure
    founders, month = frame[frame.month == 0], frame[frame.month == 1]
    seats = market.world.tables.positions[: market.world.tables.count[0].positions]
    assert founders.at_risk.tolist() == [np.count_nonzero((seats.working == 1) & (seats.since <= 34))]
    assert (founders.left.sum(), month.left.sum()) == (0, 1)
