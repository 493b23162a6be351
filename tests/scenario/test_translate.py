from __future__ import annotations

from typing import Any, Literal

import pytest
from pydantic import ValidationError, create_model

from sim.core.parameters import Section, param
from sim.model.plans.companies import MOST_COMPANIES
from sim.model.plans.parameters import Plan
from sim.scenario import Scenario
from sim.scenario.translate import MOST_TRANSLATED, translate


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
