"""Hearing (A4, A5, A18): the listener compares with what he has heard from this mouth before."""

from __future__ import annotations

from typing import Any

from sim.core.chance import purpose, stream, uniform
from sim.core.compiled import phase, rule, whole
from sim.model.tables import Tables
from sim.model.talk.reputation import contradict, remembered
from sim.model.talk.topics import farthest, old_story

ADMIT = purpose("hearing.admit")
MINUTES = 1440  # of a day


@rule
def clash(distance: float, days: float, half_life: float, notice: float) -> float:
    """Return the weight 0..1 of a contradiction between a new topic and a remembered one.

    Parameters
    ----------
    distance
        Distance of the two topics, 0..1.
    days, half_life
        Days since the other story was heard, and the days in which its memory halves.
    notice
        Weight below which nothing is noticed, 0..1.

    Returns
    -------
    float
        0 if unnoticed, else ``notice`` to 1.
    """
    weight = distance * remembered(days, half_life)
    return weight if weight > 0.0 and weight >= notice else 0.0


@rule
def since(tie: Any, day: int, minute: int) -> float:
    """Return the days that have passed since something was last heard of a mouth, never less than none.

    Parameters
    ----------
    tie
        The listener's tie to the speaker.
    day, minute
        Today, and the minute of the evening; 0 by day. Notes are compared by day as well, so that what was heard at an
        evening of the same day may bear a later minute.
    """
    return max(0.0, float(day - tie.day) + (minute - whole(tie.minute)) / MINUTES)


@rule
def take_in(tie: Any, told: int, side_by_side: int, day: int, minute: int) -> None:
    """Remember what was heard: the topics, whether they stood side by side, when, and one more talk.

    Parameters
    ----------
    tie
        The listener's tie to the speaker, which changes.
    told
        Topics, as a bit set.
    side_by_side
        1 if all were told side by side, 0 if one was told as *the* profession.
    day, minute
        Today, and the minute of the evening; 0 by day.
    """
    tie.heard |= told
    tie.open = side_by_side
    tie.day = day
    tie.minute = minute
    tie.talks += 1


@rule
def fade(life: Any, day: int, half_life: float) -> None:
    """Let the listener forget part of the offers heard before today, and count one more.

    Parameters
    ----------
    life
        The listener's row of lives; ``overload`` (in offers, fading) becomes at least 1.
    day
        Today, not before ``life.overload_day``.
    half_life
        Days in which half of the offers are forgotten, above 0.
    """
    life.overload = life.overload * remembered(float(day - life.overload_day), half_life) + 1.0
    life.overload_day = day


@phase
def hear(w: Tables, day: int, first: int, last: int) -> None:
    """Let the listeners of messages ``first`` to ``last - 1`` take in what they were told.

    A topic heard before, or one that means the same to him, is a consistent story. A new one is an addition
    when all were put side by side, and a contradiction when it was told as *the* profession.

    Parameters
    ----------
    w
        All tables.
    day
        Today.
    first, last
        Rows of today's messages; those without a topic go unheard.
    """
    ties, life, tally, said = w.ties, w.life, w.tally, w.said
    law, talk = w.credibility[0], w.conversation[0]
    admits = stream(w.key, ADMIT, day)
    for m in range(first, last):
        message = said[m]
        tie = ties[message.tie]
        told, heard = whole(message.topics), whole(tie.heard)
        if told == 0:
            continue
        new = told & ~heard
        if old_story(w.topics, told, heard):
            tie.good += law.consistent
        elif heard != 0 and message.open == 0:
            distance = farthest(w.topics, new, heard)
            weight = clash(distance, since(tie, day, 0), talk.memory_half_life, law.notice)
            if weight > 0.0:
                admitted = uniform(admits, message.tie, new) < law.admit
                contradict(tie, weight, not admitted, law)
                tally[message.speaker].private += 1
        take_in(tie, told, message.open, day, 0)
        fade(life[message.listener], day, talk.overload_half_life)
