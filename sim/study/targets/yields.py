"""Systems that promise yields: how long they live, what a few of them bring, and who wins in a large one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.market import Market
from sim.scenario.schema import Scenario
from sim.study.targets.worlds import DAYS

SYSTEMS = 15  # in one world, whose lives have nothing to do with each other
CYCLE = 55  # days in which a pack pays 110 %
LIFE = {"law": "lognormal", "days": 28.0, "sigma": 1.8}  # Moore, Han & Clayton 2012
STAKE = 1500  # currency units a system
QUIET = dict.fromkeys(
    ("study", "experience", "conversations", "advertising", "events", "gossip", "decisions", "expansion", "month_end"),
    False,
)


def portfolio(days: int) -> Scenario:
    """Return a world in which one person holds equal shares of fifteen short-lived systems; fresh money never ends."""
    sound = {"price": 5, "pool": 10_000_000, "deposits": 0}
    systems = [
        {"name": f"yield {k}", "kind": "revshare", "topic": "yield", "revshare": sound, "life": LIFE}
        for k in range(SYSTEMS)
    ]
    names = [system["name"] for system in systems]
    people = {"people": 2, "networkers": 0.5, "savings": SYSTEMS * STAKE, "savings_sigma": 0.0, "allowance": 0}
    shares = {"systems": names, "capital": 1.0, "cash_out": "stake-back-first", "reinvest": 0.0}
    return Scenario.model_validate(
        {
            "time": {"days": days},
            "population": people,
            "graph": {"kind": "complete"},
            "phases": QUIET,
            "company": [{"name": "vita", "topic": "health"}, *systems],
            "strategy": [{"name": "holder", "companies": ["vita"], "portfolio": shares}],
        }
    )


def lifetimes(seed: int, days: int) -> NDArray[np.int64]:
    """Return on which day each of fifteen systems closed, shape (15,); -1 if it lives after so many days."""
    market = Market(portfolio(days), seed, collect=False)
    while market.running:
        market.step()
    closed = np.array(market.world.tables.pools.closed[1:], np.int64)
    market.close()
    return closed


def survival(closed: NDArray[np.int64], day: int) -> float:
    """Return the share of systems still alive after so many days, 0..1."""
    return float(((closed < 0) | (closed >= day)).mean())


def one_cycle(seed: int) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Live one cycle and return which of fifteen systems closed in it, and what each paid back of a stake of 1."""
    market = Market(portfolio(CYCLE + 2), seed, collect=False)
    while market.running:
        market.step()
    w = market.world.tables
    held = w.holdings[: w.count[0].holdings]
    back = np.array(held.received / held.staked)
    closed = np.array((w.pools.closed[held.company] >= 0) & (back < back.max()))
    market.close()
    return closed, back


def gains_with_two_closed(closed: NDArray[np.bool_], back: NDArray[np.float64]) -> tuple[int, int]:
    """Count the choices of five systems of which exactly two closed, and those of them that paid back more than 5.

    Every choice of five out of fifteen independent systems is as good a portfolio as five drawn alone.
    """
    fives = np.array(list(combinations(range(closed.size), 5)))
    two = fives[closed[fives].sum(axis=1) == 2]
    return len(two), int((back[two].sum(axis=1) > 5.0).sum())


AGAIN = 0.73  # of payouts, re-bought: as the receiver of Traffic Monsoon found it


def adpack(base: Scenario) -> Scenario:
    """Return the default people with one large adpack system instead of product companies.

    They win each other for it, re-buy from the first payout on, and no other money comes in: how long it lives and who
    has got out more by then is what follows.
    """
    system = {
        "name": "adpack",
        "kind": "revshare",
        "topic": "advertising",
        "joining_fee": 0,
        "plan": {"rates": [0.1]},
        "revshare": {"pool": 0, "deposits": 0},
    }
    shares = {"cash_out": "reinvest", "reinvest": AGAIN}
    table: dict[str, Any] = {
        **base.model_dump(),
        "time": {"days": DAYS},
        "company": [system],
        "strategy": [{"name": "holder", "companies": ["adpack"], "portfolio": shares}],
        "topic_distance": [],
    }
    return Scenario.model_validate(table)


@dataclass(frozen=True)
class Holders:
    """Who held packs of a large system.

    Attributes
    ----------
    result
        What each got in cash less fresh money, in cents; commission for winning others is not in it.
    commission
        What each got for winning others, in cents.
    again, cash
        What was re-bought out of payouts, and what was paid out in cash, in cents.
    closed
        Day on which the system closed; -1 if it did not.
    """

    result: NDArray[np.int64]
    commission: NDArray[np.int64]
    again: int
    cash: int
    closed: int

    @property
    def re_bought(self) -> float:
        """Share of all payouts that was re-bought, 0..1."""
        return self.again / (self.again + self.cash)


def holders(scenario: Scenario, seed: int) -> Holders:
    """Live a world with one large system and return who won and who lost in it."""
    market = Market(scenario, seed, collect=False)
    again = 0
    while market.running:
        market.step()
        w = market.world.tables
        packs = w.packs[: w.count[0].packs]
        mine = (packs.again == 1) & (packs.day == market.day - 1) & (packs.holding < w.count[0].holdings)
        again += int(packs.price[mine].sum())
    held = w.holdings[: w.count[0].holdings]
    who = held.person.astype(np.int64)
    purse = w.accounts[who]
    found = Holders(
        np.array(held.received - held.staked),
        np.array(purse.active + purse.passive),
        again,
        int(held.received.sum()),
        int(w.pools.closed[0]),
    )
    market.close()
    return found
