"""The market beside a flat C++ program of the same year, which ends with the same bits."""

from __future__ import annotations

import copy
import gc
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from benchmarks.flat.program import NO_COMPILER, Program, compiler
from benchmarks.report import Form, Measure, SkippedError, at_most
from benchmarks.scenarios import active
from sim.market import Market
from sim.scenario.schema import Scenario

SHARES = (0.01, 0.1, 0.5)
MOST = {
    (10_000, 0.01): 3.5,
    (10_000, 0.5): 2.0,
    (100_000, 0.5): 1.6,
    (1_000_000, 0.5): 1.8,
}
"""Times the best C++ program's processor time, by people and share of them at work on the first day."""


class Size(NamedTuple):
    """A world, and how often it is lived."""

    people: int
    days: int
    turns: int


QUICK = (Size(2_000, 60, 3),)
USUAL = (Size(10_000, 365, 7), Size(100_000, 90, 3))
LONG = (*USUAL, Size(1_000_000, 30, 2))


@dataclass(frozen=True)
class Turns:
    """Seconds of processor time of all turns, and what was lived in each."""

    market: list[float]
    own: list[float]
    best: list[float]
    conversations: int
    days: int


def run(form: Form) -> list[Measure]:
    """Measure at 1, 10 and 50 % of people at work, at two sizes, or three in the long form."""
    if compiler() is None:
        raise SkippedError(NO_COMPILER)
    sizes = QUICK if form.quick else LONG if form.long else USUAL
    with tempfile.TemporaryDirectory() as place:
        return [
            measure
            for size in sizes
            for share in SHARES
            for measure in _measures(size.people, share, _turns(size, share, Path(place)))
        ]


def _turns(size: Size, share: float, folder: Path) -> Turns:
    """Live one world in all three ways, taking turns; all begin on the same first morning."""
    _warm(active(2_000, 61, share))
    market = Market(active(size.people, size.days, share), 1, collect=False)
    program = Program(market.world, folder)
    morning = program.take(market.world)
    turns = Turns([], [], [], program.live("own", morning, size.days).conversations, size.days)
    for turn in range(size.turns):
        fresh = copy.copy(market) if turn + 1 < size.turns else market  # the last needs no copy
        seconds, conversations = lived(fresh)
        if conversations != turns.conversations:
            raise RuntimeError(f"The C++ program lived another world: {turns.conversations} and {conversations}.")
        turns.market.append(seconds)
        for layout, found in (("own", turns.own), ("best", turns.best)):
            found.append(program.live(layout, morning, size.days).seconds)
    return turns


def _warm(scenario: Scenario) -> None:
    """Compile, or load what is compiled."""
    lived(Market(scenario, 1, collect=False))


def lived(market: Market) -> tuple[float, int]:
    """Live all days; return seconds of processor time and the number of conversations, and end the market."""
    gc.collect()
    start = time.process_time()
    while market.running:
        market.step()
    seconds = time.process_time() - start
    conversations = int(market.world.tables.tally.conversations.sum())
    market.close()
    return seconds, conversations


def _measures(people: int, share: float, turns: Turns) -> Iterator[Measure]:
    """Per way of living: nanoseconds a conversation and microseconds a day; then the ratio to the best C++.

    The fastest turns are compared: what shares the machine only ever slows a turn down.
    """
    where = f"{people:,} people, {100 * share:.0f} % active"
    days = {name: min(seconds) / turns.days * 1e6 for name, seconds in _named(turns)}
    talks = {name: min(seconds) / turns.conversations * 1e9 for name, seconds in _named(turns)}
    for name, seconds in _named(turns):
        each = [second / turns.conversations * 1e9 for second in seconds]
        yield Measure(f"{where}: {name}", min(each), "ns a conversation", min(each), max(each))
    for name, spent in days.items():
        yield Measure(f"{where}: a day, {name}", spent, "us")
    about = {"people": people, "share": share, "conversation_ns": talks, "day_us": days}
    ratio = Measure(f"{where}: market / best C++", talks["market"] / talks["C++, best rows"], "times", detail=about)
    most = MOST.get((people, share))
    yield ratio if most is None else at_most(most, ratio)


def _named(turns: Turns) -> list[tuple[str, list[float]]]:
    return [("market", turns.market), ("C++, the market's rows", turns.own), ("C++, best rows", turns.best)]
