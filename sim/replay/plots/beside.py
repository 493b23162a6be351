"""A synthetic event beside the real one in six small pictures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.analysis.plots import style
from sim.replay.beside import Beside
from sim.replay.contacts import Ints
from sim.replay.statistics import MANY, Statistics

REAL, SYNTHETIC = style.look(0), style.look(1)
LOOKS = (REAL, SYNTHETIC)
NAMES = ("real", "synthetic")
THICK = 0.38
MOST_PAIRS = 4  # bars of a panel whose numbers keep apart in the usual size
CLASSES = 12
TIMES = {60: "1 min", 300: "5 min", 1800: "30 min", 7200: "2 h", 28_800: "8 h"}


def beside_figure(title: str, both: Beside) -> Figure:
    """Circles, talks, partners, witnesses, contradictions and rejoining, real and synthetic.

    Parameters
    ----------
    title
        What the real list is called, for the footer; may be empty.
    both
        From :func:`sim.replay.beside.beside`.
    """
    pair, asked = (both.real, both.synthetic), both.solved
    four = (
        f"{asked.people:,} people, {asked.hours:.1f} hours a day, circles of {asked.mean_circle:.2f}, and "
        f"{asked.partners:.1f} partners a day"
    )
    with style.styled():
        figure = style.canvas(
            6.4,
            "What four numbers of an event say about the rest",
            f"Four numbers of the real event are given to the synthetic one: {four}, the last two on average. "
            "All else follows from how circles form.",
            f"{title}  ·  {both.event.firsts.size:,} first talks of a day are real, "
            f"{both.synthetic.overheard.size:,} synthetic; rejoined: joined by an earlier partner".lstrip(" ·"),
        )
        panels = figure.subplots(2, 3)
        _circles(panels[0, 0], pair)
        _durations(panels[0, 1], pair)
        _partners(panels[0, 2], pair)
        _witnesses(panels[1, 0], pair)
        _contradiction(panels[1, 1], pair)
        _rejoined(panels[1, 2], pair)
        _legend(panels[0, 0])
    return figure


def _legend(axes: Axes) -> None:
    boxes = [
        Patch(facecolor=one.color, hatch=one.hatch, edgecolor=style.PAPER, label=name)
        for one, name in zip(LOOKS, NAMES, strict=True)
    ]
    axes.legend(handles=boxes, loc="upper right", fontsize=10, handlelength=1.4)


def _circles(axes: Axes, pair: Sequence[Statistics]) -> None:
    names = [str(size) for size in range(2, MANY)] + [f"{MANY}+"]
    _bars(axes, [[found.share_of_circles(size) for size in range(2, MANY + 1)] for found in pair], names)
    _head(axes, "Size of circles", "people", "% of circles")


def _witnesses(axes: Axes, pair: Sequence[Statistics]) -> None:
    names = ["0", *map(str, range(1, MANY)), f"{MANY}+"]
    _bars(axes, [_counted(found.overheard) for found in pair], names)
    _head(axes, "Witnesses of first talks", "witnesses", "% of first talks")


def _counted(overheard: Ints) -> list[float]:
    counts = np.bincount(np.minimum(overheard, MANY), minlength=MANY + 1)
    return [float(share) for share in counts / counts.sum()]


def _contradiction(axes: Axes, pair: Sequence[Statistics]) -> None:
    shares = [[found.witness, found.contradiction] for found in pair]
    _bars(axes, shares, ["overheard", f"contradicted\n({pair[0].businesses} businesses)"])
    _head(axes, "Stories that meet", "", "% of first talks")


def _rejoined(axes: Axes, pair: Sequence[Statistics]) -> None:
    _bars(axes, [list(found.rejoined) for found in pair], ["10 min", "60 min"])
    _head(axes, "Rejoined by a partner", "who left within", "% of talks of a minute")


def _bars(axes: Axes, shares: Sequence[Sequence[float]], names: Sequence[str]) -> None:
    """Draw a bar real and one synthetic for each name, with their percentages."""
    places = np.arange(len(names))
    for side, (one, values) in enumerate(zip(LOOKS, shares, strict=True)):
        percent = [value * 100 for value in values]
        at = places + (side - 0.5) * (THICK + 0.03)
        bars = axes.bar(at, percent, THICK, color=one.color, hatch=one.hatch, edgecolor=style.PAPER, zorder=2)
        axes.bar_label(
            bars, [f"{value:.0f}" for value in percent], padding=2, fontsize=9 if len(names) <= MOST_PAIRS else 7.5
        )
    axes.set_xticks(places, names, fontsize=10)
    axes.tick_params(axis="x", length=0)
    axes.set_ylim(0, max(max(values) for values in shares) * 115)


def _durations(axes: Axes, pair: Sequence[Statistics]) -> None:
    longest = max(int(found.seconds.max()) for found in pair)
    for one, found in zip(LOOKS, pair, strict=True):
        seconds, counts = np.unique(found.seconds, return_counts=True)
        lasting = 100 * counts[::-1].cumsum()[::-1] / counts.sum()
        axes.step(seconds, lasting, where="pre", color=one.color, linestyle=one.line, linewidth=2.0, zorder=3)
    axes.set_xscale("log")
    axes.set_yscale("log")
    shown = [at for at in TIMES if at <= longest * 1.05]
    axes.set_xticks(shown, [TIMES[at] for at in shown])
    axes.set_xticks([], minor=True)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: style.plain(value)))
    _head(axes, "Length of talks", "at least this long", "% of talks")


def _partners(axes: Axes, pair: Sequence[Statistics]) -> None:
    most = max(int(found.partners.max()) for found in pair)
    width = -(-most // CLASSES)
    edges = np.arange(0.5, most + width + 0.5, width)
    for one, found in zip(LOOKS, pair, strict=True):
        counts, _ = np.histogram(found.partners, edges)
        axes.stairs(100 * counts / counts.sum(), edges, color=one.color, linestyle=one.line, linewidth=2.0, zorder=3)
    axes.axvline(pair[0].mean_partners, color=style.SOFT, linewidth=1.2, linestyle=(0, (1, 1)), zorder=2)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.set_ylim(bottom=0)
    _head(axes, "Partners in a day", "partners (dotted: mean, given)", "% of people and days")


def _head(axes: Axes, title: str, unit: str, share: str) -> None:
    axes.set_title(title, loc="left", fontsize=11.5, fontweight="bold", pad=6)
    axes.set_xlabel(unit, fontsize=10)
    axes.set_ylabel(share, fontsize=10)
    axes.grid(visible=True, axis="y")
