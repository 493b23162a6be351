"""Companies, strategies and distances of every shipped scenario are those that its results were made with.

Frozen when lists began to be merged by name. A file that is added, or changed on purpose, is frozen anew here.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.shipped import SHIPPED, load_shipped

FROZEN = json.loads(Path(__file__).with_name("shipped_lists.json").read_text(encoding="utf-8"))
LISTS = {"company", "strategy", "topic_distance"}


def test_all_files_that_were_shipped_are_there() -> None:
    assert {path.relative_to(SHIPPED).as_posix() for path in SHIPPED.rglob("*.toml")} >= set(FROZEN)


@pytest.mark.parametrize("name", FROZEN)
def test_a_shipped_scenario_has_the_companies_and_strategies_it_had(name: str) -> None:
    scenario = load_shipped(SHIPPED / name)
    assert scenario.model_dump(mode="json", exclude_defaults=True, include=LISTS) == FROZEN[name]


def test_calibrated_values_stand_in_one_file() -> None:
    marked = [path.name for path in SHIPPED.rglob("*.toml") if "calibrated: docs" in path.read_text(encoding="utf-8")]
    assert marked == ["base.toml"]
