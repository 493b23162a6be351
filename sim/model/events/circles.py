"""Circles of an event (A6): who faces whom every 20 seconds, so that others stand by and hear.

A contact is a pair who face each other; a circle is all who are connected by contacts. Talks that have lasted are
likelier to go on, and the idle and the busy behave differently (Stehlé, Barrat & Bianconi 2010; Zhao, Stehlé,
Bianconi & Barrat 2011); people differ in attractiveness and are available only part of the time (Starnini,
Baronchelli & Pastor-Satorras 2013); and they go back to whom they have just left (:mod:`sim.model.events.returns`).
Somebody who joins a talk faces everybody the host faces. Everybody decides on what stands at the beginning of a slot,
so the order of people does not matter. This is a combination of published parts, not a copy of one model. It makes
contact lists on its own, and an evening of the market is lived on it.
"""

from __future__ import annotations

import math
from typing import Any, TypeAlias

import numpy as np

from sim.core.chance import normal, purpose, stream, uniform
from sim.core.compiled import phase, rule, whole
from sim.model.events.floor import MOST_FACED, Constants, Floor, Knobs
from sim.model.events.parameters import Events
from sim.model.events.returns import go_back, pause, remind

ENDS = purpose("circles.ends")
STARTS = purpose("circles.starts")
LOOKS = purpose("circles.looks")
ACCEPTS = purpose("circles.accepts")
AVAILABLE = purpose("circles.available")
SOCIABILITY = purpose("circles.sociability")
CROWD = purpose("circles.crowd")
RETURNS = purpose("circles.returns")
GLANCES = 30  # people looked at in a slot before giving up (assumed)
BLOCK = 90  # slots of a half-hour, in which crowd and availability stay the same (assumed)
SLOT_SECONDS = 20  # length of a slot, as sensors record
NOBODY = -1
Draws: TypeAlias = tuple[np.uint64, np.uint64, np.uint64]
"""Streams of a slot: who looks for somebody, whom they see, and whether they are accepted."""
ROOM = 4096  # rows a contact list begins with; it doubles whenever it is full


@rule
def ending(age: int, c: Constants) -> float:
    """Return the chance that a contact ends: the longer it has lasted, the less likely (Stehlé et al. 2010)."""
    return c.ending / age**c.aging


@rule
def engagement(degree: int, gather: float) -> float:
    """Return the weight of a person: 1 if idle; if busy ``gather``, shared among those they face already."""
    return 1.0 if degree == 0 else gather / degree


@rule
def appeal(degree: int, met: bool, gather: float, memory: float) -> float:
    """Return the chance that somebody looked at is chosen: 0..1, and 1 for the most attractive state there is."""
    weight = engagement(degree, gather) / max(1.0, gather)
    return weight if met else weight / memory


@phase
def spread(weights: Any, draws: np.uint64, sigma: float) -> None:
    """Draw log-normal weights whose mean is 1."""
    for i in range(weights.size):
        weights[i] = math.exp(sigma * normal(draws, i, 0))
    weights /= weights.mean()


@phase
def mingle(floor: Floor, block: int, presence: float, draws: np.uint64) -> None:
    """Draw who is available for new talks in a half-hour, and sum up their sociability."""
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
    """Take somebody from those a person faces."""
    for h in range(floor.degree[one]):
        if floor.partners[one, h] == other:
            floor.degree[one] -= 1
            floor.partners[one, h] = floor.partners[one, floor.degree[one]]
            return


@phase
def end(floor: Floor, slot: int, contacts: int, c: Constants, draws: np.uint64, returns: np.uint64) -> int:
    """Let contacts end by chance, some to be taken up again, and return how many are left."""
    e = 0
    while e < contacts:
        a, b = floor.first[e], floor.second[e]
        age = slot - floor.since[e]
        chance = floor.hazard[age] if age < floor.hazard.size else ending(age, c)
        pair = a * floor.here.size + b
        if uniform(draws, pair, slot) >= chance:
            e += 1
            continue
        remind(floor, slot, a, b, pause(age, uniform(returns, pair, slot), c))
        floor.facing[a, b] = floor.facing[b, a] = False
        leave(floor, a, b)
        leave(floor, b, a)
        contacts -= 1
        floor.first[e], floor.second[e] = floor.first[contacts], floor.second[contacts]
        floor.since[e] = floor.since[contacts]
    return contacts


@phase
def choose(floor: Floor, i: int, slot: int, looks: np.uint64, accepts: np.uint64) -> int:
    """Return whom somebody walks up to, by sociability, engagement and memory, or NOBODY after 30 looks in vain."""
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
    """Note that somebody wants to join a host and face all whom the host faces; return how many wishes there are."""
    floor.guest[wishes], floor.host[wishes] = i, j
    around = min(floor.degree[j], MOST_FACED - 1)
    for h in range(around):
        floor.guest[wishes + 1 + h], floor.host[wishes + 1 + h] = i, floor.partners[j, h]
    return int(wishes + 1 + around)


@phase
def decide(floor: Floor, slot: int, talk: float, knobs: Knobs | Events, draws: Draws) -> int:
    """Let everybody who is available decide whether and with whom they begin a talk; return the number of wishes."""
    starts, looks, accepts = draws
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
    """Fulfill wishes while both have room for one more, and return the number of contacts."""
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
    """Write the slot's contacts into a list, and return the list, larger if they found no room."""
    while used + contacts > rows.shape[1]:
        rows = np.concatenate((rows, np.empty_like(rows)), axis=1)
    rows[0, used : used + contacts] = slot
    rows[1, used : used + contacts] = floor.first[:contacts]
    rows[2, used : used + contacts] = floor.second[:contacts]
    return rows


@phase
def set_out(floor: Floor, key: np.uint64, day: int, slots: int, knobs: Knobs | Events, c: Constants) -> Any:
    """Draw what holds for a whole day: how crowded each half-hour is, and how sociable everybody.

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
def turn(
    floor: Floor, slot: int, contacts: int, crowd: Any, knobs: Knobs | Events, c: Constants, key: np.uint64, day: int
) -> int:
    """Let one slot pass, and return how many contacts there are then."""
    if slot % BLOCK == 0:
        mingle(floor, slot // BLOCK, c.presence, stream(key, AVAILABLE, day))
    contacts = end(floor, slot, contacts, c, stream(key, ENDS, day), stream(key, RETURNS, day))
    deciding = (stream(key, STARTS, day), stream(key, LOOKS, day), stream(key, ACCEPTS, day))
    wishes = decide(floor, slot, knobs.talk * crowd[slot // BLOCK], knobs, deciding)
    return join(floor, slot, go_back(floor, slot, wishes), contacts)


@phase
def circle_day(floor: Floor, key: np.uint64, day: int, slots: int, knobs: Knobs | Events, c: Constants) -> Any:
    """Let one day of an event pass, and return its contact list.

    Returns
    -------
    numpy.ndarray
        Slot, person, person with first < second, shape (3, contacts), int64, by slot.
    """
    crowd = set_out(floor, key, day, slots, knobs, c)
    rows = np.empty((3, ROOM), np.int64)
    used = contacts = whole(0)
    for slot in range(slots):
        contacts = turn(floor, slot, contacts, crowd, knobs, c, key, day)
        rows = record(rows, used, floor, slot, contacts)
        used += contacts
    return rows[:, :used]
