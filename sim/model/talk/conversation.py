"""Conversations, one to one (A4, A5, A18): whom a networker meets today, what they say, and what the listener hears.

First everybody meets, then everybody speaks, then everybody hears: a meeting is a row of today's messages that speaking
fills in. Advertisements and posts (:mod:`sim.model.reach.channels`) add rows that are spoken and heard alike.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.chance import below, purpose, stream, uniform
from sim.core.compiled import AHEAD, fetch, free_row, phase, rule, whole
from sim.core.rows import Rows
from sim.model.people.rows import LifeRow, Link, Person, Tally, Tie
from sim.model.plans.rows import Position
from sim.model.tables import NONE, WEEK, Tables
from sim.model.talk.parameters import Conversation
from sim.model.talk.pitch import (
    SILENT,
    UNSETTLED,
    Asked,
    eyes,
    impression,
    on_offer,
    opening,
    put,
)
from sim.model.talk.reputation import promise, remembered
from sim.model.talk.rows import Said
from sim.model.talk.story import NEVER, NOTHING, Ears, Story, mean_distance, since, take_story

AMOUNT = purpose("conversation.amount")
WHOM = purpose("conversation.whom")
ADMIT = purpose("hearing.admit")
LOOKS = 2  # a contact that does not suit is passed over once
ANYBODY = 2  # in place of a hand: messages of everybody, however they are moved


@rule
def fitting(hours_left: float, day: int, law: Conversation, draw: float) -> int:
    """Return how many conversations fit into today's part of the week's remaining hours, 0 to ``law.most_per_day``.

    The days left of the week, today included, share ``hours_left`` (0..168) equally. The fraction of a conversation
    decides by the uniform ``draw`` whether it is rounded up, so that rounding takes nothing away on average; there are
    never more than the hours left pay for.
    """
    todays = hours_left / (WEEK - day % WEEK)
    fits = min(todays / law.hours + draw, hours_left / law.hours)
    return int(min(fits, float(law.most_per_day)))  # cut before it is a whole number: hours may be next to nothing


@rule
def suits(link: Link, tie: Tie, day: int, law: Conversation, draw: float) -> bool:
    """Tell whether a contact is taken at first sight: not lately told something, and preferably close.

    Nobody suits who was told something less than ``law.avoid_recent`` days ago; an acquaintance suits unless the
    uniform ``draw`` is below ``law.prefer_close``.
    """
    if law.avoid_recent > 0 and day - link.told_day < law.avoid_recent:
        return False
    return draw >= law.prefer_close or tie.close == 1


@rule
def talks_alone(tally: Tally, share: float) -> bool:
    """Tell whether somebody talks one to one: unless more than a ``share`` (0..1) of their openings were at events."""
    return share < 1.0 and tally.at_events >= share * tally.conversations


@rule
def arrange(message: Said, link: Link, tie: int, speaker: int, nth: int, day: int) -> None:
    """Write into a fresh message that two meet, and remember beside the speaker's own tie when it was.

    ``link`` tells where the speaker's ``tie`` leads; ``nth`` is the number of the message in the speaker's day, from 0.
    """
    message.mine = tie
    message.tie = link.mirror
    message.speaker = speaker
    message.listener = link.other
    message.nth = nth
    link.told_day = day


@rule
def utter(message: Said, link: Link, position: Position, honesty: float, topic: int, span: float) -> None:
    """Say an opening whose content is settled, and remember what this contact was told first.

    The ``position`` in the company of the offer (about ``topic``) tells what the speaker knows of it and promises of
    it; ``span`` is the clarity that several topics in one breath cost, 0..1.
    """
    message.knowledge = position.knowledge
    message.promise = promise(position.conviction, honesty)
    message.span = span
    if link.told == 0:
        link.told = topic + 1


@rule
def fade(life: LifeRow, day: int, half_life: float) -> None:
    """Let a listener forget part of the offers heard before today (half in ``half_life`` days), and count one more."""
    life.overload = life.overload * remembered(float(day - life.overload_day), half_life) + 1.0
    life.overload_day = day


@phase
def awake(people: Rows[Person], first: int, last: int, hand: int) -> Any:
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
def meet(w: Tables, day: int, first: int, last: int, hand: int) -> None:
    """Let the networkers among persons ``first`` to ``last - 1`` meet as many contacts as hours allow.

    ``said`` has room for ``most_per_day`` rows per networker. ``hand`` is 0 for those moved by the compiled sweep, 1
    for those moved by agents.
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
                if suits(links[k], ties[k], day, law, uniform(whom, i, place + 1)):
                    break
            if links[k].other == NONE:
                continue
            m = free_row(count.said, said.size)
            arrange(said[m], links[k], k, i, nth, day)
            said[m].offered = offered
            count.said += 1
            tally[i].conversations += 1
            life[i].hours_left -= law.hours


@phase
def propose(w: Tables, day: int, first: int, last: int, hand: int) -> None:
    """Settle by pitch policy what is told in messages ``first`` to ``last - 1`` of speakers whom ``hand`` moves."""
    people, said = w.people, w.said
    anew, seen = w.conversation[0].guess_lasts == 0, eyes(w, day)
    for m in range(first, last):
        later = said[min(m + AHEAD, last - 1)]
        fetch(w.taste, later.listener)
        fetch(w.links, later.mine)
        message = said[m]
        i, j, tie = whole(message.speaker), whole(message.listener), whole(message.mine)
        speaker = people[i]
        if speaker.by_hand != hand:
            continue
        by = impression(seen, speaker, i, j, tie, whole(message.nth) if anew else 0)
        told = whole(w.links[tie].told)
        asked = Asked(whole(message.offered), whole(speaker.main), told, SILENT, UNSETTLED)
        put(message, opening(w.strategy[speaker.strategy], asked, w.taste[j], by))


@phase
def voice(w: Tables, message: Said, tells: Link) -> None:
    """Let a message be said; ``tells`` is what the speaker remembers of telling the listener."""
    i, c, topics = whole(message.speaker), whole(message.company), whole(message.topics)
    span = w.conversation[0].span_penalty * mean_distance(w.topics[0], topics) if topics & (topics - 1) else 0.0
    utter(message, tells, w.positions[w.held[i].seat[c]], w.life[i].honesty, whole(w.company[c].topic), span)


@phase
def speak(w: Tables, first: int, last: int, hand: int) -> None:
    """Let speakers whom ``hand`` moves say what is settled in messages ``first`` to ``last - 1``, unless nothing."""
    said, links, people, life, company = w.said, w.links, w.people, w.life, w.company
    penalty = w.conversation[0].span_penalty
    for m in range(first, last):
        later = said[min(m + AHEAD, last - 1)]
        fetch(w.positions, w.held[later.speaker].seat[later.company])
        fetch(links, later.mine)
        message = said[m]
        i, c, topics = whole(message.speaker), whole(message.company), whole(message.topics)
        if topics == 0 or (hand != ANYBODY and people[i].by_hand != hand):
            continue
        span = penalty * mean_distance(w.topics[0], topics) if topics & (topics - 1) else 0.0
        position = w.positions[w.held[i].seat[c]]
        utter(message, links[message.mine], position, life[i].honesty, whole(company[c].topic), span)


@phase
def hear(w: Tables, day: int, first: int, last: int) -> None:
    """Let the listeners of messages ``first`` to ``last - 1`` take in what they were told; silence goes unheard."""
    ties, said, talk = w.ties, w.said, w.conversation[0]
    ears = Ears(w.credibility[0], talk.memory_half_life, w.events[0].callout)
    admits = stream(w.key, ADMIT, day)
    for m in range(first, last):
        later = said[min(m + AHEAD, last - 1)]
        fetch(ties, later.tie)
        fetch(w.life, later.listener)
        message = said[m]
        told = whole(message.topics)
        if told == 0:
            continue
        tie = ties[message.tie]
        owns_up = uniform(admits, message.tie, told & ~whole(tie.heard))
        story = Story(told, whole(message.open), day, 0, since(tie, day, 0), 1.0, 1, owns_up, NEVER)
        w.tally[message.speaker].private += take_story(w.topics[0], ears, tie, story) != NOTHING
        fade(w.life[message.listener], day, talk.overload_half_life)
