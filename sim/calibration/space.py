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

GENEROUS: dict[str, float] = {
    "company.retail_margin": 0.5,
    "company.customer_purchase": 120.0,
    "company.materials": 0.0,
    "company.quality": 0.8,
    "decision.intercept": -6.0,
}
"""A second point to begin with, by reasoning: whoever shall not lose needs customers who buy much and often."""
