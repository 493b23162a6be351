"""Pitch policies at a real event, side by side: the same evening, told in different ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.core.errors import UserError
from sim.core.wording import listed, meant
from sim.model.talk.parameters import Pitch
from sim.replay.hall import furnish
from sim.replay.intervals import Estimate, estimate
from sim.replay.meeting import compare
from sim.replay.statistics import Event
from sim.replay.telling import AUDIENCE, MAIN, live_through

SEED = 1
ENOUGH = 4_000_000  # hearings, over which the topics that suit the listeners are drawn anew and anew
FEWEST, MOST = 25, 1_000


@dataclass(frozen=True)
class Policy:
    """A way of telling.

    Attributes
    ----------
    pitch
        Pitch policy, one of the scenario's.
    chosen_by
        For ``one-topic-per-event``: ``"main"`` tells the main topic, ``"audience"`` the one that suits most of
        those present; empty for the others.
    """

    pitch: str
    chosen_by: str = ""

    @property
    def name(self) -> str:
        """Name in tables."""
        return f"{self.pitch} ({self.chosen_by})" if self.chosen_by else self.pitch

    @property
    def by_chance(self) -> bool:
        """Whether what is told hangs on which topic suits whom."""
        return self.pitch not in ("focus", "disclose-all") and self.chosen_by != "main"


POLICIES = tuple(
    Policy(pitch, way)
    for pitch in Pitch.words()
    for way in (("main", "audience") if pitch == "one-topic-per-event" else ("",))
)


@dataclass(frozen=True)
class Outcome:
    """How networkers fare with a policy: means over all people who talk, each of whom is once the networker.

    Attributes
    ----------
    policy
        Way of telling.
    contradiction
        Share of first talks of a day in which a story meets another one of that day, 0..1.
    within, earlier
        Contradictions a listener notices, per person and day: with a story of the same day, and of an earlier
        day only.
    credibility
        What those who heard a networker on a day think of him at its end, 0..1.
    worlds
        How often the topics that suit the listeners were drawn.
    """

    policy: Policy
    contradiction: Estimate
    within: Estimate
    earlier: Estimate
    credibility: Estimate
    worlds: int


def chosen(pitch: str | None) -> tuple[Policy, ...]:
    """Return the policies with this pitch; all of them if None.

    Raises
    ------
    sim.core.errors.UserError
        If there is no such pitch policy.
    """
    if pitch is None:
        return POLICIES
    if pitch not in Pitch.words():
        raise UserError(f"--pitch {pitch}: must be one of {listed(Pitch.words())}.{meant(pitch, Pitch.words())}")
    return tuple(policy for policy in POLICIES if policy.pitch == pitch)


def play(event: Event, policy: Policy, businesses: int = 2, seed: int = SEED) -> Outcome:
    """Replay an event with a policy.

    Everything that the scenario's ``conversation`` and ``credibility`` sections state has its default there; in
    particular the memory of a story halves in days, and fades little within an evening. All topics lie at
    distance 1 from each other, and all listeners are acquaintances at first.

    Parameters
    ----------
    event
        From :func:`sim.replay.statistics.take_apart`.
    policy
        How all tell.
    businesses
        Number of the networker's businesses, each with a topic of its own, 1..16.
    seed
        Of the draws which topic suits whom. Worlds are drawn until some four million openings have been heard,
        at least 25 and at most 1,000 times.

    Notes
    -----
    The share of first talks with a contradiction is what ``Statistics.contradiction`` expects. The market's
    rule lets a listener notice a new story once; whoever has heard all stories is not surprised again. The share
    asks something else: whether two stories came together at all. So every witness of a first talk listens with
    fresh ears (:func:`sim.replay.meeting.compare`): he knows the story he himself was told that day, or will be,
    and hears the listener's, or the other way round. With a topic each, drawn on its own, that gives
    ``1 - mean(businesses ** -witnesses)`` on average. What listeners notice with all that they remember is
    counted as ``within`` and ``earlier`` and tells on ``credibility``.
    """
    hall = furnish(event, policy.pitch, businesses, seed)
    heard = int((event.tellings.last - event.tellings.first).sum())
    worlds = min(max(ENOUGH // heard, FEWEST), MOST) if policy.by_chance else 1
    for world in range(worlds):
        live_through(hall, world, AUDIENCE if policy.chosen_by == "audience" else MAIN)
        compare(hall, event.firsts, event.witnesses)
    return _outcome(policy, event, hall.scores, worlds)


def _outcome(policy: Policy, event: Event, scores: Any, worlds: int) -> Outcome:
    """Take means over worlds, and intervals over the people who talk."""
    talks = np.bincount(event.firsts.speaker, minlength=scores.size).astype(np.float64)
    who = np.flatnonzero(talks)
    evenings = scores.evenings[who] / worlds
    sums = {name: scores[name][who] / worlds for name in ("caught", "within", "earlier", "credibility")}
    return Outcome(
        policy=policy,
        contradiction=estimate(sums["caught"], talks[who]),
        within=estimate(sums["within"], evenings),
        earlier=estimate(sums["earlier"], evenings),
        credibility=estimate(sums["credibility"], evenings),
        worlds=worlds,
    )
