"""Telling and hearing at a real event: what the networker says as each talk begins, and who takes it in.

Every person is once the networker, in a world of their own: all the others are listeners who have never heard them
before the event begins. The rules are those of the market (:mod:`sim.model.talk`); only time runs in seconds.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.chance import below, purpose, seed_key, stream, uniform
from sim.core.compiled import phase, rule, whole
from sim.core.rows import Rows, one_row
from sim.model.people.rows import Taste, Tie
from sim.model.plans.companies import MOST_COMPANIES
from sim.model.plans.rows import StrategyRow
from sim.model.talk.parameters import Conversation, Credibility, EventTopic, Pitch
from sim.model.talk.pitch import PLACE_OF_OPEN, TOPICS, UNSETTLED, Asked, Guess, opening
from sim.model.talk.reputation import credibility
from sim.model.talk.rows import Topics
from sim.model.talk.story import NEVER, Ears, Story, take_story
from sim.replay.contacts import DAY, Contacts, Facing, First, Ints, Mind, Places, Score, Telling
from sim.replay.statistics import Event

SUITS = purpose("telling.suits")
ADMIT = purpose("telling.admit")
MAIN, AUDIENCE = EventTopic  # whose topic is told all day long under one-topic-per-event
NOTHING, WITHIN, EARLIER = 0, 1, 2  # a contradiction with a story of the same day, or of an earlier day only
NO_DAY = -1


class Hall(NamedTuple):
    """All that a replay reads and writes, handed to a phase as one value.

    ``facing`` and ``tellings`` are tables of :mod:`sim.replay.contacts` by person and by speaker, ``begins`` tells
    where each speaker's tellings begin, shape (people + 1,), and ``present`` who was there on which day of the
    event, shape (days, people). ``ties``, ``minds`` and ``taste`` have a row per listener, ``scores`` a row per
    speaker; ``plan``, ``conversation`` and ``credibility`` have one row.
    """

    key: np.uint64
    facing: Rows[Facing]
    tellings: Rows[Telling]
    begins: Ints
    present: NDArray[np.bool_]
    ties: Rows[Tie]
    minds: Rows[Mind]
    taste: Rows[Taste]
    scores: Rows[Score]
    topics: Rows[Topics]
    plan: Rows[StrategyRow]
    conversation: Rows[Conversation]
    credibility: Rows[Credibility]


def furnish(event: Event, pitch: str, businesses: int, seed: int) -> Hall:
    """Make everything ready for a replay: all follow a pitch policy, with 1..16 businesses at distance 1."""
    n = event.contacts.people.size
    tellings = event.tellings.copy()
    tellings.decided, tellings.open = UNSETTLED, pitch == Pitch.DISCLOSE_ALL.word
    return Hall(
        key=seed_key(seed),
        facing=event.contacts.facing,
        tellings=tellings,
        begins=event.begins,
        present=_present(event.contacts),
        ties=Tie.rows(n),
        minds=Mind.rows(n),
        taste=Taste.rows(n),
        scores=Score.rows(n),
        topics=_topics(businesses),
        plan=_plan(pitch, businesses),
        conversation=one_row(Conversation().model_dump()),
        credibility=one_row(Credibility().model_dump()),
    )


def _present(contacts: Contacts) -> NDArray[np.bool_]:
    there = np.zeros((contacts.days.size, contacts.people.size), bool)
    day = contacts.times // DAY
    counts = np.isin(day, contacts.days)
    rows = np.searchsorted(contacts.days, day[counts])
    there[rows, contacts.one[counts]] = there[rows, contacts.two[counts]] = True
    return there


def _topics(businesses: int) -> Rows[Topics]:
    table = Topics.rows(1)
    table.number, table.claimed = businesses, (1 << businesses) - 1
    table.distance[0, :businesses, :businesses] = 1.0 - np.eye(businesses)
    return table


def _plan(pitch: str, businesses: int) -> Rows[StrategyRow]:
    plan = StrategyRow.rows(1)
    plan.pitch = Pitch.of(pitch) if pitch in Pitch.words() else 0
    plan.companies = businesses
    plan.members = (1 << businesses) - 1
    plan.order = plan.topic = np.arange(plan.topic.shape[1])
    return plan


@rule
def know_nothing(tie: Tie) -> None:
    """Let a listener never have heard of the speaker."""
    tie.good = tie.bad = 0.0
    tie.ceiling = 1.0
    tie.heard = tie.beside = tie.claimed = tie.changes = tie.talks = 0


@phase
def meet_strangers(hall: Hall, speaker: int, draws: np.uint64) -> None:
    """Let nobody have heard the speaker yet, and draw which of their topics suits each listener best."""
    for i in range(hall.ties.size):
        mind = hall.minds[i]
        know_nothing(hall.ties[i])
        mind.today = mind.told = 0
        hall.taste[i].interest[whole(mind.suits)] = 0.0
        mind.suits = below(draws, speaker, i, whole(hall.topics[0].number))
        hall.taste[i].interest[whole(mind.suits)] = 1.0


@phase
def favorite(minds: Rows[Mind], present: NDArray[np.bool_], speaker: int, topics: int) -> int:
    """Return which of the ``topics`` suits most of those who are present, without the speaker; of several the first."""
    votes = np.zeros(MOST_COMPANIES, np.int64)
    for i in range(minds.size):
        if present[i] and i != speaker:
            votes[whole(minds[i].suits)] += 1
    return int(np.argmax(votes[:topics]))


@rule
def first_heard(told: int) -> int:
    """Return the lowest topic of a bit set (not empty), plus one."""
    topic = 1
    while told >> topic - 1 & 1 == 0:
        topic += 1
    return topic


@phase
def listen(topics: Topics, ears: Ears, tie: Tie, mind: Mind, words: int, time: int, draw: float) -> int:
    """Let a listener take in an opening (not silence) at a time in seconds; memory fades with the seconds since.

    The uniform ``draw`` decides whether a caught speaker owns up. Returned is NOTHING, or a contradiction: WITHIN if
    the listener has heard the speaker that day, EARLIER if only before.
    """
    told, ago = words & TOPICS, (time - mind.last) / DAY
    story = Story(told, words >> PLACE_OF_OPEN, time // DAY, 0, ago, 1.0, 1, draw, NEVER)
    noticed = NOTHING
    if take_story(topics, ears, tie, story) != NOTHING:
        noticed = WITHIN if mind.today != 0 else EARLIER
    if mind.told == 0:
        mind.told = first_heard(told)
    mind.today |= told
    mind.last = time
    return noticed


@phase
def part(hall: Hall, speaker: int) -> None:
    """End a day: book what those who heard the speaker today think of them, on average, and begin the next."""
    total, heard = 0.0, 0
    for i in range(hall.minds.size):
        if hall.minds[i].today != 0:
            total += credibility(hall.ties[i], hall.credibility[0])
            heard += 1
            hall.minds[i].today = 0
    if heard > 0:
        hall.scores[speaker].credibility += total / heard
        hall.scores[speaker].evenings += 1


@phase
def attend(hall: Hall, speaker: int, chosen_by: int, admits: np.uint64) -> None:
    """Let one person, who has talks, be the networker all event long.

    As each of their talks begins they say their opening to the one they begin to talk to, and everybody who faces them
    in that slot hears it. Memory goes on from day to day. ``chosen_by`` tells whose topic is told all day under
    ``one-topic-per-event``.
    """
    minds, facing, score, plan = hall.minds, hall.facing, hall.scores[speaker], hall.plan[0]
    today, fixed = NO_DAY, 0
    ears = Ears(hall.credibility[0], hall.conversation[0].memory_half_life, 0.0)
    for m in range(hall.begins[speaker], hall.begins[speaker + 1]):
        telling = hall.tellings[m]
        if telling.day != today:
            if today != NO_DAY:
                part(hall, speaker)
            today = whole(telling.day)
            if chosen_by == AUDIENCE:
                fixed = favorite(minds, hall.present[today], speaker, whole(hall.topics[0].number))
        j = whole(telling.listener)
        asked = Asked(whole(plan.members), 0, whole(minds[j].told), fixed, telling.decided)
        words = opening(plan, asked, hall.taste[j], Guess(0.0, admits, 0, 0))
        telling.topics, telling.open = words & TOPICS, words >> PLACE_OF_OPEN
        for row in range(telling.first, telling.last if words else telling.first):
            i = whole(facing[row].other)
            draw = uniform(admits, m, i)
            noticed = listen(hall.topics[0], ears, hall.ties[i], minds[i], words, telling.time, draw)
            score.within += noticed == WITHIN
            score.earlier += noticed == EARLIER
    part(hall, speaker)


@phase
def live_through(hall: Hall, world: int, chosen_by: int) -> None:
    """Let everybody who talks be once the networker; which topic suits whom is drawn anew for each, and each world."""
    suits, admits = stream(hall.key, SUITS, world), stream(hall.key, ADMIT, world)
    for speaker in range(hall.scores.size):
        if hall.begins[speaker] < hall.begins[speaker + 1]:
            meet_strangers(hall, speaker, suits)
            attend(hall, speaker, chosen_by, admits)


@phase
def compare(hall: Hall, firsts: Rows[First], witnesses: Places) -> None:
    """Count the first talks in which two stories meet, once everything has been told.

    On fresh ears: a witness has heard one of two stories, their own or the listener's, whichever came first, and
    nothing else; would the other one be a contradiction?
    """
    tellings, tie = hall.tellings, hall.ties[0]
    ears = Ears(hall.credibility[0], hall.conversation[0].memory_half_life, 0.0)
    for f in range(firsts.size):
        talk = firsts[f]
        mine = tellings[talk.telling]
        for w in range(talk.first, talk.last):
            other = tellings[firsts[witnesses[w]].telling]
            late, early = (mine, other) if mine.time >= other.time else (other, mine)
            ago = (late.time - early.time) / DAY
            know_nothing(tie)
            before = Story(whole(early.topics), whole(early.open), 0, 0, 0.0, 1.0, 1, NEVER, NEVER)
            after = Story(whole(late.topics), whole(late.open), 0, 0, ago, 1.0, 1, NEVER, NEVER)
            take_story(hall.topics[0], ears, tie, before)
            if take_story(hall.topics[0], ears, tie, after) != NOTHING:
                hall.scores[talk.speaker].caught += 1
                break
