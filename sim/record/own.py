"""Measures of the user's own: a number for each networker that a function of theirs gives, and what it must be."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.registry import RuleError
from sim.core.wording import shown
from sim.scenario.own import Own
from sim.world.world import World

NUMBERS = "biufO"
"""Kinds of columns that a measure may give: truth values, whole numbers, floats, and lists of any of them."""


def own_columns(world: World, who: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
    """Return the scenario's own measures of some persons.

    Returns
    -------
    dict
        Values by the name of the measure, shape (persons,) as ``who``, which holds ids.

    Raises
    ------
    RuleError
        If a measure fails, or gives something of another shape or infinite.
    """
    own = world.scenario.own
    found = {name: own.function("measure", name)(world, who.copy()) for name in own.measures}
    return {name: _column(own, name, values, who.size) for name, values in found.items()}


def _column(own: Own, name: str, values: Any, persons: int) -> NDArray[np.float64]:
    place = own.place("measure", name)
    try:
        given = np.ma.asarray(values)  # what is masked is nothing to measure
        if given.dtype.kind not in NUMBERS:
            raise TypeError
        column = np.where(np.ma.getmaskarray(given), np.nan, given.data.astype(np.float64))
    except (TypeError, ValueError, OverflowError):
        raise RuleError(f"{place} must return numbers, not {shown(values)}.") from None
    if column.shape != (persons,):
        raise RuleError(f"{place} must return one number a person, shape ({persons},), not {column.shape}.")
    if np.isinf(column).any():
        raise RuleError(f"{place} must return finite numbers, or nan where there is nothing to measure.")
    return column
