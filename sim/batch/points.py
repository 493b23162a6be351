"""The points of a design, each with the scenario it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.batch.errors import BatchError
from sim.scenario.design import SAMPLED
from sim.scenario.designs import count, names, rows
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.schema import Scenario
from sim.scenario.variation import point_named
from sim.scenario.vary import with_values

MOST_POINTS = 100_000


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


def points(scenario: Scenario) -> list[Point]:
    """Make the points of a design.

    Parameters
    ----------
    scenario
        Without anything to vary it is its own only point, with its first strategy under study.

    Raises
    ------
    BatchError
        If the strategy is varied in mixed worlds, or there are more than 100,000 points.
    sim.scenario.errors.ScenarioError
        If the values of a point do not fit together.
    """
    varied = names(scenario)
    if scenario.design.worlds == "mixed" and "strategy" in varied:
        raise BatchError(
            "design.vary.strategy: cannot vary in mixed worlds, where the strategies live side by side by their "
            'shares; allowed with design.worlds = "population" or "focal".'
        )
    many = count(scenario)
    if many > MOST_POINTS:
        where = "vary" if scenario.design.kind == "grid" else "points"
        raise BatchError(f"design.{where}: makes {many:,} points; at most {MOST_POINTS:,} are allowed.")
    return [_point(scenario, index, values) for index, values in enumerate(rows(scenario))]


def _point(scenario: Scenario, index: int, values: dict[str, Any]) -> Point:
    others = {name: value for name, value in values.items() if name != "strategy"}
    studied = None if scenario.design.worlds == "mixed" else values.get("strategy", scenario.strategy[0].name)
    try:
        return Point(index, values, studied, with_values(scenario, others))
    except ScenarioError as error:
        if scenario.design.kind not in SAMPLED:
            raise
        first = error.problems[0]
        raise ScenarioError([Problem(f"{first} {point_named(others)}", key="design.between")]) from None
