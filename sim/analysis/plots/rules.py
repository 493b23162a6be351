"""When does one strategy win: the leaves of a tree as bars, and the dependence on every factor."""

from __future__ import annotations

from textwrap import wrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.analysis.explained import Tree, condition
from sim.analysis.plots import style
from sim.analysis.plots.effects import spans
from sim.analysis.sampled import MINUS
from sim.model.outcomes import Outcome

COLUMNS = 3
WIN, LOSE = style.LOOKS[3], style.LOOKS[4]
CONDITION_WIDTH = 40  # letters
NO_BREAK = "\u00a0"


def leaf_bars(tree: Tree, factors: list[str], outcome: Outcome, target: str, *, note: str = "") -> Figure:
    """The leaves of a regression tree, each with the condition that leads to it.

    Parameters
    ----------
    tree
        As :func:`sim.analysis.explained.grow` returns it.
    factors
        Their names.
    outcome
        Of which the answers are.
    target
        A strategy, or a difference of two.
    note
        For the footer.
    """
    difference = MINUS in target
    names = [(float(at), _unbroken(condition(leaf, factors))) for at, leaf in enumerate(tree.leaves)]
    lines = max(len(wrap(text, CONDITION_WIDTH)) for _, text in names)
    means = [leaf.mean for leaf in tree.leaves]
    with style.styled():
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


def _unbroken(text: str) -> str:
    """Keep what is compared with what in one line."""
    return NO_BREAK.join(text.split(" ")).replace(f"{NO_BREAK}and{NO_BREAK}", f"{NO_BREAK}and ")


def dependences(frame: pd.DataFrame, outcome: Outcome, target: str, *, note: str = "") -> Figure:
    """Mean answer in fifths of every range, a panel a factor.

    Parameters
    ----------
    frame
        As :func:`sim.analysis.explained.dependence` returns it.
    outcome
        Of which the answers are.
    target
        A strategy, or a difference of two.
    note
        For the footer.
    """
    factors = list(dict.fromkeys(frame["factor"]))
    wide = min(COLUMNS, len(factors))
    deep = -(-len(factors) // wide)
    with style.styled():
        figure = style.canvas(
            2.5 * deep + 0.3,
            f"{outcome.label} by one parameter at a time: {target}",
            "Mean over the sampled points in each fifth of a parameter's range, over everything else, with 95 % "
            "intervals over points.",
            note,
        )
        grid = figure.subplots(deep, wide, squeeze=False, sharey=True)
        for axes, factor in zip(grid.flat, factors, strict=False):
            _dependence(axes, frame[frame["factor"] == factor], outcome, difference=MINUS in target)
            axes.set_title(factor, loc="left", fontsize=11, fontweight="bold")
        for axes in grid.flat[len(factors) :]:
            axes.set_visible(False)
        for axes in grid[:, 1:].flat:
            axes.set_ylabel("")
    return figure


def _dependence(axes: Axes, rows: pd.DataFrame, outcome: Outcome, *, difference: bool) -> None:
    look = style.look(2)
    axes.fill_between(rows["at"], rows["low"], rows["high"], color=look.color, alpha=0.15, linewidth=0)
    axes.plot(rows["at"], rows["mean"], color=look.color, marker="o", markersize=5)
    if difference:
        axes.axhline(0.0, color=style.INK, linewidth=1.0)
    style.number_axis(axes, outcome, "y", difference=difference)
    axes.set_ylabel(axes.get_ylabel().partition(" (")[2].rstrip(")"), fontsize=10)
    style.few_ticks(axes)
