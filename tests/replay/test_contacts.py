"""Contacts brought into order."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.replay.contacts import DAY, Contacts, circle_sizes, first_talks, settle, sides, talks_of
from tests.replay.lists import LENGTH, contacts


def settled(*rows: tuple[int, int, int]) -> tuple[Contacts, list[int]]:
    made, repeated = settle(*np.array(rows, np.int64).T)
    return made, repeated.tolist()


def test_pairs_are_sorted_and_stand_once_in_a_slot() -> None:
    made, repeated = settled((40, 9, 5), (20, 5, 9), (20, 9, 5), (20, 5, 7), (20, 5, 9))
    assert made.people.tolist() == [5, 7, 9]
    assert (made.times.tolist(), made.one.tolist(), made.two.tolist()) == ([20, 20, 40], [0, 0, 0], [1, 2, 2])
    assert repeated == [2, 4]


def test_facing_is_mutual() -> None:
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


pairs = st.tuples(st.integers(0, 3), st.integers(0, 7), st.integers(0, 7)).filter(lambda row: row[1] != row[2])


def test_a_chain_is_one_circle_and_every_slot_counts() -> None:
    sizes = circle_sizes(contacts((0, 2, 1, 2), (0, 2, 2, 3), (1, 1, 3, 4), (1, 1, 7, 8)))
    assert sizes.tolist() == [0, 0, LENGTH + 1, 1, 1]


@given(st.lists(pairs, min_size=1, max_size=30))
def test_circles_are_the_components_of_each_slot(rows: list[tuple[int, int, int]]) -> None:
    found = circle_sizes(settle(*np.array([(20 * slot, a, b) for slot, a, b in rows], np.int64).T)[0])
    wanted = np.zeros(9, int)
    for slot in range(4):
        graph = nx.Graph([(a, b) for at, a, b in rows if at == slot])
        for circle in nx.connected_components(graph):
            wanted[len(circle)] += 1
    assert found.tolist() == wanted[: found.size].tolist()
    assert wanted[found.size :].sum() == 0


def made(*talks: tuple[int, int, int, int]) -> list[tuple[int, ...]]:
    found = talks_of(contacts(*talks))
    columns = (found.start // 20, found.end // 20, found.one, found.two)
    rows = [tuple(row) for row in zip(*(column.tolist() for column in columns), strict=True)]
    return rows[: rows.index((0, LENGTH, 2, 3))] + rows[rows.index((0, LENGTH, 2, 3)) + 1 :]


@pytest.mark.parametrize(
    ("pause", "talks"),
    [(1, [(0, 4, 0, 1)]), (2, [(0, 5, 0, 1)]), (3, [(0, 2, 0, 1), (5, 6, 0, 1)])],
)
def test_a_pause_of_less_than_a_minute_is_closed(pause: int, talks: list[tuple[int, ...]]) -> None:
    assert made((0, 2, 1, 2), (2 + pause, 1, 1, 2)) == talks


def test_talks_come_in_the_order_of_start_end_and_people() -> None:
    others = {(5, 1, 2, 3), (4, 4, 1, 3), (4, 2, 2, 3), (4, 2, 1, 2)}
    found = talks_of(contacts(*others))
    rows = list(zip(found.start // 20, found.end // 20, found.one, found.two, strict=True))
    assert rows == sorted(rows)
    assert found.seconds.tolist() == [20 * (end - start) for start, end, _, _ in rows]


def test_every_talk_is_lived_by_two() -> None:
    one = contacts((4, 2, 1, 2), (0, 3, 1, 3))
    rows, begins = sides(talks_of(one), one.people.size)
    assert begins.tolist() == [0, 2, 3, 4, 5, 6]
    assert rows.other.tolist()[:4] == [2, 1, 0, 0]
    assert rows.start.tolist()[:4] == [0, 80, 80, 0]
    assert rows.end.tolist()[:4] == [60, 120, 120, 60]


def test_only_the_first_talk_of_a_day_and_pair_is_a_first_talk() -> None:
    one = contacts((0, 1, 1, 2), (10, 1, 1, 2), (4320, 1, 1, 2), (5, 1, 1, 3), days=(0, 1))
    firsts, tellings, begins = first_talks(one, talks_of(one), 20)
    mine = firsts[firsts.speaker == 0]
    assert [(row.start // 20, row.listener) for row in mine] == [(0, 1), (5, 2), (4320, 1)]
    assert tellings[mine.telling].time.tolist() == mine.start.tolist()
    assert tellings[mine.telling].listener.tolist() == mine.listener.tolist()
    assert begins.tolist() == [0, 4, 7, 8, 10, 12]
    assert tellings.time[:4].tolist() == [0, 100, 200, 86_400]
    assert tellings.day[:4].tolist() == [0, 0, 0, 1]


def test_evenings_come_in_the_order_in_which_they_begin() -> None:
    one = contacts((3, 1, 2, 5), (4, 1, 1, 3), (6, 1, 1, 2))
    firsts, _, _ = first_talks(one, talks_of(one), 20)
    speakers = one.people[firsts.speaker].tolist()
    assert speakers == [90, 91, 2, 2, 5, 1, 1, 3]
    assert firsts.evening.tolist() == [0, 1, 2, 2, 3, 4, 4, 5]


def test_short_talks_and_quiet_days_do_not_count() -> None:
    one = contacts((0, 2, 1, 2), (5, 3, 1, 3), (4320, 3, 1, 2))
    firsts, tellings, _ = first_talks(one, talks_of(one), 60)
    assert [(row.start // 20, row.listener) for row in firsts[firsts.speaker == 0]] == [(5, 2)]
    assert tellings.size == 4


def test_all_who_face_the_speaker_as_the_talk_begins_hear_it() -> None:
    one = contacts((0, 3, 1, 2), (0, 1, 1, 3), (2, 1, 1, 4))
    _, tellings, _ = first_talks(one, talks_of(one), 20)
    heard = [one.facing.other[row.first : row.last].tolist() for row in tellings[:3]]
    assert heard == [[1, 2], [1, 2], [1, 3]]
    assert tellings.listener[:3].tolist() == [1, 2, 3]
