"""How an outcome stands while a batch still runs: a mean and its half-width, kept without keeping runs."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan, sqrt
from typing import TYPE_CHECKING

from sim.lab.points import Point
from sim.lab.work import Done

if TYPE_CHECKING:
    import pandas as pd

NORMAL_QUANTILE = 1.96  # 95 %
ENOUGH = 5


class Mean:
    """Mean and variance of numbers that are seen once (Welford 1962).

    Attributes
    ----------
    n, mean
        How many numbers there were, and their mean.
    """

    def __init__(self) -> None:
        self.n, self.mean, self._squares = 0, 0.0, 0.0

    def add(self, value: float) -> None:
        """Take in a number."""
        self.n += 1
        away = value - self.mean
        self.mean += away / self.n
        self._squares += away * (value - self.mean)

    @property
    def half_width(self) -> float:
        """Half of a 95 % interval of the mean, by the normal distribution; inf below two numbers."""
        return NORMAL_QUANTILE * sqrt(self._squares / (self.n - 1) / self.n) if self.n > 1 else float("inf")


class Standing:
    """The first outcome of a batch so far: the difference of the second point to the first, or its level.

    Only runs of this call are seen. It is a glance for those who wait; the analysis has intervals to quote.

    Parameters
    ----------
    points
        Of the design.
    outcome
        Name of a column of the runs.
    """

    def __init__(self, points: Sequence[Point], outcome: str) -> None:
        self.outcome, self.pairs = outcome, len(points) > 1
        self.mean = Mean()
        self._waiting: dict[int, tuple[int, float]] = {}
        self._what = f"{outcome}, point 1 minus 0" if self.pairs else outcome

    def add(self, results: Sequence[Done]) -> None:
        """Take in finished runs."""
        for result in results:
            if result.frames is not None and result.job.point <= self.pairs:
                level = level_of(result.frames["runs"], self.outcome)
                if not isnan(level):
                    self._pair(result.job.point, result.job.seed, level)

    def _pair(self, point: int, seed: int, level: float) -> None:
        if not self.pairs:
            self.mean.add(level)
        elif seed not in self._waiting:
            self._waiting[seed] = (point, level)
        else:
            _, other = self._waiting.pop(seed)
            self.mean.add(level - other if point else other - level)

    def __str__(self) -> str:
        """Say how it stands; empty while there is too little to say."""
        if self.mean.n < ENOUGH:
            return ""
        return f"{self._what}: {self.mean.mean:.3g} ± {self.mean.half_width:.2g} ({self.mean.n} seeds)"


def level_of(runs: pd.DataFrame, outcome: str) -> float:
    """An outcome's mean over those under study: the focal ones if there are any."""
    rows = runs[runs["focal"].astype(bool)] if runs["focal"].any() else runs
    if rows.empty or outcome not in rows:
        return float("nan")
    return float(rows[outcome].mul(rows["people"]).sum() / rows["people"].sum())
