"""How long companies live: the estimate of Kaplan & Meier (1958) over the companies of many worlds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from sim.analysis.load import Results

Z = 1.959963985  # two-sided 95 %


def lives(results: Results) -> pd.DataFrame:
    """Return what is known of the life of every company that can close, one row a company and world.

    Parameters
    ----------
    results
        With company rows. Points of a design share the draws of a seed, so only the first point is read.

    Returns
    -------
    pandas.DataFrame
        ``days`` lived, and ``closed``, whether it closed then; empty without companies that can close.
    """
    companies = results.companies
    if "closed" not in companies.columns:
        return pd.DataFrame({"days": [], "closed": []})
    declared = results.scenario["company"]
    mortal = [each["name"] for each in declared if each["kind"] == "revshare" or each["life"]["law"] != "none"]
    first = companies[(companies["point"] == results.points[0]["index"]) & companies["company"].isin(mortal)]
    last = first.sort_values("day").groupby(["seed", "company"], observed=True).last()
    closed = last["closed"] >= 0
    days = np.where(closed, last["closed"] + 1, last["day"])
    return pd.DataFrame({"days": days, "closed": closed.to_numpy()})


def kaplan_meier(days: pd.Series[float], closed: pd.Series[bool]) -> pd.DataFrame:
    """Estimate the share that is alive after so many days.

    Parameters
    ----------
    days, closed
        Days lived, and whether it ended then rather than being watched no longer; equally long.

    Returns
    -------
    pandas.DataFrame
        ``day`` (0, then every day on which one closed), ``alive`` (0..1), ``low`` and ``high``: 95 % interval by
        Greenwood's variance on the scale of log(-log), which stays within 0..1.
    """
    rows, alive, variance = [(0.0, 1.0, 1.0, 1.0)], 1.0, 0.0
    for day in np.unique(days[closed]):
        at_risk, ends = int((days >= day).sum()), int(((days == day) & closed).sum())
        alive *= 1.0 - ends / at_risk
        variance += ends / (at_risk * (at_risk - ends)) if at_risk > ends else 0.0
        low, high = 0.0, 0.0
        if alive > 0.0:
            spread = np.exp(Z * np.sqrt(variance) / abs(np.log(alive)))
            low, high = alive**spread, alive ** (1.0 / spread)
        rows.append((float(day), alive, low, high))
    return pd.DataFrame(rows, columns=["day", "alive", "low", "high"])
