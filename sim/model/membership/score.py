"""The latent score of an offer: what speaks for buying and for working, and what speaks against it.

All that a pitch says for a company is weakened by an unclear opening and by suspicion, and never turned into its
opposite.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from sim.core.compiled import rule, whole
from sim.core.money import CENTS
from sim.model.membership.parameters.decision import Decision
from sim.model.people.rows import LifeRow, Tie
from sim.model.plans.rows import StrategyRow
from sim.model.talk.rows import Said, Topics

MOST_LOGITS = 700.0  # beyond, exp() leaves the range of floats; such a chance is less than any draw can tell from 0


@rule
def clarity(span: float, talks: int, familiarity: float) -> float:
    """Return how clear an opening is, 0..1: what ``span`` takes fades as the listener gets familiar.

    Parameters
    ----------
    span
        Clarity that several topics cost with somebody unfamiliar, 0..1.
    talks
        Stories the listener has heard from this mouth, not negative.
    familiarity
        Talks after which they are half familiar, above 0.

    Notes
    -----
    Form after Keuschnigg & Wimmer 2017: ``1 - span (1 - familiar)`` with ``familiar = talks / (talks + half)``.
    """
    return 1.0 - span * familiarity / (talks + familiarity)


@rule
def social_proof(around: int, law: Decision) -> float:
    """Return 0..1: contacts who are in, beyond the threshold, up to saturation (Centola 2010).

    Parameters
    ----------
    around
        Contacts of the listener who are in the company, not negative.
    """
    beyond = around - law.social_threshold
    return min(1.0, max(0.0, beyond / law.social_saturation))


@rule
def trusting(tie: Tie, law: Decision) -> float:
    """Return the part of a pitch's effect that suspicion of a commission motive leaves, 0..1.

    Acquaintances suspect more than close contacts (Eisend & Tarrahi 2022; Verlegh et al. 2013).
    """
    return 1.0 - (law.suspicion_close if tie.close else law.suspicion_acquaintance)


@rule
def argument(interest: float, message: Said, law: Decision) -> float:
    """Return what the pitch itself says for the company, in logits, not negative.

    Interest, knowledge and conviction count from 0, so that whatever weakens the argument never helps.

    Parameters
    ----------
    interest
        The listener's interest in the topic, 0..1.
    message
        What was said: ``knowledge`` and ``promise``, 0..1.
    """
    return law.interest * interest + law.knowledge * message.knowledge + law.conviction * message.promise


@rule
def satiation(held: int, company: int, plan: StrategyRow, topics: Topics, far: float) -> float:
    """Return how many other companies somebody has already, those of distant topics counting less.

    Parameters
    ----------
    held
        Bit set of the companies that they buy from or work.
    company
        The company in question, 0..15, which does not count.
    plan
        Row of any strategy, for the topics of companies.
    topics
        How far topics lie apart.
    far
        Weight of a company whose topic is at distance 1, 0..1; one of the same topic counts 1.
    """
    others, k, total = held & ~(1 << company), 0, 0.0
    here = whole(plan.topic[company])
    while others >> k:
        if others >> k & 1:
            total += 1.0 - topics.distance[here, whole(plan.topic[k])] * (1.0 - far)
        k += 1
    return total


class Case(NamedTuple):
    """What an offer meets.

    Attributes
    ----------
    interest, believed, clear, proof
        The listener's interest in the topic, the speaker's credibility, clarity and social proof, 0..1.
    leaning, skill
        The listener's lasting leaning to the company and the speaker's skill in conversation, standard normal.
    sated
        Other companies they have, see :func:`satiation`.
    refused
        Offers of the company that they refused this speaker so far, not negative.
    overload
        Recent offers heard, not negative; those beyond ``overload_free`` count.
    """

    interest: float
    believed: float
    clear: float
    proof: float
    leaning: float
    skill: float
    sated: float
    refused: int
    overload: float


@rule
def score(message: Said, tie: Tie, case: Case, law: Decision) -> float:
    """Return what speaks for a company and against it, in logits: price and threshold are still to come.

    Parameters
    ----------
    message, tie
        What was said, and the listener's tie to the speaker.
    """
    return (
        case.clear * trusting(tie, law) * argument(case.interest, message, law)
        + law.leaning * case.leaning
        + law.skill * case.skill
        + law.credibility * case.believed
        + law.social_proof * case.proof
        - law.satiation * case.sated
        - law.refusal * case.refused
        - law.overload * max(0.0, case.overload - law.overload_free)
    )


@rule
def to_buy(score: float, purchase: int, cash: int, law: Decision) -> float:
    """Return the latent score of buying, in logits.

    Parameters
    ----------
    score
        Of the offer, see :func:`score`.
    purchase, cash
        The first purchase and what the purse holds, in cents.
    """
    return law.intercept + score - law.price * (purchase / max(1, cash))


@rule
def to_work(score: float, price: int, cash: int, prospects: float, law: Decision) -> float:
    """Return the latent score of taking up the work, in logits.

    Parameters
    ----------
    score
        Of the offer, see :func:`score`.
    price, cash
        Fee and first purchase, and what the purse holds, in cents.
    prospects
        What the work promises, see :func:`prospects`.
    """
    return law.work_intercept + score - law.price * (price / max(1, cash)) + prospects


@rule
def claimed_income(speaker: LifeRow, law: Decision) -> float:
    """Return the income a month that a speaker holds out, in cents: their own as far as they are honest, else a dream.

    Parameters
    ----------
    speaker
        Their row of lives. Who loses money does not say so, and claims nothing.
    """
    return speaker.honesty * max(0.0, speaker.result) + (1.0 - speaker.honesty) * law.dream * CENTS


@rule
def prospects(claimed: float, life: LifeRow, law: Decision) -> float:
    """Return what the work promises, in logits: income against what is hoped for, and hours that there are for it.

    Parameters
    ----------
    claimed
        Income that is held out, in cents a month, not negative.
    life
        The listener's row of lives.
    """
    income = min(1.0, claimed / max(1.0, float(life.hope)))
    return law.work_income * income + law.work_hours * min(1.0, life.hours / law.full_hours)


@rule
def logistic(score: float) -> float:
    """Turn a score in logits into a probability, 0..1; a score of 0 gives one half."""
    return 1.0 / (1.0 + math.exp(min(-score, MOST_LOGITS)))
