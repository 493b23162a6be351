"""A mean over time: one line a variant, bands across seeds."""

from __future__ import annotations

from textwrap import fill

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.analysis.plots import style, working
from sim.analysis.plots.endings import name_lines
from sim.analysis.plots.layout import MOST_SETTINGS, left_out
from sim.analysis.samples import over_people
from sim.model.outcomes import OUTCOMES

COLUMNS = 3
LOW, HIGH = 0.1, 0.9
NAME_WIDTH = 22  # letters of a title


def over_days(
    frame: pd.DataFrame,
    name: str = "credibility",
    *,
    whom: str = "the strategy's networkers",
    note: str = "",
) -> Figure:
    """Mean over all people day by day, with the band that holds the middle four fifths of the seeds.

    Parameters
    ----------
    frame
        As :func:`sim.analysis.samples.over_time` returns it.
    name
        The recorded mean to show.
    whom
        Whose mean it is.
    note
        For the footer.
    """
    outcome = OUTCOMES[name]
    settings = list(frame["setting"].cat.categories)[:MOST_SETTINGS]
    wide = 2 if len(settings) == 4 else min(COLUMNS, len(settings))
    deep = -(-len(settings) // wide)
    with style.styled():
        height, thin = 4.6 if deep == 1 else 3.0 * deep, working.is_known(frame)
        figure = style.canvas(
            height + thin * working.HEIGHT * deep,
            f"{outcome.label} over time",
            f"Mean over {whom}{working.COVERED * thin}: the line is that of all seeds together, the band holds the "
            "middle 80 % of the seeds.",
            "  ·  ".join(
                filter(None, [f"n = {frame['seed'].nunique()} seeds", note, left_out(frame), working.remark(frame)])
            ),
        )
        grid, below = working.panels(figure, deep, wide, height / deep, thin=thin)
        for number, setting in enumerate(settings):
            block = frame[frame["setting"] == setting]
            bands(grid.flat[number], block, name)
            grid.flat[number].set_title(fill(setting, NAME_WIDTH), loc="left", fontsize=11, fontweight="bold")
            if below is not None:
                working.share_at_work(below.flat[number], block, named=number % wide == 0)
                grid.flat[number].set_xlabel("")
        working.hide(grid, below, len(settings))
        for axes in grid[:, 0]:
            style.number_axis(axes, outcome, "y")
            axes.yaxis.label.set_fontsize(10)
        last = frame[(frame["setting"] == settings[wide - 1]) & (frame["day"] == frame["day"].max())]
        ends = over_people(last, "variant", [name])[name]
        name_lines(grid[0, wide - 1], ends, list(frame["variant"].cat.categories), height / deep - 0.9)
    return figure


def bands(axes: Axes, frame: pd.DataFrame, name: str) -> None:
    """Draw a line for every variant: the mean day by day, with the middle four fifths of the seeds.

    Parameters
    ----------
    axes
        Where to.
    frame
        With ``variant`` (ordered categories), ``day`` and a column ``name``, a row a seed and day, as
        :func:`sim.analysis.samples.over_people` takes them.
    name
        What is drawn.
    """
    for number, variant in enumerate(frame["variant"].cat.categories):
        block = frame[frame["variant"] == variant]
        if block.empty:
            continue
        ends = block.groupby("day")[name].quantile([LOW, HIGH]).unstack()
        mean = over_people(block, "day", [name])[name].reindex(ends.index)
        look = style.look(number)
        axes.fill_between(ends.index, ends[LOW], ends[HIGH], color=look.color, alpha=0.16, linewidth=0)
        for edge in (LOW, HIGH):
            axes.plot(ends.index, ends[edge], color=look.color, linewidth=0.5, alpha=0.7)
        axes.plot(
            ends.index,
            mean,
            color=look.color,
            linestyle=look.line,
            marker=look.marker,
            markersize=6.5,
            markeredgecolor=style.PAPER,
            markeredgewidth=0.8,
            markevery=_marked(len(ends), number),
        )
    axes.set_xlabel("Day")
    axes.grid(visible=True, axis="y")
    first, last = frame["day"].min(), frame["day"].max()
    axes.set_xlim(*((first, last) if first < last else (0, last + 1)))  # a run of a week is looked at once


def _marked(days: int, number: int) -> list[int]:
    step = max(1, days // 6)
    return list(range(min(days - 1, 2 + (number * step) // 8 * 3), max(1, days - 2), step))
