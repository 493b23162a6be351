"""How large a difference is beside its spread, for how many it is one, and where the tenths of persons lie."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.analysis.resampling import CONFIDENCE, Numbers, bootstrap, mean_of_sums
from sim.model.outcomes import OUTCOMES

GROUP = ["setting", "variant"]
QUANTILES = {"p10": 0.1, "p50": 0.5, "p90": 0.9}
EFFECTS = ["effect", "effect_low", "effect_high", "beats", "beats_low", "beats_high"]
TENTHS = [f"{name}{end}" for name in QUANTILES for end in ("", "_low", "_high")]


def effects(pairs: pd.DataFrame, outcomes: list[str]) -> pd.DataFrame:
    """Effect sizes, and for how many of the same persons the variant does better.

    Parameters
    ----------
    pairs
        Differences of pairs, as :func:`sim.analysis.paired.subtract` returns them: with a column ``person``
        one row a person and seed, otherwise one row a seed.
    outcomes
        Outcomes to sum up.

    Returns
    -------
    pandas.DataFrame
        One row per setting, variant and outcome with the columns of ``EFFECTS``: ``effect`` is the mean of the
        differences in units of their standard deviation (Cohen 1988, d_z), ``beats`` the share of pairs of the
        same person in which the variant does better than the reference (ties count half; nan without persons),
        both with 95 % intervals that resample whole seeds.
    """
    rows = [
        {**dict(zip(GROUP, names, strict=True)), "outcome": name, **_effect(group, name)}
        for names, group in pairs.groupby(GROUP, observed=True)
        for name in outcomes
    ]
    return pd.DataFrame(rows, columns=[*GROUP, "outcome", *EFFECTS])


def _effect(group: pd.DataFrame, name: str) -> dict[str, float]:
    known = group[group[name].notna()]
    sample, seed = known[name].to_numpy(np.float64), known["seed"].to_numpy()
    standard = standardized(sample, seed)
    gain = np.sign(-sample if OUTCOMES[name].less_is_better else sample)
    beats = share(0.5 + 0.5 * gain, seed) if "person" in group.columns else (np.nan, np.nan, np.nan)
    return dict(zip(EFFECTS, (*standard, *beats), strict=True))


def standardized(sample: Numbers, seed: NDArray[Any]) -> tuple[float, float, float]:
    """Mean of differences in units of their standard deviation, with its interval.

    Parameters
    ----------
    sample
        Differences, shape (pairs,), without nan.
    seed
        Seed of each.

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
        mean = sums[..., 0] / sums[..., 2]
        variance = (sums[..., 1] - sums[..., 0] * mean) / (sums[..., 2] - 1.0)
        return np.asarray((center + mean) / np.sqrt(np.where(variance > 0.0, variance, np.nan)))

    return center / float(sample.std(ddof=1)), *bootstrap(_sums(seed, away, away**2), effect)


def share(wins: Numbers, seed: NDArray[Any]) -> tuple[float, float, float]:
    """Mean of wins between 0 and 1, with its interval.

    Where everybody wins, or nobody, resampling has nothing to vary; the open end is then that of the exact
    binomial interval over seeds (Clopper & Pearson 1934).

    Parameters
    ----------
    wins
        1 for a win, 0.5 for a tie, 0 for a loss, shape (pairs,).
    seed
        Seed of each.
    """
    if not wins.size:
        return (np.nan, np.nan, np.nan)
    found = float(wins.mean())
    sums = _sums(seed, wins)
    if found not in (0.0, 1.0):
        return found, *bootstrap(sums, mean_of_sums)
    open_end = ((1 - CONFIDENCE) / 2) ** (1 / len(sums))
    return (1.0, open_end, 1.0) if found else (0.0, 0.0, 1.0 - open_end)


def tenths(persons: pd.DataFrame, outcomes: list[str]) -> pd.DataFrame:
    """Where the lowest tenth of persons ends, the middle, and where the highest tenth begins.

    Parameters
    ----------
    persons
        As :func:`sim.analysis.samples.individuals` returns them.
    outcomes
        Outcomes to sum up; those that persons do not have and shares, which are yes or no for a person, get nan.

    Returns
    -------
    pandas.DataFrame
        One row per setting, variant and outcome with the columns of ``TENTHS``: quantiles over all persons and
        seeds with 95 % intervals; see :func:`quantile`.
    """
    rows = []
    for names, group in persons.groupby(GROUP, observed=True):
        for name in outcomes:
            row: dict[str, Any] = {**dict(zip(GROUP, names, strict=True)), "outcome": name}
            if name in group.columns and OUTCOMES[name].kind != "share":
                known = group[group[name].notna()]
                values, seed = known[name].to_numpy(np.float64), known["seed"].to_numpy()
                found = [end for level in QUANTILES.values() for end in quantile(values, seed, level)]
                row |= dict(zip(TENTHS, found, strict=True))
            rows.append(row)
    return pd.DataFrame(rows, columns=[*GROUP, "outcome", *TENTHS])


def quantile(values: Numbers, seed: NDArray[Any], level: float) -> tuple[float, float, float]:
    """A quantile of persons, with an interval that minds that persons of one seed share a world.

    The share of persons below the quantile is resampled by seed, and its interval is read off the distribution
    (Woodruff 1952).

    Parameters
    ----------
    values
        Shape (persons,), without nan.
    seed
        Seed of each.
    level
        Between 0 and 1.

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
    ends = np.array(bootstrap(_sums(seed, below + part * at), mean_of_sums))
    if np.isnan(ends).any():
        return (found, np.nan, np.nan)
    low, high = np.quantile(values, np.clip(ends, 0.0, 1.0))
    return found, min(float(low), found), max(float(high), found)


def _sums(seed: NDArray[Any], *columns: Numbers) -> Numbers:
    """Sums of columns within each seed, and how many rows it has, shape (seeds, columns + 1)."""
    _, place = np.unique(seed, return_inverse=True)
    sums = [np.bincount(place, weights=column) for column in columns]
    return np.column_stack([*sums, np.bincount(place)])
