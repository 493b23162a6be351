"""Month's end of every compensation plan over a million positions, in trees of any shape."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.report import Form, Measure
from sim.core.registry import SHIPPED
from sim.model.plans.buying import standings
from sim.model.plans.parameters import PlanKind
from sim.model.plans.rows import Place, Position
from sim.model.plans.tree import place_newcomers
from sim.model.tables import NONE, Tables
from sim.scenario.schema import Scenario
from sim.world.build import build

MOST_SECONDS = 1.0
DAY, VOLUME = 29, 100_00
LEVELS: dict[str, dict[str, Any]] = {
    "unilevel": {"rates": [0.03] * 30},
    "geometric": {"levels": 30},
    "binary": {},
    "matrix": {"rates": [0.03] * 30},
}


def recursive(size: int) -> NDArray[np.int64]:
    """Sponsors in a random recursive tree."""
    chance = np.random.default_rng(1)
    return np.concatenate([[NONE], (chance.random(size - 1) * np.arange(1, size)).astype(np.int64)])


SHAPES: dict[str, Callable[[int], NDArray[np.int64]]] = {
    "random recursive": recursive,
    "chain": lambda size: np.concatenate([[NONE], np.arange(size - 1)]),
    "star": lambda size: np.concatenate([[NONE], np.zeros(size - 1, np.int64)]),
    "full binary": lambda size: np.concatenate([[NONE], np.arange(size - 1) // 2]),
}


def planted(kind: str, sponsors: NDArray[np.int64]) -> Tables:
    """A company of this plan whose members all bought; one person holds all positions, as only their tree counts."""
    company = {"name": "vita", "topic": "health", "plan": {"kind": kind, **LEVELS[kind]}}
    strategy = {"name": "vita", "companies": ["vita"]}
    scenario = {"population": {"people": 10}, "company": [company], "strategy": [strategy]}
    w = build(Scenario.model_validate({**scenario, "graph": {"kind": "complete"}}), 1).tables
    positions = Position.rows(sponsors.size)
    positions.sponsor, positions.place, positions.left = sponsors, NONE, -1
    positions.working = positions.qualified = 1
    positions.volume = VOLUME
    w.count.positions = sponsors.size
    return w._replace(positions=positions, places=Place.rows(sponsors.size))


def month_end(kind: str, sponsors: NDArray[np.int64]) -> float:
    """Seconds of processor time for ranks, placing everybody at once, and commissions."""
    w = planted(kind, sponsors)
    start = time.process_time()
    standings(w)
    place_newcomers(w)
    SHIPPED.function("plan", kind)(w, DAY, PlanKind.of(kind))
    return time.process_time() - start


def run(form: Form) -> list[Measure]:
    """Measure every plan on every shape of tree: a million positions, or ten thousand in the quick form."""
    size, turns = (10_000, 2) if form.quick else (1_000_000, 3)
    measures = []
    for kind in LEVELS:
        month_end(kind, SHAPES["chain"](10))
        for shape, sponsors in SHAPES.items():
            seconds = sorted(month_end(kind, sponsors(size)) for _ in range(turns))
            met = None if form.quick else seconds[turns // 2] <= MOST_SECONDS
            name = f"{kind}, {shape}, {size:,} positions"
            target = f"at most {MOST_SECONDS:.0f}"
            measures.append(Measure(name, seconds[turns // 2], "s", seconds[0], seconds[-1], target, met))
    return measures
