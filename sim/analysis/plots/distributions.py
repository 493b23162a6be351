"""How an outcome is distributed over people: every variant a row of bars, a box and dots."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.analysis.plots import scales, style
from sim.analysis.plots.layout import Row, left_out, positions, rows_of
from sim.analysis.samples import KEYS, pooled
from sim.analysis.table import records
from sim.model.outcomes import Outcome

BINS = 60
MOST_DOTS = 260
MOST_WHOLE = 100_000
RISE, BOX, DOTS = 0.5, 0.11, 0.26
Values = NDArray[np.float64]


def distributions(
    frame: pd.DataFrame,
    outcome: Outcome,
    *,
    unit: str = "person",
    people: pd.DataFrame | None = None,
    note: str = "",
) -> Figure:
    """Distribution of one outcome, a row per variant.

    Parameters
    ----------
    frame
        As :func:`sim.analysis.samples.individuals` (a dot is a person) or
        :func:`sim.analysis.samples.levels` (a dot is a seed) returns it.
    outcome
        The column to show.
    unit
        What a dot is: ``person`` or ``seed``.
    people
        Of how many people a seed's value is the mean, as :func:`sim.analysis.samples.weights` returns it; by default
        all seeds count the same.
    note
        For the footer: days, kind of worlds, scenario.
    """
    frame = frame.dropna(subset=[outcome.name])
    found = {} if unit == "person" else _means(frame, people, outcome)
    rows = rows_of(frame)
    heights, headings = positions(rows)
    turn = scales.threshold(frame[outcome.name].to_numpy(np.float64), whole=outcome.kind == "count")
    with style.styled():
        figure = style.canvas(
            0.85 * (len(rows) + len(headings) * 0.6) + 0.8,
            f"{outcome.label} of a networker" if unit == "person" else f"{outcome.label}, seed by seed",
            _legend(unit, turn),
            _footer(frame, unit, note),
        )
        axes = figure.add_subplot()
        bins = _edges(frame[outcome.name].to_numpy(np.float64), turn, outcome)
        for row, height in zip(rows, heights, strict=True):
            chosen = (frame["setting"] == row.setting) & (frame["variant"] == row.variant)
            _row(axes, frame.loc[chosen, outcome.name].to_numpy(np.float64), row, height, bins, turn, outcome)
            if unit == "person":
                _people(axes, frame.loc[chosen, outcome.name].to_numpy(np.float64), row, height, outcome)
            else:
                _worlds(axes, found[row.setting, row.variant], row, height, outcome)
        scales.bend(axes, turn, bins[0], bins[-1])
        _dress(axes, outcome, rows, heights, headings)
    return figure


def _legend(unit: str, turn: float | None) -> str:
    bent = f" The axis is linear up to ±{style.plain(turn)} and logarithmic beyond." if turn else ""
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
    seeds = frame["seed"].nunique()
    people = f"{frame[['seed', 'person']].drop_duplicates().shape[0]:,} people in " if unit == "person" else ""
    return "  ·  ".join(filter(None, [f"n = {people}{seeds} seeds", note, left_out(frame)]))


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


def _row(
    axes: Axes, values: Values, row: Row, height: float, bins: Values, turn: float | None, outcome: Outcome
) -> None:
    look = style.look(row.number)
    counts, _ = np.histogram(scales.forward(values, turn), bins)
    density = counts / np.diff(bins)
    at = scales.backward(np.repeat(bins, 2)[1:-1], turn)
    bars = np.repeat(height - 0.02 - RISE * density / density.max(), 2)
    axes.fill_between(
        at,
        bars,
        height - 0.02,
        facecolor=to_rgba(look.color, 0.35),
        edgecolor=look.color,
        linewidth=0.7,
        hatch=look.hatch or None,
        zorder=2,
    )
    _dots(axes, values, height + DOTS, look, row.number)


def _people(axes: Axes, values: Values, row: Row, height: float, outcome: Outcome) -> None:
    _box(axes, values, height + 0.1, style.look(row.number))
    _tell(axes, height, _words(values, outcome))


def _worlds(axes: Axes, found: dict[str, Any], row: Row, height: float, outcome: Outcome) -> None:
    at = height + 0.1
    axes.plot([found["mean_low"], found["mean_high"]], [at, at], color=style.INK, linewidth=2.0, zorder=5)
    _diamond(axes, found["mean"], at, style.look(row.number))
    ends = [found["mean"], found["mean_low"], found["mean_high"]]
    mean, low, high = outcome.write_all(ends)
    size = f"mean {mean}{outcome.suffix()}"
    if outcome.is_share_of_people and found["people"] > found["seeds"]:
        size = f"{mean}{outcome.suffix()} of {found['people']:,} people"
    _tell(axes, height, size if np.isnan(ends[1]) else f"{size}\n{low} to {high}")


def _means(frame: pd.DataFrame, people: pd.DataFrame | None, outcome: Outcome) -> dict[tuple[str, str], Any]:
    """Means over all people by setting and variant; without numbers of people every seed counts the same."""
    people = frame[KEYS].assign(**{outcome.name: 1}) if people is None else people
    table = pooled(frame, people[[*KEYS, outcome.name]], [outcome.name])
    return {(row["setting"], row["variant"]): row for row in records(table)}


def _tell(axes: Axes, height: float, text: str) -> None:
    axes.text(
        1.015, height - 0.12, text, transform=axes.get_yaxis_transform(), fontsize=9.5, color=style.INK, va="center",
        linespacing=1.35,
    )  # fmt: skip


def _box(axes: Axes, values: Values, height: float, look: style.Look) -> None:
    low, middle, high = np.quantile(values, [0.25, 0.5, 0.75])
    axes.plot(np.quantile(values, [0.05, 0.95]), [height, height], color=style.INK, linewidth=1.0, zorder=3)
    axes.fill_between(
        [low, high],
        height - BOX / 2,
        height + BOX / 2,
        facecolor=style.PAPER,
        edgecolor=style.INK,
        linewidth=1.0,
        zorder=4,
    )
    axes.plot(
        [middle, middle],
        [height - BOX, height + BOX],
        color=style.INK,
        linewidth=2.6,
        zorder=5,
        solid_capstyle="butt",
    )
    _diamond(axes, float(values.mean()), height, look)


def _diamond(axes: Axes, mean: float, height: float, look: style.Look) -> None:
    axes.plot(
        [mean], [height], marker="D", markersize=5.5, markerfacecolor=look.color, markeredgecolor=style.INK,
        markeredgewidth=0.8, zorder=6,
    )  # fmt: skip


def _dots(axes: Axes, values: Values, height: float, look: style.Look, number: int) -> None:
    chance = np.random.default_rng(number)
    shown = values if values.size <= MOST_DOTS else chance.choice(values, MOST_DOTS, replace=False)
    axes.scatter(
        shown,
        height + chance.uniform(-0.06, 0.06, shown.size),
        s=7,
        color=look.color,
        alpha=0.45,
        linewidths=0,
        zorder=2,
    )


def _words(values: Values, outcome: Outcome) -> str:
    middle, mean = outcome.write_all([float(np.median(values)), float(values.mean())])
    lines = [f"median person {middle}{outcome.suffix()}", f"mean {mean}{outcome.suffix()}"]
    if outcome.kind == "money" and (values < 0).any():
        lines.append(f"{np.mean(values < 0) * 100:.0f} % below 0")
    return "\n".join(lines)


def _dress(
    axes: Axes, outcome: Outcome, rows: list[Row], heights: list[float], headings: list[tuple[float, str]]
) -> None:
    style.rows_axis(axes, [(at, row.variant) for at, row in zip(heights, rows, strict=True)], headings)
    axes.set_ylim(heights[-1] + 0.5, -0.3 if headings else -0.6)
    style.number_axis(axes, outcome)
    low, high = axes.get_xlim()
    if low < 0 < high:
        axes.axvline(0.0, color=style.SOFT, linewidth=1.0, zorder=1)
