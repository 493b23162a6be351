"""Pictures of a calibration: margins beside priors, pairs, and what the draws predict."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.analysis import style
from sim.study.calibration.page import PICTURES
from sim.study.calibration.record import PREDICTED, Outcome, written
from sim.study.calibration.space import searched
from sim.study.lived import VERDICT_SEEDS
from sim.study.posterior import Sample
from sim.study.targets import TARGETS, Target

ROW = 0.36  # inches
FARTHEST = 4.0  # half widths from the middle that are drawn; what lies beyond stands at the edge
PAPER_DPI = 110
BAND = "#e3e3e3"


def shares(sample: Sample) -> np.ndarray[Any, Any]:
    """Return the draws as quantiles of their priors, shape (draws, parameters)."""
    space = searched(names=sample.names)
    return np.array([[each.share(value) for each, value in zip(space, draw, strict=True)] for draw in sample.draws])


def margins(sample: Sample) -> Figure:
    """Draw the posterior of every parameter over the quantiles of its prior, which is flat there."""
    draws = shares(sample)
    rows = -(-len(sample.names) // 3)
    figure = style.canvas(
        1.7 * rows + 1.2,
        "What the figures say of each parameter",
        "Bars: the posterior, over quantiles of the prior, which is the gray area; a line at the chosen draw",
        f"{len(draws)} draws",
    )
    grid: Any = figure.subplots(rows, 3, squeeze=False)
    for axes, k in zip(grid.flat, range(rows * 3), strict=True):
        if k >= len(sample.names):
            axes.set_visible(False)
            continue
        axes.axhspan(0, 1, color=BAND, lw=0)
        axes.hist(draws[:, k], bins=np.linspace(0, 1, 13), density=True, color=style.look(0).color, alpha=0.8)
        axes.axvline(draws[sample.chosen, k], color=style.INK, lw=1.4)
        axes.set_title(sample.names[k], fontsize=9, loc="left")
        axes.set_xlim(0, 1)
        axes.set_yticks([])
    return figure


def pairs(sample: Sample) -> Figure:
    """Draw every pair of parameters, in quantiles of the priors, with its correlation."""
    draws, many = shares(sample), len(sample.names)
    figure = style.canvas(
        max(4.0, 0.85 * many + 1.4),
        "Which parameters stand in for each other",
        "Below: draws in quantiles of the priors; above: correlations",
        f"{len(draws)} draws",
        width=max(6.0, 0.95 * many + 1.6),
    )
    grid: Any = figure.subplots(many, many, squeeze=False)
    spread = draws.std(axis=0) > 0
    for row in range(many):
        for column in range(many):
            _pair(grid[row, column], draws, row, column, known=bool(spread[row] and spread[column]))
            if column == 0:
                grid[row, column].set_ylabel(
                    sample.names[row].split(".")[1], fontsize=7, rotation=0, ha="right", va="center"
                )
            if row == many - 1:
                grid[row, column].set_xlabel(sample.names[column].split(".")[1], fontsize=7, rotation=40, ha="right")
    return figure


def _pair(axes: Axes, draws: np.ndarray[Any, Any], row: int, column: int, *, known: bool) -> None:
    axes.set(xticks=[], yticks=[], xlim=(0, 1), ylim=(0, 1))
    if row > column:
        axes.plot(draws[:, column], draws[:, row], ".", ms=2, color=style.look(0).color, alpha=0.6)
    elif row == column:
        counts, _ = np.histogram(draws[:, row], bins=10, range=(0, 1))
        axes.bar(np.arange(10) / 10 + 0.05, counts / max(counts.max(), 1), 0.1, color=BAND)
    else:
        axes.set_frame_on(False)
        told = f"{np.corrcoef(draws[:, row], draws[:, column])[0, 1]:+.2f}" if known else ""
        axes.text(0.5, 0.5, told, ha="center", va="center", fontsize=7, color=style.SOFT)


def predictive(outcome: Outcome) -> Figure:
    """Draw for every C and V figure what is accepted, what the draws and the chosen one give, and the null model."""
    names = [name for name, target in TARGETS.items() if target.role != "S"]
    figure = style.canvas(
        ROW * (len(names) + 1) + 1.0,
        titled(outcome),
        "Gray: what is accepted; line: published; bars: 90 % and 50 % of the draws; dot: chosen draw; cross: null",
        f"The chosen draw pooled over {len(VERDICT_SEEDS)} seeds, draws over {PREDICTED}; what lies farther out than "
        "is drawn stands at the edge",
        width=10.5,
    )
    axes = figure.add_subplot()
    for row, name in enumerate(reversed(names)):
        _row(axes, row, outcome, name)
    axes.set_yticks(range(len(names)), [f"{name} ({TARGETS[name].role})" for name in reversed(names)])
    axes.set_ylim(-0.7, len(names) - 0.3)
    axes.set_xlim(-FARTHEST, FARTHEST)
    axes.set_xlabel("half widths of the accepted range from its middle")
    axes.tick_params(axis="y", length=0, pad=10)
    axes.spines["left"].set_visible(False)
    return figure


def titled(outcome: Outcome) -> str:
    """Say how many rows the chosen draw meets, of those that inform the calibration and of those kept out of it."""
    met = {role: list(outcome.rows(role).values()) for role in ("C", "V")}
    return (
        f"The market meets {sum(met['C'])} of {len(met['C'])} rows of figures that informed it, "
        f"{sum(met['V'])} of {len(met['V'])} that were kept out"
    )


def _row(axes: Axes, row: int, outcome: Outcome, name: str) -> None:
    target, found = TARGETS[name], outcome.predictive.get(name)
    axes.add_patch(Rectangle((-1.0, row - 0.33), 2.0, 0.66, color=BAND, lw=0))
    for middle in {placed(target, end) for end in target.published or ()}:
        axes.plot([middle, middle], [row - 0.33, row + 0.33], color=style.SOFT, lw=1.2)
    color = style.look(3 if target.is_met(outcome.got(name)) else 4).color
    if found is not None:
        places = [placed(target, value) for value in found]
        axes.plot([places[0], places[4]], [row, row], color=color, lw=1.6, solid_capstyle="butt")
        axes.plot([places[1], places[3]], [row, row], color=color, lw=5, alpha=0.6, solid_capstyle="butt")
    null = outcome.null.get(name)
    if null is not None:
        axes.plot(placed(target, null), row, "x", ms=6, color=style.INK, zorder=3, clip_on=False)
    axes.plot(placed(target, outcome.got(name)), row, "o", ms=6, color=color, zorder=4, clip_on=False)
    axes.text(FARTHEST + 0.3, row, written(name, outcome.got(name)), va="center", ha="left", fontsize=9, color=color)


def placed(target: Target, value: float) -> float:
    """Return where a value is drawn: half widths from the middle of the accepted range, cut off at the edges."""
    if np.isnan(value):
        return -FARTHEST
    half = (target.high - target.low) / 2
    away = (value - (target.low + target.high) / 2) / half if half > 0 else np.sign(value - target.low) * FARTHEST
    return float(max(-FARTHEST, min(FARTHEST, away)))


def write_pictures(outcome: Outcome, sample: Sample, docs: Path) -> list[Path]:
    """Draw all pictures into a folder of documents."""
    files = []
    with style.styled():
        for name, figure in zip(PICTURES, (margins(sample), pairs(sample)), strict=False):
            files.append(docs / name)
            style.write_image(figure, files[-1], PAPER_DPI)
    return [*files, write_predictive(outcome, docs)]


def write_predictive(outcome: Outcome, docs: Path) -> Path:
    """Draw into a folder of documents what the draws predict."""
    with style.styled():
        style.write_image(predictive(outcome), docs / PICTURES[-1], PAPER_DPI)
    return docs / PICTURES[-1]
