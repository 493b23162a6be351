"""Ways of telling side by side: how often two stories meet, who notices, and what is still believed."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.analysis.plots import style
from sim.model.talk.parameters import Credibility
from sim.replay.intervals import Estimate
from sim.replay.policies import POLICIES, Outcome
from sim.replay.statistics import Event, Statistics

MEANING = {
    "focus": "always the main business",
    "disclose-all": "all businesses in one breath",
    "tailored": "the one that suits the listener",
    "one-topic-per-event (main)": "the main business, all day",
    "one-topic-per-event (audience)": "what suits most guests, all day",
    "one-topic-per-contact": "what this listener heard first",
}
ROW = 0.66
WIDTH = 10.6
SPREAD = 0.16
STRANGER = Credibility().trust_acquaintance


def policies_figure(title: str, event: Event, found: Statistics, outcomes: Sequence[Outcome]) -> Figure:
    """Three small panels with a row a policy: stories that meet, contradictions noticed, credibility.

    Parameters
    ----------
    title
        What was replayed, for the footer.
    event, found
        The event and its measures.
    outcomes
        How networkers fare, one or more policies.
    """
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
        names = [f"{outcome.policy.name}\n{MEANING[outcome.policy.name]}" for outcome in outcomes]
        panels[0].set_yticklabels(names, fontsize=10.5, linespacing=1.3)
        panels[0].set_ylim(len(outcomes) - 0.4, -0.6)
    return figure


def _footer(title: str, event: Event, outcomes: Sequence[Outcome]) -> str:
    draws = max(outcome.worlds for outcome in outcomes)
    chance = f"{draws:,} draws of which business suits whom" if draws > 1 else ""
    return "  ·  ".join(filter(None, [title, f"{event.firsts.size:,} first talks of a day", chance]))


def _look(outcome: Outcome) -> style.Look:
    return style.look(POLICIES.index(outcome.policy))


def _stories(axes: Axes, outcomes: Sequence[Outcome]) -> None:
    for row, outcome in enumerate(outcomes):
        percent = outcome.contradiction.times(100)
        _mark(axes, percent, row, _look(outcome))
        _write(axes, percent.mean, row, f"{percent.mean:.1f} %" if percent.mean > 0 else "never")
    _head(axes, "Two stories meet", "% of first talks: somebody stands by\nwho is told another story that day")
    _from_zero(axes, [outcome.contradiction.high * 100 for outcome in outcomes])


def _noticed(axes: Axes, outcomes: Sequence[Outcome]) -> None:
    for row, outcome in enumerate(outcomes):
        for found, height, hollow in ((outcome.within, row - SPREAD, False), (outcome.earlier, row + SPREAD, True)):
            _mark(axes, found, height, _look(outcome), hollow=hollow)
            if found.mean > 0:
                _write(axes, found.mean, height, f"{found.mean:.1f}", below=hollow)
    _head(
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
    _head(axes, "Credibility at the day's end", "0 to 1, among those who heard him\n(dotted: a stranger's)")
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


def _head(axes: Axes, title: str, unit: str) -> None:
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
