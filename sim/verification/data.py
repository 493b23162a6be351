"""Where data lie that are not the project's own, and the project's scenarios; a case without them says so."""

from __future__ import annotations

import os
from pathlib import Path

from sim.core.files import expanded
from sim.scenario.reading.shipped import find
from sim.scenario.schema import Scenario
from sim.verification.case import NotRun

VARIABLE = "MANYHATS_DATA"
"""Environment variable that names the folder of the data."""


def data_file(name: str) -> Path:
    """Return a file of data, from the folder that MANYHATS_DATA names.

    Raises
    ------
    NotRun
        If no folder is named, or the file is not in it.
    """
    folder = os.environ.get(VARIABLE)
    if not folder:
        raise NotRun(f"it needs {name}: name the folder of the data with --data or {VARIABLE}")
    file = expanded(folder) / name
    if not file.is_file():
        raise NotRun(f"no data at {file}")
    return file


def scenario_file(name: str) -> Path:
    """Return a shipped scenario, such as ``base.toml`` or ``verification/contagion.toml``.

    Raises
    ------
    sim.core.errors.UserError
        If there is none of that name.
    """
    return find(name)


def scenario(name: str, *overrides: str) -> Scenario:
    """Load one of the project's scenarios with values laid over it; raises like :func:`scenario_file`."""
    return Scenario.load(scenario_file(name), overrides)
