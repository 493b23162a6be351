"""From the last population to a posterior sample: regression adjustment, equally weighted draws, the medoid.

Everything happens in the unit cube of the priors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.study.calibration.closeness import Closeness, half_width
from sim.study.targets import TARGETS

Array = NDArray[np.float64]
EDGE = 1e-4  # how near to the ends of a prior a particle counts as being inside
DRAWS = 200
FEWEST = 5  # particles per figure without which there is no regression
RIDGE = 0.1  # of the mean square of a column, added so that figures that say nearly the same do no harm


@dataclass(frozen=True)
class Population:
    """One generation of particles."""

    shares: NDArray[np.float64]  # shape (particles, parameters): quantiles of the priors, 0..1
    weights: NDArray[np.float64]  # shape (particles,), which sum to 1
    distances: NDArray[np.float64]
    figures: pd.DataFrame  # one row per particle, a column per figure
    epsilon: float


def truncated(weights: Array) -> Array:
    """Return weights of an importance sample, shape (particles,), none of which counts more than is good; sum 1.

    Notes
    -----
    Truncated importance sampling (Ionides 2008, Journal of Computational and Graphical Statistics 17:295-311): no
    weight is larger than the mean one times the root of their number, so that a particle found by accident where
    hardly any was proposed does not stand for all the others.
    """
    cut = np.minimum(weights, weights.mean() * np.sqrt(len(weights)))
    return np.asarray(cut / cut.sum())


def effective(weights: Array) -> float:
    """Return how many particles of equal weight say as much as these (Kish's effective sample size)."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def near(weights: Array, distances: Array) -> Array:
    """Return weights times an Epanechnikov kernel of the distance, shape (particles,), which sum to 1."""
    kernel = 1.0 - (distances / (distances.max() * (1 + 1e-9))) ** 2 if distances.max() > 0 else np.ones(len(distances))
    weight = weights * kernel
    if weight.sum() <= 0:
        weight = weights
    return np.asarray(weight / weight.sum())


def adjusted(shares: Array, weights: Array, figures: Array, observed: Array, distances: Array) -> tuple[Array, Array]:
    """Shift particles to where they would be if their figures were the published ones (local-linear regression).

    Parameters
    ----------
    shares
        Shape (particles, parameters), quantiles of the priors, 0..1.
    weights, distances
        Shape (particles,): weights, which sum to 1, and distances to what was published.
    figures, observed
        Shape (particles, figures) in units of what is accepted, and what these would be, shape (figures,), or that of
        figures if it differs by particle; a figure that is missing somewhere, or the same everywhere, is left out.

    Returns
    -------
    tuple
        Shares after the adjustment, inside 0..1, and weights, which sum to 1.

    Notes
    -----
    Beaumont, Zhang & Balding 2002 (Genetics 162:2025-2035), on logits so that no parameter leaves its prior. Weights
    are those of the particles times an Epanechnikov kernel of the distance. A regression says nothing beyond what it
    has seen: an observed figure outside of all simulated ones is taken for the nearest of them, and with fewer than
    five particles per figure nothing is shifted.
    """
    weight = near(weights, distances)
    there = ~np.isnan(figures).any(axis=0) & (figures.std(axis=0) > 0)
    if not there.any() or len(shares) < FEWEST * int(there.sum()):
        return shares, weight
    inside = np.clip(shares, EDGE, 1 - EDGE)
    logits = np.log(inside / (1 - inside))
    mine = figures[:, there]
    wanted = np.broadcast_to(observed, figures.shape)[:, there]
    off = mine - np.clip(wanted, mine.min(axis=0), mine.max(axis=0))
    slopes = _slopes(mine, logits, weight)
    moved = logits - off @ slopes
    return np.asarray(1.0 / (1.0 + np.exp(-moved))), weight


def in_units(figures: pd.DataFrame, names: Sequence[str]) -> Array:
    """Return figures in half widths of what is accepted, shape (particles, figures)."""
    return np.column_stack([figures[name].to_numpy(np.float64) / half_width(TARGETS[name]) for name in names])


def posterior_of(population: Population, closeness: Closeness, *, adjust: bool = True) -> tuple[Array, Array]:
    """Return particles, adjusted or as they are, and their weights.

    Adjusted particles are shifted towards figures with a value of their own. Of a figure of which several values or
    only a range were published, a particle in between keeps its own: it is held while the others move.
    """
    if not adjust:
        return population.shares, truncated(near(population.weights, population.distances))
    figures = in_units(population.figures, closeness.names)
    wanted = figures.copy()
    for place, name in enumerate(closeness.names):
        unit, target = half_width(TARGETS[name]), TARGETS[name]
        if name in closeness.center:
            wanted[:, place] = closeness.center[name] / unit
        else:
            low, high = target.published or (target.low, target.high)
            wanted[:, place] = np.clip(figures[:, place], low / unit, high / unit)
    shares, weights = adjusted(population.shares, population.weights, figures, wanted, population.distances)
    return shares, truncated(weights)


def _slopes(figures: Array, logits: Array, weight: Array) -> Array:
    """Weighted ridge regression of every parameter on all figures: shape (figures, parameters)."""
    x = figures - weight @ figures
    y = logits - weight @ logits
    square = (x * weight[:, None]).T @ x
    square += RIDGE * np.diag(np.diag(square)) + 1e-12 * np.eye(square.shape[0])
    return np.asarray(np.linalg.solve(square, (x * weight[:, None]).T @ y))


def drawn(shares: Array, weights: Array, many: int = DRAWS) -> Array:
    """Return equally weighted draws by systematic resampling, without chance: shape (many, parameters)."""
    places = (np.arange(many) + 0.5) / many
    chosen = np.searchsorted(np.cumsum(weights) / weights.sum(), places)
    return np.asarray(shares[np.minimum(chosen, len(shares) - 1)])


def medoid(draws: Array) -> int:
    """Return the draw with the smallest summed distance to all others, each parameter scaled by its posterior spread.

    Among equals it is the first.
    """
    spread = draws.std(axis=0)
    scaled = draws / np.where(spread > 0, spread, 1.0)
    distances = np.sqrt(((scaled[:, None, :] - scaled[None, :, :]) ** 2).sum(axis=2))
    return int(distances.sum(axis=1).argmin())


def quantiles(values: Array, weights: Array, levels: Sequence[float]) -> list[float]:
    """Return weighted quantiles of one column."""
    order = np.argsort(values, kind="stable")
    steps = np.cumsum(weights[order]) - 0.5 * weights[order]
    return [float(each) for each in np.interp(np.asarray(levels) * weights.sum(), steps, values[order])]


def contraction(draws: Array) -> Array:
    """Return by how much of the prior's variance each posterior is narrower, 1 known exactly, 0 as before."""
    return np.asarray(1.0 - draws.var(axis=0) * 12.0)


def width(draws: Array, share: float = 0.9) -> Array:
    """Return the width of the central interval of the posterior over that of the prior, shape (parameters,)."""
    low, high = np.quantile(draws, [(1 - share) / 2, (1 + share) / 2], axis=0)
    return np.asarray((high - low) / share)


def leaning(draws: Array, margin: float = 0.05) -> Array:
    """Return to which end each posterior leans: -1, 0 or 1; more than a fifth of it lies within 5 % of that end."""
    low, high = (draws < margin).mean(axis=0), (draws > 1 - margin).mean(axis=0)
    return np.where(low > 0.2, -1, np.where(high > 0.2, 1, 0)).astype(np.float64)
