"""Differences with their intervals, and several batches side by side: what is told apart, and how large it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.analysis.differences import summarize
from sim.analysis.drawing import style
from sim.analysis.drawing.facets import Facets, Row, Stack, each, left_out, rows_of
from sim.analysis.plots.subject import Picture, Subject
from sim.analysis.table import records
from sim.core.registry import plot
from sim.model.outcomes import OUTCOMES, Outcome

SPREAD = 0.11
PAIRINGS = {"focal": "person and seed, averaged within the seed", "mixed": "world", "population": "seed"}


@plot("differences", order=10)
def of_pairs(of: Subject) -> Iterator[Picture]:
    """Paired differences to the first of what is compared."""
    if not of.results.differences.empty:
        pairing = PAIRINGS[of.results.worlds]
        figure = forest(of.results.differences, of.outcomes, of.reference, pairing=pairing, note=of.note)
        yield Picture("differences", figure, told_differences(of.results.differences, of.outcomes))


def told_differences(pairs: pd.DataFrame, outcomes: list[str]) -> str:
    """Of how many differences the interval excludes 0, outcome by outcome.

    ``pairs`` is as :attr:`sim.analysis.answers.Answers.differences` has it.
    """
    summary = summarize(pairs, outcomes)
    apart = (summary["low"] > 0) | (summary["high"] < 0)
    by = apart.groupby(summary["outcome"], sort=False).agg(["sum", "size"])
    parts = [f"{OUTCOMES[str(name)].label.lower()} {row['sum']} of {row['size']}" for name, row in by.iterrows()]
    return f"Told apart from 0 are {int(apart.sum())} of {len(summary)} differences: {', '.join(parts)}."


@style.styled()
def forest(
    table: pd.DataFrame, outcomes: list[str], reference: str, *, pairing: str = "seed", note: str = ""
) -> Figure:
    """Mean differences to the reference with 95 % intervals, a panel per outcome.

    Parameters
    ----------
    table
        As :attr:`sim.analysis.answers.Answers.differences` has it.
    pairing
        What is the same on both sides of a difference.
    """
    stack, facets = Stack.of(rows_of(table)), Facets.of(len(outcomes), square=False)
    comparisons = len(stack.rows) * len(outcomes)
    figure = style.canvas(
        facets.deep * (0.55 * (stack.last + 1) + 0.95),
        f"Paired differences to '{reference}'",
        f"Mean difference, paired by {pairing}, with 95 % bootstrap interval. Filled: the interval excludes 0; "
        "hollow: it cannot be told apart. Dots: single seeds (the farthest twentieth may lie outside).",
        style.footer(f"n = {table['seed'].nunique()} seeds", f"{comparisons} comparisons", note, left_out(table)),
    )
    grid = facets.draw(figure, sharey=True)
    for axes, name in each(grid, outcomes):
        _panel(axes, table, OUTCOMES[name], stack)
    for axes in grid[:, 0]:
        stack.name(axes, 22)
    grid[0, 0].set_ylim(stack.last + 0.5, -0.5)
    return figure


def _panel(axes: Axes, table: pd.DataFrame, outcome: Outcome, stack: Stack) -> None:
    summary = summarize(table, [outcome.name])
    found = {(row["setting"], row["variant"]): row for row in records(summary)}
    style.panel(axes, outcome, difference=True)
    axes.axvline(0.0, color=style.INK, linewidth=1.2, zorder=1)
    for row, height in stack.rows:
        sample = row.of(table)[outcome.name].dropna()
        heights = height + 0.24 + np.random.default_rng(row.number).uniform(-SPREAD, SPREAD, sample.size)
        axes.scatter(sample, heights, s=8, color=style.look(row.number).color, alpha=0.45, linewidths=0, zorder=2)
        _mark(axes, found[row.setting, row.variant], row, height)
    ends = [*table[outcome.name].quantile([0.025, 0.975]), summary["low"].min(), summary["high"].max(), 0.0]
    low, high = float(np.nanmin(ends)), float(np.nanmax(ends))
    margin = 0.06 * (high - low) or style.PAD[outcome.kind]
    axes.set_xlim(low - margin, high + margin)
    style.few_ticks(axes)


def _mark(axes: Axes, summary: dict[str, Any], row: Row, height: float) -> None:
    look, ends = style.look(row.number), [summary["low"], summary["high"]]
    axes.plot(ends, [height, height], color=style.INK, linewidth=1.8, zorder=3, solid_capstyle="butt")
    face = look.color if ends[0] > 0 or ends[1] < 0 else style.PAPER
    edge: dict[str, Any] = {"markeredgecolor": style.INK, "markeredgewidth": 1.1, "markerfacecolor": face}
    axes.plot([summary["difference"]], [height], marker=look.marker, markersize=8, zorder=4, **edge)


@style.styled()
def side_by_side(samples: pd.DataFrame, table: pd.DataFrame, outcomes: list[str], *, note: str = "") -> Figure:
    """Means over all people with 95 % intervals, and the median of all people, a panel per outcome.

    Parameters
    ----------
    samples
        One row per setting (what both batches have), variant (the batch) and seed.
    table
        Means and median persons, as :func:`sim.analysis.results.compare` puts them side by side.
    """
    stack, facets = Stack.of(rows_of(samples)), Facets.of(len(outcomes), square=False)
    found = {(row["setting"], row["variant"], row["outcome"]): row for row in records(table)}
    figure = style.canvas(
        facets.deep * (0.42 * (stack.last + 1) + 1.0),
        "Outcomes side by side",
        "Mark: mean over all people of all seeds, or the share of them; line: its 95 % bootstrap interval, over "
        "seeds. Hollow diamond: the median person, where people differ by degrees.",
        style.footer(f"n = {samples['seed'].nunique()} seeds", note, left_out(samples)),
    )
    grid = facets.draw(figure, sharey=True)
    for axes, name in each(grid, outcomes):
        style.panel(axes, OUTCOMES[name])
        for row, height in stack.rows:
            _side(axes, found[row.setting, row.variant, name], row, height)
        style.few_ticks(axes)
    for axes in grid[:, 0]:
        stack.name(axes, 22)
    grid[0, 0].set_ylim(stack.last + 0.6, -0.6)
    return figure


def _side(axes: Axes, found: dict[str, Any], row: Row, height: float) -> None:
    look, ends = style.look(row.number), [found["mean_low"], found["mean_high"]]
    axes.plot(ends, [height, height], color=look.color, linewidth=2.0, zorder=2, solid_capstyle="butt")
    dressed: dict[str, Any] = {"markeredgecolor": style.INK, "markeredgewidth": 1.0}
    axes.plot([found["mean"]], [height], marker=look.marker, markersize=8, color=look.color, zorder=4, **dressed)
    if not pd.isna(found["p50"]):
        axes.plot([found["p50"]], [height], marker="D", markersize=5, color=style.PAPER, zorder=3, **dressed)
