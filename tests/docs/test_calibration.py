"""The page on the calibration says what its record says, and the record is that of the default scenario."""

from __future__ import annotations

import json
import math
from pathlib import Path
from types import ModuleType

import pytest
from sim.study.calibration.search import GUESSES, SEARCHED, home

from sim.scenario.schema import Scenario
from sim.scenario.vary import value_of
from sim.study.calibration.record import BLOCK, BLOCKS, Outcome
from sim.study.targets import TARGETS

REMEDY = "run: .venv/bin/python docs/build.py"


@pytest.fixture(scope="module")
def page(root: Path) -> Path:
    return root / "docs" / "calibration.md"


@pytest.fixture(scope="module")
def record(page: Path) -> Outcome:
    return Outcome.read(page.with_suffix(".json"))


def test_no_block_is_stale(build: ModuleType, page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert build.calibration(text) == text, REMEDY
    assert {match["name"] for match in BLOCK.finditer(text)} == set(BLOCKS)


def test_the_default_scenario_has_the_values_of_the_record(root: Path, record: Outcome) -> None:
    base = Scenario.load(root / "scenarios" / "base.toml")
    stated = {name: {float(value_of(base, at)) for at in GUESSES[name].at(base)} for name in SEARCHED}
    assert stated == {name: {value} for name, value in record.values.items()}
    assert record.home == home(SEARCHED)


def test_every_value_is_plausible(record: Outcome) -> None:
    assert {name for name, at in record.values.items() if not GUESSES[name].low <= at <= GUESSES[name].high} == set()


def test_the_record_is_of_the_targets_that_there_are(page: Path, record: Outcome) -> None:
    kept = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))["targets"]
    now = {
        name: {"low": None if math.isinf(each.low) else each.low, "high": each.high, "weight": each.weight}
        for name, each in TARGETS.items()
    }
    assert {name: {key: each[key] for key in ("low", "high", "weight")} for name, each in kept.items()} == now
    assert all(set(both["after"]) == set(TARGETS) for both in record.graphs.values())
