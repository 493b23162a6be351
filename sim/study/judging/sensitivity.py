"""In how many plausible worlds a test holds, and which guessed parameter decides most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from sim.analysis.statistics import CONFIDENCE
from sim.study.judging.effects import Effect

if TYPE_CHECKING:
    from sim.scenario.design import ClaimTest

Floats = NDArray[np.float64]
FEWEST = 5
"""Settings with an effect below which no correlation is given."""


@dataclass(frozen=True)
class Moved:
    """How much a guessed parameter moves an effect.

    Attributes
    ----------
    name
        Dotted name.
    correlation
        Spearman's rank correlation of value and effect, the effect in the expected direction.
    chance
        Whether chance alone would give the largest of so many correlations such a size in one case of twenty.
    """

    name: str
    correlation: float
    chance: bool


@dataclass(frozen=True)
class Sensitivity:
    """How a test fares over plausible settings.

    Attributes
    ----------
    settings
        How many were tried.
    holds
        In how many the estimate has the expected direction and reaches what matters, in all core regions.
    low, high
        95 % interval of that share (Wilson 1927).
    moved
        Parameters by how much they move the effect, the strongest first.
    """

    settings: int
    holds: int
    low: float
    high: float
    moved: list[Moved] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Share of the settings in which it holds."""
        return self.holds / self.settings


def holds(found: Sequence[Effect], test: ClaimTest) -> bool:
    """Say whether the estimates of one setting are as expected and matter, in all regions."""
    if test.expects == "equal":
        return all(abs(each.estimate) < each.matters for each in found)
    return all(strength(each, test) >= each.matters for each in found)


def strength(effect: Effect, test: ClaimTest) -> float:
    """Return an estimate in the expected direction: larger supports more."""
    if test.expects == "equal":
        return -abs(effect.estimate)
    return -effect.estimate if test.expects == "lower" else effect.estimate


def sensitivity(test: ClaimTest, found: Sequence[Sequence[Effect]], settings: pd.DataFrame) -> Sensitivity:
    """Sum up a test over settings.

    Parameters
    ----------
    test
        What was measured.
    found
        Effects of its core regions, one list a setting.
    settings
        Values of the guessed parameters, one row a setting, one column a parameter.
    """
    held = [holds(each, test) for each in found]
    low, high = wilson(sum(held), len(held))
    answers = np.array([np.mean([strength(effect, test) for effect in each]) for each in found])
    return Sensitivity(len(held), sum(held), low, high, moved(answers, settings))


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927)."""
    found = stats.binomtest(successes, trials).proportion_ci(CONFIDENCE, method="wilson")
    return float(found.low), float(found.high)


def moved(answers: Floats, settings: pd.DataFrame) -> list[Moved]:
    """Rank parameters by their rank correlation with the answers; empty if too few settings have one.

    Parameters
    ----------
    answers
        Shape (settings,); nan where there is none.
    settings
        As for :func:`sensitivity`.
    """
    known = np.isfinite(answers)
    many = int(known.sum())
    varied = [name for name in settings.columns if settings[name][known].nunique() > 1]
    if many < FEWEST or np.ptp(answers[known]) == 0.0 or not varied:
        return []
    found = {name: float(stats.spearmanr(settings[name][known], answers[known]).statistic) for name in varied}
    bound = _chance(many, len(varied))
    ranked = sorted(found.items(), key=lambda item: -abs(item[1]))
    return [Moved(name, value, abs(value) < bound) for name, value in ranked]


def _chance(many: int, tries: int) -> float:
    """Correlation that one of so many independent parameters exceeds by chance in one case of twenty."""
    level = (1.0 - CONFIDENCE) / tries / 2
    t = float(stats.t.ppf(1.0 - level, many - 2))
    return float(t / np.sqrt(many - 2 + t**2))
