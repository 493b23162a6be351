"""The evenings of a world: who meets where, and one evening watched closely."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.model.events.evening import Party, hold
from sim.model.events.floor import MOST_FACED, empty_floor
from sim.model.events.invitations import fill_seats, goers, is_evening, seat_networkers, slots_of
from sim.model.people.rows import Link, Tie
from sim.model.tables import WEEK
from sim.model.talk.pitch import UNSETTLED
from sim.model.talk.rows import Heard
from sim.world.graphs.social import evenings_of
from sim.world.world import World

Ids = NDArray[np.int64]


def gatherings(world: World, day: int) -> list[tuple[Ids, int]]:
    """Return the evenings of a day: ids of those present, networkers first, and how many these are.

    Parameters
    ----------
    world
        Whose people are marked as being out tonight.
    day
        Today.

    Returns
    -------
    list
        Empty unless evenings take place today. With a list of real attendance, at most one: its guests are those of
        the list, in its order, until it is through.
    """
    w, law = world.tables, world.tables.law[0].events
    if not world.scenario.phases.events or not is_evening(day, law):
        return []
    listed = evenings_of(world.scenario)
    if listed is not None:
        return _listed(world, listed, day // WEEK // int(law.every))
    if law.share == 0.0:
        return []
    seats, seated = seat_networkers(w, day, goers(w, day))
    found = []
    for row, number in zip(seats, seated, strict=True):
        guests = np.empty(max(int(law.people), int(number)), np.int64)
        present = fill_seats(w, day, row[:number], guests)
        if present > 1:
            found.append((guests[:present], int(number)))
    return found


def _listed(world: World, evenings: list[Ids], number: int) -> list[tuple[Ids, int]]:
    if number >= len(evenings):
        return []
    there = evenings[number]
    works = world.tables.people.works[there] != 0
    networkers = int(works.sum())
    if networkers == 0 or there.size < 2:
        return []
    return [(np.concatenate((there[works], there[~works])), networkers)]


def hold_evenings(
    world: World, day: int, watch: int | None = None, settle: Callable[[int, int], int] | None = None
) -> tuple[Party, Ids, int] | None:
    """Hold all evenings of a day, one after the other.

    Parameters
    ----------
    world
        In which they take place; messages of the evenings are added to those of the day.
    day
        Today.
    watch
        Person whose evening is watched; None for nobody.
    settle
        Given the ids of a networker and a guest, tells what that networker would say to them, as
        :func:`sim.model.talk.pitch.settled` writes it; None leaves it to the strategies.

    Returns
    -------
    tuple or None
        The evening that is watched, if it takes place: the party, slot and places of all who faced each other, and the
        place of who is watched.
    """
    seen = None
    for guests, networkers in gatherings(world, day):
        watched = watch is not None and watch in guests[:networkers]
        party = empty_party(guests, networkers, _hearings(world, networkers) if watched else 0)
        if settle is not None:
            pairs = [(int(speaker), int(guest)) for guest in guests for speaker in guests[:networkers]]
            party.settled[:] = [UNSETTLED if s == g else settle(s, g) for s, g in pairs]
        world.make_room("said", world.used("said") + guests.size * networkers)
        contacts = hold(world.tables, party, empty_floor(guests.size), day, int(watched))
        if watched:
            seen = party, contacts, int(np.flatnonzero(guests == watch)[0])
    return seen


def _hearings(world: World, networkers: int) -> int:
    """Return how often somebody can hear a networker in an evening: in a slot all whom they face, once or twice.

    Rows that stay empty take no memory.
    """
    return 2 * MOST_FACED * networkers * slots_of(float(world.tables.law[0].events.hours))


def empty_party(guests: Ids, networkers: int, room: int) -> Party:
    """Return an evening before anybody has arrived.

    Parameters
    ----------
    guests
        Ids of those who come, the networkers first.
    networkers
        How many of them these are.
    room
        Rows of the log, 0 if the evening is not watched.
    """
    pairs = guests.size * networkers
    return Party(
        guests=guests,
        minds=Tie.rows(pairs),
        tells=Link.rows(pairs),
        ties=np.zeros(pairs, np.int64),
        own=np.zeros(pairs, np.int64),
        message=np.zeros(pairs, np.int64),
        settled=np.full(pairs, UNSETTLED, np.int64),
        offered=np.zeros(networkers, np.int64),
        fixed=np.zeros(networkers, np.int64),
        now=np.zeros(networkers, np.int64),
        open=np.zeros(networkers, np.int64),
        spoke=np.zeros(networkers, np.int64),
        noticed=np.zeros(guests.size, np.int64),
        log=Heard.rows(room),
        logged=np.zeros(1, np.int64),
    )
