"""How soon the command answers: whole processes, imports included."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.report import Form, Measure
from benchmarks.scenarios import BASE

COMMAND = Path(sys.executable).with_name("manyhats")
HELP = ("--help",)
RUN = ("run", str(BASE), "--set", "population.people=2000", "--set", "time.days=365")
MOST_HELP, MOST_RUN = 0.5, 1.2  # seconds
REPEATS = 5


def seconds(arguments: Sequence[str]) -> tuple[float, float]:
    """Run the command once and return how long it took: by the clock, and of processor time.

    Raises
    ------
    RuntimeError
        If the command is not installed beside this Python, or fails.
    """
    if not COMMAND.exists():
        raise RuntimeError(f"{COMMAND} is missing: install the package into this environment first.")
    before, start = _children(), time.perf_counter()
    done = subprocess.run([str(COMMAND), *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"manyhats {' '.join(arguments)} failed: {done.stderr.strip()}")
    return time.perf_counter() - start, _children() - before


def _children() -> float:
    """Processor time of all processes started so far and ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _measures(name: str, arguments: Sequence[str], most: float, repeats: int) -> list[Measure]:
    seconds(arguments)  # what is compiled and read from disk once is warm from here on
    runs = [seconds(arguments) for _ in range(repeats)]
    clock, processor = ([run[part] for run in runs] for part in (0, 1))
    target, met = f"at most {most:g}", median(clock) <= most
    return [
        Measure(name, median(clock), "s", min(clock), max(clock), target, met, {"runs": clock}),
        Measure(f"{name}: processor time", median(processor), "s", min(processor), max(processor)),
    ]


def run(form: Form) -> list[Measure]:
    """Measure the help and a warm run of 2,000 people over a year."""
    repeats = 3 if form.quick else REPEATS
    return [
        *_measures("manyhats --help", HELP, MOST_HELP, repeats),
        *_measures("manyhats run, 2,000 people, 365 days", RUN, MOST_RUN, repeats),
    ]
