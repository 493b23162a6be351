"""Recruiting through circles of friends, and how unequally a binary plan pays (Legara et al. 2008)."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from sim.market import Market
from sim.record.outcomes import gini, top_share
from sim.verification.case import Findings, case, most, near
from sim.verification.data import scenario
from sim.verification.figures import curve, label, page

FILE, SEEDS, SHORT, WINDOW = "verification/clustered.toml", 20, 6, 28
GRAPHS = {"clustered": 0.0, "random": 1.0}
OTHERS = (0.01, 0.1)  # shares at work on the first day: as in Germany, and more than anywhere
SOURCE = "Legara et al. 2008, Physica A 387:4889-4895"
World = tuple[NDArray[np.int64], NDArray[np.int64]]


@cache
def world(graph: str, seed: int, founders: float = 0.0) -> World:
    """Recruits who began to work on each day, and commissions of all who work by the end, in cents."""
    share = [f"population.networkers={founders}"] if founders else []
    of = scenario(FILE, f"graph.p={GRAPHS[graph]}", *share)
    market = Market(of, seed, collect=False)
    while market.running:
        market.step()
    w = market.world.tables
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
    clustered, random = (recruiting(graph, seeds, share) for graph in GRAPHS)
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
    seeds = SHORT if short else SEEDS
    curves = {graph: recruiting(graph, seeds) for graph in GRAPHS}
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
    seeds = SHORT if short else SEEDS
    paid = {graph: [world(graph, seed)[1] for seed in range(1, seeds + 1)] for graph in GRAPHS}
    checks = tuple(
        near(f"share of the top 20 %, {graph}", np.mean([top_share(each, 0.2) for each in found]), 0.80, 0.08)
        for graph, found in paid.items()
    )
    figure, (axes,) = page(
        "How unequally the binary plan pays",
        "Share of all commissions that the best paid get; the band is what is accepted of the top fifth",
        f"{seeds} worlds of 2,000 people a graph",
    )
    axes.plot([0.2, 0.2], [0.72, 0.88], color="#cfe3ee", lw=12, solid_capstyle="butt", label="accepted")
    for number, (graph, found) in enumerate(paid.items()):
        curve(axes, *_lorenz(found[0]), graph, 2 * number)
    axes.plot([0, 1], [0, 1], color="#5f5f5f", lw=1.4, ls=(0, (4, 2)), label="equal")
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
