"""Agent-steps a second: the market beside the same rules in Mesa and in NumPy, in one process, taking turns."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

from benchmarks.mesa_sparse import SparseTwin
from benchmarks.mesa_twin import RecruitTwin
from benchmarks.numpy_twin import NumpyTwin
from benchmarks.report import Form, Measure, at_least
from benchmarks.scenarios import NOT_IN_PYTHON, active
from sim.market import Market
from sim.scenario.schema import Scenario
from sim.world.world import World

LEAST = {0.01: 75.0, 0.1: 65.0, 0.5: 55.0}
"""Times the Mesa twin's agent-steps a second, by share of people at work on the first day."""

DAYS = {0.01: 365, 0.1: 120, 0.5: 60}
MARKETS_A_TURN = 8  # a market lives its year in the blink of an eye: take more of them
NAMES = {
    "market": "market",
    "numpy": "NumPy, whole columns",
    "mesa": "Mesa twin",
    "sparse": "Mesa twin that wakes only those with something to do",
}
Rates = dict[str, list[float]]


def steps_a_second(scenario: Scenario, build: Callable[[], Any]) -> float:
    """Build a model, live all days, and return person-days a second of processor time of the day loop.

    Processor time, because it does not count the turns of other programs on a busy machine; all models use one
    thread.
    """
    model = build()
    people = scenario.population.people or 0
    gc.collect()
    start = time.process_time()
    for _ in range(scenario.time.days):
        model.step()
    return people * scenario.time.days / (time.process_time() - start)


def first_morning(scenario: Scenario, seed: int) -> World:
    """Return the world in which a market begins."""
    return Market(scenario, seed, collect=False).world


def run(form: Form) -> list[Measure]:
    """Measure at 10,000 people with 1, 10 and 50 % of them at work on the first day; fewer in the quick form."""
    people, rounds = (1_000, 1) if form.quick else (10_000, 2)
    measures: list[Measure] = []
    for share, days in DAYS.items():
        scenario = active(people, days // 4 if form.quick else days, share, *NOT_IN_PYTHON)
        where = f"{people:,} people, {100 * share:.0f} % active"
        measures += _measures(where, (people, share), _turns(scenario, rounds), judged=not form.quick)
    return measures


def _turns(scenario: Scenario, rounds: int) -> Rates:
    """Rates of all ways, taking turns."""

    def market(seed: int) -> Market:
        return Market(scenario, seed, collect=False)

    rates: Rates = {name: [] for name in NAMES}
    steps_a_second(scenario, lambda: market(1))  # compiles, or loads what is compiled
    for seed in range(1, rounds + 1):
        rates["mesa"].append(steps_a_second(scenario, lambda s=seed: RecruitTwin(scenario, s)))
        rates["sparse"].append(steps_a_second(scenario, lambda s=seed: SparseTwin(scenario, s)))
        for turn in range(MARKETS_A_TURN):
            number = seed + rounds * turn
            rates["market"].append(steps_a_second(scenario, lambda s=number: market(s)))
        for turn in range(MARKETS_A_TURN // 2):
            number = seed + rounds * turn
            rates["numpy"].append(steps_a_second(scenario, lambda s=number: NumpyTwin(first_morning(scenario, s), s)))
    return rates


def _measures(where: str, world: tuple[int, float], rates: Rates, *, judged: bool) -> Iterator[Measure]:
    """Put rates and their ratios into measures; targets are held against the least disturbed turns.

    What shares the machine's caches only ever slows a turn down, a short turn more than a long one, so the fastest
    turns of both are the fairest pair (the argument of Python's own ``timeit``); medians stand beside them.
    """
    people, share = world
    for key, name in NAMES.items():
        runs = rates[key]
        yield Measure(
            f"{where}: {name}, median", median(runs), "agent-steps/s", min(runs), max(runs), detail={"runs": runs}
        )
    fastest = {key: max(runs) for key, runs in rates.items()}
    about = {"people": people, "share": share, "steps_a_second": fastest}
    ratio = fastest["market"] / fastest["mesa"]
    mesa = Measure(f"{where}: market / Mesa twin, fastest turns", ratio, "times", detail=about)
    yield at_least(LEAST[share], mesa, judged=judged)
    middle = median(rates["market"]) / median(rates["mesa"])
    yield Measure(f"{where}: market / Mesa twin, medians", middle, "times")
    for key in ("sparse", "numpy"):
        name = NAMES[key].partition(",")[0]
        yield Measure(f"{where}: market / {name}, fastest turns", fastest["market"] / fastest[key], "times")
