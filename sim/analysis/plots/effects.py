"""Which parameters matter: indices as bars with intervals, elementary effects as points."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.analysis.plots import style
from sim.analysis.table import records
from sim.model.outcomes import OUTCOMES, Outcome

COLUMNS = 3
BAR = 0.36
SHARES = ("first", "total")
KEY_WIDTH = 30  # letters
MARK = 15.0


def index_bars(frame: pd.DataFrame, target: str, *, note: str = "") -> Figure:
    """First-order and total Sobol indices, a panel an outcome; the factors that matter most on top.

    Parameters
    ----------
    frame
        As :func:`sim.analysis.sampled.indices` returns it, for a Saltelli sample.
    target
        Whose outcomes: a strategy, or a difference of two.
    note
        For the footer.
    """
    rows = frame[frame["target"] == target]
    outcomes, factors = list(dict.fromkeys(rows["outcome"])), by_rank(rows, "total")
    wide = min(COLUMNS, len(outcomes))
    deep = -(-len(outcomes) // wide)
    with style.styled():
        figure = style.canvas(
            deep * (0.5 * len(factors) + 1.0),
            f"Which parameters matter? {target}",
            "Share of the variance that a parameter explains by itself (filled) and with everything it interacts with "
            "(hatched), with 95 % bootstrap intervals. A total share of 0 does not matter in these ranges.",
            note,
        )
        grid = figure.subplots(deep, wide, squeeze=False, sharey=True)
        for axes, name in zip(grid.flat, outcomes, strict=False):
            _bars(axes, rows[rows["outcome"] == name], factors, OUTCOMES[name])
        for axes in grid.flat[len(outcomes) :]:
            axes.set_visible(False)
        for axes in grid[:, 0]:
            style.rows_axis(axes, list(enumerate(factors)))
        grid[0, 0].set_ylim(len(factors) - 0.4, -0.6)
    return figure


def by_rank(rows: pd.DataFrame, measure: str) -> list[str]:
    """Factors from the most to the least important, by their mean share of the largest value of each outcome."""
    chosen = rows[rows["measure"] == measure]
    share = chosen["value"] / chosen.groupby("outcome")["value"].transform("max")
    means = share.groupby(chosen["factor"], sort=False).mean()
    return [str(name) for name in means.sort_values(ascending=False, kind="stable").index]


def _bars(axes: Axes, rows: pd.DataFrame, factors: list[str], outcome: Outcome) -> None:
    known = records(rows.dropna(subset=["value"]))
    for row in known:
        number = SHARES.index(row["measure"])
        at, look = factors.index(row["factor"]) + (number - 0.5) * BAR, style.look(2)
        face = look.color if number == 0 else style.PAPER
        axes.barh(at, row["value"], BAR, color=face, edgecolor=look.color, hatch="" if number == 0 else "////")
        axes.plot([row["low"], row["high"]], [at, at], color=style.INK, linewidth=1.4, solid_capstyle="butt")
    axes.axvline(0.0, color=style.INK, linewidth=1.0)
    axes.set_title(outcome.label, loc="left", fontsize=11.5, fontweight="bold")
    axes.set_xlabel("share of the variance", fontsize=10)
    axes.grid(visible=True, axis="x")
    axes.set_xlim(min([-0.05, *(row["low"] for row in known)]), max([1.0, *(row["high"] for row in known)]) * 1.03)
    if not known:
        _nothing(axes, rows)


def screening(frame: pd.DataFrame, target: str, *, note: str = "") -> Figure:
    """Morris's plane: how much a parameter changes an outcome, and how unevenly; a panel an outcome.

    Parameters
    ----------
    frame
        As :func:`sim.analysis.sampled.indices` returns it, for paths of Morris.
    target
        Whose outcomes: a strategy, or a difference of two.
    note
        For the footer.
    """
    rows = frame[frame["target"] == target]
    outcomes, factors = list(dict.fromkeys(rows["outcome"])), by_rank(rows, "mu_star")
    wide = min(COLUMNS, len(outcomes) + 1)
    deep = -(-(len(outcomes) + 1) // wide)
    with style.styled():
        figure = style.canvas(
            3.5 * deep,
            f"Which parameters matter? {target}",
            "Elementary effects: how much an outcome changes if a parameter alone crosses its range. Right: changes "
            "much; high: it depends on the other parameters, or bends. Crosses: 95 % intervals. Below "
            "the dashed line the effect has mostly one direction.",
            note,
        )
        grid = figure.subplots(deep, wide, squeeze=False)
        for axes, name in zip(grid.flat, outcomes, strict=False):
            _plane(axes, rows[rows["outcome"] == name], factors, OUTCOMES[name])
        _key(grid.flat[len(outcomes)], factors)
        for axes in grid.flat[len(outcomes) + 1 :]:
            axes.set_visible(False)
    return figure


def _plane(axes: Axes, rows: pd.DataFrame, factors: list[str], outcome: Outcome) -> None:
    known = {(row["factor"], row["measure"]): row for row in records(rows.dropna(subset=["value"]))}
    style.number_axis(axes, outcome, "x")
    style.number_axis(axes, outcome, "y")
    unit = axes.get_xlabel().partition(" (")[2].rstrip(")").replace("% of networkers", "percentage points")
    axes.set_title(outcome.label, loc="left", fontsize=11.5, fontweight="bold")
    axes.set_xlabel(f"size of the effect, μ* ({unit})", fontsize=9.5)
    axes.set_ylabel("unevenness, σ", fontsize=9.5)
    if not known:
        _nothing(axes, rows)
        return
    for number, factor in reversed(list(enumerate(factors, 1))):
        _effect(axes, known[factor, "mu_star"], known[factor, "sigma"], number)
    most = max(row["high"] for row in known.values() if row["measure"] != "mu")
    axes.plot([0, most], [0, most], color=style.SOFT, linewidth=0.9, linestyle="--", zorder=1)
    axes.set(xlim=(-0.04 * most, 1.06 * most), ylim=(-0.04 * most, 1.06 * most))


def _effect(axes: Axes, star: dict[str, Any], sigma: dict[str, Any], number: int) -> None:
    across, up = star["value"], sigma["value"]
    axes.plot([max(star["low"], 0.0), star["high"]], [up, up], color=style.SOFT, linewidth=1.0, zorder=2)
    axes.plot([across, across], [sigma["low"], sigma["high"]], color=style.SOFT, linewidth=1.0, zorder=2)
    axes.plot(across, up, "o", markersize=MARK, color=style.look(2).color, markeredgecolor=style.PAPER, zorder=3)
    axes.text(across, up, str(number), color=style.PAPER, ha="center", va="center", fontsize=9, zorder=4)


def _key(axes: Axes, factors: list[str]) -> None:
    axes.axis("off")
    for number, factor in enumerate(factors, 1):
        height = 1.0 - number / (len(factors) + 1)
        axes.plot(0.06, height, "o", markersize=MARK, color=style.look(2).color, transform=axes.transAxes)
        axes.text(
            0.06, height, str(number), color=style.PAPER, ha="center", va="center", fontsize=9, transform=axes.transAxes
        )  # fmt: skip
        axes.text(0.14, height, factor[:KEY_WIDTH], va="center", fontsize=10, transform=axes.transAxes)


def _nothing(axes: Axes, rows: pd.DataFrame) -> None:
    remark = next(iter(rows["remark"]), "")
    axes.text(0.5, 0.5, remark, transform=axes.transAxes, ha="center", color=style.SOFT)


def spans(low: float, high: float) -> tuple[float, float]:
    """Limits of an axis that hold both ends and zero, with a margin."""
    ends = np.array([low, high, 0.0])
    margin = 0.06 * float(np.ptp(ends)) or 1.0
    return float(ends.min() - margin), float(ends.max() + margin)
