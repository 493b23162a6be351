"""Differences between worlds that have nothing in common: two independent samples of seeds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.effects import EFFECTS, GROUP
from sim.analysis.paired import FEW_SEEDS, ROUGH
from sim.analysis.resampling import Numbers, two_samples
from sim.model.outcomes import OUTCOMES

INDEPENDENT = "independent worlds"


def summarize_apart(samples: pd.DataFrame, outcomes: list[str]) -> pd.DataFrame:
    """Differences of means to the first variant of the same setting, nothing being paired.

    Parameters
    ----------
    samples
        ``setting`` and ``variant`` (ordered categories) and outcomes, one row a seed.
    outcomes
        Outcomes to sum up.

    Returns
    -------
    pandas.DataFrame
        Columns as :func:`sim.analysis.paired.summarize` and :func:`sim.analysis.effects.effects` have them:
        ``better`` is the share of all pairs of a seed here and a seed there in which the variant does better, and
        ``effect`` the difference in units of the standard deviation within the two (Cohen 1988, d).
    """
    reference = samples["variant"].cat.categories[0]
    rows = []
    for setting, block in samples.groupby("setting", observed=True):
        base = block[block["variant"] == reference]
        for variant, group in block[block["variant"] != reference].groupby("variant", observed=True):
            for name in outcomes:
                ours, theirs = (part[name].dropna().to_numpy(np.float64) for part in (group, base))
                keys = dict(zip([*GROUP, "outcome"], (setting, variant, name), strict=True))
                rows.append(keys | _difference(ours, theirs, OUTCOMES[name].less_is_better))
    columns = ["n", "difference", "low", "high", "better", "remark", *EFFECTS]
    return pd.DataFrame(rows, columns=[*GROUP, "outcome", *columns])


def _difference(ours: Numbers, theirs: Numbers, less_is_better: bool) -> dict[str, Any]:
    seeds = min(ours.size, theirs.size)
    if not seeds:
        return {"n": 0, "remark": f"{INDEPENDENT}; no value"}
    here, there = (np.column_stack([part, part**2, np.ones(part.size)]) for part in (ours, theirs))
    with np.errstate(divide="ignore", invalid="ignore"):
        effect = _effect(here.sum(axis=0)[None, :], there.sum(axis=0)[None, :])[0]
    low, high = two_samples(here, there, _gap)
    ends = two_samples(here, there, _effect)
    few = f"only {seeds} seeds: {ROUGH}" if 1 < seeds < FEW_SEEDS else ""
    alone = "fewer than 2 seeds: no interval" if seeds < 2 else ""
    return {
        "n": seeds,
        "difference": ours.mean() - theirs.mean(),
        "low": low,
        "high": high,
        "better": better(ours, theirs, less_is_better=less_is_better),
        "remark": "; ".join(filter(None, [INDEPENDENT, few, alone])),
        "effect": effect,
        "effect_low": ends[0],
        "effect_high": ends[1],
    }


def better(ours: Numbers, theirs: Numbers, *, less_is_better: bool = False) -> float:
    """Share of pairs, one from each sample, in which ours is better; ties count half (Mann & Whitney 1947).

    Parameters
    ----------
    ours, theirs
        Values, without nan, at least one each.
    less_is_better
        Whether the smaller value wins.
    """
    ordered = np.sort(theirs)
    below = np.searchsorted(ordered, ours, "left") + np.searchsorted(ordered, ours, "right")
    wins = float(below.sum()) / (2.0 * ours.size * theirs.size)
    return 1.0 - wins if less_is_better else wins


def _gap(ours: Numbers, theirs: Numbers) -> Numbers:
    return np.asarray(ours[..., 0] / ours[..., 2] - theirs[..., 0] / theirs[..., 2])


def _effect(ours: Numbers, theirs: Numbers) -> Numbers:
    within = np.sqrt((_variance(ours) + _variance(theirs)) / 2.0)
    return np.asarray(_gap(ours, theirs) / np.where(within > 0.0, within, np.nan))


def _variance(sums: Numbers) -> Numbers:
    mean = sums[..., 0] / sums[..., 2]
    return np.asarray(np.maximum(sums[..., 1] - sums[..., 0] * mean, 0.0) / (sums[..., 2] - 1.0))
