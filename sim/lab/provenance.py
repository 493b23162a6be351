"""Where results come from: enough to make them again."""

from __future__ import annotations

import os
import platform
import shlex
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sim.core.money import UNITS
from sim.lab.identity import PACKAGE
from sim.lab.points import Point, told
from sim.scenario.designs import names
from sim.scenario.identity import fingerprint, resolved, used_files
from sim.scenario.schema import Scenario
from sim.scenario.sections import field_at, path_of
from sim.scenario.vary import declared

PACKAGES = (
    "manyhats", "numpy", "numba", "mesa", "networkx", "pandas", "pydantic", "scipy", "SALib", "scikit-learn",
)  # fmt: skip


def manifest(scenario: Scenario, plan: Sequence[Point], seeds: Sequence[int], model: str) -> dict[str, Any]:
    """Describe a batch that is about to start.

    Returns
    -------
    dict
        Plain JSON types: the resolved scenario and its fingerprint, points, units of what varies, the unit of money,
        seeds, versions, files of own rules with their SHA-256, git commit (None outside a repository), machine, command
        line, number of runs and the seconds of computing they took, and the times of start and end.
    """
    return {
        "scenario": resolved(scenario),
        "fingerprint": fingerprint(scenario),
        "points": told(scenario, plan),
        "units": units(scenario),
        "money": UNITS,
        "seeds": list(seeds),
        "model": model,
        "rules": [{"path": file.path, "sha256": file.sha256} for file in used_files(scenario)],
        "versions": versions(),
        "git": git_commit(PACKAGE.parent),
        "machine": {"cores": usable_cores(), "platform": platform.platform()},
        "command": shlex.join([Path(sys.argv[0]).name, *sys.argv[1:]]),
        "timing": {"runs": 0, "seconds": 0.0},
        "started": now(),
        "finished": None,
    }


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that results, or what is concluded from them, may depend on."""
    return {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}}


def units(scenario: Scenario) -> dict[str, str]:
    """Unit of every varied parameter by its dotted name; empty where it has none."""
    found = {}
    for name in names(scenario):
        field = None if name == "strategy" else field_at(path_of(name, declared(scenario)))
        extra = field.json_schema_extra if field else None
        found[name] = str(extra.get("unit", "")) if isinstance(extra, dict) else ""
    return found


def git_commit(folder: Path) -> str | None:
    """The commit of a working copy, with ``-dirty`` if files differ from it; None if it is none."""
    if not (folder / ".git").exists():
        return None
    git = ["git", "--no-optional-locks", "-C", str(folder), "describe", "--always", "--dirty", "--abbrev=40"]
    try:
        told = subprocess.run([*git, "--exclude=*"], capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return told.stdout.strip() or None


def usable_cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def now() -> str:
    """The time in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
