"""Pictures of a replay: the event, ways of telling side by side, and a synthetic event beside the real one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from sim.analysis.drawing import fonts, style
from sim.analysis.drawing.facets import head
from sim.model.talk.parameters import Credibility
from sim.replay.contacts import Ints
from sim.replay.policies import POLICIES, Estimate, Outcome
from sim.replay.statistics import MANY, VERY_LONG, Event, Statistics
from sim.replay.synthetic import Solved

COLOR, LIGHT = style.look(2).color, style.look(6).color
LOOKS = style.look(0), style.look(1)  # real, synthetic
MOST_BINS, CLASSES = 25, 12
THICK = 0.38
MOST_PAIRS = 4  # bars of a panel whose numbers keep apart in the usual size
TIMES = {1: "1 s", 5: "5 s", 20: "20 s", 60: "1 min", 300: "5 min", 1800: "30 min", 7200: "2 h", 28_800: "8 h"}
SIZES = [*map(str, range(2, MANY)), f"{MANY}+"]
WITNESSES = [*map(str, range(1, MANY)), f"{MANY}+"]
MEANING = {
    "focus": "always the main business",
    "disclose-all": "all businesses in one breath",
    "tailored": "the one that suits the listener",
    "one-topic-per-event (main)": "the main business, all day",
    "one-topic-per-event (audience)": "what suits most guests, all day",
    "one-topic-per-contact": "what this listener heard first",
}
ROW, WIDTH, SPREAD = 0.66, 10.6, 0.16
STRANGER = Credibility().trust_acquaintance
"""What a stranger's credibility is."""


def draw(title: str, event: Event, found: Statistics, outcomes: Sequence[Outcome], folder: Path) -> list[Path]:
    """Draw the event and how networkers fare at it as SVG and PNG; the title says in footers what was replayed."""
    figures = {"policies": policies_figure(title, event, found, outcomes), "event": event_figure(title, event, found)}
    with fonts.one_sentence():
        return [path for name, figure in figures.items() for path in style.save(fixed(figure), folder, name)]


def fixed(figure: Figure) -> Figure:
    """Fix a constrained layout to a tenth of a pixel: the solver's last digits differ from drawing to drawing."""
    style.finish(figure)
    with style.styled(), fonts.quiet():
        figure.draw_without_rendering()
    for axes in figure.axes:
        axes.set_position([round(float(edge), 4) for edge in axes.get_position().bounds])  # type: ignore[arg-type]
    figure.set_layout_engine("none")
    return figure


def _dress(axes: Axes, title: str, unit: str, share: str) -> None:
    head(axes, title, size=11.5, pad=6)
    axes.set_xlabel(unit, fontsize=10)
    axes.set_ylabel(share, fontsize=10)
    axes.grid(visible=True, axis="y")


def _rounded(percent: float) -> str:
    return f"{percent:.0f}" if percent >= 9.95 or percent == 0 else f"{percent:.1f}"


def _circles(found: Statistics) -> list[float]:
    return [found.share_of_circles(size) for size in range(2, MANY + 1)]


def _witnesses(found: Statistics) -> list[float]:
    counts = np.bincount(np.minimum(found.overheard, MANY), minlength=MANY + 1)
    return [float(share) for share in counts / counts.sum()]


def _lasting(axes: Axes, found: Statistics, look: style.Look, line: Any = "-") -> Ints:
    """Draw how many talks last at least so long, on scales of powers, and return the lengths in seconds."""
    seconds, counts = np.unique(found.seconds, return_counts=True)
    lasting = 100 * counts[::-1].cumsum()[::-1] / counts.sum()
    axes.step(seconds, lasting, where="pre", color=look.color, linestyle=line, linewidth=2.0, zorder=3)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: style.plain(value)))
    return seconds


def _times(axes: Axes, first: float, last: float) -> None:
    shown = [at for at in TIMES if first <= at <= last]
    axes.set_xticks(shown, [TIMES[at] for at in shown])
    axes.set_xticks([], minor=True)


@style.styled()
def event_figure(title: str, event: Event, found: Statistics) -> Figure:
    """Sizes of circles, durations of talks, partners of a day, and witnesses of first talks."""
    slot = event.contacts.slot
    seconds = "second" if slot == 1 else f"{slot} seconds"
    figure = style.canvas(
        6.2,
        "Who stands with whom, and for how long",
        f"Every {seconds} it is noted who faces whom. A circle is all who are connected in such a slot; a talk may "
        "pause for less than a minute. A witness is another partner of the same day who stands by and hears it.",
        style.footer(title, f"{event.contacts.slots.size:,} slots", f"{event.firsts.size:,} first talks of a day"),
    )
    circles, durations, partners, witnesses = figure.subplots(2, 2).flat
    _bars(circles, _circles(found), SIZES)
    _dress(circles, f"How many stand together (mean {found.mean_circle:.2f})", "people in a circle", "% of circles")
    _durations(durations, found)
    _partners(partners, found)
    _bars(witnesses, _witnesses(found), ["nobody", *WITNESSES])
    witnesses.patches[0].set(facecolor=LIGHT)
    heard = f"First talks overheard by others ({found.witness * 100:.0f} %)"
    _dress(witnesses, heard, "witnesses", "% of first talks of a day")
    return figure


def _bars(axes: Axes, shares: Sequence[float], names: Sequence[str]) -> None:
    percent = [share * 100 for share in shares]
    bars = axes.bar(names, percent, width=0.72, color=COLOR, zorder=2)
    axes.bar_label(bars, [_rounded(value) for value in percent], padding=2, fontsize=10)
    axes.set_ylim(0, max(percent) * 1.15)
    axes.tick_params(axis="x", length=0)


def _durations(axes: Axes, found: Statistics) -> None:
    seconds = _lasting(axes, found, style.look(2))
    first, last = min(18.0, 0.9 * seconds[0]), max(seconds[-1] * 1.3, 400)
    _times(axes, first, seconds[-1] * 1.05)
    axes.set_xlim(first, last)
    narrow = first**0.3 * last**0.7 < VERY_LONG  # too little room to the right of it
    close = found.very_long > 0.8 * found.long
    _point(axes, 60, found.long * 100, "a minute")
    _point(axes, VERY_LONG, found.very_long * 100, "more than five", below=close or narrow)
    _dress(axes, f"How long a talk lasts (mean {found.mean_seconds:.0f} s)", "at least this long", "% of talks")


def _point(axes: Axes, at: float, percent: float, words: str, *, below: bool = False) -> None:
    if percent == 0:
        return
    axes.plot([at], [percent], marker="o", markersize=7, color=COLOR, markeredgecolor=style.INK, zorder=4)
    place, side = ((-8, -14), "right") if below else ((8, 4), "left")
    said: dict[str, Any] = {"textcoords": "offset points", "ha": side, "fontsize": 10, "color": style.INK}
    axes.annotate(f"{_rounded(percent)} % last {words}", (at, percent), xytext=place, **said)


def _partners(axes: Axes, found: Statistics) -> None:
    if found.partners.size:
        edges = _edges(found.partners, MOST_BINS)
        counts = np.histogram(found.partners, edges)[0]
        percent = 100 * counts / counts.sum()
        edged: dict[str, Any] = {"color": COLOR, "edgecolor": style.PAPER, "linewidth": 0.8}
        axes.bar(edges[:-1], percent, np.diff(edges), align="edge", zorder=2, **edged)
        axes.axvline(found.mean_partners, color=style.INK, linewidth=1.4, linestyle=(0, (4, 2)), zorder=3)
        axes.set_ylim(0, max(percent) * 1.15)
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    mean = f"mean {found.mean_partners:.1f}" if found.partners.size else "nobody a minute"
    title = f"How many one meets in a day ({mean})"
    _dress(axes, title, "partners, talks of a minute and more", "% of people and days")


def _edges(partners: Ints, classes: int) -> NDArray[np.float64]:
    """Edges of equal classes of whole numbers, from 1 on."""
    width = -(-int(partners.max()) // classes)
    return np.arange(0.5, partners.max() + width + 0.5, width)


@style.styled()
def beside_figure(title: str, event: Event, pair: tuple[Statistics, Statistics], asked: Solved) -> Figure:
    """Circles, talks, partners, witnesses, contradictions and rejoining, real and synthetic.

    Parameters
    ----------
    title
        What the real list is called, for the footer; may be empty.
    event, pair
        The real event, and measures of it and of the synthetic one.
    asked
        The four numbers that both have.
    """
    four = (
        f"{asked.people:,} people, {asked.hours:.1f} hours a day, circles of {asked.mean_circle:.2f}, and "
        f"{asked.partners:.1f} partners a day"
    )
    counts = f"{event.firsts.size:,} first talks of a day are real, {pair[1].overheard.size:,} synthetic"
    figure = style.canvas(
        6.4,
        "What four numbers of an event say about the rest",
        f"Four numbers of the real event are given to the synthetic one: {four}, the last two on average. "
        "All else follows from how circles form.",
        style.footer(title, f"{counts}; rejoined: joined by an earlier partner"),
    )
    circles, durations, partners, witnesses, met, rejoined = figure.subplots(2, 3).flat
    _pairs(circles, [_circles(found) for found in pair], SIZES)
    _dress(circles, "Size of circles", "people", "% of circles")
    _both_durations(durations, pair)
    _both_partners(partners, pair)
    _pairs(witnesses, [_witnesses(found) for found in pair], ["0", *WITNESSES])
    _dress(witnesses, "Witnesses of first talks", "witnesses", "% of first talks")
    contradicted = f"contradicted\n({pair[0].businesses} businesses)"
    _pairs(met, [[found.witness, found.contradiction] for found in pair], ["overheard", contradicted])
    _dress(met, "Stories that meet", "", "% of first talks")
    _pairs(rejoined, [list(found.rejoined) for found in pair], ["10 min", "60 min"])
    _dress(rejoined, "Rejoined by a partner", "who left within", "% of talks of a minute")
    boxes = [
        Patch(facecolor=one.color, hatch=one.hatch, edgecolor=style.PAPER, label=name)
        for one, name in zip(LOOKS, ("real", "synthetic"), strict=True)
    ]
    circles.legend(handles=boxes, loc="upper right", fontsize=10, handlelength=1.4)
    return figure


def _pairs(axes: Axes, shares: Sequence[Sequence[float]], names: Sequence[str]) -> None:
    """Draw a bar real and one synthetic for each name, with their percentages."""
    size = 9 if len(names) <= MOST_PAIRS else 7.5
    for side, (one, values) in enumerate(zip(LOOKS, shares, strict=True)):
        at = np.arange(len(names)) + (side - 0.5) * (THICK + 0.03)
        percent = [value * 100 for value in values]
        bars = axes.bar(at, percent, THICK, color=one.color, hatch=one.hatch, edgecolor=style.PAPER, zorder=2)
        axes.bar_label(bars, [f"{value:.0f}" for value in percent], padding=2, fontsize=size)
    axes.set_xticks(np.arange(len(names)), names, fontsize=10)
    axes.tick_params(axis="x", length=0)
    axes.set_ylim(0, max(max(values) for values in shares) * 115)


def _both_durations(axes: Axes, pair: Sequence[Statistics]) -> None:
    longest = [int(_lasting(axes, found, one, one.line)[-1]) for one, found in zip(LOOKS, pair, strict=True)]
    _times(axes, 60, max(longest) * 1.05)
    _dress(axes, "Length of talks", "at least this long", "% of talks")


def _both_partners(axes: Axes, pair: Sequence[Statistics]) -> None:
    edges = _edges(np.concatenate([found.partners for found in pair]), CLASSES)
    for one, found in zip(LOOKS, pair, strict=True):
        counts = np.histogram(found.partners, edges)[0]
        shown: dict[str, Any] = {"color": one.color, "linestyle": one.line, "linewidth": 2.0}
        axes.stairs(100 * counts / counts.sum(), edges, zorder=3, **shown)
    axes.axvline(pair[0].mean_partners, color=style.SOFT, linewidth=1.2, linestyle=(0, (1, 1)), zorder=2)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.set_ylim(bottom=0)
    _dress(axes, "Partners in a day", "partners (dotted: mean, given)", "% of people and days")


@style.styled()
def policies_figure(title: str, event: Event, found: Statistics, outcomes: Sequence[Outcome]) -> Figure:
    """Three panels with a row a policy (one or more): stories that meet, contradictions noticed, credibility."""
    told = "1 business" if found.businesses == 1 else f"{found.businesses} businesses"
    draws = max(outcome.worlds for outcome in outcomes)
    chance = f"{draws:,} draws of which business suits whom" if draws > 1 else ""
    figure = style.canvas(
        ROW * len(outcomes) + 1.35,
        "When two stories meet, and what is still believed, by way of telling",
        f"Each guest in turn is a networker with {told}. Every talk opens in the stated way, and all who "
        "face the networker then listen. Marks:\N{NO-BREAK SPACE}means over these networkers. Lines: 95 % intervals "
        "over people.",
        style.footer(title, f"{event.firsts.size:,} first talks of a day", chance),
        width=WIDTH,
    )
    panels = figure.subplots(1, 3, sharey=True, width_ratios=[1.1, 1.0, 1.1])
    _stories(panels[0], outcomes)
    _noticed(panels[1], outcomes)
    _credibility(panels[2], outcomes)
    style.rows_axis(panels[0], [(float(row), outcome.policy.name) for row, outcome in enumerate(outcomes)])
    names = [f"{outcome.policy.name}\n{MEANING[outcome.policy.name]}" for outcome in outcomes]
    panels[0].set_yticklabels(names, fontsize=10.5, linespacing=1.3)
    panels[0].set_ylim(len(outcomes) - 0.4, -0.6)
    return figure


def _stories(axes: Axes, outcomes: Sequence[Outcome]) -> None:
    for row, outcome in enumerate(outcomes):
        percent = outcome.contradiction.times(100)
        _mark(axes, percent, row, outcome)
        _write(axes, percent.mean, row, f"{percent.mean:.1f} %" if percent.mean > 0 else "never")
    _head(axes, "Two stories meet", "% of first talks: somebody stands by\nwho is told another story that day")
    _from_zero(axes, [outcome.contradiction.high * 100 for outcome in outcomes])


def _noticed(axes: Axes, outcomes: Sequence[Outcome]) -> None:
    for row, outcome in enumerate(outcomes):
        for found, height, hollow in ((outcome.within, row - SPREAD, False), (outcome.earlier, row + SPREAD, True)):
            _mark(axes, found, height, outcome, hollow=hollow)
            if found.mean > 0:
                _write(axes, found.mean, height, f"{found.mean:.1f}", below=hollow)
    unit = "times, a networker and day\nfull: with a story of the same day\nhollow: of an earlier day"
    _head(axes, "Contradictions noticed", unit)
    _from_zero(axes, [high for outcome in outcomes for high in (outcome.within.high, outcome.earlier.high)])


def _credibility(axes: Axes, outcomes: Sequence[Outcome]) -> None:
    axes.axvline(STRANGER, color=style.SOFT, linewidth=1.4, linestyle=(0, (1.5, 2)), zorder=1)
    for row, outcome in enumerate(outcomes):
        _mark(axes, outcome.credibility, row, outcome)
        _write(axes, outcome.credibility.mean, row, f"{outcome.credibility.mean:.3f}")
    _head(axes, "Credibility at the day's end", "0 to 1, among those who heard them\n(dotted: a stranger's)")
    ends = [STRANGER, *(end for outcome in outcomes for end in (outcome.credibility.low, outcome.credibility.high))]
    pad = max(0.12 * (max(ends) - min(ends)), 0.01)
    axes.set_xlim(min(ends) - pad, max(ends) + pad)


def _mark(axes: Axes, found: Estimate, height: float, outcome: Outcome, *, hollow: bool = False) -> None:
    look = style.look(POLICIES.index(outcome.policy))
    axes.plot(
        [found.low, found.high], [height, height], color=style.INK, linewidth=1.8, zorder=3, solid_capstyle="butt"
    )
    size, face, edge, width = (6.5, style.PAPER, look.color, 1.4) if hollow else (8, look.color, style.INK, 1.0)
    dressed: dict[str, Any] = {"markerfacecolor": face, "markeredgecolor": edge, "markeredgewidth": width}
    axes.plot([found.mean], [height], marker=look.marker, markersize=size, zorder=4, **dressed)


def _write(axes: Axes, at: float, height: float, text: str, *, below: bool = False) -> None:
    place, side = ((0, -7), "top") if below else ((0, 7), "bottom")
    said: dict[str, Any] = {"textcoords": "offset points", "ha": "center", "va": side, "fontsize": 9.5}
    said["bbox"] = {"facecolor": style.PAPER, "edgecolor": "none", "pad": 0.6}
    axes.annotate(text, (at, height), xytext=place, color=style.INK, zorder=2, **said)


def _head(axes: Axes, title: str, unit: str) -> None:
    head(axes, title, size=11.5, pad=8)
    axes.set_xlabel(unit, fontsize=10)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: style.plain(value)))
    axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 4, 5, 10]))
    axes.grid(visible=True, axis="x")
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _from_zero(axes: Axes, ends: Sequence[float]) -> None:
    most = max(ends) or 1.0
    axes.set_xlim(-0.1 * most, 1.12 * most)
