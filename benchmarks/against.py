"""One run, and the commands around many, beside the same in another version of Many Hats, taking turns."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.report import Form, Measure, SkippedError, at_most

MOST = 0.5
SHORT = "design.focal_entry=0"  # the people studied are there from the first day: a run lasts a year at most
TINY = ("--seeds", "4", "--set", "population.people=1000", "--set", "time.days=30", "--set", SHORT)
NOBODY = "No other version was named, so nothing is compared with one: --against /path/to/its/python."
ONE_RUN = """
import gc, sys, time
from sim import Scenario, run
days, turns = map(int, sys.argv[1:3])
scenario = Scenario.load("focus_or_diversify", [f"time.days={days}", sys.argv[3]])
strategy = "main business plus yields"
run(scenario, 1, strategy=strategy)
for seed in range(1, turns + 1):
    gc.collect()
    start = time.process_time()
    run(scenario, seed, strategy=strategy)
    print(time.process_time() - start)
"""


def run(form: Form) -> list[Measure]:
    """Measure a year of the focal design, a quarter in the quick form, and commands whose runs cost next to nothing."""
    if form.against is None:
        raise SkippedError(NOBODY)
    days, rounds = (91, 1) if form.quick else (365, 3)
    runs: dict[str, list[float]] = {sys.executable: [], form.against: []}
    commands: dict[str, list[float]] = {sys.executable: [], form.against: []}
    for _ in range(rounds):
        for python in runs:
            runs[python] += _seconds(python, days)
            commands[python].append(_of_commands(python))
    judged = not form.quick
    return [
        *_beside("one run of focus_or_diversify", [[each * 1e3 for each in of] for of in runs.values()], "ms", judged),
        *_beside("batch of 24 tiny worlds with its plots, and its report", list(commands.values()), "s", judged),
    ]


def _beside(name: str, both: list[list[float]], unit: str, judged: bool) -> list[Measure]:
    """Measures of this version, of the other, and how they compare in their fastest turns."""
    ours, theirs = both
    ratio = Measure(f"{name}: this / the other version", min(ours) / min(theirs), "times")
    return [
        Measure(name, min(ours), unit, min(ours), max(ours)),
        Measure(f"{name}: the other version", min(theirs), unit, min(theirs), max(theirs)),
        at_most(MOST, ratio, judged=judged),
    ]


def _of_commands(python: str) -> float:
    """Return seconds by the clock of ``manyhats batch`` and ``manyhats report``."""
    command = str(Path(python).with_name("manyhats"))
    with tempfile.TemporaryDirectory() as place:
        began = time.perf_counter()
        _told([command, "batch", "focus_or_diversify", "--workers", "2", "--out", f"{place}/tiny", *TINY])
        _told([command, "report", f"{place}/tiny"])
        return time.perf_counter() - began


def _seconds(python: str, days: int, turns: int = 3) -> list[float]:
    """Return seconds of processor time of some runs, in a process of their own, compiled before."""
    return [float(line) for line in _told([python, "-c", ONE_RUN, str(days), str(turns), SHORT]).split()]


def _told(command: list[str]) -> str:
    """What a command prints."""
    elsewhere = tempfile.gettempdir()  # a Python prefers the package that lies where it is started
    done = subprocess.run(command, cwd=elsewhere, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr.strip()[-1000:]}")
    return done.stdout
