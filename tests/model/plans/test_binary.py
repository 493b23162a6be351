from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.plans.binary import UNPAID, bought_at, leg_rate_paid, pair
from sim.model.plans.qualification import standings
from sim.model.plans.rows import CompanyRow, Place, Position
from sim.model.tables import NONE, Tables
from tests.builders import row
from tests.model.contract import RuleContract, cents, named
from tests.plans import PlanContract, bought, grown, months, paid
from tests.trees import TOP


class TestLegRatePaid(RuleContract):
    rule = staticmethod(leg_rate_paid)
    takes = named(position=Position, plan=CompanyRow)
    gives = (UNPAID, 1_000_000)

    def fit(self, values: dict[str, Any]) -> None:
        values["position"].rank = min(int(values["position"].rank), int(values["plan"].ranks))

    def test_a_rank_has_its_own_and_none_is_not_paid(self) -> None:
        plan = row(CompanyRow, leg_rate=100_000, ranks=0)
        assert leg_rate_paid(row(Position, qualified=1), plan) == 100_000
        assert leg_rate_paid(row(Position), plan) == UNPAID
        plan.ranks, plan.rank_leg_rate[:2] = 2, [50_000, 200_000]
        assert [leg_rate_paid(row(Position, qualified=1, rank=k), plan) for k in range(3)] == [UNPAID, 50_000, 200_000]


class TestPair(RuleContract):
    rule = staticmethod(pair)
    takes = named(place=Place, left=cents, right=cents, rate=st.integers(0, 1_000_000), plan=CompanyRow)
    writes = named(place={"carry"})
    gives = (0, 2 * 10**9)

    @pytest.mark.parametrize(
        ("flushes", "cap", "cents", "carry"),
        [(1, 10_000, 7_000, [0, 30_000]), (1, 5_000, 5_000, [0, 30_000]), (0, 5_000, 5_000, [20_000, 50_000])],
        ids=["below the cap", "flushed", "carried"],
    )
    def test_the_weaker_leg_is_paid_and_taken_from_both(
        self, flushes: int, cap: int, cents: int, carry: list[int]
    ) -> None:
        place = row(Place, carry=[20_000, 0])
        plan = row(CompanyRow, flushes=flushes, cap=cap)
        assert pair(place, 50_000, 100_000, 100_000, plan) == cents
        assert place.carry.tolist() == carry

    @given(left=cents, right=cents, cap=st.integers(0, 10_000), rate=st.integers(0, 1_000_000))
    def test_what_is_carried_was_not_paid_for(self, left: int, right: int, cap: int, rate: int) -> None:
        place = row(Place)
        paid = pair(place, left, right, rate, row(CompanyRow, cap=cap))
        used = left - int(place.carry[0])
        assert used == right - int(place.carry[1])
        assert paid == min(cap, min(left, right) * rate // 10**6) == used * rate // 10**6
        assert 0 <= used <= min(left, right)


class TestBinary(PlanContract):
    kind = "binary"
    options: ClassVar[Any] = (
        {"leg_rate": 0.1},
        {"leg_rate": 1.0, "cap": 30.01, "beyond_cap": "carry"},
        {"leg_rate": 0.5, "cap": 100, "qualification": 120, "ranks": [{"name": "all", "leg_rate": 0.3}]},
    )

    def most(self, w: Tables, month: dict[str, Any], option: dict[str, Any]) -> float:
        places = w.places[: w.count[0].places]
        depth = np.zeros(places.size + 1, np.int64)
        for q, place in enumerate(places):
            depth[q] = 0 if place.parent == NONE else depth[place.parent] + 1
        return int(w.positions.volume.sum()) * option["leg_rate"] / 2 * int(depth.max())


def below(w: Tables, q: int, leg: int) -> list[int]:
    """Places in a leg, found by climbing."""
    found = []
    for other in range(int(w.count[0].places)):
        at, last = other, -1
        while at not in (q, NONE):
            at, last = int(w.places[at].parent), at
        if at == q and last >= 0 and w.places[last].leg == leg:
            found.append(other)
    return found


@given(month=months())
@settings(max_examples=40)
def test_same_as_said_in_plain_python(month: dict[str, Any]) -> None:
    w = TestBinary().lived(month, {"leg_rate": 0.1})
    places = int(w.count[0].places)
    w.places.carry[:places] = [[100 * q, 7_000 - 100 * q] for q in range(places)]
    volume = bought_at(w)
    assert volume.sum() == sum(int(v) for p, v in enumerate(w.positions.volume) if climbs_to_a_place(w, p))
    standings(w)
    expected = np.zeros(w.people.size, np.int64)
    carries = w.places.carry[:places].copy()
    for q in range(places):
        if w.positions[w.places[q].position].qualified:
            legs = [sum(int(volume[each]) for each in below(w, q, leg)) + int(carries[q, leg]) for leg in (0, 1)]
            expected[w.places[q].position] = min(legs) // 10
            carries[q] = [leg - min(legs) for leg in legs]
    assert paid(w, "binary").tolist() == expected.tolist()
    assert w.places.carry[:places].tolist() == carries.tolist()


def climbs_to_a_place(w: Tables, p: int) -> bool:
    """Whether a position or somebody above it has a place."""
    while p != NONE and w.positions[p].place == NONE:
        p = int(w.positions[p].sponsor)
    return p != NONE


FULL = [TOP, 0, 0, 1, 1, 2, 2]


def test_a_full_tree_pays_every_pair() -> None:
    """With h levels below, a leg holds 2^h - 1 purchases."""
    assert paid(bought(grown(FULL, kind="binary"), [100_00] * 7), "binary").tolist() == [
        30_00,
        10_00,
        10_00,
        0,
        0,
        0,
        0,
    ]


def test_a_chain_has_one_leg_and_pays_nothing_until_the_other_grows() -> None:
    w = bought(grown([TOP, 0, 1, 2], kind="binary"), [100_00] * 4)
    assert not paid(w, "binary").any()
    assert w.places.carry[:4].tolist() == [[300_00, 0], [200_00, 0], [100_00, 0], [0, 0]]


def test_an_irregular_tree_by_hand() -> None:
    # places: 0 has 1 left and 2 right; 3 (of 0) left below 1; 4 (of 1, his first) left below 3; 5 (of 1) right of 1
    # purchases 20.05, 0, 30.33, 40.44, 0.09, 99.99; 6 is a customer of 2 and bought 10.10
    w = grown([TOP, 0, 0, 0, 1, 1, 2], [6], kind="binary", leg_rate=0.15)
    bought(w, [20_05, 0, 30_33, 40_44, 9, 99_99, 10_10], [1, 1, 1, 1, 1, 1, 0])
    # 0: left 40.44 + .09 + 99.99 = 140.52, right 30.33 + 10.10 = 40.43, 15 % of it 6.0645
    # 1: left 40.44 + .09 = 40.53, right 99.99: 6.0795; nobody else has two legs
    assert paid(w, "binary").tolist() == [6_06, 6_07, 0, 0, 0, 0, 0]
    assert w.places.carry[:3].tolist() == [[100_09, 0], [0, 59_46], [0, 0]]


def test_what_is_carried_over_is_paid_when_the_other_leg_catches_up() -> None:
    w = bought(grown([TOP, 0, 0], kind="binary"), [100_00, 300_00, 100_00])
    assert paid(w, "binary")[0] == 10_00
    bought(w, [100_00, 0, 150_00])
    assert paid(w, "binary")[0] == 15_00
    assert w.places.carry[0].tolist() == [50_00, 0]


def test_a_month_without_qualification_brings_the_legs_nothing() -> None:
    w = bought(grown([TOP, 0, 0], kind="binary"), [100_00, 300_00, 100_00])
    paid(w, "binary")
    bought(w, [0, 500_00, 700_00])
    assert paid(w, "binary")[0] == 0
    assert w.places.carry[0].tolist() == [200_00, 0]


def test_commission_is_passive() -> None:
    w = bought(grown(FULL, kind="binary"), [100_00] * 7)
    paid(w, "binary")
    assert (w.accounts.active[:7].sum(), w.accounts.passive[0]) == (0, 30_00)
