"""Conversations, one to one (A4, A5, A18): how many, with whom, and what is said."""

from __future__ import annotations

from typing import Any

from sim.rules.experience import promise
from sim.rules.pitch import DISCLOSE_ALL, GUESS, SILENT, may_offer, pitch, told_topics
from sim.rules.topics import mean_distance
from sim.world.chance import below, purpose, stream, uniform
from sim.world.compiled import phase, rule, whole
from sim.world.tables import NONE, WEEK
from sim.world.world import Tables

AMOUNT = purpose("conversation.amount")
WHOM = purpose("conversation.whom")
LOOKS = 2  # a contact that does not suit is passed over once


@rule
def fitting(hours_left: float, day: int, law: Any, draw: float) -> int:
    """Return how many conversations fit into today's part of the week's remaining hours."""
    todays = hours_left / (WEEK - day % WEEK)
    fits = min(int(todays / law.hours + draw), int(hours_left / law.hours))
    return min(fits, law.most_per_day)


@rule
def suits(tie: Any, day: int, law: Any, draw: float) -> bool:
    """Tell whether a contact is taken at first sight: not lately told something, and preferably close."""
    if day - tie.told_day < law.avoid_recent:
        return False
    return tie.close == 1 or draw >= law.prefer_close


@rule
def guess_day(day: int, lasts: int) -> int:
    """Return the day a guess dates from, so that one impression of a listener lasts for a while."""
    return day - day % lasts if lasts > 0 else day


@phase
def offered_by(w: Tables, i: int) -> int:
    """Return the companies that person ``i`` works and offers, as a bit set."""
    plan = w.strategy[w.people[i].strategy]
    offered = 0
    for rank in range(plan.companies):
        seat = w.held[i].seat[plan.order[rank]]
        if seat != NONE and may_offer(w.positions[seat], plan):
            offered |= 1 << whole(plan.order[rank])
    return offered


@phase
def talks_today(w: Tables, day: int, i: int) -> int:
    """Return how many conversations person ``i`` has hours for today."""
    if w.people[i].works == 0 or w.people[i].degree == 0:
        return 0
    draw = uniform(stream(w.key, AMOUNT, day), i, 0)
    return fitting(w.life[i].hours_left, day, w.conversation[0], draw)


@phase
def choose(w: Tables, day: int, i: int, nth: int) -> int:
    """Return the tie of person ``i`` to the contact of his ``nth`` conversation today."""
    law = w.conversation[0]
    draws = stream(w.key, WHOM, day)
    k = whole(w.people[i].first)
    for attempt in range(LOOKS):
        place = 2 * (LOOKS * nth + attempt)
        k = whole(w.people[i].first) + below(draws, i, place, w.people[i].degree)
        if suits(w.ties[k], day, law, uniform(draws, i, place + 1)):
            break
    return k


@phase
def opening(w: Tables, day: int, i: int, tie: int, nth: int, offered: int) -> int:
    """Return the company that person ``i`` opens with toward the contact behind ``tie``, or SILENT."""
    law = w.conversation[0]
    draws = stream(w.key, GUESS, guess_day(day, law.guess_lasts))
    again = nth if law.guess_lasts == 0 else 0
    listener = w.taste[w.links[tie].other]
    plan = w.strategy[w.people[i].strategy]
    return pitch(plan, offered, listener, whole(w.ties[tie].told), law.guess_noise, draws, tie, again)


@phase
def say(w: Tables, day: int, i: int, tie: int, company: int, topics: int, side_by_side: bool) -> None:
    """Write down what person ``i`` tells the contact behind ``tie``, and what it costs him.

    Parameters
    ----------
    w, day
        All tables; today.
    i, tie
        The speaker and his own tie to the listener.
    company
        The offer in what he says; he must work it.
    topics
        Bit set of the topics he tells.
    side_by_side
        Whether he puts all of them side by side rather than telling one as the profession.
    """
    own, message, count = w.ties[tie], w.said[w.count[0].said], w.count[0]
    position = w.positions[w.held[i].seat[company]]
    message.tie = w.links[tie].mirror
    message.speaker = i
    message.listener = w.links[tie].other
    message.topics = topics
    message.company = company
    message.open = side_by_side
    message.knowledge = position.knowledge
    message.promise = promise(position.conviction, w.life[i].honesty)
    message.span = 0.0
    if topics & (topics - 1):
        message.span = w.conversation[0].span_penalty * mean_distance(w.topics, topics)
    own.told_day = day
    if own.told == 0:
        own.told = w.company[company].topic + 1
    count.said += 1
    w.tally[i].conversations += 1
    w.life[i].hours_left -= w.conversation[0].hours


@phase
def converse(w: Tables, day: int, first: int, last: int, hand: int) -> None:
    """Let the networkers among persons ``first`` to ``last - 1`` talk to contacts; nobody listens yet.

    ``hand`` selects whose day this is: 0 those moved by the compiled sweep, 1 those moved by agents.
    """
    for i in range(first, last):
        if w.people[i].works == 0 or w.people[i].by_hand != hand:
            continue
        offered = offered_by(w, i)
        for nth in range(talks_today(w, day, i)):
            tie = choose(w, day, i, nth)
            company = opening(w, day, i, tie, nth, offered)
            if company == SILENT:
                continue
            plan = w.strategy[w.people[i].strategy]
            topics = told_topics(plan, offered, company)
            say(w, day, i, tie, company, topics, plan.pitch == DISCLOSE_ALL)
