"""Intervals by resampling seeds: the worlds are independent, the persons in them are not.

A statistic is a function of sums over seeds, so that a resample is a product of a matrix of counts and a small
table of sums; all intervals of equally many seeds use the same resamples.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Numbers = NDArray[np.float64]
Statistic = Callable[[Numbers], Numbers]

CONFIDENCE = 0.95
RESAMPLES = 9999
RESAMPLING_SEED = 20_090_601
MOST_BLOCKS = 400
"""More seeds than this are put together to blocks, which are resampled whole."""
NO_ENDS = (float("nan"), float("nan"))


def bootstrap(sums: Numbers, statistic: Statistic) -> tuple[float, float]:
    """Interval of a statistic of sums, with whole seeds drawn with replacement.

    Bias-corrected and accelerated where that is defined, percentiles otherwise (Efron 1987); the resampling starts
    from the same constant every time, so equal samples have equal intervals.

    Parameters
    ----------
    sums
        One row of sums a seed, shape (seeds, sums).
    statistic
        Takes sums over seeds, shape (..., sums), and returns shape (...,); nan where it is not defined.

    Returns
    -------
    tuple of float
        Low and high end; nan for fewer than 2 seeds, or if the statistic is not defined in a twentieth of the
        resamples.
    """
    if len(sums) < 2:
        return NO_ENDS
    sums = _blocks(sums)
    with np.errstate(divide="ignore", invalid="ignore"):
        total = sums.sum(axis=0)
        found = statistic(resamples(len(sums)) @ sums)
        left_out = statistic(total - sums)
        estimate = float(statistic(total[None, :])[0])
    found = found[np.isfinite(found)]
    if found.size < 0.95 * RESAMPLES:
        return NO_ENDS
    low, high = np.quantile(found, _levels(found, estimate, left_out))
    return float(low), float(high)


def mean_of_sums(sums: Numbers) -> Numbers:
    """Mean from sums: the values' sum, then their number; shape (..., 2) to (...,)."""
    return np.asarray(sums[..., 0] / sums[..., 1])


@lru_cache(maxsize=4)
def resamples(seeds: int) -> Numbers:
    """How often each seed is drawn in each resample, shape (``RESAMPLES``, seeds)."""
    chance = np.random.default_rng(RESAMPLING_SEED)
    drawn = chance.integers(0, seeds, (RESAMPLES, seeds)) + seeds * np.arange(RESAMPLES)[:, None]
    return np.bincount(drawn.ravel(), minlength=RESAMPLES * seeds).reshape(RESAMPLES, seeds).astype(np.float64)


def _blocks(sums: Numbers) -> Numbers:
    if len(sums) <= MOST_BLOCKS:
        return sums
    block = np.arange(len(sums)) % MOST_BLOCKS
    return np.column_stack([np.bincount(block, weights=column) for column in sums.T])


def _levels(found: Numbers, estimate: float, left_out: Numbers) -> Numbers:
    """Levels of the resampled values between which the interval lies."""
    plain = np.array([(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    spread = left_out.mean() - left_out
    with np.errstate(divide="ignore", invalid="ignore"):
        bias = stats.norm.ppf(np.mean(found < estimate) + 0.5 * np.mean(found == estimate))
        skew = np.sum(spread**3) / (6.0 * np.sum(spread**2) ** 1.5)
        ends = bias + stats.norm.ppf(plain)
        corrected = stats.norm.cdf(bias + ends / (1.0 - skew * ends))
    return np.asarray(corrected) if np.isfinite(corrected).all() else plain


def two_samples(
    ours: Numbers, theirs: Numbers, statistic: Callable[[Numbers, Numbers], Numbers]
) -> tuple[float, float]:
    """Percentile interval of a statistic of two independent samples, each resampled for itself.

    Parameters
    ----------
    ours, theirs
        Rows of sums, as for :func:`bootstrap`.
    statistic
        Takes sums of both, shapes (..., sums), and returns shape (...,).
    """
    if min(len(ours), len(theirs)) < 2:
        return NO_ENDS
    ours, theirs = _blocks(ours), _blocks(theirs)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = statistic(resamples(len(ours)) @ ours, resamples(len(theirs))[::-1] @ theirs)
    found = found[np.isfinite(found)]
    if found.size < 0.95 * RESAMPLES:
        return NO_ENDS
    low, high = np.quantile(found, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return float(low), float(high)
