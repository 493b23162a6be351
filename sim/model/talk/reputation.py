"""Credibility: a beta reputation (Jøsang & Ismail 2002) under a ceiling (Schweitzer et al. 2006)."""

from __future__ import annotations

import math
from typing import Any

from sim.core.compiled import rule

HALF = math.log(2.0)


@rule
def credibility(tie: Any, law: Any) -> float:
    """Return how far the tie's owner believes the contact, 0..1.

    ``(good + a w) / (good + bad + w)`` with first impression ``a`` of weight ``w`` (for a = 1/2 and w = 2 the
    (r + 1) / (r + s + 2) of Jøsang & Ismail 2002), at most the ceiling that deception left.

    Parameters
    ----------
    tie
        Row of ties.
    law
        The scenario's ``credibility`` row.
    """
    impression = law.trust_close if tie.close else law.trust_acquaintance
    opinion = (tie.good + impression * law.prior) / (tie.good + tie.bad + law.prior)
    return min(opinion, tie.ceiling)


@rule
def remembered(days: float, half_life: float) -> float:
    """Weight 0..1 of something heard ``days`` (not negative) ago: halves every ``half_life`` days (above 0)."""
    return math.exp(-HALF * days / half_life)


@rule
def contradict(tie: Any, weight: float, concealed: bool, law: Any) -> None:
    """Take in a contradiction: evidence against and, if it was concealed, a lower ceiling.

    Parameters
    ----------
    tie
        The listener's tie to the speaker, whose ``bad`` and ``ceiling`` change.
    weight
        How much of the contradiction counts, 0..1.
    concealed
        Whether the speaker does not own up; the ceiling never rises again (Schweitzer et al. 2006).
    law
        The scenario's ``credibility`` row.
    """
    tie.bad += law.contradiction * weight
    if concealed:
        tie.ceiling *= 1.0 - law.ceiling_loss * weight


@rule
def experience_promise(tie: Any, gap: float, evidence: float, asymmetry: float) -> None:
    """Hold an experience against, or in favor of, the mouth that promised it.

    Parameters
    ----------
    tie
        The buyer's tie to whoever won him, whose ``good`` or ``bad`` grows.
    gap
        Experience minus expectation, -1..1; disappointments weigh ``asymmetry`` times as much (Slovic 1993).
    evidence, asymmetry
        The scenario's ``experience.evidence`` and ``experience.asymmetry``, not negative.
    """
    if gap < 0.0:
        tie.bad -= evidence * asymmetry * gap
    else:
        tie.good += evidence * gap
