"""Worlds that are lived in the background: the years before once, then two ways side by side, day by day."""

from __future__ import annotations

import threading
import traceback
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any

import numpy as np

from sim.core.errors import UserError
from sim.model.outcomes import OUTCOMES
from sim.record.run import outcomes_of
from sim.runs import begin
from sim.scenario.burn_in import burn_in
from sim.scenario.schema import Scenario
from sim.simulation import Simulation
from sim.view.choices import YOURS, Choices, reference_of
from sim.view.looks import Looks, positions
from sim.view.words import COMPARED

EVERY = 7
"""Days from one look at a world to the next."""
OFTEN = 0.1
"""Seconds between two reports of what was lived."""
MOST_KEPT = 4
"""Mornings on which people come that are kept, the latest: one per seed and state of what is not theirs."""
FAILED = "This world could not be lived; the terminal says why. Another choice may do."
Message = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What is to be lived: a scenario of the window, the choices that are in it, and the seed; numbered as asked."""

    number: int
    scenario: Scenario
    chosen: Choices
    seed: int


@dataclass
class Way:
    """One of the two ways: its name, its world, and what was seen of it."""

    name: str
    market: Simulation
    looks: Looks
    told: int = 0
    positions: list[list[int]] = field(default_factory=list)
    outcomes: dict[str, list[float]] = field(default_factory=dict)

    def report(self) -> Message:
        """Return what was seen since the last report."""
        first, self.told = self.told, len(self.looks.days)
        if not self.outcomes:
            self.positions = positions(self.market.world.tables)
        return {**self.so_far(), "first": first}

    def so_far(self) -> Message:
        """Return everything that was reported."""
        return {"name": self.name, "first": 0, "last": self.told, "looks": self.looks, "positions": self.positions}

    def live(self) -> None:
        """Live a day, and look when it is time."""
        self.market.step()
        since = self.market.day - self.market.scenario.design.focal_entry
        if since % EVERY == 1 or not self.market.running:
            self.looks.look(self.market)

    def finish(self) -> None:
        """Measure those who came, one number per person and outcome, and give the memory of the world back."""
        w = self.market.world.tables
        found = outcomes_of(w, [each.name for each in self.market.scenario.strategy])
        for name in COMPARED:
            values = np.asarray(found[name], np.float64)[found["focal"]]
            self.outcomes[name] = (values / 100 if OUTCOMES[name].kind == "money" else values).tolist()
        self.positions = positions(w)
        self.market.close()


class Mornings:
    """Worlds on the morning on which people come to them, the latest few; what is asked for twice is lived once."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int], Simulation] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, name: str, seed: int) -> Simulation | None:
        """Return what is kept."""
        with self._lock:
            found = self._kept.get((name, seed))
            if found is not None:
                self._kept.move_to_end((name, seed))
            return found

    def keep(self, name: str, seed: int, market: Simulation) -> None:
        """Keep a world, and let the one go that was asked for longest ago."""
        with self._lock:
            self._kept[name, seed] = market
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)


class Stopped(Exception):  # noqa: N818 - no error: something else was asked for
    """Somebody asked for another world meanwhile."""


class Living:
    """Lives what was asked for last in a thread of its own, and puts messages of plain data in a queue.

    Messages have ``kind`` (``before``, ``days``, ``done`` or ``trouble``) and ``number``, that of what was asked.
    """

    def __init__(self, mornings: Mornings) -> None:
        self.messages: SimpleQueue[Message] = SimpleQueue()
        self.ways: list[Way] = []
        self._mornings = mornings
        self._asked: SimpleQueue[Asked | None] = SimpleQueue()
        self._latest = 0
        self._first: tuple[tuple[Choices, int], Way] | None = None
        self._thread = threading.Thread(target=self._serve, name="worlds of a window", daemon=True)
        self._thread.start()

    def ask(self, scenario: Scenario, chosen: Choices, seed: int) -> int:
        """Live this next, and leave off what is being lived; return its number."""
        self._latest += 1
        self._asked.put(Asked(self._latest, scenario, chosen, seed))
        return self._latest

    def stop(self) -> None:
        """Leave off for good."""
        self._latest += 1
        self._asked.put(None)

    def _serve(self) -> None:
        while (asked := self._asked.get()) is not None:
            if asked.number != self._latest:
                continue
            try:
                self._live(asked)
            except Stopped:
                continue
            except UserError as error:
                self._tell(asked, "trouble", sentence=str(error))
            except Exception:  # the next choice must find somebody who lives it
                traceback.print_exc()
                self._tell(asked, "trouble", sentence=FAILED)

    def _tell(self, asked: Asked, kind: str, **more: Any) -> None:
        self.messages.put({"kind": kind, "number": asked.number, **more})

    def _go_on(self, asked: Asked) -> None:
        if asked.number != self._latest:
            raise Stopped

    def _live(self, asked: Asked) -> None:
        scenario = asked.scenario
        reference = reference_of(scenario)
        alone = (replace(asked.chosen, businesses=1, pitch="focus"), asked.seed)
        first = self._first[1] if self._first and self._first[0] == alone else None
        morning = self._morning(asked, scenario)
        way = _way(morning, scenario, asked.seed, reference) if first is None else first
        self.ways = [way, _way(morning, scenario, asked.seed, YOURS)]
        self._side_by_side(asked, [each for each in self.ways if not each.outcomes])
        self._first = (alone, way)
        self._tell(asked, "done", days=[each.outcomes for each in self.ways])

    def _morning(self, asked: Asked, scenario: Scenario) -> Simulation | None:
        """Return the world on the morning on which people come; None where each way must be lived by itself."""
        name = burn_in(scenario)
        found = self._mornings.find(name, asked.seed) if name else None
        if not name or found is not None:
            return found
        market, entry = begin(scenario, asked.seed), scenario.design.focal_entry
        often = _Often()
        while market.day < entry:
            market.step()
            self._go_on(asked)
            if often.now():
                self._tell(asked, "before", day=market.day, of=entry, positions=positions(market.world.tables))
        self._mornings.keep(name, asked.seed, market)
        return market

    def _side_by_side(self, asked: Asked, ways: list[Way]) -> None:
        """Live both ways day by day, and report now and then; a way that was lived already is told at once."""
        often = _Often()
        for way in self.ways:
            way.told = 0
        while any(way.market.running for way in ways):
            for way in ways:
                if way.market.running:
                    way.live()
            self._go_on(asked)
            if often.now():
                self._report(asked)
        for way in ways:
            way.finish()
        self._report(asked)

    def _report(self, asked: Asked) -> None:
        """Tell what was seen since the last report."""
        self._tell(asked, "days", sides=[way.report() for way in self.ways])


class _Often:
    """Tells when the next report is due; the first one at once."""

    def __init__(self) -> None:
        self._last = 0.0

    def now(self) -> bool:
        """Whether it is."""
        if monotonic() - self._last < OFTEN:
            return False
        self._last = monotonic()
        return True


def _way(morning: Simulation | None, scenario: Scenario, seed: int, name: str) -> Way:
    """Return a way whose world stands on the morning on which people come."""
    row = [each.name for each in scenario.strategy].index(name)
    if morning is not None:
        return Way(name, morning.branch(name, scenario), Looks(row))
    market = begin(scenario, seed, name)
    while market.day < scenario.design.focal_entry:
        market.step()
    return Way(name, market, Looks(row))


def drained(messages: SimpleQueue[Message]) -> list[Message]:
    """Return all messages that wait, in their order."""
    found: list[Message] = []
    while True:
        try:
            found.append(messages.get_nowait())
        except Empty:
            return found
