"""Whether known parameters are recovered from figures of worlds made with them, and how often intervals cover them.

Two ways. In the short one, sequential Monte Carlo is run anew for each truth, which a toy that answers at once allows.
In the long one all truths share one table of prior draws: each draw in turn is the truth, its figures what was
observed, and the others that are nearest to it are its particles; distance and adjustment are those of the search.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.study.calibration.adjusting import Population, posterior_of, quantiles
from sim.study.calibration.closeness import REFUSAL, Bench, Closeness
from sim.study.calibration.measuring import Job, Measuring
from sim.study.calibration.smc import Search, Stop
from sim.study.calibration.space import Searched, Values

LEVELS = (0.5, 0.9)
NEAREST = 0.1  # of the table, that are a truth's particles
PRIOR_SEEDS = range(911_000, 917_000)
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Coverage:
    """How often intervals cover the truth, by parameter."""

    truths: int
    covered: dict[str, dict[str, float]]  # parameter, then "0.5" and "0.9": share of truths inside the interval
    error: dict[str, float]  # root mean square of posterior mean minus truth, over that of the prior mean

    def overall(self, level: float) -> float:
        """Return the share over all parameters, 0..1."""
        return float(np.mean([each[f"{level:g}"] for each in self.covered.values()]))


def covers(places: Array, weights: Array, truth: Array) -> tuple[dict[float, list[bool]], Array]:
    """Return for each level whether the central interval of every parameter holds its truth; and posterior means."""
    inside: dict[float, list[bool]] = {level: [] for level in LEVELS}
    for number, true in enumerate(truth):
        for level in LEVELS:
            low, high = quantiles(places[:, number], weights, [(1 - level) / 2, (1 + level) / 2])
            inside[level].append(low <= true <= high)
    return inside, weights @ places


def summed(names: Sequence[str], truths: Array, found: Sequence[tuple[dict[float, list[bool]], Array]]) -> Coverage:
    """Put what was found for all truths together."""
    covered = {
        name: {f"{level:g}": float(np.mean([inside[level][k] for inside, _ in found])) for level in LEVELS}
        for k, name in enumerate(names)
    }
    off = np.array([mean for _, mean in found]) - truths
    error = np.sqrt((off**2).mean(axis=0)) / np.sqrt(((truths - 0.5) ** 2).mean(axis=0))
    return Coverage(len(truths), covered, dict(zip(names, map(float, error), strict=True)))


def truths_of(space: Sequence[Searched], many: int, seed: int) -> Array:
    """Draw parameters from the prior, as quantiles (Latin hypercube), shape (many, parameters)."""
    from scipy.stats.qmc import LatinHypercube

    return np.asarray(LatinHypercube(len(space), rng=seed).random(many))


def by_search(
    space: Sequence[Searched],
    bench: Bench,
    folder: Callable[[int], Path],
    truths: Array,
    measuring: Callable[[Bench, int], Measuring],
    *,
    size: int,
    stop: Stop,
) -> Coverage:
    """Search anew for each truth: sequential Monte Carlo on figures of a world that was made with it."""
    found = []
    for number, truth in enumerate(truths):
        at = {each.name: each.at(float(share)) for each, share in zip(space, truth, strict=True)}
        observed = bench.measure(at, (PRIOR_SEEDS[number],))
        closeness = bench.closeness.to(observed)
        mine = replace(bench, closeness=closeness)
        search = Search(space, mine, folder(number), size, number + 1)
        search.run(measuring(mine, number), stop)
        places, weights = posterior_of(search.population(), closeness)
        found.append(covers(places, weights, truth))
    return summed([each.name for each in space], truths, found)


def table_of(
    space: Sequence[Searched], bench: Bench, measuring: Measuring, many: int, seed: int
) -> tuple[Array, pd.DataFrame] | None:
    """Measure draws from the prior: quantiles and figures, one row per draw that made a world; none if stopped."""
    shares = truths_of(space, many, seed)
    jobs = [
        Job(
            tuple((each.name, each.at(float(share))) for each, share in zip(space, row, strict=True)),
            (PRIOR_SEEDS[number % len(PRIOR_SEEDS)],),
            kind="prior",
        )
        for number, row in enumerate(shares)
    ]
    found = measuring.all(bench, jobs)
    if found is None:
        return None
    there = np.array([REFUSAL not in each for each in found])
    return shares[there], pd.DataFrame([each for each in found if REFUSAL not in each])


def by_table(
    space: Sequence[Searched], closeness: Closeness, shares: Array, figures: pd.DataFrame, truths: int
) -> Coverage:
    """Take draws of the table that have all figures as the truth, the first so many, and all others as the prior."""
    whole = np.flatnonzero(~figures[list(closeness.names)].isna().any(axis=1).to_numpy())[:truths]
    found = [covers(*_nearest(closeness, shares, figures, int(number)), shares[number]) for number in whole]
    return summed([each.name for each in space], shares[whole], found)


def _nearest(closeness: Closeness, shares: Array, figures: pd.DataFrame, truth: int) -> tuple[Array, Array]:
    observed: Values = {str(name): float(value) for name, value in figures.iloc[truth].items()}
    mine = closeness.to(observed)
    rows = [dict(zip(mine.names, row, strict=True)) for row in figures[list(mine.names)].to_numpy(np.float64).tolist()]
    far = np.array([mine.distance(row) for row in rows])
    far[truth] = np.inf
    kept = np.argsort(far, kind="stable")[: max(shares.shape[1] + 10, round(NEAREST * len(far)))]
    population = Population(
        shares[kept], np.full(kept.size, 1 / kept.size), far[kept], figures.iloc[kept], float(far[kept].max())
    )
    return posterior_of(population, mine)
