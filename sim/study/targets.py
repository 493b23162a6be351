"""The targets of the whole model: what each is, what is accepted, and how heavily missing it counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from sim.study.lived import Worlds
from sim.study.measures import (
    balance,
    by_close_contacts,
    credibility,
    ever_work,
    expertise,
    fall_of_risk,
    full_to_part_time,
    inequality,
    losers,
    median_commission,
    median_earner_sells,
    paid_from,
    participation,
    retention,
    small_profits,
    tail,
    top_commission,
    within,
    without_commission,
)


@dataclass(frozen=True)
class Target:
    """A published figure.

    Parameters
    ----------
    name
        Name in tables and files, in small letters with hyphens.
    group
        Which case reports it.
    what
        What was measured, in a few words.
    low, high
        Smallest and largest accepted value; infinite where there is no such limit.
    expected
        The published value; none where only a range or a direction is known.
    width
        What counts as one unit of distance: half of the accepted range.
    weight
        How heavily a distance counts.
    why
        Reason of the weight.
    source
        Where it was published.
    get
        Measures it.
    """

    name: str
    group: str
    what: str
    low: float
    high: float
    expected: float | None
    width: float
    weight: float
    why: str
    source: str
    get: Callable[[Worlds], float]


TARGETS: dict[str, Target] = {}
"""All targets by name."""

FIRM = "published by the company or a court, one figure"
PART = "one of four figures of the same distribution"
ROUGH = "quoted without the original at hand"


def _target(
    name: str,
    group: str,
    what: str,
    accepted: tuple[float, float],
    expected: float | None,
    weight: float,
    why: str,
    source: str,
    get: Callable[[Worlds], float],
    width: float | None = None,
) -> None:
    low, high = accepted
    half = width or (high - low) / 2
    TARGETS[name] = Target(name, group, what, low, high, expected, half, weight, why, source, get)


_STAYING = "Quixtar 2005 .529; Melaleuca .507; Young Living 2018 .53 and .37"
_target(
    "retention-12",
    "retention",
    "of a cohort, still in after 12 months",
    (0.48, 0.56),
    0.52,
    2.0,
    "three companies agree, and most else hangs on it",
    _STAYING,
    lambda w: retention(w.default, 12),
)
_target(
    "retention-24",
    "retention",
    "of a cohort, still in after 24 months",
    (0.32, 0.42),
    0.37,
    2.0,
    "as after 12 months",
    _STAYING,
    lambda w: retention(w.default, 24),
)
_target(
    "falling-risk",
    "retention",
    "monthly risk of leaving after the first year, over that within it",
    (-inf, 1.0),
    None,
    0.5,
    "a direction",
    _STAYING,
    lambda w: fall_of_risk(w.default),
    width=0.25,
)
_target(
    "neglected",
    "neglected-team",
    "of a cohort that nobody cares for, still in after 12 months",
    (0.10, 0.40),
    None,
    1.0,
    FIRM,
    "ServiceQuest: 80 % (network marketing) and 60 % (party plan) leave in a year; Herbalife 10-K 2004: over 90 % of "
    "non-supervisors",
    lambda w: retention(w.neglected, 12, founders=False),
)
_target(
    "ever-work",
    "who-works",
    "of sign-ups, ever worked",
    (0.10, 0.30),
    None,
    1.0,
    FIRM,
    "doTERRA 2013 and 2015: 9 to 15 %",
    lambda w: ever_work(w.default),
)
_target(
    "without-commission",
    "commission",
    "of the members of a year, without any commission",
    (0.60, 0.90),
    0.64,
    1.0,
    FIRM,
    "doTERRA 2017 .638; Herbalife 2012 .88; FTC staff report 2024",
    lambda w: without_commission(w.default),
)
_target(
    "median-commission",
    "commission",
    "median commission of the members of a year",
    (0.0, 0.0),
    0.0,
    0.5,
    "follows from the share without commission",
    "FTC staff report 2024: in at least 17 of 70 companies most got nothing",
    lambda w: median_commission(w.default),
    width=10.0,
)
_SPREAD = "doTERRA 2017: .587, .862, .921, -1.06"
_target(
    "top-1",
    "commission",
    "of the commission of a year, goes to the best paid 1 %",
    (0.45, 0.70),
    0.587,
    0.5,
    PART,
    _SPREAD,
    lambda w: top_commission(w.default, 0.01),
)
_target(
    "top-10",
    "commission",
    "of the commission of a year, goes to the best paid 10 %",
    (0.78, 0.97),
    0.862,
    0.5,
    PART,
    _SPREAD,
    lambda w: top_commission(w.default, 0.1),
)
_target(
    "gini",
    "commission",
    "Gini coefficient of commission",
    (0.88, 0.97),
    0.921,
    0.5,
    PART,
    _SPREAD,
    lambda w: inequality(w.default),
)
_target(
    "tail",
    "commission",
    "tail exponent of commission",
    (-1.4, -0.7),
    -1.06,
    0.5,
    PART,
    _SPREAD,
    lambda w: tail(w.default),
)
_AARP = "AARP Foundation 2018"
_target(
    "profit",
    "balance",
    "of working members, with a profit",
    (0.18, 0.32),
    0.25,
    0.5,
    ROUGH,
    _AARP,
    lambda w: balance(w.default)[0],
)
_target(
    "even",
    "balance",
    "of working members, came out even",
    (0.20, 0.34),
    0.27,
    0.5,
    ROUGH,
    _AARP,
    lambda w: balance(w.default)[1],
)
_target(
    "loss",
    "balance",
    "of working members, with a loss",
    (0.40, 0.54),
    0.47,
    0.5,
    ROUGH,
    _AARP,
    lambda w: balance(w.default)[2],
)
_target(
    "small-profits",
    "balance",
    "of those with a profit, less than 5,000 a year",
    (0.43, 0.63),
    0.53,
    0.5,
    ROUGH,
    _AARP,
    lambda w: small_profits(w.default),
)
_target(
    "fee-heavy",
    "fee-heavy",
    "of working members of a plan that pays for recruiting, lost money",
    (0.95, 1.0),
    0.97,
    1.0,
    FIRM,
    "Fortune Hi-Tech Marketing (FTC): 96 to 98 %",
    lambda w: losers(w.fee_heavy),
)
_target(
    "full-to-part-time",
    "full-time",
    "monthly commission of full-timers over that of part-timers",
    (4.0, 10.0),
    7.3,
    1.0,
    "a survey of 6,600 partners",
    "Zacharias 2009: 6,000 against 820 CHF a month",
    lambda w: full_to_part_time(w.default),
)
_target(
    "close-contacts",
    "who-recruits",
    "of those who came to work, won by a close contact",
    (0.30, 0.60),
    0.45,
    0.5,
    "friends and family together, which the model does not tell apart",
    "AARP Foundation 2018: a third by friends, 12 % by family",
    lambda w: by_close_contacts(w.default),
)
_target(
    "nine-levels",
    "levels",
    "of a month's commission, from within nine levels",
    (0.99, 1.0),
    0.99,
    0.5,
    "the plan pays five levels, so that little is left to chance",
    "Reingewertz 2021",
    lambda w: within(paid_from(w.default, w.rates), 9),
    width=0.01,
)
_target(
    "median-earner",
    "levels",
    "of the income of the median earner, from own sales",
    (0.5, 1.0),
    None,
    0.5,
    "a direction",
    "Reingewertz 2021",
    lambda w: median_earner_sells(w.default),
)
_target(
    "expertise",
    "variance-shares",
    "of the latent variance of decisions, explained by expertise",
    (0.12, 0.20),
    0.16,
    1.0,
    "a meta-analysis",
    "Wilson & Sherrell 1993",
    lambda w: expertise(w.default),
)
_target(
    "credibility",
    "variance-shares",
    "of the latent variance of decisions, explained by credibility",
    (0.06, 0.12),
    0.09,
    1.0,
    "a meta-analysis",
    "Wilson & Sherrell 1993",
    lambda w: credibility(w.default),
)
_target(
    "participation",
    "who-works",
    "of all people, working a position after two years",
    (0.01, 0.06),
    None,
    1.0,
    "keeps recruiting from dying out or running away",
    "about 1 % of the population in Germany, 6 % in the USA (trade figures)",
    lambda w: participation(w.default),
)


def measure(worlds: Worlds) -> dict[str, float]:
    """Return every target as measured, by name."""
    return {name: target.get(worlds) for name, target in TARGETS.items()}
