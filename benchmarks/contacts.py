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
from sim.market import Market

KILOBYTE = 1e3


class World(NamedTuple):
    """A world of ``base.toml`` in social circles, where everybody has so many contacts on average."""

    people: int
    contacts: int
    days: int
    seconds: float
    gigabytes: float
    kilobytes: float | None = None


QUICK = (World(20_000, 150, 2, 60.0, 8.5, 8.5),)
LONG = (World(1_000_000, 150, 7, 60.0, 8.5, 8.5), World(10_000_000, 10, 1, 60.0, 10.0))


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
    circles = ("graph.kind=social_circles", f"graph.mean_degree={world.contacts}")
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
    each = Measure(f"{where}: memory per person", memory / world.people / KILOBYTE, "kB")
    yield each if world.kilobytes is None else at_most(world.kilobytes, each, judged=judged)
