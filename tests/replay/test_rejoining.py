"""The partner of ten minutes ago suddenly stands beside the two who talk."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.replay.contacts import settle, talks_of
from sim.replay.statistics import rejoined
from tests.replay.lists import contacts

BESIDE = 2  # the two who talk all the time: two sides that nobody joins


def joined(*talks: tuple[int, int, int, int]) -> tuple[float, float, int]:
    """Shares within 10 and 60 minutes, and the number of sides of talks of a minute and more."""
    one = contacts(*talks)
    found = talks_of(one)
    sides = 2 * int((found.seconds >= 60).sum())
    short, long = rejoined(found, one.people.size)
    return short, long, sides


@pytest.mark.parametrize(
    ("minutes", "short", "long"), [(1, 1, 1), (9, 1, 1), (10, 1, 1), (11, 0, 1), (60, 0, 1), (61, 0, 0)]
)
def test_the_time_since_the_earlier_talk_decides(minutes: int, short: int, long: int) -> None:
    back = 3 + 3 * minutes
    found = joined((0, 3, 1, 2), (back - 1, 5, 1, 3), (back, 1, 1, 2))
    assert found[2] == 4 + BESIDE
    assert found[:2] == (short / found[2], long / found[2])


def test_a_short_talk_before_does_not_count_but_a_short_return_does() -> None:
    assert joined((0, 2, 1, 2), (9, 5, 1, 3), (10, 1, 1, 2))[:2] == (0.0, 0.0)
    assert joined((0, 3, 1, 2), (9, 5, 1, 3), (10, 1, 1, 2))[0] == 1 / 6


def test_whoever_begins_at_the_same_moment_does_not_join() -> None:
    assert joined((0, 3, 1, 2), (10, 5, 1, 3), (10, 2, 1, 2))[:2] == (0.0, 0.0)


def test_the_earlier_talk_must_be_over_when_the_joined_one_begins() -> None:
    assert joined((0, 8, 1, 2), (7, 9, 1, 3), (12, 1, 1, 2))[:2] == (0.0, 0.0)
    assert joined((0, 7, 1, 2), (7, 9, 1, 3), (12, 1, 1, 2))[0] == 1 / 6


def test_the_last_long_talk_counts_and_the_shortest_wait() -> None:
    short, long, sides = joined((0, 3, 1, 2), (10, 3, 1, 4), (62, 9, 1, 3), (63, 1, 1, 2), (64, 1, 1, 4))
    assert (short, long) == (0.0, 1 / sides)
    short, _, sides = joined((0, 3, 1, 2), (50, 3, 1, 4), (62, 9, 1, 3), (63, 1, 1, 2), (64, 1, 1, 4))
    assert short == 1 / sides


def test_a_long_talk_long_ago_is_found_behind_many_others() -> None:
    between = [(40 + n, 1, 1, 5 + n) for n in range(20)]
    assert joined((0, 35, 1, 2), *between, (62, 9, 1, 3), (63, 1, 1, 2))[:2] == (1 / 6, 1 / 6)


def test_without_a_talk_of_a_minute_there_is_no_share() -> None:
    one, _ = settle(np.array([0, 200]), np.array([1, 1]), np.array([2, 2]))
    assert all(math.isnan(share) for share in rejoined(talks_of(one), one.people.size))
