"""How a check says what does not fit."""

from __future__ import annotations

from collections.abc import Sequence

from sim.core.parameters import Section
from sim.core.wording import listed, meant
from sim.scenario.errors import ABSENT, KeyPath, Problem
from sim.scenario.names import dotted
from sim.scenario.schema import Scenario


def at(scenario: Scenario, path: KeyPath, message: str) -> Problem:
    """Build the problem of one value of a scenario.

    Parameters
    ----------
    path
        Where the value is.
    message
        What must hold.
    """
    value: object = scenario
    for part in path:
        value = getattr(value, str(part)) if isinstance(value, Section) else value[part]  # type: ignore[index]
    stated = ABSENT if value is None else value
    return Problem(message, key=dotted(path, scenario), value=stated, path=path)


def among(what: str, name: str, known: Sequence[str], subject: str = "") -> str:
    """Say that a name must be one of those declared, and which is nearest."""
    return f"{subject}must be {what}: {listed(known)}.{meant(name, known)}"


def total(value: float) -> str:
    """Write a sum without the noise of binary fractions."""
    return f"{value:.9g}"
