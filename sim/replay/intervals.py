"""Intervals over people: how much a mean hangs on who happened to be at the event."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

CONFIDENCE = 0.95
RESAMPLES = 2_000
RESAMPLING_SEED = 20_090_629
BATCH = 100


@dataclass(frozen=True)
class Estimate:
    """A mean with its 95 % interval over people.

    Attributes
    ----------
    mean, low, high
        The mean and the ends of its interval, in its own unit.
    """

    mean: float
    low: float
    high: float

    def times(self, factor: float) -> Estimate:
        """Return the same in another unit."""
        return Estimate(self.mean * factor, self.low * factor, self.high * factor)


def estimate(sums: NDArray[np.float64], counts: NDArray[np.float64]) -> Estimate:
    """Return the mean over everything that people did, with a bootstrap interval over people.

    People are drawn with replacement, each with all that is his; percentiles of the ratio of sums. The same
    numbers give the same interval.

    Parameters
    ----------
    sums
        Sum of each person, shape (people,), two or more people.
    counts
        Over how many it is taken, above 0, shape (people,).
    """
    mean = float(sums.sum() / counts.sum())
    if np.ptp(sums / counts) == 0.0:
        return Estimate(mean, mean, mean)
    found = stats.bootstrap(
        (sums, counts),
        lambda some, of, axis: some.sum(axis) / of.sum(axis),
        n_resamples=RESAMPLES,
        batch=BATCH,
        paired=True,
        vectorized=True,
        confidence_level=CONFIDENCE,
        method="percentile",
        rng=np.random.default_rng(RESAMPLING_SEED),
    ).confidence_interval
    return Estimate(mean, float(found.low), float(found.high))
