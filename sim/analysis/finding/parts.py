"""What a finding is made of, in the order in which it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

CAUTION = "All of this holds in the model, with the parameters of this scenario; it is no evidence about real people."


@dataclass(frozen=True)
class Finding:
    """The parts of a finding, in the order in which they are read; each is made of sentences, or empty.

    Attributes
    ----------
    lead
        The first outcome: how many of the same people do better, the typical difference, the mean and how few make it,
        and what that means, with the assumption that carries it. Of several ways, how many people and what it means.
    why
        Credibility, and how often stories met.
    outcomes
        One sentence per further outcome.
    basis
        What it rests on.
    chance
        How many comparisons were made.
    caution
        What it does not say.
    more
        Of several ways, the typical difference, the mean and how few make it, a sentence per way.
    """

    lead: list[str]
    why: list[str]
    outcomes: list[str]
    basis: str
    chance: str
    caution: str = field(default=CAUTION)
    more: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """All of it as one paragraph."""
        parts = [*self.lead, *self.more, *self.why, *self.outcomes, self.basis, self.chance, self.caution]
        return " ".join(filter(None, parts))
