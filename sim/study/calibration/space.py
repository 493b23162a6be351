"""What is searched, and why these."""

from __future__ import annotations

SEARCHED: tuple[str, ...] = (
    "decision.intercept",
    "decision.knowledge",
    "decision.credibility",
    "decision.interest",
    "decision.conviction",
    "decision.social_proof",
    "decision.suspicion_close",
    "study.start",
    "study.learning",
    "study.induction",
    "study.aging",
    "population.openness",
    "population.interest",
    "population.full_time_hours",
    "company.quality",
    "company.customer_purchase",
    "company.retail_margin",
    "company.materials",
    "company.update_hours",
    "conversation.hours",
    "conversation.most_per_day",
    "credibility.trust_close",
)
"""Guesses that are searched: the strongest of the screening, and money and hours on which the balance of members hangs.

``leaving.risk`` and ``leaving.settling`` are not among them, for they have a source, nor are prices and rates that have
one. Of what moves little, only what the balance of those who work is made of is searched.
"""

EARLIER: dict[str, float] = {
    "decision.intercept": -5.9,
    "decision.knowledge": 15.0,
    "decision.credibility": 6.3,
    "decision.interest": 4.6,
    "decision.conviction": 2.1,
    "decision.social_proof": 0.77,
    "decision.suspicion_close": 0.3,
    "study.start": 0.18,
    "study.learning": 0.2,
    "study.induction": 21.0,
    "study.aging": 0.084,
    "population.openness": 0.23,
    "population.interest": 0.44,
    "population.full_time_hours": 36.0,
    "company.quality": 0.76,
    "company.customer_purchase": 120.0,
    "company.retail_margin": 0.45,
    "company.materials": 5.0,
    "company.update_hours": 1.4,
    "conversation.hours": 0.63,
    "conversation.most_per_day": 4.0,
    "credibility.trust_close": 0.82,
}
"""A second point to begin with: where an earlier search ended that had allowed margins no company could have paid."""
