"""Telling and hearing at a real event: what the networker says as each talk begins, and who takes it in.

Every person is once the networker, in a world of his own: all the others are listeners who have never heard him
before the event begins. The rules are those of the market (:mod:`sim.model`); only time runs in seconds.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.chance import below, purpose, stream, uniform
from sim.core.compiled import phase, rule, whole
from sim.model.plans.companies import MOST_COMPANIES
from sim.model.talk.parameters import EventTopic
from sim.model.talk.pitch import DISCLOSE_ALL, PER_EVENT, pitch, told_topics
from sim.model.talk.reputation import credibility
from sim.model.talk.topics import farthest
from sim.replay.hall import Hall
from sim.replay.hearing import EARLIER, WITHIN, listen

SUITS = purpose("telling.suits")
ADMIT = purpose("telling.admit")
MAIN, AUDIENCE = EventTopic  # whose topic is told all day long under one-topic-per-event
NO_DAY = -1


@phase
def meet_strangers(hall: Hall, speaker: int, draws: np.uint64) -> None:
    """Let nobody have heard the speaker yet, and draw which of his topics suits each listener best.

    Parameters
    ----------
    hall
        Whose ``ties``, ``minds`` and ``taste`` are made anew.
    speaker
        Id of the networker.
    draws
        Stream of this world; every topic is equally likely, for each listener on his own.
    """
    for i in range(hall.ties.size):
        tie, mind = hall.ties[i], hall.minds[i]
        tie.good = tie.bad = 0.0
        tie.ceiling = 1.0
        tie.heard = tie.talks = tie.open = 0
        mind.today = mind.told = 0
        hall.taste[i].interest[whole(mind.suits)] = 0.0
        mind.suits = below(draws, speaker, i, hall.topics.size)
        hall.taste[i].interest[whole(mind.suits)] = 1.0


@phase
def favorite(minds: Any, present: Any, speaker: int, topics: int) -> int:
    """Return the topic that suits most of those who are present, without the speaker; of several the first.

    Parameters
    ----------
    minds, present
        Rows of minds, and who is there, each of the shape (people,).
    speaker
        Id of the networker.
    topics
        How many there are, 1..16.
    """
    votes = np.zeros(MOST_COMPANIES, np.int64)
    for i in range(minds.size):
        if present[i] and i != speaker:
            votes[whole(minds[i].suits)] += 1
    return int(np.argmax(votes[:topics]))


@rule
def opening(plan: Any, mind: Any, taste: Any, fixed: int, draws: np.uint64) -> int:
    """Return what the networker opens a talk with, by his pitch policy: topics as a bit set.

    Parameters
    ----------
    plan
        Row of strategies: the speaker's, who guesses without error what suits a listener.
    mind, taste
        Rows of the listener.
    fixed
        The topic of his day, told under ``one-topic-per-event``.
    draws
        Any stream; nothing is drawn from it where guesses have no error.
    """
    offered = whole(plan.members)
    if plan.pitch == PER_EVENT:
        return told_topics(plan, offered, fixed)
    return told_topics(plan, offered, pitch(plan, offered, 0, taste, whole(mind.told), 0.0, draws, 0, 0))


@phase
def part(hall: Hall, speaker: int) -> None:
    """End a day: book what those who heard the speaker today think of him, on average, and begin the next.

    Parameters
    ----------
    hall
        Whose score of the speaker grows by a day, and whose minds lose ``today``.
    speaker
        Id of the networker, who told somebody something today.
    """
    total, heard_him = 0.0, 0
    for i in range(hall.minds.size):
        if hall.minds[i].today != 0:
            total += credibility(hall.ties[i], hall.credibility[0])
            heard_him += 1
            hall.minds[i].today = 0
    hall.scores[speaker].credibility += total / heard_him
    hall.scores[speaker].evenings += 1


@phase
def attend(hall: Hall, speaker: int, chosen_by: int, admits: np.uint64) -> None:
    """Let one person be the networker all event long.

    As each of his talks begins he says his opening to the one he begins to talk to, and whoever faces him in
    that slot hears it. Memory goes on from day to day.

    Parameters
    ----------
    hall
        Whose tellings of the speaker get their topics, and whose score of his grows.
    speaker
        Id of the networker, who has talks.
    chosen_by
        MAIN or AUDIENCE: whose topic is told all day under ``one-topic-per-event``.
    admits
        Stream that decides whether he owns up when caught.
    """
    ties, minds, facing, score = hall.ties, hall.minds, hall.facing, hall.scores[speaker]
    plan, law, half_life = hall.plan[0], hall.credibility[0], hall.conversation[0].memory_half_life
    side_by_side = int(plan.pitch == DISCLOSE_ALL)
    today, fixed = NO_DAY, 0
    for m in range(hall.begins[speaker], hall.begins[speaker + 1]):
        telling = hall.tellings[m]
        if telling.day != today:
            if today != NO_DAY:
                part(hall, speaker)
            today = whole(telling.day)
            if chosen_by == AUDIENCE:
                fixed = favorite(minds, hall.present[today], speaker, hall.topics.size)
        told = opening(plan, minds[telling.listener], hall.taste[telling.listener], fixed, admits)
        telling.topics = told
        for row in range(telling.first, telling.last):
            i = whole(facing[row].other)
            heard = whole(ties[i].heard)
            new = told & ~heard
            distance = farthest(hall.topics, new, heard) if new != 0 and heard != 0 else 0.0
            draw = uniform(admits, m, i)
            noticed = listen(ties[i], minds[i], told, distance, side_by_side, telling.time, half_life, law, draw)
            score.within += noticed == WITHIN
            score.earlier += noticed == EARLIER
    part(hall, speaker)


@phase
def live_through(hall: Hall, world: int, chosen_by: int) -> None:
    """Let everybody who talks be once the networker.

    Parameters
    ----------
    hall
        Whose tellings get their topics, and whose scores grow.
    world
        Number of the world, 0 or more: which topic suits whom is drawn anew for each, and for each networker.
    chosen_by
        MAIN or AUDIENCE, as in :func:`attend`.
    """
    suits, admits = stream(hall.key, SUITS, world), stream(hall.key, ADMIT, world)
    for speaker in range(hall.scores.size):
        if hall.begins[speaker] < hall.begins[speaker + 1]:
            meet_strangers(hall, speaker, suits)
            attend(hall, speaker, chosen_by, admits)
