"""What Mesa's DataCollector keeps of a market, one number a day each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from sim.core.money import CENTS

if TYPE_CHECKING:
    from sim.market import Market


def networkers(market: Market) -> int:
    """People who work at least one position."""
    return int(np.count_nonzero(market.world.tables.people.works))


def customers(market: Market) -> int:
    """People who only buy."""
    people = market.world.tables.people
    return int(np.count_nonzero((people.works == 0) & (people.buys != 0)))


def conversations(market: Market) -> int:
    """Conversations so far."""
    return int(market.world.tables.tally.conversations.sum())


def contradictions(market: Market) -> int:
    """Contradictions noticed so far, by hearing and by hearsay."""
    tally = market.world.tables.tally
    return int(tally.private.sum() + tally.public.sum() + tally.hearsay.sum())


def paid_out(market: Market) -> float:
    """Income of all people from the business so far, in currency units."""
    accounts = market.world.tables.accounts
    return int(accounts.active.sum() + accounts.passive.sum() + accounts.capital.sum()) / CENTS


VITAL_SIGNS: dict[str, Callable[[Market], float]] = {
    "networkers": networkers,
    "customers": customers,
    "conversations": conversations,
    "contradictions": contradictions,
    "paid_out": paid_out,
}
