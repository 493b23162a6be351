"""The points of a design, each with the scenario it stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, overload

from sim.lab.work import BatchError
from sim.scenario.checks_design import point_named
from sim.scenario.design import SAMPLED
from sim.scenario.designs import Row, Rows, count, names
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.schema import Scenario, scenario_with
from sim.scenario.vary import with_values

MOST_POINTS = 100_000
MOST_RUNS = 1_000_000
"""Runs of one batch: as many as a folder holds and an analysis reads."""
FEW = 500
"""Points up to which all are tried; a scenario is made in about a millisecond."""
OTHERS = 100


@dataclass(frozen=True)
class Point:
    """One combination of values, ``strategy`` among them, and the scenario it stands for; none in mixed worlds."""

    index: int
    values: dict[str, Any]
    strategy: str | None
    scenario: Scenario


class Points(Sequence[Point]):
    """Points of a design, each made when it is first asked for, and kept.

    Raises
    ------
    BatchError
        If the strategy is varied in mixed worlds, or there are more than 100,000 points.
    """

    def __init__(self, scenario: Scenario) -> None:
        refuse_many(scenario, 1)
        self._scenario, self._made = scenario, dict[int, Point]()
        self.rows = Rows(scenario)

    def __len__(self) -> int:
        """Count the points."""
        return len(self.rows)

    @overload
    def __getitem__(self, index: int) -> Point: ...
    @overload
    def __getitem__(self, index: slice) -> list[Point]: ...
    def __getitem__(self, index: int | slice) -> Point | list[Point]:
        """Make a point, or return it if it was made already.

        Raises
        ------
        sim.scenario.errors.ScenarioError
            If its values do not fit together.
        """
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        at = range(len(self))[index]
        if at not in self._made:
            self._made[at] = made(self._scenario, at, self.rows[at])
        return self._made[at]


def points(scenario: Scenario | Mapping[str, Any] | str | Path) -> list[Point]:
    """Make all points of a design, of a scenario as :func:`sim.scenario.schema.scenario_with` takes it.

    Raises
    ------
    BatchError
        As :class:`Points` does.
    sim.scenario.errors.ScenarioError
        If the values of a point do not fit together.
    """
    return list(Points(scenario_with(scenario)))


def refuse_many(scenario: Scenario, seeds: int | None = None) -> int:
    """Refuse a design that cannot be run, before anything of it is made.

    Raises
    ------
    BatchError
        If the strategy is varied in mixed worlds, or there are more than 100,000 points or 1,000,000 runs.
    """
    design = scenario.design
    if design.worlds == "mixed" and "strategy" in names(scenario):
        raise BatchError(
            "design.vary.strategy: cannot vary in mixed worlds, where the strategies live side by side by their "
            'shares; allowed with design.worlds = "population" or "focal".'
        )
    many = count(scenario)
    if many > MOST_POINTS:
        where = "vary" if design.kind == "grid" else "points"
        raise BatchError(f"design.{where}: makes {many:,} points; at most {MOST_POINTS:,} are allowed.")
    wish = design.precision.outcome is not None and seeds is None
    every = seeds or (design.precision.max_seeds if wish else design.seeds)
    if many * every > MOST_RUNS:
        key = "--seeds" if seeds else "design.precision.max_seeds" if wish else "design.seeds"
        made_of = f"{many:,} points" if many > 1 else "1 point"
        raise BatchError(
            f"{key} = {every}: makes {many * every:,} runs of {made_of}; at most {MOST_RUNS:,} are allowed, which is "
            f"{MOST_RUNS // many:,} seeds."
        )
    return many


def made(scenario: Scenario, index: int, values: Row) -> Point:
    """Make one point of a design.

    Raises
    ------
    sim.scenario.errors.ScenarioError
        If its values do not fit together.
    """
    others = {name: value for name, value in values.items() if name != "strategy"}
    try:
        return Point(index, values, studied(scenario, values), with_values(scenario, others))
    except ScenarioError as error:
        if scenario.design.kind not in SAMPLED:
            raise
        first = error.problems[0]
        raise ScenarioError([Problem(f"{first} {point_named(others)}", key="design.between")]) from None


def studied(scenario: Scenario, values: Row) -> str | None:
    """Name the strategy under study at a point; None in mixed worlds."""
    return None if scenario.design.worlds == "mixed" else values.get("strategy", scenario.strategy[0].name)


def as_told(scenario: Scenario, found: Sequence[Point]) -> list[dict[str, Any]]:
    """Say what the points are in plain JSON types, without making them."""
    rows = found.rows if isinstance(found, Points) else [point.values for point in found]
    return [{"index": i, "strategy": studied(scenario, row), "values": row} for i, row in enumerate(rows)]


def try_points(scenario: Scenario, seeds: int | None = None) -> tuple[int, int]:
    """Make points of a design, one after the other, to see that their values fit together.

    All of a small one are made, and those at the edges of a large one; each value was checked when it was read.

    Returns
    -------
    tuple of int
        How many points there are, and how many were tried.

    Raises
    ------
    BatchError
        If there are too many points or runs; then nothing is made.
    sim.scenario.errors.ScenarioError
        If the values of a point do not fit together.
    """
    many = refuse_many(scenario, seeds)
    rows = Rows(scenario)
    chosen = range(many) if many <= FEW else _chosen(rows)
    for index in chosen:
        made(scenario, index, rows[index])
    return many, len(chosen)


def tried_sentence(many: int, tried: int) -> str:
    """Say how many points were tried; empty if all were."""
    if tried == many:
        return ""
    return (
        f"{tried:,} of {many:,} points were checked: the first and the last, those with the lowest and the highest "
        f"value of every parameter, and {OTHERS} others; every value was checked by itself."
    )


def _chosen(rows: Rows) -> list[int]:
    """Places of the first and the last point, of the extremes of every name, and of some others, always the same."""
    lowest: dict[str, tuple[Any, int]] = {}
    highest: dict[str, tuple[Any, int]] = {}
    named: dict[tuple[str, str], int] = {}
    for index in range(len(rows)):
        for name, value in rows[index].items():
            if isinstance(value, bool) or not isinstance(value, int | float):
                named.setdefault((name, repr(value)), index)
                continue
            if name not in lowest or value < lowest[name][0]:
                lowest[name] = value, index
            if name not in highest or value > highest[name][0]:
                highest[name] = value, index
    others = Random(1).sample(range(len(rows)), OTHERS)
    edges = [index for found in (lowest, highest) for _, index in found.values()]
    return sorted({0, len(rows) - 1, *edges, *named.values(), *others})
