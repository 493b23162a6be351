"""What is left of a world for the targets: everybody who ever had a position, and every position."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.market import Market
from sim.model.tables import NONE, Tables
from sim.record.outcomes import TWELVE_MONTHS, costs_of
from sim.scenario.schema import Scenario
from sim.study.targets.offers import Offers, weigh

PURSE = ("active", "passive", "goods", "costs")


@dataclass(frozen=True)
class Lived:
    """A world as the targets see it.

    Attributes
    ----------
    days, people
        How long it was lived, and how many live in it.
    members
        One row for everybody who ever had a position: ``person``, ``worked``, ``founder``, ``full_time`` (booleans),
        ``months`` (month ends at which he worked), ``in_year`` (worked or bought in the last twelve months of 30
        days), ``worked_in_year``, ``months_in_year``; ``active``, ``passive``, ``goods`` and ``costs`` so far, and
        the same of the year as ``year_active`` and so on, in cents.
    positions
        One row a position, oldest first, whose number is its row: ``person``, ``company``, ``sponsor`` (row, -1 at the
        top), ``day``, ``left`` (-1 still in), ``working``, ``founding`` (opened on the first day by a founder),
        ``close`` (won by a close contact; false also where nobody won him), ``volume`` (cents bought last month) and
        ``qualified``.
    offers
        What decisions hung on, none unless it was asked for.
    """

    days: int
    people: int
    members: pd.DataFrame
    positions: pd.DataFrame
    offers: Offers | None = None


class Listening(Market):
    """A market that takes down every offer before it is decided on; otherwise the same world."""

    offers: list[NDArray[np.float64]]

    def decide(self) -> None:
        """Phase: listeners decide about what they heard, after it was taken down."""
        self.offers.append(weigh(self.world.tables))
        super().decide()


def live(scenario: Scenario, seed: int, *, offers: bool = False) -> Lived:
    """Live a world to its end and return what the targets need.

    Parameters
    ----------
    scenario
        The scenario, of at least thirteen months of 30 days; its first strategy is lived by all.
    seed
        Whole number from 0 to 2**64 - 1.
    offers
        Whether offers are taken down, which takes somewhat longer.
    """
    market = (Listening if offers else Market)(scenario, seed, collect=False)
    if isinstance(market, Listening):
        market.offers = []
    days, before = scenario.time.days, {}
    while market.running:
        market.step()
        if market.day == days - TWELVE_MONTHS:
            before = {**_purses(market.world.tables), "months": market.world.tables.tally.months.astype(np.int64)}
    w = market.world.tables
    taken = Offers.of(market.offers) if isinstance(market, Listening) else None
    done = Lived(days, w.people.size, _members(w, before, days), _positions(w), taken)
    market.close()
    return done


def _purses(w: Tables) -> dict[str, NDArray[np.int64]]:
    purse = w.accounts[: w.people.size]
    return {name: np.array(costs_of(purse) if name == "costs" else purse[name]) for name in PURSE}


def _members(w: Tables, before: dict[str, NDArray[np.int64]], days: int) -> pd.DataFrame:
    held = w.positions[: w.count[0].positions]
    recent = (held.working == 1) & ((held.left < 0) | (held.left >= days - TWELVE_MONTHS))
    who, now = np.unique(held.person), _purses(w)
    months = w.tally.months.astype(np.int64)
    year = {name: now[name] - before[name] for name in PURSE}
    working = np.isin(who, held.person[recent])
    return pd.DataFrame(
        {
            "person": who,
            "worked": w.tally.joined[who] >= 0,
            "founder": w.life.founder[who] == 1,
            "full_time": w.life.full_time[who] == 1,
            "in_year": working | (year["goods"][who] > 0),
            "worked_in_year": working,
            "months": months[who],
            "months_in_year": (months - before["months"])[who],
            **{name: now[name][who] for name in PURSE},
            **{f"year_{name}": year[name][who] for name in PURSE},
        }
    )


def _positions(w: Tables) -> pd.DataFrame:
    held: Any = w.positions[: w.count[0].positions]
    won = held.tie != NONE
    close = np.zeros(held.size, np.bool_)
    close[won] = w.ties.close[held.tie[won]] == 1
    sponsor = np.where(held.sponsor == NONE, -1, held.sponsor.astype(np.int64))
    return pd.DataFrame(
        {
            "person": held.person.astype(np.int64),
            "company": held.company.astype(np.int64),
            "sponsor": sponsor,
            "day": held.day.astype(np.int64),
            "left": held.left.astype(np.int64),
            "working": held.working == 1,
            "founding": (w.life.founder[held.person] == 1) & (held.day == 0) & (held.tie == NONE),
            "close": close,
            "volume": held.volume.astype(np.int64),
            "qualified": held.qualified == 1,
        }
    )
