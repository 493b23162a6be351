"""What those who work have left over, after costs."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.core.money import CENTS
from sim.study.lived import Lived
from sim.study.measures import part

WORTH = 1.0
"""What own goods are worth to those who lost, as a part of their price; see :func:`balance`."""
SMALL = 5000  # currency units a year
MONTHS = 12


def working(lived: Lived) -> pd.DataFrame:
    """Return all members who ever worked and have paid anything for it."""
    return lived.members[lived.members["worked"] & (lived.members["costs"] > 0)]


def net(lived: Lived, worth: float = 0.0) -> NDArray[np.float64]:
    """Return what every working member has left over, in cents; own goods count as so large a part of their price.

    Costs are those of the businesses: fees, materials and the minimum purchases, not what people bought elsewhere.
    """
    those = working(lived)
    return (those["active"] + those["passive"] - those["costs"] + worth * those["own"]).to_numpy(np.float64)


def balance(lived: Lived, worth: float = WORTH) -> tuple[float, float, float]:
    """Return the shares of working members who made a profit, made no money, and lost.

    Notes
    -----
    A ledger has no "no money": nobody ends at nothing to the cent. A profit is what nobody could dispute: more was
    received than paid, own goods counted as nothing. A loss is what remains one if own goods count at their price,
    which customers pay for them. Between the two lie those whose answer hangs on what they think of the goods.
    """
    profit, loss = part(net(lived) > 0), part(net(lived, worth) < 0)
    return profit, 1.0 - profit - loss, loss


def small_profits(lived: Lived) -> float:
    """Return the share of those with a profit who made less than 5,000 a year, 0..1; nan without any.

    What was left over is divided by the years worked, a month at least.
    """
    years = np.maximum(working(lived)["months"].to_numpy(np.float64), 1.0) / MONTHS
    left = net(lived)
    won = left > 0
    return part(left[won] / years[won] < CENTS * SMALL)


def losers(lived: Lived) -> float:
    """Return the share of working members who paid more than they got, to the cent, 0..1."""
    return part(net(lived) < 0)


def full_to_part_time(lived: Lived) -> float:
    """Return the mean monthly commission of full-timers over that of part-timers; nan without either.

    All that each group was paid from the beginning, over the months that its people worked: full-timers are few, and a
    single year of theirs is mostly chance.
    """
    those = lived.members[lived.members["worked"]]
    paid = those["active"] + those["passive"]
    rates = []
    for chosen in (those["full_time"], ~those["full_time"]):
        months = int(those.loc[chosen, "months"].sum())
        rates.append(paid[chosen].sum() / months if months else float("nan"))
    return float(rates[0] / rates[1]) if rates[1] > 0 else float("nan")
