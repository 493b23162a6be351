"""What may be asked: the scenario file, its schema, and every mistake as a sentence."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.core.errors import UserError
    from sim.scenario.errors import ScenarioError
    from sim.scenario.schema import Scenario, load

__all__ = ["Scenario", "ScenarioError", "UserError", "load"]

_HOMES = {
    "Scenario": "sim.scenario.schema",
    "ScenarioError": "sim.scenario.errors",
    "UserError": "sim.core.errors",
    "load": "sim.scenario.schema",
}


def __getattr__(name: str) -> Any:
    """Import public names when they are first asked for: errors alone need no schema."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'sim.scenario' has no attribute '{name}'")
