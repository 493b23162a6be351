"""The result by date of entry: how those who began in the same quarter have fared by the end."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.record.lived import Columns

QUARTER = 90
"""Days of a quarter of a year, by which entries are put together."""


def entries(outcomes: Columns) -> Columns:
    """Sum up :func:`sim.record.run.outcomes_of` by the quarter in which somebody began to work.

    Parameters
    ----------
    outcomes
        One row per networker.

    Returns
    -------
    dict
        One row for each ``strategy``, ``focal`` and ``day`` (the first of the quarter) in which anybody began, sorted:
        ``people``; the means of ``net_income`` (cents so far), ``net_per_month`` (nan without a month worked) and
        ``recruits``; the shares ``net_loss`` and ``survival``, 0..1.
    """
    names = sorted(set(outcomes["strategy"].tolist()))
    place = {name: 2 * number for number, name in enumerate(names)}
    group = np.array([place[name] for name in outcomes["strategy"].tolist()], np.int64) + outcomes["focal"]
    quarter = outcomes["entry_day"].astype(np.int64) // QUARTER
    wide = int(quarter.max(initial=0)) + 1
    found, row, people = np.unique(group * wide + quarter, return_inverse=True, return_counts=True)
    return {
        "strategy": np.array(names, dtype=object)[found // wide // 2] if names else np.zeros(0, object),
        "focal": found // wide % 2 == 1,
        "day": found % wide * QUARTER,
        "people": people,
        **{
            name: _mean(outcomes[name], row, found.size)
            for name in ("net_income", "net_per_month", "recruits", "net_loss", "survival")
        },
    }


def _mean(values: NDArray[Any], row: NDArray[np.int64], rows: int) -> NDArray[np.float64]:
    """Return the mean of each row; nan is left out, and stands where there is nothing else."""
    numbers = values.astype(np.float64)
    known = ~np.isnan(numbers)
    count = np.bincount(row[known], minlength=rows)
    total = np.bincount(row[known], weights=numbers[known], minlength=rows)
    return np.divide(total, count, out=np.full(rows, np.nan), where=count > 0)
