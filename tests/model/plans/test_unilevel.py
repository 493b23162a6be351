from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.accounts import ACTIVE, PASSIVE
from sim.model.plans.rows import Position
from sim.model.plans.unilevel import commission_kind, nearest_qualified
from sim.model.tables import NONE, Tables
from tests.model.contract import RuleContract, flag, named
from tests.plans import PlanContract, bought, grown, paid
from tests.trees import DAY, TOP, commissions, plant, scenario_of


class TestCommissionKind(RuleContract):
    rule = staticmethod(commission_kind)
    takes = named(level=st.integers(0, 29), buyer_works=flag)
    gives = (ACTIVE, PASSIVE)

    @pytest.mark.parametrize(
        ("level", "works", "kind"), [(0, 0, ACTIVE), (0, 1, PASSIVE), (1, 0, PASSIVE), (1, 1, PASSIVE)]
    )
    def test_own_customers_are_active_income_the_team_is_passive(self, level: int, works: int, kind: int) -> None:
        assert commission_kind(level, works) == kind


class TestUnilevel(PlanContract):
    kind = "unilevel"
    options: ClassVar[Any] = (
        {"rates": [0.1, 0.05, 0.2], "compression": True},
        {"rates": [0.1, 0.05, 0.2, 0.01], "compression": False},
        {"rates": [0.5, 0.5], "qualification": 120, "ranks": [{"name": "all", "levels": 1}]},
    )

    def most(self, w: Tables, month: dict[str, Any], option: dict[str, Any]) -> float:
        return int(w.positions.volume.sum()) * sum(option["rates"])


@pytest.mark.parametrize("compression", [True, False])
def test_a_rank_is_paid_on_its_levels_and_the_rest_stays_with_the_company(compression: bool) -> None:
    ranks = [{"name": "one", "levels": 1}, {"name": "two", "team_volume": 250, "levels": 2}]
    w = grown([TOP, 0, 1, 2, 3], kind="unilevel", rates=[0.1, 0.05, 0.02], compression=compression, ranks=ranks)
    got = paid(bought(w, [100_00] * 5), "unilevel")
    # teams of 400.00, 300.00, 200.00, 100.00, 0: the first two are paid on two levels, the others on one
    assert got.tolist() == [15_00, 15_00, 10_00, 10_00, 0]
    assert w.positions.rank[:5].tolist() == [2, 2, 1, 1, 1]


@st.composite
def forests(draw: Any) -> list[int]:
    """Forests of up to 25 positions in which every sponsor is older than their recruits."""
    size = draw(st.integers(1, 25))
    return [draw(st.integers(TOP, i - 1)) for i in range(size)]


def above_in_plain_python(sponsors: list[int], qualified: list[bool], p: int) -> int:
    """Climb until somebody qualified is met."""
    p = sponsors[p]
    while p != TOP and not qualified[p]:
        p = sponsors[p]
    return p


@given(sponsors=forests(), data=st.data())
def test_nearest_qualified_is_found_in_any_forest(sponsors: list[int], data: Any) -> None:
    size = len(sponsors)
    qualified = data.draw(st.lists(st.booleans(), min_size=size, max_size=size))
    positions = Position.rows(size)
    positions.sponsor = [NONE if s == TOP else s for s in sponsors]
    positions.qualified = qualified
    up = np.empty(size, np.uint32)
    nearest_qualified(positions, size, up)
    expected = [above_in_plain_python(sponsors, qualified, p) for p in range(size)]
    assert [TOP if u == NONE else int(u) for u in up] == expected


def paid_in_plain_python(
    sponsors: list[int], volume: list[int], qualified: list[bool], rates: list[int], compression: bool
) -> list[int]:
    """Commissions by position, straight from the words of the plan; rates in millionths."""
    paid = [0] * len(sponsors)
    for p, cents in enumerate(volume):
        above = p
        for rate in rates:
            above = above_in_plain_python(sponsors, qualified, above) if compression else sponsors[above]
            if above == TOP:
                break
            paid[above] += cents * rate // 1_000_000 if qualified[above] else 0
    return paid


@given(sponsors=forests(), compression=st.booleans(), data=st.data())
def test_same_as_said_in_plain_python(sponsors: list[int], compression: bool, data: Any) -> None:
    size = len(sponsors)
    volume = data.draw(st.lists(st.integers(0, 50_000), min_size=size, max_size=size))
    qualified = data.draw(st.lists(st.booleans(), min_size=size, max_size=size))
    rates = data.draw(st.lists(st.integers(0, 100_000), min_size=1, max_size=10))
    shares = [rate / 1_000_000 for rate in rates]
    w = plant(scenario_of(max(size, 3), shares, compression=compression), sponsors)
    w.positions.volume[:size], w.positions.qualified[:size] = volume, qualified
    expected = paid_in_plain_python(sponsors, volume, qualified, rates, compression)
    got = commissions(w)
    assert got[:size].tolist() == expected
    assert w.positions.earned[:size].tolist() == expected
    assert got.sum() <= sum(volume) * sum(rates) / 1_000_000
    assert np.all((w.tally.first_commission[:size] == DAY) == (got[:size] > 0))


def test_trees_do_not_pay_each_other() -> None:
    w = plant(scenario_of(4, [0.1], compression=True), [TOP, 0, TOP, 2])
    w.positions.volume[:4], w.positions.qualified[:4] = [0, 1_000, 0, 0], 1
    assert commissions(w)[:4].tolist() == [100, 0, 0, 0]


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
    """A member with m full levels below earns f k (1 - (r k)^m) / (1 - r k) of a purchase, m at most the plan's."""
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
