"""Rows, headings and names at the ends of lines keep their order and their distance."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from sim.analysis.drawing.facets import Facets, Row, Stack, left_out, rows_of, spread
from sim.analysis.results import Results

Made = Callable[..., Results]


def test_rows_follow_the_design(made: Made) -> None:
    samples = made(strategies=2, seeds=1, vary={"conversation.memory_half_life": [7, 30]}).levels_of()
    assert rows_of(samples) == [
        Row("memory halved after 7", "focus", 0),
        Row("memory halved after 7", "two, disclosed", 1),
        Row("memory halved after 30", "focus", 0),
        Row("memory halved after 30", "two, disclosed", 1),
    ]


def test_every_setting_gets_a_heading_of_its_own() -> None:
    rows = [Row("a", "x", 0), Row("a", "y", 1), Row("b", "x", 0)]
    stack = Stack.of(rows)
    assert (stack.rows, stack.headings) == (list(zip(rows, [0.75, 1.75, 3.5], strict=True)), [(0.0, "a"), (2.75, "b")])
    assert [height for _, height in Stack.of([Row("", "x", 0), Row("", "y", 1)]).rows] == [0.0, 1.0]


@pytest.mark.parametrize(
    ("count", "square", "deep", "wide"),
    [(1, True, 1, 1), (2, True, 1, 2), (4, True, 2, 2), (4, False, 2, 3), (5, True, 2, 3), (9, True, 3, 3)],
)
def test_panels_stand_three_in_a_row_and_four_two_by_two(count: int, square: bool, deep: int, wide: int) -> None:
    facets = Facets.of(count, square=square)
    grid = facets.draw(Figure())
    assert (facets.deep, facets.wide, grid.shape) == (deep, wide, (deep, wide))
    assert [axes.get_visible() for axes in grid.flat] == [at < count for at in range(deep * wide)]


def test_settings_that_do_not_fit_are_mentioned(made: Made) -> None:
    samples = made(strategies=1, seeds=1, vary={"conversation.memory_half_life": list(range(1, 10))}).levels_of()
    assert len(rows_of(samples)) == 6
    assert left_out(samples) == "The first 6 of 9 settings; the table has all of them."


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=8))
def test_labels_keep_their_distance_and_their_middle(heights: list[float]) -> None:
    wanted = np.array(heights)
    placed = np.array(spread(wanted, 0.05))
    assert (np.diff(np.sort(placed)) >= 0.05 - 1e-3).all()
    assert placed.mean() == pytest.approx(wanted.mean())


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=8))
def test_no_label_is_put_below_the_floor(heights: list[float]) -> None:
    placed = np.array(spread(np.array(heights), 0.05, floor=0.0))
    assert placed.min() >= 0.0
    assert (np.diff(np.sort(placed)) >= 0.05 - 1e-3).all()


def test_labels_at_the_floor_push_others_up() -> None:
    assert spread(np.array([0.0, 0.0, 0.9]), 0.1, floor=0.0) == pytest.approx([0.0, 0.1, 0.9], abs=1e-5)


def test_labels_with_room_stay_where_they_are() -> None:
    assert spread(np.array([0.9, 0.1]), 0.05) == [0.9, 0.1]


def test_order_is_kept() -> None:
    first, second = spread(np.array([0.51, 0.5]), 0.1)
    assert (first, second) == (pytest.approx(0.555), pytest.approx(0.455))
