"""The headline's worlds: run like those of the claims, and charted."""

from __future__ import annotations

from pathlib import Path

from sim.analysis.headline import Map, chart
from sim.scenario.schema import load
from sim.study.claims.examine import Lab

SCENARIO = Path("headline.toml")
"""Beside the folder of the claims."""
YIELDS = ("large", "small")
FOLDER = "headline"


def charted(folder: Path, lab: Lab) -> list[Map]:
    """Run what is missing of the headline's worlds and say who does best where, a map for each kind of portfolio.

    Parameters
    ----------
    folder
        Of the claims' scenarios.
    lab
        Where to run.
    """
    scenario = load(folder.parent / SCENARIO)
    lab.say(f"the map: {scenario.design.seeds} seeds")
    results = lab.run(scenario, lab.out / FOLDER, scenario.design.seeds)
    return [chart(results, yields) for yields in YIELDS]
