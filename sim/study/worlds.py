"""Which worlds a claim needs: its own, and those of its controls; and what of a scenario its draws leave alone."""

from __future__ import annotations

from typing import Any

from sim import Scenario
from sim.scenario import Claim, ClaimTest, levels_of, rows, switched, with_values
from sim.study.drawn import Drawn

Control = tuple[str, ...]


def worlds_of(scenario: Scenario) -> Scenario:
    """Return the claim's own worlds: the scenario without the claim."""
    return _made(scenario.model_copy(update={"claim": None}))


def switched_off(scenario: Scenario, control: Control) -> Scenario:
    """Return the same worlds with the mechanism switched off."""
    point = with_values(scenario, switched(list(control)))
    return _made(point.model_copy(update={"design": scenario.design}))


def controls(claim: Claim) -> dict[Control, list[int]]:
    """Return every set of switches with the numbers of the tests that use it."""
    found: dict[Control, list[int]] = {}
    for number, test in enumerate(claim.test):
        found.setdefault(tuple(test.control or claim.control), []).append(number)
    return found


def core_of(scenario: Scenario, test: ClaimTest) -> dict[str, list[Any]]:
    """Return the levels at which a test's sensitivity is measured, of everything that it does not compare.

    Those that the claim names as its core, else the last one to which the test is confined.
    """
    claim = _claim(scenario)
    compared = {"level": (), "contrast": (test.factor,), "interaction": (test.factor, test.by)}[test.kind]
    found = {}
    for name, levels in levels_of(scenario).items():
        if name in compared:
            continue
        allowed = [level for level in levels if level in test.where.get(name, levels)]
        found[name] = [level for level in allowed if level in claim.core.get(name, [])] or allowed[-1:]
    return found


def drawn_for(scenario: Scenario, control: Control = ()) -> Drawn:
    """Return how the worlds of a claim are drawn: what varies, is switched or belongs to the claim stays as it is."""
    varied = {name for row in rows(scenario) for name in row}
    return Drawn(tuple(sorted({*varied, *_claim(scenario).fixed, *switched(list(control))})))


def _claim(scenario: Scenario) -> Claim:
    assert scenario.claim is not None
    return scenario.claim


def _made(scenario: Scenario) -> Scenario:
    return Scenario.model_validate(dict(scenario))
