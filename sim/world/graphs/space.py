"""A social space: where people stand in it, how far each of them reaches, and how near two of them are.

The space is a square of area 1 without edges: who leaves it on one side comes back on the other.
"""

from __future__ import annotations

import math
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.core.compiled import rule

SPOT = np.dtype([("x", np.float64), ("y", np.float64), ("reach", np.float64)])
"""Where a person stands, 0 to 1 each way, and how far their reach goes, more than 0."""
Space: TypeAlias = NDArray[Any]


def nowhere() -> Space:
    """Return the space of people who stand in none."""
    return np.empty(0, SPOT)


@rule
def square_apart(one: Any, other: Any) -> float:
    """Square of the distance of two spots, the shorter way around, 0 to .5."""
    across, along = abs(one["x"] - other["x"]), abs(one["y"] - other["y"])
    across, along = min(across, 1.0 - across), min(along, 1.0 - along)
    return across * across + along * along


@rule
def area(square: float) -> float:
    """Share of the space that lies within a distance, which is given as its square, of any spot.

    It is the area of the circle less the four segments that reach over half of the space.
    """
    if square <= 0.25:
        return math.pi * square
    if square >= 0.5:
        return 1.0
    segment = square * math.acos(0.5 / math.sqrt(square)) - 0.5 * math.sqrt(square - 0.25)
    return math.pi * square - 4.0 * segment


@rule
def remoteness(one: Any, other: Any) -> float:
    """Share of the smaller of two people's circles that lies nearer than they are to each other.

    Of two people who are tied it is 0 to 1, and any value is as likely as any other. Below a share s stands exactly
    who would be tied if both circles had that share of their area: circles of 5, 15, 50 and 150 people inside each
    other are those of the shares 1/30, 1/10, 1/3 and 1 (Zhou et al. 2005).

    References
    ----------
    Zhou, W.-X., Sornette, D., Hill, R. A. & Dunbar, R. I. M. (2005). Discrete hierarchical organization of social group
    sizes. Proc. R. Soc. B 272, 439-444.
    """
    smaller = min(one["reach"], other["reach"])
    return area(square_apart(one, other)) / area(smaller * smaller)
