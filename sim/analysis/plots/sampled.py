"""A sampled design: which parameters matter, when one strategy wins, and how an outcome hangs on every factor."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.analysis.drawing import style
from sim.analysis.drawing.facets import Facets, each, head
from sim.analysis.explained import INDEXED, USELESS, Explanation, Tree, condition, dependence, explain_sample, grow
from sim.analysis.plots.subject import Picture, Subject
from sim.analysis.sampled import MINUS
from sim.analysis.table import records
from sim.core.registry import plot
from sim.model.outcomes import OUTCOMES, Outcome

BAR = 0.36
SHARES = ("first", "total")
KEY_WIDTH = 30  # letters
MARK = 15.0
WIN, LOSE = style.LOOKS[3], style.LOOKS[4]
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
        draw, measure = (index_bars, "total") if found.sample.design.kind == "saltelli" else (screening, "mu_star")
        for target, last in _targets(found):
            figure = draw(found.frame, target, note=found.note)
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
def index_bars(frame: pd.DataFrame, target: str, *, note: str = "") -> Figure:
    """First-order and total Sobol indices, a panel an outcome; the factors that matter most on top.

    Parameters
    ----------
    frame
        As :func:`sim.analysis.sampled.indices` returns it, for a Saltelli sample.
    target
        Whose outcomes: a strategy, or a difference of two.
    """
    rows = frame[frame["target"] == target]
    outcomes, factors = list(dict.fromkeys(rows["outcome"])), by_rank(rows, "total")
    facets = Facets.of(len(outcomes), square=False)
    figure = style.canvas(
        facets.deep * (0.5 * len(factors) + 1.0),
        f"Which parameters matter? {target}",
        "Share of the variance that a parameter explains by itself (filled) and with everything it interacts with "
        "(hatched), with 95 % bootstrap intervals. A total share of 0 does not matter in these ranges.",
        note,
    )
    grid = facets.draw(figure, sharey=True)
    for axes, name in each(grid, outcomes):
        _bars(axes, rows[rows["outcome"] == name], factors)
        head(axes, OUTCOMES[name].label, size=11.5)
    for axes in grid[:, 0]:
        style.rows_axis(axes, list(enumerate(factors)))
    grid[0, 0].set_ylim(len(factors) - 0.4, -0.6)
    return figure


def by_rank(rows: pd.DataFrame, measure: str) -> list[str]:
    """Factors from the most to the least important, by their mean share of the largest value of each outcome."""
    chosen = rows[rows["measure"] == measure]
    share = chosen["value"] / chosen.groupby("outcome")["value"].transform("max")
    means = share.groupby(chosen["factor"], sort=False).mean()
    return [str(name) for name in means.sort_values(ascending=False, kind="stable").index]


def _bars(axes: Axes, rows: pd.DataFrame, factors: list[str]) -> None:
    known, look = records(rows.dropna(subset=["value"])), style.look(2)
    for row in known:
        number = SHARES.index(row["measure"])
        at = factors.index(row["factor"]) + (number - 0.5) * BAR
        face, hatch = (style.PAPER, "////") if number else (look.color, "")
        axes.barh(at, row["value"], BAR, color=face, edgecolor=look.color, hatch=hatch)
        axes.plot([row["low"], row["high"]], [at, at], color=style.INK, linewidth=1.4, solid_capstyle="butt")
    axes.axvline(0.0, color=style.INK, linewidth=1.0)
    axes.set_xlabel("share of the variance", fontsize=10)
    axes.grid(visible=True, axis="x")
    axes.set_xlim(min([-0.05, *(row["low"] for row in known)]), max([1.0, *(row["high"] for row in known)]) * 1.03)
    if not known:
        _nothing(axes, rows)


@style.styled()
def screening(frame: pd.DataFrame, target: str, *, note: str = "") -> Figure:
    """Morris's plane: how much a parameter changes an outcome, and how unevenly; a panel an outcome.

    Parameters
    ----------
    frame
        As :func:`sim.analysis.sampled.indices` returns it, for paths of Morris.
    target
        Whose outcomes: a strategy, or a difference of two.
    """
    rows = frame[frame["target"] == target]
    outcomes, factors = list(dict.fromkeys(rows["outcome"])), by_rank(rows, "mu_star")
    facets = Facets.of(len(outcomes) + 1, square=False)
    figure = style.canvas(
        3.5 * facets.deep,
        f"Which parameters matter? {target}",
        "Elementary effects: how much an outcome changes if a parameter alone crosses its range. Right: changes "
        "much; high: it depends on the other parameters, or bends. Crosses: 95 % intervals. Below "
        "the dashed line the effect has mostly one direction.",
        note,
    )
    grid = facets.draw(figure)
    for axes, name in each(grid, outcomes):
        _plane(axes, rows[rows["outcome"] == name], factors, OUTCOMES[name])
    _key(grid.flat[len(outcomes)], factors)
    return figure


def _plane(axes: Axes, rows: pd.DataFrame, factors: list[str], outcome: Outcome) -> None:
    known = {(row["factor"], row["measure"]): row for row in records(rows.dropna(subset=["value"]))}
    style.number_axis(axes, outcome, "x")
    style.number_axis(axes, outcome, "y")
    unit = axes.get_xlabel().partition(" (")[2].rstrip(")").replace("% of networkers", "percentage points")
    head(axes, outcome.label, size=11.5)
    axes.set_xlabel(f"size of the effect, μ* ({unit})", fontsize=9.5)
    axes.set_ylabel("unevenness, σ", fontsize=9.5)
    if not known:
        _nothing(axes, rows)
        return
    for number, factor in reversed(list(enumerate(factors, 1))):
        _effect(axes, known[factor, "mu_star"], known[factor, "sigma"], number)
    most = max(row["high"] for row in known.values() if row["measure"] != "mu")
    axes.plot([0, most], [0, most], color=style.SOFT, linewidth=0.9, linestyle="--", zorder=1)
    axes.set(xlim=(-0.04 * most, 1.06 * most), ylim=(-0.04 * most, 1.06 * most))


def _effect(axes: Axes, star: dict[str, Any], sigma: dict[str, Any], number: int) -> None:
    across, up = star["value"], sigma["value"]
    axes.plot([max(star["low"], 0.0), star["high"]], [up, up], color=style.SOFT, linewidth=1.0, zorder=2)
    axes.plot([across, across], [sigma["low"], sigma["high"]], color=style.SOFT, linewidth=1.0, zorder=2)
    axes.plot(across, up, "o", markersize=MARK, color=style.look(2).color, markeredgecolor=style.PAPER, zorder=3)
    axes.text(across, up, str(number), color=style.PAPER, ha="center", va="center", fontsize=9, zorder=4)


def _key(axes: Axes, factors: list[str]) -> None:
    axes.axis("off")
    inside: dict[str, Any] = {"transform": axes.transAxes}
    for number, factor in enumerate(factors, 1):
        at = 1.0 - number / (len(factors) + 1)
        axes.plot(0.06, at, "o", markersize=MARK, color=style.look(2).color, **inside)
        axes.text(0.06, at, str(number), color=style.PAPER, ha="center", va="center", fontsize=9, **inside)
        axes.text(0.14, at, factor[:KEY_WIDTH], va="center", fontsize=10, **inside)


def _nothing(axes: Axes, rows: pd.DataFrame) -> None:
    remark = next(iter(rows["remark"]), "")
    axes.text(0.5, 0.5, remark, transform=axes.transAxes, ha="center", color=style.SOFT)


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
    lines = max(len(wrap(text, CONDITION_WIDTH)) for _, text in names)
    means = [leaf.mean for leaf in tree.leaves]
    figure = style.canvas(
        (0.35 + 0.2 * lines) * len(names) + 0.6,
        f"{outcome.label}: when does it change? {target}",
        "Regression tree: mean over the sampled points that fulfill the condition, with their number"
        f"{' and the share of them above 0' if difference else ''}. Cross-validated R² = {tree.share}: the "
        "share of the variance that it predicts at points it has not seen.",
        note,
    )
    axes = figure.subplots()
    for (at, _), leaf in zip(names, tree.leaves, strict=True):
        look = WIN if (leaf.mean > 0) != outcome.less_is_better else LOSE
        look = look if difference else style.look(2)
        axes.barh(at, leaf.mean, 0.6, color=look.color, alpha=0.85)
        share = f", {leaf.positive * 100:.0f} % above 0" if difference else ""
        text = f"{outcome.write(leaf.mean, sign=difference)}  ({leaf.points}{share})"
        axes.text(1.01, at, text, transform=axes.get_yaxis_transform(), va="center", fontsize=9.5)
    style.number_axis(axes, outcome, "x", difference=difference)
    style.rows_axis(axes, names, width=CONDITION_WIDTH)
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
        2.5 * facets.deep + 0.3,
        f"{outcome.label} by one parameter at a time: {target}",
        "Mean over the sampled points in each fifth of a parameter's range, over everything else, with 95 % "
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
