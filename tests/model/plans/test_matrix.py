from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import pytest
from hypothesis import given, settings

from sim.model.plans.matrix import places_above
from sim.model.plans.placement import seats
from sim.model.tables import NONE, Tables
from tests.plans import PlanContract, bought, grown, months, paid
from tests.trees import TOP


class TestMatrix(PlanContract):
    kind = "matrix"
    options: ClassVar[Any] = (
        {"width": 2, "rates": [0.1, 0.05, 0.2], "compression": True},
        {"width": 2, "rates": [0.1, 0.05, 0.2, 0.01], "compression": False},
        {"width": 3, "rates": [0.5, 0.5], "qualification": 120, "ranks": [{"name": "all", "levels": 1}]},
    )

    def most(self, w: Tables, month: dict[str, Any], option: dict[str, Any]) -> float:
        return int(w.positions.volume.sum()) * sum(option["rates"])


def above_in_plain_python(w: Tables, p: int) -> int:
    """The member above in the tree of places; above a customer, whose place his purchases count at."""
    q = int(w.positions[p].place)
    q = int(w.places[q].parent) if q != NONE else int(seats(w)[p])
    return int(w.places[q].position) if q != NONE else NONE


@given(month=months())
@settings(max_examples=40)
def test_the_nearest_above_are_found(month: dict[str, Any]) -> None:
    w = TestMatrix().lived(month, {"width": 2})
    size = len(month["sponsors"])
    above, up = np.empty(size, np.uint32), np.empty(size, np.uint32)
    places_above(w, above, up)
    for p in range(size):
        at = above_in_plain_python(w, p)
        assert above[p] == at
        while at != NONE and not w.positions[at].qualified:
            at = above_in_plain_python(w, at)
        assert up[p] == at


@pytest.mark.parametrize("width", [2, 3])
def test_one_sponsors_matrix_in_closed_form(width: int) -> None:
    """All are recruited by the first; with m full levels below, the volume times w r1 + w^2 r2 + ... is paid."""
    rates, levels = [0.1, 0.05, 0.02], 5
    size = sum(width**d for d in range(levels))
    w = bought(grown([TOP, *[0] * (size - 1)], kind="matrix", width=width, rates=rates), [100_00] * size)
    depth = [d for d in range(levels) for _ in range(width**d)]
    full = [sum(width ** (k + 1) * rate for k, rate in enumerate(rates[: levels - 1 - d])) for d in depth]
    assert paid(w, "matrix").tolist() == [round(100_00 * share) for share in full]


def test_an_irregular_matrix_by_hand() -> None:
    # width 2: 1, 2 below 0; 3 (of 0) spills below 1, 4 (of 0) below 2; 5 (of 1) below 1; 6 is a customer of 5
    w = grown([TOP, 0, 0, 0, 0, 1, 5], [6], kind="matrix", width=2, rates=[0.1, 0.05], compression=False)
    bought(w, [100_00, 100_00, 100_00, 33_33, 100_00, 77_77, 9_99], [1, 1, 1, 0, 1, 1, 0])
    # 3 pays 3.33 to 1, 1.66 to 0; 4 10.00 to 2, 5.00 to 0; 5 7.77 to 1, 3.88 to 0; 6 .99 to 5, .49 to 1
    expected = [10_00 + 10_00 + 1_66 + 5_00 + 3_88, 3_33 + 7_77 + 49, 10_00, 0, 0, 99, 0]
    assert paid(w, "matrix").tolist() == expected
    assert w.accounts.active[:7].tolist() == [0, 0, 0, 0, 0, 99, 0]


def test_compression_passes_over_places_whose_member_is_not_qualified() -> None:
    sponsors, volumes = [TOP, 0, 0, 0, 0], [100_00, 0, 100_00, 100_00, 100_00]
    for compression, top in ((True, 10_00 + 10_00 + 5_00), (False, 10_00 + 5_00 + 5_00)):
        w = grown(sponsors, kind="matrix", width=2, rates=[0.1, 0.05], compression=compression)
        assert paid(bought(w, volumes), "matrix").tolist() == [top, 0, 10_00, 0, 0]


def test_spill_over_pays_whoever_recruited_nobody() -> None:
    w = bought(grown([TOP, 0, 0, 0], kind="matrix", width=2, rates=[0.1]), [100_00] * 4)
    assert paid(w, "matrix").tolist() == [20_00, 10_00, 0, 0]
