"""On what decisions hung: expertise and credibility as shares of the latent variance (Wilson & Sherrell 1993)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.compiled import phase, whole
from sim.model.membership.decision import clarity, score, social_proof, would_work
from sim.model.membership.joining import affords
from sim.model.tables import NONE, Tables
from sim.model.talk.reputation import credibility

LOGISTIC = math.pi**2 / 3  # variance of the logistic law of what the score leaves open
SCORE, EXPERTISE, BELIEF = 0, 1, 2


@dataclass(frozen=True)
class Offers:
    """Offers of a world that were decided on.

    Attributes
    ----------
    terms
        Shape (offers, 3), logits: the whole score, and in it what the speaker's knowledge and his credibility add.
    """

    terms: NDArray[np.float64]

    @staticmethod
    def of(days: Sequence[NDArray[np.float64]]) -> Offers:
        """Put those of all days together."""
        return Offers(np.concatenate([np.empty((0, 3)), *days]))

    def explained(self, term: int) -> float:
        """Return the share of the latent variance that a term explains, 0..1; nan without offers.

        Parameters
        ----------
        term
            ``EXPERTISE`` or ``BELIEF``.

        Notes
        -----
        The variance of the term over that of the score plus the logistic's ``pi**2 / 3``.
        """
        if len(self.terms) == 0:
            return float("nan")
        return float(self.terms[:, term].var() / (self.terms[:, SCORE].var() + LOGISTIC))


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
        if message.topics == 0 or w.held[j].seat[c] != NONE or w.life[j].quit >> c & 1:
            continue
        tie, offer = w.ties[message.tie], w.company[c]
        works = would_work(w.people[j], w.strategy[w.people[j].strategy], c)
        fee = offer.joining_fee if works else 0
        purchase = offer.minimum_purchase if works else offer.customer_purchase
        if not affords(w.accounts[j], fee, purchase):
            continue
        believed = credibility(tie, trust)
        clear = clarity(message.span, whole(tie.talks), talk.familiarity)
        suspicion = law.suspicion_close if tie.close else law.suspicion_acquaintance
        terms[m, 0] = score(
            message,
            tie,
            float(w.taste[j].interest[offer.topic]),
            believed,
            clear,
            social_proof(whole(w.held[j].around[c]), law),
            (fee + purchase) / max(1, w.accounts[j].balance),
            w.life[j].overload,
            law,
        )
        terms[m, 1] = clear * (1.0 - suspicion) * law.knowledge * (message.knowledge - 0.5)
        terms[m, 2] = law.credibility * (believed - 0.5)
