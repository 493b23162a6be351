"""Differences to a reference, how large they are beside their spread, and where the tenths of persons lie.

Worlds of the same seed share every draw that the compared decision does not touch. A difference is therefore taken
within a seed, and the seed is the independent unit: the persons of one world are not. Batches that have no seed or no
people in common count as independent samples.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from sim.analysis.statistics import (
    FEW_SEEDS,
    ROUGH,
    Numbers,
    interval,
    quantile,
    share,
    standardized,
    two_samples,
)
from sim.model.outcomes import OUTCOMES

GROUP = ["setting", "variant"]
QUANTILES = {"p10": 0.1, "p50": 0.5, "p90": 0.9}
SUMMARY = ["n", "difference", "low", "high", "better", "remark"]
EFFECTS = ["effect", "effect_low", "effect_high", "beats", "beats_low", "beats_high"]
TENTHS = [f"{name}{end}" for name in QUANTILES for end in ("", "_low", "_high")]
REFERENCE = " of reference"
MOST_APART = {"share": 1.0, "score": 1.0}
"""As much as two values may differ, by kind of outcome."""
INDEPENDENT = "independent worlds"


def subtract(samples: pd.DataFrame, unit: list[str]) -> pd.DataFrame:
    """Every variant minus the first one, matched by unit within a setting.

    Parameters
    ----------
    samples
        ``setting`` and ``variant`` (ordered categories), the unit's columns, and one column per outcome, money in
        currency units.
    unit
        Columns that say what is the same in both worlds.

    Returns
    -------
    pandas.DataFrame
        The same columns; nan where an outcome exists in one of the two worlds only.
    """
    outcomes = [name for name in samples.columns if name in OUTCOMES]
    pairs = _side_by_side(samples, unit)
    for name in outcomes:
        pairs[name] = pairs[name] - pairs[f"{name}{REFERENCE}"]
    return pd.DataFrame(pairs[[*GROUP, *unit, *outcomes]])


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

    Returns
    -------
    pandas.DataFrame
        ``setting``, ``variant``, ``outcome`` and ``variance_saved``: 1 saves nothing, less than 1 loses; infinite
        if the difference is the same in every seed, nan if both sides are or there are fewer than 3 seeds.
    """
    rows = []
    for (setting, variant), group in _side_by_side(samples, ["seed"]).groupby(GROUP, observed=True):
        for name in outcomes:
            both = group[[name, f"{name}{REFERENCE}"]].dropna().to_numpy(np.float64)
            rows.append((setting, variant, name, _saved(both[:, 0], both[:, 1])))
    return pd.DataFrame(rows, columns=[*GROUP, "outcome", "variance_saved"])


def _saved(a: Numbers, b: Numbers) -> float:
    if a.size < 3:
        return float("nan")
    apart, paired = a.var(ddof=1) + b.var(ddof=1), (a - b).var(ddof=1)
    if paired <= 1e-12 * apart:
        return float("inf") if apart > 0.0 else float("nan")
    return float(apart / paired)


def summarize(table: pd.DataFrame, outcomes: list[str]) -> pd.DataFrame:
    """Means of the differences with intervals.

    Returns
    -------
    pandas.DataFrame
        One row per setting, outcome and variant: ``n`` (seeds with a pair), ``difference`` (mean), ``low``,
        ``high`` (95 % interval), ``better`` (share of seeds in which the variant does better than the
        reference, ties counted half; for costs, losses, contradictions and the like less is better),
        ``remark``.
    """
    return _by_variant(table, outcomes, SUMMARY, lambda group, name: _summary(group[name], name))


def _by_variant(table: pd.DataFrame, outcomes: list[str], columns: list[str], told: Any) -> pd.DataFrame:
    """What is told of the rows of every setting and variant, one row per outcome."""
    rows = [
        {**dict(zip(GROUP, names, strict=True)), "outcome": name, **told(group, name)}
        for names, group in table.groupby(GROUP, observed=True)
        for name in outcomes
    ]
    return pd.DataFrame(rows, columns=[*GROUP, "outcome", *columns])


def _summary(column: pd.Series[Any], name: str) -> dict[str, Any]:
    sample = column.dropna().to_numpy(dtype=np.float64)
    found = interval(sample)
    lost = column.size - sample.size
    most = MOST_APART.get(OUTCOMES[name].kind, np.inf)
    remarks = [found.remark, f"no value in {lost} of {column.size} seeds" if lost else ""]
    return {
        "n": sample.size,
        "difference": sample.mean() if sample.size else np.nan,
        "low": max(found.low, -most),
        "high": min(found.high, most),
        "better": float(_wins(sample, name).mean()) if sample.size else np.nan,
        "remark": "; ".join(filter(None, remarks)),
    }


def _wins(differences: Numbers, name: str) -> Numbers:
    """1 where the variant does better, 0.5 in a tie, 0 where it does worse."""
    return np.asarray(0.5 + 0.5 * np.sign(-differences if OUTCOMES[name].less_is_better else differences))


def effects(pairs: pd.DataFrame, outcomes: list[str]) -> pd.DataFrame:
    """Effect sizes, and for how many of the same people the variant does better.

    Parameters
    ----------
    pairs
        Differences of pairs, as :func:`subtract` returns them: with a column ``person`` one row per person and seed,
        otherwise one row per seed.
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
    return _by_variant(pairs, outcomes, EFFECTS, _effect)


def _effect(group: pd.DataFrame, name: str) -> dict[str, float]:
    known = group[group[name].notna()]
    sample, seed = known[name].to_numpy(np.float64), known["seed"].to_numpy()
    beats = share(_wins(sample, name), seed) if "person" in group.columns else (np.nan, np.nan, np.nan)
    return dict(zip(EFFECTS, (*standardized(sample, seed), *beats), strict=True))


def tenths(persons: pd.DataFrame, outcomes: list[str]) -> pd.DataFrame:
    """Where the lowest tenth of persons ends, the middle, and where the highest tenth begins.

    Returns
    -------
    pandas.DataFrame
        One row per setting, variant and outcome with the columns of ``TENTHS``: quantiles over all persons and
        seeds with 95 % intervals; see :func:`sim.analysis.statistics.quantile`.
    """
    return _by_variant(persons, outcomes, TENTHS, _tenths)


def _tenths(group: pd.DataFrame, name: str) -> dict[str, float]:
    if name not in group.columns or OUTCOMES[name].kind == "share":
        return {}
    known = group[group[name].notna()]
    values, seed = known[name].to_numpy(np.float64), known["seed"].to_numpy()
    found = [end for level in QUANTILES.values() for end in quantile(values, seed, level)]
    return dict(zip(TENTHS, found, strict=True))


def summarize_apart(samples: pd.DataFrame, outcomes: list[str]) -> pd.DataFrame:
    """Differences of means to the first variant of the same setting, nothing being paired.

    Returns
    -------
    pandas.DataFrame
        Columns as of :func:`summarize` and :func:`effects`: ``better`` is the share of all pairs of a seed here and a
        seed there in which the variant does better, and ``effect`` the difference in units of the standard deviation
        within the two (Cohen 1988, d).
    """
    reference = samples["variant"].cat.categories[0]
    rows = []
    for setting, block in samples.groupby("setting", observed=True):
        base = block[block["variant"] == reference]
        for variant, group in block[block["variant"] != reference].groupby("variant", observed=True):
            for name in outcomes:
                ours, theirs = (part[name].dropna().to_numpy(np.float64) for part in (group, base))
                keys = dict(zip([*GROUP, "outcome"], (setting, variant, name), strict=True))
                rows.append(keys | _apart(ours, theirs, OUTCOMES[name].less_is_better))
    return pd.DataFrame(rows, columns=[*GROUP, "outcome", *SUMMARY, *EFFECTS])


def _apart(ours: Numbers, theirs: Numbers, less_is_better: bool) -> dict[str, Any]:
    seeds = min(ours.size, theirs.size)
    if not seeds:
        return {"n": 0, "remark": f"{INDEPENDENT}; no value"}
    with np.errstate(all="ignore"):
        effect = float(_within(ours, theirs)) if seeds > 1 else np.nan
    few = f"only {seeds} seeds: {ROUGH}" if 1 < seeds < FEW_SEEDS else ""
    alone = "fewer than 2 seeds: no interval" if seeds < 2 else ""
    numbers = (seeds, ours.mean() - theirs.mean(), *two_samples(ours, theirs, _gap))
    wins = better(theirs, ours) if less_is_better else better(ours, theirs)
    remark = "; ".join(filter(None, [INDEPENDENT, few, alone]))
    told = (*numbers, wins, remark, effect, *two_samples(ours, theirs, _within))
    return dict(zip([*SUMMARY, *EFFECTS[:3]], told, strict=True))


def better(ours: Numbers, theirs: Numbers) -> float:
    """Share of pairs, one from each sample, in which ours is larger; ties count half (Mann & Whitney 1947)."""
    return float(stats.mannwhitneyu(ours, theirs, method="asymptotic").statistic) / (ours.size * theirs.size)


def _gap(ours: Numbers, theirs: Numbers, axis: int = -1) -> Numbers:
    return np.asarray(ours.mean(axis=axis) - theirs.mean(axis=axis))


def _within(ours: Numbers, theirs: Numbers, axis: int = -1) -> Numbers:
    within = np.sqrt((ours.var(axis=axis, ddof=1) + theirs.var(axis=axis, ddof=1)) / 2.0)
    return np.asarray(_gap(ours, theirs, axis) / np.where(within > 0.0, within, np.nan))
