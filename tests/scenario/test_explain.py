"""What a parameter means, as data and on the terminal."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rich.console import Console, RenderableType

from sim.model.plans.companies import Company
from sim.scenario import Scenario, ScenarioError
from sim.scenario.explain import Explained, explain, schema_json
from sim.scenario.sections import OF_FILES, schema_names
from sim.scenario.vary import Difference, dotted_names
from sim.verbs.layout import render, render_difference


def test_a_value() -> None:
    assert explain("population.part_time") == Explained(
        name="population.part_time",
        type="number",
        default="0.93",
        bounds="at least 0, at most 1",
        unit="share",
        meaning="Share of people who would work part-time.",
        source="Zacharias 2009, 6,600 partners: 93 % part-time.",
    )


def test_an_alias_is_told() -> None:
    found = explain("credibility.memory_half_life")
    assert found.name == "conversation.memory_half_life"
    assert found.remark == "credibility.memory_half_life is another name of conversation.memory_half_life."
    assert found.bounds == "more than 0, at most 36500"


@pytest.mark.parametrize(
    ("name", "kind", "default", "bounds"),
    [
        ("population.people", "whole number", "none", "at least 2, at most 20000000"),
        ("population.savings", "amount of money", "3000", "at least 0, at most 1000000000"),
        ("phases.gossip", "true or false", "true", ""),
        ("title", "text", '""', "at most 200 characters"),
        ("design.worlds", "name", '"population"', "one of population, mixed, focal"),
        ("company.name", "text", "required", "at least 1 characters, at most 60 characters"),
        (
            "company.plan.rates",
            "list: number",
            "[0.08, 0.05, 0.04, 0.04, 0.04]",
            "at least 1 entries, at most 30 entries; each at least 0, at most 1",
        ),
        (
            "topic_distance.between",
            "list of 2: text",
            "required",
            "each at least 1 characters, at most 60 characters",
        ),
        ("design.background", "table: number", "{}", ""),
        ("design.vary", "table: list: any value", "{}", ""),
    ],
)
def test_types_defaults_and_bounds(name: str, kind: str, default: str, bounds: str) -> None:
    found = explain(name)
    assert (found.name, found.type, found.default, found.bounds) == (name, kind, default, bounds)


def test_what_has_no_default_has_no_source() -> None:
    assert explain("company.name").source == ""
    assert explain("company.quality").source == "assumed"


def test_an_entry_may_be_named() -> None:
    assert explain("company.vita.quality") == explain("company.quality")
    assert explain("strategy.two, tailored.pitch") == explain("strategy.pitch")


def test_a_section_lists_its_fields() -> None:
    found = explain("record")
    assert (found.type, found.default, found.source) == ("table", "", "")
    assert [field.name for field in found.fields] == ["record.every"]
    assert explain("company").type == "list of tables"


def test_everything_is_explained_with_unit_and_source() -> None:
    def leaves(found: Explained) -> list[Explained]:
        return [leaf for field in found.fields for leaf in leaves(field)] or [found]

    found = leaves(explain())
    assert [leaf.name for leaf in found] == list(schema_names())
    assert all(leaf.meaning.endswith(".") and leaf.type for leaf in found)
    assert all(leaf.source for leaf in found if leaf.default != "required")
    assert all(leaf.unit and leaf.bounds for leaf in found if leaf.type in ("number", "amount of money"))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "credibility.memory_halflife",
            "credibility.memory_halflife is not a known key. Did you mean credibility.memory_half_life?",
        ),
        ("company.vita.qualty", "company.vita.qualty is not a known key. Did you mean company.quality?"),
        ("poplation", "poplation is not a known key. Did you mean population?"),
        (
            "leaving.losses",
            "leaving.losses is no longer a key. leaving.money took its place: it weighs what all businesses together "
            "bring against what was hoped for.",
        ),
        ("record.zzz", "record.zzz is not a known key. Known here: every."),
        (
            "a" * 5000,
            "a" * 5000 + " is not a known key. Known here: " + ", ".join([*Scenario.model_fields, *OF_FILES]) + ".",
        ),
    ],
)
def test_an_unknown_name_is_a_sentence(name: str, sentence: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        explain(name)
    assert str(caught.value) == sentence


def test_every_name_of_a_scenario_can_be_explained(table: dict[str, Any]) -> None:
    for name in dotted_names(Scenario.model_validate(table)):
        assert explain(name).meaning


def test_the_json_schema_describes_a_file() -> None:
    schema = json.loads(schema_json())
    assert "required" not in schema
    assert set(schema["properties"]) == {*OF_FILES, *Scenario.model_fields}
    assert schema["additionalProperties"] is False
    assert schema["$defs"]["Company"]["required"] == ["name"]
    assert schema["$defs"]["Strategy"]["properties"]["remove"]["const"] is True
    assert schema["$defs"]["TopicDistance"]["required"] == ["between"]
    assert set(schema["properties"]["keep"]["properties"]) == {"company", "strategy", "topic_distance"}
    shared = set(schema["properties"]["product_defaults"]["properties"])
    assert shared == set(Company.model_fields) - {"name", "kind", "topic"}
    alias = schema["$defs"]["Credibility"]["properties"]["memory_half_life"]
    assert alias["exclusiveMinimum"] == 0.0
    assert alias["description"] == "Another name of conversation.memory_half_life."
    assert schema["$defs"]["Population"]["properties"]["networkers"]["maximum"] == 1.0


def test_what_only_files_know_is_explained() -> None:
    assert explain("keep").type == "table"
    assert explain("extends").meaning.startswith("Scenario file whose values hold where this one is silent")
    assert explain("strategy.remove").type == "true"
    assert explain("product_defaults.quality").meaning == explain("company.quality").meaning
    names = [field.name for field in explain("product_defaults").fields]
    assert names[0] == "product_defaults.quality"
    assert names[-1] == "product_defaults.life"


def printed(what: RenderableType, width: int = 100) -> list[str]:
    console = Console(width=width, force_terminal=False)
    with console.capture() as capture:
        console.print(what)
    return [line.rstrip() for line in capture.get().rstrip().splitlines()]


def test_a_value_is_a_list_of_its_properties() -> None:
    assert printed(render(explain("credibility.memory_half_life"))) == [
        "conversation.memory_half_life  Time in which the memory of a story loses half its weight.",
        "credibility.memory_half_life is another name of conversation.memory_half_life.",
        "  type     number",
        "  unit     days",
        "  default  30.0",
        "  allowed  more than 0, at most 36500",
        "  source   assumed. Plausible: 7 to 120.",
    ]


def test_a_section_is_a_table_of_its_fields() -> None:
    assert printed(render(explain("record"))) == [
        "record  What is kept.",
        "parameter  default  meaning and source",
        "every      7 days   Interval of the time series.",
        "                    assumed",
    ]


def test_sections_inside_sections_follow() -> None:
    lines = printed(render(explain("company")), width=200)
    assert lines[0] == "company  Companies."
    assert "company.plan  Compensation plan." in lines
    plan = lines.index("company.plan  Compensation plan.")
    assert lines[plan - 1] == ""
    assert any(line.startswith("rates") for line in lines[plan:])


def test_everything_fits_the_terminal() -> None:
    lines = printed(render(explain()), width=80)
    assert max(map(len, lines)) <= 80
    assert sum(line.startswith("memory_half_life") for line in lines) == 1


def test_brackets_are_not_markup() -> None:
    found = [Difference("company.vita.plan.rates", "[0.1]", "[bold]")]
    assert printed(render_difference(found, "a.toml", "b.toml")) == [
        "parameter                a.toml  b.toml",
        "company.vita.plan.rates  [0.1]   [bold]",
    ]


def test_no_difference_is_a_sentence() -> None:
    assert printed(render_difference([], "a.toml", "b.toml")) == ["a.toml and b.toml are the same scenario."]


def test_what_has_no_default_is_said_in_words() -> None:
    assert explain("population.people").unstated == "required, unless the graph comes from a file"
    assert explain("time.days").unstated.endswith(" days")
    assert explain("graph.path").unstated == "none"
