"""Decisions: whether a listener joins, as a customer or as a working member under the speaker."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.core.chance import purpose, stream, uniform
from sim.core.compiled import AHEAD, fetch, members, phase, rule, whole
from sim.model.membership.joining import affords, believe, buy_only, enter, go_to_work
from sim.model.membership.parameters import Decision
from sim.model.membership.regimes import win_over
from sim.model.people.rows import LifeRow, Person, Tie
from sim.model.plans.rows import StrategyRow
from sim.model.tables import NONE, Tables
from sim.model.talk.offers import BUY, WORK, may, month_of, refuse
from sim.model.talk.reputation import credibility
from sim.model.talk.rows import Said

TAKE = purpose("decision.take")
PRIORITY = purpose("decision.priority")
UNDECIDED = -1
MOST_LOGITS = 700.0  # beyond, exp() leaves the range of floats; such a chance is less than any draw can tell from 0


@rule
def would_work(person: Person, plan: StrategyRow, company: int) -> bool:
    """Tell whether somebody would work a company rather than only buy from it.

    Openness decides about the first business, whichever it is; after that the strategy, which names the
    companies to add and how many are wanted in all.

    Parameters
    ----------
    person, plan
        Row of people, and the row of the strategy they follow.
    company
        Row of the company, 0..companies-1.
    """
    if person.open == 0:
        return False
    works = whole(person.works)
    return works == 0 or (plan.members >> company & 1 == 1 and members(works) < plan.at_once)


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
def argument(interest: float, message: Said, law: Decision) -> float:
    """Return what the pitch itself says for joining, in logits: interest, knowledge and conviction shown.

    Parameters
    ----------
    interest
        The listener's interest in the topic, 0..1.
    message
        What was said: ``knowledge`` and ``promise``, 0..1.

    Returns
    -------
    float
        0 where all three are one half.

    Notes
    -----
    Weights are such that the speaker's expertise explains about 16 % and, with :func:`score`, their credibility about
    9 % of the latent variance (Wilson & Sherrell 1993). Measured as the variance of the term over that of the score
    plus the logistic's pi**2 / 3, over all offers of two years to people without a position in the company who can
    afford it, seeds 910001 to 910010: .170 and .083 with the defaults, .137 and .083 in ``scenarios/base.toml``.
    """
    return (
        law.interest * (interest - 0.5)
        + law.knowledge * (message.knowledge - 0.5)
        + law.conviction * (message.promise - 0.5)
    )


class Case(NamedTuple):
    """What an offer meets, all 0..1 but the last.

    Attributes
    ----------
    interest, believed, clear, proof
        The listener's interest in the topic, the speaker's credibility, clarity, social proof.
    burden
        Joining costs as a part of the listener's cash.
    overload
        Recent offers heard, not negative; those beyond ``overload_free`` count.
    """

    interest: float
    believed: float
    clear: float
    proof: float
    burden: float
    overload: float


@rule
def score(message: Said, tie: Tie, case: Case, law: Decision) -> float:
    """Return the latent score of an offer in logits; ``tie`` is the listener's to the speaker.

    Notes
    -----
    Suspicion of a commission motive takes part of the pitch's effect, more from acquaintances than from
    close contacts (Eisend & Tarrahi 2022; Verlegh et al. 2013).
    """
    suspicion = law.suspicion_close if tie.close else law.suspicion_acquaintance
    return (
        law.intercept
        + case.clear * (1.0 - suspicion) * argument(case.interest, message, law)
        + law.credibility * (case.believed - 0.5)
        + law.social_proof * case.proof
        - law.price * case.burden
        - law.overload * max(0.0, case.overload - law.overload_free)
    )


@rule
def logistic(score: float) -> float:
    """Turn a score in logits into a probability, 0..1; a score of 0 gives one half."""
    return 1.0 / (1.0 + math.exp(min(-score, MOST_LOGITS)))


@rule
def prefer(life: LifeRow, message: int, priority: float) -> None:
    """Keep the offer with the highest keyed priority among those accepted today.

    Parameters
    ----------
    life
        The listener's row of lives, whose ``choice`` and ``priority`` change.
    message
        Row of the offer among today's messages.
    priority
        Uniform draw of this offer, 0 <= priority < 1.
    """
    if life.choice == UNDECIDED or priority > life.priority:
        life.choice = message
        life.priority = priority


@phase
def decide(w: Tables, day: int) -> None:
    """Let everybody who heard an offer today decide; at most one offer a day is taken.

    Nobody takes what they cannot pay, or more than they can still be offered; what nobody takes is refused. All offers
    are weighed before anybody joins; those who accept several take the one that chance puts first.

    Parameters
    ----------
    w
        All tables; ``positions`` has room for one more a message.
    """
    people, held, ties, said, life, company = w.people, w.held, w.ties, w.said, w.life, w.company
    law, trust, talk = w.decision[0], w.credibility[0], w.conversation[0]
    takes, priorities = stream(w.key, TAKE, day), stream(w.key, PRIORITY, day)
    today = w.count[0].said
    declined = np.zeros(today, np.uint8)
    for m in range(today):
        later = said[min(m + AHEAD, today - 1)]
        fetch(ties, later.tie)
        fetch(people, later.listener)
        fetch(held, later.listener)
        fetch(life, later.listener)
        fetch(w.accounts, later.listener)
        fetch(w.taste, later.listener)
        message = said[m]
        j, c = whole(message.listener), whole(message.company)
        can = may(people[j], life[j], held[j], c, month_of(day)) if message.topics else 0
        if can == 0:
            continue
        tie, offer = ties[message.tie], company[c]
        works = can & WORK != 0 and would_work(people[j], w.strategy[people[j].strategy], c)
        declined[m] = 1
        if not works and can & BUY == 0:
            continue
        fee = offer.joining_fee if works else 0
        purchase = offer.minimum_purchase if works else offer.customer_purchase
        if not affords(w.accounts[j], fee, purchase):
            continue
        case = Case(
            interest=float(w.taste[j].interest[offer.topic]),
            believed=credibility(tie, trust),
            clear=clarity(message.span, whole(tie.talks), talk.familiarity),
            proof=social_proof(whole(held[j].around[c]), law),
            burden=(fee + purchase) / max(1, w.accounts[j].balance),
            overload=life[j].overload,
        )
        if uniform(takes, message.tie, c) < logistic(score(message, tie, case, law)):
            prefer(life[j], m, uniform(priorities, message.tie, c))
            declined[m] = 0
    for m in range(today):
        if declined[m]:
            refuse(w.links[said[m].mine], whole(said[m].company))
        j = whole(said[m].listener)
        if life[j].choice == m:
            life[j].choice = UNDECIDED
            _accept(w, day, m)


@phase
def _accept(w: Tables, day: int, m: int) -> None:
    message = w.said[m]
    j, c = whole(message.listener), whole(message.company)
    can = may(w.people[j], w.life[j], w.held[j], c, month_of(day))
    works = can & WORK != 0 and would_work(w.people[j], w.strategy[w.people[j].strategy], c)
    if w.held[j].seat[c] == NONE:
        seat = enter(w, day, j, c, whole(w.held[message.speaker].seat[c]), whole(message.tie))
        believe(w.positions[seat], message.promise, credibility(w.ties[message.tie], w.credibility[0]))
    if works:
        go_to_work(w, day, j, c)
    else:
        buy_only(w, j, c)
    win_over(w, day, whole(message.speaker), j, c)
