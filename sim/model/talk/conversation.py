"""Conversations (A4, A5, A18): what a networker says to those they meet, and what the listener hears.

First everybody meets (:mod:`sim.model.talk.meeting`), then everybody speaks, then everybody hears: a meeting is a row
of today's messages that speaking fills in. Advertisements and posts (:mod:`sim.model.reach.channels`) add rows that are
spoken and heard alike.
"""

from __future__ import annotations

from sim.core.chance import purpose, stream, uniform
from sim.core.compiled import AHEAD, fetch, phase, rule, whole
from sim.model.people.rows import Held, LifeRow, Link, Person
from sim.model.plans.rows import Position
from sim.model.tables import Tables
from sim.model.talk.offers import may, month_of, refusals
from sim.model.talk.pitch import SILENT, UNSETTLED, Asked, eyes, impression, opening, put
from sim.model.talk.reputation import promise, remembered
from sim.model.talk.rows import Said
from sim.model.talk.story import NEVER, NOTHING, Ears, Story, mean_distance, since, take_story

ADMIT = purpose("hearing.admit")
ANYBODY = 2  # in place of a hand: messages of everybody, however they are moved


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
def propose(w: Tables, day: int, first: int, last: int, hand: int) -> None:
    """Settle by pitch policy what is told in messages ``first`` to ``last - 1`` of speakers whom ``hand`` moves."""
    people, said = w.people, w.said
    anew, seen = w.law[0].conversation.guess_lasts == 0, eyes(w, day)
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


@rule
def offer(message: Said, tells: Link, person: Person, life: LifeRow, held: Held, month: int) -> None:
    """Write into a message what of its company the listener can still have, and how often they refused it.

    Who only overhears is offered nothing: the company is not among those ``offered``. ``tells`` is what the speaker
    remembers of telling the listener, whose rows follow; ``month`` as in :func:`sim.model.talk.offers.may`.
    """
    c = whole(message.company)
    is_offered = whole(message.offered) >> c & 1
    message.may = may(person, life, held, c, month) if is_offered else 0
    message.refused = refusals(tells, c)


@phase
def voice(w: Tables, message: Said, tells: Link, day: int) -> None:
    """Let a message be said; ``tells`` is what the speaker remembers of telling the listener."""
    i, j, c, topics = whole(message.speaker), whole(message.listener), whole(message.company), whole(message.topics)
    offer(message, tells, w.people[j], w.life[j], w.held[j], month_of(day))
    span = w.law[0].conversation.span_penalty * mean_distance(w.topics[0], topics) if topics & (topics - 1) else 0.0
    utter(message, tells, w.positions[w.held[i].seat[c]], w.life[i].honesty, whole(w.company[c].topic), span)


@phase
def speak(w: Tables, day: int, first: int, last: int, hand: int) -> None:
    """Let speakers whom ``hand`` moves say what is settled in messages ``first`` to ``last - 1``, unless nothing."""
    said, links, people, life, held, company = w.said, w.links, w.people, w.life, w.held, w.company
    penalty, month = w.law[0].conversation.span_penalty, month_of(day)
    for m in range(first, last):
        later = said[min(m + AHEAD, last - 1)]
        fetch(w.positions, w.held[later.speaker].seat[later.company])
        fetch(links, later.mine)
        fetch(people, later.listener)
        fetch(life, later.listener)
        message = said[m]
        i, j, c, topics = whole(message.speaker), whole(message.listener), whole(message.company), whole(message.topics)
        if topics == 0 or (hand != ANYBODY and people[i].by_hand != hand):
            continue
        span = penalty * mean_distance(w.topics[0], topics) if topics & (topics - 1) else 0.0
        position = w.positions[w.held[i].seat[c]]
        offer(message, links[message.mine], people[j], life[j], held[j], month)
        utter(message, links[message.mine], position, life[i].honesty, whole(company[c].topic), span)


@phase
def hear(w: Tables, day: int, first: int, last: int) -> None:
    """Let the listeners of messages ``first`` to ``last - 1`` take in what they were told; silence goes unheard."""
    ties, said, talk = w.ties, w.said, w.law[0].conversation
    ears = Ears(w.law[0].credibility, talk.memory_half_life, w.law[0].events.callout)
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
