"""How circles form and dissolve, slot by slot: end, decide, join, record.

Rules and sources: :mod:`sim.model.events.circles`.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.core.chance import normal, stream, uniform
from sim.core.compiled import phase
from sim.model.events.circles import (
    ACCEPTS,
    AVAILABLE,
    BLOCK,
    CROWD,
    ENDS,
    GLANCES,
    LOOKS,
    MOST_FACED,
    NOBODY,
    SOCIABILITY,
    STARTS,
    Floor,
    appeal,
    ending,
    engagement,
)

ROOM = 4096  # rows a contact list begins with; it doubles whenever it is full


@phase
def spread(weights: Any, draws: np.uint64, sigma: float) -> None:
    """Draw log-normal weights whose mean is 1.

    Parameters
    ----------
    weights
        Filled in, one for each person or half-hour.
    draws
        Stream of their draws.
    sigma
        Standard deviation of the logarithm, not negative.
    """
    for i in range(weights.size):
        weights[i] = math.exp(sigma * normal(draws, i, 0))
    weights /= weights.mean()


@phase
def mingle(floor: Floor, block: int, presence: float, draws: np.uint64) -> None:
    """Draw who is available for new talks in a half-hour, and sum up their sociability.

    Parameters
    ----------
    floor
        Whose ``here``, ``reach`` and ``guide`` are made anew.
    block
        Number of the half-hour, from 0.
    presence
        Chance to be available, 0..1.
    draws
        Stream of availability.
    """
    reach = 0.0
    for i in range(floor.here.size):
        floor.here[i] = uniform(draws, i, block) < presence
        reach += floor.here[i] * floor.social[i]
        floor.reach[i] = reach
    i = 0
    for mark in range(floor.guide.size):
        while i < floor.reach.size and floor.reach[i] <= mark / floor.guide.size * reach:
            i += 1
        floor.guide[mark] = i


@phase
def leave(floor: Floor, one: int, other: int) -> None:
    """Take somebody from those a person faces.

    Parameters
    ----------
    floor
        Whose ``partners`` and ``degree`` of ``one`` change.
    one, other
        Who no longer faces whom.
    """
    for h in range(floor.degree[one]):
        if floor.partners[one, h] == other:
            floor.degree[one] -= 1
            floor.partners[one, h] = floor.partners[one, floor.degree[one]]
            return


@phase
def end(floor: Floor, slot: int, contacts: int, c: Any, draws: np.uint64) -> int:
    """Let contacts end by chance, and return how many are left.

    Parameters
    ----------
    floor
        Whose contacts are gone through.
    slot
        Number of the slot, from 0.
    contacts
        How many contacts there are.
    c
        The constants.
    draws
        Stream of endings; a draw belongs to a pair and a slot.
    """
    e = 0
    while e < contacts:
        a, b = floor.first[e], floor.second[e]
        age = slot - floor.since[e]
        chance = floor.hazard[age] if age < floor.hazard.size else ending(age, c)
        if uniform(draws, a * floor.here.size + b, slot) >= chance:
            e += 1
            continue
        floor.facing[a, b] = floor.facing[b, a] = False
        leave(floor, a, b)
        leave(floor, b, a)
        contacts -= 1
        floor.first[e], floor.second[e] = floor.first[contacts], floor.second[contacts]
        floor.since[e] = floor.since[contacts]
    return contacts


@phase
def choose(floor: Floor, i: int, slot: int, looks: np.uint64, accepts: np.uint64) -> int:
    """Return whom somebody walks up to, by sociability, engagement and memory, or NOBODY after 30 looks in vain.

    Parameters
    ----------
    floor
        Read only.
    i, slot
        Who looks around, and when.
    looks, accepts
        Streams of who is looked at, and whether he is taken (drawing by rejection).
    """
    people, marks = floor.reach.size, floor.guide.size
    reach = floor.reach[people - 1]
    for look in range(slot * GLANCES, (slot + 1) * GLANCES):
        draw = uniform(looks, i, look)
        j = floor.guide[int(draw * marks)]
        while j < people and floor.reach[j] <= draw * reach:
            j += 1
        if j >= people or j == i or floor.facing[i, j]:
            continue
        if uniform(accepts, i, look) < floor.appeals[int(floor.met[i, j]), floor.degree[j]]:
            return int(j)
    return NOBODY


@phase
def wish(floor: Floor, i: int, j: int, wishes: int) -> int:
    """Write down that somebody wants to join a host and face all whom he faces; return how many wishes there are.

    Parameters
    ----------
    floor
        Whose ``guest`` and ``host`` get new rows.
    i, j
        Guest and host.
    wishes
        How many wishes there are so far.
    """
    floor.guest[wishes], floor.host[wishes] = i, j
    around = min(floor.degree[j], MOST_FACED - 1)
    for h in range(around):
        floor.guest[wishes + 1 + h], floor.host[wishes + 1 + h] = i, floor.partners[j, h]
    return int(wishes + 1 + around)


@phase
def decide(floor: Floor, slot: int, talk: float, knobs: Any, c: Any, key: Any) -> int:
    """Let everybody who is available decide whether and with whom he begins a talk; return the number of wishes.

    Parameters
    ----------
    floor
        As it stands; only wishes are written down.
    slot
        Number of the slot, from 0.
    talk
        Talks that an idle, average person begins in this slot.
    knobs, c
        The event's knobs and the constants.
    key
        Streams of starts, looks and acceptances.
    """
    starts, looks, accepts = key
    wishes = 0
    for i in range(floor.here.size):
        if not floor.here[i]:
            continue
        if uniform(starts, i, slot) < talk * floor.social[i] * engagement(floor.degree[i], knobs.gather):
            j = choose(floor, i, slot, looks, accepts)
            if j != NOBODY:
                wishes = wish(floor, i, j, wishes)
    return wishes


@phase
def join(floor: Floor, slot: int, wishes: int, contacts: int) -> int:
    """Fulfill wishes while both have room for one more, and return the number of contacts.

    Parameters
    ----------
    floor
        Whose contacts grow.
    slot
        Number of the slot, from 0.
    wishes, contacts
        How many there are.
    """
    for e in range(wishes):
        a, b = min(floor.guest[e], floor.host[e]), max(floor.guest[e], floor.host[e])
        full = floor.degree[a] >= MOST_FACED or floor.degree[b] >= MOST_FACED
        if a == b or floor.facing[a, b] or full:
            continue
        floor.facing[a, b] = floor.facing[b, a] = floor.met[a, b] = floor.met[b, a] = True
        floor.partners[a, floor.degree[a]], floor.partners[b, floor.degree[b]] = b, a
        floor.degree[a] += 1
        floor.degree[b] += 1
        floor.first[contacts], floor.second[contacts], floor.since[contacts] = a, b, slot
        contacts += 1
    return contacts


@phase
def record(rows: Any, used: int, floor: Floor, slot: int, contacts: int) -> Any:
    """Write the slot's contacts into a list, and return the list, larger if they found no room.

    Parameters
    ----------
    rows
        Slot, first and second person, shape (3, room); ``used`` of its columns are taken.
    used, slot, contacts
        Columns in use, number of the slot, number of contacts.
    floor
        Read only.
    """
    while used + contacts > rows.shape[1]:
        rows = np.concatenate((rows, np.empty_like(rows)), axis=1)
    rows[0, used : used + contacts] = slot
    rows[1, used : used + contacts] = floor.first[:contacts]
    rows[2, used : used + contacts] = floor.second[:contacts]
    return rows


@phase
def set_out(floor: Floor, key: np.uint64, day: int, slots: int, knobs: Any, c: Any) -> Any:
    """Draw what holds for a whole day: how crowded each half-hour is, and how sociable everybody.

    Parameters
    ----------
    floor
        Whose ``social``, ``hazard`` and ``appeals`` are made anew; everybody stands alone.
    key, day
        Of all draws, and the number of the day.
    slots
        Length in slots of 20 seconds.
    knobs, c
        The event's knobs and the constants.

    Returns
    -------
    numpy.ndarray
        Weight of each half-hour, mean 1.
    """
    crowd = np.empty((slots + BLOCK - 1) // BLOCK)
    spread(crowd, stream(key, CROWD, day), c.crowd)
    spread(floor.social, stream(key, SOCIABILITY, day), c.sociability)
    for age in range(1, floor.hazard.size):
        floor.hazard[age] = ending(age, c)
    for degree in range(floor.appeals.shape[1]):
        floor.appeals[0, degree] = appeal(degree, False, knobs.gather, c.memory)
        floor.appeals[1, degree] = appeal(degree, True, knobs.gather, c.memory)
    return crowd


@phase
def turn(floor: Floor, slot: int, contacts: int, crowd: Any, knobs: Any, c: Any, key: np.uint64, day: int) -> int:
    """Let one slot pass, and return how many contacts there are then.

    Parameters
    ----------
    floor
        On which :func:`set_out` was called before the first slot.
    slot
        Number of the slot, from 0; slots come one after the other.
    contacts
        How many contacts there were before.
    crowd, knobs, c
        From :func:`set_out`, the event's knobs and the constants.
    key, day
        As :func:`set_out` got them.
    """
    if slot % BLOCK == 0:
        mingle(floor, slot // BLOCK, c.presence, stream(key, AVAILABLE, day))
    contacts = end(floor, slot, contacts, c, stream(key, ENDS, day))
    deciding = (stream(key, STARTS, day), stream(key, LOOKS, day), stream(key, ACCEPTS, day))
    wishes = decide(floor, slot, knobs.talk * crowd[slot // BLOCK], knobs, c, deciding)
    return join(floor, slot, wishes, contacts)


@phase
def circle_day(floor: Floor, key: np.uint64, day: int, slots: int, knobs: Any, c: Any) -> Any:
    """Let one day of an event pass, and return its contact list.

    Parameters
    ----------
    floor
        From :func:`sim.model.events.circles.empty_floor`; on it the last slot stands afterwards.
    key
        Of all draws, from :func:`sim.core.chance.seed_key`.
    day
        Number of the day, from 0; every day is drawn anew, and nobody has met anybody when it begins.
    slots
        Length in slots of 20 seconds, 1..143,000,000.
    knobs, c
        :class:`sim.model.events.circles.Knobs` and :class:`sim.model.events.circles.Constants`.

    Returns
    -------
    numpy.ndarray
        Slot, person, person with first < second, shape (3, contacts), int64, by slot.
    """
    crowd = set_out(floor, key, day, slots, knobs, c)
    rows = np.empty((3, ROOM), np.int64)
    used = contacts = 0
    for slot in range(slots):
        contacts = turn(floor, slot, contacts, crowd, knobs, c, key, day)
        rows = record(rows, used, floor, slot, contacts)
        used += contacts
    return rows[:, :used]
