"""Adoption by imitation: the model of Bass, fitted to who joins the default world."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import curve_fit

from sim.market import Market
from sim.verification.case import Findings, case, most
from sim.verification.data import scenario
from sim.verification.figures import curve, dots, label, page

SEEDS, SHORT, MOST = 8, 2, 0.05
YEARS = 3
Curve = NDArray[Any]


def bass(t: Curve, market: float, p: float, q: float, begun: float = 0.0) -> Curve:
    """Adopters by time of a market, innovation p and imitation q a day, with some at the beginning (Bass 1969).

    Notes
    -----
    The solution of ``N' = (p + q N / market) (market - N)`` with ``N(0) = begun``.
    """
    fades = (1 - begun / market) / (1 + q * begun / (p * market)) * np.exp(-(p + q) * t)
    return np.asarray(market * (1 - fades) / (1 + q / p * fades))


def joined_by(seeds: int) -> Curve:
    """Mean number of people who are or were in a company at the end of each day, founders and customers among them."""
    of, found = scenario("base.toml", f"time.days={365 * YEARS}"), []
    for seed in range(1, seeds + 1):
        market = Market(of, seed, collect=False)
        while market.running:
            market.step()
        w = market.world.tables
        held = w.positions[: w.count[0].positions]
        first = np.full(w.people.size, of.time.days)
        np.minimum.at(first, held.person, held.day)
        found.append(np.cumsum(np.bincount(first, minlength=of.time.days + 1)[: of.time.days]))
    return np.asarray(np.mean(found, axis=0))


def fitted(joined: Curve, begun: float) -> tuple[float, float, float]:
    """Market, p and q that come nearest to a curve of adopters of whom some were there at the beginning."""

    def law(t: Curve, market: float, p: float, q: float) -> Curve:
        return bass(t, market, p, q, begun)

    t = np.arange(joined.size, dtype=np.float64)
    start = (1.2 * float(joined[-1]), 1e-4, 1e-2)
    bounds = ((joined[-1] * 0.5, 1e-9, 1e-9), (joined[-1] * 100, 1.0, 1.0))
    found, _ = curve_fit(law, t, joined, p0=start, bounds=bounds, maxfev=20_000)
    return float(found[0]), float(found[1]), float(found[2])


@case(
    "imitation",
    kind="target",
    title="People join because others did",
    setup="The default world (base.toml) for three years: people who have joined by the end of each day, as customers "
    "or to work, mean of eight worlds (short: two); the model of Bass, begun with the founders, is fitted to it by "
    "least squares.",
    source="Bosley & McKeage 2015, Journal of Public Policy & Marketing 34:84-102; Bass 1969",
    tolerance="p/q below .05, in both forms.",
)
def imitation(short: bool) -> Findings:
    """Innovation over imitation in the default world."""
    seeds = SHORT if short else SEEDS
    joined, days = joined_by(seeds), np.arange(365.0 * YEARS)
    begun = float(joined[0])
    market, p, q = fitted(joined, begun)
    exact = bass(days, market, p, q, begun)
    off = float(np.abs(exact - joined).max() / joined[-1])
    figure, (axes,) = page(
        "Who has joined, and the model of Bass",
        f"p = {p:.2g} and q = {q:.2g} a day, market {market:,.0f} people",
        f"Mean of {seeds} worlds of 3,000 people",
    )
    curve(axes, days, exact, "Bass, fitted", 1)
    dots(axes, days[::30], joined[::30], "joined")
    label(axes, "day", "people")
    _, innovates, imitates = fitted(joined - begun, 0.0)
    remark = (
        f"Who works from the first day counts as there at the beginning, so that whom he wins counts as imitation. If "
        f"one counts from zero without these, p/q is {innovates / imitates:.2g}. The fitted curve is never further off "
        f"than {off:.1%} of those who joined."
    )
    return Findings((most("innovation / imitation, p / q", p / q, MOST),), figure, remark)
