"""Who comes, who stays and who works."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.core.money import CENTS
from sim.model import BELIEF, EXPERTISE, MONTH
from sim.record import TWELVE_MONTHS
from sim.study.lived import Lived
from sim.study.measures import part

YEAR = 12  # months
COHORTS = 48 * MONTH  # days in which those came who are counted: a market that has just opened is another one


def risks(lived: Lived, *, founders: bool = True) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return how many were at risk in each month of tenure, the first one first, and how many of them left."""
    held = lived.positions
    came = held[held["working"] & (founders | ~held["founding"]) & (held["began"] >= lived.days - COHORTS)]
    joined, gone = came["began"].to_numpy(np.int64), came["left"].to_numpy(np.int64)
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


def ever_work(lived: Lived) -> float:
    """Return the share of sign-ups who ever worked, 0..1; founders did not sign up. Nan without sign-ups.

    A sign-up is a position of a customer or of somebody who works, as doTERRA counts everybody who enrolled.
    """
    signed = lived.positions[~lived.positions["founding"]]
    return part(signed["working"])


def by_close_contacts(lived: Lived) -> float:
    """Return the share of those who came to work whom a close contact won, 0..1; nan if nobody came.

    The model knows close contacts and acquaintances, and does not tell family from friends.
    """
    came = lived.positions[~lived.positions["founding"] & lived.positions["working"]]
    return part(came["close"])


def participation(lived: Lived) -> float:
    """Return the share of all people who work a position at the end, 0..1."""
    still = lived.positions[lived.positions["working"] & (lived.positions["left"] < 0)]
    return still["person"].nunique() / lived.people


def signed_up(lived: Lived) -> float:
    """Return the share of all people who signed up in the last twelve months, customers among them, 0..1."""
    held = lived.positions
    signed = held[~held["founding"] & (held["day"] >= lived.days - TWELVE_MONTHS)]
    return signed["person"].nunique() / lived.people


def sales(lived: Lived) -> float:
    """Return what was sold in the last twelve months per seller, in currency units; nan without any.

    All goods that anybody bought, own purchases of sellers among them, over the mean number of those who worked.
    """
    sellers = float(lived.members["months_in_year"].sum()) / YEAR
    return float(lived.members["year_goods"].sum()) / CENTS / sellers if sellers > 0 else float("nan")


AWKWARDNESS = 3  # in the column ``reason`` of the tally


def awkward(lived: Lived) -> float:
    """Return the share of those who left for whom awkwardness among friends weighed most, 0..1; nan if nobody left."""
    reasons = lived.members["reason"].to_numpy(np.int64)
    left = reasons > 0
    return part(reasons[left] == AWKWARDNESS)


def expertise(lived: Lived) -> float:
    """Return the share of the latent variance of decisions that expertise explains, 0..1."""
    return lived.offers.explained(EXPERTISE) if lived.offers else float("nan")


def credibility(lived: Lived) -> float:
    """Return the share of the latent variance of decisions that credibility explains, 0..1."""
    return lived.offers.explained(BELIEF) if lived.offers else float("nan")
