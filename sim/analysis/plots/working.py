"""A thin panel below another one: which share of the people above still works."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.analysis.plots import style
from sim.analysis.samples import over_people

HEIGHT = 0.55
"""Inches that a thin panel adds, with its axis."""
ONLY_WORKING = "Covers only those who worked on the day: results of an older version."
COVERED = ", those who left included"
"""What a subtitle adds to whom a series covers."""
Grid = NDArray[Any]


def is_known(frame: pd.DataFrame) -> bool:
    """Whether a series says who still works, and so covers also those who do not."""
    return "at_work" in frame.columns


def remark(frame: pd.DataFrame) -> str:
    """A sentence for the footer where a series covers only those who worked; empty where it covers all."""
    return "" if is_known(frame) else ONLY_WORKING


def panels(figure: Figure, deep: int, wide: int, height: float, *, thin: bool) -> tuple[Grid, Grid | None]:
    """Make panels that share both scales, each with a thin one below it.

    Parameters
    ----------
    deep, wide
        Rows and columns.
    height
        Inches of a panel, about.
    thin
        Whether there are thin ones.

    Returns
    -------
    tuple
        Panels and thin ones, shape (deep, wide) each; None without thin ones.
    """
    if not thin:
        grid = figure.subplots(deep, wide, squeeze=False, sharex=True, sharey=True)
        _number_days(grid)
        return grid, None
    ratios = {"height_ratios": [height, HEIGHT] * deep}
    both = figure.subplots(2 * deep, wide, squeeze=False, sharex="all", gridspec_kw=ratios)
    for part in (both[::2], both[1::2]):
        for axes in part.flat[1:]:
            axes.sharey(part[0, 0])
        for axes in part[:, 1:].flat:
            axes.tick_params(labelleft=False)
    _number_days(both[1::2])
    return both[::2], both[1::2]


def _number_days(grid: Grid) -> None:
    """Write the days below every panel, as there may be none below it in the last row."""
    for axes in grid.flat:
        axes.tick_params(labelbottom=True)


def hide(grid: Grid, below: Grid | None, used: int) -> None:
    """Leave the panels behind the first ``used`` ones blank."""
    for part in (grid, grid[:0] if below is None else below):
        for axes in part.flat[used:]:
            axes.set_visible(False)


def share_at_work(axes: Axes, frame: pd.DataFrame, *, named: bool, alone: bool = False) -> None:
    """Draw the share who work day by day, a line a variant.

    Parameters
    ----------
    axes
        Where to.
    frame
        With ``variant`` (ordered categories), ``day``, ``at_work`` and ``people``.
    named
        Whether the vertical axis gets its name.
    alone
        Whether there is one variant only, which needs no look of its own.
    """
    for number, variant in enumerate(frame["variant"].cat.categories):
        share = over_people(frame[frame["variant"] == variant], "day", ["at_work"])["at_work"]
        if share.empty:
            continue
        look = style.look(number)
        color, line = (style.INK, "-") if alone else (look.color, look.line)
        axes.plot(share.index, share, color=color, linestyle=line, linewidth=1.4)
    axes.set_ylim(0.0, 1.05)
    axes.set_yticks([0.0, 1.0], ["0", "100"])
    axes.grid(visible=True, axis="y")
    axes.set_xlabel("Day")
    if named:
        axes.set_ylabel("At work\n(%)", fontsize=9)
