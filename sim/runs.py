"""Every way to run one world: to its end, before somebody's eyes, for one evening, or to have all rules compiled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from sim.core.cache import mark_warm
from sim.core.chance import constant_of, named_draw
from sim.day import DAY
from sim.model.plans.commissions import pay_members
from sim.model.tables import WEEK
from sim.model.talk.parameters import Pitch
from sim.record.evening import Evening
from sim.record.run import Recorder, Run
from sim.scenario.schema import Scenario, scenario_with
from sim.simulation import Simulation
from sim.world.build import as_seed

WEEKS = 26  # how far into a world the evening is looked for
REHEARSAL = "sim.replay.policies"  # compiled together with a run, but no part of it
TINY = {
    "time": {"days": 61},
    "events": {"share": 0.5, "hours": 1.0},
    "population": {"people": 200, "networkers": 0.2},
    "groups": {"teaches": 0.1},
    "company": [
        {"name": "one", "topic": "health", "regime": "exclusive", "detection": 0.05},
        {"name": "two", "topic": "travel", "credits": 4},
        {
            "name": "three",
            "topic": "yield",
            "kind": "revshare",
            "revshare": {"deposits": 100, "repurchase": 0.2, "enter": "random"},
            "life": {"law": "weibull", "days": 40, "shape": 100},
        },
        *({"name": kind, "topic": kind, "plan": {"kind": kind}} for kind in ("geometric", "binary", "matrix")),
    ],
    "strategy": [
        {
            "name": "both",
            "companies": ["one", "two", "three"],
            "at_once": 2,
            "pitch": "tailored",
            "cross_post": "everywhere",
            "portfolio": {"systems": ["three"], "cash_out": "reinvest"},
        }
    ],
}
PARTS = len(DAY) + 5


def run(
    scenario: Scenario | Mapping[str, Any] | str | Path,
    seed: int = 1,
    *,
    strategy: str | None = None,
    progress: Callable[[int], None] | None = None,
    rules: Sequence[str | Path] = (),
) -> Run:
    """Run one world to its end and give its memory back.

    Parameters
    ----------
    scenario
        A scenario, the path of a scenario file, or a scenario as a mapping.
    seed
        Whole number from 0 to 2**64 - 1, of any type, or its digits.
    strategy
        Name of the strategy under study; None takes the first (a ``mixed`` world has none).
    progress
        Called with the number of days lived, every day.
    rules
        Python files with rules of the user's own, which are run; see :mod:`sim.own`.

    Returns
    -------
    sim.record.run.Run
        Outcomes by strategy and person, and the time series.

    Raises
    ------
    sim.core.errors.UserError
        If the file, the graph or the strategy is not what it should be.
    """
    market = begin(scenario_with(scenario, rules), as_seed(seed), strategy)
    try:
        return watch(market, progress)
    finally:
        market.close()


def begin(scenario: Scenario, seed: int, strategy: str | None = None) -> Simulation:
    """Build a world that is to be lived: a market if rules of the user's own are given one, or agents of one.

    Parameters
    ----------
    scenario, seed, strategy
        As :class:`sim.simulation.Simulation` takes them.
    """
    if not (scenario.own.phases or any(each.pitch not in Pitch.words() for each in scenario.strategy)):
        return Simulation(scenario, seed, strategy)
    from sim.market import Market

    return Market(scenario, seed, strategy=strategy, collect=False)


def watch(market: Simulation, progress: Callable[[int], None] | None = None, recorder: Recorder | None = None) -> Run:
    """Let a market live its remaining days and return what was recorded; the market stays alive.

    A ``recorder`` that has watched it so far goes on; by default there is a new one.
    """
    recorder = recorder or Recorder(market.world)
    while market.running:
        look_on(market, recorder, progress)
    return recorder.finish(market.strategy)


def look_on(market: Simulation, recorder: Recorder, progress: Callable[[int], None] | None = None) -> None:
    """Let a market live a day, and take down what belongs to it."""
    market.step()
    recorder.look(market.day)
    if progress is not None:
        progress(market.day)


def most_caught(market: Simulation) -> int | None:
    """Return the founder whose stories met most often, if anybody made openings at events; of several the first."""
    w = market.world.tables
    seen = np.where(w.life.founder == 1, w.tally.at_events, 0)
    if seen.max() == 0:
        return None
    caught = w.tally.private.astype(np.int64) + w.tally.public
    return int(np.argmax(np.where(seen > 0, caught, -1)))


def watch_evening(scenario: Scenario, seed: int, strategy: str | None, person: int) -> Evening | None:
    """Live a world again and return the evening of a person at which most contradictions were noticed.

    Parameters
    ----------
    scenario, seed, strategy
        As :class:`sim.simulation.Simulation` takes them.
    person
        Id of the networker.

    Returns
    -------
    Evening or None
        Of several alike the first; None if they went to none in the first 26 weeks.
    """
    market = begin(scenario, seed, strategy)
    market.watched = person
    best: Evening | None = None
    try:
        for _ in range(min(scenario.time.days, WEEKS * WEEK)):
            market.step()
            now = market.evening
            if now is not None and (best is None or now.noticed > best.noticed):
                best = now
    finally:
        market.close()
    return best


def warm() -> Iterator[str]:
    """Compile everything a run needs; yields the name of each of the ``PARTS`` before it is compiled."""
    yield "the world"

    scenario = Scenario.model_validate(TINY)
    market = Simulation(scenario, 1)
    for phase in DAY:
        yield phase.meaning.rstrip(".").lower()
        phase.happen(market)
    yield "what rules of one's own need"
    pay_members(market.world.tables, 0, *np.zeros((3, 0), np.int64))
    named_draw(market.world.tables.key, constant_of("own"), 0, 0, 0)
    yield "two months of a small market"
    watch(market)
    yield "agents stepped one by one"
    from sim.market import Market

    Market(scenario, activation="agents", collect=False).step()
    yield "a replay"
    import_module(REHEARSAL).rehearse()
    mark_warm()
