"""Who lost and who gained: net results around zero, the losers as visible as the winners."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.analysis.plots import scales, style
from sim.analysis.plots.layout import Row, few_rows
from sim.model.outcomes import OUTCOMES

LOST, GAINED, EVEN = "#B54A00", "#004F80", "#8A8A8A"
BINS = 60
HEIGHT, HEADROOM = 1.4, 1.8
Values = NDArray[np.float64]


def winners(frame: pd.DataFrame, name: str = "net_income", *, note: str = "") -> Figure:
    """Distribution of a net result, a panel a variant, with the share of those who lost in words.

    Parameters
    ----------
    frame
        As :func:`sim.analysis.samples.individuals` returns it.
    name
        A money outcome that can be negative.
    note
        For the footer.
    """
    frame = frame.dropna(subset=[name])
    rows, remark = few_rows(frame)
    values = frame[name].to_numpy(np.float64)
    turn = scales.threshold(values)
    bent = f" The axis is linear up to ±{style.plain(turn)} and logarithmic beyond." if turn else ""
    people = len(frame[["seed", "person"]].drop_duplicates())
    with style.styled():
        figure = style.canvas(
            HEIGHT * len(rows) + 0.6,
            f"{OUTCOMES[name].label}: who lost and who gained",
            "Bars: share of people by result, all panels to the same height; left of the line they paid more than they "
            f"got.{bent}",
            "  ·  ".join(filter(None, [f"n = {people:,} people in {frame['seed'].nunique()} seeds", note, remark])),
        )
        grid = figure.subplots(len(rows), 1, squeeze=False, sharex=True, sharey=True)[:, 0]
        edges = edges_of(values, turn)
        for axes, row in zip(grid, rows, strict=True):
            chosen = (frame["setting"] == row.setting) & (frame["variant"] == row.variant)
            _panel(axes, frame.loc[chosen, name].to_numpy(np.float64), row, edges, turn)
        scales.bend(grid[-1], turn, edges[0], edges[-1])
        style.number_axis(grid[-1], OUTCOMES[name])
        low, high = grid[0].get_ylim()
        grid[0].set_ylim(low, HEADROOM * high)
    return figure


def edges_of(values: Values, turn: float | None) -> Values:
    """Return edges of bars of equal width on the axis, one of them at zero, so that no bar holds both sides.

    Parameters
    ----------
    values
        All that will be shown.
    turn
        As :func:`sim.analysis.plots.scales.threshold` gives it.

    Returns
    -------
    numpy.ndarray
        Positions on the axis, ascending.
    """
    low, high = scales.forward(np.array([min(values.min(), 0.0), max(values.max(), 0.0)]), turn)
    width = (high - low) / BINS or 1.0
    return np.asarray(width * np.arange(np.floor(low / width) - 1, np.ceil(high / width) + 2))


def told(values: Values) -> tuple[str, str]:
    """Tell in words how many lost and how many gained, and the medians of both.

    Parameters
    ----------
    values
        Net results in currency units, shape (people,), at least one.
    """
    lost, gained = values[values < 0], values[values > 0]
    even = values.size - lost.size - gained.size
    words = []
    for side, verb, what in ((lost, "lost", "loss"), (gained, "gained", "gain")):
        middle = OUTCOMES["net_income"].write(float(np.median(np.abs(side)))) if side.size else ""
        words.append(f"{_part(side.size, values.size)} {verb}" + (f"\nmedian {what} {middle}" if side.size else ""))
    return words[0], words[1] + (f"\n{_part(even, values.size)} broke even" if even else "")


def _part(some: int, everybody: int) -> str:
    if some in (0, everybody):
        return "all" if some else "nobody"
    percent = some / everybody * 100
    return "under 1 %" if percent < 1 else "over 99 %" if percent > 99 else f"{percent:.0f} %"


def _panel(axes: Axes, values: Values, row: Row, edges: Values, turn: float | None) -> None:
    at = scales.forward(values, turn)
    for side, color, hatch in ((values < 0, LOST, "////"), (values > 0, GAINED, "")):
        share = np.histogram(at[side], edges)[0] / values.size
        bars = scales.backward(edges, turn)
        axes.stairs(share, bars, fill=True, facecolor=color, edgecolor=style.PAPER, hatch=hatch or None, linewidth=0.0)
    even = float((values == 0).mean())
    if even:
        axes.vlines(0.0, 0.0, even, color=EVEN, linewidth=4.0)
    axes.axvline(0.0, color=style.INK, linewidth=1.3)
    for text, place, align, color in zip(told(values), (0.0, 1.0), ("left", "right"), (LOST, GAINED), strict=True):
        axes.text(
            place, 0.98, text, transform=axes.transAxes, ha=align, va="top", fontsize=9.5, color=color, linespacing=1.3,
            bbox={"fc": style.PAPER, "ec": "none", "pad": 1.0},
        )  # fmt: skip
    name = f"{row.variant} ({row.setting})" if row.setting else row.variant
    axes.set_title(name, loc="left", fontsize=11, fontweight="bold", pad=4)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.grid(visible=True, axis="x")
