"""On what today's decisions hang: the whole score, and in it what the speaker's expertise and credibility add."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.chance import normal
from sim.core.compiled import phase, whole
from sim.model.membership.decision import leanings, would_work
from sim.model.membership.joining import affords
from sim.model.membership.score import (
    Case,
    claimed_income,
    clarity,
    prospects,
    satiation,
    score,
    social_proof,
    to_buy,
    to_work,
    trusting,
)
from sim.model.tables import Tables
from sim.model.talk.offers import BUY, WORK
from sim.model.talk.reputation import credibility

SCORE, EXPERTISE, BELIEF, WORKING = 0, 1, 2, 3
"""Columns of :func:`weigh`, in logits."""


def weigh(w: Tables) -> NDArray[np.float64]:
    """Return the terms of all of today's offers which somebody could accept, shape (offers, 4); changes nothing.

    Returns
    -------
    numpy.ndarray
        By offer, in logits: the latent score of buying; in it, and in that of working, what the speaker's expertise
        and credibility add; and the score of working. nan where they cannot buy, or would not work, or cannot pay.
    """
    terms = np.full((int(w.count[0].said), 4), np.nan)
    _weigh(w, terms)
    decided: NDArray[np.float64] = terms[~np.isnan(terms[:, EXPERTISE])]
    return decided


@phase
def _weigh(w: Tables, terms: Any) -> None:
    law, trust, talk, topics = w.law[0].decision, w.law[0].credibility, w.law[0].conversation, w.topics[0]
    lasting = leanings(w)
    for m in range(w.count[0].said):
        message = w.said[m]
        i, j, c = whole(message.speaker), whole(message.listener), whole(message.company)
        can = whole(message.may)
        if message.topics == 0 or can == 0:
            continue
        tie, offer, purse, person = w.ties[message.tie], w.company[c], w.accounts[j], w.people[j]
        plan = w.strategy[person.strategy]
        fee, minimum = whole(offer.joining_fee), whole(offer.minimum_purchase)
        works = can & WORK and would_work(person, plan, c) and affords(purse, fee, minimum)
        buys = can & BUY and affords(purse, 0, offer.customer_purchase)
        if not works and not buys:
            continue
        case = Case(
            interest=float(w.taste[j].interest[offer.topic]),
            believed=credibility(tie, trust),
            clear=clarity(message.span, whole(tie.talks), talk.familiarity),
            proof=social_proof(whole(w.held[j].around[c]), law),
            leaning=normal(lasting, j, c) if law.leaning > 0.0 else 0.0,
            skill=float(w.life[i].skill),
            sated=satiation(whole(person.works | person.buys), c, plan, topics, law.satiation_far),
            refused=whole(message.refused),
            overload=w.life[j].overload,
        )
        appeal = score(message, tie, case, law)
        if buys:
            terms[m, 0] = to_buy(appeal, offer.customer_purchase, purse.balance, law)
        terms[m, 1] = case.clear * trusting(tie, law) * law.knowledge * message.knowledge
        terms[m, 2] = law.credibility * case.believed
        if works:
            claimed = float(w.group[c].median) if offer.income_disclosure else claimed_income(w.life[i], law)
            terms[m, 3] = to_work(appeal, fee + minimum, purse.balance, prospects(claimed, w.life[j], law), law)
