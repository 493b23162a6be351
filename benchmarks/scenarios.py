"""The scenarios that are measured, at any size."""

from __future__ import annotations

from pathlib import Path

from sim.scenario.schema import Scenario

RECRUIT = Path(__file__).with_name("recruit.toml")
BASE = Path(__file__).resolve().parents[1] / "scenarios" / "base.toml"


def sized(path: Path, people: int, days: int) -> Scenario:
    """Load a scenario with another number of people and days."""
    return Scenario.load(path, [f"population.people={people}", f"time.days={days}"])
