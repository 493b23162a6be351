from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.core.accounts import HOUSEHOLDS
from sim.core.errors import UserError
from sim.model.tables import NONE, Tables
from sim.world.build import _lowest, build
from sim.world.graphs.social import social_graph
from sim.world.graphs.space import remoteness
from tests.builders import all_working, differing, scenario

MANY = {"people": 4_000, "networkers": 0.05}
LATTICE = {"kind": "watts_strogatz", "k": 4, "p": 0.0}
ONE = [{"name": "one", "companies": ["vita"]}]
THREE = [{"name": name, "companies": ["vita"], "share": share} for name, share in (("a", 0.5), ("b", 0.3), ("c", 0.2))]


def town(**sections: Any) -> Tables:
    """Four thousand people on a ring."""
    population = {**MANY, **sections.pop("population", {})}
    sections = {"graph": LATTICE, "strategy": ONE, **sections}
    return build(scenario(population=population, **sections), seed=5).tables


def test_same_scenario_and_seed_same_people() -> None:
    one, two = build(scenario(), 3), build(scenario(), 3)
    assert differing(one.tables, two.tables) == []
    other = build(scenario(), 4).tables
    assert {"key", "taste.interest", "life.hours", "life.founder"} <= set(differing(one.tables, other))


def test_hours_are_exponential_below_full_time() -> None:
    w = town(population={"part_time": 0.9, "part_time_hours": 10.0, "full_time_hours": 35.0})
    full = w.life.full_time == 1
    assert full.mean() == pytest.approx(0.1, abs=0.02)
    assert (w.life.hours[full] == 35.0).all()
    assert stats.kstest(w.life.hours[~full], stats.truncexpon(3.5, scale=10.0).cdf).pvalue > 0.001
    assert not w.life.hours_left.any()


def test_honesty_is_normal_cut_to_its_range() -> None:
    w = town(population={"honesty": 0.7, "honesty_spread": 0.2})
    assert w.life.honesty.min() >= 0.0
    assert w.life.honesty.max() == 1.0
    inside = w.life.honesty[w.life.honesty < 1.0]
    assert stats.kstest(inside, stats.truncnorm(-3.5, 1.5, 0.7, 0.2).cdf).pvalue > 0.001


def test_savings_are_lognormal_in_cents_from_the_households() -> None:
    w = town(population={"savings": 2_500, "savings_sigma": 0.8})
    cash = w.accounts.balance[: w.people.size]
    assert stats.kstest(np.log(cash / 250_000), stats.norm(0.0, 0.8).cdf).pvalue > 0.001
    assert w.accounts[w.people.size + w.company.size + HOUSEHOLDS].balance == -cash.sum()
    assert w.accounts.balance.sum() == 0


@pytest.mark.parametrize("mean", [0.2, 0.5, 0.8])
def test_interest_has_its_mean_and_topics_are_unrelated(mean: float) -> None:
    w = town(population={"interest": mean})
    interest = w.taste.interest[:, :3]
    np.testing.assert_allclose(interest.mean(axis=0), mean, atol=0.02)
    power = (1 - mean) / mean
    assert stats.kstest(interest[:, 0].astype(float) ** (1 / power), "uniform").pvalue > 0.001
    related = np.corrcoef(interest.T)[np.triu_indices(3, 1)]
    assert np.abs(related).max() < 4.5 / np.sqrt(w.people.size)
    assert not w.taste.interest[:, 3:].any()


@pytest.mark.parametrize("distance", [0.0, 0.3, 1.0])
def test_near_topics_are_liked_alike(distance: float) -> None:
    near = [{"between": ["health", "beauty"], "distance": distance}]
    w = town(topic_distance=near, conversation={"topic_distance": 1.0})
    health, ads, beauty = w.taste.interest[:, :3].T
    assert (health == beauty).mean() == pytest.approx(1.0 - distance, abs=0.03)
    assert not (health == ads).any()
    assert stats.kstest(beauty.astype(float) ** (0.3 / 0.7), "uniform").pvalue > 0.001


def test_a_graph_may_bring_its_own_people() -> None:
    karate = {"kind": "dataset", "name": "karate_club"}
    world = build(scenario(graph=karate), 1)
    assert world.people == 34
    assert world.remarks[-1] == "The graph brings its own 34 people; population.people = 80 does not count."


def test_openness_and_founders_are_shares() -> None:
    w = town(population={"openness": 0.35})
    assert w.people.open.mean() == pytest.approx(0.35, abs=0.03)
    assert w.life.founder.sum() == 200
    assert town(population={"networkers": 0.0}).life.founder.sum() == 0
    assert town(population={"networkers": 0.0001}).life.founder.sum() == 1


def test_both_sides_of_a_tie_are_equally_close() -> None:
    of = scenario(population={"people": 400, "close_ties": 0.3}, graph={"m": 8}, conversation={"strangers": 0.0})
    w = build(of, 2).tables
    np.testing.assert_array_equal(w.ties.close, w.ties.close[w.links.mirror])
    assert w.ties.close.mean() == pytest.approx(0.3, abs=0.03)


CIRCLES = {"kind": "social_circles", "mean_degree": 150}


@pytest.mark.parametrize(("share", "contacts"), [(1 / 30, 5), (0.1, 15), (1 / 3, 50), (1.0, 150)])
def test_social_circles_lie_inside_of_each_other(share: float, contacts: float) -> None:
    alone = {"strangers": 0.0}
    w = build(scenario(population={"people": 2_000, "close_ties": share}, graph=CIRCLES, conversation=alone), 2).tables
    np.testing.assert_array_equal(w.ties.close, w.ties.close[w.links.mirror])
    assert w.ties.close.sum() / 2_000 == pytest.approx(contacts, rel=0.03)
    own = np.add.reduceat(w.ties.close, w.people.first[w.people.degree > 0])  # everybody has about this share close
    many = w.people.degree[w.people.degree > 0] > 100
    assert own[many].sum() / w.people.degree[w.people.degree > 100].sum() == pytest.approx(share, rel=0.03)


def test_close_contacts_are_the_nearest_within_the_smaller_reach() -> None:
    of = scenario(population={"people": 300, "close_ties": 0.1}, graph={**CIRCLES, "mean_degree": 40})
    w = build(of, 2).tables
    space = social_graph(of.graph, 300, w.key).space
    for i in range(300):
        book = slice(w.people.first[i], w.people.first[i] + w.people.degree[i])
        near = [remoteness(space[i], space[friend]) < 0.1 for friend in w.links.other[book]]
        assert w.ties.close[book].tolist() == near


def test_another_share_of_close_contacts_changes_nobody_but_whom_it_adds() -> None:
    few, many = (
        build(scenario(population={"people": 300, "close_ties": share}, graph={**CIRCLES, "mean_degree": 40}), 2).tables
        for share in (0.1, 0.4)
    )
    np.testing.assert_array_equal(few.links.other, many.links.other)
    assert (few.ties.close <= many.ties.close).all()
    np.testing.assert_array_equal(few.people.open, many.people.open)


def test_nobody_has_heard_or_told_or_held_anything() -> None:
    w = town()
    assert (w.ties.ceiling == 1.0).all()
    assert (w.links.told_day == -10_000).all()
    assert (w.held.seat == NONE).all()
    assert (w.life.choice == -1).all()
    assert (w.tally.joined == -1).all()
    assert (w.tally.first_commission == -1).all()
    for column in ("good", "bad", "heard", "talks", "claimed", "beside", "day"):
        assert not w.ties[column].any()
    assert not any(w.count[0].tolist())


def test_in_a_population_everybody_follows_the_strategy_under_study() -> None:
    of = scenario(strategy=THREE)
    assert (build(of, 1, "c").tables.people.strategy == 2).all()
    assert (build(of, 1).tables.people.strategy == 0).all()


def test_in_a_mixed_world_strategies_have_their_shares() -> None:
    w = town(strategy=THREE, design={"worlds": "mixed"})
    seen = np.bincount(w.people.strategy, minlength=3)
    assert stats.chisquare(seen, [2_000, 1_200, 800]).pvalue > 0.001


def test_in_a_focal_world_a_few_founders_follow_the_strategy_under_study() -> None:
    design = {"worlds": "focal", "focal_people": 20, "background": {"a": 0.75, "b": 0.25}}
    w = build(scenario(population=MANY, graph=LATTICE, strategy=THREE, design=design), 5, "c").tables
    focal = w.life.focal == 1
    assert focal.sum() == 20
    assert (w.life.founder[focal] == 1).all()
    assert (w.people.strategy[focal] == 2).all()
    others = np.bincount(w.people.strategy[~focal], minlength=3)
    assert others[2] == 0
    assert others[1] / others.sum() == pytest.approx(0.25, abs=0.03)


def test_without_a_background_everybody_else_follows_the_first() -> None:
    w = build(scenario(strategy=THREE, design={"worlds": "focal", "focal_people": 3}), 5, "b").tables
    assert np.bincount(w.people.strategy, minlength=3).tolist() == [77, 3, 0]


@pytest.mark.parametrize("worlds", ["population", "focal"])
def test_an_unknown_strategy_is_a_sentence(worlds: str) -> None:
    of = scenario(strategy=all_working("tailored"), design={"worlds": worlds, "focal_people": 3})
    with pytest.raises(UserError) as caught:
        build(of, 1, "tailord")
    assert str(caught.value) == (
        'The strategy \'tailord\' is not declared; there are "tailored". Did you mean "tailored"?'
    )


def test_in_a_mixed_world_no_strategy_can_be_studied_alone() -> None:
    with pytest.raises(UserError) as caught:
        build(scenario(strategy=THREE, design={"worlds": "mixed"}), 1, "b")
    assert str(caught.value) == "The strategy 'b' cannot be studied alone: in a mixed world all live side by side."


@pytest.mark.parametrize("seed", [-1, 2**64, 1.5])
def test_a_seed_that_is_none_is_a_sentence(seed: Any) -> None:
    with pytest.raises(UserError) as caught:
        build(scenario(), seed)
    assert str(caught.value) == f"The seed {seed} must be a whole number from 0 to 2**64 - 1."


def test_a_seed_may_come_out_of_an_array() -> None:
    assert differing(build(scenario(), np.int64(3)).tables, build(scenario(), 3).tables) == []  # type: ignore[arg-type]


def test_a_kept_graph_is_not_changed_by_those_who_use_it() -> None:
    first = build(scenario(), 9).tables
    for table in ("people", "links"):
        getattr(first, table).view(np.uint8)[:] = 0
    again, other = build(scenario(), 9).tables, build(scenario(), 10).tables
    assert again.links.other.any()
    assert {"links.other", "people.first"} & set(differing(again, other))
    assert differing(again, build(scenario(), 9).tables) == []


@given(st.lists(st.integers(0, 9), min_size=1, max_size=30), st.data())
def test_the_lowest_draws_are_those_of_a_stable_sort(draws: list[int], data: st.DataObject) -> None:
    count = data.draw(st.integers(0, len(draws)))
    values = np.array(draws, float)
    assert _lowest(values, count).tolist() == sorted(np.argsort(values, kind="stable")[:count].tolist())


def test_every_place_of_an_address_book_begins_alike() -> None:
    w = build(scenario(events={"share": 0.1, "places": 3}), 2).tables
    assert (w.people.spare == 3).all()
    assert (w.ties.ceiling == 1.0).all()
    assert np.count_nonzero(w.links.other == NONE) == 3 * w.people.size


BUILT = """
import sys
from sim.scenario import Scenario
from sim.world.build import build
build(Scenario.load("scenarios/base.toml", ["population.people=60", "graph.mean_degree=10"]), 1)
print(sorted({"networkx", "mesa", "pandas"} & set(sys.modules)))
"""


def test_a_generated_world_is_built_without_networkx() -> None:
    done = subprocess.run([sys.executable, "-c", BUILT], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
