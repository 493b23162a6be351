from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.scenario import Scenario, load
from sim.scenario.identity import resolved
from sim.scenario.vary import Difference, difference

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


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes, changes)
def test_no_difference_means_equal(scenario: Callable[..., Scenario], some: list[str], others: list[str]) -> None:
    left, right = scenario(*some), scenario(*others)
    assert (difference(left, right) == []) == (resolved(left) == resolved(right)) == (some == others)
    turned = [Difference(entry.name, entry.right, entry.left) for entry in difference(right, left)]
    assert sorted(map(str, turned)) == sorted(map(str, difference(left, right)))
