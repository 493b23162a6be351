"""How a generation proposes particles: from bells over the whole generation before, and sometimes from the prior.

A kernel around each particle is what pyABC offers. In a dozen dimensions a few hundred particles are so far from each
other that such kernels leave most of the space between them all but empty; what is accepted there weighs more than all
the rest together. A normal distribution with the spread and the correlations of the whole generation leaves no holes; a
second one stands where a regression would move the generation, which is where to look next; and a share from the prior
bounds every weight (Hesterberg 1995, Technometrics 37:185-194).

What a start knows of the figures besides (:mod:`.foreseeing`) spares most of the worlds that could hardly pass.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr
from scipy.stats import multivariate_normal, norm

from sim import UserError
from sim.core.files import write_text
from sim.study.calibration.closeness import Closeness
from sim.study.calibration.foreseeing import Surface, probits

WIDER = 1.5  # variance of proposals over that of the generation before
LEAST = 0.01  # smallest variance in any direction, in probits
FROM_PRIOR = 0.1  # share of proposals from the prior
Array = NDArray[np.float64]
Hope = Callable[[Array], Array]  # how likely places are to be lived


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
    surface: Surface | None = None  # what figures to expect; none: every proposal is lived

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
            surface = Surface.of(told["surface"]) if "surface" in told else None
        except (OSError, ValueError, KeyError, TypeError):
            raise UserError(f"'{file}' holds no start of a search: names, epsilon and bells as JSON.") from None
        size = len(names)
        fits = surface is None or surface.is_over(size)
        if known != list(names) or any(each.spread.shape != (size, size) for each in bells) or not fits:
            raise UserError(f"'{file}' is the start of a search over other parameters.")
        return Start(bells, epsilon, surface)

    def write(self, file: Path, names: Sequence[str]) -> Path:
        """Write what :meth:`read` reads, for a search over these parameters."""
        bells = [{"mean": _short(each.mean), "spread": [_short(row) for row in each.spread]} for each in self.bells]
        told = {"names": list(names), "epsilon": float(f"{self.epsilon:.4g}"), "bells": bells}
        if self.surface is not None:
            told["surface"] = self.surface.told()
        write_text(file, json.dumps(told) + "\n")
        return file

    def chance(self, closeness: Closeness) -> Hope:
        """Return what tells how likely places are to be lived, of quantiles of shape (places, parameters)."""
        if self.surface is None:
            return everywhere
        return partial(self.surface.chance, closeness=closeness, epsilon=self.epsilon)


NOWHERE = Start()


def _short(values: Array) -> list[float]:
    return [float(f"{value:.4g}") for value in values]


def everywhere(shares: Array) -> Array:
    """Return that every place is lived, shape (places,)."""
    return np.ones(len(shares))


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


def transition(pyabc: Any, bells: Sequence[Bell], names: Sequence[str], hope: Hope = everywhere) -> Any:
    """Return proposals from these bells as pyABC wants them, which fits nothing; names in the order of the bells.

    A proposal is kept with the chance that ``hope`` gives it, and its density falls as much: up to a constant, which
    weights do without.
    """

    def told(shares: Array) -> Array:
        return density(bells, shares) * hope(shares)

    class Proposing(pyabc.transition.Transition):  # type: ignore[misc] # pyABC is not there for the type checker
        def fit(self, X: pd.DataFrame, w: Array) -> None:  # noqa: N803 - pyABC's name
            """Nothing is fitted: the bells are there already."""

        def rvs_single(self) -> Any:
            while True:
                place = draw(bells, len(names), np.random)
                if hope is everywhere or np.random.random_sample() < hope(place[np.newaxis])[0]:  # noqa: NPY002
                    return pyabc.Parameter(dict(zip(names, place, strict=True)))

        def pdf(self, x: Any) -> Any:
            if isinstance(x, pd.DataFrame):
                return told(x[list(names)].to_numpy(np.float64))
            return float(told(np.array([[float(x[name]) for name in names]]))[0])

    return Proposing()
