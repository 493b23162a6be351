"""The points of a design, each with the scenario it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, overload

from sim.lab.errors import BatchError
from sim.scenario.checks_design import point_named
from sim.scenario.design import SAMPLED
from sim.scenario.designs import Row, Rows, count, names
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.schema import Scenario
from sim.scenario.vary import with_values

MOST_POINTS = 100_000
MOST_RUNS = 1_000_000
"""Runs of one batch: as many as a folder holds and an analysis reads."""


@dataclass(frozen=True)
class Point:
    """One combination of values.

    Attributes
    ----------
    index
        Number of the point, from 0, in the order of :func:`sim.scenario.designs.rows`.
    values
        Varied values by name, ``strategy`` among them.
    strategy
        The strategy under study; None in mixed worlds, where strategies live side by side.
    scenario
        The scenario with these values.
    """

    index: int
    values: dict[str, Any]
    strategy: str | None
    scenario: Scenario


class Points(Sequence[Point]):
    """Points of a design, each made when it is first asked for, and kept.

    Parameters
    ----------
    scenario
        Without anything to vary it is its own only point, with its first strategy under study.

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


def points(scenario: Scenario) -> list[Point]:
    """Make all points of a design; see :class:`Points`.

    Raises
    ------
    BatchError
        As :class:`Points` does.
    sim.scenario.errors.ScenarioError
        If the values of a point do not fit together.
    """
    return list(Points(scenario))


def refuse_many(scenario: Scenario, seeds: int | None = None) -> int:
    """Refuse a design that cannot be run, before anything of it is made.

    Parameters
    ----------
    seeds
        Seeds of every point; by default the scenario's, or the most that a wish for precision may take.

    Returns
    -------
    int
        Number of points.

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


def told(scenario: Scenario, found: Sequence[Point]) -> list[dict[str, Any]]:
    """Say what the points are in plain JSON types, without making them."""
    rows = found.rows if isinstance(found, Points) else [point.values for point in found]
    return [{"index": i, "strategy": studied(scenario, row), "values": row} for i, row in enumerate(rows)]
