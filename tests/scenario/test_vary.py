from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from sim.scenario import Scenario, ScenarioError
from sim.scenario.vary import declared, dotted_names, value_of, values_by_name, with_values


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
            "graph.q is not a known key. Known here: kind, m, k, p, mean_degree, blocks, within, name, path.",
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
