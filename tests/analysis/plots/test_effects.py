from __future__ import annotations

import pytest

from sim.analysis.explained import dependence, grow
from sim.analysis.plots.effects import by_rank, index_bars, screening, spans
from sim.analysis.plots.rules import dependences, leaf_bars
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
    assert by_rank(rows, "total") == ["intercept", "interest", "knowledge"]


def test_marks_lie_at_size_and_unevenness() -> None:
    frame = indices(sample_of(batch_of(ishigami, "morris", 16)), ["recruits", "net_loss"])
    figure = screening(frame, GAIN)
    axes, empty, key, *_ = figure.axes
    rows = frame[(frame["target"] == GAIN) & (frame["outcome"] == "recruits")].set_index(["factor", "measure"])["value"]
    marks = {tuple(line.get_xydata()[0]) for line in axes.lines if line.get_marker() == "o"}
    expected = {(rows[name, "mu_star"], rows[name, "sigma"]) for name in ("intercept", "interest", "knowledge")}
    assert marks == expected
    assert [text.get_text() for text in empty.texts] == ["the same at every point"]
    assert {text.get_text() for text in key.texts} == {"1", "2", "3", "intercept", "interest", "knowledge"}


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
    assert [axes.get_title(loc="left") for axes in panels] == ["intercept", "interest", "knowledge"]
    assert panels[0].lines[0].get_ydata() == pytest.approx(frame["mean"].to_numpy()[:5])


def test_axes_hold_zero() -> None:
    assert spans(1.0, 2.0) == pytest.approx((-0.12, 2.12))
    assert spans(0.0, 0.0) == (-1.0, 1.0)
