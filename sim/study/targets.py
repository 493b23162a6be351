"""The targets of the whole model: what is accepted, and how each is measured on what is left of a world.

What was published stands in ``targets.toml``; every measure is a pure function.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.core.money import CENTS
from sim.model import BELIEF, EXPERTISE, MONTH
from sim.record import gini, top_share
from sim.study.lived import Lived, Worlds

YEAR = 12  # months


def risks(lived: Lived, *, founders: bool = True) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return how many were at risk in each month of tenure, the first one first, and how many of them left."""
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


def ever_work(lived: Lived) -> float:
    """Return the share of sign-ups who ever worked, 0..1; founders did not sign up. Nan without sign-ups.

    A sign-up is a position of a customer or of somebody who works, as doTERRA counts everybody who enrolled.
    """
    signed = lived.positions[~lived.positions["founding"]]
    return float(signed["working"].mean())


def by_close_contacts(lived: Lived) -> float:
    """Return the share of those who came to work whom a close contact won, 0..1; nan if nobody came.

    The model knows close contacts and acquaintances, and does not tell family from friends.
    """
    came = lived.positions[~lived.positions["founding"] & lived.positions["working"]]
    return float(came["close"].mean())


def participation(lived: Lived) -> float:
    """Return the share of all people who work a position at the end, 0..1."""
    still = lived.positions[lived.positions["working"] & (lived.positions["left"] < 0)]
    return still["person"].nunique() / lived.people


def joined(lived: Lived, day: int) -> float:
    """Return the share of all people who had signed up by a day, founders not counted, 0..1."""
    signed = lived.positions[~lived.positions["founding"] & (lived.positions["day"] < day)]
    return signed["person"].nunique() / lived.people


def expertise(lived: Lived) -> float:
    """Return the share of the latent variance of decisions that expertise explains, 0..1."""
    return lived.offers.explained(EXPERTISE) if lived.offers else float("nan")


def credibility(lived: Lived) -> float:
    """Return the share of the latent variance of decisions that credibility explains, 0..1."""
    return lived.offers.explained(BELIEF) if lived.offers else float("nan")


TAIL = 0.05  # of members, whose incomes the tail exponent is fitted to
FEWEST = 5  # earners that a tail needs


def of_year(lived: Lived) -> NDArray[np.int64]:
    """Return the year's commission of every member of the year, in cents; 0 for those without any."""
    members = lived.members[lived.members["in_year"]]
    return (members["year_active"] + members["year_passive"]).to_numpy(np.int64)


def without_commission(lived: Lived) -> float:
    """Return the share of the members of the year who got no commission at all, 0..1."""
    return float((of_year(lived) == 0).mean())


def median_commission(lived: Lived) -> float:
    """Return the median commission of the members of the year, in currency units."""
    return float(np.median(of_year(lived)) / CENTS)


def top_commission(lived: Lived, share: float) -> float:
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


EVEN = 0.1  # of what was paid, within which the outcome counts as zero
SMALL = 5000  # currency units a year
MONTHS = 12


def _working(lived: Lived) -> pd.DataFrame:
    return lived.members[lived.members["worked"] & (lived.members["costs"] > 0)]


def net(lived: Lived) -> NDArray[np.int64]:
    """Return what every working member has left over, in cents; without those who have not paid anything yet."""
    working = _working(lived)
    return (working["active"] + working["passive"] - working["costs"]).to_numpy(np.int64)


def balance(lived: Lived, even: float | None = None, within: float | None = None) -> tuple[float, float, float]:
    """Return the shares of working members who made a profit, came out even, and lost.

    Parameters
    ----------
    lived
        The world.
    even
        Part of what one paid within which one came out even; by default a tenth.
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


@dataclass(frozen=True)
class Target:
    """A published figure."""

    name: str  # name in tables and files, in small letters with hyphens
    group: str  # which case reports it
    what: str  # what was measured, in a few words
    low: float  # smallest and largest accepted value; infinite where there is no such limit
    high: float
    expected: float | None  # the published value; none where only a range or a direction is known
    width: float  # what counts as one unit of distance: by default half of the accepted range
    weight: float  # how heavily a distance counts, and the reason
    why: str
    source: str  # where it was published
    get: Callable[[Worlds], float]  # measures it

    def is_met(self, got: float) -> bool:
        """Whether a figure is accepted."""
        return self.low <= got <= self.high


MEASURED: dict[str, Callable[[Worlds], float]] = {
    "retention-12": lambda w: retention(w.default, 12),
    "retention-24": lambda w: retention(w.default, 24),
    "falling-risk": lambda w: fall_of_risk(w.default),
    "neglected": lambda w: retention(w.neglected, 12, founders=False),
    "ever-work": lambda w: ever_work(w.default),
    "without-commission": lambda w: without_commission(w.default),
    "median-commission": lambda w: median_commission(w.default),
    "top-1": lambda w: top_commission(w.default, 0.01),
    "top-10": lambda w: top_commission(w.default, 0.1),
    "gini": lambda w: inequality(w.default),
    "tail": lambda w: tail(w.default),
    "profit": lambda w: balance(w.default)[0],
    "even": lambda w: balance(w.default)[1],
    "loss": lambda w: balance(w.default)[2],
    "small-profits": lambda w: small_profits(w.default),
    "fee-heavy": lambda w: losers(w.fee_heavy),
    "full-to-part-time": lambda w: full_to_part_time(w.default),
    "close-contacts": lambda w: by_close_contacts(w.default),
    "nine-levels": lambda w: within(paid_from(w.default, w.rates), 9),
    "median-earner": lambda w: median_earner_sells(w.default),
    "expertise": lambda w: expertise(w.default),
    "credibility": lambda w: credibility(w.default),
    "participation": lambda w: participation(w.default),
}


def _targets() -> dict[str, Target]:
    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    found = {}
    for name, table in tables.items():
        low, high = table.pop("accepted")
        made = {"expected": None, "width": (high - low) / 2, **table}
        found[name] = Target(name=name, low=low, high=high, get=MEASURED[name], **made)
    return found


TARGETS = _targets()
"""All targets by name."""


def measure(worlds: Worlds) -> dict[str, float]:
    """Return every target as measured, by name."""
    return {name: target.get(worlds) for name, target in TARGETS.items()}
