"""Worlds that are lived with a draw of the posterior each: seed by seed another plausible setting.

A pair is then a draw and a seed together, so that an interval over pairs holds over plausible settings and not over
chance alone. Where no search has left a posterior, every seed has the values of the scenario.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import gcd
from typing import Any

import pandas as pd

from sim import Scenario, ScenarioError
from sim.scenario import with_values
from sim.study.posterior import Values, has_posterior, overrides, sample
from sim.twins import live

GOLDEN = 0.618
TRIES = 20


@dataclass(frozen=True)
class Drawn:
    """An engine of a batch: lives a world with the draw of its seed."""

    still: tuple[str, ...] = ()  # names that stay as the scenario has them: of guesses, or dotted ones

    def __call__(
        self,
        scenario: Scenario,
        seed: int,
        *,
        strategy: str | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> Any:
        """Live one world to its end; see :func:`sim.runs.run`."""
        return live(self.setting(scenario, seed), seed, strategy=strategy, progress=progress)

    def setting(self, scenario: Scenario, seed: int) -> Scenario:
        """Return the scenario with the draw of a seed; one that does not fit is passed over for the next.

        Raises
        ------
        sim.scenario.errors.ScenarioError
            If one draw after another is refused.
        """
        if not has_posterior():
            return scenario
        for attempt in range(TRIES):
            values = overrides(scenario, self.draw(seed, attempt))
            try:
                return with_values(scenario, {name: at for name, at in values.items() if name not in self.still})
            except ScenarioError:
                if attempt == TRIES - 1:
                    raise
        raise AssertionError

    def draw(self, seed: int, attempt: int = 0) -> Values:
        """Return the draw of a seed by the names of the parameters, but for those that stay as they are."""
        there = sample()
        row = (seed * stride(len(there.draws)) + attempt) % len(there.draws)
        return {name: value for name, value in there.values(row).items() if name not in self.still}

    def table(self, seeds: list[int]) -> pd.DataFrame:
        """Return the draws of seeds, a row each, in their order; no columns without a posterior."""
        drawn = [self.draw(seed) for seed in seeds] if has_posterior() else [{} for _ in seeds]
        return pd.DataFrame(drawn, index=seeds)

    def told(self) -> str:
        """Name what worlds are drawn from, for the names of folders."""
        if not has_posterior():
            return ""
        return hashlib.sha256(json.dumps([_print(), sorted(self.still)]).encode()).hexdigest()[:8]


def stride(many: int) -> int:
    """Return how far the draws of two seeds lie apart, so that a few seeds spread over all of the sample.

    The largest number with no factor in common with ``many`` that is at most its golden section.
    """
    return next(step for step in range(max(1, int(GOLDEN * many)), 0, -1) if gcd(step, many) == 1)


@cache
def _print() -> str:
    there = sample()
    return hashlib.sha256(json.dumps([there.names, there.draws]).encode()).hexdigest()
