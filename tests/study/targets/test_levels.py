"""From how deep commission comes."""

from __future__ import annotations

import numpy as np
import pytest

from sim.study.targets import levels
from tests.study.targets.hand import world


def test_levels_pass_over_those_who_are_not_qualified() -> None:
    chain = [
        {},
        {"sponsor": 0, "qualified": False, "volume": 50},
        {"sponsor": 1},
        {"sponsor": 2, "volume": 100},
    ]
    amounts = levels.paid_from(world(positions=chain), [0.1, 0.05])
    assert amounts[:4].tolist() == pytest.approx([0.1 * 50 + 0.1 * 100, 0.0, 0.05 * 100, 0.0])
    every = levels.paid_from(world(positions=chain))
    assert every[:4].tolist() == [150.0, 0.0, 100.0, 0.0]


def test_a_plan_pays_no_more_levels_than_it_has() -> None:
    chain = [{}, {"sponsor": 0}, {"sponsor": 1}, {"sponsor": 2, "volume": 100}]
    assert levels.paid_from(world(positions=chain), [0.1])[:3].tolist() == [10.0, 0.0, 0.0]


def test_within_counts_the_first_levels() -> None:
    assert levels.within(np.array([6.0, 3.0, 1.0]), 2) == pytest.approx(0.9)
    assert np.isnan(levels.within(np.zeros(3), 2))
