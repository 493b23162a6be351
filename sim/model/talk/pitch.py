"""Pitch policies (A4 to A7): which of his topics a networker opens a conversation with."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.chance import purpose, stream, uniform
from sim.core.compiled import rule, whole
from sim.model.plans.companies import MOST_COMPANIES
from sim.model.talk.parameters import Pitch

FOCUS, DISCLOSE_ALL, TAILORED, PER_EVENT, PER_CONTACT = Pitch
SILENT = -1
GUESS = purpose("pitch.guess")
GLANCE = purpose("pitch.glance")


@rule
def may_offer(position: Any, plan: Any) -> bool:
    """Tell whether a working member is convinced enough of a company to offer it (A2).

    Parameters
    ----------
    position, plan
        His position in the company, and the row of his strategy; the floor itself is enough.
    """
    return position.conviction >= plan.conviction_floor


@rule
def guess(interest: float, noise: float, draw: float) -> float:
    """Guess a listener's interest: the truth and a blind draw, mixed by ``noise`` (all 0..1)."""
    return (1.0 - noise) * interest + noise * draw


@rule
def impressions(key: np.uint64, day: int) -> tuple[np.uint64, np.uint64]:
    """Return the streams of the blind part of guesses: about contacts of the social graph, and about strangers.

    Parameters
    ----------
    key
        Of the run.
    day
        Day from which the impressions date.
    """
    return stream(key, GUESS, day), stream(key, GLANCE, day)


@rule
def main_business(offered: int, main: int) -> int:
    """Return the main business if it is offered, else the first company that is, or SILENT.

    Parameters
    ----------
    offered
        Companies, as a bit set.
    main
        Row of the main business, 0..15.
    """
    if offered >> main & 1:
        return main
    for c in range(MOST_COMPANIES):
        if offered >> c & 1:
            return c
    return SILENT


@rule
def best_guess(plan: Any, offered: int, taste: Any, noise: float, draws: np.uint64, tie: int, nth: int) -> int:
    """Return the offered company whose topic the listener seems to like most, or SILENT.

    Parameters
    ----------
    plan, offered
        Row of the speaker's strategy; companies, as a bit set.
    taste
        The listener's row of tastes.
    noise
        Error of the guess, 0..1.
    draws, tie, nth
        Stream, tie and number that name the blind draws: the same names give the same impression.

    Returns
    -------
    int
        Row of the company; of several liked alike, the first.
    """
    best, liking = SILENT, -1.0
    for c in range(MOST_COMPANIES):
        if offered >> c & 1:
            topic = whole(plan.topic[c])
            draw = uniform(draws, tie, nth * MOST_COMPANIES + topic) if noise > 0.0 else 0.0
            guessed = guess(float(taste.interest[topic]), noise, draw)
            if guessed > liking:
                best, liking = c, guessed
    return best


@rule
def told_first(plan: Any, offered: int, told: int) -> int:
    """Return the offered company whose topic (plus one) is ``told``, or SILENT.

    Parameters
    ----------
    plan, offered
        Row of the speaker's strategy; companies, as a bit set. Of several on the topic the first is returned.
    told
        Topic plus one, 1..16; 0 stands for none and gives SILENT.
    """
    for c in range(MOST_COMPANIES):
        if offered >> c & 1 and whole(plan.topic[c]) + 1 == told:
            return c
    return SILENT


@rule
def pitch(
    plan: Any,
    offered: int,
    main: int,
    taste: Any,
    told: int,
    noise: float,
    draws: np.uint64,
    tie: int,
    nth: int,
) -> int:
    """Return the company a networker opens a private conversation with, or SILENT.

    Parameters
    ----------
    plan
        Row of strategies: the speaker's.
    offered, main
        Bit set of the companies he offers; his main business.
    taste
        The listener's row of tastes.
    told
        Topic (plus one) that this contact heard from him first; 0 for none.
    noise
        Error of his guess, 0..1.
    draws, tie, nth
        Stream, tie and number that name the blind part of his guess.

    Notes
    -----
    Told alone, ``one-topic-per-event`` is ``tailored``. Under ``disclose-all`` everything is told and the
    listener himself picks what he likes best: a guess without error.
    """
    if plan.pitch == FOCUS or plan.pitch > PER_CONTACT:  # a plain policy speaks where its networkers are asked
        return main_business(offered, main)
    if plan.pitch == DISCLOSE_ALL:
        return best_guess(plan, offered, taste, 0.0, draws, tie, nth)
    if plan.pitch == PER_CONTACT:
        first = told_first(plan, offered, told)
        if first != SILENT:
            return first
    return best_guess(plan, offered, taste, noise, draws, tie, nth)


@rule
def told_topics(plan: Any, offered: int, company: int) -> int:
    """Return the topics named in an opening with ``company``, as a bit set.

    Parameters
    ----------
    plan
        Row of the speaker's strategy: under ``disclose-all`` the topics of everything offered are named.
    offered
        Companies he could offer, as a bit set.
    company
        Row of the company of the offer, 0..15.
    """
    topics = 0
    for c in range(MOST_COMPANIES):
        if c == company or (plan.pitch == DISCLOSE_ALL and offered >> c & 1):
            topics |= 1 << whole(plan.topic[c])
    return topics
