"""A window in the browser: a small market and an evening, lived as somebody looks on, twin beside twin."""

from sim.view.choices import Choices, choices_of, in_the_window, lived_with
from sim.view.saving import save_scenario, scenario_text

__all__ = ["Choices", "choices_of", "in_the_window", "lived_with", "save_scenario", "scenario_text"]
