"""Many Hats: focus or diversification in network marketing? An agent-based laboratory.

>>> from sim import Scenario, run                            # doctest: +SKIP
>>> run(Scenario.load("scenarios/base.toml"), seed=1).groups  # doctest: +SKIP

What a study needs beyond these names, rooms give by themselves: ``from sim.lab import Standby``. Public are the names
of ``sim``, of the packages ``sim.scenario``, ``sim.lab``, ``sim.analysis``, ``sim.world`` and
``sim.model`` (each package lists its own), ``sim.verification.case``, and the modules of ``sim.core``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.core.rooms import lazily

if TYPE_CHECKING:
    from sim.agents import Networker as Networker
    from sim.agents import Prospect as Prospect
    from sim.agents import Upline as Upline
    from sim.analysis.results import Comparison as Comparison
    from sim.analysis.results import Results as Results
    from sim.analysis.results import compare as compare
    from sim.analysis.results import load as load
    from sim.core.errors import UserError as UserError
    from sim.experiment import batch as batch
    from sim.lab.points import points as points
    from sim.market import Market as Market
    from sim.record.run import Run as Run
    from sim.runs import run as run
    from sim.scenario.errors import ScenarioError as ScenarioError
    from sim.scenario.lexicon import explain as explain
    from sim.scenario.schema import Scenario as Scenario

__version__ = "0.2.0"

_HOMES = {
    "Comparison": "sim.analysis.results",
    "Market": "sim.market",
    "Networker": "sim.agents",
    "Prospect": "sim.agents",
    "Results": "sim.analysis.results",
    "Run": "sim.record.run",
    "Scenario": "sim.scenario.schema",
    "ScenarioError": "sim.scenario.errors",
    "Upline": "sim.agents",
    "UserError": "sim.core.errors",
    "batch": "sim.experiment",
    "compare": "sim.analysis.results",
    "explain": "sim.scenario.lexicon",
    "load": "sim.analysis.results",
    "points": "sim.lab.points",
    "run": "sim.runs",
}
__all__ = sorted(_HOMES)
__getattr__ = lazily(__name__, _HOMES)


def __dir__() -> list[str]:
    """Show what is public, and not what happens to be imported."""
    return sorted([*__all__, "__version__"])
