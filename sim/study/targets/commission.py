"""How commission is spread over the members of a year, as disclosures of companies report it.

A *member of the year* is everybody who worked a position or bought goods in its twelve months, for in the disclosures
that are compared with (doTERRA 2017, Herbalife 2012) every sign-up is a member, and most of them only buy. *Commission*
is what a company paid him in the year, margins on his customers' purchases included, before any cost.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.core.money import CENTS
from sim.record.outcomes import gini, top_share
from sim.study.targets.lived import Lived

TAIL = 0.05  # of members, whose incomes the tail exponent is fitted to
FEWEST = 5  # earners that a tail needs


def of_year(lived: Lived) -> NDArray[np.int64]:
    """Return the year's commission of every member of the year, in cents; 0 for those without any."""
    members = lived.members[lived.members["in_year"]]
    return (members["year_active"] + members["year_passive"]).to_numpy(np.int64)


def without(lived: Lived) -> float:
    """Return the share of the members of the year who got no commission at all, 0..1."""
    return float((of_year(lived) == 0).mean())


def median(lived: Lived) -> float:
    """Return the median commission of the members of the year, in currency units."""
    return float(np.median(of_year(lived)) / CENTS)


def top(lived: Lived, share: float) -> float:
    """Return the part of the year's commission that this share of its members gets, 0..1."""
    return top_share(of_year(lived), share)


def inequality(lived: Lived) -> float:
    """Return the Gini coefficient of the year's commission over its members, 0..1."""
    return gini(of_year(lived))


def tail(lived: Lived) -> float:
    """Return the tail exponent: the slope of log(rank - 1/2) on log(commission) over the best paid twentieth.

    Returns
    -------
    float
        Below 0; nan with fewer than five earners among them.

    Notes
    -----
    Rank less one half takes away the bias of small samples (Gabaix & Ibragimov 2011, Journal of Business & Economic
    Statistics 29:24-39). A twentieth of the members is within the ranks that live by commission in every disclosure.
    """
    ranked = np.sort(of_year(lived))[::-1].astype(np.float64)
    best = ranked[: max(FEWEST, round(TAIL * ranked.size))]
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
