from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from sim.analysis.drawing.scales import backward, bend, forward, threshold, ticks

NUMBERS = st.lists(st.floats(-1e7, 1e7), min_size=1, max_size=20).map(np.array)


@given(values=NUMBERS, turn=st.sampled_from([None, 1.0, 10.0, 1000.0]))
def test_there_and_back(values: np.ndarray, turn: float | None) -> None:
    np.testing.assert_allclose(backward(forward(values, turn), turn), values, rtol=1e-9, atol=1e-9)


@given(values=NUMBERS, turn=st.sampled_from([1.0, 100.0]))
def test_order_and_sign_are_kept(values: np.ndarray, turn: float) -> None:
    ordered = np.sort(values)
    assert (np.diff(forward(ordered, turn)) >= 0).all()
    np.testing.assert_array_equal(np.sign(forward(values, turn)), np.sign(values))


def test_the_axis_is_linear_inside_and_logarithmic_outside() -> None:
    np.testing.assert_allclose(forward(np.array([-50.0, 100.0, 1000.0, -10_000.0]), 100.0), [-0.5, 1.0, 2.0, -3.0])


def test_only_heavy_tails_bend_the_axis() -> None:
    assert threshold(np.arange(-100.0, 100.0)) is None
    assert threshold(np.array([-900.0] * 50 + [-1200.0] * 50 + [80_000.0])) == 1000.0
    assert threshold(np.zeros(50)) is None


def test_counts_bend_late() -> None:
    tail = np.array([1.0] * 50 + [40.0])
    assert threshold(tail) == 1.0
    assert threshold(tail, whole=True) is None
    assert threshold(np.array([1.0] * 50 + [400.0]), whole=True) == 10.0


def test_ticks_are_few_and_round() -> None:
    assert ticks(-1400.0, 40_000.0, 1000.0) == [-1000, -500, 0, 500, 1000, 3000, 10_000, 30_000]
    assert (
        ticks(-1e8, 1e8, 1.0) == [-1e8, -1e6, -1e4, -100, -1, 0, 1, 100, 1e4, 1e6, 1e8][1:-1]
        or len(ticks(-1e8, 1e8, 1.0)) <= 11
    )


@pytest.mark.parametrize("turn", [None, 10.0])
def test_ends_of_the_axis_have_a_margin(turn: float | None) -> None:
    axes = Figure().add_subplot()
    bend(axes, turn, -1.0, 3.0)
    np.testing.assert_allclose(forward(np.array(axes.get_xlim()), turn), [-1.08, 3.08])
