"""Circles of an event (A6): who faces whom every 20 seconds, so that others stand by and hear.

A contact is a pair who face each other; a circle is all who are connected by contacts. Talks that have lasted are
likelier to go on, and the idle and the busy behave differently (Stehlé, Barrat & Bianconi 2010; Zhao, Stehlé,
Bianconi & Barrat 2011); people differ in attractiveness and are available only part of the time (Starnini,
Baronchelli & Pastor-Satorras 2013). Somebody who joins a talk faces everybody the host faces. Everybody decides on what
stands at the beginning of a slot, so the order of people does not matter. This is a combination of published parts,
not a copy of one model. It makes contact lists on its own, and an evening of the market is lived on it.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from sim.core.chance import normal, purpose, stream, uniform
from sim.core.compiled import phase, rule
from sim.model.events.parameters import Events

ENDS = purpose("circles.ends")
STARTS = purpose("circles.starts")
LOOKS = purpose("circles.looks")
ACCEPTS = purpose("circles.accepts")
AVAILABLE = purpose("circles.available")
SOCIABILITY = purpose("circles.sociability")
CROWD = purpose("circles.crowd")
MOST_FACED = 16  # people one faces at once (assumed)
GLANCES = 30  # people looked at in a slot before giving up (assumed)
BLOCK = 90  # slots of a half-hour, in which crowd and availability stay the same (assumed)
SLOT_SECONDS = 20  # length of a slot, as sensors record
LASTING = 1024  # slots of a contact for which the chance to end is worked out beforehand
NOBODY = -1
Draws: TypeAlias = tuple[np.uint64, np.uint64, np.uint64]
"""Streams of a slot: who looks for somebody, whom they see, and whether they are accepted."""
ROOM = 4096  # rows a contact list begins with; it doubles whenever it is full


class Constants(NamedTuple):
    """What is the same at every event: calibrated on HT09 and WS16 together, and rounded.

    Attributes
    ----------
    ending
        Chance that a contact ends after its first slot, 0..1.
    aging
        After its k-th slot that chance is ``ending / k**aging``; not negative.
    memory
        Somebody met today is so many times likelier to be chosen than a stranger, 1 or more.
    sociability, crowd
        Sigma of the log-normal spread of people and of half-hours, not negative.
    presence
        Chance to be available for new talks in a half-hour, 0..1.
    """

    ending: float = 0.62
    aging: float = 0.85
    memory: float = 3.0
    sociability: float = 1.0
    crowd: float = 0.7
    presence: float = 0.35


class Knobs(NamedTuple):
    """What differs between events.

    Attributes
    ----------
    talk
        Talks that an idle, average person begins in a slot of an average half-hour, above 0.
    gather
        Weight of somebody busy against somebody idle, both in beginning and in being chosen, above 0.
    """

    talk: float
    gather: float


CONSTANTS = Constants()


class Floor(NamedTuple):
    """Who stands with whom, handed to a phase as one value.

    ``social`` is each person's sociability and ``reach`` its running sum over those who are ``here``, all of the
    shape (people,); ``guide`` tells where in ``reach`` to begin looking for a number. ``facing`` and ``met`` (today)
    have the shape (people, people); ``partners`` holds whom each faces in its first ``degree`` columns. ``hazard`` is
    the chance to end by the slots that a contact has lasted, up to 1,023; ``appeals`` the chance to be chosen, by
    whether one has met the person and how many they face, shape (2, 17). A contact is ``first``, ``second`` and the
    slot ``since`` which it lasts; a wish is a ``guest`` and whom they want to face, their ``host``.
    """

    social: Any
    here: Any
    reach: Any
    guide: Any
    hazard: Any
    appeals: Any
    facing: Any
    met: Any
    partners: Any
    degree: Any
    first: Any
    second: Any
    since: Any
    guest: Any
    host: Any


def empty_floor(people: int) -> Floor:
    """Return a floor on which everybody stands alone."""
    wishes = people * MOST_FACED
    return Floor(
        social=np.ones(people),
        here=np.zeros(people, np.bool_),
        reach=np.zeros(people),
        guide=np.zeros(2 << people.bit_length(), np.int64),
        hazard=np.zeros(LASTING),
        appeals=np.zeros((2, MOST_FACED + 1)),
        facing=np.zeros((people, people), np.bool_),
        met=np.zeros((people, people), np.bool_),
        partners=np.zeros((people, MOST_FACED), np.int64),
        degree=np.zeros(people, np.int64),
        first=np.zeros(wishes // 2, np.int64),
        second=np.zeros(wishes // 2, np.int64),
        since=np.zeros(wishes // 2, np.int64),
        guest=np.zeros(wishes, np.int64),
        host=np.zeros(wishes, np.int64),
    )


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
def end(floor: Floor, slot: int, contacts: int, c: Constants, draws: np.uint64) -> int:
    """Let contacts end by chance, and return how many are left."""
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
    contacts = end(floor, slot, contacts, c, stream(key, ENDS, day))
    deciding = (stream(key, STARTS, day), stream(key, LOOKS, day), stream(key, ACCEPTS, day))
    wishes = decide(floor, slot, knobs.talk * crowd[slot // BLOCK], knobs, deciding)
    return join(floor, slot, wishes, contacts)


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
    used = contacts = 0
    for slot in range(slots):
        contacts = turn(floor, slot, contacts, crowd, knobs, c, key, day)
        rows = record(rows, used, floor, slot, contacts)
        used += contacts
    return rows[:, :used]
