"""How long companies live: the estimate of Kaplan & Meier (1958) over the companies of many worlds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.analysis.samples import labels

if TYPE_CHECKING:
    from sim.analysis.load import Results

Z = 1.959963985  # two-sided 95 %


def lives(results: Results) -> pd.DataFrame:
    """Return what is known of the life of every company that can close, one row a point, world and company.

    Parameters
    ----------
    results
        With company rows.

    Returns
    -------
    pandas.DataFrame
        ``setting`` and ``variant`` (ordered categories; strategies that live side by side share their companies, and
        the variant is then empty), ``days`` lived, and ``closed``, whether it closed then; empty without companies
        that can close.
    """
    companies = results.companies
    if "closed" not in companies.columns:
        return pd.DataFrame({"setting": [], "variant": [], "days": [], "closed": []})
    declared = results.scenario["company"]
    mortal = [each["name"] for each in declared if each["kind"] == "revshare" or each["life"]["law"] != "none"]
    rows = companies[companies["company"].isin(mortal)].sort_values("day")
    last = rows.groupby(["point", "seed", "company"], observed=True).last().reset_index()
    names = labels(results)
    table = last.merge(names, on="point", validate="many_to_one")
    closed = table["closed"] >= 0
    days = np.where(closed, table["closed"] + 1, table["day"])
    kinds = {name: pd.CategoricalDtype(list(names[name].unique()), ordered=True) for name in ("setting", "variant")}
    return table[["setting", "variant"]].astype(kinds).assign(days=days, closed=closed)


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
