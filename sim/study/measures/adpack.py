"""One large adpack system among the people of the default world: who has won and who has lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim import Market, Scenario
from sim.study.measures import part

AGAIN = 0.73  # of payouts, re-bought: as the receiver of Traffic Monsoon found it
LARGE = 100_000  # cents
ADPACK_DAYS = 730


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
        **base.model_dump(exclude={"design", "output"}),
        "time": {"days": ADPACK_DAYS},
        "company": [system],
        "strategy": [{"name": "holder", "companies": ["adpack"], "portfolio": shares}],
        "topic_distance": [],
    }
    return Scenario.model_validate(table)


@dataclass(frozen=True)
class Holders:
    """Who held packs of a large system."""

    # what each got in cash less fresh money, in cents; commission for winning others is not in it
    result: NDArray[np.int64]
    commission: NDArray[np.int64]  # what each got for winning others, in cents
    again: int  # what was re-bought out of payouts, and what was paid out in cash, in cents
    cash: int
    closed: int  # day on which the system closed; -1 if it did not

    @property
    def re_bought(self) -> float:
        """Share of all payouts that was re-bought, 0..1; nan if nothing was paid out."""
        paid = self.again + self.cash
        return self.again / paid if paid else float("nan")

    @property
    def winners(self) -> float:
        """Share of holders who got at least 1,000 more than they paid, 0..1; nan without any."""
        return part(self.result >= LARGE)

    @property
    def losers(self) -> float:
        """Share of holders who got less than they paid, 0..1; nan without any."""
        return part(self.result < 0)


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


def together(worlds: list[Holders]) -> Holders:
    """Put the holders of several worlds side by side; the system closed on their mean day, -1 if any still lives."""
    days = [each.closed for each in worlds]
    return Holders(
        np.concatenate([each.result for each in worlds]),
        np.concatenate([each.commission for each in worlds]),
        sum(each.again for each in worlds),
        sum(each.cash for each in worlds),
        -1 if min(days) < 0 else round(sum(days) / len(days)),
    )
