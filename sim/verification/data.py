"""Where data lie that are not the project's own, and the project's scenarios; a case without them says so."""

from __future__ import annotations

import os
from pathlib import Path

import sim
from sim.scenario.schema import Scenario
from sim.verification.case import NotRun

PROJECT = Path(sim.__file__).resolve().parents[1]
VARIABLE = "MANYHATS_DATA"
"""Environment variable that names the folder of the data."""


def data_file(name: str) -> Path:
    """Return a file of data, from the folder that MANYHATS_DATA names or ``../shared/data`` beside the project.

    Raises
    ------
    NotRun
        If it is not there.
    """
    file = Path(os.environ.get(VARIABLE) or PROJECT.parent / "shared" / "data") / name
    if not file.is_file():
        raise NotRun(f"no data at {file}")
    return file


def scenario_file(name: str) -> Path:
    """Return one of the project's scenarios, such as ``base.toml`` or ``verification/contagion.toml``.

    Raises
    ------
    NotRun
        If the project's folder of scenarios is not beside the package.
    """
    file = PROJECT / "scenarios" / name
    if not file.is_file():
        raise NotRun(f"no scenario at {file}")
    return file


def scenario(name: str, *overrides: str) -> Scenario:
    """Load one of the project's scenarios with values laid over it; raises like :func:`scenario_file`."""
    return Scenario.load(scenario_file(name), overrides)
