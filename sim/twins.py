"""Twins of a burn-in: what all ways that are compared have in common is lived once, and each goes on from a copy.

One burn-in is kept per thread, the latest. Runs that share one must follow one another to save its time; what comes out
is the same, byte for byte, in any order.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from sim.record.run import Recorder, Run
from sim.runs import begin, look_on, run, watch
from sim.scenario.burn_in import burn_in
from sim.scenario.schema import Scenario
from sim.simulation import Simulation

_mine = threading.local()


@dataclass(frozen=True)
class BurnIn:
    """A world on the morning on which its focal people are drawn, and what was taken down of it so far."""

    name: str
    seed: int
    market: Simulation
    recorder: Recorder


def live(
    scenario: Scenario,
    seed: int,
    *,
    strategy: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> Run:
    """Run one world to its end, from the burn-in that is kept if it is this world's; see :func:`sim.runs.run`.

    Where focal people are founders, or rules of the user's own have a part in the days, the world is lived alone.

    Raises
    ------
    sim.core.errors.UserError
        As :func:`sim.runs.run` does.
    """
    name = burn_in(scenario)
    if not name:
        return run(scenario, seed, strategy=strategy, progress=progress)
    kept = _kept(name, seed) or _keep(_burnt(name, scenario, seed, progress))
    twin = kept.market.branch(strategy, scenario)
    try:
        return watch(twin, progress, kept.recorder.branch(twin.world))
    finally:
        twin.close()


def forget() -> None:
    """Give back the memory of the burn-in that this thread keeps."""
    _mine.__dict__.clear()


def _kept(name: str, seed: int) -> BurnIn | None:
    kept: BurnIn | None = getattr(_mine, "burn_in", None)
    return kept if kept is not None and (kept.name, kept.seed) == (name, seed) else None


def _keep(burnt: BurnIn) -> BurnIn:
    _mine.burn_in = burnt
    return burnt


def _burnt(name: str, scenario: Scenario, seed: int, progress: Callable[[int], None] | None) -> BurnIn:
    """Live a world up to the morning on which its focal people are drawn."""
    forget()  # memory for two is not needed
    market = begin(scenario, seed)
    recorder = Recorder(market.world)
    while market.day < scenario.design.focal_entry:
        look_on(market, recorder, progress)
    return BurnIn(name, seed, market, recorder)
