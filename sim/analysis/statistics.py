"""Every interval of the analysis, and what "95 % interval" means.

Worlds are independent, the persons in them are not. So whatever is said of all worlds (a mean, a difference, an effect
size, a share of wins, a quantile of persons, each point of a curve) has a **bootstrap interval over seeds**: whole
seeds are drawn with replacement, 9,999 times and always the same way, and the ends are bias-corrected and accelerated
(Efron 1987, by scipy), or plain percentiles where that correction is not defined. Two samples of worlds that have
nothing in common are drawn each for itself.

Others are used where something else is asked:

- **exact** (Clopper & Pearson 1934) at the open end of a share of wins where everybody wins or nobody, so that
  resampling has nothing to vary;
- **Greenwood's** on the scale of log(-log) for the share of companies that live (Kaplan & Meier 1958, by scipy), since
  companies are watched for different times;
- the **wider end** each of the bootstrap and of Student's interval for the mean of one value per seed, a difference
  above all: with few worlds and heavy tails, resampling alone calls chance a difference too often;
- **Student's** where a decision hangs on few worlds or points: a verdict on a claim, the number of seeds that a
  precision takes, the mean over some points of a sample;
- **Wilson's** (1927) for the share of settings in which a claim holds.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

Numbers = NDArray[np.float64]
Statistic = Callable[[Numbers], Numbers]
Ends = tuple[float, float]

CONFIDENCE = 0.95
LEVELS = ((1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2)
RESAMPLES = 9999
RESAMPLING_SEED = 20_090_601
MOST_BLOCKS = 400
"""More seeds than this are put together to blocks, which are resampled whole."""
BATCH = 100
LEAST_DEFINED = 0.95
"""Share of the resamples in which a statistic must be defined."""
FEW_SEEDS = 10
ROUGH = "a rough interval"
NO_ENDS = (float("nan"), float("nan"))


@dataclass(frozen=True)
class Interval:
    """A 95 % interval of a mean; nan where none can be given.

    Attributes
    ----------
    low, high
        Ends of the interval, in the sample's unit.
    remark
        What a reader should know about it; mostly empty.
    """

    low: float
    high: float
    remark: str = ""


def interval(sample: Numbers) -> Interval:
    """Interval of the mean of one value per seed, without nan: the wider end each of bootstrap and Student's."""
    if sample.size < 2:
        return Interval(*NO_ENDS, "fewer than 2 seeds: no interval")
    if np.ptp(sample) == 0.0:
        return Interval(float(sample[0]), float(sample[0]), "the same in every seed")
    few = f"only {sample.size} seeds: {ROUGH}" if sample.size < FEW_SEEDS else ""
    known = [student(sample), bootstrap(np.column_stack([sample, np.ones(sample.size)]), mean_of_sums)]
    low, high = np.array(known).T
    return Interval(float(np.fmin(*low)), float(np.fmax(*high)), few)


def bootstrap(sums: Numbers, statistic: Statistic) -> Ends:
    """Bootstrap interval of a statistic of sums over seeds.

    Parameters
    ----------
    sums
        One row of sums per seed, shape (seeds, sums).
    statistic
        Takes sums over seeds, shape (..., sums), and returns shape (...,); nan where it is not defined.

    Returns
    -------
    tuple of float
        Low and high end; nan for fewer than 2 seeds, or if the statistic is not defined in a twentieth of the
        resamples.
    """
    low, high = band(sums, lambda totals: statistic(totals)[..., np.newaxis])
    return float(low[0]), float(high[0])


def band(sums: Numbers, statistic: Statistic) -> tuple[Numbers, Numbers]:
    """Bootstrap intervals of several statistics of the same sums, as of the points of a curve.

    Returns
    -------
    tuple of numpy.ndarray
        Low and high ends, shape (statistics,), as of :func:`bootstrap`.
    """
    sums = _blocks(sums)
    with np.errstate(divide="ignore", invalid="ignore"):
        if len(sums) < 2:
            nothing = np.full(np.shape(statistic(sums.sum(axis=0)))[-1], np.nan)
            return nothing, nothing
        found = np.moveaxis(statistic(resamples(len(sums)) @ sums), -1, 0)
    known = np.isfinite(found)
    defined = known.mean(axis=-1) >= LEAST_DEFINED
    if not defined.any():
        return np.full(len(found), np.nan), np.full(len(found), np.nan)
    found = found[:, known[0]] if len(found) == 1 else found

    def of_chosen(seeds: NDArray[np.int64], axis: int) -> Numbers:  # scipy passes the axis
        return np.moveaxis(statistic(sums[seeds].sum(axis=-2)), -1, 0)

    given = SimpleNamespace(bootstrap_distribution=found)
    ends = _corrected((np.arange(len(sums)),), of_chosen, bootstrap_result=given, n_resamples=0)
    low, high = np.where(defined, ends, np.nan)
    return low, high


def two_samples(ours: Numbers, theirs: Numbers, statistic: Callable[..., Numbers]) -> Ends:
    """Bootstrap interval of a statistic of two independent samples, each resampled for itself.

    Parameters
    ----------
    ours, theirs
        One value per seed, without nan.
    statistic
        Takes both samples and the ``axis`` along which their values lie.
    """
    if min(ours.size, theirs.size) < 2:
        return NO_ENDS
    chance = np.random.default_rng(RESAMPLING_SEED)
    low, high = _corrected((ours, theirs), statistic, rng=chance, n_resamples=RESAMPLES)
    return float(low), float(high)


def _corrected(data: Any, statistic: Callable[..., Numbers], **how: Any) -> Numbers:
    """Bias-corrected and accelerated ends, percentiles where there are none; low and high along the first axis."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        of = stats.bootstrap(
            data, statistic, vectorized=True, method="BCa", confidence_level=CONFIDENCE, batch=BATCH, **how
        )
        found = np.where(np.isfinite(of.bootstrap_distribution), of.bootstrap_distribution, np.nan)
        plain = np.nanquantile(found, LEVELS, axis=-1)
    ends = np.asarray(of.confidence_interval)
    return np.where(np.isfinite(ends).all(axis=0), ends, plain)


def mean_of_sums(sums: Numbers) -> Numbers:
    """Mean from sums: the values' sum, then their number; shape (..., 2) to (...,)."""
    return np.asarray(sums[..., 0] / sums[..., 1])


def spread_of_sums(sums: Numbers) -> Numbers:
    """Standard deviations from sums: those of the values, then of their squares, then their number."""
    many = (sums.shape[-1] - 1) // 2
    total, squares, n = sums[..., :many], sums[..., many:-1], sums[..., -1:]
    return np.asarray(np.sqrt(np.maximum(squares - total**2 / n, 0.0) / (n - 1.0)))


def draws(seeds: int, many: int = RESAMPLES, start: int = RESAMPLING_SEED) -> NDArray[np.int64]:
    """Which seeds are drawn, with replacement, shape (many, seeds); always the same from the same ``start``."""
    return np.random.default_rng(start).integers(0, seeds, (many, seeds))


@lru_cache(maxsize=4)
def resamples(seeds: int) -> Numbers:
    """How often each seed is drawn in each resample, shape (``RESAMPLES``, seeds)."""
    drawn = draws(seeds) + seeds * np.arange(RESAMPLES)[:, None]
    return np.bincount(drawn.ravel(), minlength=RESAMPLES * seeds).reshape(RESAMPLES, seeds).astype(np.float64)


def _blocks(sums: Numbers) -> Numbers:
    if len(sums) <= MOST_BLOCKS:
        return sums
    block = np.arange(len(sums)) % MOST_BLOCKS
    return np.column_stack([np.bincount(block, weights=column) for column in sums.T])


def sums_by(seed: NDArray[Any], *columns: Numbers) -> Numbers:
    """Sums of columns within each seed, and how many rows it has, shape (seeds, columns + 1)."""
    _, place = np.unique(seed, return_inverse=True)
    sums = [np.bincount(place, weights=column) for column in columns]
    return np.column_stack([*sums, np.bincount(place)])


def standardized(sample: Numbers, seed: NDArray[Any]) -> tuple[float, float, float]:
    """Mean of differences in units of their standard deviation (Cohen 1988, d_z), with its interval.

    Returns
    -------
    tuple of float
        Effect, low and high end; nan for fewer than two pairs or differences that are all the same, except that
        no difference at all is 0.
    """
    if sample.size < 2 or np.ptp(sample) == 0.0:
        nothing = 0.0 if sample.size > 1 and sample[0] == 0.0 else np.nan
        return (nothing, nothing, nothing)
    center = float(sample.mean())
    away = sample - center

    def effect(sums: Numbers) -> Numbers:
        spread = spread_of_sums(sums)[..., 0]
        return np.asarray((center + sums[..., 0] / sums[..., 2]) / np.where(spread > 0.0, spread, np.nan))

    return center / float(sample.std(ddof=1)), *bootstrap(sums_by(seed, away, away**2), effect)


def share(wins: Numbers, seed: NDArray[Any]) -> tuple[float, float, float]:
    """Mean of wins between 0 and 1, with its interval; exact over seeds where everybody wins or nobody.

    Parameters
    ----------
    wins, seed
        1 for a win, 0.5 for a tie, 0 for a loss, and the seed of each.
    """
    if not wins.size:
        return (np.nan, np.nan, np.nan)
    found, sums = float(wins.mean()), sums_by(seed, wins)
    if found not in (0.0, 1.0):
        return found, *bootstrap(sums, mean_of_sums)
    exact = stats.binomtest(int(found) * len(sums), len(sums)).proportion_ci(CONFIDENCE, method="exact")
    return found, float(exact.low), float(exact.high)


def quantile(values: Numbers, seed: NDArray[Any], level: float) -> tuple[float, float, float]:
    """A quantile of persons, with an interval that minds that persons of one seed share a world.

    The share of persons below the quantile is resampled by seed, and its interval is read off the distribution
    (Woodruff 1952).

    Returns
    -------
    tuple of float
        Quantile, low and high end; nan for no values, ends nan for fewer than 2 seeds.
    """
    if not values.size:
        return (np.nan, np.nan, np.nan)
    found = float(np.quantile(values, level))
    below, at = values < found, values == found
    part = (level * values.size - below.sum()) / at.sum() if at.any() else 0.0
    ends = np.array(bootstrap(sums_by(seed, below + part * at), mean_of_sums))
    if np.isnan(ends).any():
        return (found, np.nan, np.nan)
    low, high = np.quantile(values, np.clip(ends, 0.0, 1.0))
    return found, min(float(low), found), max(float(high), found)


def student(sample: Any, confidence: float = CONFIDENCE) -> tuple[Any, Any]:
    """Student's interval of the mean of values along the first axis; nan for fewer than 2."""
    values = np.asarray(sample, np.float64)
    if len(values) < 2:
        return NO_ENDS
    half = stats.t.ppf((1 + confidence) / 2, len(values) - 1) * values.std(axis=0, ddof=1) / len(values) ** 0.5
    return values.mean(axis=0) - half, values.mean(axis=0) + half


def wilson(successes: int, trials: int) -> Ends:
    """Wilson's interval of a share."""
    found = stats.binomtest(successes, trials).proportion_ci(CONFIDENCE, method="wilson")
    return float(found.low), float(found.high)


def kaplan_meier(days: pd.Series[float], ended: pd.Series[bool]) -> pd.DataFrame:
    """Estimate the share that is alive after so many days.

    Parameters
    ----------
    days, ended
        Days lived, and whether it ended then rather than being watched no longer; equally long.

    Returns
    -------
    pandas.DataFrame
        ``day`` (0, then every day on which one ended), ``alive`` (0..1), ``low`` and ``high``: Greenwood's interval,
        which stays within 0..1.
    """
    rows = [(0.0, 1.0, 1.0, 1.0)]
    if np.any(ended):
        told = stats.CensoredData(uncensored=np.asarray(days[ended]), right=np.asarray(days[~ended]))
        curve = stats.ecdf(told).sf
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ends = curve.confidence_interval(CONFIDENCE, method="log-log")
        low, high = (np.where(curve.probabilities > 0.0, each.probabilities, 0.0) for each in (ends.low, ends.high))
        dying = np.isin(curve.quantiles, np.asarray(days[ended]))
        told_of = (curve.quantiles, curve.probabilities, low, high)
        rows += list(zip(*(part[dying].astype(np.float64) for part in told_of), strict=True))
    return pd.DataFrame(rows, columns=["day", "alive", "low", "high"])
