"""Effects and tests made by hand."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.scenario.design import ClaimTest
from sim.study.effects import Effect

SPREAD = (-1.0, 0.0, 1.0)
"""Around a mean: standard deviation 1, and with 3 seeds a 95 % interval of 4.303 / sqrt(3) = 2.484 to either side."""
HALF = 2.484138


def effect(mean: float, scale: float = 1.0, matters: float = 1.0, **region: Any) -> Effect:
    """An effect with three seeds: its interval reaches ``HALF * scale`` to either side of the mean."""
    return Effect(region, mean + scale * np.array(SPREAD), matters, 10.0, seeds=np.array([1, 2, 3]))


def question(**more: Any) -> ClaimTest:
    """A contrast of two strategies."""
    stated = {"question": "Is it more?", "outcome": "recruits", "better": "two", "against": ["one"], "matters": 1.0}
    return ClaimTest.model_validate(stated | more)
