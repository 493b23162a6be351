"""Paired differences with their intervals: which are told apart from nothing, and how large they are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.analysis.differences import summarize
from sim.analysis.plots import style
from sim.analysis.plots.layout import Row, left_out, positions, rows_of
from sim.analysis.table import records
from sim.model.outcomes import OUTCOMES, Outcome

COLUMNS = 3
SPREAD = 0.11


def forest(
    table: pd.DataFrame, outcomes: list[str], reference: str, *, pairing: str = "seed", note: str = ""
) -> Figure:
    """Mean differences to the reference with 95 % intervals, a panel per outcome.

    Parameters
    ----------
    table
        As :attr:`sim.analysis.answers.Answers.differences` has it.
    outcomes
        Panels, in this order.
    reference
        What everything is compared with.
    pairing
        What is the same on both sides of a difference.
    note
        For the footer.
    """
    rows = rows_of(table)
    heights, headings = positions(rows)
    deep = -(-len(outcomes) // COLUMNS)
    with style.styled():
        figure = style.canvas(
            deep * (0.55 * (heights[-1] + 1) + 0.95),
            f"Paired differences to '{reference}'",
            f"Mean difference, paired by {pairing}, with 95 % bootstrap interval. Filled: the interval excludes 0; "
            "hollow: it cannot be told apart. Dots: single seeds (the farthest twentieth may lie outside).",
            _footer(table, len(rows) * len(outcomes), note),
        )
        wide = min(COLUMNS, len(outcomes))
        grid = figure.subplots(deep, wide, squeeze=False, sharey=True)
        for axes, name in zip(grid.flat, outcomes, strict=False):
            _panel(axes, table, OUTCOMES[name], rows, heights)
        for axes in grid.flat[len(outcomes) :]:
            axes.set_visible(False)
        for axes in grid[:, 0]:
            style.rows_axis(axes, [(at, row.variant) for at, row in zip(heights, rows, strict=True)], headings, 22)
        grid[0, 0].set_ylim(heights[-1] + 0.5, -0.5)
    return figure


def _footer(table: pd.DataFrame, comparisons: int, note: str) -> str:
    seeds = f"n = {table['seed'].nunique()} seeds  ·  {comparisons} comparisons"
    return "  ·  ".join(filter(None, [seeds, note, left_out(table)]))


def _panel(axes: Axes, table: pd.DataFrame, outcome: Outcome, rows: list[Row], heights: list[float]) -> None:
    summary = summarize(table, [outcome.name])
    found = {(row["setting"], row["variant"]): row for row in records(summary)}
    style.panel(axes, outcome, difference=True)
    axes.axvline(0.0, color=style.INK, linewidth=1.2, zorder=1)
    for row, height in zip(rows, heights, strict=True):
        chosen = (table["setting"] == row.setting) & (table["variant"] == row.variant)
        _dots(axes, table.loc[chosen, outcome.name].dropna(), row, height)
        _mark(axes, found[row.setting, row.variant], row, height)
    _limits(axes, table[outcome.name], summary, outcome)
    style.few_ticks(axes)


def _dots(axes: Axes, sample: pd.Series[Any], row: Row, height: float) -> None:
    chance = np.random.default_rng(row.number)
    heights = height + 0.24 + chance.uniform(-SPREAD, SPREAD, sample.size)
    axes.scatter(sample, heights, s=8, color=style.look(row.number).color, alpha=0.45, linewidths=0, zorder=2)


def _mark(axes: Axes, summary: dict[str, Any], row: Row, height: float) -> None:
    look = style.look(row.number)
    apart = summary["low"] > 0 or summary["high"] < 0
    axes.plot(
        [summary["low"], summary["high"]],
        [height, height],
        color=style.INK,
        linewidth=1.8,
        zorder=3,
        solid_capstyle="butt",
    )
    axes.plot(
        [summary["difference"]],
        [height],
        marker=look.marker,
        markersize=8,
        zorder=4,
        markerfacecolor=look.color if apart else style.PAPER,
        markeredgecolor=style.INK,
        markeredgewidth=1.1,
    )


def _limits(axes: Axes, sample: pd.Series[Any], summary: pd.DataFrame, outcome: Outcome) -> None:
    ends = [*sample.quantile([0.025, 0.975]), summary["low"].min(), summary["high"].max(), 0.0]
    low, high = float(np.nanmin(ends)), float(np.nanmax(ends))
    margin = 0.06 * (high - low) or style.PAD[outcome.kind]
    axes.set_xlim(low - margin, high + margin)
