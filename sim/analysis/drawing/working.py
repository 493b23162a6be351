"""A thin panel below another one: which share of the people above still works."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.analysis.drawing import style
from sim.analysis.drawing.facets import Facets, Grid
from sim.analysis.samples import over_people

HEIGHT = 0.55
"""Inches that a thin panel adds, with its axis."""
ONLY_WORKING = "Covers only those who worked on the day: results of an older version."
COVERED = ", those who left included"
"""What a subtitle adds to whom a series covers."""


def is_known(frame: pd.DataFrame) -> bool:
    """Whether a series says who still works, and so covers also those who do not."""
    return "at_work" in frame.columns


def remark(frame: pd.DataFrame) -> str:
    """A sentence for the footer where a series covers only those who worked; empty where it covers all."""
    return "" if is_known(frame) else ONLY_WORKING


def panels(
    figure: Figure, facets: Facets, height: float, parts: Sequence[pd.DataFrame], *, thin: bool, alone: bool = False
) -> Grid:
    """Panels that share both scales, each (if ``thin``) above one with the share who work.

    Parameters
    ----------
    height
        Inches of a panel, about.
    parts
        What is shown in each panel: with ``variant`` (ordered categories), ``day``, ``at_work`` and ``people``.
    alone
        Whether there is one variant only in each, which needs no look of its own.
    """
    if thin:
        grid, days = facets.draw_double(figure, height, HEIGHT)
        for number, (axes, frame) in enumerate(zip(days.flat, parts, strict=False)):
            _share_at_work(axes, frame, alone=alone)
            if number % facets.wide == 0:
                axes.set_ylabel("At work\n(%)", fontsize=9)
    else:
        grid = days = facets.draw(figure, sharex=True, sharey=True)
    for axes in days.flat:  # there may be no panel below in the last row
        axes.tick_params(labelbottom=True)
    return grid


def _share_at_work(axes: Axes, frame: pd.DataFrame, *, alone: bool) -> None:
    for number, variant in enumerate(frame["variant"].cat.categories):
        share = over_people(frame[frame["variant"] == variant], "day", ["at_work"])["at_work"]
        if share.empty:
            continue
        look = style.look(number)
        color, line = (style.INK, "-") if alone else (look.color, look.line)
        axes.plot(share.index, share, color=color, linestyle=line, linewidth=1.4)
    axes.set_ylim(0.0, 1.05)
    axes.set_yticks([0.0, 1.0], ["0", "100"])
    axes.grid(visible=True, axis="y")
    axes.set_xlabel("Day")
