"""Several batches side by side: medians and spread over seeds."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.analysis.outcomes import OUTCOMES, Outcome
from sim.analysis.plots import style
from sim.analysis.plots.layout import Row, left_out, positions, rows_of

COLUMNS = 3


def side_by_side(samples: pd.DataFrame, outcomes: list[str], *, note: str = "") -> Figure:
    """Medians over seeds with the middle half and nine tenths, a panel per outcome.

    Parameters
    ----------
    samples
        One row per setting (what both batches have), variant (the batch) and seed.
    outcomes
        Panels, in this order.
    note
        For the footer.
    """
    rows = rows_of(samples)
    heights, headings = positions(rows)
    deep = -(-len(outcomes) // COLUMNS)
    wide = min(COLUMNS, len(outcomes))
    with style.styled():
        figure = style.canvas(
            deep * (0.42 * (heights[-1] + 1) + 1.0),
            "Outcomes side by side",
            "Mark: median over seeds. Thick line: the middle half of the seeds; thin line: nine tenths.",
            "  ·  ".join(filter(None, [f"n = {samples['seed'].nunique()} seeds", note, left_out(samples)])),
        )
        grid = figure.subplots(deep, wide, squeeze=False, sharey=True)
        for axes, name in zip(grid.flat, outcomes, strict=False):
            _panel(axes, samples, OUTCOMES[name], rows, heights)
        for axes in grid.flat[len(outcomes) :]:
            axes.set_visible(False)
        names = [(at, row.variant) for at, row in zip(heights, rows, strict=True)]
        for axes in grid[:, 0]:
            style.rows_axis(axes, names, headings, 22)
        grid[0, 0].set_ylim(heights[-1] + 0.6, -0.6)
    return figure


def _panel(axes: Axes, samples: pd.DataFrame, outcome: Outcome, rows: list[Row], heights: list[float]) -> None:
    style.panel(axes, outcome)
    for row, height in zip(rows, heights, strict=True):
        chosen = (samples["setting"] == row.setting) & (samples["variant"] == row.variant)
        values = samples.loc[chosen, outcome.name].dropna().to_numpy(np.float64)
        if not values.size:
            continue
        ends = np.quantile(values, [0.05, 0.25, 0.5, 0.75, 0.95])
        look = style.look(row.number)
        axes.plot(ends[[0, 4]], [height, height], color=look.color, linewidth=1.0, zorder=2)
        axes.plot(
            ends[[1, 3]],
            [height, height],
            color=look.color,
            linewidth=4.5,
            alpha=0.55,
            zorder=3,
            solid_capstyle="butt",
        )
        axes.plot(ends[2], height, marker=look.marker, markersize=8, color=look.color, zorder=4)
        axes.lines[-1].set(markeredgecolor=style.INK, markeredgewidth=1.0)
    style.few_ticks(axes)
