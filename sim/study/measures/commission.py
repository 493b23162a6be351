"""How commission is distributed, and from which level it comes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.money import CENTS
from sim.record import gini, top_share
from sim.study.lived import Lived
from sim.study.measures import part


def of_year(lived: Lived) -> NDArray[np.int64]:
    """Return the year's commission of every member of the year, in cents; 0 for those without any."""
    members = lived.members[lived.members["in_year"]]
    return (members["year_active"] + members["year_passive"]).to_numpy(np.int64)


def without_commission(lived: Lived) -> float:
    """Return the share of the members of the year who got no commission at all, 0..1."""
    return part(of_year(lived) == 0)


def median_commission(lived: Lived) -> float:
    """Return the median commission of the members of the year, in currency units."""
    paid = of_year(lived)
    return float(np.median(paid) / CENTS) if paid.size else float("nan")


def top_commission(lived: Lived, share: float) -> float:
    """Return the part of the year's commission that this share of its members gets, 0..1."""
    return top_share(of_year(lived), share)


def inequality(lived: Lived) -> float:
    """Return the Gini coefficient of the year's commission over its members, 0..1."""
    return gini(of_year(lived))


TAIL_SHARE = 0.05  # of members, whose incomes the tail exponent is fitted to
FEWEST = 5  # earners that a tail needs


def tail(lived: Lived) -> float:
    """Return the tail exponent of the year's commission over the best paid twentieth of its members; see `tail_of`.

    A twentieth of the members is within the ranks that live by commission in every disclosure.
    """
    return tail_of(of_year(lived), TAIL_SHARE)


def tail_of(incomes: NDArray[Any], share: float) -> float:
    """Return the slope of log(rank - 1/2) on log(income) over so large a share, the best paid.

    Returns
    -------
    float
        Below 0; nan with fewer than five earners among them.

    Notes
    -----
    Rank less one half takes away the bias of small samples (Gabaix & Ibragimov 2011, Journal of Business & Economic
    Statistics 29:24-39).
    """
    ranked = np.sort(incomes)[::-1].astype(np.float64)
    best = ranked[: max(FEWEST, round(share * ranked.size))]
    best = best[best > 0]
    if best.size < FEWEST or best[0] == best[-1]:
        return float("nan")
    return float(np.polyfit(np.log(best), np.log(np.arange(1, best.size + 1) - 0.5), 1)[0])


def median_earner_sells(lived: Lived) -> float:
    """Return which part of the income of the middle fifth of earners came from their own sales, 0..1.

    Earners are the members of the year with any commission; own sales are margins and commission on purchases of one's
    own customers. The middle fifth stands for the median earner, whose single income would be a matter of chance. Nan
    without earners.
    """
    members = lived.members[lived.members["in_year"]]
    paid = (members["year_active"] + members["year_passive"]).to_numpy(np.float64)
    order = np.argsort(paid[paid > 0], kind="stable")
    middle = order[int(0.4 * order.size) : max(1, int(np.ceil(0.6 * order.size)))]
    if middle.size == 0:
        return float("nan")
    own = members["year_active"].to_numpy(np.float64)[paid > 0]
    return float(own[middle].sum() / paid[paid > 0][middle].sum())


DEEP = 60  # levels that are told apart


def paid_from(lived: Lived, rates: Sequence[float] | None = None) -> NDArray[np.float64]:
    """Return the last month's commission by the level it came from, in cents, shape (levels,), the first level first.

    Parameters
    ----------
    lived
        The world.
    rates
        Rates of a unilevel plan with compression, whose levels are counted by who is qualified; none: every level
        above a buyer is paid alike, to any depth, and what is counted is volume.
    """
    held = lived.positions
    sponsor, volume = held["sponsor"].to_numpy(), held["volume"].to_numpy(np.float64)
    qualified, amounts = held["qualified"].to_numpy(), np.zeros(DEEP)
    for buyer in np.flatnonzero(volume > 0):
        at, steps, paid = sponsor[buyer], 0, 0
        while at >= 0 and steps < DEEP and (rates is None or paid < len(rates)):
            if qualified[at]:
                amounts[steps] += volume[buyer] * (1.0 if rates is None else rates[paid])
                paid += 1
            at, steps = sponsor[at], steps + 1
    return amounts


def within(amounts: NDArray[np.float64], levels: int) -> float:
    """Return which part of all amounts came from so many levels, 0..1; nan without any."""
    total = float(amounts.sum())
    return float(amounts[:levels].sum() / total) if total > 0 else float("nan")
