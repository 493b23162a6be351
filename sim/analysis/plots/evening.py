"""One evening of one networker: who stood with them, who heard what, and where it broke (A6)."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.analysis.drawing import style
from sim.record.evening import SLOTS_A_MINUTE, Evening

MOST_ROWS = 24
NOTHING_YET, BROKEN = "#cfcfcf", "#B00020"
TOPIC_LOOKS = (2, 1, 3, 5, 6, 7, 4, 0)
TOLD, STOOD_BY = 0, 1
ALOUD = 2


def color_of(topics: int) -> str:
    """Return the color of what somebody has in mind: gray for nothing, red for two stories that do not fit."""
    if topics == 0:
        return NOTHING_YET
    if topics & (topics - 1):
        return BROKEN
    return style.look(TOPIC_LOOKS[(topics.bit_length() - 1) % len(TOPIC_LOOKS)]).color


def rows_of(evening: Evening) -> tuple[list[int], int]:
    """Return the guests who are drawn, by the time they first heard, and how many others who heard are left out.

    Of the guests who heard something, those who noticed a contradiction come first into the picture.
    """
    heard = evening.heard
    guests, first = np.unique(heard.listener, return_index=True)
    caught = np.isin(guests, heard.listener[heard.noticed > 0])
    chosen = np.lexsort((first, ~caught))[:MOST_ROWS]
    order = chosen[np.argsort(first[chosen], kind="stable")]
    return [int(guest) for guest in guests[order]], int(guests.size - order.size)


def mind_over_time(evening: Evening, place: int) -> list[tuple[float, int]]:
    """Return from which minute on a guest has which topics of the networker's in mind, beginning with none."""
    known, steps = 0, [(0.0, 0)]
    for row in evening.heard[evening.heard.listener == place]:
        if known | int(row.topics) != known:
            known |= int(row.topics)
            steps.append((int(row.slot) / SLOTS_A_MINUTE, known))
    return steps


@style.styled()
def evening_figure(evening: Evening, *, note: str = "") -> Figure:
    """A line a guest over the minutes: bars while they stand with the networker, in the color of what they have heard.

    Parameters
    ----------
    evening
        At which the networker told somebody something.
    """
    guests, left_out = rows_of(evening)
    more = f"; {left_out} more listeners are not shown" if left_out else ""
    figure = style.canvas(
        1.9 + 0.27 * max(len(guests), 6),
        "Where the second story meets the first",
        f"An evening of one networker (pitch: {evening.pitch}), a line a guest. {evening.story()}",
        style.footer(f"day {evening.day}", f"{evening.people.size} people{more}", note),
    )
    above, axes = figure.subplots(2, 1, sharex=True, height_ratios=[1, max(len(guests), 6) * 0.55])
    _sayings(above, evening)
    for height, guest in enumerate(guests):
        _guest(axes, evening, guest, height)
    axes.set_ylim(len(guests) - 0.4, -0.7)
    axes.set_xlim(0, evening.minutes)
    names = [(float(height), f"guest {evening.people[guest]}") for height, guest in enumerate(guests)]
    style.rows_axis(axes, names)
    axes.tick_params(axis="y", labelsize=8.5)
    axes.set_xlabel("minutes")
    axes.grid(visible=True, axis="x")
    _legend(above, evening)
    return figure


def _sayings(axes: Axes, evening: Evening) -> None:
    told = evening.heard[evening.heard.kind == TOLD]
    for row in told:
        axes.plot(int(row.slot) / SLOTS_A_MINUTE, 0, marker="|", markersize=13, mew=2.2, color=_told(int(row.topics)))
    axes.set_ylim(-1, 1)
    style.rows_axis(axes, [(0.0, "says")])
    axes.tick_params(axis="x", length=0, labelbottom=False)
    axes.spines["bottom"].set_visible(False)


def _told(topics: int) -> str:
    return style.INK if topics & (topics - 1) else color_of(topics)


def _guest(axes: Axes, evening: Evening, guest: int, height: int) -> None:
    steps = [*mind_over_time(evening, guest), (evening.minutes, 0)]
    side_by_side = evening.pitch == "disclose-all"
    for (begin, known), (end, _) in pairwise(steps):
        color = style.INK if side_by_side and known else color_of(known)
        if known:
            axes.plot([begin, end], [height, height], color=color, linewidth=1.0, alpha=0.55, zorder=1)
        for start, stop in evening.stretches(guest):
            low, high = max(start, begin), min(stop, end)
            if low < high:
                axes.barh(height, high - low, left=low, height=0.62, color=color, linewidth=0, zorder=2)
    for row in evening.heard[evening.heard.listener == guest]:
        at = int(row.slot) / SLOTS_A_MINUTE
        face = _told(int(row.topics)) if row.kind == TOLD else style.PAPER
        axes.plot(at, height, "o", ms=5, mfc=face, mec=style.INK, mew=0.8, zorder=3)
        if row.noticed:
            loud = row.noticed == ALOUD
            axes.plot(at, height, "X", ms=12 if loud else 8, color=BROKEN, mec=style.PAPER, mew=0.8, zorder=4)
            if loud:
                box = {"boxstyle": "round,pad=0.15", "fc": style.PAPER, "ec": "none", "alpha": 0.85}
                said: dict[str, Any] = {"textcoords": "offset points", "color": BROKEN, "fontweight": "bold"}
                said |= {"fontsize": 8, "va": "center", "zorder": 5, "bbox": box}
                axes.annotate("says it aloud", (at, height), (7, 0), **said)


def _legend(axes: Axes, evening: Evening) -> None:
    seen = int(np.bitwise_or.reduce(evening.heard.topics)) if evening.heard.size else 0
    topics = [bit for bit in range(len(evening.topics)) if seen >> bit & 1]
    marks: list[Artist] = [Patch(fc=color_of(1 << bit), label=f"has heard of {evening.topics[bit]}") for bit in topics]
    marks += [Patch(fc=BROKEN, label="has heard two stories"), Patch(fc=NOTHING_YET, label="nothing yet")]
    marks += [
        Line2D([], [], ls="", marker="o", mfc=style.SOFT, mec=style.INK, label="is told it"),
        Line2D([], [], ls="", marker="o", mfc=style.PAPER, mec=style.INK, label="stands by and hears it"),
        Line2D([], [], ls="", marker="X", ms=9, color=BROKEN, label="notices that it does not fit"),
    ]
    axes.legend(handles=marks, loc="lower left", bbox_to_anchor=(-0.02, 0.95), ncols=4, fontsize=8.5, handlelength=1.4)
