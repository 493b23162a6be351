"""Many Hats: focus or diversification in network marketing? An agent-based laboratory.

>>> from sim import Scenario, run                            # doctest: +SKIP
>>> run(Scenario.load("scenarios/base.toml"), seed=1).groups  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.agents import Networker, Prospect, Upline
    from sim.analysis.results import Comparison, Results, compare, load
    from sim.lab.api import batch
    from sim.market import Market
    from sim.record.run import Run
    from sim.running import run
    from sim.scenario import Scenario, ScenarioError, UserError

__version__ = "0.2.0"

_HOMES = {
    "Comparison": "sim.analysis.results",
    "Market": "sim.market",
    "Networker": "sim.agents",
    "Prospect": "sim.agents",
    "Results": "sim.analysis.results",
    "Run": "sim.record.run",
    "Scenario": "sim.scenario",
    "ScenarioError": "sim.scenario",
    "Upline": "sim.agents",
    "UserError": "sim.scenario",
    "batch": "sim.lab.api",
    "compare": "sim.analysis.results",
    "load": "sim.analysis.results",
    "run": "sim.running",
}
__all__ = [
    "Comparison",
    "Market",
    "Networker",
    "Prospect",
    "Results",
    "Run",
    "Scenario",
    "ScenarioError",
    "Upline",
    "UserError",
    "batch",
    "compare",
    "load",
    "run",
]


def __getattr__(name: str) -> Any:
    """Import public names when they are first asked for, so that a glance at the help costs nothing."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'sim' has no attribute '{name}'")
