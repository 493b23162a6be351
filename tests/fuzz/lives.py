"""A world lived to its end under watch: whatever its numbers, what always holds has to hold."""

from __future__ import annotations

import numpy as np

from sim.market import Market
from sim.running import watch
from sim.scenario.errors import UserError
from sim.scenario.schema import Scenario
from tests.test_invariants import bounds_hold, money_holds, seats_hold

SHARES = ("credibility", "knowledge", "conviction", "survival", "net_loss", "no_commission")


def live(scenario: Scenario, seed: int) -> str:
    """Live a world and check it; return how it ended.

    Returns
    -------
    str
        "whole", or "told" if the world ended with a sentence, as where a number outgrows what can be counted; "silent"
        if that sentence was empty.

    Raises
    ------
    AssertionError
        If money, seats, hours or shares are not what they must be.
    """
    try:
        market = Market(scenario, seed, collect=False)
        run = watch(market)
    except UserError as error:
        return "told" if str(error).strip() else "silent"
    w = market.world.tables
    money_holds(w)
    seats_hold(w)
    bounds_hold(w)
    for frame in (run.people, run.groups, run.series):
        for name in frame.columns.intersection(list(SHARES)):
            values = frame[name].dropna().to_numpy(float)
            assert np.isfinite(values).all(), name
            assert ((values >= 0.0) & (values <= 1.0 + 1e-9)).all(), (name, values.min(), values.max())
    return "whole"
