"""How outcomes are distributed over people: a panel per outcome, a row per variant, from tenth to tenth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.analysis.drawing import scales, style
from sim.analysis.drawing.facets import Facets, Stack, each, few_outcomes, left_out, rows_of
from sim.analysis.drawing.sheets import sheet
from sim.analysis.plots.subject import Picture, Subject, blocks, listed
from sim.analysis.samples import KEYS, pooled
from sim.analysis.table import records
from sim.core.registry import plot
from sim.model.outcomes import OUTCOMES, Outcome

ROW = 0.36
"""Inches from one row to the next."""
SKEWED = 0.6
"""Share of people on one side of the mean from which on the mean is called that of few."""
TENTHS = (0.1, 0.25, 0.5, 0.75, 0.9)
COLOR, LIGHT = style.LOOKS[2].color, "#8FAECF"
Values = NDArray[np.float64]


class Spread(NamedTuple):
    """An outcome with what is known of it: a row per person, or, where people only have it or not, a row per seed."""

    outcome: Outcome
    frame: pd.DataFrame
    is_of_persons: bool


@plot("distribution", order=90)
def of_outcomes(of: Subject) -> Iterator[Picture]:
    """Every outcome over persons, or over seeds where persons have it or have it not."""
    outcomes, fewer = few_outcomes(of.outcomes)
    shown = [_spread(of, OUTCOMES[name]) for name in outcomes]
    if shown:
        people = of.results.weights
        whom = of.first_day if any(each.is_of_persons for each in shown) else ""
        figure = distributions(shown, people, title=titled(shown, people), note=style.footer(whom, of.note, fewer))
        yield Picture("distribution", figure, told(shown, people, of.first_day))


def _spread(of: Subject, outcome: Outcome) -> Spread:
    persons = of.results.individuals
    if outcome.kind != "share" and outcome.name in persons.columns and persons[outcome.name].notna().any():
        return Spread(outcome, persons, is_of_persons=True)
    return Spread(outcome, of.results.levels, is_of_persons=False)


def titled(shown: list[Spread], people: pd.DataFrame) -> str:
    """Say of the first outcome that persons have on which side of its mean most of them are."""
    first = next((each for each in shown if each.is_of_persons), None)
    if first is None:
        return told_seeds(shown[0].frame, people, shown[0].outcome).partition(". ")[0]
    below = _below(first.frame.dropna(subset=[first.outcome.name]), first.outcome)
    label = first.outcome.label
    if not below:
        return f"{label}: the same for all who do alike"
    if min(below) >= SKEWED:
        return f"{label}: a few have much, most have less than the mean"
    if max(below) <= 1 - SKEWED:
        return f"{label}: a few have little, most have more than the mean"
    return f"{label}: {_span(below)} of the people have less than the mean"


def told(shown: list[Spread], people: pd.DataFrame, whom: str = "") -> str:
    """The first outcome in words; of each other that persons have, how many lie below its mean."""
    first, *others = shown
    if first.is_of_persons:
        said = [told_persons(first.frame, first.outcome, whom)]
    else:
        said = [told_seeds(first.frame, people, first.outcome)]
    for outcome, frame, is_of_persons in others:
        below = _below(frame.dropna(subset=[outcome.name]), outcome) if is_of_persons else []
        said += [f"{outcome.label}: {_span(below)} of the people lie below the mean of their row."] if below else []
    return " ".join(said)


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
    rows = []
    for setting, variant, block in blocks(known):
        low, half, high = (float(end) for end in np.quantile(block[outcome.name], [0.1, 0.5, 0.9]))
        middle, first, last = outcome.write_all([half, low, high])
        rows.append((setting, variant, half, f"{middle} ({first} to {last})"))
    below, among = _below(known, outcome), f" among {whom}" if whom else ""
    side = f" {_side(below)}" if below else ""
    return f"{outcome.named} of the median person{among}, and of the middle eight of ten: {listed(rows)}.{side}"


def _below(known: pd.DataFrame, outcome: Outcome) -> list[float]:
    """Share of people below the mean of their row; rows in which everybody has the same are not among them."""
    samples = (block[outcome.name].to_numpy(np.float64) for _, _, block in blocks(known))
    return [float(np.mean(values < values.mean())) for values in samples if np.ptp(values) > 0.0]


def _span(below: list[float]) -> str:
    low, high = (f"{100 * end:.0f}" for end in (min(below), max(below)))
    return f"{low} %" if low == high else f"{low} to {high} %"


def _side(below: list[float]) -> str:
    """On which side of the mean people are, in the row with the fewest and in that with the most below it."""
    where = f"Below the mean of their row lie {_span(below)} of the people"
    if min(below) >= SKEWED:
        return f"{where}: few have much, and the mean says little about most."
    if max(below) <= 1 - SKEWED:
        return f"{where}: few have little, and the mean says little about most."
    return f"{where}."


def told_seeds(samples: pd.DataFrame, people: pd.DataFrame, outcome: Outcome) -> str:
    """Share of all people of every row, or the mean over seeds."""
    table = records(pooled(samples, people, [outcome.name]))
    rows = [(row["setting"], row["variant"], row["mean"], outcome.write(row["mean"])) for row in table]
    what = "of all people" if outcome.is_share_of_people else "mean of all seeds"
    known = listed([row for row in rows if not np.isnan(row[2])])
    return f"{outcome.named}, {what}: {known}. Its line is an interval over seeds and shows no persons."


@style.styled()
def distributions(
    shown: list[Spread], people: pd.DataFrame | None = None, *, title: str = "", note: str = ""
) -> Figure:
    """Distributions of outcomes, a panel an outcome, a row a variant.

    Parameters
    ----------
    shown
        Outcomes, at least one.
    people
        Of how many people a seed's value is the mean, as :attr:`sim.analysis.answers.Answers.weights` has it; by
        default all seeds count the same.
    title
        What is found.
    note
        For the footer: days, kind of worlds, scenario.
    """
    whole = shown[0].frame
    stack, facets = Stack.of(rows_of(whole)), Facets.of(len(shown), square=False)
    figure = style.canvas(
        facets.deep * (ROW * (stack.last + 1) + 0.95),
        title or "How people fare",
        _legend(shown),
        style.footer(_size(shown), note, left_out(whole)),
    )
    grid = facets.draw(figure, sharey=True)
    for axes, spread in each(grid, shown):
        _panel(axes, spread, people, stack)
    for axes in grid[:, 0]:
        stack.name(axes)
    grid[0, 0].set_ylim(stack.last + 0.6, -0.6)
    return figure


def _legend(shown: list[Spread]) -> str:
    persons = any(each.is_of_persons for each in shown)
    parts = [
        "Dot: the median person. Thick line: the middle half of the people; thin line: the middle eight of ten. "
        "Diamond: the mean." * persons,
        "Hollow circle: the share, or mean, of all people, with its 95 % interval over seeds."
        * any(not each.is_of_persons for each in shown),
        "Where people lie far apart, an axis is logarithmic away from 0."
        * any(_turn(each) is not None for each in shown),
    ]
    return " ".join(filter(None, parts))


def _size(shown: list[Spread]) -> str:
    frame = next((each.frame for each in shown if each.is_of_persons), shown[0].frame)
    people = f"{frame[['seed', 'person']].drop_duplicates().shape[0]:,} people in " if "person" in frame else ""
    return f"n = {people}{style.seeds(frame['seed'].nunique())}"


def _turn(spread: Spread) -> float | None:
    """Where the axis turns logarithmic, so that what is drawn of most rows can be seen; None if it does not."""
    if not spread.is_of_persons:
        return None
    ends = [end for block in _samples(spread) for end in (*np.quantile(block, TENTHS), block.mean())]
    return scales.threshold(np.array(ends), whole=spread.outcome.kind == "count")


def _samples(spread: Spread) -> Iterator[Values]:
    for _, _, block in blocks(spread.frame.dropna(subset=[spread.outcome.name])):
        yield block[spread.outcome.name].to_numpy(np.float64)


def _panel(axes: Axes, spread: Spread, people: pd.DataFrame | None, stack: Stack) -> None:
    outcome, turn = spread.outcome, _turn(spread)
    known = spread.frame.dropna(subset=[outcome.name])
    found = {} if spread.is_of_persons else _means(known, people, outcome)
    ends = [0.0] if outcome.kind in ("count", "share", "money") else []
    for row, height in stack.rows:
        values = row.of(known)[outcome.name].to_numpy(np.float64)
        if values.size and spread.is_of_persons:
            ends += _people(axes, values, height)
        elif values.size:
            ends += _worlds(axes, found[row.setting, row.variant], height)
    style.panel(axes, outcome)
    low, high = min(ends), max(ends)
    pad = style.PAD[outcome.kind] if low == high else 0.0
    first, last = scales.forward(np.array([low - pad, high + pad]), turn)
    scales.bend(axes, turn, first - 0.03 * (last - first), last + 0.03 * (last - first))
    if low < 0 < high:
        axes.axvline(0.0, color=style.INK, linewidth=1.0, zorder=1)
    if turn is None:
        style.few_ticks(axes, 100.0 if outcome.kind == "share" else 1.0)
    else:
        axes.set_xticks(_apart(list(axes.get_xticks()), turn))


def _apart(ticks: list[float], turn: float) -> list[float]:
    """Ticks of a bent axis whose numbers do not run into each other in a small panel: zero first, then far ones."""
    at = dict(zip(ticks, scales.forward(np.array(ticks), turn), strict=True))
    least = (max(at.values()) - min(at.values())) / (5.0 if sheet().is_narrow else 4.0)
    kept: list[float] = []
    for tick in sorted(ticks, key=lambda tick: (tick != 0.0, -abs(at[tick]))):
        if all(abs(at[tick] - at[other]) >= least for other in kept):
            kept.append(tick)
    return sorted(kept)


def _people(axes: Axes, values: Values, height: float) -> list[float]:
    """Draw persons, and return the ends of what is drawn."""
    low, quarter, middle, rest, high = (float(end) for end in np.quantile(values, TENTHS))
    mean = float(values.mean())
    line: dict[str, Any] = {"solid_capstyle": "butt", "zorder": 2}
    axes.plot([low, high], [height, height], color=COLOR, linewidth=1.2, **line)
    axes.plot([quarter, rest], [height, height], color=LIGHT, linewidth=7.0, **line)
    axes.plot([middle], [height], marker="o", markersize=6.5, color=COLOR, markeredgecolor=style.PAPER, zorder=4)
    edge: dict[str, Any] = {"markeredgecolor": style.WORSE, "markerfacecolor": style.PAPER, "markeredgewidth": 1.4}
    axes.plot([mean], [height], marker="D", markersize=5.0, zorder=3, **edge)
    return [low, high, mean]


def _worlds(axes: Axes, found: dict[str, Any], height: float) -> list[float]:
    """Draw a mean over all people, and return the ends of what is drawn."""
    ends = [found["mean_low"], found["mean_high"]]
    axes.plot(ends, [height, height], color=COLOR, linewidth=2.0, zorder=2, solid_capstyle="butt")
    edge: dict[str, Any] = {"markeredgecolor": COLOR, "markerfacecolor": style.PAPER, "markeredgewidth": 1.6}
    axes.plot([found["mean"]], [height], marker="o", markersize=6.5, zorder=3, **edge)
    return [float(end) for end in (found["mean"], *ends) if not np.isnan(end)]


def _means(frame: pd.DataFrame, people: pd.DataFrame | None, outcome: Outcome) -> dict[tuple[str, str], Any]:
    """Means over all people by setting and variant; without numbers of people every seed counts the same."""
    people = frame[KEYS].assign(**{outcome.name: 1}) if people is None else people
    table = pooled(frame, people[[*KEYS, outcome.name]], [outcome.name])
    return {(row["setting"], row["variant"]): row for row in records(table)}
