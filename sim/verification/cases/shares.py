"""Pools that pay old money with new, and how long companies live."""

from __future__ import annotations

import math
from functools import cache
from itertools import product
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray
from scipy import stats
from scipy.integrate import solve_ivp
from scipy.optimize import bisect, brentq

from sim import Market
from sim.core.chance import seed_key
from sim.core.money import CENTS
from sim.model.plans.companies import Company
from sim.model.shares.closure import lifetime
from sim.model.shares.parameters import Life
from sim.verification.case import Check, Findings, case, least, near
from sim.verification.figures import band, curve, dots, label, page, shared_legend
from sim.verification.limits import account_free, holder, lived, result
from sim.world.pools import LIFETIME, draws

YEAR, CYCLE, RETURNS = 365, 55, 1.1
ADPACK: dict[str, Any] = {"returns": RETURNS, "days": CYCLE, "fee": 0.0, "deposits": 1_000_000}
FUND: dict[str, Any] = {"payout": "account", "pool": 3_650_000, "deposits": 10_000, "earnings": 0.02, "fee": 0.0}
"""Capital 1, deposits 1 a year; the promised rate is .10 a year and the withdrawal rate .15, the defaults."""
PEAK, EMPTY = 7.965, 17.887
LONG, SHORT_YEARS = 80, 40  # years after which a fund counts as alive
MULTIPLES, RECOVERIES = (1.0, 1.1, 1.4, 1.6, 1.7, 1.8), (0.0, 0.25, 0.5, 0.85, 0.86, 1.0)


def until_closed(law: dict[str, Any], days: int) -> Market:
    """A pool without people, until it fails or the days are over."""
    market = lived(account_free([law], days=days), 0)
    while market.running and market.world.tables.pools[0].closed < 0:
        market.step()
    return market


@cache
def fund_path(years: int) -> NDArray[np.float64]:
    """What is in the fund every tenth of a year, in units of a year's first deposits, until it fails."""
    market, found = lived(account_free([FUND], days=years * YEAR), 0), [1.0]
    while market.running and market.world.tables.pools[0].closed < 0:
        market.step()
        if market.day % 36 == 0:
            w = market.world.tables
            found.append(w.accounts.balance[w.people.size] / (3_650_000 * CENTS))
    return np.array(found)


def fund_equation(years: NDArray[np.float64]) -> NDArray[np.float64]:
    """Solve Artzrouni's equation for the same fund: S' = r_n S + s - r_w V, V' = s + (r_p - r_w) V."""

    def slope(_: float, y: Any) -> list[float]:
        return [0.02 * y[0] + 1.0 - 0.15 * y[1], 1.0 - 0.05 * y[1]]

    found = solve_ivp(slope, (0.0, years[-1]), [1.0, 1.0], t_eval=years, rtol=1e-9, atol=1e-9)
    return np.asarray(found.y[0])


@case(
    "fund-collapse",
    kind="identity",
    title="A fund that promises more than it earns peaks and empties when the equation says",
    setup="A pool of accounts: capital 1, deposits of 1 a year, promised rate .10, withdrawals .15, real return .02 a "
    "year, in steps of a day; and the same with deposits growing by .08 and .12 a year, which must fail and "
    "survive 80 years (short: 40).",
    source="Artzrouni 2009, Mathematical Social Sciences 58:190-201",
    tolerance="One percent of the time, for days instead of a continuous flow; the same in both forms.",
)
def fund_collapse(short: bool) -> Findings:
    """When the fund peaks and is empty, and how fast deposits must grow for it to live."""
    pool = until_closed(FUND, 20 * YEAR).world.tables.pools[0]
    checks = [
        near("years to the peak", pool.peak_day / YEAR, PEAK, 0.01 * PEAK, "years"),
        near("years until it is empty", pool.closed / YEAR, EMPTY, 0.01 * EMPTY, "years"),
    ]
    long = SHORT_YEARS if short else LONG
    for growth, lives in ((0.08, 0), (0.12, 1)):
        pool = until_closed({**FUND, "deposits_growth": growth / YEAR}, long * YEAR).world.tables.pools[0]
        checks.append(near(f"alive after {long} years, deposits growing {growth:.0%}", pool.closed < 0, lives, 0))
    figure, (axes,) = page(
        "What is in the fund",
        "Multiples of a year's first deposits; the band is a hundredth of the time around the equation",
        "One fund, in steps of a day",
    )
    path = fund_path(20)
    years = np.arange(path.size) * 36 / YEAR
    exact = fund_equation(years)
    axes.plot(years, exact, color="#5f5f5f", lw=1.4, ls=(0, (4, 2)), label="the equation")
    dots(axes, years[::4], path[::4])
    for year, text in ((PEAK, "peak"), (EMPTY, "empty")):
        axes.axvspan(0.99 * year, 1.01 * year, color="#cfe3ee", lw=0)
        axes.annotate(text, (year, axes.get_ylim()[1] * 0.05), xytext=(4, 0), textcoords="offset points", fontsize=9.5)
    label(axes, "years", "in the fund", legend="upper right")
    return Findings(tuple(checks), figure)


def ratio(again: float) -> float:
    """Cash out over cash in, a day, once an adpack with a pool that never fails is settled."""
    market = until_closed({**ADPACK, "repurchase": again, "pool": 900_000_000}, 1_500)
    before = int(market.world.tables.pools[0].received)
    for _ in range(10):
        market.step()
    return (int(market.world.tables.pools[0].received) - before) / 10 / (1_000_000 * CENTS)


def settled(again: float) -> float:
    """Cash out over cash in as computed: of each payout ``again`` is re-bought."""
    return (1 - again) * RETURNS / (1 - RETURNS * again)


def growth_needed() -> float:
    """The growth a day at which what a pack pays back in equal parts is worth its price."""
    return float(brentq(lambda g: RETURNS / CYCLE * sum((1 + g) ** -d for d in range(1, CYCLE + 1)) - 1, 1e-4, 0.1))


def growth_survived(low: float, high: float, width: float, days: int) -> float:
    """The least growth with which an adpack survives, by halving what lies between one that fails and one that lives.

    Growth a little too small fails late, so the days set how near one can come.
    """

    def lives(growth: float) -> float:
        law = {**ADPACK, "deposits": 10_000, "deposits_growth": growth}
        return 1.0 if until_closed(law, days).world.tables.pools[0].closed < 0 else -1.0

    return float(bisect(lives, low, high, xtol=width / 2))


@case(
    "adpack",
    kind="identity",
    title="An adpack without real revenue fails on a known day",
    setup="Packs of price 1 that pay 1.10 in 55 equal daily parts; constant outside money of 1,000,000 a day, deposits "
    "of day 0 are paid from day 1 on; a share of the payouts is re-bought. Day n is the n-th day, counted from 0.",
    source="Computed from the packs: cash out over cash in tends to (1 - rho) R / (1 - rho R)",
    tolerance="A day; a hundredth of a percent of the ratio; .01 percentage points of growth a day, for which the pool "
    "is watched for 2,500 days (short: .02 and 1,500 days).",
)
def adpack(short: bool) -> Findings:
    """The day of failure, the ratio of cash out to cash in, and the growth that keeps it alive."""
    checks: list[Check] = []
    for again, day in ((0.0, 307), (0.73, 401)):
        pool = until_closed({**ADPACK, "repurchase": again}, 500).world.tables.pools[0]
        checks.append(near(f"day of insolvency, {again:.0%} re-bought", pool.closed, day, 1, "days"))
    shares = (0.0, 0.4, 0.73) if short else (0.0, 0.2, 0.4, 0.6, 0.73)
    got = [ratio(again) for again in shares]
    checks += [
        near(f"cash out / cash in, {again:.0%} re-bought", one, settled(again), 1e-4 * settled(again))
        for again, one in zip(shares, got, strict=True)
    ]
    width, days = (0.0002, 1_500) if short else (0.0001, 2_500)
    needed = growth_needed()
    survived = growth_survived(0.003, 0.004, width, days)
    checks.append(near("growth needed to survive, % a day", 100 * survived, 100 * needed, 100 * width))
    figure, (left, right) = page(
        "An adpack without real revenue",
        "1.10 back in 55 days; the band is what is accepted",
        "Outside money of 1,000,000 a day; pools without other people",
        columns=2,
    )
    for number, (again, day) in enumerate(((0.0, 307), (0.73, 401))):
        curve(left, *_balance(again), f"{again:.0%} re-bought", 2 * number)
        left.axvspan(day - 1, day + 1, color="#cfe3ee", lw=0)
        left.text(day - 6, 99, f"day {day}", rotation=90, ha="right", va="top", fontsize=9.5)
    left.set_ylim(-3, 100)
    label(left, "day", "pool, millions", "Days until the pool cannot pay", legend="upper left")
    rho = np.linspace(0, 0.78, 80)
    band(right, rho, settled_curve(rho), 0.0, "(1 - rho) R / (1 - rho R)")
    dots(right, shares, got)
    label(right, "share re-bought, rho", "cash out / cash in", "In the long run", legend="upper left")
    return Findings(tuple(checks), figure)


def settled_curve(rho: NDArray[np.float64]) -> NDArray[np.float64]:
    """:func:`settled` of many shares."""
    return np.array([settled(float(again)) for again in rho])


def _balance(again: float) -> tuple[NDArray[Any], NDArray[Any]]:
    market, found = lived(account_free([{**ADPACK, "repurchase": again}], days=500), 0), [0.0]
    while market.running and market.world.tables.pools[0].closed < 0:
        market.step()
        w = market.world.tables
        found.append(w.accounts.balance[w.people.size] / CENTS / 1e6)
    return np.arange(len(found)) * 1.0, np.array(found)


@cache
def five(returns: float, back: float) -> int:
    """What five equal stakes of 100.00 bring, in cents, if two systems close at once and return a share."""
    sound = {"price": 10, "fee": 0.0, "pool": 100_000, "days": 5, "returns": returns, "recovery": back}
    dead = {**sound, "life": {"law": "weibull", "days": 0.5, "shape": 100.0}}
    return result(holder([sound, dead, sound, dead, sound], 50_000, days=7, reinvest=0.0).world.tables)


@case(
    "five-revshares-two-close",
    kind="identity",
    title="With five systems of which two close one gains exactly if 3R + 2f > 5",
    setup="100.00 staked in each of five systems that pay R once; two close on the first day and return a share f of "
    "what was staked. Six values of R by six of f.",
    source="Arithmetic; the claim of the article about a portfolio of five revenue-share systems (A14)",
    tolerance="To the cent; both forms are the same.",
)
def five_revshares(short: bool) -> Findings:
    """The result of every pair of multiple and recovery, to the cent."""
    pairs = list(product(MULTIPLES, RECOVERIES))
    got = np.array([five(*pair) for pair in pairs])
    exact = np.array([round(10_000 * (3 * returns + 2 * back - 5)) for returns, back in pairs])
    gains = np.array([3 * returns + 2 * back > 5 + 1e-9 for returns, back in pairs])
    checks = (
        near("pairs computed", len(pairs), 36, 0),
        near("largest difference from 3R + 2f - 5", np.abs(got - exact).max(), 0, 0, "cents"),
        near("pairs in which gain and 3R + 2f > 5 disagree", np.count_nonzero((got > 0) != gains), 0, 0),
    )
    return Findings(checks, _five_figure(pairs, got))


def _five_figure(pairs: list[tuple[float, float]], got: NDArray[np.int64]) -> Figure:
    figure, (axes,) = page(
        "What five stakes bring if two systems close",
        "A mark is a portfolio; the dashed line is 3R + 2f = 5",
        "Stakes of 100.00 in each of five systems",
    )
    back = np.array([0.0, 1.0])
    axes.plot(back, (5 - 2 * back) / 3, color="#5f5f5f", lw=1.4, ls=(0, (4, 2)), label="3R + 2f = 5")
    x, y = np.array([pair[1] for pair in pairs]), np.array([pair[0] for pair in pairs])
    for chosen, name, number in ((got > 0, "gain", 2), (got <= 0, "no gain", 4)):
        dots(axes, x[chosen], y[chosen], name, number)
    for (returns, share), cents in zip(pairs, got, strict=True):
        beside = {"xytext": (-7, -3), "ha": "right"} if share == 0.85 else {"xytext": (7, -3)}
        axes.annotate(f"{cents / CENTS:+.0f}", (share, returns), textcoords="offset points", fontsize=8.5, **beside)
    axes.set_xlim(-0.05, 1.08)
    axes.set_ylim(0.93, 1.9)
    label(axes, "share returned by a closed system, f", "multiple paid by the others, R", legend="")
    shared_legend(figure, axes)
    return figure


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
        market: Market = lived(account_free([system] * SYSTEMS, days=days), days, seed)
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
        left.plot(days, of.sf(days), color="#5f5f5f", lw=1.4, ls=(0, (4, 2)))
        some = np.geomspace(1, 2_000, 24)
        dots(left, some, [np.mean(lives(law, worlds) > day) for day in some], law, number)
    left.set_xscale("log")
    label(left, "days", "share still alive", "Lifetimes")
    alive, expected = _survivors("exponential", worlds)
    right.bar(range(SYSTEMS + 1), expected / worlds, color="#cfe3ee", width=0.7, label="binomial")
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
