"""How long those who came to work stay: the curve of Kaplan and Meier over months of tenure.

A *cohort* is all working positions by month of tenure, as in :func:`sim.record.series.tenure`; founders count from the
first day, for nobody else lives through 24 months of a world of 24 months, and their care is the baseline by rule.
Of a neglected team only those count who were won for it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model.tables import MONTH
from sim.study.targets.lived import Lived

YEAR = 12  # months


def risks(lived: Lived, *, founders: bool = True) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return how many were at risk in each month of tenure, the first one first, and how many of them left.

    Parameters
    ----------
    lived
        The world.
    founders
        Whether they are counted.
    """
    came = lived.positions[lived.positions["working"] & (founders | ~lived.positions["founding"])]
    joined, gone = came["day"].to_numpy(np.int64), came["left"].to_numpy(np.int64)
    whole = (lived.days - joined) // MONTH
    left = np.where(gone >= 0, (gone - joined) // MONTH, whole)
    longest = int(whole.max(initial=0))
    risked = np.bincount(np.minimum(whole, left + 1), minlength=longest + 1)
    at_risk = risked[::-1].cumsum()[::-1][1:]
    return at_risk, np.bincount(left[left < whole], minlength=longest)[: at_risk.size]


def retention(lived: Lived, months: int, *, founders: bool = True) -> float:
    """Return the share of a cohort still in after some months, 0..1; nan if nobody could have been in so long."""
    at_risk, left = risks(lived, founders=founders)
    if at_risk.size < months or at_risk[months - 1] == 0:
        return float("nan")
    return float(np.prod(1.0 - left[:months] / at_risk[:months]))


def fall_of_risk(lived: Lived) -> float:
    """Return the monthly risk of leaving after the first year of tenure over that within it; below 1 it falls.

    Nan if nobody was in for longer than a year.
    """
    at_risk, left = risks(lived)
    first, later = at_risk[:YEAR].sum(), at_risk[YEAR:].sum()
    if later == 0 or left[:YEAR].sum() == 0:
        return float("nan")
    return float((left[YEAR:].sum() / later) / (left[:YEAR].sum() / first))
