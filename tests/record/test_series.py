from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.record.run import Recorder, Run
from sim.record.series import Series
from tests.builders import all_working, lived, scenario

FOCAL = scenario(design={"worlds": "focal", "focal_people": 3})
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
    """Whoever left counts with what he has, so that pictures and tables say the same."""
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


def test_whoever_left_keeps_what_he_has() -> None:
    """One of three focal people gives up everything by hand."""
    market = lived(FOCAL, 60, strategy="tailored")
    series, w = Series(market.world), market.world.tables
    series.look(60)
    gone = np.flatnonzero(w.life.focal)[0]
    w.people.works[gone] = w.people.role[gone] = 0
    series.look(61)
    before, after = (series.frame().query("focal and day == @day").iloc[0] for day in (60, 61))
    assert (before["networkers"], after["networkers"]) == (3, 2)
    assert before.drop(["day", "networkers"]).equals(after.drop(["day", "networkers"]))


def test_before_anything_is_said_nobody_has_a_name() -> None:
    series = Series(lived(FOCAL, 0, strategy="tailored").world)
    series.look(0)
    frame = series.frame()
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
    first, end = series.frame().to_dict("records")
    assert first["people"] == end["people"] > first["networkers"]
    purse = market.world.tables.accounts[: market.world.people]
    worked = market.world.tables.tally.joined >= 0
    costs = (purse.goods + purse.fees + purse.materials + purse.stakes)[worked]
    assert end["costs"] == pytest.approx(costs.sum() / end["people"])


def test_without_networkers_there_is_nothing_to_see() -> None:
    series = Series(lived(scenario(population={"networkers": 0.0}), 1).world)
    series.look(1)
    assert len(series.frame()) == 0
