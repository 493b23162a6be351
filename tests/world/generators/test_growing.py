"""A clustered graph while it grows."""

from __future__ import annotations

import numpy as np

from sim.world.generators.growing import (
    LOST,
    contact,
    contacts_of,
    empty_growth,
    enter,
    is_open,
    join,
    on_ballot,
    open_friends,
    pick,
    write_down,
)


def small():
    """Two who were there, and three newcomers with two ties each; the last meets person 2 twice."""
    growth, first = empty_growth(6, 2)
    made, top = 0, 0
    for newcomer, targets in [(2, (0, 1)), (3, (2, 0)), (4, (2, 2))]:
        for nth, target in enumerate(targets):
            join(newcomer, nth, target, growth)
        ties, top = enter(newcomer, first, top, growth)
        made += ties
    return growth, made


def test_a_tie_made_twice_is_lost_once():
    growth, made = small()
    assert made == 5
    assert growth.joined[2:5].tolist() == [[0, 1], [2, 0], [2, 2 + LOST]]


def test_everybody_stands_on_the_ballot_once_per_tie():
    growth, _ = small()
    assert [on_ballot(place, 2, growth.joined) for place in range(14)] == [0, 1, 0, 1, 2, 2, 2, 0, 3, 3, 2, 2, 4, 4]


def test_contacts_are_those_joined_and_those_who_came_later():
    growth, _ = small()
    assert [contact(2, place, growth) for place in range(contacts_of(2, growth))] == [0, 1, 3, 4]
    assert [contact(0, place, growth) for place in range(contacts_of(0, growth))] == [2, 3]
    assert [contact(4, place, growth) for place in range(contacts_of(4, growth))] == [2, 2 + LOST]


def test_friends_are_open_until_they_are_joined():
    growth, _ = small()
    join(5, 0, 3, growth)
    assert not is_open(3, 5, growth)
    assert not is_open(2 + int(LOST), 5, growth)
    assert open_friends(2, 5, growth) == 3
    assert growth.near[:3].tolist() == [0, 1, 4]
    assert open_friends(4, 5, growth) == 1
    assert growth.near[0] == 2


def test_nobody_is_picked_twice_by_one_newcomer():
    growth, _ = small()
    assert [pick(person, 5, growth) for person in (0, 1, 0)] == [True, True, False]


def test_ties_are_written_down_in_order():
    growth, made = small()
    pairs = np.empty((made, 2), np.uint32)
    write_down(growth, pairs)
    assert pairs.tolist() == [[0, 2], [0, 3], [1, 2], [2, 3], [2, 4]]
