from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from sim.model.events.overlap import (
    ALOUD,
    NOBODY,
    NOTHING,
    SILENTLY,
    count_contradictions,
    overhear,
    remember_evening,
    say_around,
    witness,
)
from sim.model.events.parameters import Events
from sim.model.people.rows import Tally, Tie
from sim.model.tables import NONE
from sim.model.talk.parameters import Conversation, Credibility
from sim.world.parameters import topic_rows
from tests.builders import empty_world, law, row, scenario
from tests.model.contract import RuleContract, named

HEALTH, ADS = 0b01, 0b10
TOPICS = topic_rows(scenario())
KEY = np.uint64(7)


def laws(*, admit: float = 0.0, **events: float) -> tuple[Any, Any, Any]:
    believed = law(Credibility, contradiction=2.0, ceiling_loss=0.1, consistent=0.1, admit=admit)
    return believed, law(Conversation), law(Events, **events)


def listen(mind: Any, told: int, *, minute: int = 30, side_by_side: int = 0, callout: float = 0.0) -> int:
    return int(overhear(TOPICS, laws(callout=callout), mind, told, side_by_side, 5, minute, KEY, 0, 0))


class TestCountContradictions(RuleContract):
    rule = staticmethod(count_contradictions)
    takes = named(tally=Tally, noticed=st.integers(1, 16), aloud=st.booleans())
    writes = named(tally={"public", "private"})

    def test_one_said_aloud_is_public(self) -> None:
        tally = row(Tally)
        count_contradictions(tally, 3, True)
        count_contradictions(tally, 2, False)
        assert (tally.public, tally.private) == (1, 4)


def test_the_partner_of_ten_minutes_ago_notices() -> None:
    mind = row(Tie, ceiling=1.0)
    assert listen(mind, HEALTH, minute=20) == NOTHING
    assert listen(mind, ADS, minute=30) == SILENTLY
    weight = 0.5 ** (10 / 1440 / 30)
    assert mind.bad == pytest.approx(2.0 * weight)
    assert mind.ceiling == pytest.approx(1.0 - 0.1 * weight)
    assert (mind.heard, mind.day, mind.minute) == (HEALTH | ADS, 5, 30)


def test_last_week_counts_less_than_ten_minutes_ago() -> None:
    mind = row(Tie, ceiling=1.0, heard=HEALTH, day=-2, minute=30)
    assert listen(mind, ADS) == SILENTLY
    assert mind.bad == pytest.approx(2.0 * 0.5 ** (7 / 30))


@pytest.mark.parametrize(("told", "side_by_side"), [(HEALTH, 0), (HEALTH | ADS, 1)])
def test_the_same_story_or_all_side_by_side_is_no_contradiction(told: int, side_by_side: int) -> None:
    mind = row(Tie, ceiling=1.0, heard=HEALTH, day=5, minute=10)
    assert listen(mind, told, side_by_side=side_by_side, callout=1.0) == NOTHING
    assert (mind.bad, mind.ceiling) == (0.0, 1.0)


def test_with_callout_he_says_it_aloud() -> None:
    assert listen(row(Tie, ceiling=1.0, heard=HEALTH, day=5, minute=10), ADS, callout=1.0) == ALOUD


def test_a_witness_learns_both_stories() -> None:
    knew_one, knew_none = row(Tie, ceiling=1.0, heard=ADS, day=5, minute=30), row(Tie, ceiling=1.0)
    for mind in (knew_one, knew_none):
        witness(TOPICS, laws(), mind, HEALTH | ADS, True, 5, 31)
    assert (knew_one.bad, knew_one.heard, knew_one.minute) == (2.0, HEALTH | ADS, 31)
    assert (knew_none.bad, knew_none.heard) == (0.0, HEALTH | ADS)


@pytest.mark.parametrize(("callout", "bad"), [(0.0, [2.0, 0.0, 0.0]), (1.0, [2.0, 2.0, 0.0])])
def test_what_is_said_aloud_breaks_the_whole_circle(callout: float, bad: list[float]) -> None:
    """Guest 1 was told of health a moment ago, guest 2 hears of advertising, guest 3 stands elsewhere."""
    minds = Tie.rows(4)
    minds.ceiling = 1.0
    minds[1].heard, minds[1].day, minds[1].minute = HEALTH, 5, 30
    circle, noticed = np.array([2, 1]), np.zeros(4, np.int64)
    aloud = say_around(TOPICS, laws(callout=callout), minds, circle, circle, 0, 1, ADS, 0, 5, 30, KEY, 0, noticed)
    assert aloud == (1 if callout else NOBODY)
    assert noticed[:2].tolist() == [NOTHING, ALOUD if callout else SILENTLY]
    assert minds.bad[1:].tolist() == bad
    assert minds.heard[3] == 0


@pytest.mark.parametrize(("admit", "ceilings"), [(0.0, [0.9, 0.9]), (1.0, [1.0, 1.0])])
def test_who_owns_up_conceals_nothing_from_those_around_either(admit: float, ceilings: list[float]) -> None:
    """Guest 1 says aloud that he was told of health; guest 2 knew of advertising only."""
    minds = Tie.rows(3)
    minds.ceiling, minds.day, minds.minute = 1.0, 5, 30
    minds[1].heard, minds[2].heard = HEALTH, ADS
    circle, noticed, both = np.array([1, 2]), np.zeros(3, np.int64), laws(admit=admit, callout=1.0)
    say_around(TOPICS, both, minds, circle, circle, 0, 1, ADS, 0, 5, 30, KEY, 0, noticed)
    assert minds.bad[1:].tolist() == [2.0, 2.0]
    assert minds.ceiling[1:].tolist() == pytest.approx(ceilings)


def test_only_contacts_remain() -> None:
    w = empty_world().tables
    minds = Tie.rows(2)
    kept = {"good": 0.5, "bad": 1.5, "ceiling": 0.9, "heard": HEALTH, "day": 5, "minute": 40, "talks": 2, "open": 1}
    for name, value in kept.items():
        minds[name] = value
    before = w.ties.copy()
    remember_evening(w, minds, np.array([NONE, 3]))
    assert {name: w.ties[name][3] for name in kept} == kept
    assert w.ties[3].told_day == before[3].told_day
    others = np.arange(w.ties.size) != 3
    assert w.ties[others].tolist() == before[others].tolist()
