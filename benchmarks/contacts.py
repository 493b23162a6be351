"""Many contacts, and very many people: how long a world is built, and the most memory it ever takes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import NamedTuple

from benchmarks.report import Form, Measure, at_most
from benchmarks.scale import GIGABYTE, peak_memory
from benchmarks.scenarios import BASE, sized
from sim.core.accounts import Account
from sim.market import Market
from sim.model.people.rows import Held, LifeRow, Link, Person, Tally, Taste, Tie

KILOBYTE = 1e3
PERSON = (Person, Taste, Held, LifeRow, Tally, Account)
CONTACT = (Tie, Link)
"""Tables with a row a person, and with a row a contact and direction."""


class World(NamedTuple):
    """A world of ``base.toml`` in social circles, where everybody has so many contacts on average.

    Address books have no places for people met later, each of which takes as much memory as a contact.
    """

    people: int
    contacts: int
    days: int
    seconds: float
    gigabytes: float
    kilobytes: float | None = None


# What a process holds at its fullest is its rows and half a gigabyte: Python, libraries, rules, and positions. What is
# made on the way (ties of a graph, which are 8 bytes each) is given back before there is a row for what is held about
# a contact. A contact takes 43 + 21 = 64 bytes, and a person 24 + 64 + 160 + 128 + 80 + 64 = 520:
#     a million with 150:    150 x 64 + 520 = 10,120 bytes a person, 10.1 GB of rows
#     ten million with ten:   10 x 64 + 520 =  1,160 bytes a person, 11.6 GB of rows
QUICK = (World(20_000, 150, 2, 60.0, 11.0, 11.0),)
LONG = (World(1_000_000, 150, 7, 60.0, 11.0, 11.0), World(10_000_000, 10, 1, 60.0, 12.5))


def bytes_of_rows(world: World) -> int:
    """Return the bytes that rows take of people and of their contacts."""
    person, contact = (sum(table.dtype.itemsize for table in tables) for tables in (PERSON, CONTACT))
    return world.people * (person + world.contacts * contact)


def run(form: Form) -> list[Measure]:
    """Measure a million people with 150 contacts and ten million with ten; 20,000 with 150 in the quick form."""
    return [
        measure
        for world in (QUICK if form.quick else LONG)
        for measure in _measures(world, *_alone(world), judged=not form.quick)
    ]


def _alone(world: World) -> tuple[float, float]:
    """Build and live a world in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(built, world).result()


def built(world: World) -> tuple[float, float]:
    """Build a world and live some days; return seconds of processor time to build it, and the peak of memory."""
    circles = ("graph.kind=social_circles", f"graph.mean_degree={world.contacts}", "events.places=0")
    Market(sized(BASE, 2_000, 1, *circles), 1, collect=False).step()
    start = time.process_time()
    market = Market(sized(BASE, world.people, world.days, *circles), 1, collect=False)
    seconds = time.process_time() - start
    while market.running:
        market.step()
    return seconds, peak_memory()


def _measures(world: World, seconds: float, memory: float, *, judged: bool) -> Iterator[Measure]:
    where = f"{world.people:,} people with {world.contacts} contacts"
    yield at_most(world.seconds, Measure(f"{where}: building", seconds, "s"), judged=judged)
    yield at_most(world.gigabytes, Measure(f"{where}: most memory held", memory / GIGABYTE, "GB"), judged=judged)
    yield Measure(f"{where}: of which rows", bytes_of_rows(world) / GIGABYTE, "GB")
    each = Measure(f"{where}: memory per person", memory / world.people / KILOBYTE, "kB")
    yield each if world.kilobytes is None else at_most(world.kilobytes, each, judged=judged)
