"""How a test fares over plausible settings, and which guesses move it: read from the pairs that judged it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from sim.analysis import CONFIDENCE, wilson
from sim.scenario import ClaimTest
from sim.study.effects import Effect

FEWEST_SETTINGS = 5
"""Settings with an effect below which no correlation is given."""


@dataclass(frozen=True)
class Moved:
    """How much a guessed parameter moves an effect."""

    name: str  # dotted name
    correlation: float  # spearman's rank correlation of value and effect, the effect in the expected direction
    # whether chance alone would give the largest of so many correlations such a size in one case of twenty
    chance: bool


@dataclass(frozen=True)
class Sensitivity:
    """How a test fares over plausible settings."""

    settings: int  # how many were tried: draws with a world of each side
    holds: int  # in how many the effect has the expected direction and reaches what matters, as a mean over the regions
    low: float  # 95 % interval of that share (Wilson 1927)
    high: float
    moved: list[Moved] = field(default_factory=list)  # parameters by how much they move the effect, the strongest first

    @property
    def share(self) -> float:
        """Share of the settings in which it holds."""
        return self.holds / self.settings


def sensitivity(test: ClaimTest, found: Sequence[Effect], drawn: pd.DataFrame) -> Sensitivity | None:
    """Sum up a test over the draws of its seeds.

    Parameters
    ----------
    test
        What was asked.
    found
        Its effects, one per region that counts.
    drawn
        Draws by seed, a row each; without columns there is nothing to say.
    """
    if drawn.empty or not len(drawn.columns):
        return None
    units = [pd.Series(_strength(each.sample, test) / each.matters, index=each.seeds) for each in found]
    known = [each for each in units if each.size and np.isfinite(each.to_numpy()).all()]
    if not known:
        return None
    answers = pd.concat(known, axis=1).mean(axis=1)
    enough = -1.0 if test.expects == "equal" else 1.0
    held = int((answers > enough).sum() if enough < 0 else (answers >= enough).sum())
    low, high = wilson(held, len(answers))
    settings = drawn.loc[answers.index].reset_index(drop=True)
    return Sensitivity(len(answers), held, low, high, moved(answers.to_numpy(np.float64), settings))


def _strength(sample: NDArray[np.float64], test: ClaimTest) -> NDArray[np.float64]:
    """Effects in the expected direction: larger supports more."""
    if test.expects == "equal":
        return -np.abs(sample)
    return -sample if test.expects == "lower" else sample


def moved(answers: NDArray[np.float64], settings: pd.DataFrame) -> list[Moved]:
    """Rank parameters by their rank correlation with the answers; empty if too few settings have one."""
    known = np.isfinite(answers)
    many = int(known.sum())
    varied = [name for name in settings.columns if settings[name][known].nunique() > 1]
    if many < FEWEST_SETTINGS or np.ptp(answers[known]) == 0.0 or not varied:
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
