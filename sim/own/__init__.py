"""Rules of your own: pitch policies, compensation plans, laws of a company's life, phases and measures.

A Python file declares them with the decorators of this package; ``--rules FILE`` (or ``rules=[...]``) names the file,
and a scenario asks for them by name. Nothing outside the package is run unless its file is named that way.
"""

from __future__ import annotations

from sim.own.declare import RuleError, life, measure, phase, pitch, plan
from sim.own.loading import load_rules, scenario_with

__all__ = ["RuleError", "life", "load_rules", "measure", "phase", "pitch", "plan", "scenario_with"]
