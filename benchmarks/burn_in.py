"""A market that lives four years before the people studied enter, and the two years of each twin that branches off."""

from __future__ import annotations

import time
from statistics import median
from typing import NamedTuple

from benchmarks.report import Form, Measure
from benchmarks.scenarios import BASE
from sim import twins
from sim.scenario.schema import Scenario

YEARS, WATCHED = 4, 2
MOST_BURN_IN, MOST_TWIN = 2.0, 0.5
WAYS = 8


class Lived(NamedTuple):
    """Seconds of processor time of one seed: the burn-in with its graph, and a twin with its copy."""

    burn_in: float
    twin: float


def focal(years: int, watched: int) -> Scenario:
    """The default world, in which five people enter after some years."""
    days = [f"time.days={365 * (years + watched)}", f"design.focal_entry={365 * years}"]
    return Scenario.load(BASE, ["design.worlds=focal", "design.focal_people=5", *days])


def seconds(scenario: Scenario, seed: int) -> float:
    """Processor time of a run; from the burn-in that is kept if it is the one before."""
    start = time.process_time()
    twins.live(scenario, seed)
    return time.process_time() - start


def lived(scenario: Scenario, seed: int) -> Lived:
    """Live a seed twice: from its first day, and from its burn-in."""
    twins.forget()
    alone, twin = seconds(scenario, seed), seconds(scenario, seed)
    twins.forget()
    return Lived(alone - twin, twin)


def run(form: Form) -> list[Measure]:
    """Measure the burn-in, a twin, and what eight ways of a seed take together beside eight worlds lived alone."""
    turns = 3 if form.quick else 9
    seconds(Scenario.load(BASE, ["time.days=100", "design.worlds=focal", "design.focal_entry=60"]), 1)
    found = [lived(focal(YEARS, WATCHED), seed) for seed in range(1, turns + 1)]
    before, after = [each.burn_in for each in found], [each.twin for each in found]
    saved = [WAYS * (each.burn_in + each.twin) / (each.burn_in + WAYS * each.twin) for each in found]
    return [
        Measure(
            f"burn-in of {YEARS} years, graph included",
            median(before),
            "s",
            min(before),
            max(before),
            f"at most {MOST_BURN_IN:g}",
            median(before) <= MOST_BURN_IN,
        ),
        Measure(
            f"twin of {WATCHED} years",
            median(after),
            "s",
            min(after),
            max(after),
            f"at most {MOST_TWIN:g}",
            median(after) <= MOST_TWIN,
        ),
        Measure(
            f"{WAYS} ways of a seed, each alone / from one burn-in", median(saved), "times", min(saved), max(saved)
        ),
    ]
