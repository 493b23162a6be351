"""How a generation proposes particles: from one bell over the whole generation before, and sometimes from the prior.

A kernel around each particle is what pyABC offers. In a dozen dimensions a few hundred particles are so far from each
other that such kernels leave most of the space between them all but empty; what is accepted there weighs more than all
the rest together. One normal distribution, with the spread and the correlations of the whole generation, leaves no
holes, and a share from the prior bounds every weight (Hesterberg 1995, Technometrics 37:185-194).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri
from scipy.stats import multivariate_normal, norm

WIDER = 1.3  # variance of proposals over that of the generation before
FROM_PRIOR = 0.1  # share of proposals from the prior
EDGE = 1e-6  # quantiles nearer to 0 or 1 count as this near
Array = NDArray[np.float64]


class Bell:
    """A normal distribution over probits of the priors' quantiles, mixed with the prior.

    Parameters
    ----------
    shares
        Quantiles of a generation, shape (particles, parameters), 0..1.
    weights
        Its weights, shape (particles,), which sum to 1.
    """

    def __init__(self, shares: Array, weights: Array) -> None:
        places = probits(shares)
        self.mean = weights @ places
        off = places - self.mean
        spread = WIDER * (off * weights[:, None]).T @ off
        self.spread = spread + 1e-9 * np.eye(len(self.mean))

    def draw(self, chance: Any) -> Array:
        """Draw a proposal, shape (parameters,), from something that draws as ``numpy.random`` does."""
        if chance.random_sample() < FROM_PRIOR:
            return np.asarray(chance.random_sample(len(self.mean)))
        return np.asarray(ndtr(chance.multivariate_normal(self.mean, self.spread)))

    def density(self, shares: Array) -> Array:
        """Return the density of proposals over that of the prior, shape (places,); never below the prior's share."""
        places = probits(np.atleast_2d(shares))
        bell = multivariate_normal(self.mean, self.spread).logpdf(places) - norm.logpdf(places).sum(axis=1)
        return np.asarray(FROM_PRIOR + (1.0 - FROM_PRIOR) * np.exp(np.atleast_1d(bell)))


def probits(shares: Array) -> Array:
    """Return the normal deviates of quantiles."""
    return np.asarray(ndtri(np.clip(shares, EDGE, 1.0 - EDGE)))


def transition(pyabc: Any) -> Any:
    """Return the bell as pyABC wants it."""

    class Proposing(pyabc.transition.Transition):  # type: ignore[misc] # pyABC is not there for the type checker
        def fit(self, X: pd.DataFrame, w: Array) -> None:  # noqa: N803 - pyABC's name
            self.names, self.bell = list(X.columns), Bell(X.to_numpy(np.float64), np.asarray(w, np.float64))

        def rvs_single(self) -> Any:
            return pyabc.Parameter(dict(zip(self.names, self.bell.draw(np.random), strict=True)))

        def pdf(self, x: Any) -> Any:
            if isinstance(x, pd.DataFrame):
                return self.bell.density(x[self.names].to_numpy(np.float64))
            return float(self.bell.density(np.array([float(x[name]) for name in self.names]))[0])

    return Proposing()
