"""From how deep commission comes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.study.targets.lived import Lived

DEEP = 60  # levels that are told apart


def paid_from(lived: Lived, rates: Sequence[float] | None = None) -> NDArray[np.float64]:
    """Return the last month's commission by the level it came from, in cents, shape (levels,), the first level first.

    Parameters
    ----------
    lived
        The world.
    rates
        Rates of a unilevel plan with compression, whose levels are counted by who is qualified; none: every level
        above a buyer is paid alike, to any depth, and what is counted is volume.
    """
    held = lived.positions
    sponsor, volume = held["sponsor"].to_numpy(), held["volume"].to_numpy(np.float64)
    qualified, amounts = held["qualified"].to_numpy(), np.zeros(DEEP)
    for buyer in np.flatnonzero(volume > 0):
        at, steps, paid = sponsor[buyer], 0, 0
        while at >= 0 and steps < DEEP and (rates is None or paid < len(rates)):
            if qualified[at]:
                amounts[steps] += volume[buyer] * (1.0 if rates is None else rates[paid])
                paid += 1
            at, steps = sponsor[at], steps + 1
    return amounts


def within(amounts: NDArray[np.float64], levels: int) -> float:
    """Return which part of all amounts came from so many levels, 0..1; nan without any."""
    total = float(amounts.sum())
    return float(amounts[:levels].sum() / total) if total > 0 else float("nan")
