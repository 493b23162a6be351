from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import pytest

from sim.model.tables import Tables
from tests.plans import PlanContract, bought, grown, paid
from tests.trees import TOP


class TestGeometric(PlanContract):
    kind = "geometric"
    options: ClassVar[Any] = (
        {"first": 0.3, "ratio": 0.6, "levels": 30, "compression": True},
        {"first": 0.07, "ratio": 1.0, "levels": 3, "compression": False},
        {"first": 0.5, "ratio": 0.5, "levels": 10, "qualification": 120, "ranks": [{"name": "all", "levels": 2}]},
    )

    def most(self, w: Tables, month: dict[str, Any], option: dict[str, Any]) -> float:
        first, ratio, levels = option["first"], option["ratio"], option["levels"]
        declared = first * levels if ratio == 1.0 else first * (1.0 - ratio**levels) / (1.0 - ratio)
        return int(w.positions.volume.sum()) * declared + 30e-6 * 25 * 50_000


def test_a_chain_halves_from_level_to_level_with_fractions_of_a_cent_lost() -> None:
    w = bought(grown([TOP, 0, 1, 2, 3], kind="geometric", first=0.1, ratio=0.5, levels=3), [100_33] * 5)
    # 10 %, 5 %, 2.5 % of 100.33: 10.033, 5.0165, 2.508 are rounded down each
    assert paid(w, "geometric").tolist() == [10_03 + 5_01 + 2_50, 10_03 + 5_01 + 2_50, 10_03 + 5_01, 10_03, 0]


def test_thirty_levels_can_be_reached() -> None:
    w = bought(
        grown([TOP, *range(31)], kind="geometric", first=0.03, ratio=1.0, levels=30), [0] * 31 + [100_00], [1] * 32
    )
    assert paid(w, "geometric").tolist() == [0, *[3_00] * 30, 0]


@pytest.mark.parametrize(("width", "depth", "levels"), [(2, 7, 4), (3, 5, 2), (1, 12, 6)])
def test_full_trees_in_closed_form(width: int, depth: int, levels: int) -> None:
    """Whoever has m full levels below earns f k (1 - (r k)^m) / (1 - r k) of a purchase, m at most the plan's."""
    first, ratio = 0.2, 0.4
    size = sum(width**d for d in range(depth))
    tree = [TOP, *((p - 1) // width for p in range(1, size))]
    got = paid(
        bought(grown(tree, kind="geometric", first=first, ratio=ratio, levels=levels), [10_000_00] * size), "geometric"
    )
    depths = np.concatenate([np.full(width**d, d) for d in range(depth)])
    for p in range(size):
        m = min(levels, depth - 1 - int(depths[p]))
        expected = first * width * (1 - (ratio * width) ** m) / (1 - ratio * width)
        assert got[p] == pytest.approx(10_000_00 * expected, abs=1e-6 * size * 10_000_00)
