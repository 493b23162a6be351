"""Agent-steps a second: the market beside its Mesa twin, in one process, taking turns."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from benchmarks.mesa_sparse import SparseTwin
from benchmarks.mesa_twin import RecruitTwin
from benchmarks.report import Measure
from benchmarks.scenarios import RECRUIT, sized
from sim.market import Market
from sim.scenario.schema import Scenario

TARGET = 200.0
MARKETS_A_TURN = 8  # a market lives its year in the blink of an eye: take more of them


def steps_a_second(scenario: Scenario, build: Callable[[], Any]) -> float:
    """Build a model, live all days, and return person-days a second of processor time of the day loop.

    Processor time, because it does not count the turns of other programs on a busy machine; both models use one
    thread.
    """
    model = build()
    people = scenario.population.people or 0
    gc.collect()
    start = time.process_time()
    for _ in range(scenario.time.days):
        model.step()
    return people * scenario.time.days / (time.process_time() - start)


def run(quick: bool) -> list[Measure]:
    """Measure at 10,000 people and 365 days, or fewer of both."""
    people, days, rounds = (2_000, 120, 2) if quick else (10_000, 365, 3)
    scenario = sized(RECRUIT, people, days)
    steps_a_second(scenario, lambda: Market(scenario, 1, collect=False))  # compiles, or loads what is compiled
    rates: dict[str, list[float]] = {"market": [], "twin": [], "sparse": []}
    for seed in range(1, rounds + 1):
        rates["twin"].append(steps_a_second(scenario, lambda s=seed: RecruitTwin(scenario, s)))
        rates["sparse"].append(steps_a_second(scenario, lambda s=seed: SparseTwin(scenario, s)))
        for turn in range(MARKETS_A_TURN):
            number = seed + rounds * turn
            rates["market"].append(steps_a_second(scenario, lambda s=number: Market(scenario, s, collect=False)))
    return _measures(rates, judged=not quick)


def _measures(rates: dict[str, list[float]], *, judged: bool) -> list[Measure]:
    """Put rates and their ratios into measures; the target is held against the least disturbed turns.

    What shares the machine's caches only ever slows a turn down, a short turn more than a long one, so the fastest
    turns of both are the fairest pair (the argument of Python's own ``timeit``); medians stand beside them.
    """
    names = {
        "market": "market",
        "twin": "Mesa twin",
        "sparse": "Mesa twin that wakes only those with something to do",
    }
    found = [
        Measure(
            f"{name}, median",
            median(rates[key]),
            "agent-steps/s",
            min(rates[key]),
            max(rates[key]),
            detail={"runs": rates[key]},
        )
        for key, name in names.items()
    ]
    best = max(rates["market"]) / max(rates["twin"])
    return [
        *found,
        Measure(
            "market / Mesa twin, fastest turns",
            best,
            "times",
            target=f"at least {TARGET:.0f}",
            met=best >= TARGET if judged else None,
        ),
        Measure("market / Mesa twin, medians", median(rates["market"]) / median(rates["twin"]), "times"),
        Measure("market / sparse twin, fastest turns", max(rates["market"]) / max(rates["sparse"]), "times"),
    ]
