"""What may be asked: the scenario file, its schema, and every mistake as a sentence."""

from sim.scenario.errors import ScenarioError, UserError
from sim.scenario.loading import load
from sim.scenario.schema import Scenario

__all__ = ["Scenario", "ScenarioError", "UserError", "load"]
