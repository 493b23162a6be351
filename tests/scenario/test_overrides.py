from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sim.scenario import Scenario, ScenarioError, load
from sim.scenario.vary import value_of


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("time.days=30", "time.days", 30),
        (" time.days = 1_000 ", "time.days", 1000),
        ("title=Focus or diversify?", "title", "Focus or diversify?"),
        ('title="a = b"', "title", "a = b"),
        ("title=", "title", ""),
        ("phases.gossip=false", "phases.gossip", False),
        ("graph.kind=complete", "graph.kind", "complete"),
        ("company.vita.quality=0.9", "company.vita.quality", 0.9),
        ("company.vita.joining_fee=35.1", "company.vita.joining_fee", Decimal("35.1")),
        ("company.clicks.plan.rates=[0.1, 0.2]", "company.clicks.plan.rates", [0.1, 0.2]),
        ("strategy.two, tailored.pitch=focus", "strategy.two, tailored.pitch", "focus"),
        ("design.vary.graph.p=[0, 1]", "design.vary", {"graph.p": [0, 1]}),
        ("design.background.two, tailored=1", "design.background", {"two, tailored": 1.0}),
        ("time={days=5}", "time.days", 5),
        ("credibility.memory_half_life=7", "conversation.memory_half_life", 7.0),
    ],
)
def test_one_value_is_set(scenario: Callable[..., Scenario], text: str, name: str, value: Any) -> None:
    assert value_of(scenario(text), name) == value


def test_a_section_that_is_set_keeps_what_is_not_named(scenario: Callable[..., Scenario]) -> None:
    population = scenario("population={networkers=0.5}").population
    assert (population.people, population.networkers) == (100, 0.5)


def test_the_last_one_holds(scenario: Callable[..., Scenario]) -> None:
    assert scenario("time.days=30", "time.days=60").time.days == 60


def test_a_line_break_cannot_smuggle_in_a_second_key(scenario: Callable[..., Scenario]) -> None:
    assert scenario('graph.name="a"\nb = 1').graph.name == '"a"\nb = 1'


def test_a_path_on_the_command_line_is_relative_to_the_working_directory(
    scenario: Callable[..., Scenario], folder: Path
) -> None:
    found = scenario("graph.kind=file", "graph.path=data/friends.txt")
    assert found.graph.path == str(folder / "data/friends.txt")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("time.days", '--set time.days: must have the form key=value, such as "time.days=30".'),
        ("=3", '--set =3: must have the form key=value, such as "time.days=30".'),
        ("population.people=abc", "--set population.people=abc: must be a whole number (people)."),
        ("population.people=1", "--set population.people=1: must be at least 2 (people)."),
        ("time.dys=3", "--set time.dys=3 is not a known key. Did you mean time.days?"),
        ("time.days.x=3", "--set time.days.x=3 is not a known key."),
        ("extends=a.toml", "--set extends=a.toml: extends is stated in a file, not on the command line."),
        (
            "company.vitta.quality=1",
            '--set company.vitta.quality=1: there is no company "vitta" (declared: "vita" or "clicks"). '
            'Did you mean "vita"?',
        ),
        (
            "company.vita.plan.rates=[2]",
            "--set company.vita.plan.rates=[2]: company.vita.plan.rates (entry 1) = 2: must be at most 1 "
            "(share of volume).",
        ),
        ("time=3", "--set time=3: must be a table: write [time]."),
        ("title=2026-01-02", '--set title=2026-01-02: must be text in "quotes".'),
    ],
)
def test_a_mistake_names_the_option(town: Path, text: str, sentence: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(town, [text])
    assert str(caught.value) == sentence


def test_mistakes_on_the_command_line_come_before_those_of_the_file(told: Callable[..., list[str]]) -> None:
    assert told("[time]\ndays = 0", "graph.mm=3", "graph.m=0") == [
        "--set graph.mm=3 is not a known key. Did you mean graph.m?",
        "--set graph.m=0: must be at least 1 (ties).",
        "x.toml, line 3: time.days = 0: must be at least 1 (days).",
    ]


def test_companies_that_are_no_list_are_a_mistake_of_the_file(told: Callable[..., list[str]]) -> None:
    assert told("[company]\nname = 3", "company.vita.quality=1") == [
        '--set company.vita.quality=1: there is no company "vita" (none is declared).',
        "x.toml, line 2: company: must be a list of tables: write [[company]].",
    ]


@pytest.mark.parametrize(
    "key", ["strategy.two, tailored.pace", 'strategy."two, tailored".pace', '"strategy.two, tailored.pace"']
)
def test_keys_may_have_the_quotes_of_a_file(scenario: Callable[..., Scenario], key: str) -> None:
    assert scenario(f"{key}=3").strategy[1].pace == 3
