"""Figures of a sampled design: what an outcome hangs on."""

from __future__ import annotations

import pytest

from sim.analysis.explained import Leaf, Tree, dependence, explain_sample, grow
from sim.analysis.plots.sampled import (
    by_rank,
    dependences,
    index_bars,
    leaf_bars,
    screening,
    spans,
    told_fifths,
    told_indices,
    told_tree,
)
from sim.analysis.sampled import indices, sample_of
from sim.model.outcomes import OUTCOMES
from tests.analysis.sampled_worlds import batch_of, ishigami, linear

GAIN = "two − focus"


def test_bars_are_as_long_as_the_indices() -> None:
    frame = indices(sample_of(batch_of(ishigami, "saltelli", 128)), ["recruits"])
    (axes,) = index_bars(frame, GAIN, note="x").axes
    rows = frame[frame["target"] == GAIN]
    assert sorted(bar.get_width() for bar in axes.patches) == pytest.approx(sorted(rows["value"]))
    assert [label.get_text() for label in axes.get_yticklabels()] == by_rank(rows, "total")
    assert by_rank(rows, "total") == ["intercept", "work intercept", "social proof"]


def test_marks_lie_at_size_and_unevenness() -> None:
    frame = indices(sample_of(batch_of(ishigami, "morris", 16)), ["recruits", "net_loss"])
    figure = screening(frame, GAIN)
    axes, empty, key, *_ = figure.axes
    rows = frame[(frame["target"] == GAIN) & (frame["outcome"] == "recruits")].set_index(["factor", "measure"])["value"]
    marks = {tuple(line.get_xydata()[0]) for line in axes.lines if line.get_marker() == "o"}
    names = ("intercept", "work intercept", "social proof")
    expected = {(rows[name, "mu_star"], rows[name, "sigma"]) for name in names}
    assert marks == expected
    assert [text.get_text() for text in empty.texts] == ["the same at every point"]
    assert {text.get_text() for text in key.texts} == {"1", "2", "3", "intercept", "work intercept", "social proof"}


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
    means = fifths[fifths["factor"] == "intercept"]["mean"]
    ends = f"from {means.min():+.2f} to {means.max():+.2f}."
    assert told == f"Recruits: the means of fifths lie farthest apart along intercept, {ends}"


def test_a_tree_is_told_unless_it_predicts_nothing() -> None:
    leaves = (Leaf(((0, float("-inf"), 2.0),), 30, 1.0, 1.0), Leaf(((0, 2.0, float("inf")),), 30, 4.0, 1.0))
    told = told_tree(Tree(leaves, 0.6), ["x"], OUTCOMES["recruits"], sign=False)
    assert told == "Recruits: least, 1.00 where x ≤ 2; most, 4.00 where x > 2."
    useless = told_tree(Tree(leaves, 0.05), ["x"], OUTCOMES["recruits"], sign=False)
    assert useless == "Recruits: these rules predict next to nothing at points they have not seen (R² = 0.05)."
