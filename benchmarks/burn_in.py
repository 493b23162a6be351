"""The question itself: a market that people come to when it is some years old, and a twin of it for every strategy."""

from __future__ import annotations

import time
from statistics import fmean, median
from typing import NamedTuple

from benchmarks.report import Form, Measure, at_most
from benchmarks.scenarios import QUESTION
from sim import twins
from sim.scenario.schema import Scenario

MOST_BURN_IN, MOST_TWIN = 2.0, 0.5
SHORT = ("time.days=100", "design.focal_entry=60")
STRATEGY = "strategy"


class Lived(NamedTuple):
    """Seconds of processor time of one seed: the burn-in with its graph, and the mean of its twins, copies included."""

    burn_in: float
    twin: float


def seconds(scenario: Scenario, seed: int, strategy: str) -> float:
    """Processor time of a run; from the burn-in that is kept if it is the one before."""
    start = time.process_time()
    twins.live(scenario, seed, strategy=strategy)
    return time.process_time() - start


def lived(scenario: Scenario, seed: int) -> Lived:
    """Live the first strategy of a seed from its first day, and all of them from its burn-in."""
    strategies = scenario.design.vary[STRATEGY]
    twins.forget()
    alone = seconds(scenario, seed, strategies[0])
    each = [seconds(scenario, seed, strategy) for strategy in strategies]
    twins.forget()
    return Lived(alone - each[0], fmean(each))


def run(form: Form) -> list[Measure]:
    """Measure the burn-in, a twin, and all strategies of a seed from one burn-in beside as many worlds lived alone."""
    scenario = Scenario.load(QUESTION)
    lived(Scenario.load(QUESTION, SHORT), 1)  # compiles, or loads what is compiled
    found = [lived(scenario, seed) for seed in range(1, 4 if form.quick else 10)]
    ways, entry, days = len(scenario.design.vary[STRATEGY]), scenario.design.focal_entry, scenario.time.days
    saved = [ways * (each.burn_in + each.twin) / (each.burn_in + ways * each.twin) for each in found]
    where = f"{scenario.population.people:,} people with {scenario.graph.mean_degree:g} contacts"
    burn_in = _spread(f"{where}: {entry:,} days before anybody enters", [each.burn_in for each in found], "s")
    twin = _spread(f"{where}: a twin of the last {days - entry:,} days", [each.twin for each in found], "s")
    return [
        at_most(MOST_BURN_IN, burn_in),
        at_most(MOST_TWIN, twin),
        _spread(f"{ways} strategies of a seed, each alone / from one burn-in", saved, "times"),
    ]


def _spread(name: str, values: list[float], unit: str) -> Measure:
    return Measure(name, median(values), unit, min(values), max(values))
