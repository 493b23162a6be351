from __future__ import annotations

import importlib
import inspect
import re
from typing import Any

import pytest

from sim.agents import Networker
from sim.day import DAY
from sim.market import Market
from sim.model import day as sweeping
from sim.model.people.parameters import Phases
from sim.steps import Step
from tests.builders import scenario

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


@pytest.mark.parametrize("table", ["said", "notes", "positions"])
def test_a_step_without_the_room_it_needs_writes_past_no_table(table: str) -> None:
    market: Any = Market(scenario(), 1, collect=False)
    full = getattr(market.world.tables, table)[: market.world.used(table)]
    market.world.make_room = lambda *_: None
    market.world.tables = market.world.tables._replace(**{table: full})
    market.run_for = lambda: [market.step() for _ in range(65)]
    with pytest.raises(IndexError, match="A table is full"):
        market.run_for()
