"""How something spreads: through circles of friends and without them, and by imitation."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray
from scipy.optimize import curve_fit

from sim.record import gini, top_share
from sim.verification.case import Check, Findings, case, most, near
from sim.verification.figures import BAND, curve, dashed, dots, label, page
from sim.verification.limits import lived, scenario

FILE, SEEDS, SHORT = "verification/contagion.toml", 100, 40
GRAPHS = {"clustered": ("graph.kind=watts_strogatz", "graph.p=0.0"), "random": ("graph.kind=random_regular",)}
REACHED, RATIO, ACCEPTED = 0.538, 1.4, (1.15, 1.7)
INTERCEPTS = (-5.0, -4.0, -3.0)
PROOF = 4.0  # with the intercept -4, one who sees enough contacts says yes every other time


@cache
def spread(graph: str, needed: int, seeds: int, intercept: float = -PROOF) -> NDArray[np.float64]:
    """Share of people who are in at the end of each day, mean of many worlds."""
    law = (
        f"decision.work_intercept={intercept}",
        f"decision.social_proof={-intercept}",
        f"decision.social_threshold={needed - 1}",
    )
    of, found = scenario(FILE, *GRAPHS[graph], *law), []
    for seed in range(1, seeds + 1):
        w = lived(of, None, seed).world.tables
        days = w.positions.day[: w.count[0].positions]
        found.append(np.cumsum(np.bincount(days, minlength=of.time.days)) / w.people.size)
    return np.asarray(np.mean(found, axis=0))


def half(curve: NDArray[np.float64]) -> int:
    """Day on which half of all are in; the last day if they never are."""
    return int(np.argmax(curve >= 0.5)) if curve[-1] >= 0.5 else curve.size


def reach_ratio(seeds: int, intercept: float = -PROOF) -> tuple[float, int]:
    """Reach of complex contagion, clustered over random, on the day the clustered graph is where Centola's was."""
    clustered, random = (spread(graph, 2, seeds, intercept) for graph in GRAPHS)
    day = int(np.argmax(clustered >= REACHED)) if clustered[-1] >= REACHED else clustered.size - 1
    return float(clustered[day] / random[day]), day


@case(
    "contagion",
    kind="target",
    title="If one friend is enough, the random graph is faster; if it takes two, circles reach further",
    setup="128 people with six contacts each, on a ring of circles (clustered) or a random regular graph; one begins, "
    "each talks to a contact a day. A person who sees enough contacts in joins every other time, others once in 55 "
    "times (intercept -4, proof 4); all other weights are 0. Mean of 100 worlds (short: 40). Reach is compared on the "
    "day on which the clustered graph has come as far as Centola's, .538.",
    source="Centola 2010, Science 329:1194-1197: .538 of the clustered and .384 of the random network",
    tolerance="The published range 1.15 to 1.7, in both forms; the ratio was quoted from memory and wants caution.",
)
def contagion(short: bool) -> Findings:
    """Speed of simple, and reach of complex contagion on both graphs."""
    seeds = SHORT if short else SEEDS
    days = {graph: half(spread(graph, 1, seeds)) for graph in GRAPHS}
    ratio, day = reach_ratio(seeds)
    checks = (
        most("one is enough: days to half, random / clustered", days["random"] / days["clustered"], 1.0 - 1e-9),
        Check("it takes two: reach, clustered / random", ratio, *ACCEPTED, RATIO),
    )
    others = {intercept: reach_ratio(min(seeds, 40), intercept)[0] for intercept in INTERCEPTS}
    told = ", ".join(f"{each:.2f} at {1 / (1 + np.exp(-intercept)):.1%}" for intercept, each in others.items())
    remark = (
        f"The second ratio hangs on how often one contact alone persuades: {told} (40 worlds each). The smaller that "
        "chance, the further circles reach before the other."
    )
    return Findings(checks, _contagion_figure(seeds, day), remark)


def _contagion_figure(seeds: int, day: int) -> Figure:
    figure, panels = page(
        "Simple and complex contagion",
        "Share of people who are in; dotted: the day of comparison",
        f"Mean of {seeds} worlds of 128 people with six contacts each",
        columns=2,
    )
    for axes, needed in zip(panels, (1, 2), strict=True):
        for number, graph in enumerate(GRAPHS):
            found = spread(graph, needed, seeds)
            curve(axes, np.arange(found.size), found, graph, 2 * number)
        title = "One contact is enough" if needed == 1 else "It takes two contacts"
        label(axes, "day", "share who are in", title, legend="lower right" if needed == 1 else "upper left")
        axes.set_ylim(0, 1.02)
    panels[1].axvline(day, color="#5f5f5f", lw=1.4, ls=":")
    return figure


CIRCLES, TOWNS, SHORT_TOWNS, WINDOW = "verification/clustered.toml", 20, 6, 28
REWIRED = {"clustered": 0.0, "random": 1.0}
OTHERS = (0.01, 0.1)  # shares at work on the first day: as in Germany, and more than anywhere
SOURCE = "Legara et al. 2008, Physica A 387:4889-4895"
World = tuple[NDArray[np.int64], NDArray[np.int64]]


@cache
def world(graph: str, seed: int, founders: float = 0.0) -> World:
    """Recruits who began to work on each day, and commissions of all who work by the end, in cents."""
    share = [f"population.networkers={founders}"] if founders else []
    of = scenario(CIRCLES, f"graph.p={REWIRED[graph]}", *share)
    w = lived(of, None, seed).world.tables
    held = w.positions[: w.count[0].positions]
    days = held.day[(held.working == 1) & (held.top == 0)]
    mine = w.accounts[: w.people.size][w.tally.joined >= 0]
    return np.bincount(days, minlength=of.time.days), np.asarray(mine.active + mine.passive, np.int64)


def recruiting(graph: str, seeds: int, founders: float = 0.0) -> NDArray[np.float64]:
    """Mean number of recruits a day, smoothed over four weeks."""
    mean = np.mean([world(graph, seed, founders)[0] for seed in range(1, seeds + 1)], axis=0)
    return np.convolve(mean, np.ones(WINDOW) / WINDOW, mode="same")


def peak_day(smooth: NDArray[np.float64]) -> float:
    """Middle of the days on which recruiting is within a tenth of its peak, because the top of a curve may be flat."""
    return float(np.flatnonzero(smooth >= 0.9 * smooth.max()).mean())


def _told(share: float, seeds: int) -> str:
    clustered, random = (recruiting(graph, seeds, share) for graph in REWIRED)
    return (
        f"with {share:.0%} at work on the first day it is on day {peak_day(clustered):.0f} in the clustered graph and "
        f"on day {peak_day(random):.0f} in the random one, {clustered.max() / random.max():.2f} as high"
    )


@case(
    "clustered-against-random",
    kind="ordinal",
    title="Through circles of friends recruiting peaks earlier and lower",
    setup="2,000 people with ten contacts each on a ring of circles (clustered) or a rewired one (random); 6 % work on "
    "the first day, everybody would, nobody leaves, a year. Recruits a day, smoothed over four weeks, mean of 20 "
    "worlds (short: six).",
    source=SOURCE,
    tolerance="The direction only, in both forms.",
)
def clustered_against_random(short: bool) -> Findings:
    """Day and height of the peak of recruiting on both graphs."""
    seeds = SHORT_TOWNS if short else TOWNS
    curves = {graph: recruiting(graph, seeds) for graph in REWIRED}
    clustered, random = curves.values()
    checks = (
        most("day of the peak, clustered / random", peak_day(clustered) / peak_day(random), 1.0 - 1e-9),
        most("height of the peak, clustered / random", clustered.max() / random.max(), 1.0 - 1e-9),
    )
    figure, (axes,) = page(
        "Recruits a day through circles of friends and without them",
        "Smoothed over four weeks; circles are used up, so that recruiting goes on more slowly and for longer",
        f"Mean of {seeds} worlds of 2,000 people with ten contacts each",
    )
    for number, (graph, found) in enumerate(curves.items()):
        curve(axes, np.arange(found.size), found, graph, 2 * number)
        axes.plot(peak_day(found), found[round(peak_day(found))], marker="o", ms=7, color="#1a1a1a")
    label(axes, "day", "recruits a day")
    told = "; ".join(_told(share, min(seeds, 6)) for share in OTHERS)
    remark = f"When recruiting peaks hangs on how many begin at once: {told} (six worlds each). Lower it is with any."
    return Findings(checks, figure, remark)


@case(
    "binary-pareto",
    kind="target",
    title="In a binary plan a fifth of the members hold four fifths of the commissions",
    setup="The worlds of clustered-against-random under a binary plan that pays a tenth of the weaker leg: commissions "
    "of all members after a year. Mean of 20 worlds (short: six) on each graph.",
    source=SOURCE,
    tolerance=".08, in both forms.",
)
def binary_pareto(short: bool) -> Findings:
    """The share of the top fifth, on both graphs."""
    seeds = SHORT_TOWNS if short else TOWNS
    paid = {graph: [world(graph, seed)[1] for seed in range(1, seeds + 1)] for graph in REWIRED}
    checks = tuple(
        near(f"share of the top 20 %, {graph}", np.mean([top_share(each, 0.2) for each in found]), 0.80, 0.08)
        for graph, found in paid.items()
    )
    figure, (axes,) = page(
        "How unequally the binary plan pays",
        "Share of all commissions that the best paid get; the band is what is accepted of the top fifth",
        f"{seeds} worlds of 2,000 people a graph",
    )
    axes.plot([0.2, 0.2], [0.72, 0.88], color=BAND, lw=12, solid_capstyle="butt", label="accepted")
    for number, (graph, found) in enumerate(paid.items()):
        curve(axes, *_lorenz(found[0]), graph, 2 * number)
    dashed(axes, [0, 1], [0, 1], "equal")
    label(axes, "best paid, share of members", "share of commissions", legend="lower right")
    earning = {graph: np.mean([np.mean(each > 0) for each in found]) for graph, found in paid.items()}
    among = {graph: np.mean([top_share(each[each > 0], 0.2) for each in found]) for graph, found in paid.items()}
    coefficient = np.mean([gini(each) for each in paid["random"]])
    remark = (
        f"Of all members {earning['clustered']:.0%} (clustered) and {earning['random']:.0%} (random) were ever paid; "
        f"among these alone the top fifth hold {among['clustered']:.2f} and {among['random']:.2f}. Gini coefficient of "
        f"all in the random graph: {coefficient:.2f}."
    )
    return Findings(checks, figure, remark)


def _lorenz(paid: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    ranked = np.sort(paid)[::-1].astype(np.float64)
    return np.arange(ranked.size + 1) / ranked.size, np.concatenate([[0.0], np.cumsum(ranked)]) / ranked.sum()


BASS_SEEDS, BASS_SHORT, MOST = 8, 2, 0.05
YEARS, OPENERS = 3, 0.001
Curve = NDArray[Any]
NOBODY_IMITATES = 1_000.0
"""Innovation over imitation from which on a fit has found none: then its q lies at the lower end of what it tries."""


def in_words(innovates: float, imitates: float = 1.0) -> str:
    """Say that a fit found no imitation, next to which p/q is a number without meaning; empty where it found some."""
    return "no imitation found" if innovates > NOBODY_IMITATES * imitates else ""


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
    of, found = scenario("base.toml", f"time.days={365 * YEARS}", f"population.networkers={OPENERS}"), []
    for seed in range(1, seeds + 1):
        w = lived(of, None, seed).world.tables
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
    setup="The default world (base.toml) for three years, opened by one person in a thousand: people who have joined "
    "by the end of each day, as customers or to work, mean of eight worlds (short: two); the model of Bass, begun with "
    "the founders, is fitted to it by least squares.",
    source="Bosley & McKeage 2015, Journal of Public Policy & Marketing 34:84-102; Bass 1969",
    tolerance="p/q below .05, in both forms.",
)
def imitation(short: bool) -> Findings:
    """Innovation over imitation in the default world."""
    seeds = BASS_SHORT if short else BASS_SEEDS
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
    without = in_words(innovates, imitates) or f"p/q is {innovates / imitates:.2g}"
    remark = (
        "Those who work from the first day count as there at the beginning, and those they win as imitation. If "
        f"one counts from zero without these, {without}. The fitted curve is never further off than {off:.1%} of those "
        "who joined."
    )
    check = replace(most("innovation / imitation, p / q", p / q, MOST), words=in_words(p, q))
    return Findings((check,), figure, remark)
