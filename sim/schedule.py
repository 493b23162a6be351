"""The day of a scenario: which steps it has on, with own phases among them, and how they are carried out in turn."""

from __future__ import annotations

import weakref
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sim.core.registry import Rule, RuleError
from sim.core.wording import listed, meant, shown
from sim.day import DAY
from sim.scenario.schema import Scenario
from sim.steps import Lived, Step, hand_over, never, own_step

settled: dict[int, Sequence[Step]] = {}
"""Days by the identity of their scenario, as long as it lives."""


def day_of(scenario: Scenario) -> Sequence[Step]:
    """Return the steps that a scenario has on, in order, with the own phases that have a place among them.

    A scenario never changes, so neither does its day: those that can never have anything to do in it are never due.
    """
    day = settled.get(id(scenario))
    if day is None:
        day = settled[id(scenario)] = _settle(scenario)
        weakref.finalize(scenario, settled.pop, id(scenario), None).atexit = False
    return day


def _settle(scenario: Scenario) -> Sequence[Step]:
    own = ((scenario.own.rule("phase", name), scenario.own.place("phase", name)) for name in scenario.own.phases)
    steps = day_with([(rule, place) for rule, place in own if rule.after or rule.before])
    on = [step for step in steps if not step.switch or getattr(scenario.phases, step.switch)]
    return [step if step.ever(scenario) else replace(step, due=never, part=0) for step in on]


def day_with(phases: Sequence[tuple[Rule, str]]) -> Sequence[Step]:
    """Return all steps, with own phases right after or before the step that they name, or else at the end.

    Each phase comes with where it is written, for the beginning of a sentence about it.

    Raises
    ------
    RuleError
        If there is no such step.
    """
    if not phases:
        return DAY
    before: dict[str, list[Step]] = defaultdict(list)
    after: dict[str, list[Step]] = defaultdict(list)
    names = [step.name for step in DAY]
    for rule, place in phases:
        beside = rule.after or rule.before or names[-1]
        if beside not in names:
            raise RuleError(f"{place} stands beside {shown(beside)}: must be {listed(names)}.{meant(beside, names)}")
        (before if rule.before else after)[beside].append(own_step(rule))
    return [each for step in DAY for each in (*before[step.name], step, *after[step.name])]


def sweep(market: Lived, steps: Sequence[Step]) -> Iterator[Step]:
    """Carry out the steps of a day; yield those that are left to the caller, when it is their turn.

    Steps that follow one another in compiled code, with nothing due between them, are handed over in one call. If
    agents move everybody, all steps are left to the caller.
    """
    parts, by_agents = 0, market.moving.everybody
    for each in steps:
        if each.part and not by_agents:
            parts |= each.part
        elif each.due(market):
            hand_over(market, parts)
            parts = 0
            yield each
    hand_over(market, parts)
