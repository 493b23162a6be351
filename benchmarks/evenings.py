"""Evenings: what one costs, and a year with them beside the same year without."""

from __future__ import annotations

import time
from statistics import median

from benchmarks.report import Form, Measure
from benchmarks.scenarios import BASE, sized
from sim.core.chance import seed_key
from sim.market import Market
from sim.model.events.circles import circle_day
from sim.model.events.floor import CONSTANTS, Knobs, empty_floor
from sim.replay.synthetic import synthetic_list
from sim.runs import watch
from sim.scenario.schema import Scenario

GUESTS, HOURS, KNOBS = 100, 3, Knobs(0.417, 0.171)
MOST_MILLISECONDS, MOST_RATIO = 20.0, 3.0
SHARES = (0.2, 0.5, 1.0)


def one_evening(turns: int) -> list[float]:
    """Milliseconds of an evening of 100 guests and 3 hours, its contact list included."""
    synthetic_list(GUESTS, 0.1, 1, KNOBS, 0)
    found = []
    for turn in range(turns):
        start = time.perf_counter()
        circle_day(empty_floor(GUESTS), seed_key(turn), 0, HOURS * 180, KNOBS, CONSTANTS)
        found.append((time.perf_counter() - start) * 1e3)
    return found


def year(people: int, days: int, share: float, seed: int) -> float:
    """Seconds of processor time to live a year in which networkers make this share of their openings at events."""
    scenario: Scenario = sized(BASE, people, days)
    events = scenario.events.model_copy(update={"share": share})
    market = Market(scenario.model_copy(update={"events": events}), seed, collect=False)
    start = time.process_time()
    watch(market)
    lived = time.process_time() - start
    market.close()
    return lived


def run(form: Form) -> list[Measure]:
    """Measure one evening, and years of 5,000 people (a quarter of 1,000 in the quick form), taking turns."""
    people, days, turns = (1_000, 91, 3) if form.quick else (5_000, 365, 9)
    single = one_evening(turns * 5)
    years: dict[float, list[float]] = {share: [] for share in (0.0, *SHARES)}
    for share in years:
        year(people, min(days, 61), share, 1)
    for seed in range(1, turns + 1):
        for share, seconds in years.items():
            seconds.append(year(people, days, share, seed))
    plain = years.pop(0.0)
    name = f"evening, {GUESTS} guests, {HOURS} h"
    fast = median(single) <= MOST_MILLISECONDS
    measures = [
        Measure(name, median(single), "ms", min(single), max(single), f"at most {MOST_MILLISECONDS:.0f}", fast),
        Measure("year without evenings", median(plain) * 1e3, "ms", min(plain) * 1e3, max(plain) * 1e3),
    ]
    for share, seconds in years.items():
        ratios = [with_them / without for with_them, without in zip(seconds, plain, strict=True)]
        met = None if form.quick else median(ratios) <= MOST_RATIO
        label = f"with / without, {share:.0%} of openings at events"
        measures.append(
            Measure(label, median(ratios), "times", min(ratios), max(ratios), f"at most {MOST_RATIO:.0f}", met)
        )
    return measures
