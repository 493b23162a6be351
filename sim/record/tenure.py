"""How long members stay: by month of tenure, how many were at risk and how many left."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.model.tables import MONTH, Tables

KEYS = ["strategy", "focal", "month"]
TYPES = {"strategy": "str", "focal": "bool", "month": "int64", "at_risk": "int64", "left": "int64"}


def tenure(w: Tables, strategies: list[str], days: int) -> pd.DataFrame:
    """Return what a Kaplan-Meier curve of membership needs, for the networkers of each strategy.

    A member here is a working position; somebody who works three companies is three members. He is at risk in a month
    of his tenure if he was still in when it began and all of it was lived: who came later is censored at his last whole
    month, whether he left after it or not, so that the day he came decides and not what he did.

    Parameters
    ----------
    w
        All tables, which stay as they are.
    strategies
        Names of the strategies, in the order of the scenario.
    days
        Days lived.

    Returns
    -------
    pandas.DataFrame
        One row for each ``strategy`` (name), ``focal`` and ``month`` of tenure (0 for the first 30 days) in which
        anybody is at risk, sorted: ``at_risk`` and ``left`` (numbers of members), whatever the reason of leaving.
    """
    held = w.positions[: w.count[0].positions]
    held = held[held.working == 1]
    joined = held.day.astype(np.int64)
    whole = (days - joined) // MONTH
    left = np.where(held.left >= 0, (held.left - joined) // MONTH, whole)
    risked = np.minimum(whole, left + 1)
    group = pd.DataFrame(
        {
            "strategy": np.array(strategies, dtype=object)[w.people.strategy[held.person]],
            "focal": w.life.focal[held.person] == 1,
        }
    )
    longest = int(risked.max(initial=0))
    at_risk = [group.assign(month=month)[risked > month] for month in range(longest)]
    gone = group.assign(month=left)[left < whole]
    if not at_risk:
        return pd.DataFrame(columns=[*KEYS, "at_risk", "left"]).astype(TYPES)
    table = pd.concat(at_risk).groupby(KEYS).size().to_frame("at_risk")
    table["left"] = gone.groupby(KEYS).size().reindex(table.index, fill_value=0)
    return table.reset_index()
