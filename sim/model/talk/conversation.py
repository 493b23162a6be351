"""Conversations, one to one (A4, A5, A18): whom a networker meets today, and what he says.

First everybody meets, then everybody speaks: a meeting is a row of today's messages that speaking fills in.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.chance import below, purpose, stream, uniform
from sim.core.compiled import phase, rule, whole
from sim.model.tables import NONE, WEEK, Tables
from sim.model.talk.pitch import DISCLOSE_ALL, SILENT, impressions, may_offer, pitch, told_topics
from sim.model.talk.topics import mean_distance
from sim.model.week.experience import promise

AMOUNT = purpose("conversation.amount")
WHOM = purpose("conversation.whom")
LOOKS = 2  # a contact that does not suit is passed over once


@rule
def fitting(hours_left: float, day: int, law: Any, draw: float) -> int:
    """Return how many conversations fit into today's part of the week's remaining hours.

    Parameters
    ----------
    hours_left
        Hours left of this week, 0..168; the days left, today included, share them equally.
    day
        Today.
    law
        The scenario's ``conversation`` row.
    draw
        Uniform draw, 0 <= draw < 1. The fraction of a conversation decides by chance whether it is rounded up,
        so that rounding takes nothing away on average.

    Returns
    -------
    int
        0 to ``law.most_per_day``, and never more than the hours left pay for.
    """
    todays = hours_left / (WEEK - day % WEEK)
    fits = min(todays / law.hours + draw, hours_left / law.hours)
    return int(min(fits, float(law.most_per_day)))  # cut before it is a whole number: hours may be next to nothing


@rule
def suits(tie: Any, day: int, law: Any, draw: float) -> bool:
    """Tell whether a contact is taken at first sight: not lately told something, and preferably close.

    Parameters
    ----------
    tie
        The speaker's tie to the contact.
    day
        Today; whoever was met less than ``law.avoid_recent`` days ago does not suit.
    law
        The scenario's ``conversation`` row.
    draw
        Uniform draw, 0 <= draw < 1; an acquaintance suits unless it is below ``law.prefer_close``.
    """
    if law.avoid_recent > 0 and day - tie.told_day < law.avoid_recent:
        return False
    return draw >= law.prefer_close or tie.close == 1


@rule
def talks_alone(tally: Any, share: float) -> bool:
    """Tell whether somebody talks one to one: unless more of his openings than he wants were made that way.

    Parameters
    ----------
    tally
        His row: openings so far, and those of them at events.
    share
        Share that he wants to make at events, 0..1; at 1 he never talks one to one, at 0 always.
    """
    return share < 1.0 and tally.at_events >= share * tally.conversations


@rule
def keeps_place(person: Any, tie: int) -> bool:
    """Tell whether a tie (or NONE) of a person leads to a contact of the social graph, whose place never changes.

    Impressions of these are drawn under the tie. Places for people met later change hands, so an impression of a
    stranger is drawn under the pair (:data:`sim.model.talk.pitch.GLANCE`) and stays the same when he becomes a contact.
    """
    return tie != NONE and tie < whole(person.first) + whole(person.degree) - whole(person.met)


@rule
def guess_day(day: int, lasts: int) -> int:
    """Return the day a guess dates from, so that one impression of a listener lasts for a while.

    Parameters
    ----------
    day
        Today.
    lasts
        Days that an impression lasts; 0 makes it anew every day.
    """
    return day - day % lasts if lasts > 0 else day


@rule
def arrange(message: Any, link: Any, own: Any, tie: int, speaker: int, nth: int, day: int) -> None:
    """Write down that two meet, and remember on the speaker's own tie when it was.

    Parameters
    ----------
    message
        Fresh row of today's messages, which is filled in.
    link, own
        Where the speaker's tie leads, and what he holds on it; ``own.told_day`` becomes today.
    tie, speaker
        Row of that tie; the speaker's id.
    nth
        Number of the conversation in the speaker's day, from 0.
    day
        Today.
    """
    message.mine = tie
    message.tie = link.mirror
    message.speaker = speaker
    message.listener = link.other
    message.nth = nth
    own.told_day = day


@rule
def utter(message: Any, own: Any, position: Any, honesty: float, topic: int, span: float) -> None:
    """Say an opening whose content is settled, and remember what this contact was told first.

    Parameters
    ----------
    message
        Row of today's messages.
    own
        The speaker's tie to the listener.
    position
        The speaker's position in the company of the offer: what he knows of it, and promises of it.
    honesty
        Of the speaker, 0..1.
    topic
        Topic of the offer.
    span
        Clarity that several topics in one breath cost, 0..1.
    """
    message.knowledge = position.knowledge
    message.promise = promise(position.conviction, honesty)
    message.span = span
    if own.told == 0:
        own.told = topic + 1


@phase
def awake(people: Any, first: int, last: int, hand: int) -> Any:
    """Return the networkers among persons ``first`` to ``last - 1`` whom ``hand`` moves, ascending.

    A loop without branches over small rows, so that the loop over what they do runs over few people.
    """
    found = np.empty(last - first, np.uint32)
    n = 0
    for i in range(first, last):
        found[n] = i
        n += (people[i].works != 0) & (people[i].by_hand == hand)
    return found[:n]


@phase
def on_offer(w: Tables, i: int) -> int:
    """Return the companies that person ``i`` works and is convinced enough of to offer, as a bit set."""
    plan, offered = w.strategy[w.people[i].strategy], whole(w.people[i].works)
    if plan.conviction_floor > 0.0:
        for c in range(w.company.size):
            if offered >> c & 1 and not may_offer(w.positions[w.held[i].seat[c]], plan):
                offered ^= 1 << c
    return offered


@phase
def meet(w: Tables, day: int, first: int, last: int, hand: int) -> None:
    """Let the networkers among persons ``first`` to ``last - 1`` meet as many contacts as hours allow.

    Parameters
    ----------
    w
        All tables; ``said`` has room for ``most_per_day`` rows a networker.
    day
        Today.
    first, last
        Persons whose day it is.
    hand
        Whose day this is: 0 those moved by the compiled sweep, 1 those moved by agents.
    """
    people, life, links, ties = w.people, w.life, w.links, w.ties
    said, count, tally = w.said, w.count[0], w.tally
    law = w.conversation[0]
    amounts, whom = stream(w.key, AMOUNT, day), stream(w.key, WHOM, day)
    for each in awake(people, first, last, hand):
        i = whole(each)
        me = people[i]
        if me.degree == 0:
            continue
        offered = on_offer(w, i)
        if offered == 0 or not talks_alone(tally[i], w.events[0].share):
            continue
        for nth in range(fitting(life[i].hours_left, day, law, uniform(amounts, i, 0))):
            k = whole(me.first)
            for attempt in range(LOOKS):
                place = 2 * (LOOKS * nth + attempt)
                k = whole(me.first) + below(whom, i, place, me.degree)
                if suits(ties[k], day, law, uniform(whom, i, place + 1)):
                    break
            if links[k].other == NONE:
                continue
            arrange(said[count.said], links[k], ties[k], k, i, nth, day)
            said[count.said].offered = offered
            count.said += 1
            tally[i].conversations += 1
            life[i].hours_left -= law.hours


@phase
def propose(w: Tables, day: int, first: int, last: int, hand: int) -> None:
    """Settle by pitch policy what is told in messages ``first`` to ``last - 1``.

    Parameters
    ----------
    w
        All tables; ``company``, ``topics`` and ``open`` of the messages are filled in.
    day
        Today.
    first, last
        Rows of today's messages.
    hand
        Whose messages: 0 of speakers moved by the compiled sweep, 1 of those moved by agents.
    """
    people, ties, said = w.people, w.ties, w.said
    law = w.conversation[0]
    guesses, glances = impressions(w.key, guess_day(day, law.guess_lasts))
    for m in range(first, last):
        message = said[m]
        speaker = people[message.speaker]
        if speaker.by_hand != hand:
            continue
        plan, told = w.strategy[speaker.strategy], whole(ties[message.mine].told)
        again = whole(message.nth) if law.guess_lasts == 0 else 0
        offered, taste = whole(message.offered), w.taste[message.listener]
        main = whole(speaker.main)
        i, j, tie = whole(message.speaker), whole(message.listener), whole(message.mine)
        draws, who, nth = (guesses, tie, again) if keeps_place(speaker, tie) else (glances, i, j)
        c = pitch(plan, offered, main, taste, told, law.guess_noise, draws, who, nth)
        message.company = max(c, 0)
        message.topics = told_topics(plan, offered, c) if c != SILENT else 0
        message.open = plan.pitch == DISCLOSE_ALL


@phase
def speak(w: Tables, first: int, last: int, hand: int) -> None:
    """Let the speakers of messages ``first`` to ``last - 1`` say what is settled.

    Parameters
    ----------
    w
        All tables; ``knowledge``, ``promise`` and ``span`` of the messages are filled in, unless they name no
        topic.
    first, last
        Rows of today's messages.
    hand
        Whose messages: 0 of speakers moved by the compiled sweep, 1 of those moved by agents.
    """
    said, ties, people, life = w.said, w.ties, w.people, w.life
    law = w.conversation[0]
    for m in range(first, last):
        message = said[m]
        i, topics = message.speaker, whole(message.topics)
        if topics == 0 or people[i].by_hand != hand:
            continue
        position = w.positions[w.held[i].seat[message.company]]
        span = law.span_penalty * mean_distance(w.topics, topics) if topics & (topics - 1) else 0.0
        topic = whole(w.company[message.company].topic)
        utter(message, ties[message.mine], position, life[i].honesty, topic, span)
