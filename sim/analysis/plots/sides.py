"""Several batches side by side: means or shares with their intervals, and median persons."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.analysis.plots import style
from sim.analysis.plots.layout import Row, left_out, positions, rows_of
from sim.analysis.table import records
from sim.model.outcomes import OUTCOMES

COLUMNS = 3


def side_by_side(samples: pd.DataFrame, table: pd.DataFrame, outcomes: list[str], *, note: str = "") -> Figure:
    """Means over all people with 95 % intervals, and the median of all people, a panel per outcome.

    Parameters
    ----------
    samples
        One row per setting (what both batches have), variant (the batch) and seed.
    table
        Means and median persons, as :func:`sim.analysis.results.compare` puts them side by side.
    outcomes
        Panels, in this order.
    note
        For the footer.
    """
    rows = rows_of(samples)
    heights, headings = positions(rows)
    deep = -(-len(outcomes) // COLUMNS)
    wide = min(COLUMNS, len(outcomes))
    found = {(row["setting"], row["variant"], row["outcome"]): row for row in records(table)}
    with style.styled():
        figure = style.canvas(
            deep * (0.42 * (heights[-1] + 1) + 1.0),
            "Outcomes side by side",
            "Mark: mean over all people of all seeds, or the share of them; line: its 95 % bootstrap interval, over "
            "seeds. Hollow diamond: the median person, where people differ by degrees.",
            "  ·  ".join(filter(None, [f"n = {samples['seed'].nunique()} seeds", note, left_out(samples)])),
        )
        grid = figure.subplots(deep, wide, squeeze=False, sharey=True)
        for axes, name in zip(grid.flat, outcomes, strict=False):
            style.panel(axes, OUTCOMES[name])
            for row, height in zip(rows, heights, strict=True):
                _row(axes, found[row.setting, row.variant, name], row, height)
            style.few_ticks(axes)
        for axes in grid.flat[len(outcomes) :]:
            axes.set_visible(False)
        names = [(at, row.variant) for at, row in zip(heights, rows, strict=True)]
        for axes in grid[:, 0]:
            style.rows_axis(axes, names, headings, 22)
        grid[0, 0].set_ylim(heights[-1] + 0.6, -0.6)
    return figure


def _row(axes: Axes, found: dict[str, Any], row: Row, height: float) -> None:
    look = style.look(row.number)
    ends = [found["mean_low"], found["mean_high"]]
    axes.plot(ends, [height, height], color=look.color, linewidth=2.0, zorder=2, solid_capstyle="butt")
    dressed: dict[str, Any] = {"markeredgecolor": style.INK, "markeredgewidth": 1.0}
    axes.plot([found["mean"]], [height], marker=look.marker, markersize=8, color=look.color, zorder=4, **dressed)
    if not pd.isna(found["p50"]):
        axes.plot([found["p50"]], [height], marker="D", markersize=5, color=style.PAPER, zorder=3, **dressed)
