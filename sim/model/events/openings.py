"""Openings at an evening (A7): what a networker says to somebody new, and the one topic he may have fixed."""

from __future__ import annotations

from typing import Any

from sim.core.chance import uniform
from sim.core.compiled import phase, rule, whole
from sim.model.plans.companies import MOST_COMPANIES
from sim.model.tables import Tables
from sim.model.talk.conversation import guess_day, keeps_place, utter
from sim.model.talk.pitch import (
    DISCLOSE_ALL,
    PER_EVENT,
    SILENT,
    guess,
    impressions,
    main_business,
    pitch,
    told_topics,
)
from sim.model.talk.topics import mean_distance

NTH = 100  # number of a conversation at an evening: those one to one have lower ones
UNSETTLED = -1  # what a networker says is decided by the pitch policy of his strategy when he says it
TOPICS, PLACE_OF_COMPANY, PLACE_OF_OPEN = 2**MOST_COMPANIES - 1, 16, 20


@rule
def settled(topics: int, company: int, side_by_side: int) -> int:
    """Write an opening that is settled before the evening as one number; 0 for silence.

    Parameters
    ----------
    topics
        What is told, as a bit set.
    company, side_by_side
        The offer in it, 0..15, and 1 if everything is put side by side rather than one as the profession.
    """
    return topics | company << PLACE_OF_COMPANY | side_by_side << PLACE_OF_OPEN if topics else 0


@phase
def liking(w: Tables, guests: Any, i: int, own: Any, topic: int, day: int) -> float:
    """Return how much the guests seem to like a topic in all, in the eyes of networker ``i``.

    Parameters
    ----------
    w
        All tables.
    guests, own
        Ids of all guests, and the networker's tie to each or NONE.
    i, topic
        Id of the networker, and the topic.
    day
        Day from which his impressions date.
    """
    total, noise = 0.0, w.conversation[0].guess_noise
    guesses, glances = impressions(w.key, day)
    for g in range(guests.size):
        j, tie = whole(guests[g]), whole(own[g])
        if j == i:
            continue
        draw = 0.0
        if noise > 0.0 and keeps_place(w.people[i], tie):
            draw = uniform(guesses, tie, topic)
        elif noise > 0.0:
            draw = uniform(glances, i, j * MOST_COMPANIES + topic)
        total += guess(float(w.taste[j].interest[topic]), noise, draw)
    return total


@phase
def evening_topic(w: Tables, guests: Any, i: int, own: Any, offered: int, day: int) -> int:
    """Return the company that a networker fixes for the evening under ``one-topic-per-event``, or SILENT.

    His main business, or the one whose topic those present seem to like most, of several the first.

    Parameters
    ----------
    w
        All tables.
    guests, own
        Ids of all guests, and his tie to each or NONE.
    i, offered
        Id of the networker, and what he offers, as a bit set.
    day
        Today.
    """
    plan = w.strategy[w.people[i].strategy]
    if plan.by_audience == 0:
        return main_business(offered, whole(w.people[i].main))
    of = guess_day(day, w.conversation[0].guess_lasts)
    best, most = SILENT, -1.0
    for c in range(MOST_COMPANIES):
        if offered >> c & 1:
            total = liking(w, guests, i, own, whole(plan.topic[c]), of)
            if total > most:
                best, most = c, total
    return best


@phase
def opening(
    w: Tables,
    message: Any,
    tells: Any,
    i: int,
    j: int,
    own: int,
    offered: int,
    fixed: int,
    day: int,
    decided: int = UNSETTLED,
) -> int:
    """Let networker ``i`` say his opening to guest ``j``, and return its topics as a bit set; 0 if he says nothing.

    Parameters
    ----------
    w
        All tables.
    message
        Fresh row of today's messages, which is filled in but for its ties.
    tells
        What he remembers of telling the guest, a row of the kind ``tie``.
    i, j, own
        Ids of both, and his tie to the guest or NONE.
    offered, fixed
        Companies he offers, as a bit set, and the one he fixed for the evening.
    day
        Today.
    decided
        What he says by a pitch policy of the user's own, from :func:`settled`, or UNSETTLED.
    """
    law, plan = w.conversation[0], w.strategy[w.people[i].strategy]
    c = fixed
    if decided != UNSETTLED:
        c = decided >> PLACE_OF_COMPANY & (MOST_COMPANIES - 1) if decided else SILENT
    elif plan.pitch != PER_EVENT:
        guesses, glances = impressions(w.key, guess_day(day, law.guess_lasts))
        main, noise = whole(w.people[i].main), law.guess_noise
        taste, told = w.taste[j], whole(tells.told)
        if keeps_place(w.people[i], own):
            c = pitch(plan, offered, main, taste, told, noise, guesses, own, 0)
        else:
            c = pitch(plan, offered, main, taste, told, noise, glances, i, j)
    if c == SILENT:
        return 0
    topics = told_topics(plan, offered, c) if decided == UNSETTLED else decided & TOPICS
    message.speaker, message.listener, message.nth = i, j, NTH
    message.offered, message.company, message.topics = offered, c, topics
    message.open = plan.pitch == DISCLOSE_ALL if decided == UNSETTLED else decided >> PLACE_OF_OPEN
    span = law.span_penalty * mean_distance(w.topics, topics) if topics & (topics - 1) else 0.0
    position = w.positions[w.held[i].seat[c]]
    utter(message, tells, position, w.life[i].honesty, whole(w.company[c].topic), span)
    return whole(topics)
