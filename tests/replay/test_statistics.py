"""Measures of events: by hand, and digit for digit what the tool beside the project prints."""

from __future__ import annotations

import importlib.util
import math
from types import ModuleType

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.replay.contacts import ContactListError, settle, talks_of
from sim.replay.reading import read_contacts
from sim.replay.statistics import Event, lower_bound, measure, rejoined, take_apart
from tests.replay.lists import LENGTH, REAL, TOOL, contacts, event, real, small_lists, with_data, with_tool


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """The tool, to be called many times."""
    spec = importlib.util.spec_from_file_location("overlap", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def printed(of: Event, businesses: int) -> str:
    """What we measure, written as the tool writes it."""
    found = measure(of, businesses)
    circles = " ".join(f"{n}:{found.share_of_circles(n):.3f}" for n in (2, 3, 4))
    short, long = found.rejoined
    return "\n".join(
        [
            f"people {of.contacts.people.size} contacts {of.talks.start.size}",
            f"circles {circles} 5+:{found.share_of_circles(5):.3f} mean:{found.mean_circle:.2f}",
            f"durations mean:{found.mean_seconds:.0f}s >=60s:{found.long:.3f} >300s:{found.very_long:.3f}",
            f"partners mean:{found.mean_partners:.1f}",
            f"witness {found.witness:.3f}",
            f"contradiction k={businesses} {found.contradiction:.3f}",
            f"rejoined 10min:{short:.3f} 60min:{long:.3f}",
            "",
        ]
    )


@with_data
def test_a_real_list_gives_every_digit_that_the_tool_prints(
    tool: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    tool.main(str(REAL[0]), 3)
    assert printed(real(REAL[0]), 3) == capsys.readouterr().out


@with_tool
@given(text=small_lists(), businesses=st.integers(1, 7))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_list_gives_every_digit_that_the_tool_prints(
    tool: ModuleType,
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
    text: str,
    businesses: int,
) -> None:
    path = tmp_path_factory.getbasetemp() / "list.txt"
    path.write_text(text)
    tool.main(str(path), businesses)
    assert printed(take_apart(read_contacts(path)[0]), businesses) == capsys.readouterr().out


@with_tool
@given(text=small_lists(), shortest=st.sampled_from([20, 40, 60, 100]))
def test_witnesses_are_those_of_the_tool_one_by_one(
    tool: ModuleType, tmp_path_factory: pytest.TempPathFactory, text: str, shortest: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "list.txt"
    path.write_text(text)
    seen = tool.slots(path)
    counts, _ = tool.witnesses(seen, tool.episodes(seen), shortest)
    assert measure(take_apart(read_contacts(path)[0], shortest)).overheard.tolist() == counts


def test_a_small_event_by_hand() -> None:
    found = measure(event((0, 3, 1, 2), (2, 16, 1, 3), (40, 1, 2, 3)), businesses=4)
    assert found.circles.tolist() == [0, 0, LENGTH + 2 + 15 + 1, 1]
    assert found.share_of_circles(3) == 1 / found.circles.sum()
    assert found.mean_circle == pytest.approx(2 + 1 / found.circles.sum(), abs=1e-12)
    assert sorted(found.seconds.tolist()) == [20, 60, 320, 1200]
    assert (found.mean_seconds, found.long, found.very_long) == (400.0, 0.75, 0.5)
    assert sorted(found.partners.tolist()) == [1, 1, 1, 1, 2]
    assert sorted(found.overheard.tolist()) == [0, 0, 0, 0, 0, 0, 1, 1]
    assert found.witness == 0.25
    assert found.contradiction == pytest.approx(0.25 * 3 / 4, abs=1e-12)


def test_with_one_business_nothing_contradicts() -> None:
    found = measure(event((0, 3, 1, 2), (2, 3, 1, 3)), businesses=1)
    assert (found.witness > 0, found.contradiction) == (True, 0.0)


def test_what_never_happens_is_no_number() -> None:
    one = contacts((0, 1, 1, 2))
    glances = settle(one.times * 7, one.people[one.one], one.people[one.two])[0]
    found = measure(take_apart(glances))
    assert found.long == 0.0
    assert math.isnan(found.mean_partners)
    assert all(math.isnan(share) for share in found.rejoined)


def test_a_list_without_an_event_is_refused() -> None:
    one = contacts((0, 1, 1, 2))
    few = settle(one.times[:40], one.people[one.one[:40]], one.people[one.two[:40]])[0]
    with pytest.raises(ContactListError) as caught:
        take_apart(few)
    assert str(caught.value) == "No day has contacts in more than 50 slots (17 minutes): there is no event to replay."


def test_longer_talks_than_there_are_cannot_be_asked_for() -> None:
    with pytest.raises(ContactListError) as caught:
        event((0, 3, 1, 2), shortest=3600)
    assert str(caught.value) == "No talk of 3,600 seconds begins on a day of the event; the longest talk takes 1,200."


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


def test_those_who_begin_at_the_same_moment_do_not_join() -> None:
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


def test_a_passer_by_is_a_witness_if_they_ever_get_a_talk_of_their_own() -> None:
    talks = ((0, 6, 1, 2), (2, 1, 1, 3))
    assert beside(event(*talks, shortest=60), 1, 2) == []
    assert beside(event(*talks, (20, 3, 1, 3), shortest=60), 1, 2) == [3]


def test_a_witness_counts_once_however_often_they_come() -> None:
    assert beside(event((0, 20, 1, 2), (2, 1, 1, 3), (10, 5, 1, 3)), 1, 2) == [3]


def test_rows_are_found_by_time() -> None:
    facing = event((0, 3, 1, 2)).contacts.facing
    assert [lower_bound(facing, 0, 3, time) for time in (0, 1, 20, 40, 41, 60)] == [0, 1, 1, 2, 3, 3]
