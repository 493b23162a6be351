"""Pictures of a replay: the event, ways of telling side by side, and a synthetic event beside the real one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from sim.analysis.plots import fonts, style
from sim.model.talk.parameters import Credibility
from sim.replay.contacts import Ints
from sim.replay.statistics import MANY, VERY_LONG, Estimate, Event, Statistics
from sim.replay.synthetic import Beside
from sim.replay.telling import POLICIES, Outcome

COLOR = style.look(2).color
LIGHT = style.look(6).color
MOST_BINS = 25
TIMES = {1: "1 s", 5: "5 s", 20: "20 s", 60: "1 min", 300: "5 min", 1800: "30 min", 7200: "2 h", 28_800: "8 h"}

REAL, SYNTHETIC = style.look(0), style.look(1)
LOOKS = (REAL, SYNTHETIC)
NAMES = ("real", "synthetic")
THICK = 0.38
MOST_PAIRS = 4  # bars of a panel whose numbers keep apart in the usual size
CLASSES = 12
LONGER = {60: "1 min", 300: "5 min", 1800: "30 min", 7200: "2 h", 28_800: "8 h"}
MEANING = {
    "focus": "always the main business",
    "disclose-all": "all businesses in one breath",
    "tailored": "the one that suits the listener",
    "one-topic-per-event (main)": "the main business, all day",
    "one-topic-per-event (audience)": "what suits most guests, all day",
    "one-topic-per-contact": "what this listener heard first",
}
OWN = "a policy of one's own"
ROW = 0.66
WIDTH = 10.6
SPREAD = 0.16
STRANGER = Credibility().trust_acquaintance


def event_figure(title: str, event: Event, found: Statistics) -> Figure:
    """Sizes of circles, durations of talks, partners of a day, and witnesses of first talks."""
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


def policies_figure(title: str, event: Event, found: Statistics, outcomes: Sequence[Outcome]) -> Figure:
    """Three small panels with a row a policy: stories that meet, contradictions noticed, credibility."""
    told = "1 business" if found.businesses == 1 else f"{found.businesses} businesses"
    with style.styled():
        figure = style.canvas(
            ROW * len(outcomes) + 1.35,
            "When two stories meet, and what is still believed, by way of telling",
            f"Each guest in turn is a networker with {told}. He opens every talk in the stated way, and whoever "
            "faces him then listens. Marks:\N{NO-BREAK SPACE}means over these networkers. Lines: 95 % intervals "
            "over people.",
            _footer(title, event, outcomes),
            width=WIDTH,
        )
        panels = figure.subplots(1, 3, sharey=True, width_ratios=[1.1, 1.0, 1.1])
        _stories(panels[0], outcomes)
        _noticed(panels[1], outcomes)
        _credibility(panels[2], outcomes)
        style.rows_axis(panels[0], [(float(row), outcome.policy.name) for row, outcome in enumerate(outcomes)])
        names = [f"{outcome.policy.name}\n{MEANING.get(outcome.policy.name, OWN)}" for outcome in outcomes]
        panels[0].set_yticklabels(names, fontsize=10.5, linespacing=1.3)
        panels[0].set_ylim(len(outcomes) - 0.4, -0.6)
    return figure


def _footer(title: str, event: Event, outcomes: Sequence[Outcome]) -> str:
    draws = max(outcome.worlds for outcome in outcomes)
    chance = f"{draws:,} draws of which business suits whom" if draws > 1 else ""
    return "  ·  ".join(filter(None, [title, f"{event.firsts.size:,} first talks of a day", chance]))


def _look(outcome: Outcome) -> style.Look:
    return style.look(POLICIES.index(outcome.policy) if outcome.policy in POLICIES else len(POLICIES))


def _stories(axes: Axes, outcomes: Sequence[Outcome]) -> None:
    for row, outcome in enumerate(outcomes):
        percent = outcome.contradiction.times(100)
        _mark(axes, percent, row, _look(outcome))
        _write(axes, percent.mean, row, f"{percent.mean:.1f} %" if percent.mean > 0 else "never")
    _row_head(axes, "Two stories meet", "% of first talks: somebody stands by\nwho is told another story that day")
    _from_zero(axes, [outcome.contradiction.high * 100 for outcome in outcomes])


def _noticed(axes: Axes, outcomes: Sequence[Outcome]) -> None:
    for row, outcome in enumerate(outcomes):
        for found, height, hollow in ((outcome.within, row - SPREAD, False), (outcome.earlier, row + SPREAD, True)):
            _mark(axes, found, height, _look(outcome), hollow=hollow)
            if found.mean > 0:
                _write(axes, found.mean, height, f"{found.mean:.1f}", below=hollow)
    _row_head(
        axes,
        "Contradictions noticed",
        "times, a networker and day\nfull: with a story of the same day\nhollow: of an earlier day",
    )
    _from_zero(axes, [high for outcome in outcomes for high in (outcome.within.high, outcome.earlier.high)])


def _credibility(axes: Axes, outcomes: Sequence[Outcome]) -> None:
    axes.axvline(STRANGER, color=style.SOFT, linewidth=1.4, linestyle=(0, (1.5, 2)), zorder=1)
    for row, outcome in enumerate(outcomes):
        _mark(axes, outcome.credibility, row, _look(outcome))
        _write(axes, outcome.credibility.mean, row, f"{outcome.credibility.mean:.3f}")
    _row_head(axes, "Credibility at the day's end", "0 to 1, among those who heard him\n(dotted: a stranger's)")
    ends = [STRANGER, *(end for outcome in outcomes for end in (outcome.credibility.low, outcome.credibility.high))]
    pad = max(0.12 * (max(ends) - min(ends)), 0.01)
    axes.set_xlim(min(ends) - pad, max(ends) + pad)


def _mark(axes: Axes, found: Estimate, height: float, look: style.Look, *, hollow: bool = False) -> None:
    ends, at = [found.low, found.high], [height, height]
    axes.plot(ends, at, color=style.INK, linewidth=1.8, zorder=3, solid_capstyle="butt")
    axes.plot(
        [found.mean],
        [height],
        marker=look.marker,
        markersize=6.5 if hollow else 8,
        markerfacecolor=style.PAPER if hollow else look.color,
        markeredgecolor=look.color if hollow else style.INK,
        markeredgewidth=1.4 if hollow else 1.0,
        zorder=4,
    )


def _write(axes: Axes, at: float, height: float, text: str, *, below: bool = False) -> None:
    axes.annotate(
        text,
        (at, height),
        xytext=(0, -7 if below else 7),
        textcoords="offset points",
        ha="center",
        va="top" if below else "bottom",
        fontsize=9.5,
        color=style.INK,
        bbox={"facecolor": style.PAPER, "edgecolor": "none", "pad": 0.6},
        zorder=2,
    )


def _row_head(axes: Axes, title: str, unit: str) -> None:
    axes.set_title(title, loc="left", fontsize=11.5, fontweight="bold", pad=8)
    axes.set_xlabel(unit, fontsize=10)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: style.plain(value)))
    axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 4, 5, 10]))
    axes.grid(visible=True, axis="x")
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _from_zero(axes: Axes, ends: Sequence[float]) -> None:
    most = max(ends) or 1.0
    axes.set_xlim(-0.1 * most, 1.12 * most)


def beside_figure(title: str, both: Beside) -> Figure:
    """Circles, talks, partners, witnesses, contradictions and rejoining, real and synthetic."""
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
        _both_circles(panels[0, 0], pair)
        _both_durations(panels[0, 1], pair)
        _both_partners(panels[0, 2], pair)
        _both_witnesses(panels[1, 0], pair)
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


def _both_circles(axes: Axes, pair: Sequence[Statistics]) -> None:
    names = [str(size) for size in range(2, MANY)] + [f"{MANY}+"]
    _both_bars(axes, [[found.share_of_circles(size) for size in range(2, MANY + 1)] for found in pair], names)
    _head(axes, "Size of circles", "people", "% of circles")


def _both_witnesses(axes: Axes, pair: Sequence[Statistics]) -> None:
    names = ["0", *map(str, range(1, MANY)), f"{MANY}+"]
    _both_bars(axes, [_counted(found.overheard) for found in pair], names)
    _head(axes, "Witnesses of first talks", "witnesses", "% of first talks")


def _counted(overheard: Ints) -> list[float]:
    counts = np.bincount(np.minimum(overheard, MANY), minlength=MANY + 1)
    return [float(share) for share in counts / counts.sum()]


def _contradiction(axes: Axes, pair: Sequence[Statistics]) -> None:
    shares = [[found.witness, found.contradiction] for found in pair]
    _both_bars(axes, shares, ["overheard", f"contradicted\n({pair[0].businesses} businesses)"])
    _head(axes, "Stories that meet", "", "% of first talks")


def _rejoined(axes: Axes, pair: Sequence[Statistics]) -> None:
    _both_bars(axes, [list(found.rejoined) for found in pair], ["10 min", "60 min"])
    _head(axes, "Rejoined by a partner", "who left within", "% of talks of a minute")


def _both_bars(axes: Axes, shares: Sequence[Sequence[float]], names: Sequence[str]) -> None:
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


def _both_durations(axes: Axes, pair: Sequence[Statistics]) -> None:
    longest = max(int(found.seconds.max()) for found in pair)
    for one, found in zip(LOOKS, pair, strict=True):
        seconds, counts = np.unique(found.seconds, return_counts=True)
        lasting = 100 * counts[::-1].cumsum()[::-1] / counts.sum()
        axes.step(seconds, lasting, where="pre", color=one.color, linestyle=one.line, linewidth=2.0, zorder=3)
    axes.set_xscale("log")
    axes.set_yscale("log")
    shown = [at for at in LONGER if at <= longest * 1.05]
    axes.set_xticks(shown, [LONGER[at] for at in shown])
    axes.set_xticks([], minor=True)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: style.plain(value)))
    _head(axes, "Length of talks", "at least this long", "% of talks")


def _both_partners(axes: Axes, pair: Sequence[Statistics]) -> None:
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


def draw(title: str, event: Event, found: Statistics, outcomes: Sequence[Outcome], folder: Path) -> list[Path]:
    """Draw both pictures as SVG and PNG."""
    figures = {"policies": policies_figure(title, event, found, outcomes), "event": event_figure(title, event, found)}
    with fonts.one_sentence():
        return [path for name, figure in figures.items() for path in style.save(fixed(figure), folder, name)]


def fixed(figure: Figure) -> Figure:
    """Fix a figure's layout to a tenth of a pixel: the solver's last digits differ from drawing to drawing."""
    style.finish(figure)
    with style.styled(), fonts.quiet():
        figure.draw_without_rendering()
    for axes in figure.axes:
        axes.set_position([round(float(edge), 4) for edge in axes.get_position().bounds])  # type: ignore[arg-type]
    figure.set_layout_engine("none")
    return figure
