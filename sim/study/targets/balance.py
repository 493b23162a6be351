"""What working leaves over after costs, as those who worked would answer when asked.

*Working members* are all who ever worked a position, founders among them and those who gave up, for AARP Foundation
(2018) asked people who had taken part at some time. *Net* is all that they got less fees, own purchases and materials,
from beginning to end. Who ends within a tenth of what he paid says that he came out even: nobody keeps books to the
cent.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.core.money import CENTS
from sim.study.targets.lived import Lived

EVEN = 0.1  # of what was paid, within which the outcome counts as zero
SMALL = 5000  # currency units a year
MONTHS = 12


def _working(lived: Lived) -> pd.DataFrame:
    return lived.members[lived.members["worked"] & (lived.members["costs"] > 0)]


def net(lived: Lived) -> NDArray[np.int64]:
    """Return what every working member has left over, in cents; without those who have not paid anything yet."""
    working = _working(lived)
    return (working["active"] + working["passive"] - working["costs"]).to_numpy(np.int64)


def outcome(lived: Lived, even: float | None = None, within: float | None = None) -> tuple[float, float, float]:
    """Return the shares of working members who made a profit, came out even, and lost.

    Parameters
    ----------
    lived
        The world.
    even
        Part of what one paid within which he came out even; by default a tenth.
    within
        Amount in currency units to use instead.
    """
    left = net(lived)
    paid = _working(lived)["costs"].to_numpy(np.float64)
    band = (EVEN if even is None else even) * paid if within is None else np.full(left.size, float(CENTS) * within)
    profit, loss = float((left > band).mean()), float((left < -band).mean())
    return profit, 1.0 - profit - loss, loss


def band_of(lived: Lived, share: float) -> float:
    """Return within which part of what one paid so large a share of working members came out."""
    return float(np.quantile(np.abs(net(lived)) / _working(lived)["costs"].to_numpy(np.float64), share))


def small_profits(lived: Lived) -> float:
    """Return the share of those with a profit who made less than 5,000 a year, 0..1; nan without any.

    What was left over is divided by the years worked, a month at least.
    """
    working, left = _working(lived), net(lived)
    years = np.maximum(working["months"].to_numpy(np.float64), 1.0) / MONTHS
    won = left > EVEN * working["costs"].to_numpy(np.float64)
    return float((left[won] / years[won] < CENTS * SMALL).mean()) if won.any() else float("nan")


def losers(lived: Lived) -> float:
    """Return the share of working members who paid more than they got, to the cent, 0..1."""
    return float((net(lived) < 0).mean())


def full_to_part_time(lived: Lived) -> float:
    """Return the mean monthly commission of full-timers over that of part-timers; nan without either.

    All that each group was paid from the beginning, over the months that its people worked: full-timers are few, and a
    single year of theirs is mostly chance.
    """
    working = lived.members[lived.members["worked"]]
    paid = working["active"] + working["passive"]
    rates = []
    for chosen in (working["full_time"], ~working["full_time"]):
        months = int(working.loc[chosen, "months"].sum())
        rates.append(paid[chosen].sum() / months if months else float("nan"))
    return float(rates[0] / rates[1]) if rates[1] > 0 else float("nan")
