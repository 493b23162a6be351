"""Witnesses of first talks, on small events."""

from __future__ import annotations

import numpy as np

from sim.replay.statistics import Event, lower_bound
from tests.replay.lists import event


def beside(of: Event, speaker: int, listener: int) -> list[int]:
    """Ids of the witnesses of the first talk of the first day of two people."""
    people = of.contacts.people
    at = (people[of.firsts.speaker] == speaker) & (people[of.firsts.listener] == listener)
    talk = of.firsts[np.flatnonzero(at)[0]]
    found = of.firsts[of.witnesses[talk.first : talk.last]]
    assert set(found.speaker.tolist()) <= {int(talk.speaker)}
    assert set(found.evening.tolist()) <= {int(talk.evening)}
    return sorted(people[found.listener].tolist())


def test_who_joins_is_a_witness_and_so_is_who_was_there() -> None:
    of = event((0, 3, 1, 2), (2, 3, 1, 3))
    assert beside(of, 1, 2) == [3]
    assert beside(of, 1, 3) == [2]
    assert beside(of, 2, 1) == []


def test_who_comes_after_the_talk_is_none() -> None:
    assert beside(event((0, 3, 1, 2), (3, 3, 1, 3)), 1, 2) == []


def test_in_a_pause_of_the_talk_nobody_is_a_witness() -> None:
    of = event((0, 2, 1, 2), (4, 1, 1, 2), (2, 1, 1, 3))
    assert of.talks.start.size == 3
    assert beside(of, 1, 2) == []


def test_a_second_talk_has_no_say() -> None:
    assert beside(event((0, 2, 1, 2), (10, 2, 1, 2), (11, 2, 1, 3)), 1, 2) == []


def test_a_passer_by_is_a_witness_if_he_ever_gets_a_talk_of_his_own() -> None:
    talks = ((0, 6, 1, 2), (2, 1, 1, 3))
    assert beside(event(*talks, shortest=60), 1, 2) == []
    assert beside(event(*talks, (20, 3, 1, 3), shortest=60), 1, 2) == [3]


def test_a_witness_counts_once_however_often_he_comes() -> None:
    assert beside(event((0, 20, 1, 2), (2, 1, 1, 3), (10, 5, 1, 3)), 1, 2) == [3]


def test_rows_are_found_by_time() -> None:
    facing = event((0, 3, 1, 2)).contacts.facing
    assert [lower_bound(facing, 0, 3, time) for time in (0, 1, 20, 40, 41, 60)] == [0, 1, 1, 2, 3, 3]
