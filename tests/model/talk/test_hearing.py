from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.people.rows import LifeRow, Tie
from sim.model.tables import Tables
from sim.model.talk.hearing import clash, fade, hear, since, take_in
from tests.builders import row
from tests.dialogue import Dialogue
from tests.model.contract import RuleContract, bits, days, flag, named, share
from tests.model.phases import PhaseContract

HEALTH, ADS, BEAUTY = 0b001, 0b010, 0b100

minutes = st.integers(0, 1440)


class TestClash(RuleContract):
    rule = staticmethod(clash)
    takes = named(distance=share, days=st.floats(0, 4_000), half_life=st.floats(1e-3, 4_000), notice=share)
    gives = (0.0, 1.0)

    def test_falls_with_distance_and_time(self) -> None:
        assert clash(1.0, 0.0, 30.0, 0.05) == 1.0
        assert clash(0.5, 30.0, 30.0, 0.05) == pytest.approx(0.25, abs=1e-15)

    def test_small_ones_go_unnoticed(self) -> None:
        assert clash(0.0499, 0.0, 30.0, 0.05) == 0.0
        assert clash(0.05, 0.0, 30.0, 0.05) == 0.05

    def test_the_same_industry_never_clashes(self) -> None:
        assert clash(0.0, 0.0, 30.0, 0.0) == 0.0


class TestSince(RuleContract):
    rule = staticmethod(since)
    takes = named(tie=Tie, day=days, minute=minutes)
    gives = (0.0, 20_000.0)

    def test_minutes_count_within_and_after_an_evening(self) -> None:
        tie = row(Tie, day=10, minute=60)
        assert since(tie, 10, 90) == pytest.approx(30 / 1440)
        assert since(tie, 11, 0) == pytest.approx(1 - 60 / 1440)
        assert since(row(Tie, day=10), 17, 0) == 7.0

    @pytest.mark.parametrize(("day", "minute"), [(10, 0), (10, 59), (10, 60), (9, 1440), (0, 0)])
    def test_no_time_has_passed_since_what_is_heard_later_the_same_day(self, day: int, minute: int) -> None:
        assert since(row(Tie, day=10, minute=60), day, minute) == 0.0

    @pytest.mark.parametrize("half_life", [5e-324, 1e-9, 0.001, 30.0, 36_500.0])
    def test_a_memory_of_the_same_evening_weighs_one_at_most(self, half_life: float) -> None:
        assert clash(1.0, since(row(Tie, day=10, minute=1439), 10, 0), half_life, 0.0) == 1.0


class TestTakeIn(RuleContract):
    rule = staticmethod(take_in)
    takes = named(tie=Tie, told=bits, side_by_side=flag, day=days, minute=minutes)
    writes = named(tie={"heard", "open", "day", "minute", "talks"})

    def test_remembers_topics_and_day_and_counts_talks(self) -> None:
        tie = row(Tie, heard=HEALTH, talks=4)
        take_in(tie, ADS, 1, 17, 42)
        assert (tie.heard, tie.open, tie.day, tie.minute, tie.talks) == (HEALTH | ADS, 1, 17, 42, 5)

    @pytest.mark.parametrize("talks", [254, 255, 256, 65_535, 26_000_000])
    def test_counts_however_many_there_are(self, talks: int) -> None:
        tie = row(Tie, talks=talks)
        take_in(tie, HEALTH, 0, 1, 0)
        assert tie.talks == talks + 1


class TestFade(RuleContract):
    rule = staticmethod(fade)
    takes = named(life=LifeRow, day=days, half_life=st.floats(0.5, 4_000))
    writes = named(life={"overload", "overload_day"})

    def fit(self, values: dict[str, Any]) -> None:
        values["life"].overload_day = min(values["life"].overload_day, values["day"])

    def test_half_is_forgotten_in_a_half_life(self) -> None:
        life = row(LifeRow, overload=4.0, overload_day=10)
        fade(life, 24, 14.0)
        assert (life.overload, life.overload_day) == (pytest.approx(3.0), 24)


class TestHear(PhaseContract):
    def live(self, w: Tables, first: int, last: int, hand: int) -> None:
        hear(w, self.days + 10, first, last)

    def units(self, w: Tables) -> int:
        return int(w.count[0].said)

    def may_touch(self, w: Tables, unit: int) -> dict[str, set[int]]:
        message = w.said[unit]
        return {"ties": {int(message.tie)}, "life": {int(message.listener)}, "tally": {int(message.speaker)}}


def test_the_first_story_is_only_remembered() -> None:
    two = Dialogue(consistent=0.5)
    two.tell(HEALTH)
    assert (two.tie.good, two.tie.bad, two.tie.heard, two.tie.talks) == (0.0, 0.0, HEALTH, 1)


def test_the_same_story_again_is_evidence_for() -> None:
    two = Dialogue(consistent=0.5)
    for day in range(4):
        two.tell(HEALTH, day=day)
    assert (two.tie.good, two.tie.bad, two.tie.ceiling) == (1.5, 0.0, 1.0)


def test_another_profession_is_a_contradiction_that_counts_once() -> None:
    two = Dialogue(contradiction=2.0, ceiling_loss=0.1, consistent=0.5)
    two.tell(HEALTH)
    two.tell(ADS)
    two.tell(HEALTH)
    assert (two.tie.bad, two.tie.ceiling, two.tie.good) == (2.0, pytest.approx(0.9), 0.5)
    assert two.noticed == 1


def test_memory_halves_a_contradiction() -> None:
    two = Dialogue(contradiction=2.0, ceiling_loss=0.1, half_life=30.0)
    two.tell(HEALTH, day=5)
    two.tell(ADS, day=35)
    assert (two.tie.bad, two.tie.ceiling) == (pytest.approx(1.0), pytest.approx(0.95))


def test_distance_scales_a_contradiction() -> None:
    two = Dialogue(contradiction=2.0, distance=0.25)
    two.tell(HEALTH)
    two.tell(BEAUTY)
    assert two.tie.bad == 0.5


def test_put_side_by_side_nothing_contradicts() -> None:
    two = Dialogue()
    two.tell(HEALTH)
    two.tell(HEALTH | ADS, side_by_side=True)
    two.tell(ADS)
    assert (two.tie.bad, two.tie.ceiling, two.noticed) == (0.0, 1.0, 0)


def test_owning_up_keeps_the_ceiling() -> None:
    two = Dialogue(admit=1.0, contradiction=2.0, ceiling_loss=0.5)
    two.tell(HEALTH)
    two.tell(ADS)
    assert (two.tie.bad, two.tie.ceiling, two.noticed) == (2.0, 1.0, 1)


def test_what_is_nobodys_profession_is_neither_a_contradiction_nor_a_fitting_story() -> None:
    two = Dialogue()
    two.w.topics.unclaimed = [0, 1, 0]
    for topics in (HEALTH, ADS):
        two.tell(topics)
    assert (two.tie.good, two.tie.bad, two.noticed) == (0.0, 0.0, 0)
    two.tell(ADS)
    assert two.tie.good == pytest.approx(0.1)
    two.tell(BEAUTY)
    assert two.noticed == 1


def test_silence_leaves_no_trace() -> None:
    two = Dialogue()
    before = two.tie.copy()
    two.tell(0)
    assert all(before[name] == two.tie[name] for name in before.dtype.names)
    assert two.w.life.overload.sum() == 0.0


@given(
    stories=st.lists(st.tuples(st.sampled_from([HEALTH, ADS, BEAUTY, 0b111]), flag, st.integers(0, 40)), max_size=30)
)
def test_whatever_is_told_opinions_stay_between_nothing_and_the_ceiling(stories: list[tuple[int, int, int]]) -> None:
    two, day, ceilings = Dialogue(contradiction=5.0, ceiling_loss=0.3), 0, [1.0]
    for topics, side_by_side, later in stories:
        day += later
        two.tell(topics, side_by_side=bool(side_by_side), day=day)
        ceilings.append(float(two.tie.ceiling))
        assert 0.0 <= two.believed <= two.tie.ceiling <= 1.0
    assert np.all(np.diff(ceilings) <= 0.0)
    assert two.tie.talks == len(stories)
