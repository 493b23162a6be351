"""What is left of worlds for the targets."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pytest

from sim.market import Market
from sim.model.membership.offers import BELIEF, EXPERTISE, SCORE, WORKING, weigh
from sim.scenario.schema import Scenario
from sim.scenario.vary import difference
from sim.study.cases import BASE
from sim.study.lived import (
    DAYS,
    VERDICT_SEEDS,
    Crowded,
    Listening,
    Lived,
    Worlds,
    live,
    pooled,
    with_dear_fees,
    without_care,
)
from sim.study.measures.adpack import MOMENTS, at_all_moments
from sim.study.targets import TARGETS, WORLDS, measure, of_role, rows_met
from tests.builders import differing, scenario

LENGTH = 390
LONG = scenario(time={"days": LENGTH})


@pytest.fixture(scope="module")
def lived() -> Lived:
    """What is left of a world of thirteen months."""
    return live(LONG, 3)


def test_everybody_with_a_position_is_a_member_with_their_whole_purse_and_that_of_the_year(lived: Lived) -> None:
    market = Market(LONG, 3, collect=False)
    for _ in range(30):
        market.step()
    w = market.world.tables
    early = {name: w.accounts[name][: w.people.size].copy() for name in ("active", "passive", "goods")}
    while market.running:
        market.step()
    purse, who = w.accounts[: w.people.size], lived.members["person"].to_numpy()
    held = w.positions[: w.count[0].positions]
    assert who.tolist() == np.unique(held.person).tolist()
    for name, before in early.items():
        assert lived.members[name].tolist() == purse[name][who].tolist()
        assert lived.members[f"year_{name}"].tolist() == (purse[name] - before)[who].tolist()
    own = lived.members["own"].to_numpy()
    assert (own <= purse.goods[who]).all()
    assert lived.members["costs"].tolist() == (own + purse.fees[who] + purse.materials[who]).tolist()
    assert (own[~lived.members["worked"].to_numpy()] == 0).all()
    assert lived.members["active"].sum() > 0
    assert (lived.days, lived.people) == (LENGTH, 80)


def test_members_of_the_year_worked_or_bought_in_it(lived: Lived) -> None:
    bought = lived.members["year_goods"] > 0
    assert lived.members["in_year"].tolist() == (bought | lived.members["worked_in_year"]).tolist()
    recent = lived.positions["working"] & ((lived.positions["left"] < 0) | (lived.positions["left"] >= LENGTH - 360))
    working = lived.positions.loc[recent, "person"].unique()
    assert set(lived.members.loc[lived.members["worked_in_year"], "person"]) == set(working)


def test_founders_are_told_from_those_who_came(lived: Lived) -> None:
    founders = set(lived.members.loc[lived.members["founder"], "person"])
    assert len(founders) == 8
    assert set(lived.positions.loc[lived.positions["founding"], "person"]) == founders
    assert not lived.positions.loc[lived.positions["founding"], "close"].any()


def test_listening_changes_nothing() -> None:
    plain, listening = Market(LONG, 5, collect=False), Listening(LONG, 5, collect=False)
    listening.offers = []
    for _ in range(40):
        plain.step()
        listening.step()
    assert differing(plain.world.tables, listening.world.tables) == []
    assert len(listening.offers) == 10  # of the last year only
    assert sum(len(day) for day in listening.offers) > 0


def test_work_begins_with_the_position_or_when_a_customer_took_it_up(lived: Lived) -> None:
    held = lived.positions[lived.positions["working"]]
    assert (held["began"] >= held["day"]).all()
    assert (held["began"] < LENGTH).all()


class Weighed(Market):
    """A market that compares what was taken down with who then came in."""

    def decide(self) -> None:
        terms = weigh(self.world.tables)
        assert terms.shape[1] == 4
        for term, weight in ((EXPERTISE, "knowledge"), (BELIEF, "credibility")):
            assert (terms[:, term] >= 0.0).all()
            assert (terms[:, term] <= getattr(self.scenario.decision, weight)).all()
        buys, works = (1.0 / (1.0 + np.exp(-np.nan_to_num(terms[:, term], nan=-700.0))) for term in (SCORE, WORKING))
        fresh = ~np.isnan(terms[:, SCORE])  # others have a position, or rest
        self.expected += float((1.0 - (1.0 - buys) * (1.0 - works))[fresh].sum())
        before = self.world.used("positions")
        super().decide()
        self.came += self.world.used("positions") - before

    expected, came = 0.0, 0


def test_scores_foretell_how_many_come() -> None:
    market = Weighed(scenario(time={"days": 60}, population={"people": 600}), 1, collect=False)
    while market.running:
        market.step()
    assert market.came > 100
    assert market.came == pytest.approx(market.expected, abs=4 * np.sqrt(market.expected) + 0.1 * market.expected)


def test_pooled_worlds_stand_side_by_side() -> None:
    one, two = (live(LONG, seed, offers=True) for seed in (1, 2))
    both = pooled([one, two])
    assert both.people == 160
    assert len(both.members) == len(one.members) + len(two.members)
    second = both.positions.iloc[len(one.positions) :].reset_index(drop=True)
    below = two.positions["sponsor"] >= 0
    assert (second["sponsor"][below] == two.positions["sponsor"][below] + len(one.positions)).all()
    assert (second["sponsor"][~below] == -1).all()
    assert (second["person"] == two.positions["person"] + 80).all()
    assert both.offers is not None
    assert one.offers is not None
    assert two.offers is not None
    assert len(both.offers.terms) == len(one.offers.terms) + len(two.offers.terms)


def test_the_other_worlds_differ_in_one_respect() -> None:
    base = scenario()
    names = {each.name for each in difference(base, without_care(base))}
    assert names == {"teams.care_hours"}
    dear = with_dear_fees(base)
    keys = {each.name.rsplit(".", 1)[-1] for each in difference(base, dear)}
    assert keys <= {"joining_fee", "minimum_purchase", "materials", "retail_margin", "rates", "fast_start"}
    assert {company.joining_fee for company in dear.company} == {Decimal(250)}
    assert {company.plan.fast_start for company in dear.company} == {0.4}


def test_every_target_is_measured(worlds: Worlds) -> None:
    names = [name for name in TARGETS if TARGETS[name].world not in ("elsewhere", "adpack")]
    found = measure(worlds, names)
    assert list(found) == names
    assert worlds.default.days == DAYS
    assert {name for name, value in found.items() if math.isinf(value)} == set()
    assert 0 < found["participation"] < 1


def test_there_are_ten_rows_that_inform_and_nine_that_validate() -> None:
    assert len({target.row for target in of_role("C")}) == 10
    assert len({target.row for target in of_role("V")}) == 9
    assert {target.name for target in TARGETS.values() if target.half} == {"retention-12", "retention-24"}


@pytest.mark.parametrize("name", list(TARGETS))
def test_targets_have_sensible_ranges(name: str) -> None:
    target = TARGETS[name]
    assert target.low < target.high or target.role == "S"
    assert target.world in WORLDS
    least, most = target.published or (target.low, target.high)
    assert target.low <= least <= most <= target.high
    assert target.value is None or target.value == least == most


def test_a_row_is_met_if_all_of_its_figures_are() -> None:
    figures = {target.name: target.low for target in of_role("C")}
    assert all(rows_met(figures, "C").values())
    met = rows_met(figures | {"gini": 0.5, "profit": math.nan}, "C")
    assert [row for row, there in met.items() if not there] == ["inequality", "balance"]


def test_a_launch_is_lived_with_the_same_people_and_a_large_system_by_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.study.lived.at_all_moments", lambda: at_all_moments(MOMENTS[::5]))
    small = Worlds(Scenario.load(BASE, ["population.people=600", "population.networkers=0.03"]), (2,))
    found = measure(small, [name for name in TARGETS if TARGETS[name].world in ("adpack", "launch")])
    assert found["adpack-again"] == pytest.approx(0.73, abs=0.02)
    assert 0.0 <= found["adpack-winners"] < found["adpack-losers"] <= 1.0
    assert small.launch.members["founder"].sum() == 1


def test_seeds_of_verdicts_are_of_their_own() -> None:
    assert list(VERDICT_SEEDS) == list(range(910_301, 910_311))


@pytest.mark.parametrize("most", [0.0, 0.05])
def test_a_world_is_not_lived_on_where_more_work_than_was_asked_for(most: float) -> None:
    with pytest.raises(Crowded):
        live(LONG, 3, most=most)


def test_worlds_beside_the_default_can_be_lived_with_fewer_seeds() -> None:
    worlds = Worlds(LONG, (1, 2), days=LENGTH, beside=1)
    assert worlds.default.people == 2 * worlds.neglected.people
    assert Worlds(LONG, (1, 2), days=LENGTH).neglected.people == worlds.default.people
