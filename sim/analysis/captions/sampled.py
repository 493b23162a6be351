"""Captions of the figures of a sampled design: what an outcome hangs on."""

from __future__ import annotations

import pandas as pd

from sim.analysis.explained import USELESS, Tree, condition
from sim.analysis.table import records
from sim.model.outcomes import OUTCOMES, Outcome


def indices(frame: pd.DataFrame, target: str, measure: str) -> str:
    """The strongest parameter of every outcome, and how many are told from nothing.

    Parameters
    ----------
    frame
        As :func:`sim.analysis.sampled.indices` returns it.
    target
        Whose outcomes.
    measure
        ``total`` or ``mu_star``.
    """
    rows = frame[(frame["target"] == target) & (frame["measure"] == measure)]
    what = "share of the variance, interactions included" if measure == "total" else "mean size of the effect"
    parts = []
    for name, block in rows.groupby("outcome", sort=False):
        known = records(block.dropna(subset=["value"]).sort_values("value", ascending=False, kind="stable"))
        label = OUTCOMES[str(name)].label
        if not known:
            parts.append(f"{label}: nothing to tell ({block['remark'].iloc[0]})")
            continue
        sure = sum(row["low"] > 0.0 for row in known)
        parts.append(f"{label}: {known[0]['factor']}, {known[0]['value']:.3g} ({sure} of {len(known)} above 0)")
    return f"The strongest parameter by {what}. {'; '.join(parts)}."


def tree(found: Tree, factors: list[str], outcome: Outcome, *, sign: bool) -> str:
    """Where a tree finds the least and the most, or that it predicts next to nothing.

    Parameters
    ----------
    found
        The tree.
    factors
        Their names.
    outcome
        Of which the answers are.
    sign
        Whether they are differences.
    """
    if found.explained < USELESS:
        return (
            f"{outcome.label}: these rules predict next to nothing at points they have not seen (R² = {found.share})."
        )
    least, most = (
        f"{outcome.write(leaf.mean, sign=sign)} where {condition(leaf, factors)}"
        for leaf in (found.leaves[0], found.leaves[-1])
    )
    return f"{outcome.label}: least, {least}; most, {most}."


def dependence(frame: pd.DataFrame, outcome: Outcome, *, sign: bool) -> str:
    """The parameter over whose fifths the mean moves farthest.

    Parameters
    ----------
    frame
        As :func:`sim.analysis.explained.dependence` returns it.
    outcome
        Of which the answers are.
    sign
        Whether they are differences.
    """
    spans = frame.groupby("factor", sort=False)["mean"].agg(lambda means: means.max() - means.min())
    name = str(spans.idxmax())
    means = frame[frame["factor"] == name]["mean"]
    low, high = outcome.write_all([means.min(), means.max()], sign=sign)
    return f"{outcome.label}: the means of fifths lie farthest apart along {name}, from {low} to {high}."
