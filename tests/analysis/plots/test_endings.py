from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.plots.endings import spread


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=8))
def test_labels_keep_their_distance_and_their_middle(heights: list[float]) -> None:
    wanted = np.array(heights)
    placed = np.array(spread(wanted, 0.05))
    assert (np.diff(np.sort(placed)) >= 0.05 - 1e-3).all()
    assert placed.mean() == pytest.approx(wanted.mean())


def test_labels_with_room_stay_where_they_are() -> None:
    assert spread(np.array([0.9, 0.1]), 0.05) == [0.9, 0.1]


def test_order_is_kept() -> None:
    first, second = spread(np.array([0.51, 0.5]), 0.1)
    assert (first, second) == (pytest.approx(0.555), pytest.approx(0.455))
