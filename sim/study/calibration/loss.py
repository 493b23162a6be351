"""What the search makes as small as it can."""

from __future__ import annotations

import math
from collections.abc import Mapping

from sim.scenario.vary import Guess
from sim.study.targets.table import TARGETS, Target

CENTER = 0.05  # weight of the pull to the published value, where the range is met already
HOME = 0.01  # weight of the pull to where a parameter began
MISSING = 3.0  # distance of a target that could not be measured


def distance(target: Target, got: float) -> float:
    """Return how far a figure lies outside of what is accepted, in half widths of it; 0 inside.

    Parameters
    ----------
    target
        The target.
    got
        What was measured; nan counts as far away.
    """
    if math.isnan(got):
        return MISSING
    return max(target.low - got, got - target.high, 0.0) / target.width


def penalty(far: float) -> float:
    """Return what a distance costs: its square up to 1 and straight on beyond, that no hopeless target rules all."""
    return far * far if far <= 1.0 else 2.0 * far - 1.0


def off_center(target: Target, got: float) -> float:
    """Return what it costs to lie inside but away from the published value, 0..1."""
    if target.expected is None or math.isnan(got):
        return 0.0
    return min(1.0, ((got - target.expected) / target.width) ** 2)


def away_from_home(space: Mapping[str, Guess], home: Mapping[str, float], at: Mapping[str, float]) -> float:
    """Return what it costs that parameters moved: squares of the moves in half widths of their plausible ranges."""
    return sum(((at[name] - home[name]) / ((guess.high - guess.low) / 2)) ** 2 for name, guess in space.items())


def loss(
    figures: Mapping[str, float], space: Mapping[str, Guess], home: Mapping[str, float], at: Mapping[str, float]
) -> float:
    """Return the loss of a point of the search.

    Parameters
    ----------
    figures
        Every target as measured there, by name.
    space, home, at
        Parameters that are searched with their plausible ranges, where they began, and where they are.

    Notes
    -----
    The sum over targets of weight times :func:`penalty` of :func:`distance`, plus two small pulls that only decide
    where nothing else does: to the published values, and to where the parameters began.
    """
    missed = sum(each.weight * penalty(distance(each, figures[each.name])) for each in TARGETS.values())
    center = sum(each.weight * off_center(each, figures[each.name]) for each in TARGETS.values())
    return missed + CENTER * center + HOME * away_from_home(space, home, at)
