from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.membership.joining import enter, go_to_work
from sim.model.membership.leaving import QUIT, depart, regroup
from sim.model.plans.buying import standings
from sim.model.plans.rows import CompanyRow, Place, Position
from sim.model.plans.tree import (
    UNPAID,
    bought_at,
    join_leg,
    join_matrix,
    leg_rate_paid,
    open_place,
    pair,
    place_newcomers,
    places_above,
    seats,
)
from sim.model.tables import NONE, Tables
from tests.builders import copied, differing, row
from tests.model.contract import RuleContract, cents, named
from tests.plans import PlanContract, bought, grown, months, paid, with_places
from tests.trees import TOP, plant, recursive_tree, scenario_of


class TestOpenPlace(RuleContract):
    rule = staticmethod(open_place)
    takes = named(place=Place, here=st.integers(0, 200), position=st.integers(0, 200))
    writes = named(place={"position", "parent", "turn", "head", "end"})

    def test_stands_at_the_top_alone(self) -> None:
        place = Place.rows(1)[0]
        open_place(place, 7, 9)
        assert (place.position, place.parent, place.turn) == (9, NONE, NONE)
        assert (place.head.tolist(), place.end.tolist()) == ([7, 7], [7, 7])


def parents(sponsors: list[int], **plan: object) -> list[int]:
    """Place above each, TOP at the top; place i is position i's where all work from the first."""
    w = grown(sponsors, **plan)
    return [TOP if q == NONE else int(q) for q in w.places.parent[: w.count[0].places]]


def legs_in_plain_python(sponsors: list[int]) -> list[tuple[int, int]]:
    """Parent and leg of each, by walking down the outer leg."""
    below: list[list[int]] = []
    sponsored: list[int] = []
    found = []
    for p, sponsor in enumerate(sponsors):
        below.append([TOP, TOP])
        sponsored.append(0)
        found.append((TOP, 0))
        if sponsor != TOP:
            leg, at = sponsored[sponsor] % 2, sponsor
            sponsored[sponsor] += 1
            while below[at][leg] != TOP:
                at = below[at][leg]
            below[at][leg] = p
            found[p] = (at, leg)
    return found


@given(st.lists(st.integers(0, 10**6), max_size=40))
def test_the_end_of_an_outer_leg_is_found_without_a_search(numbers: list[int]) -> None:
    sponsors = [TOP, *(s % (p + 2) - 1 for p, s in enumerate(numbers))]
    w = grown(sponsors, kind="binary")
    places = w.places[: len(sponsors)]
    expected = legs_in_plain_python(sponsors)
    assert [(TOP if q.parent == NONE else int(q.parent), int(q.leg)) for q in places] == expected


def test_binary_places_by_hand() -> None:
    # 0 sponsors 1 (left), 2 (right), 3 (left, below 1), 4 (right, below 2); 1 sponsors 5 (left, below 3) and 6 (right)
    assert parents([TOP, 0, 0, 0, 0, 1, 1], kind="binary") == [TOP, 0, 0, 1, 2, 3, 1]


def test_matrix_places_by_hand() -> None:
    # width 2: 0 sponsors 1, 2; then 3 spills below 1, 4 below 2; 1 sponsors 5, which fills it, and 6 spills below 3
    assert parents([TOP, 0, 0, 0, 0, 1, 1, 1], kind="matrix", width=2) == [TOP, 0, 0, 1, 2, 1, 3, 5]


@pytest.mark.parametrize(("width", "levels"), [(2, 8), (3, 5), (7, 3)])
def test_one_sponsor_fills_their_matrix_level_by_level(width: int, levels: int) -> None:
    size = sum(width**d for d in range(levels))
    above = parents([TOP, *[0] * (size - 1)], kind="matrix", width=width)
    depth = [0] * size
    for p in range(1, size):
        depth[p] = depth[above[p]] + 1
    assert depth == [d for d in range(levels) for _ in range(width**d)]


@given(st.lists(st.integers(0, 10**6), max_size=60), st.integers(2, 4))
def test_a_matrix_holds_everybody_below_their_sponsor_and_is_nowhere_too_wide(numbers: list[int], width: int) -> None:
    sponsors = [TOP, *(s % (p + 2) - 1 for p, s in enumerate(numbers))]
    above = parents(sponsors, kind="matrix", width=width)
    assert np.bincount([q for q in above if q != TOP], minlength=1).max() <= width
    for p, sponsor in enumerate(sponsors):
        at = p
        while at not in (sponsor, TOP):
            assert above[at] < at
            at = above[at]
        assert at == sponsor


def test_the_ring_of_a_full_place_turns() -> None:
    places = Place.rows(8)
    for q in range(8):
        open_place(places[q], q, q)
    for q in range(1, 8):
        join_matrix(places, 0, q, 3)
    assert places.parent[1:8].tolist() == [0, 0, 0, 1, 2, 3, 1]
    assert (places[0].taken, places[1].taken, places[0].turn) == (3, 2, 1)


def test_recruits_of_one_sponsor_go_left_and_right_in_turns() -> None:
    places = Place.rows(4)
    for q in range(4):
        open_place(places[q], q, q)
    for q in (1, 2, 3):
        join_leg(places, 0, q)
    assert places.parent[1:].tolist() == [0, 0, 1]
    assert places.leg[1:].tolist() == [0, 1, 0]
    assert (places[0].sponsored, places[0].end.tolist()) == (3, [3, 2])


@pytest.mark.parametrize("kind", ["binary", "matrix"])
def test_a_place_stays_when_its_member_leaves_and_newcomers_find_theirs(kind: str) -> None:
    w = grown([TOP, 0, 1], kind=kind)
    depart(w, 1, 10, QUIT)
    regroup(w)
    before = copied(w)
    place_newcomers(w)
    assert differing(before, w) == []
    assert w.places.parent[:3].tolist() == [NONE, 0, 1]
    assert w.positions.sponsor[2] == 0


def test_customers_have_no_place_until_they_work_and_buy_at_their_sellers() -> None:
    w = with_places(plant(scenario_of(4, [], compression=True, plan={"kind": "matrix"}), [TOP, 0, 1, 1], [2, 3]))
    place_newcomers(w)
    assert w.positions.place[:4].tolist() == [0, 1, NONE, NONE]
    assert seats(w).tolist() == [0, 1, 1, 1]
    go_to_work(w, 9, 2, 0)
    place_newcomers(w)
    assert (w.positions.place[2], w.places[2].parent, w.places[2].position) == (2, 1, 2)


def test_people_who_left_before_months_end_and_members_of_other_plans_get_no_place() -> None:
    w = with_places(plant(scenario_of(3, [], compression=True, plan={"kind": "binary"}), [TOP, 0, 1]))
    depart(w, 1, 10, QUIT)
    regroup(w)
    place_newcomers(w)
    assert w.positions.place[:3].tolist() == [0, NONE, 1]
    assert w.places.parent[:2].tolist() == [NONE, 0]
    assert grown([TOP, 0], kind="unilevel").count[0].places == 0


def test_nobody_above_who_has_a_place_is_the_top() -> None:
    w = with_places(plant(scenario_of(3, [], compression=True, plan={"kind": "binary"}), [TOP], [0]))
    enter(w, 3, 1, 0, 0, NONE)
    go_to_work(w, 3, 1, 0)
    place_newcomers(w)
    assert (w.positions.place[1], w.places[0].parent, seats(w).tolist()) == (0, NONE, [NONE, 0])


@pytest.mark.parametrize("kind", ["binary", "matrix"])
def test_placing_month_by_month_is_placing_at_once(kind: str) -> None:
    tree = recursive_tree(200, np.random.default_rng(3))
    whole = grown(tree, kind=kind)
    w = with_places(plant(scenario_of(200, [], compression=True, plan={"kind": kind}), tree))
    for month in (1, 50, 51, 180, 200):
        w.count[0].positions = month
        place_newcomers(w)
    assert differing(w, whole) == []


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
    # places: 0 has 1 left and 2 right; 3 (of 0) left below 1; 4 (of 1, their first) left below 3; 5 (of 1) right of 1
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
    """The member above in the tree of places; above a customer, whose place their purchases count at."""
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


def test_spill_over_pays_members_who_recruited_nobody() -> None:
    w = bought(grown([TOP, 0, 0, 0], kind="matrix", width=2, rates=[0.1]), [100_00] * 4)
    assert paid(w, "matrix").tolist() == [20_00, 10_00, 0, 0]
