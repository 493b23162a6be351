from __future__ import annotations

import gc
import importlib
import inspect
import re
from pathlib import Path
from typing import Any

import pytest

from sim import day
from sim.agents import Networker
from sim.core.errors import UserError
from sim.day import DAY, day_of
from sim.market import Market
from sim.model import day as sweeping
from sim.model.people.parameters import Phases
from sim.steps import Step
from tests.builders import LIVELY, scenario

NAMES = [step.name for step in DAY]


class Watched(Market):
    """Writes down which of its own methods a day calls, in order."""

    called: list[str]


def _watch(name: str) -> Any:
    def method(self: Watched) -> None:
        self.called.append(name)
        getattr(Market, name)(self)

    return method


OWN = [name for name, member in vars(Market).items() if callable(member) and not name.startswith("_")]
for _name in OWN:
    if _name not in ("step", "close"):
        setattr(Watched, _name, _watch(_name))


def lived_day(**phases: bool) -> list[str]:
    """Names of the market's methods that one day calls; with agents about, phase by phase."""
    market = Watched(scenario(phases=phases), 1, agents={Networker: []}, collect=False)
    market.called = []
    market.step()
    return market.called


def test_a_day_is_exactly_what_the_schedule_prints() -> None:
    assert lived_day() == NAMES


@pytest.mark.parametrize("switch", list(Phases.model_fields))
def test_a_switch_takes_its_phases_out_and_nothing_else(switch: str) -> None:
    assert lived_day(**{switch: False}) == [step.name for step in DAY if step.switch != switch]


def test_every_switch_of_the_scenario_has_a_phase() -> None:
    assert {step.switch for step in DAY} - {""} == set(Phases.model_fields)


@pytest.mark.parametrize("step", DAY, ids=lambda step: step.name)
def test_every_phase_says_who_when_why_and_where(step: Step) -> None:
    assert step.when in ("daily", "weekly", "monthly")
    assert step.who
    assert re.fullmatch(r"[A-Z].*\.", step.meaning)
    assert re.fullmatch(r"(A\d+( A\d+)*)?", step.claims)
    for rule in step.rules.split(", "):
        home = "sim.agents" if rule == "agents" else f"sim.model.{rule.replace('/', '.')}"
        assert importlib.import_module(home).__doc__


def test_names_are_told_once() -> None:
    assert len(set(NAMES)) == len(NAMES)


def test_parts_of_the_compiled_day_stand_in_the_order_of_the_steps() -> None:
    source = inspect.getsource(getattr(sweeping.live, "py_func", sweeping.live))
    lived = re.findall(r"if parts & (\w+):", source)
    assert [name.lower() for name in lived] == list(sweeping.PARTS)
    assert [getattr(sweeping, name) for name in lived] == [1 << k for k in range(len(lived))]
    assert [step.name for step in DAY if step.part] == list(sweeping.PARTS)
    assert [step.part for step in DAY if step.part] == [getattr(sweeping, name) for name in lived]


def test_what_nothing_stands_between_is_one_call(monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[int] = []
    market: Any = Market(scenario(events={"share": 0.5, "weekday": 4}), 1, collect=False)
    monkeypatch.setattr(day, "hand_over", lambda _, parts: handed.append(parts))
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
    kept = len(day.settled)
    del one, other
    gc.collect()
    assert len(day.settled) < kept


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
    assert names == ["first", *NAMES[:5], "told", *NAMES[5:]]
    market.seen = []
    for _ in range(8):
        market.step()
    assert market.seen == ["first", True, "late", *["first", "late"] * 6, "first", True, "late"]


def test_a_place_that_no_day_has_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "rules.py").write_text(RULES.replace("converse", "convers"))
    with pytest.raises(UserError, match=r'beside "convers": must be "begin_week", .* Did you mean "converse"\?$'):
        Market({**LIVELY, "own": {"phases": ["told"]}}, 1, rules=tmp_path / "rules.py")


@pytest.mark.parametrize("table", ["said", "notes", "positions"])
def test_a_step_without_the_room_it_needs_writes_past_no_table(table: str) -> None:
    market: Any = Market(scenario(), 1, collect=False)
    full = getattr(market.world.tables, table)[: market.world.used(table)]
    market.world.make_room = lambda *_: None
    market.world.tables = market.world.tables._replace(**{table: full})
    market.run_for = lambda: [market.step() for _ in range(65)]
    with pytest.raises(IndexError, match="A table is full"):
        market.run_for()
