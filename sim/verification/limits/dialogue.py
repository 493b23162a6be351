"""One speaker and one listener, and what the listener makes of what is said."""

from __future__ import annotations

from typing import Any

from sim.model.talk.conversation import hear
from sim.model.talk.reputation import credibility
from sim.verification.limits.bare import COMPANIES, empty_world, tie_between

SPEAKER, LISTENER = 0, 1


class Dialogue:
    """Two acquaintances who know each other; the listener's first impression is one half.

    Parameters
    ----------
    distance
        Between any two topics.
    half_life
        Of the memory of a story, in days.
    **credibility
        Fields of the scenario's credibility section.
    """

    def __init__(self, *, distance: float = 1.0, half_life: float = 30.0, seed: int = 1, **credibility: float) -> None:
        talk = {"topic_distance": distance, "memory_half_life": half_life}
        sections: dict[str, Any] = {"conversation": talk, "credibility": credibility, "company": COMPANIES}
        self.w = empty_world(people=2, seed=seed, **sections).tables
        self.w.ties.close = 0

    @property
    def tie(self) -> Any:
        """What the listener holds about the speaker."""
        return self.w.ties[tie_between(self.w, LISTENER, SPEAKER)]

    @property
    def believed(self) -> float:
        """The speaker's credibility."""
        return float(credibility(self.tie, self.w.credibility[0]))

    @property
    def noticed(self) -> int:
        """Contradictions noticed so far."""
        return int(self.w.tally[SPEAKER].private)

    def tell(self, topics: int, *, side_by_side: bool = False, day: int = 0) -> None:
        """Let the speaker tell topics (bit set): one as the profession, or all side by side."""
        message = self.w.said[0]
        message.speaker, message.listener = SPEAKER, LISTENER
        message.tie = tie_between(self.w, LISTENER, SPEAKER)
        message.mine = tie_between(self.w, SPEAKER, LISTENER)
        message.topics, message.open = topics, side_by_side
        hear(self.w, day, 0, 1)
