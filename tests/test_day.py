from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path
from typing import Any

import pytest

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


def names_of(function: Any) -> list[str]:
    """Compiled functions that a function calls, in order, as :mod:`sim.model.day` knows them."""
    calls = re.findall(r"\b(\w+)\((?:w|market)\b|by_person\((\w+)", inspect.getsource(function))
    found = [name for pair in calls for name in pair if name in vars(sweeping) and name != function.__name__]
    return [each for name in found for each in (names_of(plain(sweeping.talk)) if name == "talk" else [name])]


def plain(compiled: Any) -> Any:
    return getattr(compiled, "py_func", compiled)


def test_the_sweep_calls_what_the_swept_steps_call_in_their_order() -> None:
    by_step = [name for step in DAY if step.swept for name in names_of(step.does)]
    assert names_of(plain(sweeping.live)) == by_step
    assert len(by_step) == 13


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
