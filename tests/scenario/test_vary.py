"""A scenario with other values, and in what two differ."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.scenario import Scenario, ScenarioError, load
from sim.scenario.explain import explain
from sim.scenario.schema import resolved
from sim.scenario.vary import (
    Difference,
    Guess,
    declared,
    difference,
    dotted_names,
    guesses,
    value_of,
    values_by_name,
    with_values,
)
from tests.places import SCENARIOS


def test_values_are_replaced_and_nothing_else(scenario: Callable[..., Scenario]) -> None:
    town = scenario()
    point = with_values(
        town,
        {
            "title": "Another",
            "graph.p": 1,
            "credibility.memory_half_life": 7,
            "company.clicks.joining_fee": 19.9,
            "company.vita.plan.rates": [0.1],
            "strategy.two, tailored.pitch": "focus",
        },
    )
    before, after = values_by_name(town), values_by_name(point)
    assert {name: after[name] for name in after if after[name] != before[name]} == {
        "title": "Another",
        "graph.p": 1.0,
        "conversation.memory_half_life": 7.0,
        "company.clicks.joining_fee": Decimal("19.9"),
        "company.vita.plan.rates": [0.1],
        "strategy.two, tailored.pitch": "focus",
    }
    assert town == scenario()


def test_a_point_does_not_vary(scenario: Callable[..., Scenario]) -> None:
    town = scenario("design.vary.graph.p=[0, 1]", "design.seeds=3")
    point = with_values(town, {"graph.p": 0})
    assert point.design.vary == {}
    assert point.design.seeds == 3


def test_no_values_give_the_same_scenario(scenario: Callable[..., Scenario]) -> None:
    assert with_values(scenario(), {}) == scenario()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"graph.p": 2}, "graph.p = 2: must be at most 1 (probability)."),
        (
            {"graph.q": 2},
            "graph.q is not a known key. "
            "Known here: kind, m, k, p, mean_degree, reach_sigma, blocks, within, name, path.",
        ),
        (
            {"company.vita.plan.rates": [0.1, -1]},
            "company.vita.plan.rates (entry 2) = -1: must be at least 0 (share of volume).",
        ),
        ({"company.vita.price": 2}, "company.vita.price is not a known key. Did you mean decision.price?"),
        ({"title": 2}, 'title = 2: must be text in "quotes".'),
        ({"graph.m": 200}, "graph.m = 200: must be less than population.people = 100."),
        ({"design.background.focus": "x"}, 'design.background.focus = "x": must be a number (weight).'),
    ],
)
def test_mistakes_are_sentences(scenario: Callable[..., Scenario], values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        with_values(scenario(), values)
    assert str(caught.value) == sentence


def test_every_name_leads_to_its_value(scenario: Callable[..., Scenario]) -> None:
    town = scenario()
    values = values_by_name(town)
    assert dotted_names(town) == list(values)
    assert {name: value_of(town, name) for name in values} == values
    assert with_values(town, {name: value for name, value in values.items() if value is not None}) == town


def test_names_are_in_the_order_of_the_schema(scenario: Callable[..., Scenario]) -> None:
    names = dotted_names(scenario())
    assert names[:3] == ["title", "time.days", "population.people"]
    assert names.index("company.vita.quality") < names.index("company.clicks.name") < names.index("strategy.focus.name")
    assert {"topic_distance", "design.vary", "strategy.two, tailored.companies"} <= set(names)


def test_declared_names(scenario: Callable[..., Scenario]) -> None:
    assert declared(scenario()) == {"company": ["vita", "clicks"], "strategy": ["focus", "two, tailored"]}


OTHER = """\
title = "A town"
population.people = 200
conversation.memory_half_life = 7
[[company]]
name = "clicks"
topic = "advertising"
quality = 0.9
[[company]]
name = "trip"
topic = "travel"
[[strategy]]
name = "two, tailored"
companies = ["clicks", "trip"]
[[strategy]]
name = "new"
companies = ["trip"]
"""


def test_values_entries_and_only_those(scenario: Callable[..., Scenario], write: Callable[..., Path]) -> None:
    assert difference(scenario(), load(write(OTHER))) == [
        Difference("company.vita", "declared", "-"),
        Difference("company.trip", "-", "declared"),
        Difference("strategy.focus", "declared", "-"),
        Difference("strategy.new", "-", "declared"),
        Difference("population.people", "100", "200"),
        Difference("conversation.memory_half_life", "30.0", "7.0"),
        Difference("company.clicks.quality", "0.6", "0.9"),
        Difference("strategy.two, tailored.companies", '["vita", "clicks"]', '["clicks", "trip"]'),
        Difference("strategy.two, tailored.pitch", '"tailored"', '"focus"'),
    ]


def test_what_one_side_does_not_state(scenario: Callable[..., Scenario]) -> None:
    (found,) = difference(scenario(), scenario("graph.name=karate_club"))
    assert found == Difference("graph.name", "-", '"karate_club"')


def test_another_order_is_a_difference(scenario: Callable[..., Scenario]) -> None:
    town = scenario()
    turned = Scenario.model_validate({**dict(town), "strategy": town.strategy[::-1]})
    assert difference(town, turned) == [
        Difference("strategy", '["focus", "two, tailored"]', '["two, tailored", "focus"]')
    ]


changes = st.lists(
    st.sampled_from(
        [
            "time.days=30",
            "title=x",
            "graph.path=/a",
            "company.vita.plan.rates=[0.1]",
            "company=[{name='vita', topic='health', updates=1}, {name='clicks', topic='advertising'}]",
            "keep.company=['clicks', 'vita']",
            "strategy.focus.companies=['clicks']",
            "strategy.two, tailored.remove=true",
            "design.outcomes=['sales']",
            "topic_distance=[{between=['health', 'advertising'], distance=0.1}]",
        ]
    ),
    max_size=3,
    unique_by=lambda text: text.split("=")[0].split(".")[0],
).map(sorted)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes, changes)
def test_no_difference_means_equal(scenario: Callable[..., Scenario], some: list[str], others: list[str]) -> None:
    left, right = scenario(*some), scenario(*others)
    assert (difference(left, right) == []) == (resolved(left) == resolved(right)) == (some == others)
    turned = [Difference(entry.name, entry.right, entry.left) for entry in difference(right, left)]
    assert sorted(map(str, turned)) == sorted(map(str, difference(left, right)))


GUESSES = guesses()


def test_there_are_as_many_as_were_declared() -> None:
    names = [guess.name for guess in GUESSES]
    assert len(names) == len(set(names)) == 114
    assert {"credibility.contradiction", "company.retail_margin", "decision.intercept"} <= set(names)


@pytest.mark.parametrize("guess", GUESSES, ids=lambda guess: guess.name)
def test_the_default_lies_within(guess: Guess) -> None:
    default = float(explain(guess.name).default)
    assert guess.low < guess.high
    assert guess.low <= default <= guess.high


@pytest.mark.parametrize("guess", GUESSES, ids=lambda guess: guess.name)
def test_both_ends_are_allowed_in_the_default_scenario(guess: Guess) -> None:
    base = load(SCENARIOS / "base.toml")
    for end in (guess.low, guess.high):
        value = round(end) if guess.whole else end
        changed = with_values(base, dict.fromkeys(guess.at(base), value))
        assert {float(value_of(changed, name)) for name in guess.at(base)} == {float(value)}


def test_a_value_of_companies_is_that_of_every_product_company() -> None:
    base = load(SCENARIOS / "base.toml")
    found = next(guess for guess in GUESSES if guess.name == "company.quality").at(base)
    assert found == [f"company.{name}.quality" for name in ("vita", "clicks", "glow", "volt", "trip")]
    assert next(guess for guess in GUESSES if guess.name == "gossip.rate").at(base) == ["gossip.rate"]
