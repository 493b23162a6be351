"""Paired differences, and batches side by side."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from matplotlib.figure import Figure

from sim.analysis.differences import summarize
from sim.analysis.drawing import style
from sim.analysis.plots.differences import forest, side_by_side, told_differences
from sim.analysis.results import Results
from sim.analysis.table import comparison
from sim.model.outcomes import OUTCOMES
from tests.analysis.plots.frames import persons, words

Made = Callable[..., Results]
Overlaps = Callable[[Figure], list[tuple[str, str]]]


def test_the_forest_shows_means_and_intervals(twins: Results, overlaps: Overlaps) -> None:
    pairs = twins.differences.copy()
    figure = forest(pairs, twins.outcomes, "focus", title="It is so", note="365 days")
    title, subtitle, footer = words(figure)
    assert title == "It is so"
    assert subtitle.startswith("Difference to 'focus', paired by seed, with 95 % interval.")
    assert footer == "n = 12 seeds  ·  20 comparisons  ·  365 days"
    assert [axes.get_title(loc="left") for axes in figure.axes[:5]] == [OUTCOMES[n].label for n in twins.outcomes]
    row = summarize(pairs, ["recruits"]).sort_values("difference", ascending=False).iloc[0]
    assert figure.axes[0].get_yticklabels()[0].get_text() == row["variant"]
    assert figure.axes[0].texts[0].get_text() == OUTCOMES["recruits"].write(row["difference"], sign=True)
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
    assert [mark.get_markerfacecolor() == "#ffffff" for mark in marks] == [False, False, True, False]
    assert [mark.get_marker() for mark in marks] == ["o", "o", "o", "s"]
    assert [mark.get_markeredgecolor() for mark in marks] == [style.BETTER, style.BETTER, style.SOFT, style.WORSE]


def test_what_is_too_small_to_matter_is_a_band(twins: Results) -> None:
    least = {("", name, "recruits"): 0.1 for name in twins.differences["variant"].cat.categories}
    figure = forest(twins.differences, ["recruits"], "focus", least=least)
    bands = [band.get_paths()[0].get_extents() for band in figure.axes[0].collections]
    assert {(band.x0, band.x1) for band in bands} == {(-0.1, min(0.1, figure.axes[0].get_xlim()[1]))}
    assert words(figure)[1].endswith("Gray band: too small to matter.")


def test_where_less_is_better_the_least_stands_on_top(twins: Results) -> None:
    figure = forest(twins.differences, ["contradictions"], "focus")
    values = [float(mark.get_xdata()[0]) for mark in figure.axes[0].lines[2::2]]
    assert values == sorted(values)


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
