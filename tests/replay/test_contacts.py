"""Contacts brought into order."""

from __future__ import annotations

import numpy as np
import pytest

from sim.replay.contacts import DAY, Contacts, settle
from tests.replay.lists import contacts


def settled(*rows: tuple[int, int, int]) -> tuple[Contacts, list[int]]:
    made, repeated = settle(*np.array(rows, np.int64).T)
    return made, repeated.tolist()


def test_pairs_are_sorted_and_stand_once_in_a_slot() -> None:
    made, repeated = settled((40, 9, 5), (20, 5, 9), (20, 9, 5), (20, 5, 7), (20, 5, 9))
    assert made.people.tolist() == [5, 7, 9]
    assert (made.times.tolist(), made.one.tolist(), made.two.tolist()) == ([20, 20, 40], [0, 0, 0], [1, 2, 2])
    assert repeated == [2, 4]


def test_everybody_faces_whom_he_faces() -> None:
    made, _ = settled((20, 5, 9), (20, 5, 7), (40, 9, 5))
    assert made.first.tolist() == [0, 3, 4, 6]
    rows = list(zip(made.facing.time.tolist(), made.facing.other.tolist(), strict=True))
    assert rows == [(20, 1), (20, 2), (40, 2), (20, 0), (20, 0), (40, 0)]


def test_a_day_of_the_event_has_more_than_fifty_slots() -> None:
    def lasting(slots: int) -> list[int]:
        return settled(*[(3 * DAY + 20 * slot, 1, 2) for slot in range(slots)])[0].days.tolist()

    assert lasting(50) == []
    assert lasting(51) == [3]


def test_hours_are_a_mean_over_days_from_first_to_last_contact() -> None:
    made = contacts((180, 1, 1, 2), (4320 + 60, 2, 1, 2), (9000, 1, 1, 2), days=(0, 1))
    assert made.days.tolist() == [0, 1]
    assert made.hours == pytest.approx(20 * (181 + 62) / 2 / 3600, abs=1e-12)


def test_without_a_day_there_are_no_hours() -> None:
    assert np.isnan(settled((20, 1, 2))[0].hours)
