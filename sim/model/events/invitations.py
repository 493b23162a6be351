"""Invitations (A6): which networkers go out tonight, whose evening they join, and whom they bring."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.core.chance import below, purpose, stream, uniform
from sim.core.compiled import phase, rule, whole
from sim.model.events.circles import SLOT_SECONDS
from sim.model.events.parameters import Events
from sim.model.people.rows import Tally
from sim.model.tables import NONE, WEEK, Tables
from sim.model.week.hours import EVENTS, spare

ORDER = purpose("invitations.order")
JOINS = purpose("invitations.joins")
BRINGS = purpose("invitations.brings")
TRIES = 3  # people asked for one seat before it stays empty (assumed)


@rule
def is_evening(day: int, law: Events) -> bool:
    """Tell whether evenings take place today."""
    return day % WEEK == law.weekday and day // WEEK % law.every == 0


@rule
def goes_out(hours: float, tally: Tally, law: Events) -> bool:
    """Tell whether a networker goes out tonight: they have the hours, and fewer openings at events than they want."""
    wanted = law.share * tally.conversations
    return law.share > 0.0 and hours >= law.hours and tally.at_events <= wanted


@phase
def goers(w: Tables, day: int) -> Any:
    """Return the networkers who go out tonight, shape (goers,), in an order of chance."""
    law, order = w.law[0].events, stream(w.key, ORDER, day)
    who, drawn = np.empty(w.people.size, np.int64), np.empty(w.people.size)
    n = 0
    for i in range(w.people.size):
        if w.people[i].works != 0 and goes_out(spare(w, i, day, EVENTS), w.tally[i], law):
            who[n], drawn[n] = i, uniform(order, i, 0)
            n += 1
    return who[:n][np.argsort(drawn[:n], kind="mergesort")]


@phase
def choose_evening(w: Tables, i: int, organizes: Any, seated: Any, draws: np.uint64) -> int:
    """Return which evening a networker joins: that of a contact who organizes one, or else any with a seat."""
    most, me = w.law[0].events.networkers, w.people[i]
    first = seated.size
    for k in range(me.first, me.first + me.degree):
        friend = whole(w.links[k].other)
        if friend != NONE and organizes[friend] >= 0 and seated[organizes[friend]] < most:
            first = min(first, organizes[friend])
    if first < seated.size:
        return first
    e = below(draws, i, 0, seated.size)
    while seated[e] >= most:
        e = (e + 1) % seated.size
    return e


@phase
def seat_networkers(w: Tables, day: int, out: Any) -> Any:
    """Divide those who go out over evenings; the first of them organize one each.

    Returns
    -------
    tuple of numpy.ndarray
        Networkers by evening, shape (evenings, ``events.networkers``), the organizer first, and how many of each row
        count.
    """
    most = w.law[0].events.networkers
    evenings = (out.size + most - 1) // most
    seats, seated = np.zeros((evenings, most), np.int64), np.zeros(evenings, np.int64)
    organizes = np.full(w.people.size, -1, np.int64)
    organizes[out[:evenings]] = np.arange(evenings)
    joins = stream(w.key, JOINS, day)
    for g in range(out.size):
        e = g if g < evenings else choose_evening(w, out[g], organizes, seated, joins)
        seats[e, seated[e]] = out[g]
        seated[e] += 1
    return seats, seated


@phase
def brought(w: Tables, inviter: int, seat: int, draws: np.uint64) -> int:
    """Return whom a networker asks to take a seat, or NONE if they find nobody.

    By the weights of the scenario one of their contacts, a contact of a contact, or anybody.
    """
    law, people, links = w.law[0].events, w.people, w.links
    weight = law.contacts + law.contacts_of_contacts + law.strangers
    kind = uniform(draws, inviter, 4 * seat) * weight
    if kind >= law.contacts + law.contacts_of_contacts:
        return below(draws, inviter, 4 * seat + 1, people.size)
    who = inviter
    for step in range(1 if kind < law.contacts else 2):
        if people[who].degree == 0:
            return NONE
        k = whole(people[who].first) + below(draws, inviter, 4 * seat + 1 + step, people[who].degree)
        who = whole(links[k].other)
        if who == NONE:
            return NONE
    return who


@phase
def fill_seats(w: Tables, day: int, hosts: Any, guests: Any) -> int:
    """Let the networkers of an evening bring guests in turn, and return how many people come in all.

    Nobody is at two evenings of a day, and other networkers come only of their own accord.
    """
    life, draws = w.life, stream(w.key, BRINGS, day)
    n = 0
    for i in hosts:
        life[i].evening = day + 1
        guests[n] = i
        n += 1
    for seat in range(guests.size - hosts.size):
        for attempt in range(TRIES):
            who = brought(w, hosts[seat % hosts.size], seat * TRIES + attempt, draws)
            if who != NONE and w.people[who].works == 0 and life[who].evening != day + 1:
                life[who].evening = day + 1
                guests[n] = who
                n += 1
                break
    return n


@rule
def slots_of(hours: float) -> int:
    """Return the length of an evening in slots of 20 seconds."""
    return math.floor(hours * 3600.0 / SLOT_SECONDS + 0.5)
