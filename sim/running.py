"""One run: a pure function of scenario and seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.market import Market
from sim.record.run import Recorder, Run
from sim.scenario.schema import Scenario
from sim.world.build import as_seed


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
    market = Market(scenario, as_seed(seed), strategy=strategy, collect=False, rules=rules)
    try:
        return watch(market, progress)
    finally:
        market.close()


def watch(market: Market, progress: Callable[[int], None] | None = None) -> Run:
    """Let a market live its remaining days and return what was recorded; the market stays alive."""
    recorder = Recorder(market.world)
    while market.running:
        market.step()
        recorder.look(market.day)
        if progress is not None:
            progress(market.day)
    return recorder.finish(market.strategy)
