"""How an outcome is distributed over people: every variant a row of bars, a box and dots."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.analysis.drawing import scales, style
from sim.analysis.drawing.facets import Stack, left_out, rows_of
from sim.analysis.plots.subject import Picture, Subject, blocks, listed
from sim.analysis.samples import KEYS, pooled
from sim.analysis.table import records
from sim.core.registry import plot
from sim.model.outcomes import OUTCOMES, Outcome

BINS = 60
MOST_DOTS = 260
MOST_WHOLE = 100_000
RISE, BOX, DOTS = 0.5, 0.11, 0.26
SKEWED = 0.6
"""Share of people on one side of the mean from which on the mean is called that of few."""
Values = NDArray[np.float64]


@plot("distribution", order=90)
def of_outcomes(of: Subject) -> Iterator[Picture]:
    """Every outcome over persons, or over seeds where persons have it or have it not."""
    persons, people = of.results.individuals, of.results.weights
    for name in of.outcomes:
        outcome = OUTCOMES[name]
        if outcome.kind != "share" and name in persons.columns and persons[name].notna().any():
            figure = distributions(persons, outcome, people=people, note=style.footer(of.first_day, of.note))
            told = told_persons(persons, outcome, of.first_day)
        else:
            figure = distributions(of.results.levels, outcome, unit="seed", people=people, note=of.note)
            told = told_seeds(of.results.levels, people, outcome)
        yield Picture(f"distribution-{name}", figure, told)


def told_persons(persons: pd.DataFrame, outcome: Outcome, whom: str = "") -> str:
    """Median person and middle eight of ten of every row, and on which side of the mean most people are.

    Parameters
    ----------
    persons
        As :attr:`sim.analysis.answers.Answers.individuals` returns them.
    whom
        Whose results they are, if not all people's.
    """
    known = persons.dropna(subset=[outcome.name])
    if known[outcome.name].nunique() == 1:
        same = outcome.write(float(known[outcome.name].iloc[0]))
        return f"{outcome.named}: {same} for {f'all {whom}' if whom else 'everybody'}."
    rows, below = [], []
    for setting, variant, block in blocks(known):
        values = block[outcome.name].to_numpy(np.float64)
        low, half, high = (float(end) for end in np.quantile(values, [0.1, 0.5, 0.9]))
        middle, first, last = outcome.write_all([half, low, high])
        rows.append((setting, variant, half, f"{middle} ({first} to {last})"))
        if np.ptp(values) > 0.0:
            below.append(float(np.mean(values < values.mean())))
    among = f" among {whom}" if whom else ""
    side = f" {_side(below)}" if below else ""
    return f"{outcome.named} of the median person{among}, and of the middle eight of ten: {listed(rows)}.{side}"


def _side(below: list[float]) -> str:
    """On which side of the mean people are, in the row with the fewest and in that with the most below it.

    Rows in which everybody has the same are not among them.
    """
    low, high = (f"{100 * end:.0f}" for end in (min(below), max(below)))
    where = f"Below the mean of their row lie {f'{low} %' if low == high else f'{low} to {high} %'} of the people"
    if min(below) >= SKEWED:
        return f"{where}: few have much, and the mean says little about most."
    if max(below) <= 1 - SKEWED:
        return f"{where}: few have little, and the mean says little about most."
    return f"{where}."


def told_seeds(samples: pd.DataFrame, people: pd.DataFrame, outcome: Outcome) -> str:
    """Share of all people of every row, or the mean; a dot is a seed."""
    table = records(pooled(samples, people, [outcome.name]))
    rows = [(row["setting"], row["variant"], row["mean"], outcome.write(row["mean"])) for row in table]
    what = "of all people" if outcome.is_share_of_people else "mean of all seeds"
    known = listed([row for row in rows if not np.isnan(row[2])])
    return f"{outcome.named}, {what}: {known}. A dot is a seed and no person."


class Strip(NamedTuple):
    """Where one row is drawn, and how."""

    axes: Axes
    height: float
    look: style.Look
    number: int


@style.styled()
def distributions(
    frame: pd.DataFrame, outcome: Outcome, *, unit: str = "person", people: pd.DataFrame | None = None, note: str = ""
) -> Figure:
    """Distribution of one outcome, a row per variant.

    Parameters
    ----------
    frame
        As :attr:`sim.analysis.answers.Answers.individuals` (a dot is a person) or
        :attr:`sim.analysis.answers.Answers.levels` (a dot is a seed) returns it.
    unit
        What a dot is: ``person`` or ``seed``.
    people
        Of how many people a seed's value is the mean, as :attr:`sim.analysis.answers.Answers.weights` has it; by
        default all seeds count the same.
    note
        For the footer: days, kind of worlds, scenario.
    """
    frame = frame.dropna(subset=[outcome.name])
    found = {} if unit == "person" else _means(frame, people, outcome)
    stack = Stack.of(rows_of(frame))
    every = frame[outcome.name].to_numpy(np.float64)
    turn = scales.threshold(every, whole=outcome.kind == "count")
    figure = style.canvas(
        0.85 * (len(stack.rows) + len(stack.headings) * 0.6) + 0.8,
        f"{outcome.label} of a networker" if unit == "person" else f"{outcome.label}, seed by seed",
        _legend(unit, scales.said(turn)),
        _footer(frame, unit, note),
    )
    axes = figure.add_subplot()
    bins = _edges(every, turn, outcome)
    for row, height in stack.rows:
        values = row.of(frame)[outcome.name].to_numpy(np.float64)
        strip = Strip(axes, height, style.look(row.number), row.number)
        _bars(strip, values, bins, turn)
        _dots(strip, values)
        if unit == "person":
            _box(strip, values)
            _tell(strip, _words(values, outcome))
        else:
            _worlds(strip, found[row.setting, row.variant], outcome)
    scales.bend(axes, turn, bins[0], bins[-1])
    _dress(axes, outcome, stack)
    return figure


def _legend(unit: str, bent: str) -> str:
    if unit == "seed":
        return (
            "Diamond: the mean, or share, of all people of all seeds; line: its 95 % bootstrap interval, over seeds. "
            f"Bars and dots: single seeds, each row to its own height, at most {MOST_DOTS} dots; few people in a seed "
            f"scatter by chance.{bent}"
        )
    return (
        "Bars: how many people lie where, each row to its own height. Box: the middle half, with the median person; "
        f"line: nine tenths; diamond: the mean. Dots: people, at most {MOST_DOTS} a row.{bent}"
    )


def _footer(frame: pd.DataFrame, unit: str, note: str) -> str:
    people = f"{frame[['seed', 'person']].drop_duplicates().shape[0]:,} people in " if unit == "person" else ""
    return style.footer(f"n = {people}{frame['seed'].nunique()} seeds", note, left_out(frame))


def _edges(values: Values, turn: float | None, outcome: Outcome) -> Values:
    low, high = _ends(values, outcome)
    first, last = scales.forward(np.array([low, high]), turn)
    whole = outcome.kind == "count" and high - low < MOST_WHOLE and bool(np.all(values == np.floor(values)))
    if not whole:
        return np.asarray(first + np.arange(-0.5, BINS + 1.0) / BINS * (last - first))
    between = scales.forward(np.arange(np.ceil(low) - 0.5, high + 1.0), turn)
    least = (last - first) / BINS
    kept = [between[0]]
    for edge in between[1:]:
        if edge - kept[-1] >= least:
            kept.append(edge)
    return np.array([*kept, max(between[-1], kept[-1] + least)])


def _ends(values: Values, outcome: Outcome) -> tuple[float, float]:
    if outcome.kind == "share":
        return 0.0, 1.0
    low, high = float(values.min()), float(values.max())
    pad = 0.0 if high > low else style.PAD[outcome.kind]
    return low - pad, high + pad


def _bars(strip: Strip, values: Values, bins: Values, turn: float | None) -> None:
    density = np.histogram(scales.forward(values, turn), bins)[0] / np.diff(bins)
    at = scales.backward(np.repeat(bins, 2)[1:-1], turn)
    base, color = strip.height - 0.02, strip.look.color
    shown: dict[str, Any] = {"facecolor": to_rgba(color, 0.35), "edgecolor": color, "hatch": strip.look.hatch or None}
    bars = np.repeat(base - RISE * density / density.max(), 2)
    strip.axes.fill_between(at, bars, base, linewidth=0.7, zorder=2, **shown)


def _dots(strip: Strip, values: Values) -> None:
    chance = np.random.default_rng(strip.number)
    shown = values if values.size <= MOST_DOTS else chance.choice(values, MOST_DOTS, replace=False)
    heights = strip.height + DOTS + chance.uniform(-0.06, 0.06, shown.size)
    strip.axes.scatter(shown, heights, s=7, color=strip.look.color, alpha=0.45, linewidths=0, zorder=2)


def _worlds(strip: Strip, found: dict[str, Any], outcome: Outcome) -> None:
    at = strip.height + 0.1
    strip.axes.plot([found["mean_low"], found["mean_high"]], [at, at], color=style.INK, linewidth=2.0, zorder=5)
    _diamond(strip, found["mean"])
    mean, low, high = outcome.write_all([found["mean"], found["mean_low"], found["mean_high"]])
    size = f"mean {mean}{outcome.suffix()}"
    if outcome.is_share_of_people and found["people"] > found["seeds"]:
        size = f"{mean}{outcome.suffix()} of {found['people']:,} people"
    _tell(strip, size if np.isnan(found["mean_low"]) else f"{size}\n{low} to {high}")


def _means(frame: pd.DataFrame, people: pd.DataFrame | None, outcome: Outcome) -> dict[tuple[str, str], Any]:
    """Means over all people by setting and variant; without numbers of people every seed counts the same."""
    people = frame[KEYS].assign(**{outcome.name: 1}) if people is None else people
    table = pooled(frame, people[[*KEYS, outcome.name]], [outcome.name])
    return {(row["setting"], row["variant"]): row for row in records(table)}


def _tell(strip: Strip, text: str) -> None:
    beside: dict[str, Any] = {"transform": strip.axes.get_yaxis_transform(), "color": style.INK, "linespacing": 1.35}
    strip.axes.text(1.015, strip.height - 0.12, text, va="center", fontsize=9.5, **beside)


def _box(strip: Strip, values: Values) -> None:
    axes, at = strip.axes, strip.height + 0.1
    low, middle, high = np.quantile(values, [0.25, 0.5, 0.75])
    axes.plot(np.quantile(values, [0.05, 0.95]), [at, at], color=style.INK, linewidth=1.0, zorder=3)
    framed: dict[str, Any] = {"facecolor": style.PAPER, "edgecolor": style.INK, "linewidth": 1.0}
    axes.fill_between([low, high], at - BOX / 2, at + BOX / 2, zorder=4, **framed)
    thick: dict[str, Any] = {"color": style.INK, "linewidth": 2.6, "solid_capstyle": "butt"}
    axes.plot([middle, middle], [at - BOX, at + BOX], zorder=5, **thick)
    _diamond(strip, float(values.mean()))


def _diamond(strip: Strip, mean: float) -> None:
    edge: dict[str, Any] = {"markeredgecolor": style.INK, "markeredgewidth": 0.8, "markerfacecolor": strip.look.color}
    strip.axes.plot([mean], [strip.height + 0.1], marker="D", markersize=5.5, zorder=6, **edge)


def _words(values: Values, outcome: Outcome) -> str:
    middle, mean = outcome.write_all([float(np.median(values)), float(values.mean())])
    lines = [f"median person {middle}{outcome.suffix()}", f"mean {mean}{outcome.suffix()}"]
    if outcome.kind == "money" and (values < 0).any():
        lines.append(f"{np.mean(values < 0) * 100:.0f} % below 0")
    return "\n".join(lines)


def _dress(axes: Axes, outcome: Outcome, stack: Stack) -> None:
    stack.name(axes)
    axes.set_ylim(stack.last + 0.5, -0.3 if stack.headings else -0.6)
    style.number_axis(axes, outcome)
    low, high = axes.get_xlim()
    if low < 0 < high:
        axes.axvline(0.0, color=style.SOFT, linewidth=1.0, zorder=1)
