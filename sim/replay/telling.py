"""Telling and hearing at a real event: what the networker says as each talk begins, and who takes it in.

Every person is once the networker, in a world of his own: all the others are listeners who have never heard him
before the event begins. The rules are those of the market (:mod:`sim.rules`); only time runs in seconds.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.replay.contacts import DAY, Ints
from sim.rules.hearing import clash, take_in
from sim.rules.pitch import DISCLOSE_ALL, PER_EVENT, pitch, told_topics
from sim.rules.reputation import contradict, credibility
from sim.rules.topics import farthest
from sim.scenario.companies import MOST_COMPANIES
from sim.world.chance import below, purpose, stream, uniform
from sim.world.compiled import phase, rule, whole

SUITS = purpose("telling.suits")
ADMIT = purpose("telling.admit")
MAIN, AUDIENCE = 0, 1  # whose topic is told all day long under one-topic-per-event
NOTHING, WITHIN, EARLIER = 0, 1, 2
NO_DAY = -1


class Hall(NamedTuple):
    """All that a replay reads and writes, handed to a phase as one value.

    ``facing`` and ``tellings`` are tables of :mod:`sim.replay.rows` by person and by speaker, ``begins`` tells
    where each speaker's tellings begin, shape (people + 1,), and ``present`` who was there on which day of the
    event, shape (days, people). ``ties``, ``minds`` and ``taste`` have a row a listener, ``scores`` a row a
    speaker; ``plan``, ``conversation`` and ``credibility`` have one row.
    """

    key: np.uint64
    facing: Any
    tellings: Any
    begins: Ints
    present: Any
    ties: Any
    minds: Any
    taste: Any
    scores: Any
    topics: Any
    plan: Any
    conversation: Any
    credibility: Any


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
    """Let a listener compare with what he has heard from this mouth, as in :func:`sim.rules.hearing.hear`.

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
    take_in(tie, told, side_by_side, time // DAY)
    if mind.told == 0:
        mind.told = first_heard(told)
    mind.today |= told
    mind.last = time
    return noticed


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


@phase
def compare(hall: Hall, firsts: Any, witnesses: Any) -> None:
    """Count the first talks in which two stories meet, once everything has been told.

    The hearing rules on fresh ears: a witness has heard one of two stories, his own or the listener's, and
    nothing else, and would notice a contradiction on hearing the other; which came first does not matter.

    Parameters
    ----------
    hall
        Whose scores grow by the first talks in which some witness was, or will be, told a story that clashes
        with the listener's.
    firsts, witnesses
        First talks with their witnesses, from :func:`sim.replay.witnesses.witnesses`.
    """
    topics, tellings = hall.topics, hall.tellings
    half_life, notice = hall.conversation[0].memory_half_life, hall.credibility[0].notice
    if hall.plan[0].pitch == DISCLOSE_ALL:
        return
    for f in range(firsts.size):
        talk = firsts[f]
        mine = tellings[talk.telling]
        one = whole(mine.topics)
        for w in range(talk.first, talk.last):
            his = tellings[firsts[witnesses[w]].telling]
            two = whole(his.topics)
            if two == one:
                continue
            if clash(farthest(topics, two, one), abs(mine.time - his.time) / DAY, half_life, notice) > 0.0:
                hall.scores[talk.speaker].caught += 1
                break
