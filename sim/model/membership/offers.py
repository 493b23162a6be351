"""On what today's decisions hang: the whole score, and in it what the speaker's expertise and credibility add."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.compiled import phase, whole
from sim.model.membership.decision import Case, clarity, score, social_proof, would_work
from sim.model.membership.joining import affords
from sim.model.tables import Tables
from sim.model.talk.offers import BUY, WORK
from sim.model.talk.reputation import credibility

SCORE, EXPERTISE, BELIEF = 0, 1, 2
"""Columns of :func:`weigh`."""


def weigh(w: Tables) -> NDArray[np.float64]:
    """Return the terms of all of today's offers on which somebody decides, shape (offers, 3); changes nothing."""
    terms = np.full((int(w.count[0].said), 3), np.nan)
    _weigh(w, terms)
    decided: NDArray[np.float64] = terms[~np.isnan(terms[:, SCORE])]
    return decided


@phase
def _weigh(w: Tables, terms: Any) -> None:
    law, trust, talk = w.decision[0], w.credibility[0], w.conversation[0]
    for m in range(w.count[0].said):
        message = w.said[m]
        j, c = whole(message.listener), whole(message.company)
        if message.topics == 0 or message.may == 0:
            continue
        tie, offer = w.ties[message.tie], w.company[c]
        works = message.may & WORK != 0 and would_work(w.people[j], w.strategy[w.people[j].strategy], c)
        if not works and message.may & BUY == 0:
            continue
        fee = offer.joining_fee if works else 0
        purchase = offer.minimum_purchase if works else offer.customer_purchase
        if not affords(w.accounts[j], fee, purchase):
            continue
        believed = credibility(tie, trust)
        clear = clarity(message.span, whole(tie.talks), talk.familiarity)
        suspicion = law.suspicion_close if tie.close else law.suspicion_acquaintance
        case = Case(
            interest=float(w.taste[j].interest[offer.topic]),
            believed=believed,
            clear=clear,
            proof=social_proof(whole(w.held[j].around[c]), law),
            burden=(fee + purchase) / max(1, w.accounts[j].balance),
            overload=w.life[j].overload,
        )
        terms[m, 0] = score(message, tie, case, law)
        terms[m, 1] = clear * (1.0 - suspicion) * law.knowledge * (message.knowledge - 0.5)
        terms[m, 2] = law.credibility * (believed - 0.5)
