"""What a batch is to do, before anything is done: points, seeds, a name for every run, and the manifest."""

from __future__ import annotations

import hashlib
import platform
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sim.core.money import UNITS
from sim.core.registry import Kind, rules
from sim.core.sources import PACKAGE, digest, needed
from sim.lab.points import Point, Points, as_told, refuse_many
from sim.lab.starting import usable_cores
from sim.scenario.burn_in import burn_in
from sim.scenario.designs import names
from sim.scenario.rules import used_files
from sim.scenario.schema import Scenario, fingerprint, resolved
from sim.scenario.sections import field_at, path_of
from sim.scenario.vary import declared

PACKAGES = (
    "manyhats", "numpy", "numba", "mesa", "networkx", "pandas", "pydantic", "scipy", "SALib", "scikit-learn",
)  # fmt: skip
LIVED: tuple[Kind, ...] = ("pitch", "plan", "life", "phase", "measure", "outcome")
"""Kinds of rules that a run carries out."""


@dataclass(frozen=True)
class Plan:
    """Points and seeds of a batch, each with each, and a name for every run in the order in which they are begun."""

    scenario: Scenario
    points: Points
    seeds: Sequence[int]
    model: str
    identities: Mapping[tuple[int, int], str]

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """As :func:`manifest_of` makes it."""
        return manifest_of(self.scenario, self.points, self.seeds, self.model)

    @cached_property
    def _burn_ins(self) -> dict[int, str]:
        return {}

    def burn_in(self, point: int) -> str:
        """Name the burn-in of a point, which others may share, see :func:`sim.scenario.burn_in.burn_in`."""
        if self.scenario.design.worlds != "focal":
            return ""
        if point not in self._burn_ins:
            self._burn_ins[point] = burn_in(self.points[point].scenario)
        return self._burn_ins[point]


def plans_of(scenario: Scenario, seeds: int | None = None) -> list[Plan]:
    """Plan a batch; for one that goes on until it is precise, with the fewest and with the most seeds it may take.

    No point is made: that is for those who ask what a batch would take.
    """
    wish = scenario.design.precision
    numbers = [wish.min_seeds, wish.max_seeds] if wish.outcome and seeds is None else [seeds]
    return [_plan(scenario, number) for number in numbers]


def plan_of(scenario: Scenario, seeds: int | None = None) -> Plan:
    """Plan a batch, and make all its points.

    Raises
    ------
    BatchError, sim.scenario.errors.ScenarioError
        See :func:`sim.lab.points.points` and :func:`sim.lab.points.refuse_many`.
    """
    plan = _plan(scenario, seeds)
    for _ in plan.points:
        pass  # made here, so that nothing is begun that could not be ended
    return plan


def _plan(scenario: Scenario, seeds: int | None) -> Plan:
    """Plan a batch without making anything of it."""
    refuse_many(scenario, seeds)
    first, model, found = scenario.design.first_seed, model_version(), Points(scenario)
    wanted = range(first, first + (seeds or scenario.design.seeds))
    return Plan(scenario, found, wanted, model, RunIdentities(found, wanted, model))


def model_version() -> str:
    """The package's version, and a digest of all sources that a run needs.

    Editing a rule gives another version, so that old and new results never share a folder. Rules of the package are
    imported by their registration only, so that what declares one counts as well.
    """
    declaring = {rule.module for kind in LIVED for rule in rules(kind)}
    return f"{version('manyhats')}+{digest(needed('sim.twins', *declaring))[:12]}"


class RunIdentities(Mapping[tuple[int, int], str]):
    """Names of all runs of a design by (point index, seed), each computed when it is asked for.

    A name has 32 hexadecimal digits: a hash of model, scenario, strategy under study and seed. All points of the first
    seed come before those of the second.
    """

    def __init__(self, points: Sequence[Point], seeds: Sequence[int], model: str) -> None:
        self._points, self._seeds, self._model = points, seeds, model
        self._known_seeds = frozenset(seeds)
        self._prints: dict[int, str] = {}

    def __len__(self) -> int:
        """Count the runs."""
        return len(self._points) * len(self._seeds)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Go through the runs in the order in which they are begun."""
        return ((point, seed) for seed in self._seeds for point in range(len(self._points)))

    def __contains__(self, key: object) -> bool:
        """Tell whether a run belongs to the design, without naming it."""
        if not isinstance(key, tuple) or len(key) != 2:
            return False
        return 0 <= key[0] < len(self._points) and key[1] in self._known_seeds

    def __getitem__(self, key: tuple[int, int]) -> str:
        """Name a run."""
        if key not in self:
            raise KeyError(key)
        index, seed = key
        if index not in self._prints:
            point = self._points[index]
            self._prints[index] = f"{self._model}\n{fingerprint(point.scenario)}\n{point.strategy}"
        return hashlib.sha256(f"{self._prints[index]}\n{seed}".encode()).hexdigest()[:32]


def manifest_of(scenario: Scenario, plan: Sequence[Point], seeds: Sequence[int], model: str) -> dict[str, Any]:
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
        "points": as_told(scenario, plan),
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


def now() -> str:
    """The time in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
