"""A day in one compiled call is the schedule walked through step by step."""

from __future__ import annotations

from typing import Any

import pytest

from sim.agents import Networker
from sim.market import Market
from sim.model.people.parameters import Phases
from sim.model.talk.parameters import Pitch
from tests.builders import differing, lived, scenario

NOBODY: dict[type[Networker], list[int]] = {Networker: []}  # with agents about, a day is cut where they are moved


class Walked(Market):
    """Calls its own methods, step by step, as every subclass does."""


def same_both_ways(days: int, strategy: str, **sections: Any) -> None:
    """Let one scenario live by the call and by the walk, and compare every column of every table."""
    of = scenario(**sections)
    swept = lived(of, 0, strategy=strategy)
    walked = Walked(of, 1, strategy=strategy, collect=False)
    cut = lived(of, 0, strategy=strategy, agents=NOBODY)
    for day in range(days):
        for market in (swept, walked, cut):
            market.step()
        assert differing(swept.world.tables, walked.world.tables) == [], day
        assert differing(swept.world.tables, cut.world.tables) == [], day
    assert swept.world.tables.accounts.goods.any() == sections.get("phases", {}).get("month_end", True)


@pytest.mark.parametrize("pitch", Pitch.words())
def test_in_one_call_or_phase_by_phase(pitch: str) -> None:
    same_both_ways(65, pitch)


@pytest.mark.parametrize("switch", list(Phases.model_fields))
def test_with_any_phase_switched_off(switch: str) -> None:
    same_both_ways(35, "tailored", phases={switch: False})


def test_with_everything_switched_off() -> None:
    same_both_ways(31, "tailored", phases=dict.fromkeys(Phases.model_fields, False))


def test_on_a_day_that_fills_every_table() -> None:
    talkative = {"hours": 0.25, "most_per_day": 40}
    rich = {"networkers": 0.9, "part_time": 0.0, "full_time_hours": 120.0, "part_time_hours": 0.0}
    eager = {"intercept": 20.0, "work_intercept": 20.0}
    same_both_ways(31, "tailored", conversation=talkative, population=rich, gossip={"rate": 1.0}, decision=eager)
