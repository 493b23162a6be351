"""Own measures and own laws of life: numbers that a function of the user's gives, and what they must be."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.registry import RuleError
from sim.core.wording import shown
from sim.model.plans.companies import Company
from sim.own.loading import function_of, place_of
from sim.scenario.schema import Scenario
from sim.world.world import World


def own_columns(world: World, who: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
    """Return the scenario's own measures of some persons.

    Parameters
    ----------
    world
        Of which they are asked.
    who
        Ids of persons, shape (persons,).

    Returns
    -------
    dict
        Values by the name of the measure, shape (persons,).

    Raises
    ------
    RuleError
        If a measure fails, or gives something of another shape or infinite.
    """
    scenario = world.scenario
    found = {name: function_of(scenario, "measure", name)(world, who.copy()) for name in scenario.own.measures}
    return {name: _column(scenario, name, values, who.size) for name, values in found.items()}


def _column(scenario: Scenario, name: str, values: Any, persons: int) -> NDArray[np.float64]:
    place = place_of(scenario, "measure", name)
    try:
        column = np.array(values, np.float64)
    except (TypeError, ValueError):
        raise RuleError(f"{place} must return numbers, not {shown(values)}.") from None
    if column.shape != (persons,):
        raise RuleError(f"{place} must return one number a person, shape ({persons},), not {column.shape}.")
    if np.isinf(column).any():
        raise RuleError(f"{place} must return finite numbers, or nan where there is nothing to measure.")
    return column


def own_lifetime(scenario: Scenario, company: Company, draw: float) -> float:
    """Return how long a company lives by an own law, in days; infinity if nothing ends it.

    Parameters
    ----------
    scenario, company
        Whose ``life.law`` is the name of an own law.
    draw
        Uniform draw, 0 <= draw < 1.

    Raises
    ------
    RuleError
        If the law fails, or gives no number of days.
    """
    days = function_of(scenario, "life", company.life.law)(draw, company)
    try:
        found = float(days)
    except (TypeError, ValueError):
        found = math.nan
    if not found >= 0.0:
        place = place_of(scenario, "life", company.life.law)
        raise RuleError(f"{place} must return days, 0 or more, not {shown(days)} (draw {draw:g}).")
    return found
