"""How long members stay."""

from __future__ import annotations

import numpy as np

from sim.model.tables import MONTH, Tables
from sim.record.lived import Columns


def tenure(w: Tables, strategies: list[str], days: int) -> Columns:
    """Return what a Kaplan-Meier curve of membership needs, for the networkers of each strategy.

    A member here is a working position; somebody who works three companies is three members. A member is at risk in a
    month of tenure if they were still in when it began and all of it was lived: who came later is censored at their
    last whole month, whether they left after it or not, so that the day they came decides and not what they did.
    Customers who took up the work are members from that day on.

    Parameters
    ----------
    strategies
        Names of the strategies, in the order of the scenario.
    days
        Days lived.

    Returns
    -------
    dict
        One row for each ``strategy`` (name), ``focal`` and ``month`` of tenure (0 for the first 30 days) in which
        anybody is at risk, sorted: ``at_risk`` and ``left`` (numbers of members), whatever the reason of leaving.
    """
    held = w.positions[: w.count[0].positions]
    held = held[held.working == 1]
    joined = held.since.astype(np.int64)
    whole = np.maximum((days - joined) // MONTH, 0)
    left = np.where(held.left >= 0, (held.left - joined) // MONTH, whole)
    risked = np.minimum(whole, left + 1)
    names = sorted(strategies)
    places = np.array([2 * names.index(name) for name in strategies])
    group = places[w.people.strategy[held.person]] + w.life.focal[held.person]
    shape = 2 * len(names), int(risked.max(initial=0)) + 1
    ended = np.bincount(group * shape[1] + risked, minlength=shape[0] * shape[1]).reshape(shape)
    at_risk = ended.sum(axis=1, keepdims=True) - np.cumsum(ended, axis=1)
    gone = left < whole
    lost = np.bincount(group[gone] * shape[1] + left[gone], minlength=shape[0] * shape[1]).reshape(shape)
    seen, month = np.nonzero(at_risk)
    return {
        "strategy": np.array(names, dtype=object)[seen // 2],
        "focal": seen % 2 == 1,
        "month": month,
        "at_risk": at_risk[seen, month],
        "left": lost[seen, month],
    }
