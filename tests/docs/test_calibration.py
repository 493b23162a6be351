"""The page on the calibration says what its record says, and the default scenario carries the chosen draw."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType

import pytest

from sim.scenario.schema import Scenario
from sim.scenario.vary import value_of
from sim.study.calibration.proposing import Start
from sim.study.calibration.record import Outcome, told_targets
from sim.study.calibration.space import known, searched
from sim.study.posterior import FILE, Sample, chosen

REMEDY = "run: .venv/bin/python docs/build.py"


@pytest.fixture(scope="module")
def page(root: Path) -> Path:
    return root / "docs" / "calibration.md"


def test_the_page_is_not_stale(build: ModuleType, page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert build.calibration(text) == text, REMEDY


def test_record_and_draws_are_there_together(page: Path) -> None:
    assert page.with_suffix(".json").is_file() == FILE.is_file()


def test_the_default_scenario_carries_the_chosen_draw(root: Path) -> None:
    base = Scenario.load(root / "scenarios" / "base.toml")
    stated = {name: {float(value_of(base, at)) for at in known()[name].at(base)} for name in chosen()}
    assert stated == {name: {value} for name, value in chosen().items()}


def test_the_record_is_of_what_is_searched_and_of_the_targets_that_there_are(page: Path) -> None:
    record = Outcome.read(page.with_suffix(".json"))
    assert set(record.parameters) == {each.name for each in searched()} == set(chosen())
    kept = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))["targets"]
    keys = ("role", "low", "high", "expected")
    told = json.loads(json.dumps(told_targets()))
    assert {name: [each[key] for key in keys] for name, each in kept.items()} == {
        name: [each[key] for key in keys] for name, each in told.items()
    }


def test_the_start_of_the_search_in_place_is_there(page: Path) -> None:
    start = Start.read(page.with_name("calibration-start.json"), [each.name for each in searched()])
    assert start.epsilon == Outcome.read(page.with_suffix(".json")).search["generations"][-1]["epsilon"]


def test_no_draw_lies_outside_of_the_priors() -> None:
    sample = Sample.read()
    for each, values in zip(searched(), zip(*sample.draws, strict=True), strict=True):
        assert each.guess.least <= min(values) <= max(values) <= each.guess.most, each.name
