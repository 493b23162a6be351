"""How a generation proposes particles: from bells over the whole generation before, and sometimes from the prior.

A kernel around each particle is what pyABC offers. In a dozen dimensions a few hundred particles are so far from each
other that such kernels leave most of the space between them all but empty; what is accepted there weighs more than all
the rest together. A normal distribution with the spread and the correlations of the whole generation leaves no holes; a
second one stands where a regression would move the generation, which is where to look next; and a share from the prior
bounds every weight (Hesterberg 1995, Technometrics 37:185-194).
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri
from scipy.stats import multivariate_normal, norm

from sim import UserError

WIDER = 1.5  # variance of proposals over that of the generation before
LEAST = 0.01  # smallest variance in any direction, in probits
FROM_PRIOR = 0.1  # share of proposals from the prior
EDGE = 1e-6  # quantiles nearer to 0 or 1 count as this near
Array = NDArray[np.float64]


class Bell:
    """A normal distribution over probits of the priors' quantiles.

    Parameters
    ----------
    mean, spread
        Mean and covariance, shapes (parameters,) and (parameters, parameters).
    """

    def __init__(self, mean: Array, spread: Array) -> None:
        self.mean, self.spread = np.asarray(mean, np.float64), np.asarray(spread, np.float64)

    @staticmethod
    def over(shares: Array, weights: Array) -> Bell:
        """Return the bell over a generation: quantiles of shape (particles, parameters), and weights that sum to 1."""
        places = probits(shares)
        mean = weights @ places
        off = places - mean
        return Bell(mean, WIDER * (off * weights[:, None]).T @ off + LEAST * np.eye(len(mean)))

    def draw(self, chance: Any) -> Array:
        """Draw a place, shape (parameters,), from something that draws as ``numpy.random`` does."""
        return np.asarray(ndtr(chance.multivariate_normal(self.mean, self.spread)))

    def density(self, shares: Array) -> Array:
        """Return the density over that of the prior, shape (places,)."""
        places = probits(np.atleast_2d(shares))
        bell = multivariate_normal(self.mean, self.spread).logpdf(places) - norm.logpdf(places).sum(axis=1)
        return np.asarray(np.exp(np.atleast_1d(bell)))


@dataclass(frozen=True)
class Start:
    """Where a search looks first, after the draws from the prior: what is known of earlier searches."""

    bells: tuple[Bell, ...] = ()
    epsilon: float = math.inf  # threshold of the first generation that is proposed from them

    @staticmethod
    def read(file: Path, names: Sequence[str]) -> Start:
        """Read a start.

        Raises
        ------
        UserError
            If it is no start of a search over these parameters.
        """
        try:
            told = json.loads(file.read_text(encoding="utf-8"))
            bells = tuple(Bell(np.array(each["mean"]), np.array(each["spread"])) for each in told["bells"])
            known, epsilon = list(told["names"]), float(told["epsilon"])
        except (OSError, ValueError, KeyError, TypeError):
            raise UserError(f"'{file}' holds no start of a search: names, epsilon and bells as JSON.") from None
        size = len(names)
        if known != list(names) or any(each.spread.shape != (size, size) for each in bells):
            raise UserError(f"'{file}' is the start of a search over other parameters.")
        return Start(bells, epsilon)


NOWHERE = Start()


def draw(bells: Sequence[Bell], many: int, chance: Any) -> Array:
    """Draw a proposal of so many parameters: from the prior or, equally often, from one of the bells."""
    share = chance.random_sample()
    if not bells or share < FROM_PRIOR:
        return np.asarray(chance.random_sample(many))
    return bells[int((share - FROM_PRIOR) / (1.0 - FROM_PRIOR) * len(bells))].draw(chance)


def density(bells: Sequence[Bell], shares: Array) -> Array:
    """Return the density of proposals over that of the prior, shape (places,); never below the prior's share."""
    shares = np.atleast_2d(shares)
    if not bells:
        return np.ones(len(shares))
    together = sum((bell.density(shares) for bell in bells), np.zeros(len(shares)))
    return np.asarray(FROM_PRIOR + (1.0 - FROM_PRIOR) / len(bells) * together)


def probits(shares: Array) -> Array:
    """Return the normal deviates of quantiles."""
    return np.asarray(ndtri(np.clip(shares, EDGE, 1.0 - EDGE)))


def transition(pyabc: Any, bells: Sequence[Bell], names: Sequence[str]) -> Any:
    """Return proposals from these bells as pyABC wants them, which fits nothing; names in the order of the bells."""

    class Proposing(pyabc.transition.Transition):  # type: ignore[misc] # pyABC is not there for the type checker
        def fit(self, X: pd.DataFrame, w: Array) -> None:  # noqa: N803 - pyABC's name
            """Nothing is fitted: the bells are there already."""

        def rvs_single(self) -> Any:
            return pyabc.Parameter(dict(zip(names, draw(bells, len(names), np.random), strict=True)))

        def pdf(self, x: Any) -> Any:
            if isinstance(x, pd.DataFrame):
                return density(bells, x[list(names)].to_numpy(np.float64))
            return float(density(bells, np.array([float(x[name]) for name in names]))[0])

    return Proposing()
