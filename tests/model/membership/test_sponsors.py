from __future__ import annotations

import numpy as np
import pytest

from sim.model.membership.joining import enter, go_to_work
from sim.model.membership.sponsors import ASKED, known_in, sponsor_for, stranger_in, upline_in
from sim.model.tables import NONE, Tables
from tests.builders import empty_world

VITA, CLICKS, GLOW = 0, 1, 2


def seat(w: Tables, i: int, c: int) -> int:
    return int(w.held.seat[i, c])


def work(w: Tables, i: int, c: int, sponsor: int = NONE) -> None:
    """Let somebody work a company."""
    enter(w, 0, i, c, sponsor, NONE)
    go_to_work(w, 0, i, c)


def ring(people: int = 40, seed: int = 1) -> Tables:
    """Everybody knows two neighbors."""
    return empty_world(people, seed, graph={"kind": "watts_strogatz", "k": 2, "p": 0.0}).tables


def contacts(w: Tables, i: int) -> list[int]:
    first = int(w.people.first[i])
    return w.links.other[first : first + int(w.people.degree[i])].tolist()


def test_nobody_works_it_so_one_begins_at_the_top() -> None:
    w = empty_world(people=4).tables
    work(w, 1, VITA)
    assert sponsor_for(w, 0, CLICKS, 3) == NONE
    assert sponsor_for(w, 1, VITA, 3) == NONE  # nobody sponsors themselves


def test_a_contact_comes_before_an_upline_and_an_upline_before_a_stranger() -> None:
    w = ring()
    near, far, there = contacts(w, 0)[0], 20, 10
    work(w, far, CLICKS)
    assert sponsor_for(w, 0, CLICKS, 3) == seat(w, far, CLICKS)
    work(w, there, VITA)
    work(w, there, CLICKS)
    work(w, 0, VITA, seat(w, there, VITA))
    assert upline_in(w, 0, CLICKS) == seat(w, there, CLICKS)
    assert sponsor_for(w, 0, CLICKS, 3) == seat(w, there, CLICKS)
    work(w, near, CLICKS)
    assert sponsor_for(w, 0, CLICKS, 3) == known_in(w, 0, CLICKS, 3) == seat(w, near, CLICKS)
    assert upline_in(w, there, GLOW) == upline_in(w, there, VITA) == NONE


def test_contacts_have_the_same_chance() -> None:
    w = empty_world(people=5).tables
    for i in (1, 2, 3, 4):
        work(w, i, VITA)
    drawn = np.bincount([int(w.positions[sponsor_for(w, 0, VITA, day)].person) for day in range(2_000)], minlength=5)
    assert drawn[0] == 0
    assert drawn[1:].min() > 430  # 500 each, standard deviation 19


def test_strangers_have_the_same_chance_however_few_they_are() -> None:
    w = ring(people=400)
    for i in (100, 101, 300):
        work(w, i, VITA)
    drawn = [int(w.positions[stranger_in(w, 0, VITA, day)].person) for day in range(1_500)]
    counts = np.bincount(drawn, minlength=400)[[100, 101, 300]]
    assert counts.sum() == 1_500
    assert counts.min() > 400  # 500 each, standard deviation 18, but for the few found by number


def test_one_in_many_is_found() -> None:
    w = ring(people=20 * ASKED)
    work(w, 7_777, VITA)
    assert {stranger_in(w, 0, VITA, day) for day in range(20)} == {seat(w, 7_777, VITA)}


def test_the_same_person_sponsors_wherever_they_work() -> None:
    """Lots are those of people: the company has no part in them."""
    w = empty_world(people=9).tables
    for i in range(1, 9):
        work(w, i, VITA)
        work(w, i, CLICKS)
    for day in range(50):
        one, two = (int(w.positions[sponsor_for(w, 0, c, day)].person) for c in (VITA, CLICKS))
        assert one == two


@pytest.mark.parametrize("knows", [True, False], ids=["contact", "stranger"])
def test_none_of_those_studied_sponsors_another(knows: bool) -> None:
    w = ring()
    other = contacts(w, 0)[0] if knows else 20
    work(w, other, VITA)
    w.life.focal[other] = 1
    assert sponsor_for(w, 0, VITA, 3) == seat(w, other, VITA)
    w.life.focal[0] = 1
    assert sponsor_for(w, 0, VITA, 3) == NONE
