"""Worlds that are formulas: what a sampled batch would have stored, for answers that are known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.results import Results
from sim.scenario import Scenario
from sim.scenario.designs import rows
from sim.scenario.schema import resolved

Formula = Callable[..., float]
FACTORS = ("decision.intercept", "decision.work_intercept", "decision.social_proof")
PI = 3.141593


def ishigami(x: float, y: float, z: float) -> float:
    """Ishigami & Homma 1990 with a = 7, b = 0.1: what is explained by each factor is known."""
    return float(np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x))


def linear(x: float, y: float, z: float) -> float:
    """Only the first two matter; the third is there in vain."""
    return 3.0 * x + y


def batch_of(
    formula: Formula,
    kind: str,
    points: int,
    *,
    seeds: int = 2,
    ends: tuple[float, float] = (-PI, PI),
    worlds: str = "population",
    **design: Any,
) -> Results:
    """Focus has 10 recruits at seed 1, one more at each other; two businesses add what the formula says."""
    scenario = Scenario.model_validate(
        {
            "title": "Known",
            "company": [{"name": "vita", "topic": "health"}],
            "strategy": [{"name": name, "companies": ["vita"]} for name in ("focus", "two")],
            "population": {"people": 5000},
            "design": {
                "kind": kind,
                "points": points,
                "worlds": worlds,
                "between": {name: list(ends) for name in FACTORS},
                "vary": {"strategy": ["focus", "two"]},
                "outcomes": ["recruits", "net_loss"],
                **design,
            },
        }
    )
    plan = [{"index": index, "strategy": row["strategy"], "values": row} for index, row in enumerate(rows(scenario))]
    people = pd.DataFrame(
        [
            {
                "point": point["index"],
                "seed": seed,
                "person": person,
                "strategy": point["strategy"],
                "focal": True,
                "recruits": 9.0
                + seed
                + person
                + (formula(*(point["values"][name] for name in FACTORS)) if point["strategy"] == "two" else 0.0),
                "net_loss": 0.5,
            }
            for point in plan
            for seed in range(1, seeds + 1)
            for person in (0, 1)
        ]
    )
    runs = people.groupby(["point", "seed", "strategy", "focal"])[["recruits", "net_loss"]].mean().reset_index()
    manifest = {"scenario": resolved(scenario), "points": plan, "seeds": [*range(1, seeds + 1)]}
    return Results(manifest, runs, people, runs.assign(day=0))
