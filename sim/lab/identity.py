"""Which run is which: a hash of everything that determines its result."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from sim.lab.points import Point
from sim.scenario.identity import fingerprint

ENGINE_ROOMS = ("core", "scenario", "world", "model", "record", "own")
ENGINE_FILES = ("agents", "evenings", "iterations", "market", "roster", "running", "schedule")
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


class RunIdentities(Mapping[tuple[int, int], str]):
    """Names of all runs of a design by (point index, seed), each computed when it is asked for.

    A name has 32 hexadecimal digits: a hash of model, scenario, strategy under study and seed. All points of the first
    seed come before those of the second.

    Parameters
    ----------
    points
        Points of the design.
    seeds
        Seeds of every point.
    model
        As :func:`model_version` gives it.
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


def run_identities(points: Sequence[Point], seeds: Sequence[int], model: str) -> RunIdentities:
    """Name every run of a design; see :class:`RunIdentities`."""
    return RunIdentities(points, seeds, model)
