"""The companies of the first morning: pools with what they start with, and how long each company will live."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.core.accounts import CROWD, OPERATORS, UNBOOKED, pay, to_cents
from sim.core.chance import purpose, stream, uniform
from sim.core.compiled import phase
from sim.model.shares.closure import MANAGEMENT, SOFTWARE, lifetime
from sim.model.tables import Tables
from sim.scenario.schema import Scenario

LIFETIME = purpose("pools.lifetime")
FATE = purpose("pools.fate")
NEVER = 10**9  # days; no run is as long (36,500), so that what is cut off here never happens


@phase
def draws(key: np.uint64, purpose: np.uint64, n: int) -> NDArray[np.float64]:
    """Return one uniform draw a company, shape (n,)."""
    found = np.empty(n)
    of = stream(key, purpose, 0)
    for c in range(n):
        found[c] = uniform(of, c, 0)
    return found


def open_pools(scenario: Scenario, w: Tables) -> None:
    """Pay in what pools start with, and draw how long every company lives.

    What a pool of packs starts with is the operator's; in a pool of accounts it is the crowd's, and owed to it.

    Parameters
    ----------
    scenario
        Whose companies have a row each in ``pools``.
    w
        All tables; purses are filled, and no company is open yet.
    """
    n = w.company.size
    lives, fates = draws(w.key, LIFETIME, n), draws(w.key, FATE, n)
    w.pools.closed = w.pools.ends = -1
    outside = w.people.size + n
    for c, company in enumerate(scenario.company):
        pool, days = w.pools[c], lifetime(company, float(lives[c]), scenario.own)
        if days < math.inf:
            pool.ends = int(min(days, NEVER))
            pool.fate = MANAGEMENT if fates[c] < company.life.management else SOFTWARE
        if company.kind == "revshare":
            cents, account = to_cents(company.revshare.pool), company.revshare.payout == "account"
            giver = w.accounts[outside + (CROWD if account else OPERATORS)]
            pay(giver, w.accounts[w.people.size + c], cents, UNBOOKED)
            pool.owed = pool.staked = cents if account else 0
