"""Paired differences against a reference, with honest intervals.

Worlds of the same seed share every draw that the compared decision does not touch. A difference is therefore
taken within a seed, and the seed is the independent unit: the persons of one world are not.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.analysis.resampling import CONFIDENCE as CONFIDENCE
from sim.analysis.resampling import RESAMPLING_SEED as RESAMPLING_SEED
from sim.analysis.resampling import bootstrap, mean_of_sums
from sim.analysis.samples import individuals, levels, mean_by_seed
from sim.model.outcomes import OUTCOMES

if TYPE_CHECKING:
    from sim.analysis.load import Results

FEW_SEEDS = 10
ROUGH = "a rough interval"
REFERENCE = " of reference"


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


def interval(sample: NDArray[np.float64]) -> Interval:
    """Bootstrap interval of the mean.

    See :func:`sim.analysis.resampling.bootstrap`; equal samples have equal intervals.

    Parameters
    ----------
    sample
        One value a seed, shape (seeds,), without nan.
    """
    if sample.size < 2:
        return Interval(np.nan, np.nan, "fewer than 2 seeds: no interval")
    if np.ptp(sample) == 0.0:
        return Interval(float(sample[0]), float(sample[0]), "the same in every seed")
    ends = bootstrap(np.column_stack([sample, np.ones(sample.size)]), mean_of_sums)
    few = f"only {sample.size} seeds: {ROUGH}" if sample.size < FEW_SEEDS else ""
    return Interval(*ends, few)


def differences(results: Results, only: Collection[str] | None = None) -> pd.DataFrame:
    """Differences to the reference, one row per setting, variant and seed.

    The reference is the first variant (the first strategy, or the first varied value) of the same setting. In
    focal worlds the same person is compared in both worlds, and then the persons of a seed are averaged; in
    other worlds the strategies' means are compared.

    Parameters
    ----------
    only
        As for :func:`sim.analysis.samples.individuals`.

    Returns
    -------
    pandas.DataFrame
        ``setting``, ``variant``, ``seed`` and a column per outcome; money in currency units; nan where an
        outcome exists in one of the two worlds only.
    """
    return by_seed(matched(results, only))


def by_seed(pairs: pd.DataFrame) -> pd.DataFrame:
    """Average the pairs of persons, if they are pairs of persons, within their seed."""
    return mean_by_seed(pairs) if "person" in pairs.columns else pairs


def matched(results: Results, only: Collection[str] | None = None) -> pd.DataFrame:
    """Differences to the reference before persons are averaged: a row a person and seed, if persons are compared.

    Parameters
    ----------
    only
        As for :func:`sim.analysis.samples.individuals`.

    Returns
    -------
    pandas.DataFrame
        As :func:`differences`, in focal worlds with a column ``person``.
    """
    if results.worlds == "focal":
        return subtract(individuals(results, only=only), ["seed", "person"])
    return subtract(levels(results, only=only), ["seed"])


def subtract(samples: pd.DataFrame, unit: list[str]) -> pd.DataFrame:
    """Every variant minus the first one, matched by unit within a setting.

    Parameters
    ----------
    samples
        ``setting`` and ``variant`` (ordered categories), the unit's columns, and one column per outcome.
    unit
        Columns that say what is the same in both worlds.
    """
    outcomes = [name for name in samples.columns if name in OUTCOMES]
    pairs = _side_by_side(samples, unit)
    for name in outcomes:
        pairs[name] = pairs[name] - pairs[f"{name}{REFERENCE}"]
    return pd.DataFrame(pairs[["setting", "variant", *unit, *outcomes]])


def _side_by_side(samples: pd.DataFrame, unit: list[str]) -> pd.DataFrame:
    reference = samples["variant"].cat.categories[0]
    base = samples[samples["variant"] == reference].drop(columns="variant")
    others = samples[samples["variant"] != reference]
    both = others.merge(base, on=["setting", *unit], suffixes=("", REFERENCE), validate="many_to_one")
    return pd.DataFrame(both)


def variance_saved(samples: pd.DataFrame, outcomes: list[str]) -> pd.DataFrame:
    """How many times as many runs independent seeds would need for equally narrow intervals of the differences.

    The variance of a difference between independent worlds, var(a) + var(b), over that of the paired one,
    var(a - b) (common random numbers; Law 2015, section 11.2).

    Parameters
    ----------
    samples
        As :func:`sim.analysis.samples.levels` returns them.
    outcomes
        Outcomes to judge.

    Returns
    -------
    pandas.DataFrame
        ``setting``, ``variant``, ``outcome`` and ``variance_saved``: 1 saves nothing, less than 1 loses; infinite
        if the difference is the same in every seed, nan if both sides are or there are fewer than 3 seeds.
    """
    rows = []
    for (setting, variant), group in _side_by_side(samples, ["seed"]).groupby(["setting", "variant"], observed=True):
        for name in outcomes:
            both = group[[name, f"{name}{REFERENCE}"]].dropna().to_numpy(np.float64)
            rows.append((setting, variant, name, _saved(both[:, 0], both[:, 1])))
    return pd.DataFrame(rows, columns=["setting", "variant", "outcome", "variance_saved"])


def _saved(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    if a.size < 3:
        return float("nan")
    apart, paired = a.var(ddof=1) + b.var(ddof=1), (a - b).var(ddof=1)
    if paired <= 1e-12 * apart:
        return float("inf") if apart > 0.0 else float("nan")
    return float(apart / paired)


def summarize(table: pd.DataFrame, outcomes: list[str]) -> pd.DataFrame:
    """Means of the differences with intervals.

    Parameters
    ----------
    table
        As :func:`differences` returns it.
    outcomes
        Outcomes to summarize, in the order of the result.

    Returns
    -------
    pandas.DataFrame
        One row per setting, outcome and variant: ``n`` (seeds with a pair), ``difference`` (mean), ``low``,
        ``high`` (95 % interval), ``better`` (share of seeds in which the variant does better than the
        reference, ties counted half; for costs, losses, contradictions and the like less is better),
        ``remark``.
    """
    rows = [
        {"setting": setting, "variant": variant, "outcome": name, **_summary(group[name], name)}
        for (setting, variant), group in table.groupby(["setting", "variant"], observed=True)
        for name in outcomes
    ]
    columns = ["setting", "variant", "outcome", "n", "difference", "low", "high", "better", "remark"]
    return pd.DataFrame(rows, columns=columns)


def _summary(column: pd.Series[Any], name: str) -> dict[str, Any]:
    sample = column.dropna().to_numpy(dtype=np.float64)
    found = interval(sample)
    lost = column.size - sample.size
    remarks = [found.remark, f"no value in {lost} of {column.size} seeds" if lost else ""]
    return {
        "n": sample.size,
        "difference": sample.mean() if sample.size else np.nan,
        "low": found.low,
        "high": found.high,
        "better": _better(sample, OUTCOMES[name].less_is_better),
        "remark": "; ".join(filter(None, remarks)),
    }


def _better(sample: NDArray[np.float64], less_is_better: bool) -> float:
    if not sample.size:
        return float("nan")
    gain = -sample if less_is_better else sample
    return float(np.mean((gain > 0) + 0.5 * (gain == 0)))
