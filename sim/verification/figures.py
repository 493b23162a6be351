"""Figures of the verification: what was measured against what is expected, with the band that is accepted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from textwrap import wrap
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.analysis import style
from sim.verification.case import Check

BAND, EXPECTED, GOT, MISSED = "#cfe3ee", style.SOFT, "#004F80", "#B54A00"
LINE = 0.2  # inches a line of the name of a check
NAME = 46  # letters in such a line


def page(
    title: str, subtitle: str, footer: str, columns: int = 1, rows: int = 1, height: float = 3.2
) -> tuple[Figure, list[Axes]]:
    """Make a figure with its axes, row by row."""
    figure = style.canvas(height * rows, title, subtitle, footer)
    made = figure.subplots(rows, columns, squeeze=False)
    return figure, [axes for line in made for axes in line]


def dashed(axes: Axes, x: Any, expected: Any, label: str = "_") -> None:
    """Draw what is exactly known, dashed."""
    axes.plot(x, expected, color=EXPECTED, lw=1.4, ls=(0, (4, 2)), label=label)


def band(axes: Axes, x: Any, expected: Any, tolerance: float, label: str = "expected") -> None:
    """Draw an expected curve, and what is accepted around it."""
    x, expected = np.asarray(x, float), np.asarray(expected, float)
    axes.fill_between(x, expected - tolerance, expected + tolerance, color=BAND, lw=0, label="accepted")
    dashed(axes, x, expected, label)


def dots(axes: Axes, x: Any, got: Any, label: str = "got", number: int = 2) -> None:
    """Draw what was measured as marks in the look of a number."""
    look = style.look(number)
    axes.plot(x, got, color=look.color, marker=look.marker, ls="none", ms=6, label=label)


def curve(axes: Axes, x: Any, got: Any, label: str = "got", number: int = 2) -> None:
    """Draw what was measured as a line in the look of a number."""
    look = style.look(number)
    axes.plot(x, got, color=look.color, ls=look.line, label=label)


def label(axes: Axes, x: str, y: str, title: str = "", *, legend: Any = "best", log: str = "") -> None:
    """Name axes and panel, and explain its marks; without ``legend`` they are not explained; ``log`` names log axes."""
    for axis in log:
        axes.set(**{f"{axis}scale": "log"})
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    axes.grid(visible=True)
    if title:
        axes.set_title(title, loc="left", fontsize=11.5, fontweight="bold", pad=6)
    if legend:
        axes.legend(loc=legend, fontsize=9.5)


def rows_of(axes: Axes, names: Sequence[str]) -> None:
    """Give every name a row, the first at the top."""
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)


def shared_legend(figure: Figure, axes: Axes) -> None:
    """Explain the marks of all panels once, beside the footer, which must be short."""
    handles, texts = axes.get_legend_handles_labels()
    figure.legend(handles, texts, loc="lower right", ncols=len(texts), fontsize=9.5, borderpad=0.2)


def checks_panel(axes: Axes, checks: Sequence[Check]) -> None:
    """Draw checks below each other, each on its own scale: the band is what is accepted, the tick what is expected.

    Checks with a limit on one side only have a band that ends there, and a scale on which the limit, or what was
    measured if that is larger, has the length 1.
    """
    for row, check in enumerate(checks):
        low, high, got, expected = _positions(check)
        axes.barh(row, high - low, left=low, height=0.62, color=BAND, lw=0)
        if expected is not None:
            axes.plot([expected, expected], [row - 0.31, row + 0.31], color=EXPECTED, lw=1.6)
        color, marker = (GOT, "o") if check.passed else (MISSED, "X")
        axes.plot(got, row, color=color, marker=marker, ms=8, clip_on=False)
    axes.set_ylim(len(checks) - 0.4, -0.6)
    axes.set_xlim(-2.4, 2.4)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    style.rows_axis(axes, [(row, check.what) for row, check in enumerate(checks)], width=NAME)
    for row, check in enumerate(checks):
        axes.text(2.5, row, _written(check), va="center", fontsize=9.5, color=style.SOFT)


def checks_figure(title: str, subtitle: str, footer: str, checks: Sequence[Check]) -> Figure:
    """Draw all checks of a case on a page of their own."""
    lines = max(len(wrap(check.what, NAME)) for check in checks)
    figure, (axes,) = page(title, subtitle, footer, height=max(1.2, len(checks) * (LINE * lines + 0.12)))
    checks_panel(axes, checks)
    return figure


def _positions(check: Check) -> tuple[float, float, float, float | None]:
    """Where band, mark and tick stand: the band from -1 to 1, or to the edge on the side without a limit."""
    low, high = check.low, check.high
    if math.isinf(low) or math.isinf(high):
        limit = high if math.isinf(low) else low
        scale = max(abs(check.got), abs(limit), 1e-12)
        side = float((check.got - limit) / scale) if math.isfinite(check.got) else 2.3
        return (-2.4, 0.0, side, None) if math.isinf(low) else (0.0, 2.4, side, None)
    middle, half = (low + high) / 2, (high - low) / 2
    if half == 0.0:
        off = 0.0 if check.got == low else math.copysign(2.0, check.got - low)
        return -0.03, 0.03, off, None
    got = float(np.clip((check.got - middle) / half, -2.3, 2.3)) if math.isfinite(check.got) else 2.3
    return -1.0, 1.0, got, None if check.expected is None else (check.expected - middle) / half


def _written(check: Check) -> str:
    from sim.verification.case import accepted, number

    return f"{check.words or number(check.got)} ({accepted(check)})"
