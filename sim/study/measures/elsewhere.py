"""Figures of worlds besides the default one: a market at its launch, and small worlds on two graphs."""

from __future__ import annotations

from functools import cache

import numpy as np

from sim.record import top_share
from sim.study.lived import Lived


def imitation(lived: Lived) -> float:
    """Return innovation over imitation, p/q of the model of Bass, fitted to who has joined by each day; nan if few."""
    from sim.verification.cases.contagion import fitted

    first = lived.positions.groupby("person")["day"].min()
    joined = np.cumsum(np.bincount(first, minlength=lived.days)[: lived.days]).astype(np.float64)
    if joined[0] <= 0 or joined[-1] < 2 * joined[0]:
        return float("nan")
    try:
        _, p, q = fitted(joined, float(joined[0]))
    except RuntimeError:  # the fit found no end
        return float("nan")
    return p / q


@cache
def graphs(seeds: int = 6, worlds: int = 40) -> dict[str, float]:
    """Return the figures of clustered and random graphs, from the worlds of the verification."""
    from sim.verification.cases import contagion

    peaks = {graph: contagion.recruiting(graph, seeds) for graph in contagion.REWIRED}
    clustered, random = peaks.values()
    paid = [contagion.world(graph, seed)[1] for graph in contagion.REWIRED for seed in range(1, seeds + 1)]
    half = {graph: contagion.half(contagion.spread(graph, 1, worlds)) for graph in contagion.GRAPHS}
    return {
        "peak-day": contagion.peak_day(clustered) / contagion.peak_day(random),
        "peak-height": float(clustered.max() / random.max()),
        "binary-top-20": float(np.mean([top_share(each, 0.2) for each in paid])),
        "simple-contagion": half["random"] / half["clustered"],
        "complex-contagion": contagion.reach_ratio(worlds)[0],
    }
