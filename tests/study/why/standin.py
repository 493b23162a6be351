"""A world that answers at once: the difference follows the values by a formula, with noise of the seed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from sim import Scenario
from sim.lab import InProcess, Patience
from sim.study.calibration.measuring import Kept
from sim.study.why.measuring import Measuring
from sim.study.why.worlds import Job, Question
from tests.builders import overlaid

TWINS: dict[str, Any] = {
    "title": "Which way?",
    "time": {"days": 390},
    "population": {"people": 80, "networkers": 0.1, "openness": 0.5, "part_time_hours": 12.0, "budget": 150},
    "graph": {"kind": "social_circles", "mean_degree": 16, "reach_sigma": 0.5},
    "decision": {"intercept": -20.0, "work_intercept": -20.0},
    "company": [{"name": "vita", "topic": "health"}, {"name": "clicks", "topic": "advertising"}],
    "strategy": [
        {"name": "focus", "companies": ["vita"]},
        {"name": "two", "companies": ["vita", "clicks"], "pitch": "tailored"},
    ],
    "design": {"worlds": "focal", "focal_people": 4, "focal_entry": 120},
}
WAYS = ("focus", "two")
Formula = Callable[[dict[str, Any]], float]


def twins(**sections: Any) -> Scenario:
    """A small scenario with twins; sections are laid over it key by key."""
    return overlaid(TWINS, **sections)


def plain(values: dict[str, Any]) -> float:
    """A difference to which minimum purchases add -300, the budget -100 and both together another -60."""
    bought = values.get("policies.minimum_purchase_cap") != 0
    short = values.get("population.budget") != 1_000_000
    return 150.0 - 300.0 * bought - 100.0 * short - 60.0 * (bought and short)


@dataclass(frozen=True)
class Toy(Question):
    """A question whose worlds are a formula."""

    formula: Formula = plain
    noise: float = 5.0
    lost: tuple[str, ...] = ()  # names whose change puts the level out of reach
    absent: tuple[str, tuple[int, ...]] = ("", ())  # a name, and seeds with which its change leaves nobody in business
    lived: list[Job] = field(default_factory=list)

    def live(self, job: Job) -> dict[str, float]:
        self.lived.append(job)
        values = dict(job.values)
        if job.kind == "level":
            gone = any(name in values for name in self.lost)
            return {"shift": float("nan") if gone else 0.25, "wanted": 100.0, "reached": 99.0}
        net = self.formula(values) + float(np.random.default_rng(job.seed).normal(0.0, self.noise))
        if self.absent[0] in values and job.seed in self.absent[1]:
            net = float("nan")
        return {
            "one": 10.0,
            "two": 10.0 + net,
            "net": net,
            "better": net if math.isnan(net) else float(net > 0.0),
            "turnover": 1000.0,
        }


class Remembered(Kept):
    """Figures that are kept in memory, which takes no time."""

    folders: ClassVar[dict[Path, Remembered]] = {}

    def __init__(self, folder: Path) -> None:
        self.file, self.there = folder / "worlds.db", dict[str, dict[str, float]]()

    @staticmethod
    def of(folder: Path) -> Remembered:
        """Return what was kept in a folder."""
        return Remembered.folders.setdefault(folder, Remembered(folder))

    def get(self, key: str) -> dict[str, float] | None:
        return self.there.get(key)

    def put(self, key: str, figures: Mapping[str, float]) -> None:
        self.there[key] = dict(figures)

    def __len__(self) -> int:
        return len(self.there)


@contextmanager
def measuring(folder: Path, question: Question) -> Iterator[Measuring]:
    """Live the worlds of a question in this process."""
    with Patience() as patience, InProcess() as executor:
        yield Measuring(question, Remembered.of(folder), executor, patience, "quiet")
