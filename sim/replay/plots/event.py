"""An event in four small pictures: circles, talks, partners, witnesses."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from sim.analysis.plots import style
from sim.replay.contacts import Ints
from sim.replay.statistics import MANY, VERY_LONG, Event, Statistics

COLOR = style.look(2).color
LIGHT = style.look(6).color
MOST_BINS = 25
TIMES = {1: "1 s", 5: "5 s", 20: "20 s", 60: "1 min", 300: "5 min", 1800: "30 min", 7200: "2 h", 28_800: "8 h"}


def event_figure(title: str, event: Event, found: Statistics) -> Figure:
    """Sizes of circles, durations of talks, partners of a day, and witnesses of first talks.

    Parameters
    ----------
    title
        What was measured, for the footer.
    event, found
        The event and its measures.
    """
    slot = event.contacts.slot
    seconds = "second" if slot == 1 else f"{slot} seconds"
    with style.styled():
        figure = style.canvas(
            6.2,
            "Who stands with whom, and for how long",
            f"Every {seconds} it is noted who faces whom. A circle is all who are connected in such a slot; a talk may "
            "pause for less than a minute. A witness is another partner of the same day who stands by and hears it.",
            f"{title}  ·  {event.contacts.slots.size:,} slots  ·  {event.firsts.size:,} first talks of a day",
        )
        panels = figure.subplots(2, 2)
        _circles(panels[0, 0], found)
        _durations(panels[0, 1], found)
        _partners(panels[1, 0], found)
        _witnesses(panels[1, 1], found)
    return figure


def _circles(axes: Axes, found: Statistics) -> None:
    shares = [found.share_of_circles(size) for size in range(2, MANY + 1)]
    _bars(axes, shares, [str(size) for size in range(2, MANY)] + [f"{MANY}+"])
    _head(axes, f"How many stand together (mean {found.mean_circle:.2f})", "people in a circle", "% of circles")


def _witnesses(axes: Axes, found: Statistics) -> None:
    counts = np.bincount(np.minimum(found.overheard, MANY), minlength=MANY + 1)
    bars = _bars(axes, (counts / counts.sum()).tolist(), ["nobody", *map(str, range(1, MANY)), f"{MANY}+"])
    bars[0].set(facecolor=LIGHT)
    heard = f"First talks overheard by others ({found.witness * 100:.0f} %)"
    _head(axes, heard, "witnesses", "% of first talks of a day")


def _bars(axes: Axes, shares: Sequence[float], names: Sequence[str]) -> BarContainer:
    percent = [share * 100 for share in shares]
    bars = axes.bar(names, percent, width=0.72, color=COLOR, zorder=2)
    axes.bar_label(bars, [_rounded(value) for value in percent], padding=2, fontsize=10)
    axes.set_ylim(0, max(percent) * 1.15)
    axes.tick_params(axis="x", length=0)
    return bars


def _rounded(percent: float) -> str:
    return f"{percent:.0f}" if percent >= 9.95 or percent == 0 else f"{percent:.1f}"


def _durations(axes: Axes, found: Statistics) -> None:
    seconds, counts = np.unique(found.seconds, return_counts=True)
    lasting = 100 * counts[::-1].cumsum()[::-1] / counts.sum()
    axes.step(seconds, lasting, where="pre", color=COLOR, linewidth=2.0, zorder=3)
    axes.set_xscale("log")
    axes.set_yscale("log")
    first, last = min(18.0, 0.9 * seconds[0]), max(seconds[-1] * 1.3, 400)
    shown = [at for at in TIMES if first <= at <= seconds[-1] * 1.05]
    axes.set_xticks(shown, [TIMES[at] for at in shown])
    axes.set_xticks([], minor=True)
    axes.set_xlim(first, last)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: style.plain(value)))
    narrow = first**0.3 * last**0.7 < VERY_LONG  # too little room to the right of it
    close = found.very_long > 0.8 * found.long
    _point(axes, 60, found.long * 100, "a minute")
    _point(axes, VERY_LONG, found.very_long * 100, "more than five", below=close or narrow)
    _head(axes, f"How long a talk lasts (mean {found.mean_seconds:.0f} s)", "at least this long", "% of talks")


def _point(axes: Axes, at: float, percent: float, words: str, *, below: bool = False) -> None:
    if percent == 0:
        return
    axes.plot([at], [percent], marker="o", markersize=7, color=COLOR, markeredgecolor=style.INK, zorder=4)
    text = f"{_rounded(percent)} % last {words}"
    place, side = ((-8, -14), "right") if below else ((8, 4), "left")
    axes.annotate(text, (at, percent), xytext=place, textcoords="offset points", ha=side, fontsize=10, color=style.INK)


def _partners(axes: Axes, found: Statistics) -> None:
    if found.partners.size:
        edges = _edges(found.partners)
        counts, _ = np.histogram(found.partners, edges)
        percent = 100 * counts / counts.sum()
        bars = axes.bar(edges[:-1], percent, np.diff(edges), align="edge", color=COLOR, zorder=2)
        for bar in bars:
            bar.set(edgecolor=style.PAPER, linewidth=0.8)
        axes.axvline(found.mean_partners, color=style.INK, linewidth=1.4, linestyle=(0, (4, 2)), zorder=3)
        axes.set_ylim(0, max(percent) * 1.15)
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    mean = f"mean {found.mean_partners:.1f}" if found.partners.size else "nobody a minute"
    _head(axes, f"How many one meets in a day ({mean})", "partners, talks of a minute and more", "% of people and days")


def _edges(partners: Ints) -> NDArray[np.float64]:
    """Edges of equal classes of whole numbers, from 1 on."""
    width = -(-int(partners.max()) // MOST_BINS)
    return np.arange(0.5, partners.max() + width + 0.5, width)


def _head(axes: Axes, title: str, unit: str, share: str) -> None:
    axes.set_title(title, loc="left", fontsize=11.5, fontweight="bold", pad=6)
    axes.set_xlabel(unit, fontsize=10)
    axes.set_ylabel(share, fontsize=10)
    axes.grid(visible=True, axis="y")
