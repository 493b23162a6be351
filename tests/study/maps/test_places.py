"""The headline: who does best at a place, and whether that can be told."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd
import pytest

from sim.study.headline import CRITERIA, Criterion, Map, Way, best, from_told, way_of

INCOME, LOSS, _ = CRITERIA
WAYS: dict[str, Way] = {"one": "focus", "two": "several", "five": "several", "one and yields": "yields"}


def worlds(column: str, **values: list[float]) -> pd.DataFrame:
    """A row for each seed of each strategy; underscores in names stand for blanks."""
    rows = [
        {"strategy": name.replace("_", " "), "seed": seed, column: value}
        for name, found in values.items()
        for seed, value in enumerate(found)
    ]
    return pd.DataFrame(rows)


def test_the_best_strategy_of_the_best_way_wins_by_its_lead_over_the_other_ways() -> None:
    frame = worlds("income", one=[100.0, 120.0], two=[300.0, 320.0], five=[290.0, 310.0], one_and_yields=[200.0, 220.0])
    cell = best(frame, WAYS, INCOME)
    assert (cell.way, cell.strategy, cell.value, cell.lead) == ("several", "two", 310.0, 100.0)
    assert (cell.sure, cell.told_apart) == (1.0, True)
    assert (cell.worst, cell.worst_value) == ("focus", 110.0)


def test_of_losses_the_smallest_is_best() -> None:
    frame = worlds("loss", one=[0.2, 0.3], two=[0.5, 0.5], five=[0.6, 0.6], one_and_yields=[0.3, 0.4])
    cell = best(frame, WAYS, LOSS)
    assert (cell.way, cell.strategy) == ("focus", "one")
    assert (cell.value, cell.lead) == (pytest.approx(0.25), pytest.approx(0.1))


def test_a_lead_that_does_not_matter_is_not_told_apart() -> None:
    small = INCOME.matters - 1.0
    frame = worlds("income", one=[small] * 4, two=[0.0] * 4, five=[0.0] * 4, one_and_yields=[0.0] * 4)
    cell = best(frame, WAYS, INCOME)
    assert (cell.way, cell.sure, cell.told_apart) == ("focus", 1.0, False)


def test_a_lead_that_hangs_on_one_world_is_not_told_apart() -> None:
    one, two = [0.0] * 9 + [2000.0], [20.0] * 10
    cell = best(worlds("income", one=one, two=two), {"one": "focus", "two": "several"}, INCOME)
    assert (cell.way, cell.lead) == ("focus", 180.0)
    assert cell.sure == pytest.approx(1 - 0.9**10, abs=0.03)  # wins whenever that world is drawn
    assert not cell.told_apart


def test_strategies_that_take_no_part_do_not_win() -> None:
    frame = worlds("income", one=[1.0, 1.0], two=[0.0, 0.0], one_and_yields=[900.0, 900.0])
    assert best(frame, {"one": "focus", "two": "several"}, INCOME).way == "focus"


@pytest.mark.parametrize(
    ("at_once", "systems", "way"), [(1, [], "focus"), (2, [], "several"), (0, [], "several"), (1, ["pool"], "yields")]
)
def test_a_way_is_told_by_businesses_at_once_and_yields(at_once: int, systems: list[str], way: Way) -> None:
    assert way_of({"at_once": at_once, "portfolio": {"systems": systems}}) == way


def test_all_criteria_have_a_lead_that_matters() -> None:
    assert [each.name for each in CRITERIA] == ["income", "loss", "ruin"]
    assert all(isinstance(each, Criterion) and each.matters > 0 for each in CRITERIA)


def test_a_map_is_told_and_read_back() -> None:
    cell = best(worlds("income", one=[1.0, 1.0], two=[0.0, 0.0]), {"one": "focus", "two": "several"}, INCOME)
    made = Map("large", "three systems", (replace(cell, life=365.0, events=0.25, criterion="income"),), 540, 20, 2, 8)
    assert from_told(json.loads(json.dumps(made.told()))) == made
