from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.core.chance import seed_key
from sim.model.events.circles import (
    GLANCES,
    NOBODY,
    appeal,
    choose,
    circle_day,
    decide,
    end,
    ending,
    engagement,
    join,
    leave,
    record,
    spread,
    wish,
)
from sim.model.events.floor import CONSTANTS, LAST, LASTING, MOST_FACED, Constants, Floor, Knobs, empty_floor
from sim.model.events.returns import go_back, pause, remind
from tests.model.contract import RuleContract, named

DENSE = Knobs(2.0, 0.8)
SPARSE = Knobs(0.05, 0.3)
degrees = st.integers(0, MOST_FACED)
gathers = st.floats(0.01, 100.0)
KEY = tuple(np.uint64(word) for word in (11, 12, 13))


class TestEnding(RuleContract):
    rule = staticmethod(ending)
    takes = named(age=st.integers(1, 5_000), c=st.just(CONSTANTS))
    gives = (0.0, 1.0)

    def test_the_longer_it_lasts_the_likelier_it_goes_on(self) -> None:
        chances = [ending(age, CONSTANTS) for age in (1, 2, 10, 100)]
        assert chances == pytest.approx([0.71, 0.408, 0.1125, 0.0178], abs=0.001)


class TestEngagement(RuleContract):
    rule = staticmethod(engagement)
    takes = named(degree=degrees, gather=gathers)
    gives = (0.0, 100.0)

    def test_the_busy_share_their_weight(self) -> None:
        assert [engagement(degree, 0.6) for degree in (0, 1, 2, 3)] == pytest.approx([1.0, 0.6, 0.3, 0.2])


class TestAppeal(RuleContract):
    rule = staticmethod(appeal)
    takes = named(degree=degrees, met=st.booleans(), gather=gathers, memory=st.floats(1.0, 20.0))
    gives = (0.0, 1.0)

    def test_who_was_met_is_three_times_as_likely(self) -> None:
        assert appeal(0, True, 0.3, 3.0) == 1.0
        assert appeal(0, False, 0.3, 3.0) == pytest.approx(1 / 3)
        assert appeal(1, True, 4.0, 3.0) == 1.0
        assert appeal(0, True, 4.0, 3.0) == 0.25


class TestPause(RuleContract):
    rule = staticmethod(pause)
    takes = named(age=st.integers(1, 5_000), draw=st.floats(0.0, 1.0, exclude_max=True), c=st.just(CONSTANTS))
    gives = (1.0, np.inf)

    @pytest.mark.parametrize(("age", "pull"), [(1, 0.15), (2, 0.225), (10, 0.375)])
    def test_the_chance_falls_with_the_time_since_and_grows_with_the_talk(self, age: int, pull: float) -> None:
        waits = np.array([pause(age, draw, CONSTANTS) for draw in np.linspace(0.0, 1.0, 20_000, endpoint=False)])
        for slots in (1, 2, 30, 180):
            assert (waits < slots + 1).mean() == pytest.approx(1 - (slots + 1) ** -pull, abs=0.001)

    def test_nobody_goes_back_if_it_is_switched_off(self) -> None:
        assert pause(50, 0.0, CONSTANTS._replace(back=0.0)) == np.inf


def test_two_go_back_to_each_other_and_to_nobody_else() -> None:
    floor = empty_floor(5)
    for one, other, wait in ((0, 1, 3.9), (2, 3, 3.0), (0, 4, 2.0), (1, 4, np.inf), (1, 2, 1024.0)):
        remind(floor, 10, one, other, wait)
    remind(floor, 10, 0, 1, 1.0)  # they remember already
    floor.facing[2, 3] = floor.facing[3, 2] = True
    asked = []
    for slot in range(11, 11 + LASTING):
        wishes = go_back(floor, slot, 0)
        asked += [(slot, int(floor.guest[e]), int(floor.host[e])) for e in range(wishes)]
    assert asked == [(12, 0, 4), (13, 0, 1)]
    assert not floor.before.any()
    assert (floor.returning == LAST).all()


def returns(c: Constants) -> float:
    """Contacts that come again after a pause of one or two slots, per contact."""
    slot, one, two = circle_day(empty_floor(40), seed_key(1), 0, 600, Knobs(0.1, 0.5), c)
    pair = np.stack([one * 40 + two, slot])
    who, when = pair[:, np.lexsort((pair[1], pair[0]))]
    gaps = np.diff(when)[np.diff(who) == 0]
    return float(((gaps == 2) | (gaps == 3)).sum() / ((gaps > 1).sum() + np.unique(who).size))


def test_every_fifth_contact_is_soon_taken_up_again() -> None:
    """At HT09 and WS16 it is .25 and .22."""
    assert returns(CONSTANTS) == pytest.approx(0.2, abs=0.04)
    assert returns(CONSTANTS._replace(back=0.0)) < 0.12  # who happen to meet


def day(people: int = 40, slots: int = 400, knobs: Knobs = DENSE, seed: int = 1, number: int = 0) -> np.ndarray:
    return np.asarray(circle_day(empty_floor(people), seed_key(seed), number, slots, knobs, CONSTANTS))


def pairs(floor: Floor) -> set[tuple[int, int]]:
    return {(int(a), int(b)) for a, b in zip(*np.nonzero(floor.facing), strict=True) if a < b}


def crowded(people: int = 30) -> Floor:
    """A floor after a lively half-hour."""
    floor = empty_floor(people)
    circle_day(floor, seed_key(3), 0, 60, DENSE, CONSTANTS)
    return floor


def test_nobody_faces_themselves_and_pairs_stand_once_per_slot() -> None:
    slot, one, two = day()
    assert (one < two).all()
    assert one.min() >= 0
    assert two.max() < 40
    assert (np.diff(slot) >= 0).all()
    assert np.unique(np.stack([slot, one, two]), axis=1).shape[1] == slot.size > 10_000


@settings(max_examples=20)
@given(seed=st.integers(0, 2**64 - 1), people=st.integers(2, 40), talk=st.floats(0.01, 3), gather=st.floats(0.05, 5))
def test_the_floor_is_symmetric_and_nobody_faces_more_than_sixteen(
    seed: int, people: int, talk: float, gather: float
) -> None:
    floor = empty_floor(people)
    slot, one, two = circle_day(floor, seed_key(seed), 0, 60, Knobs(talk, gather), CONSTANTS)
    np.testing.assert_array_equal(floor.facing, floor.facing.T)
    np.testing.assert_array_equal(floor.met, floor.met.T)
    assert not floor.facing.diagonal().any()
    np.testing.assert_array_equal(floor.facing.sum(axis=1), floor.degree)
    for i in range(people):
        assert set(floor.partners[i, : floor.degree[i]].tolist()) == set(np.flatnonzero(floor.facing[i]).tolist())
    faced = np.bincount(np.concatenate([slot * people + one, slot * people + two]), minlength=1)
    assert faced.max() <= MOST_FACED
    last = slot == 59
    assert pairs(floor) == set(zip(one[last].tolist(), two[last].tolist(), strict=True))


def test_same_seed_same_bytes_and_days_differ() -> None:
    assert day().tobytes() == day().tobytes()
    assert day().tobytes() != day(seed=2).tobytes()
    assert day().tobytes() != day(number=1).tobytes()


def test_a_shorter_day_is_the_beginning_of_a_longer_one() -> None:
    steady = CONSTANTS._replace(crowd=0.0)
    long, short = (circle_day(empty_floor(30), seed_key(1), 0, slots, DENSE, steady) for slots in (300, 100))
    np.testing.assert_array_equal(long[:, long[0] < 100], short)


def test_deciding_changes_nothing_but_wishes() -> None:
    floor, before = crowded(60), crowded(60)
    wishes = decide(floor, 60, 0.5, DENSE, KEY)
    assert wishes > 5
    for name in set(Floor._fields) - {"guest", "host"}:
        np.testing.assert_array_equal(getattr(floor, name), getattr(before, name))
    assert floor.here[np.unique(floor.guest[:wishes])].all()


@settings(max_examples=10)
@given(seed=st.integers(0, 2**32 - 1))
def test_the_order_of_wishes_does_not_matter_while_there_is_room(seed: int) -> None:
    first, second = crowded(), crowded()
    wishes = 20
    order = np.random.default_rng(seed).permutation(wishes)
    guests, hosts = np.arange(wishes) % 10, (np.arange(wishes) * 7 + 3) % 30
    for floor in (first, second):
        floor.degree[:] = floor.facing[:] = 0
    first.guest[:wishes], first.host[:wishes] = guests, hosts
    second.guest[:wishes], second.host[:wishes] = guests[order], hosts[order]
    assert join(first, 60, wishes, 0) == join(second, 60, wishes, 0)
    assert pairs(first) == pairs(second)


def test_who_joins_a_host_faces_all_whom_the_host_faces() -> None:
    floor = empty_floor(6)
    floor.guest[:2], floor.host[:2] = (1, 1), (2, 3)
    contacts = join(floor, 0, 2, 0)
    wishes = wish(floor, 5, 1, 0)
    assert list(zip(floor.guest[:wishes].tolist(), floor.host[:wishes].tolist(), strict=True)) == [
        (5, 1),
        (5, 2),
        (5, 3),
    ]
    assert join(floor, 1, wishes, contacts) == 5
    assert pairs(floor) == {(1, 2), (1, 3), (1, 5), (2, 5), (3, 5)}
    assert floor.since[:5].tolist() == [0, 0, 1, 1, 1]


def test_a_seventeenth_partner_is_passed_over() -> None:
    floor = empty_floor(20)
    floor.guest[:19], floor.host[:19] = 0, np.arange(1, 20)
    assert join(floor, 0, 19, 0) == MOST_FACED
    assert floor.degree.tolist() == [16] + [1] * 16 + [0] * 3


def test_contacts_end_from_both_sides() -> None:
    floor = empty_floor(4)
    floor.guest[:3], floor.host[:3] = (0, 0, 2), (1, 2, 3)
    assert join(floor, 0, 3, 0) == 3
    assert end(floor, 1, 3, CONSTANTS, np.uint64(3), np.uint64(2)) == 3
    leave(floor, 0, 1)
    assert floor.partners[0, : floor.degree[0]].tolist() == [2]
    leave(floor, 1, 0)
    floor.hazard[1] = 1.0
    assert end(floor, 1, 3, CONSTANTS, np.uint64(3), np.uint64(2)) == 0
    assert floor.degree.tolist() == [0, 0, 0, 0]
    assert pairs(floor) == set()


def test_a_contact_of_many_hours_still_has_a_chance_to_end() -> None:
    floor = empty_floor(2)
    floor.guest[0], floor.host[0] = 0, 1
    join(floor, 0, 1, 0)
    chances = [ending(age, CONSTANTS) for age in (1023, 1024, 2000)]
    assert chances == sorted(chances, reverse=True)
    assert end(floor, LASTING, 1, CONSTANTS._replace(ending=1e9), np.uint64(1), np.uint64(2)) == 0


def test_the_guide_never_leads_past_the_one_looked_for() -> None:
    floor = crowded()
    for draw in np.linspace(0.0, 1.0, 500, endpoint=False):
        place = int(np.searchsorted(floor.reach, draw * floor.reach[-1], side="right"))
        assert floor.guide[int(draw * floor.guide.size)] <= place


def test_nobody_begins_a_talk_who_is_not_available() -> None:
    absent = CONSTANTS._replace(presence=0.0)
    assert circle_day(empty_floor(30), seed_key(1), 0, 100, DENSE, absent).shape == (3, 0)


def test_weights_have_mean_one() -> None:
    weights = np.empty(4_000)
    spread(weights, np.uint64(5), 1.0)
    assert weights.mean() == pytest.approx(1.0, abs=1e-12)
    assert np.log(weights).std() == pytest.approx(1.0, abs=0.04)


def test_a_list_grows_when_it_is_full() -> None:
    floor = empty_floor(4)
    floor.first[:2], floor.second[:2] = (0, 1), (2, 3)
    rows = record(np.full((3, 1), 9), 1, floor, 7, 2)
    assert rows[:, :3].tolist() == [[9, 7, 7], [9, 0, 1], [9, 2, 3]]
    assert rows.shape == (3, 4)


def test_nobody_is_chosen_where_all_face_each_other() -> None:
    floor = crowded()
    floor.facing[:] = True
    assert choose(floor, 0, 60, KEY[1], KEY[2]) == NOBODY


def test_looks_of_a_long_day_have_places_of_their_own() -> None:
    assert 24 * 180 * GLANCES < 2**32


def test_more_talk_gives_more_contacts() -> None:
    assert day(knobs=SPARSE).shape[1] < day().shape[1] / 5
