"""How long companies live: by the declared law, independently of each other."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from sim.core.chance import seed_key
from sim.model.plans.companies import Company
from sim.model.shares.closure import lifetime
from sim.model.shares.parameters import Life
from sim.verification.case import Check, Findings, case, least, near
from sim.verification.figures import BAND, dashed, dots, label, page
from sim.verification.limits import lived
from sim.verification.shares import account_free, holder, result
from sim.world.pools import LIFETIME, draws

WORLDS, SHORT_WORLDS, SYSTEMS, CYCLE = 4_000, 1_000, 5, 55
HELD = 40  # worlds in which somebody holds shares
HAZARD, DAYS = 1 / 100, 80
LAWS: dict[str, tuple[dict[str, Any], Any]] = {
    "exponential": ({"law": "exponential", "days": 100.0}, stats.expon(scale=100.0)),
    "lognormal": ({"law": "lognormal", "days": 28.0, "sigma": 1.8}, stats.lognorm(s=1.8, scale=28.0)),
    "weibull": ({"law": "weibull", "days": 120.0, "shape": 0.6}, stats.weibull_min(c=0.6, scale=120.0)),
}
LEAST = 0.01 / 7  # p-value: one false alarm in a hundred among seven tests
CLAIMED = 0.016


@cache
def lives(law: str, worlds: int, systems: int = SYSTEMS) -> NDArray[np.float64]:
    """Lifetimes in days of the companies of many worlds, shape (worlds, systems)."""
    of = Company(name=law, topic="yield", life=Life.model_validate(LAWS[law][0]))
    found = np.array([draws(seed_key(seed), LIFETIME, systems) for seed in range(worlds)])
    return np.asarray(np.vectorize(lambda draw: lifetime(of, draw))(found), np.float64)


def closed_in_the_engine(law: str, worlds: int, days: int) -> int:
    """Companies of so many worlds whose day of closing is not the one that their life ends on."""
    system = {"price": 1, "fee": 0.0, "pool": 100_000, "life": LAWS[law][0]}
    wrong = 0
    for seed in range(worlds):
        market = lived(account_free([system] * SYSTEMS, days=days), days, seed)
        closed = market.world.tables.pools.closed[:SYSTEMS]
        ends = np.floor(lives(law, worlds)[seed])
        wrong += int(np.count_nonzero(closed != np.where(ends < days, ends, -1)))
    return wrong


def cycle_results(worlds: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """What five programmes of 110 % in 55 days bring a stake of 1 in each, and how many close before the end."""
    days = np.minimum(np.floor(lives("lognormal", worlds)), CYCLE)
    return (1.1 * days / CYCLE).sum(axis=1) - SYSTEMS, (days < CYCLE).sum(axis=1)


def held_otherwise(worlds: int) -> int:
    """Worlds in which a holder of five programmes has another result than the law says, to a hundredth of a percent."""
    gain, closed = cycle_results(worlds)
    system = {"price": 1, "fee": 0.0, "pool": 100_000, "life": {"law": "lognormal"}}
    wrong = 0
    for seed in range(worlds):
        w = holder([system] * SYSTEMS, 500_000, days=CYCLE + 1, seed=seed, reinvest=0.0).world.tables
        ends = w.pools.closed[:SYSTEMS]
        same = np.count_nonzero((ends >= 0) & (ends < CYCLE)) == closed[seed]
        wrong += not (same and abs(result(w) / 100_000 - gain[seed]) < 1e-4)
    return wrong


@case(
    "markov-limits",
    kind="identity",
    title="Companies live by the declared law, independently of each other",
    setup="Five companies a world, 4,000 worlds (short: 1,000), under a constant hazard, a lognormal and a Weibull "
    "law, which share their draws; 40 worlds (short: 10) lived day by day; a holder of five programmes of 110 % in 55 "
    "days in 40 worlds (short: 10), and 40,000 portfolios computed from the law (short: 10,000).",
    source="Binomial and memoryless limits; lognormal law of Moore, Han & Clayton 2012",
    tolerance="p above .01/7, one false alarm in a hundred for the seven tests together, at either number of worlds; "
    "memorylessness and the portfolios: four standard errors, the portfolios at least .01.",
)
def markov_limits(short: bool) -> Findings:
    """Survivors, lifetimes, days of closing in the engine, and a portfolio of programmes that all live shortly."""
    worlds, few = (SHORT_WORLDS, 10) if short else (WORLDS, HELD)
    checks = [
        least(
            f"p, lifetimes {law} (Kolmogorov-Smirnov)", stats.kstest(lives(law, worlds).ravel(), of.cdf).pvalue, LEAST
        )
        for law, (_, of) in LAWS.items()
    ]
    checks += [_binomial(law, worlds) for law in LAWS]
    checks += [_independent(worlds), _memoryless(worlds)]
    checks += [
        near(f"companies closed on another day, {law}", closed_in_the_engine(law, few, 200), 0, 0) for law in LAWS
    ]
    checks += [near("portfolios with another result than the law's", held_otherwise(few), 0, 0), _spread(short)]
    figure, (left, right) = page(
        "How long companies live",
        "Lifetimes drawn and the declared laws (dashed); survivors of five after 80 days and the binomial law",
        f"{worlds:,} worlds of five companies",
        columns=2,
    )
    days = np.geomspace(1, 2_000, 200)
    for number, (law, (_, of)) in enumerate(LAWS.items()):
        dashed(left, days, of.sf(days))
        some = np.geomspace(1, 2_000, 24)
        dots(left, some, [np.mean(lives(law, worlds) > day) for day in some], law, number)
    label(left, "days", "share still alive", "Lifetimes", log="x")
    alive, expected = _survivors("exponential", worlds)
    right.bar(range(SYSTEMS + 1), expected / worlds, color=BAND, width=0.7, label="binomial")
    dots(right, range(SYSTEMS + 1), alive / worlds)
    label(right, "of five alive after 80 days", "share of worlds", "Survivors, mean life 100 days")
    return Findings(tuple(checks), figure)


def _survivors(law: str, worlds: int) -> tuple[NDArray[Any], NDArray[Any]]:
    alive = (lives(law, worlds) >= DAYS).sum(axis=1)
    chance = float(LAWS[law][1].sf(DAYS))
    expected = stats.binom(SYSTEMS, chance).pmf(range(SYSTEMS + 1)) * worlds
    return np.bincount(alive, minlength=SYSTEMS + 1) * 1.0, np.asarray(expected, np.float64)


def _binomial(law: str, worlds: int) -> Check:
    got, expected = _survivors(law, worlds)
    many = expected >= 5  # the chi-squared law asks for that
    got = np.append(got[many], got[~many].sum()) if not many.all() else got
    expected = np.append(expected[many], expected[~many].sum()) if not many.all() else expected
    return least(f"p, survivors of five binomial, {law}", stats.chisquare(got, expected).pvalue, LEAST)


def _independent(worlds: int) -> Check:
    """Whether two companies of the same world live alike: a rank correlation."""
    of = lives("exponential", worlds)
    return least("p, two companies of a world independent", stats.spearmanr(of[:, 0], of[:, 1]).pvalue, LEAST)


def _memoryless(worlds: int) -> Check:
    """The share that lives 50 days longer is the same for those who lived 100 days as for all."""
    of = lives("exponential", worlds).ravel()
    old = of[of >= 100]
    expected = math.exp(-50 * HAZARD)
    error = 4 * math.sqrt(expected * (1 - expected) / old.size)
    return near("alive 50 days later, of those 100 days old", np.mean(old >= 150), expected, error)


def _spread(short: bool) -> Check:
    gain, closed = cycle_results(10_000 if short else 40_000)
    two = gain[closed == 2]
    error = max(0.01, 4 * math.sqrt(CLAIMED * (1 - CLAIMED) / two.size))
    return near("P(gain), two of five closed within a cycle", np.mean(two > 0), CLAIMED, error)
