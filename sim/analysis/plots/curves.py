"""An outcome against a varied number: one line a strategy, with intervals over seeds."""

from __future__ import annotations

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.analysis.plots import style
from sim.analysis.plots.endings import name_lines
from sim.analysis.samples import mean_of_people, over_people
from sim.model.outcomes import OUTCOMES, Outcome

COLUMNS = 3
WIDE_RANGE = 10.0
TITLE_WIDTH = 18  # characters
LABEL_WIDTH = 28  # characters of a line below a panel
CLOSEST = 0.14  # of the axis, between two labels


def curves(frame: pd.DataFrame, outcomes: list[str], *, label: str, held: str = "", note: str = "") -> Figure:
    """Means over all people against the varied values, with 95 % intervals; a panel per outcome.

    Parameters
    ----------
    frame
        As :func:`sim.analysis.samples.along` returns it.
    outcomes
        Panels, in this order.
    label
        The parameter's name with its unit.
    held
        What else is varied and here is not, with its value.
    note
        For the footer.
    """
    wide = 2 if len(outcomes) in (2, 4) else min(COLUMNS, len(outcomes))
    deep = -(-len(outcomes) // wide)
    with style.styled():
        figure = style.canvas(
            3.1 * deep + 0.4,
            f"Outcomes by {label}",
            "Means over all people of all seeds with 95 % bootstrap intervals; where bands overlap, look at the "
            "paired differences."
            f"{f' Shown only where {held}.' if held else ''}",
            "  ·  ".join(filter(None, [f"n = {frame['seed'].nunique()} seeds a point", note])),
        )
        grid = figure.subplots(deep, wide, squeeze=False)
        for axes, name in zip(grid.flat, outcomes, strict=False):
            _panel(axes, frame, OUTCOMES[name])
            axes.set_xlabel(fill(label, LABEL_WIDTH), fontsize=10)
        for axes in grid.flat[len(outcomes) :]:
            axes.set_visible(False)
        last = frame[frame["value"] == frame["value"].max()]
        ends = over_people(last, "variant", [outcomes[wide - 1]])[outcomes[wide - 1]]
        name_lines(grid[0, wide - 1], ends, list(frame["variant"].cat.categories), 2.3)
    return figure


def _panel(axes: Axes, frame: pd.DataFrame, outcome: Outcome) -> None:
    for number, variant in enumerate(frame["variant"].cat.categories):
        block = frame[frame["variant"] == variant].dropna(subset=[outcome.name])
        points = [(value, mean_of_people(group, outcome.name)) for value, group in block.groupby("value")]
        look = style.look(number)
        at = [float(str(value)) for value, _ in points]
        axes.fill_between(
            at,
            [found["mean_low"] for _, found in points],
            [found["mean_high"] for _, found in points],
            color=look.color,
            alpha=0.12,
            linewidth=0,
        )
        axes.plot(
            at,
            [found["mean"] for _, found in points],
            color=look.color,
            linestyle=look.line,
            marker=look.marker,
            markersize=7,
            markeredgecolor=style.PAPER,
            markeredgewidth=0.8,
        )
    axes.set_title(fill(outcome.label, TITLE_WIDTH), loc="left", fontsize=11.5, fontweight="bold")
    style.number_axis(axes, outcome, "y")
    axes.set_ylabel(axes.get_ylabel().partition(" (")[2].rstrip(")"), fontsize=10)
    _values_axis(axes, np.sort(frame["value"].unique()))


def _values_axis(axes: Axes, values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
    if values.min() > 0 and values.max() / values.min() >= WIDE_RANGE:
        axes.set_xscale("log")
    if values.size <= 8:
        axes.set_xticks(values, _labels(axes, values))
        axes.set_xticks([], minor=True)


def _labels(axes: Axes, values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[str]:
    """Label the values that keep their distance from the last one labeled; the others get a tick only."""
    scale = np.log(values) if axes.get_xscale() == "log" else values
    apart = CLOSEST * (scale[-1] - scale[0])
    labels, last = [], -np.inf
    for at, value in zip(scale, values, strict=True):
        labels.append(style.plain(value) if at - last >= apart else "")
        last = at if labels[-1] else last
    return labels
