"""The scenarios that are shipped, and the rules of their own that some of them name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from sim.own import load_rules
from sim.scenario import Scenario
from sim.scenario.reading.layers import Layers
from sim.scenario.schema import read

SHIPPED = Path(__file__).parents[1] / "scenarios"
SCENARIOS = sorted(SHIPPED.glob("*.toml"))


def rules_beside(scenario: Path) -> list[Path]:
    """The file of rules that lies beside a shipped scenario under its name; the program never looks for it itself."""
    rules = scenario.with_suffix(".py")
    return [rules] if rules.is_file() else []


@cache
def read_shipped(scenario: Path) -> tuple[Scenario, Layers]:
    """A shipped scenario with its rules, and who states what in it; read once per process."""
    return read(scenario, (), load_rules(rules_beside(scenario)))


def load_shipped(scenario: Path, overrides: Sequence[str] = ()) -> Scenario:
    """A shipped scenario with its rules."""
    if not overrides:
        return read_shipped(scenario)[0]
    return Scenario.load(scenario, overrides, load_rules(rules_beside(scenario)))
