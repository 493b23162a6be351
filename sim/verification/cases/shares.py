"""Pools that pay old money with new: when they fail, and what five of them bring."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray
from scipy.integrate import solve_ivp
from scipy.optimize import bisect, brentq

from sim.core.money import CENTS
from sim.simulation import Simulation
from sim.verification.case import Findings, case, near
from sim.verification.figures import BAND, curve, dashed, dots, label, page, shared_legend
from sim.verification.limits import lived
from sim.verification.shares import account_free, holder, result

YEAR, CYCLE, RETURNS = 365, 55, 1.1
ADPACK: dict[str, Any] = {"returns": RETURNS, "days": CYCLE, "fee": 0.0, "deposits": 1_000_000}
FAILS = {0.0: 307, 0.73: 401}  # share that is re-bought, and the day on which an adpack fails
FUND: dict[str, Any] = {"payout": "account", "pool": 3_650_000, "deposits": 10_000, "earnings": 0.02, "fee": 0.0}
"""Capital 1, deposits 1 a year; the promised rate is .10 a year and the withdrawal rate .15, the defaults."""
PEAK, EMPTY = 7.965, 17.887
LONG, SHORT_YEARS = 80, 32  # years after which a fund counts as alive
MULTIPLES, RECOVERIES = (1.0, 1.1, 1.4, 1.6, 1.7, 1.8), (0.0, 0.25, 0.5, 0.85, 0.86, 1.0)


def followed(law: dict[str, Any], days: int, every: int = 0) -> tuple[Simulation, NDArray[np.float64]]:
    """A pool without people, until it fails or the days are over; and what is in it after every so many days.

    That is in units of currency; nothing if ``every`` is 0.
    """
    market, found = lived(account_free([law], days=days), 0), []
    while market.running and market.world.tables.pools[0].closed < 0:
        market.step()
        if every and market.day % every == 0:
            w = market.world.tables
            found.append(w.accounts.balance[w.people.size] / CENTS)
    return market, np.array(found)


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
    "survive 80 years (short: 32).",
    source="Artzrouni 2009, Mathematical Social Sciences 58:190-201",
    tolerance="One percent of the time, for days instead of a continuous flow; the same in both forms.",
)
def fund_collapse(short: bool) -> Findings:
    """When the fund peaks and is empty, and how fast deposits must grow for it to live."""
    market, path = followed(FUND, 20 * YEAR, 36)
    pool = market.world.tables.pools[0]
    checks = [
        near("years to the peak", pool.peak_day / YEAR, PEAK, 0.01 * PEAK, "years"),
        near("years until it is empty", pool.closed / YEAR, EMPTY, 0.01 * EMPTY, "years"),
    ]
    long = SHORT_YEARS if short else LONG
    for growth, lives in ((0.08, 0), (0.12, 1)):
        pool = followed({**FUND, "deposits_growth": growth / YEAR}, long * YEAR)[0].world.tables.pools[0]
        checks.append(near(f"alive after {long} years, deposits growing {growth:.0%}", pool.closed < 0, lives, 0))
    figure, (axes,) = page(
        "What is in the fund",
        "Multiples of a year's first deposits; the band is a hundredth of the time around the equation",
        "One fund, in steps of a day",
    )
    path = np.append(1.0, path / FUND["pool"])
    years = np.arange(path.size) * 36 / YEAR
    exact = fund_equation(years)
    dashed(axes, years, exact, "the equation")
    dots(axes, years[::4], path[::4])
    for year, text in ((PEAK, "peak"), (EMPTY, "empty")):
        axes.axvspan(0.99 * year, 1.01 * year, color=BAND, lw=0)
        axes.annotate(text, (year, axes.get_ylim()[1] * 0.05), xytext=(4, 0), textcoords="offset points", fontsize=9.5)
    label(axes, "years", "in the fund", legend="upper right")
    return Findings(tuple(checks), figure)


def ratio(again: float) -> float:
    """Cash out over cash in, a day, once an adpack with a pool that never fails is settled."""
    market, _ = followed({**ADPACK, "repurchase": again, "pool": 900_000_000}, 1_500)
    before = int(market.world.tables.pools[0].received)
    for _ in range(10):
        market.step()
    return (int(market.world.tables.pools[0].received) - before) / 10 / (1_000_000 * CENTS)


def settled(again: Any) -> Any:
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
        return 1.0 if followed(law, days)[0].world.tables.pools[0].closed < 0 else -1.0

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
    failing = {again: followed({**ADPACK, "repurchase": again}, 500, 1) for again in FAILS}
    checks = [
        near(f"day of insolvency, {again:.0%} re-bought", market.world.tables.pools[0].closed, FAILS[again], 1, "days")
        for again, (market, _) in failing.items()
    ]
    shares = (0.0, 0.73) if short else (0.0, 0.2, 0.4, 0.6, 0.73)
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
    for number, (again, day) in enumerate(FAILS.items()):
        found = np.append(0.0, failing[again][1] / 1e6)
        curve(left, np.arange(found.size), found, f"{again:.0%} re-bought", 2 * number)
        left.axvspan(day - 1, day + 1, color=BAND, lw=0)
        left.text(day - 6, 99, f"day {day}", rotation=90, ha="right", va="top", fontsize=9.5)
    left.set_ylim(-3, 100)
    label(left, "day", "pool, millions", "Days until the pool cannot pay", legend="upper left")
    rho = np.linspace(0, 0.78, 80)
    dashed(right, rho, settled(rho), "(1 - rho) R / (1 - rho R)")
    dots(right, shares, got)
    label(right, "share re-bought, rho", "cash out / cash in", "In the long run", legend="upper left")
    return Findings(tuple(checks), figure)


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
    dashed(axes, back, (5 - 2 * back) / 3, "3R + 2f = 5")
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
