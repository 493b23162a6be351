"""Pitch policies (A4 to A7): what a networker tells a listener. Every channel asks here.

An opening is one number, from :func:`settled`: its topics, the offer in it, and whether everything is put side by side.
:func:`opening` decides it by the strategy's policy, wherever two meet. A policy of the user's own has been asked
before, and its answer stands in the place of :data:`UNSETTLED`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.core.chance import purpose, stream, uniform
from sim.core.compiled import beyond, phase, rule, whole
from sim.core.rows import Rows
from sim.model.people.rows import Held, Person, Taste
from sim.model.plans.companies import MOST_COMPANIES
from sim.model.plans.rows import Position, StrategyRow
from sim.model.tables import NONE, Tables
from sim.model.talk.parameters import Pitch
from sim.model.talk.rows import Said

FOCUS, DISCLOSE_ALL, TAILORED, PER_EVENT, PER_CONTACT = Pitch
SILENT = -1
UNSETTLED = -1  # what is told is decided by the strategy's policy when it is told
TOPICS, PLACE_OF_COMPANY, PLACE_OF_OPEN = 2**MOST_COMPANIES - 1, 16, 20
GUESS = purpose("pitch.guess")
GLANCE = purpose("pitch.glance")


class Eyes(NamedTuple):
    """How everybody guesses today: error of a guess (0..1), streams about contacts of the graph and about strangers."""

    noise: float
    guesses: np.uint64
    glances: np.uint64


class Guess(NamedTuple):
    """One speaker's impression of one listener: error, and the names of its blind draws (the same give the same)."""

    noise: float
    draws: np.uint64
    who: int
    nth: int


class Asked(NamedTuple):
    """What a policy is asked about.

    Companies that this listener can be ``offered`` (a bit set), the ``main`` business, the topic (plus one) that they
    were ``told`` first, the company ``fixed`` for the occasion or SILENT, and what a policy of the user's own has
    ``decided``, or UNSETTLED.
    """

    offered: int
    main: int
    told: int
    fixed: int
    decided: int


@rule
def settled(topics: int, company: int, side_by_side: int) -> int:
    """Write an opening as one number: topics (a bit set), the offer in it (0..15), 1 if all stand side by side.

    0, without topics, is silence.
    """
    return topics | company << PLACE_OF_COMPANY | side_by_side << PLACE_OF_OPEN if topics else 0


@rule
def put(message: Said, words: int) -> None:
    """Put an opening (from :func:`settled`) into a message: ``company``, ``topics`` and ``open``."""
    message.company = words >> PLACE_OF_COMPANY & (MOST_COMPANIES - 1)
    message.topics = words & TOPICS
    message.open = words >> PLACE_OF_OPEN


@rule
def may_offer(position: Position, plan: StrategyRow) -> bool:
    """Tell whether a working member is convinced enough of a company to offer it (A2); the floor itself is enough."""
    return position.conviction >= plan.conviction_floor


@phase
def on_offer(person: Person, held: Held, positions: Rows[Position], plan: StrategyRow) -> int:
    """Return the companies that somebody works and is convinced enough of to offer, as a bit set."""
    offered = whole(person.works)
    if plan.conviction_floor > 0.0:
        for c in range(beyond(offered)):
            if offered >> c & 1 and not may_offer(positions[held.seat[c]], plan):
                offered ^= 1 << c
    return offered


@rule
def keeps_place(person: Person, tie: int) -> bool:
    """Tell whether a tie (or NONE) of a person leads to a contact of the social graph, whose place never changes.

    Impressions of these are drawn under the tie. Places for people met later change hands, so an impression of a
    stranger is drawn under the pair (:data:`GLANCE`) and stays the same when they become a contact.
    """
    return tie != NONE and tie < whole(person.first) + whole(person.degree) - whole(person.met)


@rule
def guess_day(day: int, lasts: int) -> int:
    """Return the day a guess dates from: an impression lasts for ``lasts`` days, 0 makes it anew every day."""
    return day - day % lasts if lasts > 0 else day


@phase
def eyes(w: Tables, day: int) -> Eyes:
    """Return how everybody guesses today."""
    law = w.law[0].conversation
    of = guess_day(day, law.guess_lasts)
    return Eyes(law.guess_noise, stream(w.key, GUESS, of), stream(w.key, GLANCE, of))


@rule
def impression(seen: Eyes, person: Person, i: int, j: int, tie: int, nth: int) -> Guess:
    """Return the impression that ``person`` (the row of ``i``) has of ``j``, to whom they have a ``tie`` or NONE."""
    if keeps_place(person, tie):
        return Guess(seen.noise, seen.guesses, tie, nth)
    return Guess(seen.noise, seen.glances, i, j)


@rule
def guessed(interest: float, topic: int, by: Guess) -> float:
    """Guess a listener's interest in a topic: the truth and a blind draw, mixed by the error (all 0..1)."""
    draw = uniform(by.draws, by.who, by.nth * MOST_COMPANIES + topic) if by.noise > 0.0 else 0.0
    return (1.0 - by.noise) * interest + by.noise * draw


@rule
def main_business(offered: int, main: int) -> int:
    """Return the main business if it is offered (a bit set), else the first company that is, or SILENT."""
    if offered >> main & 1:
        return main
    for c in range(beyond(offered)):
        if offered >> c & 1:
            return c
    return SILENT


@rule
def best_guess(plan: StrategyRow, offered: int, taste: Taste, by: Guess) -> int:
    """Return the offered company whose topic the listener seems to like most, of several the first, or SILENT."""
    best, liking = SILENT, -1.0
    for c in range(beyond(offered)):
        if offered >> c & 1:
            topic = whole(plan.topic[c])
            likes = guessed(float(taste.interest[topic]), topic, by)
            if likes > liking:
                best, liking = c, likes
    return best


@rule
def told_first(plan: StrategyRow, offered: int, told: int) -> int:
    """Return the first offered company whose topic (plus one) is ``told``, or SILENT; 0 stands for none."""
    for c in range(beyond(offered)):
        if offered >> c & 1 and whole(plan.topic[c]) + 1 == told:
            return c
    return SILENT


@rule
def sticks_to(plan: StrategyRow, offered: int, main: int, told: int) -> int:
    """Return to which of the companies ``offered`` (a bit set) a policy sticks, whatever a listener holds.

    ``focus`` to the main business, ``one-topic-per-contact`` to what this contact was ``told`` first (topic plus one):
    to somebody who cannot be offered it they say nothing. All others to none.
    """
    only = SILENT
    if plan.pitch == FOCUS:
        only = main_business(offered, main)
    elif plan.pitch == PER_CONTACT and told != 0:
        only = told_first(plan, offered, told)
    return offered if only == SILENT else 1 << only


@rule
def pitch(plan: StrategyRow, offered: int, main: int, taste: Taste, told: int, by: Guess) -> int:
    """Return the company a networker opens a private conversation with, or SILENT.

    ``told`` is the topic (plus one) that this contact heard from them first, 0 for none. Told alone,
    ``one-topic-per-event`` is ``tailored``. Under ``disclose-all`` everything is told and the listener picks what they
    like best: a guess without error.
    """
    if plan.pitch == FOCUS or plan.pitch > PER_CONTACT:  # a plain policy speaks where its networkers are asked
        return main_business(offered, main)
    if plan.pitch == DISCLOSE_ALL:
        return best_guess(plan, offered, taste, Guess(0.0, by.draws, by.who, by.nth))
    if plan.pitch == PER_CONTACT:
        first = told_first(plan, offered, told)
        if first != SILENT:
            return first
    return best_guess(plan, offered, taste, by)


@rule
def told_topics(plan: StrategyRow, offered: int, company: int) -> int:
    """Return the topics named in an opening with ``company``: under ``disclose-all`` those of everything offered."""
    topics = 1 << whole(plan.topic[company])
    if plan.pitch == DISCLOSE_ALL:
        for c in range(beyond(offered)):
            if offered >> c & 1:
                topics |= 1 << whole(plan.topic[c])
    return topics


@rule
def words_about(plan: StrategyRow, offered: int, company: int) -> int:
    """Return the opening with a company (or SILENT), as :func:`settled` writes it."""
    if company == SILENT:
        return 0
    return settled(told_topics(plan, offered, company), company, int(plan.pitch == DISCLOSE_ALL))


@rule
def opening(plan: StrategyRow, asked: Asked, taste: Taste, by: Guess) -> int:
    """Return what a networker tells a listener, as :func:`settled` writes it: the one door for every channel."""
    if asked.decided != UNSETTLED:
        return asked.decided
    if plan.pitch == PER_EVENT and asked.fixed != SILENT:
        return words_about(plan, asked.offered, asked.fixed if asked.offered >> asked.fixed & 1 else SILENT)
    return words_about(plan, asked.offered, pitch(plan, asked.offered, asked.main, taste, asked.told, by))
