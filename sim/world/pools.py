"""The companies of the first morning: pools with what they start with, and how long each company will live."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from sim.core.accounts import CROWD, OPERATORS, UNBOOKED, pay, to_cents
from sim.core.chance import purpose, stream, uniform
from sim.core.compiled import phase
from sim.model.plans.companies import Company
from sim.model.shares.parameters import Life
from sim.model.tables import Tables
from sim.own.measuring import own_lifetime
from sim.scenario.schema import Scenario

LIFETIME = purpose("pools.lifetime")
FATE = purpose("pools.fate")
CAUSES = ("open", "insolvent", "management", "software", "exit")  # why a company is closed
OPEN, INSOLVENT, MANAGEMENT, SOFTWARE, EXIT = 0, 1, 2, 3, 4
NEVER = 10**9  # days; no run is as long (36,500), so that what is cut off here never happens


def lifetime(law: Life, draw: float) -> float:
    """Return how long a company lives, in days, by inversion of its law.

    Parameters
    ----------
    law
        Exponential with mean ``days``, lognormal with median ``days`` and spread ``sigma`` (Moore, Han & Clayton
        2012), or Weibull with scale ``days`` and ``shape``; ``none`` gives infinity.
    draw
        Uniform draw, 0 <= draw < 1.
    """
    if law.law == "exponential":
        return -law.days * math.log(1.0 - draw)
    if law.law == "weibull":
        return law.days * (-math.log(1.0 - draw)) ** (1.0 / law.shape)
    if law.law == "lognormal":
        return law.days * math.exp(law.sigma * NormalDist().inv_cdf(max(draw, 2.0**-54)))
    return math.inf


def _days(scenario: Scenario, company: Company, draw: float) -> float:
    if company.life.law in scenario.own.names("life"):
        return own_lifetime(scenario, company, draw)
    return lifetime(company.life, draw)


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
        pool, days = w.pools[c], _days(scenario, company, float(lives[c]))
        if days < math.inf:
            pool.ends = int(min(days, NEVER))
            pool.fate = MANAGEMENT if fates[c] < company.life.management else SOFTWARE
        if company.kind == "revshare":
            cents, account = to_cents(company.revshare.pool), company.revshare.payout == "account"
            giver = w.accounts[outside + (CROWD if account else OPERATORS)]
            pay(giver, w.accounts[w.people.size + c], cents, UNBOOKED)
            pool.owed = pool.staked = cents if account else 0
