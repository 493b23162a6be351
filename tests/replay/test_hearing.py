"""Hearing at a real event is hearing in the market."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.people.rows import Tie
from sim.model.talk.parameters import Credibility
from sim.model.talk.topics import farthest
from sim.replay.contacts import DAY
from sim.replay.hearing import EARLIER, NOTHING, WITHIN, first_heard, listen
from sim.replay.rows import Mind
from sim.world.parameters import one_row
from tests.builders import row
from tests.dialogue import Dialogue
from tests.model.contract import RuleContract, flag, named, share

LAW = one_row(Credibility().model_dump())[0]
HEALTH, ADS, BEAUTY = 0b001, 0b010, 0b100
something = st.integers(1, 2**16 - 1)
half_lives = st.floats(1.0, 4_000.0)


class TestFirstHeard(RuleContract):
    rule = staticmethod(first_heard)
    takes = named(told=something)
    gives = (1, 16)

    def test_the_lowest_topic_counts(self) -> None:
        assert [first_heard(told) for told in (0b1, 0b10, 0b110, 0b1000)] == [1, 2, 2, 4]


class TestListen(RuleContract):
    rule = staticmethod(listen)
    takes = named(
        tie=Tie,
        mind=Mind,
        told=something,
        distance=share,
        side_by_side=flag,
        time=st.integers(0, 10**6),
        half_life=half_lives,
        law=Credibility,
        draw=st.floats(0.0, 1.0, exclude_max=True),
    )
    writes = named(
        tie={"good", "bad", "ceiling", "heard", "open", "day", "minute", "talks"}, mind={"last", "today", "told"}
    )
    gives = (NOTHING, EARLIER)

    def fit(self, values: dict[str, Any]) -> None:
        values["time"] += int(values["mind"].last)

    def test_seconds_are_remembered_as_parts_of_a_day(self) -> None:
        tie = row(Tie, ceiling=1.0, heard=HEALTH)
        listen(tie, row(Mind, last=100), ADS, 1.0, 0, 100 + DAY // 2, 1.0, LAW, 0.0)
        assert tie.bad == pytest.approx(LAW.contradiction * 0.5**0.5, abs=1e-12)

    @pytest.mark.parametrize(("today", "noticed"), [(HEALTH, WITHIN), (0, EARLIER)])
    def test_it_tells_stories_of_the_same_day_from_older_ones(self, today: int, noticed: int) -> None:
        mind = row(Mind, today=today, last=0)
        assert listen(row(Tie, ceiling=1.0, heard=HEALTH), mind, ADS, 1.0, 0, 60, 30.0, LAW, 0.0) == noticed
        assert (mind.today, mind.last) == (today | ADS, 60)

    def test_what_was_heard_first_stays(self) -> None:
        tie, mind = row(Tie, ceiling=1.0), row(Mind)
        listen(tie, mind, ADS, 0.0, 0, 0, 30.0, LAW, 0.0)
        listen(tie, mind, HEALTH, 1.0, 0, 20, 30.0, LAW, 0.0)
        assert mind.told == 2


@given(
    stories=st.lists(
        st.tuples(st.sampled_from([HEALTH, ADS, BEAUTY, 0b111]), flag, st.integers(0, 40)), min_size=1, max_size=20
    ),
    apart=share,
    half_life=half_lives,
    admit=st.sampled_from([0.0, 1.0]),
)
def test_day_by_day_it_is_the_hearing_of_the_market(
    stories: list[tuple[int, int, int]], apart: float, half_life: float, admit: float
) -> None:
    market = Dialogue(distance=apart, half_life=half_life, admit=admit)
    tie, mind, topics, day, noticed = row(Tie, ceiling=1.0), row(Mind), market.w.topics, 0, 0
    for told, side_by_side, later in stories:
        day += later
        market.tell(told, side_by_side=bool(side_by_side), day=day)
        new = told & ~int(tie.heard)
        far = farthest(topics, new, int(tie.heard))
        law = market.w.credibility[0]
        noticed += listen(tie, mind, told, far, side_by_side, day * DAY, half_life, law, 0.5) != NOTHING
    for column in ("good", "bad", "ceiling", "heard", "open", "talks", "day"):
        assert tie[column] == market.tie[column], column
    assert noticed == market.noticed
