"""Which run is which: a hash of everything that determines its result."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

from sim.batch.points import Point
from sim.scenario.identity import fingerprint

ENGINE_ROOMS = ("core", "scenario", "world", "rules", "record", "own")
ENGINE_FILES = ("agents", "evenings", "market", "roster", "running", "schedule")
PACKAGE = Path(__file__).resolve().parents[1]


def model_version() -> str:
    """The package's version, and a digest of the source that computes runs.

    Editing a rule gives another version, so that old and new results never share a folder.
    """
    digest = hashlib.sha256()
    inside = (file for room in ENGINE_ROOMS for file in (PACKAGE / room).rglob("*.py"))
    for file in sorted([*(PACKAGE / f"{name}.py" for name in ENGINE_FILES), *inside]):
        digest.update(f"{file.relative_to(PACKAGE).as_posix()}\n".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return f"{version('manyhats')}+{digest.hexdigest()[:12]}"


def run_identities(plan: list[Point], seeds: list[int], model: str) -> dict[tuple[int, int], str]:
    """Name every run of a design.

    Parameters
    ----------
    plan
        Points of the design.
    seeds
        Seeds of every point.
    model
        As :func:`model_version` gives it.

    Returns
    -------
    dict
        32 hexadecimal digits by (point index, seed): a hash of model, scenario, strategy under study and seed.
        All points of the first seed come before those of the second.
    """
    prints = [f"{model}\n{fingerprint(point.scenario)}\n{point.strategy}" for point in plan]
    return {
        (point.index, seed): hashlib.sha256(f"{prints[point.index]}\n{seed}".encode()).hexdigest()[:32]
        for seed in seeds
        for point in plan
    }
