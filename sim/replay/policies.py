"""Pitch policies at a real event: which there are, what one of a user's own tells, how networkers fare with each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.analysis.statistics import bootstrap, mean_of_sums
from sim.core.chance import constant_of, named_draw
from sim.core.errors import UserError
from sim.core.rows import Rows
from sim.core.wording import listed, meant, shown
from sim.model.plans.companies import MOST_COMPANIES
from sim.model.talk.parameters import Pitch
from sim.model.talk.pitch import settled
from sim.replay.contacts import QUIET, SLOT, Ints, Score, settle
from sim.replay.statistics import Event, measure, take_apart
from sim.replay.telling import AUDIENCE, MAIN, Hall, compare, furnish, live_through

SEED = 1
ENOUGH = 4_000_000  # hearings, over which the topics that suit the listeners are drawn anew and anew
FEWEST, MOST = 25, 1_000
Tells: TypeAlias = Callable[["Guest", int], Sequence[str]]
"""A pitch policy of the user's own: names of the businesses that a networker tells a contact of, the offer first."""


@dataclass(frozen=True)
class Policy:
    """A way of telling."""

    pitch: str  # pitch policy, one of the scenario's or of the user's own
    # for ``one-topic-per-event``: ``"main"`` tells the main topic, ``"audience"`` the one that suits most of those
    # present; empty for the others
    chosen_by: str = ""
    tells: Tells | None = None  # what a policy of the user's own tells; None for the others

    @property
    def name(self) -> str:
        """Name in tables."""
        return f"{self.pitch} ({self.chosen_by})" if self.chosen_by else self.pitch

    @property
    def by_chance(self) -> bool:
        """Whether what is told hangs on which topic suits whom."""
        return self.tells is None and self.pitch not in ("focus", "disclose-all") and self.chosen_by != "main"


POLICIES = tuple(
    Policy(pitch, way)
    for pitch in Pitch.words()
    for way in (("main", "audience") if pitch == "one-topic-per-event" else ("",))
)


def chosen(pitch: str | None, own: Mapping[str, Tells] | None = None) -> tuple[Policy, ...]:
    """Return the policies with this pitch, those of the user's ``own`` among them; all of them if None.

    Raises
    ------
    sim.core.errors.UserError
        If there is no such pitch policy.
    """
    policies = (*POLICIES, *(Policy(name, tells=tells) for name, tells in (own or {}).items()))
    if pitch is None:
        return policies
    names = tuple(dict.fromkeys(policy.pitch for policy in policies))
    if pitch not in names:
        raise UserError(f"--pitch {pitch}: must be one of {listed(names)}.{meant(pitch, names)}")
    return tuple(policy for policy in policies if policy.pitch == pitch)


@dataclass
class Guest:
    """A person of the event as the networker, as a pitch policy of the user's own is given them.

    Attributes
    ----------
    unique_id, companies, day
        Their id in the contact list, the names of their businesses, the main one first, and the event's day, from 0.
    """

    unique_id: int
    companies: list[str]
    name: str
    key: np.uint64
    day: int = 0

    @property
    def main(self) -> str:
        """Name of the main business."""
        return self.companies[0]

    def knows(self, contact: int) -> bool:
        """Nobody at the event knows the networker from before."""
        return False

    is_close = knows

    def draw(self, contact: int, nth: int = 0) -> float:
        """Return a uniform draw, 0 <= draw < 1: the same for a networker, contact, day and number (0..15)."""
        constant = constant_of(f"own.pitch.{self.name}")
        return float(named_draw(self.key, constant, self.day, self.unique_id, contact * MOST_COMPANIES + nth))


def ask(hall: Hall, people: Ints, name: str, tells: Tells) -> None:
    """Ask a pitch policy of the user's own what is told in every talk.

    Raises
    ------
    sim.core.errors.UserError
        If it gives no list of businesses, or never tells anybody anything.
    """
    businesses = [f"business {number}" for number in range(1, int(hall.topics[0].number) + 1)]
    for speaker in range(people.size):
        networker = Guest(int(people[speaker]), list(businesses), name, hall.key)
        for telling in hall.tellings[hall.begins[speaker] : hall.begins[speaker + 1]]:
            networker.day, networker.companies = int(telling.day), list(businesses)
            companies = _told(name, tells(networker, int(people[telling.listener])), businesses)
            topics = sum(1 << company for company in companies)
            telling.decided = settled(topics, companies[0] if companies else 0, int(len(companies) > 1))
    if not hall.tellings.decided.any():
        raise UserError(f"The pitch policy {name} tells nobody at the event anything.")


def _told(name: str, told: object, businesses: list[str]) -> list[int]:
    """Numbers of the businesses that a policy tells of, each once."""
    if not isinstance(told, list | tuple):
        raise UserError(f"The pitch policy {name} must return a list of companies, not {shown(told)}.")
    for company in told:
        if company not in businesses:
            raise UserError(f"The pitch policy {name} names {shown(company)} for one who offers {listed(businesses)}.")
    return [businesses.index(company) for company in dict.fromkeys(told)]


@dataclass(frozen=True)
class Estimate:
    """A mean with its 95 % interval over people, in its own unit."""

    mean: float
    low: float
    high: float

    def times(self, factor: float) -> Estimate:
        """Return the same in another unit."""
        return Estimate(self.mean * factor, self.low * factor, self.high * factor)


def estimate(sums: NDArray[np.float64], counts: NDArray[np.float64]) -> Estimate:
    """Return the mean over all that people did, with a bootstrap interval over people, each with all of theirs."""
    mean = float(sums.sum() / counts.sum())
    if np.ptp(sums / counts) == 0.0:
        return Estimate(mean, mean, mean)
    return Estimate(mean, *bootstrap(np.column_stack([sums, counts]), mean_of_sums))


@dataclass(frozen=True)
class Outcome:
    """How networkers fare with a policy: means over all people who talk, each of whom is once the networker."""

    policy: Policy
    contradiction: Estimate  # share of first talks of a day in which a story meets another one of that day, 0..1
    # contradictions a listener notices, per person and day: with a story of the same day, and of an earlier day only
    within: Estimate
    earlier: Estimate
    credibility: Estimate  # what those who heard a networker on a day think of them at its end, 0..1
    worlds: int  # how often the topics that suit the listeners were drawn


def play(event: Event, policy: Policy, businesses: int = 2, seed: int = SEED) -> Outcome:
    """Replay an event with a policy.

    Everything that the scenario's ``conversation`` and ``credibility`` sections state has its default there; in
    particular the memory of a story halves in days, and fades little within an evening. All topics lie at distance 1
    from each other, and all listeners are acquaintances at first. ``businesses`` is 1..16, each with a topic of its
    own; ``seed`` draws which topic suits whom, until some four million openings have been heard, at least 25 and at
    most 1,000 times.

    Notes
    -----
    The share of first talks with a contradiction is what ``Statistics.contradiction`` expects. The market's rule lets
    a listener notice a new story once; a listener who has heard all stories is not surprised again. The share asks
    something else: whether two stories came together at all. So every witness of a first talk listens with fresh ears
    (:func:`sim.replay.telling.compare`). With a topic each, drawn on its own, that gives
    ``1 - mean(businesses ** -witnesses)`` on average. What listeners notice with all that they remember is counted as
    ``within`` and ``earlier`` and tells on ``credibility``.
    """
    hall = furnish(event, policy.pitch, businesses, seed)
    if policy.tells is not None:
        ask(hall, event.contacts.people, policy.pitch, policy.tells)
    heard = int((event.tellings.last - event.tellings.first).sum())
    worlds = min(max(ENOUGH // heard, FEWEST), MOST) if policy.by_chance else 1
    for world in range(worlds):
        live_through(hall, world, AUDIENCE if policy.chosen_by == "audience" else MAIN)
        compare(hall, event.firsts, event.witnesses)
    return _outcome(policy, event, hall.scores, worlds)


def _outcome(policy: Policy, event: Event, scores: Rows[Score], worlds: int) -> Outcome:
    """Take means over worlds, and intervals over the people who talk."""
    talks = np.bincount(event.firsts.speaker, minlength=scores.size).astype(np.float64)
    who = np.flatnonzero(talks)
    spoke = np.flatnonzero(scores.evenings)
    evenings = scores.evenings[spoke] / worlds
    per_day = {name: estimate(scores[name][spoke] / worlds, evenings) for name in ("within", "earlier", "credibility")}
    return Outcome(policy, estimate(scores.caught[who] / worlds, talks[who]), **per_day, worlds=worlds)


def rehearse() -> None:
    """Compile the phases of a replay: three people stand together for a little longer than an event takes."""
    times = SLOT * np.arange(QUIET + 1, dtype=np.int64)
    pairs = [(0, 1), (0, 2), (1, 2)]
    a, b = (np.repeat(np.array(ends, np.int64), times.size) for ends in zip(*pairs, strict=True))
    contacts, _ = settle(np.tile(times, len(pairs)), a, b)
    event = take_apart(contacts)
    measure(event)
    play(event, Policy("tailored"))
