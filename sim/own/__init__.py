"""Rules of your own: pitch policies, compensation plans, laws of a company's life, phases and measures.

A Python file declares them with the decorators of this package; ``--rules FILE`` (or ``rules=[...]``) names the file,
and a scenario asks for them by name. Nothing outside the package is run unless its file is named that way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.core.registry import RuleError, law, life, measure, number, phase, pitch, plan
from sim.scenario.rules import load_rules
from sim.scenario.schema import scenario_with

if TYPE_CHECKING:
    from sim.own.checks import check_rules

__all__ = [
    "RuleError",
    "check_rules",
    "law",
    "life",
    "load_rules",
    "measure",
    "number",
    "phase",
    "pitch",
    "plan",
    "scenario_with",
]


def __getattr__(name: str) -> Any:
    """Import what tries rules out only when it is asked for: it needs the engine."""
    if name == "check_rules":
        from sim.own.checks import check_rules

        return check_rules
    raise AttributeError(f"module 'sim.own' has no attribute '{name}'")
