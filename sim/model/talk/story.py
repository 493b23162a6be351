"""Story (A4 to A6, A18): the one place where two stories from the same mouth meet.

A story may be told face to face, read, overheard in a circle, said aloud by somebody else, passed on as a note, or
replayed: it always comes as a :class:`Story`, and :func:`take_story` alone says what the listener makes of it. Channels
differ in the numbers they bring: how much a contradiction weighs by hearsay, whether the speaker is there to own up,
and whether anybody is around to whom a listener could say aloud what they noticed. What is heard is remembered alike: a
note, or what somebody says aloud, also refreshes the memory of a mouth and tells whether its topics stood side by side;
it is only no talk with that mouth, and no evidence for it.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.core.compiled import beyond, rule, whole
from sim.model.people.rows import Tie
from sim.model.talk.parameters import Credibility
from sim.model.talk.reputation import contradict, remembered
from sim.model.talk.rows import Topics

NOTHING, SILENTLY, ALOUD = 0, 1, 2  # what a listener notices
NEVER = 1.0  # in place of a draw: the speaker is not there to own up, or nobody is around to be told
MINUTES = 1440  # of a day


class Ears(NamedTuple):
    """How listeners judge: ``credibility`` row, days in which memory halves, chance to say aloud what they notice."""

    law: Credibility
    half_life: float
    callout: float


class Story(NamedTuple):
    """What reaches one listener from, or about, one mouth.

    ``topics`` is a bit set, ``open`` 1 if all of it is put side by side rather than one told as *the* profession;
    ``day`` and ``minute`` (0 by day) tell when, ``ago`` how many days have passed since the listener last heard of this
    mouth. ``weight`` (0..1) is how much a contradiction counts by this channel; ``firsthand`` is 1 if the mouth itself
    speaks. ``owns_up`` and ``speaks_up`` are uniform draws, or NEVER: whether a caught speaker owns up, and whether the
    listener says aloud what they notice.
    """

    topics: int
    open: int
    day: int
    minute: int
    ago: float
    weight: float
    firsthand: int
    owns_up: float
    speaks_up: float


@rule
def mean_distance(topics: Topics, told: int) -> float:
    """Return the mean distance over all pairs in a set of topics, 0..1; 0 for one topic or none."""
    total, pairs = 0.0, 0
    for a in range(beyond(told)):
        if told >> a & 1:
            for b in range(a):
                if told >> b & 1:
                    total += topics.distance[a, b]
                    pairs += 1
    return total / pairs if pairs > 0 else 0.0


@rule
def farthest(topics: Topics, new: int, known: int) -> float:
    """Return the largest distance between a new profession and a known one (bit sets), 0..1; 0 if either is missing.

    A topic that only revenue-share companies stand for is nobody's profession (not ``claimed``), and does not count.
    """
    most = 0.0
    new, known = new & whole(topics.claimed), known & whole(topics.claimed)
    for a in range(beyond(new)):
        if new >> a & 1:
            for b in range(beyond(known)):
                if known >> b & 1:
                    most = max(most, topics.distance[a, b])
    return most


@rule
def old_story(topics: Topics, told: int, heard: int) -> bool:
    """Tell whether something told fits what was heard before: the same topic, or one that means the same.

    To mention what is nobody's profession for the first time fits nothing, and contradicts nothing either.
    """
    new = told & ~heard
    if new and farthest(topics, new, heard) > 0.0:
        return False
    return told & heard != 0 or (told & topics.claimed != 0 and heard & topics.claimed != 0)


@rule
def since(tie: Tie, day: int, minute: int) -> float:
    """Return the days since something was last heard of a mouth, never less than none.

    Notes and conversations have minute 0, so that what was heard at an evening of the same day may bear a later one.
    """
    return max(0.0, float(day - tie.day) + (minute - whole(tie.minute)) / MINUTES)


@rule
def clash(distance: float, days: float, half_life: float, notice: float) -> float:
    """Return the weight of a contradiction between topics ``distance`` apart, heard ``days`` apart.

    It halves every ``half_life`` days and is 0 if unnoticed, else ``notice`` to 1.
    """
    weight = distance * remembered(days, half_life)
    return weight if weight > 0.0 and weight >= notice else 0.0


@rule
def contradiction(topics: Topics, ears: Ears, story: Story, heard: int) -> float:
    """Return how much a story contradicts what was heard before (a bit set), 0..1.

    Nothing contradicts where nothing was heard before, or where all is put side by side: that is an addition.
    """
    if heard == 0 or story.open != 0:
        return 0.0
    distance = story.weight * farthest(topics, story.topics & ~heard, heard)
    return clash(distance, story.ago, ears.half_life, ears.law.notice)


@rule
def compare(topics: Topics, ears: Ears, tie: Tie, story: Story, heard: int) -> int:
    """Let a listener compare a story with what they have ``heard`` (a bit set, not empty); return what they notice.

    A story from the mouth itself that fits is evidence for it; one that contradicts is evidence against, and lowers the
    ceiling unless the speaker owns up.
    """
    if story.firsthand != 0 and old_story(topics, story.topics, heard):
        tie.good += ears.law.consistent
        return NOTHING
    weight = contradiction(topics, ears, story, heard)
    if weight == 0.0:
        return NOTHING
    contradict(tie, weight, story.owns_up >= ears.law.admit, ears.law)
    return ALOUD if story.speaks_up < ears.callout else SILENTLY


@rule
def take_story(topics: Topics, ears: Ears, tie: Tie, story: Story) -> int:
    """Let a listener take in a story, comparing it if they have heard anything before; return what they notice.

    Returns
    -------
    int
        NOTHING, or a contradiction noticed SILENTLY or said ALOUD.
    """
    heard = whole(tie.heard)
    noticed = compare(topics, ears, tie, story, heard) if heard != 0 else NOTHING
    tie.heard |= story.topics
    tie.open, tie.day, tie.minute = story.open, story.day, story.minute
    tie.talks += story.firsthand
    return noticed
