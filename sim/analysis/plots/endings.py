"""Names at the ends of lines, instead of a legend that has to be looked up."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import offset_copy
from numpy.typing import NDArray

from sim.analysis.plots import style

LETTER_HEIGHT = 0.2
"""Inches from one name to the next."""


def name_lines(axes: Axes, ends: pd.Series[float], variants: list[str], height: float) -> None:
    """Write every variant's name, with its mark, to the right of where its line ends.

    Parameters
    ----------
    ends
        Value at which each variant's line ends; the variant is the index.
    variants
        All variants in their order, which decides their looks.
    height
        Height of the axes in inches, about.
    """
    low, high = axes.get_ylim()
    ends = ends.dropna()
    places = spread((np.asarray(ends, dtype=np.float64) - low) / (high - low), LETTER_HEIGHT / height)
    for variant, place in zip(ends.index, places, strict=True):
        look = style.look(variants.index(str(variant)))
        mark, text = (offset_copy(axes.transAxes, axes.get_figure(root=True), x=x, units="points") for x in (12, 22))
        axes.plot(
            [1.0],
            [place],
            transform=mark,
            marker=look.marker,
            color=look.color,
            markersize=7,
            clip_on=False,
            linestyle="none",
        )
        axes.text(1.0, place, str(variant), transform=text, va="center", fontsize=10.5)


def spread(heights: NDArray[np.float64], gap: float) -> list[float]:
    """Move labels apart until none overlaps, keeping their order and their middle.

    Parameters
    ----------
    heights
        Where the labels want to be.
    gap
        Least distance between two of them.
    """
    order = np.argsort(heights, kind="stable")
    placed = heights[order].astype(np.float64)
    for _ in range(500):
        lack = np.clip(gap - np.diff(placed), 0.0, None)
        if not lack.any() or lack.max() < 1e-6:
            break
        placed[:-1] -= lack / 2
        placed[1:] += lack / 2
    result = np.empty_like(placed)
    result[order] = placed
    return [float(height) for height in result]
