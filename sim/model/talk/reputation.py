"""Credibility: a beta reputation (Jøsang & Ismail 2002) under a ceiling (Schweitzer et al. 2006)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.compiled import AHEAD, fetch, phase, rule, whole
from sim.core.rows import Rows
from sim.model.people.rows import Link, Person, Tie
from sim.model.tables import NONE, Tables
from sim.model.talk.parameters import Credibility

HALF = math.log(2.0)


@rule
def credibility(tie: Tie, law: Credibility) -> float:
    """Return how far the tie's owner believes the contact, 0..1.

    ``(good + a w) / (good + bad + w)`` with first impression ``a`` of weight ``w`` (for a = 1/2 and w = 2 the
    (r + 1) / (r + s + 2) of Jøsang & Ismail 2002), at most the ceiling that deception left.
    """
    impression = law.trust_close if tie.close else law.trust_acquaintance
    opinion = (tie.good + impression * law.prior) / (tie.good + tie.bad + law.prior)
    return min(opinion, tie.ceiling)


@rule
def remembered(days: float, half_life: float) -> float:
    """Weight 0..1 of something heard ``days`` (not negative) ago: halves every ``half_life`` days (above 0)."""
    return math.exp(-HALF * days / half_life)


@rule
def repeat(tie: Tie, law: Credibility) -> None:
    """Take in one more story that fits: evidence for, which wears out; past the ideal number a little against.

    The form of the latter is assumed after Godfrey, Seiders & Voss (2011). ``law.wear`` 0, and ``law.ideal`` 65535 (or
    ``law.reactance`` 0), switch the two off exactly.
    """
    told = whole(tie.talks)
    if told > law.ideal:
        tie.bad += law.reactance
    else:
        tie.good += law.consistent / (1.0 + law.wear * told)


@rule
def surprise(tie: Tie, law: Credibility) -> float:
    """Return what one more contradiction counts of a first one, 0..1: ``novelty`` to the power of those before."""
    return math.pow(law.novelty, float(whole(tie.changes)))


@rule
def contradict(tie: Tie, weight: float, concealed: bool, law: Credibility) -> None:
    """Take in a contradiction of weight 0..1: evidence against and, if it was concealed, a lower ceiling.

    The ceiling never rises again (Schweitzer et al. 2006).
    """
    tie.bad += law.contradiction * weight
    if concealed:
        tie.ceiling *= 1.0 - law.ceiling_loss * weight


@rule
def promise(conviction: float, honesty: float) -> float:
    """Return the quality a seller promises, 0..1: what they believe, plus what they add for lack of honesty.

    Parameters
    ----------
    conviction, honesty
        Of the seller, 0..1; honesty 1 promises only what they believe, 0 promises 1.
    """
    return conviction + (1.0 - conviction) * (1.0 - honesty)


@rule
def experience_promise(tie: Tie, gap: float, evidence: float, asymmetry: float) -> None:
    """Hold an experience against, or in favor of, the mouth that promised it.

    ``gap`` is experience minus expectation, -1..1; disappointments weigh ``asymmetry`` times as much (Slovic 1993).
    """
    if gap < 0.0:
        tie.bad -= evidence * asymmetry * gap
    else:
        tie.good += evidence * gap


@phase
def opinions(person: Person, links: Rows[Link], ties: Rows[Tie]) -> Any:
    """Return the ties of all who connect a topic with somebody, ascending: what floats add up to hangs on their order.

    Contacts of the social graph come in that order; only those met later have to be put in their place.
    """
    found, n = np.empty(person.degree, np.int64), 0
    first, end = whole(person.first), whole(person.first) + whole(person.degree)
    for k in range(first, end):
        fetch(ties, links[min(k + AHEAD, end - 1)].mirror)
        tie = whole(links[k].mirror)
        if tie == NONE or ties[tie].heard == 0:
            continue
        place = n
        while place > 0 and found[place - 1] > tie:
            found[place] = found[place - 1]
            place -= 1
        found[place] = tie
        n += 1
    return found[:n]


@phase
def credibility_sums(w: Tables, sums: Any) -> None:
    """Add up what all who connect a topic with somebody think of them; nobody tells anything who never worked.

    ``sums`` has the shape (people, 3), zeros on entry: number of such contacts, sum and sum of squares of credibility.
    """
    law, ties = w.law[0].credibility, w.ties
    for i in range(w.people.size):
        if w.tally[i].joined < 0:
            continue
        for tie in opinions(w.people[i], w.links, ties):
            believed = credibility(ties[tie], law)
            sums[i, 0] += 1.0
            sums[i, 1] += believed
            sums[i, 2] += believed * believed


def mean_and_spread(sums: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return mean (0..1) and population standard deviation from any rows of :func:`credibility_sums`.

    Both have the shape (people,); nan where nobody knows the person.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = sums[:, 1] / sums[:, 0]
        variance = np.maximum(sums[:, 2] / sums[:, 0] - mean**2, 0.0)
    return mean, np.sqrt(variance)
