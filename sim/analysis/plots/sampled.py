"""A sampled design: which parameters matter, when one strategy wins, and how an outcome hangs on every factor."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill, wrap
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sim.analysis.drawing import style
from sim.analysis.drawing.facets import Facets, each, few_outcomes, head
from sim.analysis.drawing.sheets import sheet
from sim.analysis.explained import INDEXED, USELESS, Explanation, Tree, condition, dependence, explain_sample, grow
from sim.analysis.plots.subject import Picture, Subject
from sim.analysis.sampled import MINUS
from sim.analysis.table import records
from sim.core.registry import plot
from sim.model.outcomes import OUTCOMES, Outcome

MEASURES = {"saltelli": "total", "morris": "mu_star"}
BESIDE = {"total": "first", "mu_star": "sigma"}
SHOWN = {
    "total": "Bar: share of the variance that a parameter explains with everything it interacts with (total Sobol "
    "index), with 95 % interval; diamond: by itself. Pale: not told from nothing in these ranges.",
    "mu_star": "Bar: by how much the outcome changes, on average, if this parameter alone crosses its range "
    "(Morris's μ*), with 95 % interval. Pale: not told from nothing.",
}
PALE = "#DCE5EE"
CONDITION_WIDTH = 40  # letters
NO_BREAK = "\u00a0"


def _targets(found: Explanation) -> Iterator[tuple[str, str]]:
    """Targets, and what their files' names end with."""
    targets = found.sample.targets
    for number, target in enumerate(targets, 1):
        yield target, f"-{number}" if len(targets) > 1 else ""


@plot("sensitivity", of="sampled", order=20)
def of_indices(of: Subject) -> Iterator[Picture]:
    """What outcomes hang on, where the sample has indices."""
    found = explain_sample(of.results)
    if found.sample.design.kind in INDEXED:
        measure = MEASURES[found.sample.design.kind]
        for target, last in _targets(found):
            figure = index_bars(found.frame, target, measure, note=found.note)
            yield Picture(f"sensitivity{last}", figure, told_indices(found.frame, target, measure))


def _answers(found: Explanation) -> Iterator[tuple[str, str, str, Tree]]:
    """Outcomes, targets, ends of names, and trees that could be grown, where the sample has no indices."""
    for target, last in _targets(found) if found.sample.design.kind not in INDEXED else ():
        for name in found.outcomes:
            tree = grow(found.sample.values, found.sample.answer(name, target))
            if tree is not None:
                yield name, target, last, tree


@plot("tree", of="sampled", order=30)
def of_trees(of: Subject) -> Iterator[Picture]:
    """When an outcome is high."""
    found = explain_sample(of.results)
    for name, target, last, tree in _answers(found):
        outcome, factors = OUTCOMES[name], found.sample.factors
        figure = leaf_bars(tree, factors, outcome, target, note=found.note)
        yield Picture(f"tree-{name}{last}", figure, told_tree(tree, factors, outcome, sign=MINUS in target))


@plot("dependence", of="sampled", order=40)
def of_fifths(of: Subject) -> Iterator[Picture]:
    """An outcome along every factor."""
    found = explain_sample(of.results)
    for name, target, last, _ in _answers(found):
        frame, outcome = dependence(found.sample, found.sample.answer(name, target)), OUTCOMES[name]
        figure = dependences(frame, outcome, target, note=found.note)
        yield Picture(f"dependence-{name}{last}", figure, told_fifths(frame, outcome, sign=MINUS in target))


def told_indices(frame: pd.DataFrame, target: str, measure: str) -> str:
    """The strongest parameter of every outcome, and how many are told from nothing.

    Parameters
    ----------
    frame
        As :func:`sim.analysis.sampled.indices` returns it.
    measure
        ``total`` or ``mu_star``.
    """
    rows = frame[(frame["target"] == target) & (frame["measure"] == measure)]
    what = "share of the variance, interactions included" if measure == "total" else "mean size of the effect"
    parts = []
    for name, block in rows.groupby("outcome", sort=False):
        known = records(block.dropna(subset=["value"]).sort_values("value", ascending=False, kind="stable"))
        told = f"nothing to tell ({block['remark'].iloc[0]})"
        if known:
            sure = sum(row["low"] > 0.0 for row in known)
            told = f"{known[0]['factor']}, {known[0]['value']:.3g} ({sure} of {len(known)} above 0)"
        parts.append(f"{OUTCOMES[str(name)].label}: {told}")
    return f"The strongest parameter by {what}. {'; '.join(parts)}."


def told_tree(tree: Tree, factors: list[str], outcome: Outcome, *, sign: bool) -> str:
    """Where a tree finds the least and the most, with a sign if these are differences; or that it predicts nothing."""
    if tree.explained < USELESS:
        return f"{outcome.label}: these rules predict next to nothing at points they have not seen (R² = {tree.share})."
    least, most = (
        f"{outcome.write(leaf.mean, sign=sign)} where {condition(leaf, factors)}"
        for leaf in (tree.leaves[0], tree.leaves[-1])
    )
    return f"{outcome.label}: least, {least}; most, {most}."


def titled_tree(tree: Tree, factors: list[str], outcome: Outcome, *, sign: bool) -> str:
    """Where the mean is greatest; or that a tree predicts nothing."""
    if tree.explained < USELESS:
        return f"{outcome.label}: no simple rule predicts it"
    most = tree.leaves[0] if outcome.less_is_better else tree.leaves[-1]
    return f"{outcome.label} is best where {condition(most, factors)} ({outcome.write(most.mean, sign=sign)})"


def titled_fifths(frame: pd.DataFrame, outcome: Outcome) -> str:
    """The parameter over whose fifths the mean moves farthest."""
    spans = frame.groupby("factor", sort=False)["mean"].agg(lambda means: means.max() - means.min())
    return f"{outcome.label} moves most with {spans.idxmax()}"


def told_fifths(frame: pd.DataFrame, outcome: Outcome, *, sign: bool) -> str:
    """The parameter over whose fifths the mean moves farthest, with a sign if these are differences.

    ``frame`` is as :func:`sim.analysis.explained.dependence` returns it.
    """
    spans = frame.groupby("factor", sort=False)["mean"].agg(lambda means: means.max() - means.min())
    name = str(spans.idxmax())
    means = frame[frame["factor"] == name]["mean"]
    low, high = outcome.write_all([means.min(), means.max()], sign=sign)
    return f"{outcome.label}: the means of fifths lie farthest apart along {name}, from {low} to {high}."


@style.styled()
def index_bars(frame: pd.DataFrame, target: str, measure: str, *, note: str = "") -> Figure:
    """How much every parameter matters, a panel an outcome, the one that matters most on top.

    Parameters
    ----------
    frame
        As :func:`sim.analysis.sampled.indices` returns it, for a Saltelli sample or for paths of Morris.
    target
        Whose outcomes: a strategy, or a difference of two.
    measure
        ``total`` (Sobol indices) or ``mu_star`` (elementary effects).
    """
    rows = frame[frame["target"] == target]
    every, factors = list(dict.fromkeys(rows["outcome"])), by_rank(rows, measure)
    outcomes, fewer = few_outcomes(every)
    facets = Facets.of(len(outcomes), square=False)
    figure = style.canvas(
        facets.deep * (0.36 * len(factors) + 1.05),
        titled_indices(rows, outcomes[0], target, measure),
        f"{target}. {SHOWN[measure]}",
        style.footer(note, fewer),
    )
    grid = facets.draw(figure, sharey=True)
    for axes, name in each(grid, outcomes):
        _ranks(axes, rows[rows["outcome"] == name], factors, measure)
        unit = "share of the variance" if measure == "total" else _unit(OUTCOMES[name])
        axes.set_xlabel(unit, fontsize=10)
        head(axes, OUTCOMES[name].label, size=11.5)
    for axes in grid[:, 0]:
        style.rows_axis(axes, list(enumerate(factors)))
    grid[0, 0].set_ylim(len(factors) - 0.4, -0.6)
    return figure


def titled_indices(rows: pd.DataFrame, name: str, target: str, measure: str) -> str:
    """What the first outcome, or a difference in it, hangs on most, if anything is told from nothing."""
    known = rows[(rows["outcome"] == name) & (rows["measure"] == measure)].dropna(subset=["value"])
    label = OUTCOMES[name].label.lower()
    what = f"the difference in {label}" if MINUS in target else label
    sure = records(known[known["low"] > 0.0].sort_values("value", ascending=False, kind="stable"))
    if not sure:
        return f"What {what} hangs on is not told apart"
    by = f" ({100 * sure[0]['value']:.0f} % of its variance)" if measure == "total" else ""
    return f"{what[:1].upper()}{what[1:]} hangs most on {sure[0]['factor']}{by}"


def _unit(outcome: Outcome) -> str:
    unit = outcome.axis.partition(" (")[2].rstrip(")")
    return unit.replace("% of networkers", "share of 1") if outcome.kind == "share" else unit


def by_rank(rows: pd.DataFrame, measure: str) -> list[str]:
    """Factors from the most to the least important, by their mean share of the largest value of each outcome."""
    chosen = rows[rows["measure"] == measure]
    share = chosen["value"] / chosen.groupby("outcome")["value"].transform("max")
    means = share.groupby(chosen["factor"], sort=False).mean()
    return [str(name) for name in means.sort_values(ascending=False, kind="stable").index]


def _ranks(axes: Axes, rows: pd.DataFrame, factors: list[str], measure: str) -> None:
    """Draw a bar per factor with its interval, paler where it is not told from nothing, and what belongs beside it."""
    known = {(row["factor"], row["measure"]): row for row in records(rows.dropna(subset=["value"]))}
    color = style.look(2).color
    ends = [0.0]
    for at, factor in enumerate(factors):
        row, beside = known.get((factor, measure)), known.get((factor, BESIDE[measure]))
        if row is None:
            continue
        face = color if row["low"] > 0.0 else PALE
        axes.barh(at, row["value"], 0.62, color=face, edgecolor=color, linewidth=0.8)
        axes.plot([row["low"], row["high"]], [at, at], color=style.INK, linewidth=1.4, solid_capstyle="butt")
        ends += [row["value"], row["low"], row["high"]]
        if beside is not None and measure == "total":
            edge: dict[str, Any] = {"markeredgecolor": style.INK, "markerfacecolor": style.PAPER, "zorder": 4}
            axes.plot([beside["value"]], [at], marker="D", markersize=5.0, **edge)
            ends.append(beside["value"])
    axes.axvline(0.0, color=style.INK, linewidth=1.0)
    axes.grid(visible=True, axis="x")
    span = max(ends) - min(ends) or 1.0
    axes.set_xlim(min(ends) - 0.04 * span * (min(ends) < 0.0), max(ends) + 0.06 * span)
    style.few_ticks(axes)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: style.plain(value)))
    if not known:
        _nothing(axes, rows)


def _nothing(axes: Axes, rows: pd.DataFrame) -> None:
    remark = fill(str(next(iter(rows["remark"]), "")), 26)
    axes.set_xlim(0.0, 1.0)
    axes.text(0.5, 0.5, remark, transform=axes.transAxes, ha="center", va="center", color=style.SOFT, fontsize=9.5)


@style.styled()
def leaf_bars(tree: Tree, factors: list[str], outcome: Outcome, target: str, *, note: str = "") -> Figure:
    """The leaves of a regression tree, each with the condition that leads to it.

    Parameters
    ----------
    tree
        As :func:`sim.analysis.explained.grow` returns it.
    target
        A strategy, or a difference of two.
    """
    difference = MINUS in target
    names = [(float(at), _unbroken(condition(leaf, factors))) for at, leaf in enumerate(tree.leaves)]
    width = 26 if sheet().is_narrow else CONDITION_WIDTH
    lines = max(len(wrap(text, width)) for _, text in names)
    means = [leaf.mean for leaf in tree.leaves]
    figure = style.canvas(
        (0.35 + 0.2 * lines) * len(names) + 0.6,
        titled_tree(tree, factors, outcome, sign=difference),
        f"{target}: mean {outcome.label.lower()} over the sampled points that fulfill the condition (regression tree), "
        f"with their number{' and the share of them above 0' if difference else ''}. Of the variance at points it has "
        f"not seen the tree predicts {tree.share} (R², cross-validated).",
        note,
    )
    axes = figure.subplots()
    for (at, _), leaf in zip(names, tree.leaves, strict=True):
        better = (leaf.mean > 0) != outcome.less_is_better
        axes.barh(at, leaf.mean, 0.6, color=style.WORSE if difference and not better else style.BETTER)
        share = f", {leaf.positive * 100:.0f} % above 0" if difference else ""
        apart = "\n" if sheet().is_narrow else "  "
        text = f"{outcome.write(leaf.mean, sign=difference)}{apart}({leaf.points}{share})"
        axes.text(1.01, at, text, transform=axes.get_yaxis_transform(), va="center", fontsize=9.5)
    style.number_axis(axes, outcome, "x", difference=difference)
    style.rows_axis(axes, names, width=width)
    axes.axvline(0.0, color=style.INK, linewidth=1.2)
    axes.set_xlim(*spans(min(means), max(means)))
    axes.set_ylim(len(names) - 0.4, -0.6)
    return figure


def spans(low: float, high: float) -> tuple[float, float]:
    """Limits of an axis that hold both ends and zero, with a margin."""
    ends = np.array([low, high, 0.0])
    margin = 0.06 * float(np.ptp(ends)) or 1.0
    return float(ends.min() - margin), float(ends.max() + margin)


def _unbroken(text: str) -> str:
    """Keep what is compared with what in one line."""
    return NO_BREAK.join(text.split(" ")).replace(f"{NO_BREAK}and{NO_BREAK}", f"{NO_BREAK}and ")


@style.styled()
def dependences(frame: pd.DataFrame, outcome: Outcome, target: str, *, note: str = "") -> Figure:
    """Mean answer in fifths of every range, a panel a factor.

    Parameters
    ----------
    frame
        As :func:`sim.analysis.explained.dependence` returns it.
    target
        A strategy, or a difference of two.
    """
    factors = list(dict.fromkeys(frame["factor"]))
    facets = Facets.of(len(factors), square=False)
    figure = style.canvas(
        (2.1 if sheet().is_narrow else 2.5) * facets.deep + 0.3,
        titled_fifths(frame, outcome),
        f"{target}: mean over the sampled points in each fifth of a parameter's range, over everything else, with 95 % "
        "intervals over points.",
        note,
    )
    grid = facets.draw(figure, sharey=True)
    for axes, factor in each(grid, factors):
        _dependence(axes, frame[frame["factor"] == factor], outcome, difference=MINUS in target)
        head(axes, factor)
    for axes in grid[:, 1:].flat:
        axes.set_ylabel("")
    return figure


def _dependence(axes: Axes, rows: pd.DataFrame, outcome: Outcome, *, difference: bool) -> None:
    look = style.look(2)
    axes.fill_between(rows["at"], rows["low"], rows["high"], **look.band(0.15))
    axes.plot(rows["at"], rows["mean"], color=look.color, marker="o", markersize=5)
    if difference:
        axes.axhline(0.0, color=style.INK, linewidth=1.0)
    style.number_axis(axes, outcome, "y", difference=difference)
    style.only_unit(axes)
    style.few_ticks(axes)
