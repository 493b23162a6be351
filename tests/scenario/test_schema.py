"""What a scenario takes as a value, and what it says of others."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError, create_model

from sim.core.parameters import Section, param
from sim.model.plans.companies import MOST_COMPANIES
from sim.model.plans.parameters import Plan
from sim.scenario import Scenario
from sim.scenario.design import Design
from sim.scenario.designs import rows
from sim.scenario.errors import ScenarioError
from sim.scenario.schema import from_resolved, resolved
from sim.scenario.sections import field_at, schema_names, section_of
from sim.scenario.translate import MOST_TRANSLATED, translate
from sim.scenario.vary import value_of, with_values


def sections(section: type[Section] = Scenario) -> list[type[Section]]:
    inner = [section_of(field.annotation) for field in section.model_fields.values()]
    return [section, *(deep for found in inner if found for deep in sections(found))]


@pytest.mark.parametrize("section", sections()[1:], ids=lambda section: section.__name__)
def test_every_default_is_within_its_own_bounds(section: type[Section]) -> None:
    for name, field in section.model_fields.items():
        if not field.is_required():
            section.__pydantic_validator__.validate_assignment(section.model_construct(), name, field.default)


@pytest.mark.parametrize("name", list(schema_names()))
def test_every_number_has_bounds_on_both_sides(name: str) -> None:
    field = field_at(tuple(name.split(".")))
    assert field is not None
    if field.annotation in (int, float, Decimal, int | None):
        limits = {type(item).__name__ for item in field.metadata}
        assert limits & {"Ge", "Gt"}
        assert limits & {"Le", "Lt"}


@pytest.mark.parametrize(("text", "cents"), [(35, 3500), (35.1, 3510), (0.29, 29), (1e5, 10_000_000), (19.99, 1999)])
def test_money_is_what_was_written_to_the_cent(table: dict[str, Any], text: float, cents: int) -> None:
    table["company"][0]["joining_fee"] = text
    assert Scenario.model_validate(table).company[0].joining_fee * 100 == cents


@pytest.mark.parametrize(
    "change",
    [
        {"people": "100"},
        {"people": 100.5},
        {"people": True},
        {"networkers": "0.1"},
        {"savings": "35"},
        {"savings": True},
    ],
)
def test_nothing_is_guessed_from_another_type(table: dict[str, Any], change: dict[str, Any]) -> None:
    table["population"].update(change)
    with pytest.raises(ValidationError):
        Scenario.model_validate(table)


def test_a_scenario_cannot_be_changed(table: dict[str, Any]) -> None:
    scenario = Scenario.model_validate(table)
    with pytest.raises(ValidationError):
        scenario.title = "Another"


def test_topics_are_those_of_the_companies_in_their_order(table: dict[str, Any]) -> None:
    table["company"] += [
        {"name": "a", "topic": "b"},
        {"name": "c", "topic": "health"},
        {"name": "d", "topic": "a"},
    ]
    assert Scenario.model_validate(table).topics == ["health", "b", "a"]


Make = Callable[..., Scenario]


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("[time]\ndays = 30.0", "time.days", 30),
        ("[population]\npeople = 3e3", "population.people", 3000),
        ("[graph]\nm = 1_0.0", "graph.m", 10),
        ("[design]\nseeds = 5.0", "design.seeds", 5),
        ('[design]\nseeds = "7"\nfirst_seed = "+3"', "design.seeds", 7),
        ('[design.precision]\noutcome = "sales"\nmin_seeds = "12"\nmax_seeds = 1e2', "design.precision.max_seeds", 100),
        ('[[company]]\nname = "vita"\nplan.width = 4.0', "company.vita.plan.width", 4),
    ],
)
def test_a_whole_number_in_a_file(write: Any, town: Any, text: str, name: str, value: int) -> None:
    found = value_of(Scenario.load(write('extends = "town.toml"\n' + text)), name)
    assert (found, type(found)) == (value, int)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[time]\ndays = 30.5", "x.toml, line 3: time.days = 30.5: must be a whole number (days): write 30 or 31."),
        ("[time]\ndays = -0.5", "x.toml, line 3: time.days = -0.5: must be a whole number (days): write -1 or 0."),
        (
            '[time]\ndays = "30"',
            'x.toml, line 3: time.days = "30": must be a whole number (days): write 30 without quotes.',
        ),
        (
            '[gossip]\nrate = ".5"',
            'x.toml, line 3: gossip.rate = ".5": must be a number (probability): write 0.5 without quotes.',
        ),
        (
            '[gossip]\nrate = "3,5 %"',
            'x.toml, line 3: gossip.rate = "3,5 %": must be a number (probability): write 0.035 without quotes.',
        ),
        (
            '[gossip]\nrate = "0,5"',
            'x.toml, line 3: gossip.rate = "0,5": must be a number (probability): write 0.5 without quotes.',
        ),
        ("[time]\ndays = true", "x.toml, line 3: time.days = true: must be a whole number (days)."),
        ("[time]\ndays = nan", "x.toml, line 3: time.days = nan: must be a whole number (days)."),
        ("[time]\ndays = 1e300", "x.toml, line 3: time.days = 1e+300: must be a whole number (days)."),
        ("[gossip]\nrate = true", "x.toml, line 3: gossip.rate = true: must be a number (probability)."),
        ('[design]\nseeds = "4.0"', 'x.toml, line 3: design.seeds = "4.0": must be a whole number (runs).'),
        ('[design]\nseeds = "many"', 'x.toml, line 3: design.seeds = "many": must be a whole number (runs).'),
    ],
)
def test_what_is_no_whole_number_is_told_what_to_write(told: Any, text: str, sentence: str) -> None:
    assert told(text) == [sentence]


@pytest.mark.parametrize(
    ("option", "name", "value"),
    [
        ("time.days=30.0", "time.days", 30),
        ("time.days=3e1", "time.days", 30),
        ("time.days=30.", "time.days", 30),
        ("gossip.rate=.3", "gossip.rate", 0.3),
        ("design.seeds='12'", "design.seeds", 12),
    ],
)
def test_a_number_on_the_command_line(scenario: Make, option: str, name: str, value: float) -> None:
    found = value_of(scenario(option), name)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("time.days", np.int64(30), 30),
        ("time.days", np.float64(30.0), 30),
        ("time.days", np.float32(30), 30),
        ("time.days", pd.Series([30.0, 60.0])[0], 30),
        ("time.days", pd.array([30], dtype="Int64")[0], 30),
        ("time.days", Decimal("30.0"), 30),
        ("time.days", np.array(30), 30),
        ("gossip.rate", np.float32(0.3), 0.3),
        ("gossip.rate", np.int32(1), 1.0),
        ("phases.gossip", np.False_, False),
        ("company.vita.materials", np.float64(3.25), Decimal("3.25")),
        ("company.vita.materials", np.float32(0.1), Decimal("0.1")),
        ("company.vita.plan.rates", np.array([0.1, 0.2]), [0.1, 0.2]),
        ("company.vita.plan.rates", pd.Series([0.1, 0.2]), [0.1, 0.2]),
        ("graph.kind", np.str_("complete"), "complete"),
    ],
)
def test_values_of_numpy_and_pandas(scenario: Make, name: str, given: Any, value: Any) -> None:
    found = value_of(with_values(scenario(), {name: given}), name)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("given", [np.True_, True, pd.NA, None, np.float64(30.5), float("inf"), "30", [30]])
def test_values_that_are_no_whole_number(scenario: Make, given: Any) -> None:
    with pytest.raises(ScenarioError, match="must be a whole number"):
        with_values(scenario(), {"time.days": given})


def test_a_table_of_python_may_hold_them_anywhere(table: dict[str, Any]) -> None:
    table["time"] = {"days": np.int64(9)}
    table["design"] = {"seeds": np.uint8(4), "vary": {"time.days": np.array([3, 6]), "gossip.rate": [np.float32(0.5)]}}
    found = Scenario.model_validate(table)
    assert found.design.vary == {"time.days": [3, 6], "gossip.rate": [0.5]}
    assert from_resolved(resolved(found)) == found


def test_points_have_whole_numbers_where_the_parameter_is_whole(scenario: Make) -> None:
    found = rows(scenario("design.vary={'time.days'=[3.0, 6e0], 'gossip.rate'=[1.0]}"))
    assert [[type(value) for value in row.values()] for row in found] == [[int, float]] * 2
    listed = 'design.point=[{"time.days"=3.0}, {"time.days"=4}]'
    assert rows(scenario("design.kind=list", listed)) == [{"time.days": 3}, {"time.days": 4}]
    ranged = scenario("design.kind=sobol", "design.points=4", "design.between={'time.days'=[3.0, 9.0]}")
    assert all(type(row["time.days"]) is int and 3 <= row["time.days"] <= 9 for row in rows(ranged))


def test_a_whole_number_given_twice_in_two_forms_is_listed_twice(told: Any) -> None:
    assert told('[design.vary]\n"time.days" = [30, 30.0]') == [
        'x.toml, line 3: design.vary."time.days" (entry 2) = 30.0 is listed twice.'
    ]


def test_deep_tables_do_no_harm() -> None:
    deep: Any = 1
    for _ in range(3000):
        deep = {"a": deep}
    with pytest.raises(ValidationError):
        Design(vary=deep)


def test_tuples_ranges_and_paths_are_taken(scenario: Make) -> None:
    found = with_values(
        scenario(), {"strategy.focus.companies": ("vita",), "design.vary": {"time.days": range(10, 30, 10)}}
    )
    assert found.strategy[0].companies == ["vita"]
    assert with_values(scenario(), {"graph.path": Path("a") / "b"}).graph.path == str(Path("a") / "b")


def test_values_come_as_a_table(scenario: Make) -> None:
    with pytest.raises(ScenarioError) as caught:
        with_values(scenario(), ["time.days=3"])  # type: ignore[arg-type]
    assert str(caught.value) == 'Values are given as a table of names and values, not as ["time.days=3"].'


def test_exact_numbers_of_a_design_are_those_of_a_file(table: dict[str, Any]) -> None:
    table["design"] = {
        "vary": {"gossip.rate": [Decimal("0.1"), Fraction(1, 4), Decimal(1)], "time.days": [Decimal("3e1")]}
    }
    found = Scenario.model_validate(table).design.vary
    assert found == {"gossip.rate": [0.1, 0.25, 1], "time.days": [30]}
    assert [type(value) for value in (*found["gossip.rate"], *found["time.days"])] == [float, float, int, int]


def said(model: type[Section], data: dict[str, Any], **kwargs: Any) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(data)
    return [str(problem) for problem in translate(caught.value, data, **kwargs)]


def test_a_part_is_named_from_the_top() -> None:
    assert said(Plan, {"rates": [2]}, base=("company", 0, "plan")) == [
        "company (entry 1).plan.rates (entry 1) = 2: must be at most 1 (share of volume)."
    ]


def test_tables_are_not_repeated(table: dict[str, Any]) -> None:
    table["company"] *= MOST_COMPANIES + 1
    table["zzz"] = [{"a": 1}]
    assert said(Scenario, table)[0] == (
        f"company: must have at most {MOST_COMPANIES} entries, not {MOST_COMPANIES + 1}."
    )
    assert said(Scenario, table)[1].startswith("zzz is not a known key. Known here: title, time, ")


def test_thousands_of_mistakes_are_not_all_translated(table: dict[str, Any]) -> None:
    table["time"] = {f"key{i}": i for i in range(2 * MOST_TRANSLATED)}
    assert len(said(Scenario, table)) == MOST_TRANSLATED


def test_every_kind_of_finding_of_the_schema_has_a_sentence_of_its_own() -> None:
    section = create_model(
        "Odd",
        __base__=Section,
        code=(str, param("", pattern="^[a-z]$", meaning="A code.")),
        one=(Literal[1], param(1, meaning="One.")),
        day=(bytes, param(b"", meaning="Bytes.")),
    )
    assert said(section, {"code": "A", "day": 3}) == [
        'code = "A": must match ^[a-z]$.',
        "day = 3 is not allowed: Input should be a valid bytes.",
    ]


def test_a_scenario_introduces_itself_in_a_line(table: dict[str, Any]) -> None:
    table["title"], table["strategy"] = "a <b> c", [{"name": "x & y", "companies": ["vita"]}]
    found = Scenario.model_validate(table)
    companies = f"{len(found.company)} compan{'y' if len(found.company) == 1 else 'ies'}"
    size = f"{found.population.people} people, {found.time.days} days, {companies}, 1 strategy, population worlds"
    assert repr(found) == str(found) == f"<Scenario 'a <b> c': {size}>"
    html = found._repr_html_()
    assert html.startswith(f"<h3>a &lt;b&gt; c</h3>\n<p>{size}</p>\n<table>")
    assert "<tr><td>x &amp; y</td><td>vita</td><td>focus</td></tr>" in html
    graph = found.model_copy(update={"population": found.population.model_copy(update={"people": None}), "title": ""})
    assert repr(graph).startswith("<Scenario 'untitled': the graph's own people, ")
