from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.membership.departure import QUIT, depart, regroup
from sim.model.membership.joining import enter, go_to_work
from sim.model.plans.placement import join_leg, join_matrix, open_place, place_newcomers, seats
from sim.model.plans.rows import Place
from sim.model.tables import NONE
from tests.builders import copied, differing
from tests.model.contract import RuleContract, named
from tests.plans import grown, with_places
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
def test_one_sponsor_fills_his_matrix_level_by_level(width: int, levels: int) -> None:
    size = sum(width**d for d in range(levels))
    above = parents([TOP, *[0] * (size - 1)], kind="matrix", width=width)
    depth = [0] * size
    for p in range(1, size):
        depth[p] = depth[above[p]] + 1
    assert depth == [d for d in range(levels) for _ in range(width**d)]


@given(st.lists(st.integers(0, 10**6), max_size=60), st.integers(2, 4))
def test_a_matrix_holds_everybody_below_his_sponsor_and_is_nowhere_too_wide(numbers: list[int], width: int) -> None:
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


def test_whoever_left_before_months_end_and_members_of_other_plans_get_no_place() -> None:
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
