"""Story (A4 to A6, A18): the one place where two stories from the same mouth meet.

A story may be told face to face, read, overheard in a circle, said aloud by somebody else, passed on as a note, or
replayed: it always comes as a :class:`Story`, and :func:`take_story` alone says what the listener makes of it. Channels
differ in the numbers they bring: how much a contradiction weighs by hearsay, whether the speaker is there to own up,
and whether anybody is around to whom a listener could say aloud what they noticed. What is heard is remembered alike: a
note, or what somebody says aloud, also refreshes the memory of a mouth and may put its topics side by side; it is only
no talk with that mouth, no evidence for it, and claims nothing in its name.

A contradiction is a *change*: another profession is told as the profession than the one understood so far. It counts
each time, and not at all once the two were put openly beside each other.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.core.compiled import beyond, rule, whole
from sim.model.people.rows import Tie
from sim.model.talk.parameters import Credibility
from sim.model.talk.reputation import contradict, remembered, repeat, surprise
from sim.model.talk.rows import Topics

NOTHING, SILENTLY, ALOUD = 0, 1, 2  # what a listener notices
NEVER = 1.0  # in place of a draw: the speaker is not there to own up, or nobody is around to be told
MINUTES = 1440  # of a day
MOST_TALKS, MOST_CHANGES = 65_535, 255  # what a tie can count


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
def apart(topics: Topics, told: int, known: int) -> float:
    """Return how far the strangest of some professions lies from the nearest known one (bit sets), 0..1.

    0 if either is missing. A topic that only revenue-share companies stand for is nobody's profession (not
    ``claimed``), and does not count.
    """
    most = 0.0
    told, known = told & whole(topics.claimed), known & whole(topics.claimed)
    for a in range(beyond(told)):
        if told >> a & 1 and known:
            nearest = 1.0
            for b in range(beyond(known)):
                if known >> b & 1:
                    nearest = min(nearest, topics.distance[a, b])
            most = max(most, nearest)
    return most


@rule
def last_claim(tie: Tie) -> int:
    """Return what a mouth last claimed to a listener as *the* profession, as a bit set; empty if nothing."""
    return 1 << whole(tie.claimed) >> 1


@rule
def understood(tie: Tie) -> int:
    """Return what a listener takes to be a mouth's profession, as a bit set.

    It is the one claimed last, with all that was openly put beside it. A mouth that has claimed none to this listener
    is taken for whatever it is connected with: put side by side, or told by others.
    """
    last, beside = last_claim(tie), whole(tie.beside)
    if last == 0:
        return whole(tie.heard)
    return last | beside if last & beside else last


@rule
def put_beside(topics: Topics, tie: Tie) -> int:
    """Return 1 if all professions that a listener connects with a mouth were once put openly side by side, else 0."""
    beside = whole(tie.beside)
    return 1 if beside and whole(tie.heard) & whole(topics.claimed) & ~beside == 0 else 0


@rule
def strange(topics: Topics, tie: Tie, story: Story, known: int) -> int:
    """Return what of a story has to be compared with the ``known`` profession (a bit set), as a bit set.

    A mouth that tells another as *the* profession claims it anew each time, however often it did before. Of all else
    only what is new has to fit: of a story with the known profession in it, of what is put side by side, and of what
    others tell.
    """
    told = story.topics & whole(topics.claimed)
    if story.firsthand and not story.open and told & known == 0:
        return told
    return told & ~whole(tie.heard)


@rule
def familiar(topics: Topics, tie: Tie, story: Story, known: int) -> bool:
    """Tell whether a story in which nothing is strange is an old one: heard before, or the ``known`` profession.

    To mention what is nobody's profession for the first time fits nothing, and contradicts nothing either.
    """
    professions = whole(topics.claimed)
    return story.topics & whole(tie.heard) != 0 or (story.topics & professions != 0 and known & professions != 0)


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
def compare(topics: Topics, ears: Ears, tie: Tie, story: Story) -> int:
    """Let a listener who has heard of a mouth before compare a story with it; return what they notice.

    A story from the mouth itself that fits is evidence for it, up to an ideal number. One that contradicts is evidence
    against, the less the more often it happened before, and lowers the ceiling unless the speaker owns up. What is put
    openly side by side contradicts nothing.
    """
    known = understood(tie)
    distance = apart(topics, strange(topics, tie, story, known), known)
    if distance == 0.0:
        if story.firsthand and familiar(topics, tie, story, known):
            repeat(tie, ears.law)
        return NOTHING
    weight = clash(story.weight * distance, story.ago, ears.half_life, ears.law.notice)
    if story.open or weight == 0.0:
        return NOTHING
    contradict(tie, weight * surprise(tie, ears.law), story.owns_up >= ears.law.admit, ears.law)
    tie.changes = min(whole(tie.changes) + 1, MOST_CHANGES)
    return ALOUD if story.speaks_up < ears.callout else SILENTLY


@rule
def remember(topics: Topics, tie: Tie, story: Story) -> None:
    """Keep in mind what a story was about, how it was put, when it was told, and that there was one more.

    Only the mouth itself claims a profession, or says it again: what others tell of it is known besides.
    """
    told = story.topics & whole(topics.claimed)
    if story.open:
        tie.beside |= story.topics
    elif story.firsthand and told and told & last_claim(tie) == 0:
        tie.claimed = beyond(told & -told)
    tie.heard |= story.topics
    tie.day, tie.minute = story.day, story.minute
    tie.talks = min(whole(tie.talks) + story.firsthand, MOST_TALKS)


@rule
def take_story(topics: Topics, ears: Ears, tie: Tie, story: Story) -> int:
    """Let a listener take in a story, comparing it if they have heard anything before; return what they notice.

    Returns
    -------
    int
        NOTHING, or a contradiction noticed SILENTLY or said ALOUD.
    """
    noticed = compare(topics, ears, tie, story) if tie.heard != 0 else NOTHING
    remember(topics, tie, story)
    return noticed
