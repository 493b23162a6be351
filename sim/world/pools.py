"""The companies of the first morning: how long each will live, and pools with what they hold by then."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.core.chance import purpose, stream, uniform
from sim.core.compiled import phase
from sim.model.shares.closure import MANAGEMENT, SOFTWARE, lifetime
from sim.model.shares.pool import endow
from sim.model.tables import Tables
from sim.scenario.schema import Scenario
from sim.world.earlier import meet_at_random

LIFETIME = purpose("pools.lifetime")
FATE = purpose("pools.fate")
AGE = purpose("pools.age")
NEVER = 10**9  # days; no run is as long (36,500), so that what is cut off here never happens


@phase
def draws(key: np.uint64, purpose: np.uint64, n: int) -> NDArray[np.float64]:
    """Return one uniform draw a company, shape (n,)."""
    found = np.empty(n)
    of = stream(key, purpose, 0)
    for c in range(n):
        found[c] = uniform(of, c, 0)
    return found


def open_pools(scenario: Scenario, w: Tables) -> Tables:
    """Draw how long every company lives, and when it was born; fill the pools of those that are.

    Parameters
    ----------
    scenario
        Whose companies have a row each in ``pools``.
    w
        All tables; purses are filled, and nobody is in any company yet.

    Returns
    -------
    Tables
        With the packs that the crowd holds by the first morning.

    Raises
    ------
    sim.core.errors.UserError
        If people are to meet a company at a random moment of a life that has no end, or is too rich to be counted.
    """
    n = w.company.size
    lives, fates, ages = (draws(w.key, what, n) for what in (LIFETIME, FATE, AGE))
    w.pools.closed = w.pools.ends = -1
    for c, company in enumerate(scenario.company):
        pool, days = w.pools[c], lifetime(company, float(lives[c]), scenario.own)
        if days < math.inf:
            pool.ends = int(min(days, NEVER))
            pool.fate = MANAGEMENT if fates[c] < company.life.management else SOFTWARE
        if company.kind == "revshare":
            if company.revshare.enter == "random":
                w = meet_at_random(scenario, w, c, float(ages[c]))
            else:
                endow(w, c)
    return w
