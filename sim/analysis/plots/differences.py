"""Differences with their intervals, and several batches side by side: what is told apart, and how large it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from sim.analysis.answers import Answers
from sim.analysis.differences import summarize
from sim.analysis.drawing import style
from sim.analysis.drawing.facets import Facets, Row, Stack, each, few_outcomes, left_out, rows_of, settings_of
from sim.analysis.drawing.sheets import sheet
from sim.analysis.finding import judged
from sim.analysis.plots.subject import Picture, Subject
from sim.analysis.table import comparison, records
from sim.core.registry import plot
from sim.model.outcomes import OUTCOMES, Outcome

ROW = 0.5
"""Inches from one row to the next."""
BAND = "#ECECEC"
VALUE = 0.3
"""How far above its mark a value stands, in rows."""
ROOM = 0.16
"""Of the axis, beside its ends: half a number."""
Least = Mapping[tuple[str, str, str], float]
PAIRINGS = {"focal": "person and seed, averaged within the seed", "mixed": "world", "population": "seed"}


@plot("differences", order=10)
def of_pairs(of: Subject) -> Iterator[Picture]:
    """Paired differences to the first of what is compared."""
    yield from _of_pairs(of, PAIRINGS[of.results.worlds])


def beside_each_other(of: Subject) -> Iterator[Picture]:
    """What several batches have in common: their levels, and their differences to the first, as far as it has pairs."""
    answers = of.results
    figure = side_by_side(
        answers.levels, comparison(answers), of.outcomes, title=of.finding(of.outcomes[0]), note=f"{answers.days} days"
    )
    yield Picture("sides", figure, "")
    yield from _of_pairs(of, "person and seed" if answers.worlds == "focal" else "seed")


def _of_pairs(of: Subject, pairing: str) -> Iterator[Picture]:
    pairs = of.results.differences
    if not pairs.empty and of.outcomes:
        figure = forest(
            pairs,
            of.outcomes,
            of.reference,
            title=of.finding(of.outcomes[0]),
            pairing=pairing,
            least=_least(of.results),
            note=of.note,
        )
        yield Picture("differences", figure, told_differences(pairs, of.outcomes))


def _least(answers: Answers) -> Least:
    """The smallest difference that matters."""
    return {(row["setting"], row["variant"], row["outcome"]): row["least"] for row in records(judged(answers))}


def told_differences(pairs: pd.DataFrame, outcomes: list[str]) -> str:
    """Of how many differences the interval excludes 0, outcome by outcome.

    ``pairs`` is as :attr:`sim.analysis.answers.Answers.differences` has it.
    """
    summary = summarize(pairs, outcomes)
    apart = (summary["low"] > 0) | (summary["high"] < 0)
    by = apart.groupby(summary["outcome"], sort=False).agg(["sum", "size"])
    parts = [f"{OUTCOMES[str(name)].label.lower()} {row['sum']} of {row['size']}" for name, row in by.iterrows()]
    return f"Told apart from 0 are {int(apart.sum())} of {len(summary)} differences: {', '.join(parts)}."


@style.styled()
def forest(
    table: pd.DataFrame,
    outcomes: list[str],
    reference: str,
    *,
    title: str = "",
    pairing: str = "seed",
    least: Least | None = None,
    note: str = "",
) -> Figure:
    """Mean differences to the reference with 95 % intervals, a panel per outcome, the best row of the first on top.

    Parameters
    ----------
    table
        As :attr:`sim.analysis.answers.Answers.differences` has it.
    title
        What is found.
    pairing
        What is the same on both sides of a difference.
    least
        Smallest difference that matters, by setting, variant and outcome.
    """
    outcomes, fewer = few_outcomes(outcomes)
    summary = summarize(table, outcomes)
    stack, facets = Stack.of(best_first(table, summary, outcomes[0])), Facets.of(len(outcomes), square=False)
    comparisons = len(stack.rows) * len(outcomes)
    figure = style.canvas(
        facets.deep * (ROW * (stack.last + 1) + 0.95),
        title or f"Paired differences to '{reference}'",
        f"Difference to '{reference}', paired by {pairing}, with 95 % interval. Filled: the interval excludes 0, "
        "circles for better and squares for worse. Hollow: no difference is told from 0."
        f"{' Gray band: too small to matter.' * bool(least)}",
        style.footer(
            f"n = {style.seeds(table['seed'].nunique())}", f"{comparisons} comparisons", note, fewer, left_out(table)
        ),
    )
    grid = facets.draw(figure, sharey=True)
    for axes, name in each(grid, outcomes):
        _panel(axes, summary[summary["outcome"] == name], OUTCOMES[name], stack)
        _bands(axes, stack, name, least or {})
    for axes in grid[:, 0]:
        stack.name(axes)
    grid[0, 0].set_ylim(stack.last + 0.5, -0.5)
    return figure


def best_first(table: pd.DataFrame, summary: pd.DataFrame, name: str) -> list[Row]:
    """Rows of every setting that is shown, from the best difference of one outcome to the worst."""
    sign = -1.0 if OUTCOMES[name].less_is_better else 1.0
    first = summary[summary["outcome"] == name].set_index(["setting", "variant"])["difference"]
    rows = rows_of(table)
    return [
        row
        for setting in settings_of(table)
        for row in sorted(
            (row for row in rows if row.setting == setting),
            key=lambda row: (pd.isna(first[row.setting, row.variant]), -sign * first[row.setting, row.variant]),
        )
    ]


def _panel(axes: Axes, summary: pd.DataFrame, outcome: Outcome, stack: Stack) -> None:
    found = {(row["setting"], row["variant"]): row for row in records(summary)}
    style.panel(axes, outcome, difference=True)
    axes.axvline(0.0, color=style.INK, linewidth=1.2, zorder=1)
    for row, height in stack.rows:
        _mark(axes, found[row.setting, row.variant], outcome, height)
    ends = pd.Series([*summary["low"], *summary["high"], *summary["difference"], 0.0]).dropna()
    low, high = float(ends.min()), float(ends.max())
    margin = ROOM * (high - low) or style.PAD[outcome.kind]
    axes.set_xlim(low - margin, high + margin)
    style.few_ticks(axes, 100.0 if outcome.kind == "share" else 1.0)


def _bands(axes: Axes, stack: Stack, name: str, least: Least) -> None:
    """Shade what is too small to matter, as far as it lies inside the panel."""
    low, high = axes.get_xlim()
    for row, height in stack.rows:
        size = least.get((row.setting, row.variant, name), 0.0)
        ends = max(low, -size), min(high, size)
        axes.fill_between(ends, height - 0.5, height + 0.5, color=BAND, linewidth=0, zorder=0)


def _mark(axes: Axes, found: dict[str, Any], outcome: Outcome, height: float) -> None:
    at, low, high = found["difference"], found["low"], found["high"]
    if pd.isna(at):
        return
    sure = low > 0 or high < 0
    better = (at < 0) if outcome.less_is_better else (at > 0)
    color = style.SOFT if not sure else style.BETTER if better else style.WORSE
    axes.plot([low, high], [height, height], color=color, linewidth=2.0, zorder=3, solid_capstyle="butt")
    edge: dict[str, Any] = {"markeredgecolor": color, "markeredgewidth": 1.4, "markersize": 7.5}
    shape = "s" if sure and not better else "o"
    axes.plot([at], [height], marker=shape, markerfacecolor=color if sure else style.PAPER, zorder=4, **edge)
    shown: dict[str, Any] = {"fontsize": sheet().small, "color": style.INK if sure else style.SOFT}
    shown["path_effects"] = [withStroke(linewidth=2.5, foreground=style.PAPER)]
    text = outcome.write(at, sign=True).removesuffix(outcome.suffix(sign=True))
    axes.text(at, height - VALUE, text, ha="center", va="center", zorder=5, **shown)


@style.styled()
def side_by_side(
    samples: pd.DataFrame, table: pd.DataFrame, outcomes: list[str], *, title: str = "", note: str = ""
) -> Figure:
    """Means over all people with 95 % intervals, and the median of all people, a panel per outcome.

    Parameters
    ----------
    samples
        One row per setting (what both batches have), variant (the batch) and seed.
    table
        Means and median persons, as :func:`sim.analysis.results.compare` puts them side by side.
    """
    outcomes, fewer = few_outcomes(outcomes)
    stack, facets = Stack.of(rows_of(samples)), Facets.of(len(outcomes), square=False)
    found = {(row["setting"], row["variant"], row["outcome"]): row for row in records(table)}
    figure = style.canvas(
        facets.deep * (0.42 * (stack.last + 1) + 1.0),
        title or "Outcomes side by side",
        "Mark: mean over all people of all seeds, or the share of them; line: its 95 % bootstrap interval, over "
        "seeds. Hollow diamond: the median person, where people differ by degrees.",
        style.footer(f"n = {style.seeds(samples['seed'].nunique())}", note, fewer, left_out(samples)),
    )
    grid = facets.draw(figure, sharey=True)
    for axes, name in each(grid, outcomes):
        style.panel(axes, OUTCOMES[name])
        for row, height in stack.rows:
            _side(axes, found[row.setting, row.variant, name], row, height)
        style.few_ticks(axes)
    for axes in grid[:, 0]:
        stack.name(axes)
    grid[0, 0].set_ylim(stack.last + 0.6, -0.6)
    return figure


def _side(axes: Axes, found: dict[str, Any], row: Row, height: float) -> None:
    look, ends = style.look(row.number), [found["mean_low"], found["mean_high"]]
    axes.plot(ends, [height, height], color=look.color, linewidth=2.0, zorder=2, solid_capstyle="butt")
    dressed: dict[str, Any] = {"markeredgecolor": style.INK, "markeredgewidth": 1.0}
    axes.plot([found["mean"]], [height], marker=look.marker, markersize=8, color=look.color, zorder=4, **dressed)
    if not pd.isna(found["p50"]):
        axes.plot([found["p50"]], [height], marker="D", markersize=5, color=style.PAPER, zorder=3, **dressed)
