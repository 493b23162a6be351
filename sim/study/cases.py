"""The study's cases of the verification: published figures that one default scenario meets together, or does not.

Cases of the whole model look at the same worlds: ``scenarios/base.toml`` over two years, with seeds that its
calibration has not seen (docs/calibration.md says where each ended, and why some are missed). Others put yield
systems to the test.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim import Market, Scenario
from sim.scenario import shipped
from sim.study.lived import DAYS, VERDICT_SEEDS, Worlds
from sim.study.targets import TARGETS, balance, band_of, joined, paid_from, within
from sim.verification.case import Check, Findings, case

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
            "company": [{"name": "oils", "topic": "health"}, *systems],
            "strategy": [{"name": "holder", "companies": ["oils"], "portfolio": shares}],
        }
    )


def _ended(scenario: Scenario, seed: int) -> Market:
    market = Market(scenario, seed, collect=False)
    while market.running:
        market.step()
    return market


def lifetimes(seed: int, days: int) -> NDArray[np.int64]:
    """Return on which day each of fifteen systems closed, shape (15,); -1 if it lives after so many days."""
    market = _ended(portfolio(days), seed)
    closed = np.array(market.world.tables.pools.closed[1:], np.int64)
    market.close()
    return closed


def survival(closed: NDArray[np.int64], day: int) -> float:
    """Return the share of systems still alive after so many days, 0..1."""
    return float(((closed < 0) | (closed >= day)).mean())


def one_cycle(seed: int) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Live one cycle and return which of fifteen systems closed in it, and what each paid back of a stake of 1."""
    market = _ended(portfolio(CYCLE + 2), seed)
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
    """Who held packs of a large system."""

    # what each got in cash less fresh money, in cents; commission for winning others is not in it
    result: NDArray[np.int64]
    commission: NDArray[np.int64]  # what each got for winning others, in cents
    again: int  # what was re-bought out of payouts, and what was paid out in cash, in cents
    cash: int
    closed: int  # day on which the system closed; -1 if it did not

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


BASE = shipped.find("base.toml")
SHORT = 4  # seeds of the short form
TITLES: dict[str, str] = {
    "retention": "Half of a cohort stay for a year, and those who stayed stay on",
    "neglected-team": "A team that nobody cares for melts away",
    "who-works": "Most sign-ups only buy",
    "commission": "Most members get no commission, and a few get most of it",
    "balance": "After costs few working members win, and most winners win little",
    "fee-heavy": "Under a plan that pays for recruiting nearly all lose",
    "full-time": "Full-timers earn several times what part-timers do",
    "who-recruits": "Nearly half are won by friends and family",
    "levels": "Commission comes from near by, and the median earner lives from own sales",
    "variance-shares": "Expertise and credibility weigh in decisions as in experiments",
}


@cache
def worlds_of_all(short: bool) -> Worlds:
    """Return the worlds of all cases: ten seeds, or four."""
    return Worlds(Scenario.load(BASE), VERDICT_SEEDS[: SHORT if short else None])


def checks(group: str, worlds: Worlds) -> tuple[Check, ...]:
    """Return the targets of a group, as measured."""
    return tuple(
        Check(target.what, target.get(worlds), target.low, target.high, target.expected)
        for target in TARGETS.values()
        if target.group == group
    )


def remark(group: str, worlds: Worlds) -> str:
    """Return what else a reader should know of a group."""
    return REMARKS[group](worlds) if group in REMARKS else ""


def _shares(found: Sequence[float]) -> str:
    return " / ".join(f"{share:.2f}" for share in found)


def _zero(worlds: Worlds) -> str:
    world = worlds.default
    return (
        "Even is within a tenth of what one paid. Profit / even / loss within a quarter: "
        f"{_shares(balance(world, even=0.25))}; within the joining fee of 35: "
        f"{_shares(balance(world, within=35))}; within a month's purchase of 100: "
        f"{_shares(balance(world, within=100))}. What is left over runs without a gap from minus all that "
        "was paid to many times of it, so that no narrow band around nothing holds a quarter of those who worked: a "
        f"share of .27 would take {band_of(world, 0.27):.2f} of what was paid. Where so few come out "
        "even, profit and loss cannot both be what they should be, and the search ends between them. Profits are small "
        "because most people know about ten others, and soon have asked them all."
    )


def _deep(worlds: Worlds) -> str:
    every = within(paid_from(worlds.default), 9)
    return f"If every level were paid alike, however deep, {every:.3f} would come from within nine levels."


def _joined(worlds: Worlds) -> str:
    one, two = (joined(worlds.default, days) for days in (365, 730))
    return f"{one:.3f} of all people had signed up after one year, {two:.3f} after two."


REMARKS: dict[str, Callable[[Worlds], str]] = {
    "balance": _zero,
    "levels": _deep,
    "full-time": lambda _: (
        "Full-timers have four times the hours of part-timers and hold three times as many conversations, but have no "
        "larger address books: they talk to the same people again, and win twice as many of them. Longer conversations "
        "would make hours count for more, and at the same time lower the share of the best paid."
    ),
    "who-works": _joined,
    "who-recruits": lambda _: (
        "The model knows close contacts and acquaintances; it does not tell family (12 %) from friends (a third)."
    ),
}


def whole_model(short: bool, group: str) -> Findings:
    """Measure the targets of a group."""
    worlds = worlds_of_all(short)
    return Findings(checks(group, worlds), remark=remark(group, worlds))


for _group in TITLES:
    case(
        _group,
        kind="target",
        title=TITLES[_group],
        setup="scenarios/base.toml for 730 days, ten seeds from 910001 pooled (short: four).",
        source="; ".join(dict.fromkeys(target.source for target in TARGETS.values() if target.group == _group)),
        tolerance="The accepted range covers what the sources differ by; the search saw other seeds.",
    )(partial(whole_model, group=_group))

FIRST = VERDICT_SEEDS[0]
ALIVE = {28: 0.50, 90: 0.25, 300: 0.10}
LARGE = 100_000  # cents


@case(
    "yield-lifetimes",
    kind="target",
    title="High-yield programmes die young, and the older the safer",
    setup="Fifteen systems in each of 40 worlds (short: 20) of 310 days, with lognormal lives of median 28 days, sigma "
    "1.8.",
    source="Moore, Han & Clayton 2012",
)
def yield_lifetimes(short: bool) -> Findings:
    """Count who is alive after 28, 90 and 300 days."""
    closed = np.concatenate([lifetimes(FIRST + k, 310) for k in range(20 if short else 40)])
    alive = {day: survival(closed, day) for day in (0, *ALIVE)}
    days = list(alive)
    risk = [np.log(alive[a] / alive[b]) / (b - a) for a, b in pairwise(days)]
    return Findings(
        (
            *(Check(f"alive after {day} days", alive[day], S - 0.05, S + 0.05, S) for day, S in ALIVE.items()),
            Check("daily risk after 90 days over that within 28", float(risk[2] / risk[0]), 0.0, 1.0),
        )
    )


@case(
    "five-programmes",
    kind="target",
    title="Five such programmes, two of which close: spreading a bad bet does not repair it",
    setup="All choices of five out of fifteen systems in 120 worlds (short: 60), of which exactly two close before "
    "they have paid 110 % in 55 days; equal stakes, nothing re-bought.",
    source="Computed from the law of Moore, Han & Clayton 2012",
)
def five_programmes(short: bool) -> Findings:
    """Count how often the three survivors make up for the two that closed."""
    found = np.array([gains_with_two_closed(*one_cycle(FIRST + k)) for k in range(60 if short else 120)])
    cases, gains = found.sum(axis=0)
    return Findings((Check("probability to gain", float(gains / cases), 0.006, 0.026, 0.016),))


@case(
    "large-adpack",
    kind="target",
    title="In a large adpack system most lose, and few win much",
    setup="scenarios/base.toml with one adpack system instead of product companies, whose people re-buy .73 of their "
    "payouts (given, not found); no money but theirs comes in. Four seeds (short: two).",
    source="Receiver of Traffic Monsoon: re-bought .73, net winners of 1,000 or more 3.0 %, losers .62 or more; it "
    "lived for 22 months",
)
def large_adpack(short: bool) -> Findings:
    """Count winners and losers among those who held packs."""
    worlds = [holders(adpack(Scenario.load(BASE)), seed) for seed in VERDICT_SEEDS[: 2 if short else 4]]
    result = np.concatenate([world.result for world in worlds])
    both = result + np.concatenate([world.commission for world in worlds])
    again, cash = sum(world.again for world in worlds), sum(world.cash for world in worlds)
    months = np.mean([world.closed if world.closed >= 0 else np.nan for world in worlds]) / 30
    return Findings(
        (
            Check("of payouts, re-bought", again / (again + cash), 0.65, 0.80, 0.73),
            Check("of holders, won 1,000 or more", float((result >= LARGE).mean()), 0.005, 0.05, 0.03),
            Check("of holders, lost", float((result < 0).mean()), 0.55, 1.0, 0.62),
            Check("months until it could not pay", float(months), 20.0, 22.0, 22.0, "months"),
        ),
        remark="The share that is re-bought is what people do here, and no finding. The system lives on the people of "
        "the model alone, of whom there are three thousand: it cannot pay once they stop coming, long before 22 "
        "months. "
        f"With commission for winning others {(both >= LARGE).mean():.3f} won 1,000 or more and "
        f"{(both < 0).mean():.3f} lost.",
    )
