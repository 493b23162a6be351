"""Axes for heavy tails: linear around zero, logarithmic far out, with few and round numbers."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, NullLocator
from numpy.typing import NDArray

from sim.analysis.drawing.sheets import sheet
from sim.analysis.drawing.style import plain

HEAVY, FEW = 8.0, 60.0
MOST_TICKS, MOST_NARROW = 9, 5


def threshold(values: NDArray[np.float64], *, whole: bool = False) -> float | None:
    """Where an axis should turn logarithmic; None if a linear axis shows the values well.

    A tail is heavy if its farthest value lies more than eight times as far out as three quarters of the values
    that are not zero. The axis then turns at the power of ten below the median distance from zero.

    Parameters
    ----------
    values
        Everything that will be shown, without nan.
    whole
        Whether the values are counts: up to 60 they need no bending, and the first ten stay linear.
    """
    distance = np.abs(values[values != 0])
    if distance.size < 4 or distance.max() <= max(HEAVY * np.quantile(distance, 0.75), FEW if whole else 0.0):
        return None
    turn = float(10.0 ** np.floor(np.log10(np.median(distance))))
    return max(turn, 10.0) if whole else turn


def said(turn: float | None) -> str:
    """A sentence about a bent axis, with a blank before it; empty if it is not bent."""
    return f" The axis is linear up to ±{plain(turn)} and logarithmic beyond." if turn else ""


def forward(values: NDArray[np.float64], turn: float | None) -> NDArray[np.float64]:
    """Positions on an axis that turns as :func:`threshold` says: equal lengths are equal widths of a histogram."""
    if turn is None:
        return values
    far = np.abs(values) > turn
    safe = np.where(far, np.abs(values), turn)
    return np.where(far, np.sign(values) * (1.0 + np.log10(safe / turn)), values / turn)


def backward(positions: NDArray[np.float64], turn: float | None) -> NDArray[np.float64]:
    """Values at positions: the inverse of :func:`forward`."""
    if turn is None:
        return positions
    far = np.abs(positions) > 1.0
    power = np.where(far, np.abs(positions) - 1.0, 0.0)
    return np.where(far, np.sign(positions) * turn * 10.0**power, positions * turn)


def bend(axes: Axes, turn: float | None, low: float, high: float) -> None:
    """Bend the horizontal axis by :func:`forward`, with room for both positions, and give it round numbers."""
    margin = 0.02 * (high - low)
    ends = backward(np.array([low - margin, high + margin]), turn)
    if turn is not None:
        axes.set_xscale("function", functions=(lambda x: forward(x, turn), lambda x: backward(x, turn)))
        axes.xaxis.set_major_locator(FixedLocator(ticks(ends[0], ends[1], turn)))
        axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xlim(ends[0], ends[1])


def ticks(low: float, high: float, turn: float) -> list[float]:
    """Round numbers between two ends of a bent axis: zero and powers of ten from ``turn`` on, with steps between."""
    powers = turn * 10.0 ** np.arange(0, int(np.log10(max(abs(low), abs(high), turn) / turn) + 1e-9) + 1)
    for steps in (np.concatenate([[turn / 2], powers, 3 * powers]), powers, powers[::2]):
        both = np.concatenate([-steps, [0.0], steps])
        inside = np.sort(both[(both >= low) & (both <= high)])
        if inside.size <= (MOST_NARROW if sheet().is_narrow else MOST_TICKS):
            break
    return [float(value) for value in inside]
