"""Companies, strategies and distances of a file are merged with those it inherits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.scenario import Scenario, load

BASE = """\
population.people = 100

[product_defaults]
quality = 0.78
materials = 11
plan = { first = 0.2, ratio = 0.5 }

[[company]]
name = "vita"
topic = "health"
life = { law = "lognormal", days = 50 }

[[company]]
name = "glow"
topic = "beauty"

[[company]]
name = "trip"
topic = "travel"
materials = 3

[[topic_distance]]
between = ["health", "beauty"]
distance = 0.3

[[strategy]]
name = "focus"
companies = ["vita"]
portfolio = { reinvest = 0.5 }

[[strategy]]
name = "all"
companies = ["vita", "glow", "trip"]
pitch = "tailored"
"""


@pytest.fixture
def merged(write: Callable[..., Path]) -> Callable[..., Scenario]:
    write(BASE, "base.toml")
    return lambda text, *sets: load(write('extends = "base.toml"\n' + text), sets)


@pytest.fixture
def refused(told: Callable[..., list[str]], write: Callable[..., Path]) -> Callable[..., list[str]]:
    write(BASE, "town.toml")
    return told


def companies(scenario: Scenario) -> list[str]:
    return [company.name for company in scenario.company]


def strategies(scenario: Scenario) -> list[str]:
    return [strategy.name for strategy in scenario.strategy]


def test_a_new_company_follows_and_has_what_all_products_have(merged: Callable[..., Scenario]) -> None:
    found = merged('[[company]]\nname = "home"\ntopic = "household"')
    assert companies(found) == ["vita", "glow", "trip", "home"]
    assert [company.quality for company in found.company] == [0.78] * 4
    assert [float(company.materials) for company in found.company] == [11, 11, 3, 11]
    assert strategies(found) == ["focus", "all"]


@pytest.mark.filterwarnings("ignore::sim.scenario.reading.notes.InheritanceNote")
@pytest.mark.parametrize(
    ("text", "name", "values"),
    [
        ("quality = 0.5", "quality", [0.5, 0.78, 0.78]),
        ("life.days = 90", "life.days", [90, 28, 28]),
        ("life = { sigma = 2.0 }", "life.days", [50, 28, 28]),
        ("plan.first = 0.1", "plan.ratio", [0.5, 0.5, 0.5]),
        ("plan.first = 0.1", "plan.first", [0.1, 0.2, 0.2]),
        ("plan.rates = [0.1]", "plan.rates", [[0.1], [0.08, 0.05, 0.04, 0.04, 0.04], [0.08, 0.05, 0.04, 0.04, 0.04]]),
        ('topic = "sport"', "topic", ["sport", "beauty", "travel"]),
    ],
)
def test_what_an_entry_does_not_state_stays(
    merged: Callable[..., Scenario], text: str, name: str, values: list[Any]
) -> None:
    found = merged(f'[[company]]\nname = "vita"\n{text}')
    assert companies(found) == ["vita", "glow", "trip"]
    got: list[Any] = list(found.company)
    for part in name.split("."):
        got = [getattr(each, part) for each in got]
    assert got == values


@pytest.mark.filterwarnings("ignore::sim.scenario.reading.notes.InheritanceNote")
def test_strategies_merge_key_by_key_as_well(merged: Callable[..., Scenario]) -> None:
    found = merged(
        '[[strategy]]\nname = "mine"\ncompanies = ["glow"]\n'
        '[[strategy]]\nname = "all"\nat_once = 2\n'
        '[[strategy]]\nname = "focus"\nportfolio = { capital = 0.2 }'
    )
    assert strategies(found) == ["focus", "all", "mine"]
    assert (found.strategy[1].companies, found.strategy[1].at_once) == (["vita", "glow", "trip"], 2)
    assert (found.strategy[0].portfolio.reinvest, found.strategy[0].portfolio.capital) == (0.5, 0.2)


def test_distances_are_known_by_their_pair(merged: Callable[..., Scenario]) -> None:
    found = merged(
        '[[topic_distance]]\nbetween = ["beauty", "health"]\ndistance = 0.9\n'
        '[[topic_distance]]\nbetween = ["travel", "health"]\ndistance = 0.1'
    )
    assert [(each.between, each.distance) for each in found.topic_distance] == [
        (("beauty", "health"), 0.9),
        (("travel", "health"), 0.1),
    ]


def test_a_file_without_products_has_no_use_for_their_defaults(merged: Callable[..., Scenario]) -> None:
    found = merged('[[company]]\nname = "fund"\nkind = "revshare"\ntopic = "yield"')
    assert (found.company[3].quality, float(found.company[3].materials)) == (0.6, 10)


def test_shared_values_are_merged_over_all_files(merged: Callable[..., Scenario], write: Callable[..., Path]) -> None:
    write(
        'extends = "base.toml"\n[product_defaults]\nmaterials = 7\nplan.first = 0.3\n[keep]\ncompany = ["vita"]',
        "b.toml",
    )
    text = 'extends = "b.toml"\n[[company]]\nname = "home"\ntopic = "h"\n[keep]\nstrategy = ["focus"]'
    found = load(write(text, "c.toml"))
    assert companies(found) == ["vita", "home"]
    assert {(float(c.materials), c.quality, c.plan.first, c.plan.ratio) for c in found.company} == {(7, 0.78, 0.3, 0.5)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[[company]]\nname = "trip"\nremove = true\n[[strategy]]\nname = "all"\nremove = true', ["vita", "glow"]),
        ('[keep]\ncompany = ["glow", "vita"]\nstrategy = ["focus"]', ["glow", "vita"]),
        ('[keep]\ncompany = ["vita"]\nstrategy = ["focus"]\n[[company]]\nname = "a"\ntopic = "a"', ["vita", "a"]),
        ('[keep]\nstrategy = ["focus"]\n[[company]]\nname = "glow"\nremove = true', ["vita", "trip"]),
        ('[keep]\ncompany = ["trip", "glow", "vita"]', ["trip", "glow", "vita"]),
    ],
)
def test_leaving_out_is_explicit(merged: Callable[..., Scenario], text: str, expected: list[str]) -> None:
    assert companies(merged(text)) == expected


def test_a_distance_goes_with_the_company(merged: Callable[..., Scenario]) -> None:
    both = '[keep]\nstrategy = ["focus"]\ncompany = ["vita", "glow"]'
    assert len(merged(both).topic_distance) == 1
    assert merged(both.replace('"vita", "glow"', '"vita"')).topic_distance == []
    assert merged("[keep]\ntopic_distance = []").topic_distance == []
    assert len(merged('[keep]\ntopic_distance = [["beauty", "health"]]').topic_distance) == 1
    assert merged('[[topic_distance]]\nbetween = ["beauty", "health"]\nremove = true').topic_distance == []


def test_an_entry_that_is_not_kept_may_be_stated_afresh(merged: Callable[..., Scenario]) -> None:
    found = merged('[keep]\ncompany = ["glow", "trip"]\n[[company]]\nname = "vita"\ntopic = "health"')
    assert companies(found) == ["glow", "trip", "vita"]
    assert found.company[2].life.days == 28


def test_a_set_reaches_merged_entries(merged: Callable[..., Scenario]) -> None:
    new = '[[company]]\nname = "home"\ntopic = "household"\n'
    found = merged(
        new,
        "company.home.quality=0.1",
        "company.trip.plan.first=0.05",
        "product_defaults.update_hours=3.0",
        "strategy.all.remove=true",
        "company.glow.remove=true",
        "company.vita.quality=0.2",
    )
    assert [(c.name, c.quality, c.update_hours) for c in found.company] == [
        ("vita", 0.2, 3.0),
        ("trip", 0.78, 3.0),
        ("home", 0.1, 3.0),
    ]
    assert (found.company[1].plan.first, found.company[1].plan.ratio) == (0.05, 0.5)
    assert companies(merged(new, 'keep.company=["vita"]', 'keep.strategy=["focus"]')) == ["vita"]
    assert companies(merged(new, 'company=[{name="x", topic="x"}]')) == ["vita", "glow", "trip", "home", "x"]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            '[[company]]\nname = "trp"\nremove = true',
            [
                'x.toml, line 3: company.name = "trp": cannot be removed: there is no such company to keep or remove; '
                'inherited: "vita", "glow" or "trip". Did you mean "trip"?'
            ],
        ),
        (
            '[keep]\ncompany = ["vita", "glow", "trip", "home"]\n[[company]]\nname = "home"\ntopic = "household"',
            ['x.toml, line 3: keep.company = "home" is not inherited but stated in this file, which is enough.'],
        ),
        (
            '[keep]\ncompany = ["vita", "glow"]\nstrategy = ["focus"]\n[[company]]\nname = "trip"\nremove = true',
            ['x.toml, line 6: company.name = "trip": cannot be removed: x.toml, line 3 leaves it out already.'],
        ),
        (
            '[[company]]\nname = "vita"\nquality = 0.1\n[[company]]\nname = "vita"\nquality = 0.2',
            [
                "x.toml, line 5: company.vita.topic is missing. It must be given: Industry it stands for in a "
                'conversation. This file states "vita" above already; put its keys together.'
            ],
        ),
        (
            '[[company]]\nname = "Vita"\nquality = 0.1',
            [
                "x.toml, line 2: company.Vita.topic is missing. It must be given: Industry it stands for in a "
                'conversation. Did you mean "vita"?'
            ],
        ),
        (
            '[[company]]\nname = "trip"\nremove = true',
            [
                'town.toml, line 33: strategy.all.companies (entry 3) = "trip": must be a declared company: "vita" or '
                '"glow". x.toml, line 2 leaves it out.'
            ],
        ),
        (
            '[[company]]\nname = "trip"\nremove = 1',
            ["x.toml, line 4: company.remove = 1: must be true; without it the entry stays."],
        ),
        (
            '[[strategy]]\nname = "all"\nremove = true\npace = 3',
            ["x.toml, line 5: strategy.pace = 3: cannot be stated together with remove = true."],
        ),
        (
            '[keep]\ncompany = ["vita", "glov", "vita"]\nstrategy = ["focus"]',
            [
                'x.toml, line 3: keep.company = "glov": there is no such company to keep or remove; inherited: "vita", '
                '"glow" or "trip". Did you mean "glow"?',
                'x.toml, line 3: keep.company = "vita" is named twice.',
            ],
        ),
        (
            "[keep]\ncompanies = []",
            [
                'x.toml, line 3: keep.companies = [] is not a list that is inherited: "company", '
                '"strategy" or "topic_distance". Did you mean "company"?'
            ],
        ),
        (
            "[keep]\ncompany = 3",
            ["x.toml, line 3: keep.company = 3: must be a list: those companies that are kept; [] keeps none."],
        ),
        ("company = 3", ["x.toml, line 2: company = 3: must be a list of tables: write [[company]]."]),
        ('company = "vita"', ['x.toml, line 2: company = "vita": must be a list of tables: write [[company]].']),
        (
            '[[company]]\nname = "vita"\ntopic = ["a"]',
            ['x.toml, line 4: company.vita.topic = ["a"]: must be text in "quotes".'],
        ),
        (
            '[[company]]\nname = "vita"\ntopic = { a = 1 }',
            ['x.toml, line 4: company.vita.topic: must be text in "quotes".'],
        ),
        ("keep = 3", ["x.toml, line 2: keep = 3: must be a table: write [keep]."]),
        ("[keep]\nstrategy = []", ["x.toml, line 3: strategy = []: must have at least 1 entry."]),
        (
            '[[topic_distance]]\nbetween = ["health", "travel"]\nremove = true',
            [
                'x.toml, line 3: topic_distance.between = ["health", "travel"]: cannot be removed: no such distance is '
                'inherited; there is one between "beauty" and "health".'
            ],
        ),
        (
            '[[company]]\nname = "a"\ntopic = "a"\n[[company]]\nname = "a"\ntopic = "b"',
            ['x.toml, line 6: company.a.name = "a" is the name of two companies.'],
        ),
        (
            '[[company]]\nname = "vita"\nquality = 0.1\n[[company]]\nname = "vita"\nquality = 0.2\ntopic = "z"',
            ['x.toml, line 6: company.vita.name = "vita" is the name of two companies.'],
        ),
        (
            '[[company]]\nname = "vita"\nquality = 2',
            ["x.toml, line 4: company.vita.quality = 2: must be at most 1."],
        ),
        (
            '[[company]]\nname = "vita"\nremov = true',
            ["x.toml, line 4: company.vita.remov = true is not a known key. Did you mean company.vita.remove?"],
        ),
        (
            "[product_defaults]\nquality = 2\nqualty = 1\nkind = 3",
            [
                "x.toml, line 3: product_defaults.quality = 2: must be at most 1.",
                "x.toml, line 4: product_defaults.qualty = 1 is not a known key. "
                "Did you mean product_defaults.quality?",
                "x.toml, line 5: product_defaults.kind = 3 is a company's own; companies cannot share it.",
            ],
        ),
        ("product_defaults = 3", ["x.toml, line 2: product_defaults = 3: must be a table: write [product_defaults]."]),
        (
            "[product_default]\nquality = 2",
            ["x.toml, line 2: product_default is not a known key. Did you mean product_defaults?"],
        ),
        (
            "[product_defaults]\nplan = { rates = [0.9, 0.9] }",
            [
                f"x.toml, line 3: company.{name}.plan.rates = [0.9, 0.9]: must sum to at most 1; the sum is 1.8."
                for name in ("vita", "glow", "trip")
            ],
        ),
    ],
)
def test_what_cannot_be_merged_is_said(refused: Callable[..., list[str]], text: str, sentences: list[str]) -> None:
    assert refused(text) == sentences


def test_nothing_is_inherited_without_extends(write: Callable[..., Path]) -> None:
    from sim.scenario import ScenarioError

    with pytest.raises(ScenarioError) as caught:
        load(write(BASE + '[keep]\ncompany = ["vita"]\n[[company]]\nname = "x"\nremove = true'))
    assert str(caught.value).splitlines() == [
        'x.toml, line 36: keep.company = "vita": no companies are inherited.',
        'x.toml, line 38: company.name = "x": cannot be removed: no companies are inherited.',
    ]
