"""A map of two factors: the mean in every cell, and the cells that cannot be told from the best."""

from __future__ import annotations

from textwrap import wrap

import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import CenteredNorm, Colormap, LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.analysis.designs import STRATEGY, Crossed, cells
from sim.analysis.plots import style
from sim.analysis.table import records
from sim.model.outcomes import Outcome

BELOW = ("#B54303", "#CD7043", "#E09B7B", "#EDC7B6")
ABOVE = ("#C2D0E1", "#8FAECF", "#578EBD", "#006FAA")
DIVERGING = LinearSegmentedColormap.from_list("money", [*BELOW, "#F3F3F3", *ABOVE])
"""Vermilion below zero, blue above: equal steps of lightness on both sides (CIE L* 96 to 44)."""
LUMINANCE, DARK = (0.299, 0.587, 0.114), 0.45  # text is white on what is darker
CELL_HEIGHT, NAME_WIDTH = 0.62, 22
LETTERS, MOST_WIDE = 11.0, 12  # points; columns that leave room for them


def heat_map(crossing: Crossed, outcome: Outcome, *, labels: tuple[str, str], note: str = "") -> Figure:
    """Means over all people by two factors.

    Parameters
    ----------
    crossing
        As :func:`sim.analysis.designs.crossed` returns it.
    outcome
        The outcome to show.
    labels
        Names of the row factor and of the column factor, with units.
    note
        For the footer.
    """
    table = cells(crossing.samples, outcome)
    rows = list(crossing.samples["row"].cat.categories)
    columns = sorted(crossing.samples["column"].unique())
    best = "lowest" if outcome.less_is_better else "highest"
    unit = outcome.axis.rpartition(" (")[2].rstrip(")")
    footer = [f"n = {crossing.samples['seed'].nunique()} seeds a cell", f"{len(table) - 1} comparisons", note]
    with style.styled():
        figure = style.canvas(
            CELL_HEIGHT * len(rows) + 0.9,
            f"{outcome.label} by {labels[1].partition(' (')[0]} and {labels[0].partition(' (')[0]}",
            f"Means over all people of all seeds ({unit}). Thick frame: the {best} mean. Dashed frame and ≈: cannot be "
            "told from it (95 % interval of the difference, paired by seed, covers 0).",
            "  ·  ".join(filter(None, footer)),
        )
        axes = figure.add_subplot()
        _paint(axes, table, rows, columns, outcome)
        for cell in records(table):
            _mark(axes, rows.index(cell["row"]), columns.index(cell["column"]), best=cell["best"], level=cell["level"])
        _dress(axes, rows, columns, labels, categories=crossing.rows == STRATEGY)
    return figure


def scale_of(means: pd.Series[float], outcome: Outcome) -> tuple[Colormap, Normalize]:
    """Return colors and their range: around zero for money, from the least to the greatest mean for all else."""
    if outcome.kind == "money":
        return DIVERGING, CenteredNorm(0.0, halfrange=max(float(means.abs().max()), 1.0))
    low, high = float(means.min()), float(means.max())
    return colormaps["cividis"], Normalize(low, high if high > low else low + 1.0)


def _paint(axes: Axes, table: pd.DataFrame, rows: list[str], columns: list[float], outcome: Outcome) -> None:
    grid = table.pivot_table(index="row", columns="column", values="mean", observed=True)
    values = grid.reindex(index=rows, columns=columns).to_numpy(np.float64)
    colors, norm = scale_of(table["mean"], outcome)
    edges = (np.arange(len(columns) + 1) - 0.5, np.arange(len(rows) + 1) - 0.5)
    axes.pcolormesh(*edges, np.ma.masked_invalid(values), cmap=colors, norm=norm, edgecolors=style.PAPER, linewidth=2)
    for cell, text in zip(records(table), outcome.write_all(list(table["mean"])), strict=True):
        shade = colors(norm(cell["mean"]))
        light = float(np.dot(shade[:3], LUMINANCE)) >= DARK
        axes.text(
            columns.index(cell["column"]), rows.index(cell["row"]), text + " ≈" * cell["level"], ha="center",
            va="center", color=style.INK if light else style.PAPER, fontweight="bold" if cell["best"] else "normal",
            fontsize=LETTERS * min(1.0, MOST_WIDE / len(columns)),
        )  # fmt: skip


def _mark(axes: Axes, row: int, column: int, *, best: bool, level: bool) -> None:
    line = "-" if best else (0, (4, 2))
    if best or level:
        frame = Rectangle((column - 0.48, row - 0.45), 0.96, 0.9, fill=False, edgecolor=style.INK, linestyle=line)
        frame.set_linewidth(2.6 if best else 1.1)
        axes.add_patch(frame)


def _dress(axes: Axes, rows: list[str], columns: list[float], labels: tuple[str, str], *, categories: bool) -> None:
    axes.set_xticks(range(len(columns)), [style.plain(value) for value in columns])
    shown = ["\n".join(wrap(row, NAME_WIDTH)) if categories else style.plain(float(row)) for row in rows]
    axes.set_yticks(range(len(rows)), shown)
    axes.set_xlabel(labels[1])
    axes.set_ylabel("" if categories else labels[0])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    if categories:
        axes.invert_yaxis()
