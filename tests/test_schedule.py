from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

import pytest

from sim import schedule
from sim.core.errors import UserError
from sim.day import DAY
from sim.market import Market
from sim.model import day as sweeping
from sim.schedule import day_of
from tests.builders import LIVELY, scenario

NAMES = [step.name for step in DAY]


def test_what_nothing_stands_between_is_one_call(monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[int] = []
    market: Any = Market(scenario(events={"share": 0.5, "weekday": 4}), 1, collect=False)
    monkeypatch.setattr(schedule, "hand_over", lambda _, parts: handed.append(parts))
    all_parts, out, expected = 2 ** len(sweeping.PARTS) - 1, sweeping.COMPARE_NOTES, []
    never = sweeping.REVSHARE_DAY | sweeping.CLOSE_COMPANIES  # nobody sells shares or may close
    for today in range(7):
        expected += [out - 1, all_parts - out + 1 - never] if today == 4 else [all_parts - never]
        market.step()
    assert handed == expected


def test_the_day_of_a_scenario_is_settled_once() -> None:
    one, other = scenario(), scenario(phases={"gossip": False})
    assert day_of(one) is day_of(one)
    assert len(day_of(one)) == len(day_of(other)) + 1
    kept = len(schedule.settled)
    del one, other
    gc.collect()
    assert len(schedule.settled) < kept


RULES = """
from sim.own import phase

@phase("late")
def late(today):
    "At the end."
    today.market.seen.append("late")

@phase("first", before="begin_week")
def first(today):
    "Before anything."
    today.market.seen.append("first")

@phase("told", after="converse", when="weekly")
def told(today):
    "After conversations."
    today.market.seen.append(int(today.tables.count[0].said) > 0)
"""


def test_own_phases_stand_where_they_say(tmp_path: Path) -> None:
    (tmp_path / "rules.py").write_text(RULES)
    lively = {**LIVELY, "own": {"phases": ["late", "told", "first"]}}
    market: Any = Market(lively, 1, rules=tmp_path / "rules.py", collect=False)
    names = [step.name for step in day_of(market.scenario)]
    assert names == ["first", *NAMES[:6], "told", *NAMES[6:]]
    market.seen = []
    for _ in range(8):
        market.step()
    assert market.seen == ["first", True, "late", *["first", "late"] * 6, "first", True, "late"]


def test_a_place_that_no_day_has_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "rules.py").write_text(RULES.replace("converse", "convers"))
    with pytest.raises(UserError, match=r'beside "convers": must be "begin_week", .* Did you mean "converse"\?$'):
        Market({**LIVELY, "own": {"phases": ["told"]}}, 1, rules=tmp_path / "rules.py")
