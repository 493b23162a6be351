"""Hearing at a real event: the listener compares with what he has heard from this mouth, and time runs in seconds."""

from __future__ import annotations

from typing import Any

from sim.core.compiled import rule
from sim.model.talk.hearing import clash, take_in
from sim.model.talk.reputation import contradict
from sim.replay.contacts import DAY

NOTHING, WITHIN, EARLIER = 0, 1, 2


@rule
def first_heard(told: int) -> int:
    """Return the lowest topic of a bit set (not empty), plus one."""
    topic = 1
    while told >> topic - 1 & 1 == 0:
        topic += 1
    return topic


@rule
def listen(
    tie: Any,
    mind: Any,
    told: int,
    distance: float,
    side_by_side: int,
    time: int,
    half_life: float,
    law: Any,
    draw: float,
) -> int:
    """Let a listener compare with what he has heard from this mouth, as in :func:`sim.model.talk.hearing.hear`.

    Parameters
    ----------
    tie, mind
        The listener's rows, which change.
    told
        Topics, as a bit set.
    distance
        Of the new ones among them to those he has heard, 0..1; 0 if none is new, or all are.
    side_by_side
        1 if all were told side by side, 0 if one was told as *the* profession.
    time
        Now, in seconds; what is remembered fades with the seconds since.
    half_life
        Days in which memory halves.
    law
        The scenario's ``credibility`` row.
    draw
        Uniform draw, 0 <= draw < 1, that decides whether a caught speaker owns up.

    Returns
    -------
    int
        NOTHING, or a contradiction: WITHIN if he has heard the speaker that day, EARLIER if only before.
    """
    noticed = NOTHING
    if tie.heard != 0 and distance == 0.0:
        tie.good += law.consistent
    elif tie.heard != 0 and side_by_side == 0:
        weight = clash(distance, (time - mind.last) / DAY, half_life, law.notice)
        if weight > 0.0:
            contradict(tie, weight, draw >= law.admit, law)
            noticed = WITHIN if mind.today != 0 else EARLIER
    take_in(tie, told, side_by_side, time // DAY, 0)
    if mind.told == 0:
        mind.told = first_heard(told)
    mind.today |= told
    mind.last = time
    return noticed
