"""How long members stay and companies live."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.answers import Answers, kept
from sim.analysis.statistics import Numbers, band, kaplan_meier

COLUMNS = ["setting", "variant", "month", "at_risk", "still_in", "low", "high"]


def still_in(at_risk: Numbers, left: Numbers) -> Numbers:
    """Return the share of members still in after each month (Kaplan & Meier 1958).

    Parameters
    ----------
    at_risk, left
        Members by month of tenure, the first month first, along the last axis.

    Returns
    -------
    numpy.ndarray
        Shares 0..1, of the same shape; nan from the first month on in which nobody is at risk.
    """
    stayed = np.divide(at_risk - left, at_risk, out=np.full(np.shape(at_risk), np.nan), where=at_risk > 0)
    return np.cumprod(stayed, axis=-1)


@kept
def survival(answers: Answers) -> pd.DataFrame:
    """How many members are still in after each month of their tenure, under what is compared.

    Of the focal people in focal worlds, otherwise of the strategy's networkers. A member is a working position.

    Returns
    -------
    pandas.DataFrame
        ``setting``, ``variant``, ``month`` (0: the day of joining, then months lived as a member), ``at_risk`` (members
        of all seeds observed through that month), ``still_in`` (share, 0..1) and its 95 % interval ``low`` to
        ``high`` over seeds.
    """
    if answers.tenure.empty:
        return pd.DataFrame(columns=COLUMNS)
    stays = answers.tenure[answers.tenure["focal"]] if answers.worlds == "focal" else answers.tenure
    blocks = answers.named(stays).groupby(["setting", "variant"], observed=True)
    curves = {keys: _curve(block) for keys, block in blocks}
    table = pd.concat(curves, names=["setting", "variant"]).reset_index(["setting", "variant"])
    kinds: dict[str, Any] = {name: blocks.obj[name].dtype for name in ("setting", "variant")}
    return table.astype(kinds).reset_index(drop=True)[COLUMNS]


def _curve(block: pd.DataFrame) -> pd.DataFrame:
    counts = block.pivot_table(index="seed", columns="month", values=["at_risk", "left"], aggfunc="sum", fill_value=0)
    return stays_of(*(counts[name].to_numpy(np.float64) for name in ("at_risk", "left")))


def stays_of(at_risk: Numbers, left: Numbers) -> pd.DataFrame:
    """Return the curve of :func:`survival` of members by seed and month of tenure, shape (seeds, months)."""
    months = len(at_risk[0])
    low, high = band(np.hstack([at_risk, left]), lambda sums: still_in(sums[..., :months], sums[..., months:]))
    pooled = at_risk.sum(axis=0)
    return pd.DataFrame(
        {
            "month": np.arange(pooled.size + 1),
            "at_risk": np.r_[pooled[0], pooled].astype(np.int64),
            "still_in": np.r_[1.0, still_in(pooled, left.sum(axis=0))],
            "low": np.r_[1.0, low],
            "high": np.r_[1.0, high],
        }
    )


def can_close(answers: Answers) -> list[str]:
    """Names of the companies that can close."""
    declared = answers.scenario.get("company", [])
    return [each["name"] for each in declared if each["kind"] == "revshare" or each["life"]["law"] != "none"]


@kept
def lives(answers: Answers) -> pd.DataFrame:
    """Return what is known of the life of every company that can close, one row per point, world and company.

    Returns
    -------
    pandas.DataFrame
        ``setting`` and ``variant`` (ordered categories; strategies that live side by side share their companies, and
        the variant is then empty), ``days`` lived among the people, and ``closed``, whether it closed then; empty
        without companies that can close.
    """
    mortal = can_close(answers)
    companies = answers.companies if mortal else pd.DataFrame()
    if "closed" not in companies.columns:
        return pd.DataFrame({"setting": [], "variant": [], "days": [], "closed": []})
    rows = companies[companies["company"].isin(mortal)].sort_values("day")
    last = rows.groupby(["point", "seed", "company"], observed=True).last().reset_index()
    names = answers.labels
    table = last.merge(names, on="point", validate="many_to_one")
    closed = table["closed"] >= 0
    since = table["born"].clip(lower=0) if "born" in table else 0
    days = np.maximum(np.where(closed, table["closed"] + 1, table["day"]) - since, 0)
    kinds = {name: pd.CategoricalDtype(list(names[name].unique()), ordered=True) for name in ("setting", "variant")}
    return table[["setting", "variant"]].astype(kinds).assign(days=days, closed=closed)


def half_closed(ages: pd.DataFrame) -> float:
    """Return the age in days at which half of some companies of :func:`lives` are closed; inf if that never comes."""
    curve = kaplan_meier(ages["days"], ages["closed"])
    half = curve[curve["alive"] <= 0.5]["day"]
    return float(half.iloc[0]) if len(half) else math.inf
