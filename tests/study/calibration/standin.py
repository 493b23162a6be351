"""A model that answers at once: some targets follow the parameters, all others are met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.scenario.schema import Scenario
from sim.study.targets import TARGETS

NAMES = ("company.retail_margin", "decision.intercept", "conversation.most_per_day")
BEST = {"company.retail_margin": 0.4, "decision.intercept": -6.5}


def met() -> dict[str, float]:
    return {name: target.high if target.expected is None else target.expected for name, target in TARGETS.items()}


def evaluate(
    scenario: Scenario, at: Mapping[str, float], seeds: Sequence[int], variants: int | None = None
) -> dict[str, float]:
    margin, intercept = at["company.retail_margin"], at["decision.intercept"]
    far = abs(margin - BEST["company.retail_margin"]), abs(intercept - BEST["decision.intercept"])
    return {**met(), "profit": 0.32 + far[0], "top-1": 0.45 - 0.1 * far[1], "gini": 0.92 + 1e-9 * len(seeds)}
