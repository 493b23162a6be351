from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.membership.joining import enter
from sim.model.people.acquaintance import acquaint, address_books, forget, last_touch, part_ways, place_for, tie_to
from sim.model.people.rows import Link, Tie
from sim.model.tables import LONG_AGO, NONE, Tables
from tests.builders import empty_world, row
from tests.model.contract import RuleContract, named

RING = {"kind": "watts_strogatz", "k": 2, "p": 0.0}


def ring(people: int = 12, places: int = 2) -> Tables:
    """People who know only their two neighbors, with places for some they meet later."""
    return empty_world(people, graph=RING, events={"share": 0.5, "places": places}).tables


def met(w: Tables, person: int) -> list[int]:
    """Who is in the places for people met later."""
    end = int(w.people[person].first) + int(w.people[person].degree)
    return [int(other) for other in w.links.other[end - int(w.people[person].met) : end] if other != NONE]


class TestLastTouch(RuleContract):
    rule = staticmethod(last_touch)
    takes = named(link=Link, tie=Tie)
    gives = (-10_000, 10**10)

    def test_telling_and_hearing_count(self) -> None:
        assert last_touch(row(Link, told_day=5), row(Tie, day=3)) == 5
        assert last_touch(row(Link, told_day=-1), row(Tie, day=9)) == 9


class TestForget(RuleContract):
    rule = staticmethod(forget)
    takes = named(tie=Tie, link=Link)
    writes = named(tie=set(Tie.dtype.names), link=set(Link.dtype.names))


def test_two_who_meet_find_each_other_and_nobody_loses_a_neighbor() -> None:
    w = ring()
    tie = acquaint(address_books(w), 0, 5, 3)
    assert (w.links[tie].other, w.links[w.links[tie].mirror].other) == (5, 0)
    assert tie_to(w.people, w.links, 0, 5) == tie
    assert tie_to(w.people, w.links, 5, 0) == w.links[tie].mirror
    assert w.links[w.links[tie].mirror].mirror == tie
    assert tie_to(w.people, w.links, 0, 6) == NONE
    assert tie_to(w.people, w.links, 0, 1) != NONE
    assert (w.people[0].degree, w.people[0].met) == (3, 1)
    assert (w.ties[tie].ceiling, w.links[tie].told_day) == (1.0, LONG_AGO)


def test_the_oldest_gives_way_on_both_sides() -> None:
    w = ring()
    for other, day in ((4, 1), (6, 2)):
        w.links[acquaint(address_books(w), 0, other, day)].told_day = day
    assert met(w, 0) == [4, 6]
    acquaint(address_books(w), 0, 8, 3)
    assert met(w, 0) == [8, 6]
    assert met(w, 4) == []
    assert tie_to(w.people, w.links, 4, 0) == NONE
    acquaint(address_books(w), 4, 9, 3)
    assert met(w, 4) == [9]


def test_of_several_as_old_the_weakest_gives_way() -> None:
    w = ring()
    for other, talks in ((4, 3), (6, 1)):
        tie = acquaint(address_books(w), 0, other, 1)
        w.ties[tie].talks, w.links[tie].told_day = talks, 1
    assert w.links[place_for(address_books(w), 0, 9)].other == 6


def test_nobody_gives_way_who_was_talked_to_today_or_won_a_member() -> None:
    w = ring(places=1)
    tie = acquaint(address_books(w), 0, 4, 7)
    w.links[tie].told_day = 7
    assert place_for(address_books(w), 0, 7) == NONE
    assert acquaint(address_books(w), 0, 8, 7) == NONE
    assert place_for(address_books(w), 0, 8) == tie
    enter(w, 7, 4, 0, NONE, int(w.links[tie].mirror))
    assert place_for(address_books(w), 0, 8) == NONE


def test_without_places_nobody_is_met() -> None:
    w = ring(places=0)
    assert acquaint(address_books(w), 0, 5, 1) == NONE


def test_a_new_contact_is_seen_in_their_companies() -> None:
    w = ring()
    enter(w, 0, 5, 1, NONE, NONE)
    tie = acquaint(address_books(w), 0, 5, 1)
    assert w.held[0].around[:3].tolist() == [0, 1, 0]
    part_ways(address_books(w), 0, tie)
    assert w.held[0].around[:3].tolist() == [0, 0, 0]


@settings(max_examples=40, deadline=None)
@given(pairs=st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=60))
def test_address_books_stay_two_sided_and_bounded(pairs: list[tuple[int, int]]) -> None:
    w = ring()
    before = w.links.other.copy()
    for day, (i, j) in enumerate(pairs, 1):
        if i != j and tie_to(w.people, w.links, i, j) == NONE:
            acquaint(address_books(w), i, j, day)
    used = np.flatnonzero(w.links.other != NONE)
    assert (w.links.mirror[w.links.mirror[used]] == used).all()
    assert (w.people.met <= 2).all()
    for i in range(12):
        first, known = int(w.people[i].first), 2
        assert w.links.other[first : first + known].tolist() == before[first : first + known].tolist()
        book = met(w, i)
        assert len(set(book)) == len(book)
        for other in book:
            assert i in met(w, other)


@pytest.mark.parametrize("places", [0, 3])
def test_spare_places_move_rows_but_change_no_contact(places: int) -> None:
    w = ring(places=places)
    for i in range(12):
        first = int(w.people[i].first)
        assert sorted(w.links.other[first : first + 2].tolist()) == sorted([(i - 1) % 12, (i + 1) % 12])
