"""How long members stay: Kaplan-Meier curves with bands over seeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.analysis.paired import CONFIDENCE, RESAMPLING_SEED
from sim.analysis.samples import named

if TYPE_CHECKING:
    from sim.analysis.load import Results

DRAWS = 2_000
COLUMNS = ["setting", "variant", "month", "at_risk", "still_in", "low", "high"]
Floats = NDArray[np.float64]


def kaplan_meier(at_risk: Floats, left: Floats) -> Floats:
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


def band(at_risk: Floats, left: Floats) -> tuple[Floats, Floats]:
    """Return the ends of a 95 % interval of the curve of all seeds together, by resampling seeds.

    The members of one world are not independent, the worlds are: whole seeds are drawn with replacement, always in the
    same way, and the curve is computed anew from their members.

    Parameters
    ----------
    at_risk, left
        Members by seed and month of tenure, shape (seeds, months).

    Returns
    -------
    tuple of numpy.ndarray
        Low and high ends, shape (months,); nan with fewer than two seeds.
    """
    seeds, months = at_risk.shape
    if seeds < 2:
        return np.full(months, np.nan), np.full(months, np.nan)
    often = np.random.default_rng(RESAMPLING_SEED).multinomial(seeds, np.full(seeds, 1 / seeds), DRAWS)
    curves = kaplan_meier(often @ at_risk, often @ left)
    tail = (1 - CONFIDENCE) / 2
    low, high = (np.full(months, np.nan) for _ in range(2))
    known = ~np.isnan(curves).all(axis=0)
    low[known], high[known] = np.nanquantile(curves[:, known], [tail, 1 - tail], axis=0)
    return low, high


def survival(results: Results) -> pd.DataFrame:
    """How many members are still in after each month of their tenure, under what is compared.

    Of the focal people in focal worlds, otherwise of the strategy's networkers. A member is a working position.

    Returns
    -------
    pandas.DataFrame
        ``setting``, ``variant``, ``month`` (0: the day of joining, then months lived as a member), ``at_risk`` (members
        of all seeds observed through that month), ``still_in`` (share, 0..1) and its 95 % interval ``low`` to
        ``high`` over seeds.
    """
    if results.tenure.empty:
        return pd.DataFrame(columns=COLUMNS)
    stays = results.tenure[results.tenure["focal"]] if results.worlds == "focal" else results.tenure
    blocks = named(results, stays).groupby(["setting", "variant"], observed=True)
    curves = {keys: _curve(block) for keys, block in blocks}
    table = pd.concat(curves, names=["setting", "variant"]).reset_index(["setting", "variant"])
    kinds = {name: blocks.obj[name].dtype for name in ("setting", "variant")}
    return table.astype(kinds).reset_index(drop=True)[COLUMNS]


def _curve(block: pd.DataFrame) -> pd.DataFrame:
    counts = block.pivot_table(index="seed", columns="month", values=["at_risk", "left"], aggfunc="sum", fill_value=0)
    at_risk, left = (counts[name].to_numpy(np.float64) for name in ("at_risk", "left"))
    low, high = band(at_risk, left)
    pooled = at_risk.sum(axis=0)
    return pd.DataFrame(
        {
            "month": np.arange(pooled.size + 1),
            "at_risk": np.r_[pooled[0], pooled].astype(np.int64),
            "still_in": np.r_[1.0, kaplan_meier(pooled, left.sum(axis=0))],
            "low": np.r_[1.0, low],
            "high": np.r_[1.0, high],
        }
    )
