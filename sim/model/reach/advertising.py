"""Advertising credits (A11): what is bought in one company reaches strangers, for it or for another business."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.chance import below, purpose, stream
from sim.core.compiled import phase, rule, whole
from sim.model.people.acquaintance import acquaint, tie_to
from sim.model.tables import NONE, WEEK, Tables
from sim.model.talk.conversation import utter
from sim.model.week.study import ranked

REACHES = purpose("advertising.reaches")
WEEKDAY = 2  # day of the week on which advertisements appear, from 0 (assumed)
NTH = 120  # number of the first advertisement among a day's messages of a person
BEFORE_POSTS, POSTS = 100, 16  # so many have lower numbers than a day's posts, which have these many in between
NOTHING = -1


@rule
def is_advertising_day(day: int) -> bool:
    """Tell whether advertisements appear today: once a week."""
    return day % WEEK == WEEKDAY


@rule
def collect(life: Any, credits: float) -> None:
    """Add the advertising that came with a purchase: ``life.credits`` grows by ``credits`` leads, not negative."""
    life.credits += credits


@rule
def spend(life: Any) -> int:
    """Turn whole credits into leads, and return their number.

    At most 400 a month come with each of 16 purchases, and what they leave over is less than one: 6,400 leads.
    """
    leads = int(life.credits)
    life.credits -= leads
    return leads


@rule
def number_of(nth: int) -> int:
    """Return the number of the ``nth`` advertisement (from 0) among a day's messages of a person."""
    return NTH + nth if nth < BEFORE_POSTS else NTH + nth + POSTS


@phase
def advertised(w: Tables, i: int) -> int:
    """Return the company that person ``i`` advertises, or NOTHING.

    That which gives him credits; with ``strategy.synergy`` a business that he works and that gives none. Of several the
    main one, then the first of the scenario.

    Parameters
    ----------
    w
        All tables.
    i
        Id of a networker.
    """
    plan, works = w.strategy[w.people[i].strategy], whole(w.people[i].works)
    gives, other = NOTHING, NOTHING
    for rank in range(w.company.size):
        c = ranked(rank, whole(w.people[i].main))
        if not works >> c & 1:
            continue
        if w.company[c].credits > 0.0:
            gives = c if gives == NOTHING else gives
        elif other == NOTHING:
            other = c
    if gives == NOTHING:
        return NOTHING
    return other if plan.synergy and other != NOTHING else gives


@phase
def reached(w: Tables, i: int, c: int, nth: int, draws: np.uint64) -> int:
    """Return the stranger whom an advertisement reaches, or NONE.

    Of those it is shown to, the one most interested in the topic, of several the first; people who know the networker
    or are in the company already do not count.

    Parameters
    ----------
    w
        All tables.
    i, c
        Id of the networker, and the company that is advertised.
    nth
        Number of the advertisement.
    draws
        Stream of those it is shown to.
    """
    looks, topic = w.advertising[0].looks, w.company[c].topic
    best, liking = NONE, -1.0
    for look in range(looks):
        j = below(draws, i, nth * looks + look, w.people.size)
        if j == i or w.held[j].seat[c] != NONE or w.taste[j].interest[topic] <= liking:
            continue
        if tie_to(w.people, w.links, i, j) == NONE:
            best, liking = j, float(w.taste[j].interest[topic])
    return best


@phase
def advertise(w: Tables, day: int) -> None:
    """Let networkers turn credits into leads: strangers become contacts, and hear the offer as *the* profession.

    Parameters
    ----------
    w
        All tables; ``said`` has room for every whole credit.
    day
        Today; nothing happens but on one day of the week.
    """
    if not is_advertising_day(day):
        return
    draws = stream(w.key, REACHES, day)
    for i in range(w.people.size):
        if w.people[i].works == 0 or w.life[i].credits < 1.0:
            continue
        c = advertised(w, i)
        leads = spend(w.life[i])
        for nth in range(leads if c != NOTHING else 0):
            j = reached(w, i, c, nth, draws)
            tie = acquaint(w, i, j, day) if j != NONE else NONE
            if tie != NONE:
                write_to(w, i, j, c, tie, number_of(nth), day)
                w.tally[i].leads += 1


@phase
def write_to(w: Tables, i: int, j: int, c: int, tie: int, nth: int, day: int) -> None:
    """Let somebody read what networker ``i`` offers in company ``c``, told as *the* profession.

    Parameters
    ----------
    w
        All tables; ``said`` has room for a message more.
    i, j, c
        Networker, reader and company.
    tie
        The networker's tie to the reader.
    nth
        Number of the message among those of the networker's day, 0..65,535.
    day
        Today.
    """
    message, own, topic = w.said[w.count[0].said], w.ties[tie], whole(w.company[c].topic)
    message.mine, message.tie = tie, w.links[tie].mirror
    message.speaker, message.listener, message.nth = i, j, nth
    message.offered, message.company, message.topics, message.open = 1 << c, c, 1 << topic, 0
    own.told_day = day
    utter(message, own, w.positions[w.held[i].seat[c]], w.life[i].honesty, topic, 0.0)
    w.count[0].said += 1
