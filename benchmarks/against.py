"""One run of ``focus_or_diversify`` beside the same run in another version of Many Hats, taking turns."""

from __future__ import annotations

import subprocess
import sys
import tempfile

from benchmarks.report import Form, Measure, SkippedError, at_most

MOST = 0.5
NOBODY = "No other version was named, so nothing is compared with one: --against /path/to/its/python."
ONE_RUN = """
import gc, sys, time
from sim import Scenario, run
days, turns = map(int, sys.argv[1:])
scenario = Scenario.load("focus_or_diversify", [f"time.days={days}"])
strategy = "main business plus yields"
run(scenario, 1, strategy=strategy)
for seed in range(1, turns + 1):
    gc.collect()
    start = time.process_time()
    run(scenario, seed, strategy=strategy)
    print(time.process_time() - start)
"""


def run(form: Form) -> list[Measure]:
    """Measure a year of the focal design; a quarter in the quick form."""
    if form.against is None:
        raise SkippedError(NOBODY)
    days, rounds = (91, 1) if form.quick else (365, 3)
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(rounds):
        ours += _seconds(sys.executable, days)
        theirs += _seconds(form.against, days)
    ratio = Measure("one run of focus_or_diversify: this / the other version", min(ours) / min(theirs), "times")
    return [
        Measure("one run of focus_or_diversify", min(ours) * 1e3, "ms", min(ours) * 1e3, max(ours) * 1e3),
        Measure("the same, the other version", min(theirs) * 1e3, "ms", min(theirs) * 1e3, max(theirs) * 1e3),
        at_most(MOST, ratio, judged=not form.quick),
    ]


def _seconds(python: str, days: int, turns: int = 3) -> list[float]:
    """Return seconds of processor time of some runs, in a process of their own, compiled before."""
    command = [python, "-c", ONE_RUN, str(days), str(turns)]
    elsewhere = tempfile.gettempdir()  # a Python prefers the package that lies where it is started
    done = subprocess.run(command, cwd=elsewhere, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{python} failed: {done.stderr.strip()[-1000:]}")
    return [float(line) for line in done.stdout.split()]
