"""Paired differences, and batches side by side."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from matplotlib.figure import Figure

from sim.analysis.differences import summarize
from sim.analysis.plots.differences import forest, side_by_side, told_differences
from sim.analysis.results import Results
from sim.analysis.table import comparison
from sim.model.outcomes import OUTCOMES
from tests.analysis.plots.frames import persons, words

Made = Callable[..., Results]
Overlaps = Callable[[Figure], list[tuple[str, str]]]


def test_the_forest_shows_means_and_intervals(twins: Results, overlaps: Overlaps) -> None:
    pairs = twins.differences.copy()
    figure = forest(pairs, twins.outcomes, "focus", note="365 days")
    title, subtitle, footer = words(figure)
    assert title == "Paired differences to 'focus'"
    assert subtitle.startswith("Mean difference, paired by seed, with 95 % bootstrap interval.")
    assert footer == "n = 12 seeds  ·  20 comparisons  ·  365 days"
    assert [axes.get_title(loc="left") for axes in figure.axes[:5]] == [OUTCOMES[n].label for n in twins.outcomes]
    row = summarize(pairs, ["recruits"]).iloc[0]
    zero, line, mark = figure.axes[0].lines[:3]
    assert list(zero.get_xdata()) == [0.0, 0.0]
    assert list(line.get_xdata()) == [row["low"], row["high"]]
    assert list(mark.get_xdata()) == [row["difference"]]
    assert overlaps(figure) == []


def test_what_cannot_be_told_apart_is_hollow(twins: Results) -> None:
    pairs = twins.differences.copy()
    pairs["recruits"] = np.where(pairs["variant"] == "five, tailored", -1.0, 1.0) * (1.0 + pairs["seed"] % 3)
    pairs.loc[pairs["variant"] == "two, tailored", "recruits"] = np.tile([-1.0, 1.0], 6)
    marks = forest(pairs, ["recruits"], "focus").axes[0].lines[2::2]
    assert [mark.get_markerfacecolor() == "#ffffff" for mark in marks] == [False, True, False, False]


def test_one_seed_has_no_interval_but_a_picture(made: Made) -> None:
    figure = forest(made(strategies=2, seeds=1).differences, ["recruits", "net_loss"], "focus")
    assert figure.axes[0].lines[2].get_markerfacecolor() == "#ffffff"


def test_sides_show_means_with_intervals_and_the_median_person(twins: Results, overlaps: Overlaps) -> None:
    table = comparison(twins)
    figure = side_by_side(twins.levels_of(), table, ["recruits", "net_loss"], note="365 days")
    assert words(figure)[2] == "n = 12 seeds  ·  365 days"
    focus = table[(table["variant"] == "focus") & (table["outcome"] == "recruits")].iloc[0]
    line, mark, diamond = figure.axes[0].lines[:3]
    assert list(line.get_xdata()) == [focus["mean_low"], focus["mean_high"]]
    assert list(mark.get_xdata()) == [focus["mean"]]
    assert list(diamond.get_xdata()) == [twins.persons().query("variant == 'focus'")["recruits"].median()]
    assert len(figure.axes[1].lines) == 2 * 5
    assert overlaps(figure) == []


def test_differences_are_counted_by_outcome() -> None:
    pairs = (
        persons("recruits", b=[1.0, 1.1, 0.9], c=[1.0, -1.0, 0.1])
        .assign(net_loss=0.0)
        .rename(columns={"person": "world"})
    )
    pairs["seed"] = pairs["world"]
    told = told_differences(pairs, ["recruits", "net_loss"])
    assert told == "Told apart from 0 are 1 of 4 differences: recruits 1 of 2, share with a net loss 0 of 2."
