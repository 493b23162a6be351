from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from sim.core.parameters import Section
from sim.scenario import Scenario
from sim.scenario.sections import field_at, schema_names, section_of


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
