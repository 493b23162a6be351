"""The scenarios that are measured, at any size."""

from __future__ import annotations

from pathlib import Path

from sim.scenario.schema import Scenario

RECRUIT = Path(__file__).with_name("recruit.toml")
SCENARIOS = Path(__file__).resolve().parents[1] / "scenarios"
BASE, QUESTION = SCENARIOS / "base.toml", SCENARIOS / "focus_or_diversify.toml"
NOT_IN_PYTHON = (
    "phases.care=false",
    "phases.leaving=false",
    "population.budget=1_000_000",  # beyond what anybody holds: what they can pay is all that limits customers
    "population.budget_sigma=0.0",
    "budget.substitution=0.0",
    "budget.least=1.0",  # all of a purchase or nothing
)
"""What the versions in Mesa and NumPy leave out, so that the market has to leave it out beside them."""


def sized(path: Path, people: int, days: int, *overrides: str) -> Scenario:
    """Load a scenario with another number of people and days."""
    return Scenario.load(path, [f"population.people={people}", f"time.days={days}", *overrides])


def active(people: int, days: int, share: float, *overrides: str) -> Scenario:
    """Load ``recruit.toml`` with this share of people at work on the first day."""
    return sized(RECRUIT, people, days, f"population.networkers={share}", *overrides)
