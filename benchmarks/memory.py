"""The memory of a batch's parent process: many runs beside few, each batch in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.report import Form, Measure
from benchmarks.scenarios import BASE
from sim.record.run import Run
from sim.runs import run as run_market
from sim.scenario.schema import Scenario

MOST = 1.15
TINY = (
    "population.people=30",
    "population.networkers=0.2",
    "graph.mean_degree=10",
    "time.days=7",
    "design.focal_people=2",
)
BATCH = """
import resource, sys
from benchmarks.memory import again
from sim.lab.batch import batch
from sim.scenario import Scenario
batch(Scenario.load(sys.argv[1], sys.argv[4:]), sys.argv[2], int(sys.argv[3]), 2, again, progress="quiet")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
_lived: list[Run] = []


def again(scenario: Scenario, seed: int, **options: Any) -> Run:
    """Hand in the first run of this process again: what a parent has to keep does not depend on what a run cost."""
    if not _lived:
        _lived.append(run_market(scenario, seed, **options))
    return _lived[0]


def run(form: Form) -> list[Measure]:
    """Measure 10,000 tiny runs on two workers beside 1,000, or fewer of both."""
    few, many = (100, 1_000) if form.quick else (1_000, 10_000)
    with tempfile.TemporaryDirectory() as place:
        peaks = {runs: _peak(Path(place), runs) for runs in (few, many)}
    ratio = peaks[many] / peaks[few]
    return [
        *(Measure(f"the parent's peak, {runs:,} runs", peak, "MB") for runs, peak in peaks.items()),
        Measure(
            f"{many:,} runs / {few:,} runs",
            ratio,
            "times",
            target=f"at most {MOST}",
            met=None if form.quick else ratio <= MOST,
        ),
    ]


def _peak(place: Path, runs: int) -> float:
    """Megabytes of the parent at its largest; its workers are not counted."""
    command = [sys.executable, "-c", BATCH, str(BASE), str(place / str(runs)), str(runs), *TINY]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
