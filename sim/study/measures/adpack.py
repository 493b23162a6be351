"""One large adpack system: who has won and who has lost in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim import Market, Scenario
from sim.scenario import shipped, with_values
from sim.study.measures import part

LARGE = 100_000  # cents
ENTRANTS = 5  # people who come at the same moment
MOMENTS = range(920_001, 920_201)  # seeds of worlds, in each of which people come at another moment


def adpack() -> Scenario:
    """Return the shipped world of a large system, ``verification/adpack.toml``.

    It lived 22 months; people meet it at a random moment of its life, by the deposits of that day.
    """
    return with_values(Scenario.load(shipped.find("verification/adpack.toml")), {"population.people": ENTRANTS})


@dataclass(frozen=True)
class Holders:
    """Who held packs of a large system."""

    # what each got in cash less fresh money, in cents; commission for winning others is not in it
    result: NDArray[np.int64]
    commission: NDArray[np.int64]  # what each got for winning others, in cents
    again: int  # what was re-bought out of payouts, and what was paid out in cash, in cents
    cash: int

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
    )
    market.close()
    return found


def together(worlds: list[Holders]) -> Holders:
    """Put the holders of several worlds side by side."""
    return Holders(
        np.concatenate([each.result for each in worlds]),
        np.concatenate([each.commission for each in worlds]),
        sum(each.again for each in worlds),
        sum(each.cash for each in worlds),
    )


def at_all_moments(seeds: Sequence[int] = MOMENTS) -> Holders:
    """Return the holders of many worlds, who came at many moments."""
    of = adpack()
    return together([holders(of, seed) for seed in seeds])
