"""What is left of worlds for the targets: everybody who ever had a position, and every position."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim import Market, Scenario
from sim.model import MONTH, NONE, SCORE, Company, Plan, Tables, weigh
from sim.record import TWELVE_MONTHS
from sim.scenario import with_values
from sim.study.measures.adpack import Holders, at_all_moments

LOGISTIC = math.pi**2 / 3  # variance of the logistic law of what the score leaves open


@dataclass(frozen=True)
class Offers:
    """Offers of a world that were decided on."""

    # shape (offers, 4), logits: the score of buying, in it what the speaker's knowledge and credibility add, and the
    # score of working; nan where there is no such decision
    terms: NDArray[np.float64]

    @staticmethod
    def of(days: Sequence[NDArray[np.float64]]) -> Offers:
        """Put those of all days together."""
        return Offers(np.concatenate([np.empty((0, 4)), *days]))

    def explained(self, term: int) -> float:
        """Return the share of the latent variance of buying that a term explains, 0..1; nan without such offers.

        Notes
        -----
        The variance of the term over that of the score plus the logistic's ``pi**2 / 3``.
        """
        buying = self.terms[~np.isnan(self.terms[:, SCORE])]
        if len(buying) == 0:
            return float("nan")
        return float(buying[:, term].var() / (buying[:, SCORE].var() + LOGISTIC))


PURSE = ("active", "passive", "goods", "fees", "materials")


@dataclass(frozen=True)
class Lived:
    """A world as the targets see it."""

    days: int  # how long it was lived, and how many live in it
    people: int
    # one row per person who ever had a position: ``person``, ``worked``, ``founder``, ``full_time`` (booleans),
    # ``months`` (month ends at which they worked), ``in_year`` (worked or bought in the last twelve months of 30 days),
    # ``worked_in_year``, ``months_in_year``; ``active``, ``passive``, ``goods``, ``fees`` and ``materials`` so far, and
    # the same of the year as ``year_active`` and so on, in cents; ``own``: goods that their businesses made them buy,
    # and ``costs``: these, fees and materials; ``reason`` for which they left, as in the tally
    members: pd.DataFrame
    # one row per position, oldest first, whose number is its row: ``person``, ``company``, ``sponsor`` (row, -1 at the
    # top), ``day``, ``began`` (day of the first work, of a position that works), ``left`` (-1 still in), ``working``,
    # ``founding`` (opened on the first day by a founder), ``close``
    # (won by a close contact; false also where nobody won them), ``volume`` (cents bought last month) and ``qualified``
    positions: pd.DataFrame
    offers: Offers | None = None  # what decisions hung on, none unless it was asked for


class Listening(Market):
    """A market that takes down every offer of its last year before it is decided on; otherwise the same world."""

    offers: list[NDArray[np.float64]]

    def decide(self) -> None:
        """Phase: listeners decide about what they heard, after it was taken down."""
        if self.day >= self.scenario.time.days - TWELVE_MONTHS:
            self.offers.append(weigh(self.world.tables))
        super().decide()


class Crowded(Exception):  # noqa: N818 - no error: a world that nobody needs to see to its end
    """More people work at the same time than was asked for at most."""


def live(scenario: Scenario, seed: int, *, offers: bool = False, most: float = 1.0) -> Lived:
    """Live a world to its end and return what the targets need.

    Parameters
    ----------
    scenario
        The scenario, of at least thirteen months of 30 days; of its strategies the first, or all in a mixed world.
    seed
        Whole number from 0 to 2**64 - 1.
    offers
        Whether offers of the last year are taken down.
    most
        Share of all people, 0..1, who may work at the same time.

    Raises
    ------
    Crowded
        As soon as more of them do.
    """
    market = (Listening if offers else Market)(scenario, seed, collect=False)
    if isinstance(market, Listening):
        market.offers = []
    days, before = scenario.time.days, {}
    while market.running:
        market.step()
        if market.world.tables.count[0].networkers > most * market.world.people:
            market.close()
            raise Crowded
        if market.day == days - TWELVE_MONTHS:
            before = {**_purses(market.world.tables), "months": market.world.tables.tally.months.astype(np.int64)}
    w = market.world.tables
    taken = Offers.of(market.offers) if isinstance(market, Listening) else None
    done = Lived(days, w.people.size, _members(w, before, days), _positions(w), taken)
    market.close()
    return done


def _purses(w: Tables) -> dict[str, NDArray[np.int64]]:
    purse = w.accounts[: w.people.size]
    return {name: np.array(purse[name]) for name in PURSE}


def _own(w: Tables, days: int) -> NDArray[np.int64]:
    """Goods that everybody had to buy for their businesses so far, in cents: the minimum of every month begun."""
    held = w.positions[: w.count[0].positions]
    held = held[held.working == 1]
    person, last = held.person.astype(np.int64), np.where(held.left < 0, days, held.left)
    months = np.maximum(last // MONTH - _began(w, held) // MONTH + 1, 0)
    spent = np.zeros(w.people.size, np.int64)
    np.add.at(spent, person, months * w.company.minimum_purchase[held.company])
    return np.asarray(np.minimum(spent, w.accounts.goods[: w.people.size]))


def _began(w: Tables, held: Any) -> NDArray[np.int64]:
    """Day on which work began in positions: not before their holder's first work, for customers may take it up."""
    return np.asarray(np.maximum(held.day.astype(np.int64), w.tally.joined[held.person]), np.int64)


def _members(w: Tables, before: dict[str, NDArray[np.int64]], days: int) -> pd.DataFrame:
    held = w.positions[: w.count[0].positions]
    recent = (held.working == 1) & ((held.left < 0) | (held.left >= days - TWELVE_MONTHS))
    who, now, own = np.unique(held.person), _purses(w), _own(w, days)
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
            "own": own[who],
            "costs": (own + now["fees"] + now["materials"])[who],
            "reason": w.tally.reason[who].astype(np.int64),
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
            "began": _began(w, held),
            "left": held.left.astype(np.int64),
            "working": held.working == 1,
            "founding": (w.life.founder[held.person] == 1) & (held.day == 0) & (held.tie == NONE),
            "close": close,
            "volume": held.volume.astype(np.int64),
            "qualified": held.qualified == 1,
        }
    )


def pooled(worlds: Sequence[Lived]) -> Lived:
    """Put worlds side by side, as districts that have nothing to do with each other.

    Returns
    -------
    Lived
        Rows of all; numbers of persons and rows of sponsors are those of the whole.
    """
    members, positions = [], []
    people = seats = 0
    for world in worlds:
        members.append(world.members.assign(person=world.members["person"] + people))
        held = world.positions
        above = held["sponsor"].where(held["sponsor"] < 0, held["sponsor"] + seats)
        positions.append(held.assign(person=held["person"] + people, sponsor=above))
        people += world.people
        seats += len(held)
    taken = [world.offers.terms for world in worlds if world.offers is not None]
    return Lived(
        worlds[0].days,
        people,
        pd.concat(members, ignore_index=True),
        pd.concat(positions, ignore_index=True),
        Offers(np.concatenate(taken)) if taken else None,
    )


YEARS = 5
DAYS = YEARS * TWELVE_MONTHS  # how old the market is; its last year is measured
LAUNCH = 3 * TWELVE_MONTHS  # how long a new market is watched
OPENERS = 0.001  # share of people who open it
VERDICT_SEEDS = tuple(range(910_301, 910_311))  # which no search ever sees, nor any choice
RECRUITING = {"rates": [0.015] * 5, "fast_start": 0.4}


def without_care(scenario: Scenario) -> Scenario:
    """Return the scenario without care for recruits."""
    return with_values(scenario, {"teams.care_hours": 0.0})


def with_dear_fees(scenario: Scenario) -> Scenario:
    """Return the scenario with Fortune Hi-Tech Marketing's prices in all product companies.

    250 to join and 100 a month; two fifths of fee and first purchase go to the sponsor, and little to levels, so that
    four fifths of what is paid out is for recruiting; no margin on what customers buy.
    """
    return scenario.model_copy(update={"company": [_dear(company) for company in scenario.company]})


def _dear(company: Company) -> Company:
    if company.kind != "product":
        return company
    prices = {"joining_fee": Decimal(250), "minimum_purchase": Decimal(100), "materials": Decimal(0)}
    return company.model_copy(update={**prices, "retail_margin": 0.0, "plan": Plan.model_validate(RECRUITING)})


def side_by_side(scenario: Scenario) -> Scenario:
    """Return the market of a scenario: everybody works a single business, every product company has an equal part.

    All do it as the scenario's first strategy does. Without product companies the scenario is left as it is.
    """
    first, companies = scenario.strategy[0], [each.name for each in scenario.company if each.kind == "product"]
    share = 1.0 / max(len(companies), 1)
    each = [first.model_copy(update={"name": name, "companies": [name], "share": share}) for name in companies]
    design = scenario.design.model_copy(update={"worlds": "mixed" if each else "population", "vary": {}})
    return scenario.model_copy(update={"strategy": each or scenario.strategy, "design": design})


class Worlds:
    """Worlds of several seeds, pooled, of five years each; every kind is lived when it is first asked for.

    Parameters
    ----------
    scenario
        The default scenario, or one like it on another graph; see :func:`side_by_side`.
    seeds
        Seeds, at least one.
    days
        How old the market is, at least thirteen months of 30 days.
    most
        Share of all people who may work at the same time in the scenario itself, 0..1; :class:`Crowded` if more do.
    beside
        How many of the seeds the other kinds of worlds are lived with; by default all.
    """

    def __init__(
        self,
        scenario: Scenario,
        seeds: Sequence[int],
        days: int = DAYS,
        most: float = 1.0,
        beside: int | None = None,
    ) -> None:
        self.scenario = side_by_side(with_values(scenario, {"time.days": days}))
        self.seeds, self.most, self.beside = tuple(seeds), most, beside

    @cached_property
    def default(self) -> Lived:
        """The scenario itself, with what decisions of the last year hung on."""
        return pooled([live(self.scenario, seed, offers=True, most=self.most) for seed in self.seeds])

    @cached_property
    def neglected(self) -> Lived:
        """The same in which nobody cares for recruits."""
        return self._lived(without_care(self.scenario))

    @cached_property
    def fee_heavy(self) -> Lived:
        """The same under a plan that pays for recruiting."""
        return self._lived(with_dear_fees(self.scenario))

    @cached_property
    def launch(self) -> Lived:
        """The first three years of a market that one person in a thousand opens."""
        return self._lived(with_values(self.scenario, {"time.days": LAUNCH, "population.networkers": OPENERS}))

    @cached_property
    def adpack(self) -> Holders:
        """Who held packs of a large adpack system: worlds of their own, on which the scenario has no bearing."""
        return at_all_moments()

    @property
    def rates(self) -> tuple[float, ...]:
        """Rates of the plan of the first company."""
        return tuple(self.scenario.company[0].plan.rates)

    def _lived(self, scenario: Scenario) -> Lived:
        return pooled([live(scenario, seed) for seed in self.seeds[: self.beside]])
