"""Figures of a sampled design: what an outcome hangs on."""

from __future__ import annotations

import pytest
from matplotlib.colors import to_hex

from sim.analysis.explained import Leaf, Tree, dependence, explain_sample, grow
from sim.analysis.plots.sampled import (
    PALE,
    by_rank,
    dependences,
    index_bars,
    leaf_bars,
    spans,
    titled_fifths,
    titled_indices,
    titled_tree,
    told_fifths,
    told_indices,
    told_tree,
)
from sim.analysis.sampled import indices, sample_of
from sim.model.outcomes import OUTCOMES
from tests.analysis.plots.frames import words
from tests.analysis.sampled_worlds import batch_of, ishigami, linear

GAIN = "two − focus"


def test_bars_are_as_long_as_the_indices() -> None:
    frame = indices(sample_of(batch_of(ishigami, "saltelli", 128)), ["recruits"])
    figure = index_bars(frame, GAIN, "total", note="x")
    (axes,) = figure.axes
    rows = frame[frame["target"] == GAIN].set_index(["measure", "factor"])["value"]
    order = by_rank(frame[frame["target"] == GAIN], "total")
    assert [bar.get_width() for bar in axes.patches] == pytest.approx([rows["total", name] for name in order])
    diamonds = [float(line.get_xdata()[0]) for line in axes.lines if line.get_marker() == "D"]
    assert diamonds == pytest.approx([rows["first", name] for name in order])
    assert [label.get_text() for label in axes.get_yticklabels()] == order
    assert order == ["intercept", "work intercept", "social proof"]
    share = f"{100 * rows['total', 'intercept']:.0f} %"
    assert words(figure)[0] == f"The difference in recruits hangs most on intercept ({share} of its variance)"


def test_what_is_not_told_from_nothing_is_pale() -> None:
    frame = indices(sample_of(batch_of(linear, "morris", 16)), ["recruits", "net_loss"])
    axes, empty, *_ = index_bars(frame, GAIN, "mu_star").axes
    rows = frame[(frame["target"] == GAIN) & (frame["outcome"] == "recruits")].set_index(["measure", "factor"])
    order = by_rank(frame[frame["target"] == GAIN], "mu_star")
    assert [bar.get_width() for bar in axes.patches] == pytest.approx(
        [rows["value"]["mu_star", name] for name in order]
    )
    pale = [to_hex(bar.get_facecolor()) == PALE.lower() for bar in axes.patches]
    assert pale == [not rows["low"]["mu_star", name] > 0.0 for name in order]
    assert [text.get_text() for text in empty.texts] == ["the same at every point"]
    same = frame[(frame["target"] == GAIN) & (frame["outcome"] == "net_loss")]
    told = titled_indices(same, "net_loss", GAIN, "mu_star")
    assert told == "What the difference in share with a net loss hangs on is not told apart"


def test_leaves_are_bars_in_the_color_of_who_wins() -> None:
    sample = sample_of(batch_of(linear, "sobol", 64))
    tree = grow(sample.values, sample.answer("recruits", GAIN))
    assert tree is not None
    (axes,) = leaf_bars(tree, sample.factors, OUTCOMES["recruits"], GAIN).axes
    assert [bar.get_width() for bar in axes.patches] == pytest.approx([leaf.mean for leaf in tree.leaves])
    colors = [bar.get_facecolor()[:3] for bar in axes.patches]
    assert len(set(colors)) == 2
    assert colors[0] != colors[-1]
    low, high = axes.get_xlim()
    assert low < tree.leaves[0].mean < tree.leaves[-1].mean < high


def test_a_factor_has_a_panel_with_its_dependence() -> None:
    sample = sample_of(batch_of(linear, "sobol", 64))
    frame = dependence(sample, sample.answer("recruits", GAIN))
    panels = dependences(frame, OUTCOMES["recruits"], GAIN).axes
    assert [axes.get_title(loc="left") for axes in panels] == ["intercept", "work intercept", "social proof"]
    assert panels[0].lines[0].get_ydata() == pytest.approx(frame["mean"].to_numpy()[:5])


def test_axes_hold_zero() -> None:
    assert spans(1.0, 2.0) == pytest.approx((-0.12, 2.12))
    assert spans(0.0, 0.0) == (-1.0, 1.0)


def test_the_strongest_parameter_is_named_with_how_many_are_told_from_nothing() -> None:
    explanation = explain_sample(batch_of(linear, "morris", 12, ends=(0.0, 2.0)))
    assert told_indices(explanation.frame, explanation.sample.targets[0], "mu_star") == (
        "The strongest parameter by mean size of the effect. Recruits: intercept, 6 (2 of 3 above 0); Share with a net "
        "loss: nothing to tell (the same at every point)."
    )


def test_a_dependence_names_where_the_mean_moves_most() -> None:
    sample = explain_sample(batch_of(linear, "latin-hypercube", 60, ends=(0.0, 10.0))).sample
    fifths = dependence(sample, sample.answer("recruits", sample.targets[0]))
    told = told_fifths(fifths, OUTCOMES["recruits"], sign=True)
    assert titled_fifths(fifths, OUTCOMES["recruits"]) == "Recruits moves most with intercept"
    means = fifths[fifths["factor"] == "intercept"]["mean"]
    ends = f"from {means.min():+.2f} to {means.max():+.2f}."
    assert told == f"Recruits: the means of fifths lie farthest apart along intercept, {ends}"


def test_a_tree_is_told_unless_it_predicts_nothing() -> None:
    leaves = (Leaf(((0, float("-inf"), 2.0),), 30, 1.0, 1.0), Leaf(((0, 2.0, float("inf")),), 30, 4.0, 1.0))
    told = told_tree(Tree(leaves, 0.6), ["x"], OUTCOMES["recruits"], sign=False)
    assert told == "Recruits: least, 1.00 where x ≤ 2; most, 4.00 where x > 2."
    assert (
        titled_tree(Tree(leaves, 0.6), ["x"], OUTCOMES["recruits"], sign=False) == "Recruits is best where x > 2 (4.00)"
    )
    assert titled_tree(Tree(leaves, 0.6), ["x"], OUTCOMES["costs"], sign=False) == "Costs is best where x ≤ 2 (1.00)"
    useless = titled_tree(Tree(leaves, 0.05), ["x"], OUTCOMES["recruits"], sign=False)
    assert useless == "Recruits: no simple rule predicts it"
    useless = told_tree(Tree(leaves, 0.05), ["x"], OUTCOMES["recruits"], sign=False)
    assert useless == "Recruits: these rules predict next to nothing at points they have not seen (R² = 0.05)."
