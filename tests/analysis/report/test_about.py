from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from sim.analysis.report.about import State, origin, state, stated, varied
from sim.analysis.report.answer import MOST_ROWS, differences_table, persons_table
from sim.analysis.results import Results
from sim.analysis.table import comparison
from sim.scenario.explain import explain
from tests.analysis.sampled_worlds import batch_of, linear

Batch = Callable[..., Results]


def test_values_that_are_not_defaults_are_listed_with_what_they_mean(batch: Batch) -> None:
    rows = stated(batch(strategies=2, seeds=2)).parameters
    assert [(row["name"], row["value"], row["default"], row["unit"]) for row in rows] == [
        ("population.people", "3000", "none", "people"),
        ("gossip.rate", "0.3", explain("gossip.rate").default, explain("gossip.rate").unit),
    ]
    assert rows[1]["meaning"] == explain("gossip.rate").meaning
    assert rows[1]["source"] == "assumed"


def test_companies_and_strategies_are_listed_by_name(batch: Batch) -> None:
    entries = stated(batch(strategies=2, seeds=2)).entries
    assert entries[0] == ("company", "vita", 'topic "health"')
    assert entries[2] == ("strategy", "focus", 'companies ["vita"]; share 0.5')


def test_assumed_numbers_are_counted(batch: Batch) -> None:
    def leaves(part: object) -> list[object]:
        fields = part.fields  # type: ignore[attr-defined]
        return [leaf for each in fields for leaf in leaves(each)] if fields else [part]

    numbers = [
        leaf
        for leaf in leaves(explain())
        if leaf.unit and leaf.name.partition(".")[0] not in ("company", "strategy", "design", "claim", "topic_distance")  # type: ignore[attr-defined]
    ]
    found = stated(batch(strategies=2, seeds=2))
    assert found.defaults == len(numbers) - 2
    assert found.assumed == sum(leaf.source == "assumed" for leaf in numbers) - 2  # type: ignore[attr-defined]


def test_points_are_listed_with_their_runs(batch: Batch) -> None:
    results = batch(strategies=2, seeds=3, vary={"gossip.rate": [0.0, 0.3]})
    kept = results.runs[(results.runs["point"] != 3) | (results.runs["seed"] == 1)]
    found = varied(replace(results, runs=kept))
    assert found.heads == ["Point", "strategy", "gossip.rate", "Runs"]
    assert found.points == [
        ["0", "focus", "0.0", "3"],
        ["1", "focus", "0.3", "3"],
        ["2", "two, disclosed", "0.0", "3"],
        ["3", "two, disclosed", "0.3", "1"],
    ]
    assert [(row["name"], row["values"], row["source"]) for row in found.parameters] == [
        ("strategy", '"focus", "two, disclosed"', ""),
        ("gossip.rate", "0.0, 0.3", "assumed"),
    ]


def test_many_points_and_values_are_cut(batch: Batch) -> None:
    found = varied(batch(strategies=1, seeds=1, vary={"gossip.rate": [number / 100 for number in range(70)]}))
    assert (len(found.points), found.hidden) == (60, 10)
    assert found.parameters[1]["values"].endswith("0.11, …")


def test_sampled_values_are_told_by_their_range() -> None:
    found = varied(batch_of(linear, "latin-hypercube", 30, ends=(0.0, 3.0)))
    values, points = [row["values"] for row in found.parameters], found.points
    assert sum(bool(re.fullmatch(r"30 from 0\.\d+ to 2\.\d+", each)) for each in values) == 3
    assert max(len(cell) for row in points for cell in row) <= 9


def test_the_origin_is_told(batch: Batch) -> None:
    found = origin(batch(strategies=1, seeds=3))
    assert found.commands == ["git checkout c0ffee", "manyhats batch scenarios/town.toml"]
    assert found.remark == "The source had changes that this commit does not hold."
    assert found.facts == [
        ("Seeds", "1 to 3"),
        ("Version of the model", "0.1.0+abc"),
        ("Commit", "c0ffee"),
        ("Scenario's fingerprint", "f" * 64),
        ("Software", "python 3.11.7, numpy 2.4.6"),
        ("Machine", "cores: 2, platform: Linux"),
        ("Started", "2026-01-02T03:04:05+00:00"),
        ("Finished", "2026-01-02T03:05:05+00:00"),
    ]


def test_a_silent_manifest_tells_the_seeds(twins: Results) -> None:
    found = origin(twins)
    assert (found.commands, found.remark, found.facts) == ([], "", [("Seeds", "1 to 12")])


def test_an_unfinished_batch_has_no_end(batch: Batch) -> None:
    assert ("Finished", "not finished") in origin(batch({"finished": None}, strategies=1, seeds=2)).facts


def test_what_is_there_is_counted(batch: Batch) -> None:
    results = batch(strategies=2, seeds=3)
    assert (state(results), state(results).sentences) == (State(6, 6, [], 0), [])


def test_tables_have_rows_by_outcome_and_leave_out_what_is_too_long(batch: Batch) -> None:
    results = batch(strategies=2, seeds=12)
    table = comparison(results)
    sheet = differences_table(table)
    assert sheet.heads == ["", "Mean (median person)", "Difference", "95 % interval", "Effect", "Better", "Twins"]
    assert (sheet.blocks[0].heading, sheet.blocks[0].rows[0][0], sheet.hidden) == ("Recruits", "focus", 0)
    row = table.set_index(["variant", "outcome"]).loc["two, disclosed", "recruits"]
    effect = [f"{row[name]:+.2f}".replace("-", "−") for name in ("effect", "effect_low", "effect_high")]
    assert sheet.blocks[0].rows[1][4] == f"{effect[0]} ({effect[1]} to {effect[2]})"
    persons = persons_table(table).blocks[0].rows[1]
    assert persons[3] == f"{row['p50']:.2f} ({row['p50_low']:.2f} to {row['p50_high']:.2f})"
    many = pd.concat([table] * (1 + MOST_ROWS // len(table)))
    assert differences_table(many).hidden == len(many) - MOST_ROWS > 0


def test_population_worlds_have_no_column_of_twins(batch: Batch) -> None:
    assert "Twins" not in differences_table(comparison(batch(worlds="population", strategies=2, seeds=3))).heads
