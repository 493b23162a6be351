"""A million people: seconds, memory, and what a day of one person costs beside a small world."""

from __future__ import annotations

import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from benchmarks.report import Form, Measure
from benchmarks.scenarios import BASE, sized
from sim.market import Market
from sim.runs import watch

GIGABYTE = 1e9
MOST_MEMORY, MOST_RATIO = 12.0, 3.0
# 150 contacts and 20 places for people met later: (150 + 20) x 64 + 520 bytes a person, 11.4 GB, and half a gigabyte.


def live(people: int, days: int, seed: int) -> tuple[float, float]:
    """Run the base scenario; return seconds to build, and seconds of processor time for days and record."""
    scenario = sized(BASE, people, days)
    start = time.perf_counter()
    market = Market(scenario, seed, collect=False)
    built = time.perf_counter() - start
    start = time.process_time()
    watch(market)
    lived = time.process_time() - start
    market.close()
    return built, lived


def peak_memory() -> float:
    """Return the most memory this process ever held, in bytes.

    The system's own counter of a fresh process starts at its parent's, so the status file is asked first.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return float(line.split()[1]) * 1024.0
    unit = 1 if sys.platform == "darwin" else 1024
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * unit


def both_sizes(small: int, large: int, days: int) -> tuple[list[float], float, float, float]:
    """Live small worlds, then a large one; return their seconds, the large one's, and the peak of memory."""
    live(small, min(days, 61), 1)  # compiles, or loads what is compiled
    little = [live(small, days, seed)[1] for seed in (1, 2, 3, 4, 5)]
    built, lived = live(large, days, 1)
    return little, built, lived, peak_memory()


def run(form: Form) -> list[Measure]:
    """Measure at 10,000 and 1,000,000 people over a year, or at fewer over two months."""
    small, large, days = (2_000, 100_000, 61) if form.quick else (10_000, 1_000_000, 365)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        little, built, lived, memory = process.submit(both_sizes, small, large, days).result()
    costs = [seconds / (small * days) * 1e9 for seconds in little]
    cost = lived / (large * days) * 1e9
    ratio = cost / median(costs)
    return [
        Measure(f"{large:,} people, {days} days", built + lived, "s", detail={"built": built, "lived": lived}),
        Measure(
            "most memory held",
            memory / GIGABYTE,
            "GB",
            target=f"at most {MOST_MEMORY:.0f}",
            met=None if form.quick else memory / GIGABYTE <= MOST_MEMORY,
        ),
        Measure(f"cost at {small:,} people", median(costs), "ns a person-day", min(costs), max(costs)),
        Measure(f"cost at {large:,} people", cost, "ns a person-day"),
        Measure(
            "large / small",
            ratio,
            "times",
            target=f"at most {MOST_RATIO:.0f}",
            met=None if form.quick else ratio <= MOST_RATIO,
        ),
    ]
