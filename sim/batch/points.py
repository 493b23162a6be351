"""The points of a design: every combination of the varied values."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from sim.batch.errors import BatchError
from sim.scenario.schema import Scenario
from sim.scenario.vary import with_values

MOST_POINTS = 100_000


@dataclass(frozen=True)
class Point:
    """One combination of values.

    Attributes
    ----------
    index
        Number of the point, from 0, in file order; the last varied name changes fastest.
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
    """Make the points of a design: the full grid of what it varies.

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
    vary = scenario.design.vary
    if scenario.design.worlds == "mixed" and "strategy" in vary:
        raise BatchError(
            "design.vary.strategy: cannot vary in mixed worlds, where the strategies live side by side by their "
            'shares; allowed with design.worlds = "population" or "focal".'
        )
    count = prod(map(len, vary.values()))
    if count > MOST_POINTS:
        raise BatchError(f"design.vary: makes {count:,} points; at most {MOST_POINTS:,} are allowed.")
    combinations = product(*vary.values())
    return [_point(scenario, index, dict(zip(vary, row, strict=True))) for index, row in enumerate(combinations)]


def _point(scenario: Scenario, index: int, values: dict[str, Any]) -> Point:
    others = {name: value for name, value in values.items() if name != "strategy"}
    studied = None if scenario.design.worlds == "mixed" else values.get("strategy", scenario.strategy[0].name)
    return Point(index, values, studied, with_values(scenario, others))
