"""A model that answers at once: two parameters, two figures, and noise of the seed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.study.calibration.closeness import Bench, Closeness
from sim.study.calibration.space import searched
from tests.builders import scenario

NAMES = ("company.retail_margin", "decision.intercept")
FIGURES = ("profit", "gini")
SPACE = searched(names=NAMES)


@dataclass(frozen=True)
class Toy(Bench):
    """Figures that follow the quantiles of the priors."""

    def measure(self, at: Mapping[str, float], seeds: Sequence[int], most: float = math.inf) -> dict[str, float]:
        one, two = (each.share(at[each.name]) for each in SPACE)
        noise = np.random.default_rng(seeds[0]).normal(0.0, 0.01, 2)
        return {"profit": 0.18 + 0.14 * one + noise[0], "gini": 0.88 + 0.09 * (0.6 * one + 0.4 * two) + 0.3 * noise[1]}


TOY = Toy(scenario(), Closeness(FIGURES))
