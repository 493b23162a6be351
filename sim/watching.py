"""One evening watched closely: a world lived again, with an eye on one networker."""

from __future__ import annotations

import numpy as np

from sim.market import Market
from sim.model.tables import WEEK
from sim.record.evening import Evening
from sim.scenario.schema import Scenario

WEEKS = 26  # how far into a world the evening is looked for


def most_caught(market: Market) -> int | None:
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
        As :class:`sim.market.Market` takes them.
    person
        Id of the networker.

    Returns
    -------
    Evening or None
        Of several alike the first; None if he went to none in the first 26 weeks.
    """
    market = Market(scenario, seed, strategy=strategy, collect=False)
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
