"""Meeting (A4, A5): whom a networker talks to one to one today, contacts and strangers.

Nobody is met who can be offered nothing: then no hours are spent. Meetings are first written down, a row of today's
messages each; then all who met somebody outside their address book become acquainted, in the order of messages, so that
it does not matter in which order people are visited.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.core.chance import below, purpose, stream, uniform
from sim.core.compiled import free_row, phase, rule, whole
from sim.core.rows import Rows
from sim.model.people.acquaintance import acquaint, address_books, tie_to
from sim.model.people.rows import Held, LifeRow, Link, Person, Tally, Tie
from sim.model.plans.rows import StrategyRow
from sim.model.tables import NONE, WEEK, Tables
from sim.model.talk.offers import for_listener, forget, kept_for_a_month, month_of, open_to
from sim.model.talk.parameters import Conversation
from sim.model.talk.pitch import on_offer, sticks_to
from sim.model.talk.rows import Said

AMOUNT = purpose("conversation.amount")
WHOM = purpose("conversation.whom")
STRANGERS = purpose("conversation.strangers")
FORGET = purpose("conversation.forget")
DRAWS = 3  # of one look at a stranger


class Crowd(NamedTuple):
    """Everybody, as who looks for somebody to talk to sees them: handing on all tables would cost more than the look.

    ``law`` is the section of the scenario that says how.
    """

    people: Rows[Person]
    life: Rows[LifeRow]
    held: Rows[Held]
    links: Rows[Link]
    ties: Rows[Tie]
    law: Conversation


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
def first_meeting(message: Said, speaker: int, listener: int, nth: int) -> None:
    """Write into a fresh message that two meet who do not know each other; ``nth`` as in :func:`arrange`."""
    message.mine = message.tie = NONE
    message.speaker = speaker
    message.listener = listener
    message.nth = nth


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
def pick_contact(
    crowd: Crowd, i: int, plan: StrategyRow, offered: int, nth: int, day: int, whom: np.uint64
) -> tuple[int, int]:
    """Return the tie to the contact whom person ``i`` talks to, and which companies ``offered`` this contact can have.

    Up to ``conversation.looks`` contacts are considered. One who can be offered nothing, or was today, is never taken;
    one who does not suit is, the first of them, if nobody better is found. NONE and nothing if there is nobody.
    """
    people, links, law = crowd.people, crowd.links, crowd.law
    me = people[i]
    passed, left = NONE, 0
    for attempt in range(law.looks if me.degree > 0 else 0):
        place = 2 * (whole(law.looks) * nth + attempt)
        k = whole(me.first) + below(whom, i, place, me.degree)
        if links[k].other == NONE or links[k].told_day == day:
            continue
        fits = suits(links[k], crowd.ties[k], day, law, uniform(whom, i, place + 1))
        if not fits and passed != NONE:
            continue
        sticks = sticks_to(plan, offered, whole(me.main), whole(links[k].told))
        j = whole(links[k].other)
        can = for_listener(people[j], crowd.life[j], crowd.held[j], links[k], sticks, law, month_of(day))
        if can != 0 and fits:
            return k, can
        if can != 0:
            passed, left = k, can
    return passed, left


@phase
def contact_of_contact(crowd: Crowd, i: int, draws: np.uint64, place: int) -> int:
    """Return a contact of a contact of person ``i``, by two draws from ``place`` on; NONE if a step leads nowhere."""
    who = i
    for step in range(2):
        known = crowd.people[who]
        if known.degree == 0:
            return NONE
        who = whole(crowd.links[whole(known.first) + below(draws, i, place + step, known.degree)].other)
        if who == NONE:
            return NONE
    return who


@phase
def pick_stranger(crowd: Crowd, i: int, offered: int, nth: int, day: int, draws: np.uint64) -> tuple[int, int]:
    """Return whom outside their address book person ``i`` talks to, and which companies they can have.

    Of up to ``conversation.looks`` people the first who can be offered anything: a contact of a contact, or anybody.
    NONE and nothing if there is nobody.
    """
    people, law = crowd.people, crowd.law
    for attempt in range(law.looks):
        place = DRAWS * (whole(law.looks) * nth + attempt)
        if uniform(draws, i, place) < law.of_contacts:
            j = contact_of_contact(crowd, i, draws, place + 1)
        else:
            j = below(draws, i, place + 1, people.size)
        if j in (i, NONE) or tie_to(people, crowd.links, i, j) != NONE:
            continue
        can = open_to(people[j], crowd.life[j], crowd.held[j], offered, month_of(day))
        if can != 0:
            return j, can
    return NONE, 0


@phase
def meet(w: Tables, day: int, first: int, last: int, hand: int) -> None:
    """Let the networkers among persons ``first`` to ``last - 1`` meet as many people as hours allow.

    ``said`` has room for ``most_per_day`` rows per networker. ``hand`` is 0 for those moved by the compiled sweep, 1
    for those moved by agents.
    """
    people, life, links, said, count, tally = w.people, w.life, w.links, w.said, w.count[0], w.tally
    law = w.law[0].conversation
    crowd = Crowd(people, life, w.held, links, w.ties, law)
    amounts, whom, strange = stream(w.key, AMOUNT, day), stream(w.key, WHOM, day), stream(w.key, STRANGERS, day)
    for each in awake(people, first, last, hand):
        i = whole(each)
        plan = w.strategy[people[i].strategy]
        offered = on_offer(people[i], w.held[i], w.positions, plan)
        if offered == 0 or not talks_alone(tally[i], w.law[0].events.share):
            continue
        strangers = law.strangers if people[i].spare > 0 else 0.0
        for nth in range(fitting(life[i].hours_left, day, law, uniform(amounts, i, 0))):
            outside = strangers > 0.0 and uniform(amounts, i, 1 + nth) < strangers
            if outside:
                sticks = sticks_to(plan, offered, whole(people[i].main), 0)
                who, can = pick_stranger(crowd, i, sticks, nth, day, strange)
            else:
                who, can = pick_contact(crowd, i, plan, offered, nth, day, whom)
            if can == 0:
                continue
            m = free_row(count.said, said.size)
            if outside:
                first_meeting(said[m], i, who, nth)
            else:
                arrange(said[m], links[who], who, i, nth, day)
            said[m].offered = can
            count.said += 1
            tally[i].conversations += 1
            life[i].hours_left -= law.hours


@phase
def get_acquainted(w: Tables, day: int) -> None:
    """Let all who met outside their address books today become contacts, in the order of messages.

    Where one of them has no place for the other, nobody could come back to what is said: they do not talk, and no hours
    are spent. Nor do two talk twice a day.
    """
    said, count, links, books = w.said, w.count[0], w.links, address_books(w)
    if w.law[0].conversation.strangers == 0.0:
        return
    kept = 0
    for m in range(count.said):
        i, j = whole(said[m].speaker), whole(said[m].listener)
        if said[m].mine == NONE:
            tie = tie_to(w.people, links, i, j)  # each may have met the other
            if tie == NONE:
                tie = acquaint(books, i, j, day)
            if tie == NONE or links[tie].told_day == day:
                w.tally[i].conversations -= 1
                w.life[i].hours_left += w.law[0].conversation.hours
                continue
            arrange(said[m], links[tie], tie, i, whole(said[m].nth), day)
        if kept != m:
            said[kept] = said[m]
        kept += 1
    count.said = kept


@phase
def forget_refusals(w: Tables, day: int) -> None:
    """At the beginning of a month, let all who ever worked forget refusals: a no is none for ever."""
    keep, draws = kept_for_a_month(w.law[0].conversation), stream(w.key, FORGET, day)
    every = (1 << w.company.size) - 1
    if keep >= 1.0:
        return
    for i in range(w.people.size):
        if w.tally[i].joined < 0:
            continue
        for k in range(w.people[i].first, w.people[i].first + w.people[i].degree):
            if w.links[k].refused != 0:
                forget(w.links[k], k, every, keep, draws)
