"""What figures to expect at a place, learned from places that were lived: it says where living a world is worth while.

A proposal that can hardly pass is lived rarely, and counts as much more if it passes nevertheless (lazy ABC: Prangle
2016, Statistics and Computing 26:171-185). So the posterior does not hang on how good the expectation is, but for what
truncating weights takes from places of which nothing was expected; how many worlds it takes does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtri

from sim.study.calibration.closeness import Closeness
from sim.study.targets import TARGETS

EDGE = 1e-6  # quantiles nearer to 0 or 1 count as this near
NEAREST = 0.002  # shares nearer to 0 or 1 count as this near, on the scale of logits
RIDGE = 1e-3  # of the regression, per place
TRIES = 32  # worlds that are imagined at a place
LEAST = 0.02  # chance with which the least promising place is lived
LOGIT, PLAIN = "logit", "plain"
Array = NDArray[np.float64]


def probits(shares: Array) -> Array:
    """Return the normal deviates of quantiles."""
    return np.asarray(ndtri(np.clip(shares, EDGE, 1.0 - EDGE)))


@dataclass(frozen=True)
class Surface:
    """Quadratic response surfaces of figures over probits of the priors' quantiles, and what they leave over.

    Attributes
    ----------
    names, scales
        Figures, and the scale of each: ``logit`` for shares, ``plain`` for the others.
    coefficients
        Shape (terms, figures): the constant, a term a parameter, and one for every pair of parameters.
    leftover
        Covariance of what is left over: chance of small markets, and what a surface cannot follow.
    """

    names: tuple[str, ...]
    scales: tuple[str, ...]
    coefficients: Array
    leftover: Array

    @staticmethod
    def fitted(shares: Array, figures: pd.DataFrame, names: Sequence[str]) -> Surface:
        """Fit surfaces to places that were lived.

        Parameters
        ----------
        shares
            Quantiles of the priors, shape (places, parameters).
        figures
            Figures of these places; where one was not measured it is nan, and the place is left out for that figure.
        names
            Figures that are foreseen.
        """
        terms = _terms(probits(shares))
        scales = tuple(LOGIT if figures[name].dropna().between(0.0, 1.0).all() else PLAIN for name in names)
        bent = np.column_stack([_bent(figures[name], scale) for name, scale in zip(names, scales, strict=True)])
        there = ~np.isnan(bent)
        coefficients = np.column_stack([_ridge(terms[there[:, k]], bent[there[:, k], k]) for k in range(len(names))])
        off = (bent - terms @ coefficients)[there.all(axis=1)]
        return Surface(tuple(names), scales, coefficients, np.atleast_2d(np.cov(off.T)))

    @staticmethod
    def of(told: Mapping[str, Any]) -> Surface:
        """Read surfaces from a table; a KeyError, TypeError or ValueError if it holds none."""
        surface = Surface(
            tuple(told["names"]),
            tuple(told["scales"]),
            np.array(told["coefficients"], np.float64),
            np.array(told["leftover"], np.float64),
        )
        many = len(surface.names)
        shapes = (surface.coefficients.shape[1:], surface.leftover.shape, len(surface.scales))
        if shapes != ((many,), (many, many), many) or not set(surface.scales) <= {LOGIT, PLAIN}:
            raise ValueError("surfaces of another shape")
        if not set(surface.names) <= set(TARGETS):
            raise ValueError("surfaces of figures that nobody published")
        return surface

    def told(self) -> dict[str, Any]:
        """Return the table that :meth:`of` reads."""
        rows = [[float(f"{value:.4g}") for value in row] for row in self.coefficients]
        left = [[float(f"{value:.4g}") for value in row] for row in self.leftover]
        return {"names": list(self.names), "scales": list(self.scales), "coefficients": rows, "leftover": left}

    def is_over(self, parameters: int) -> bool:
        """Tell whether it is a surface over so many parameters."""
        return len(self.coefficients) == terms_of(parameters)

    def chance(self, shares: Array, closeness: Closeness, epsilon: float) -> Array:
        """Return the share of imagined worlds whose distance is below the threshold, at least ``LEAST``.

        Parameters
        ----------
        shares
            Quantiles of the priors, shape (places, parameters).

        Returns
        -------
        array
            Shape (places,), LEAST..1. The same place has the same chance.
        """
        middle = _terms(probits(shares)) @ self.coefficients
        nowhere = np.zeros(len(self.names))
        # Rounded, the covariance may miss being one by a hair.
        off = np.random.default_rng(0).multivariate_normal(nowhere, self.leftover, TRIES, check_valid="ignore")
        found = [np.mean([closeness.distance(self._figures(row)) < epsilon for row in place + off]) for place in middle]
        return np.maximum(np.array(found), LEAST)

    def _figures(self, row: Array) -> dict[str, float]:
        return {
            name: float(expit(value) if scale == LOGIT else value)
            for name, scale, value in zip(self.names, self.scales, row, strict=True)
        }


def terms_of(parameters: int) -> int:
    """Return how many terms a surface over so many parameters has."""
    return 1 + parameters + parameters * (parameters + 1) // 2


def _terms(places: Array) -> Array:
    """Lay out the constant, the parameters and their products, shape (places, terms)."""
    first, second = np.triu_indices(places.shape[1])
    return np.column_stack([np.ones(len(places)), places, places[:, first] * places[:, second]])


def _bent(values: pd.Series[float], scale: str) -> Array:
    found = values.to_numpy(np.float64)
    return np.asarray(logit(np.clip(found, NEAREST, 1.0 - NEAREST)) if scale == LOGIT else found, np.float64)


def _ridge(terms: Array, values: Array) -> Array:
    """Regress with a ridge on all terms but the constant, shape (terms,)."""
    bound = RIDGE * len(terms) * np.eye(terms.shape[1])
    bound[0, 0] = 0.0
    return np.asarray(np.linalg.solve(terms.T @ terms + bound, terms.T @ values))
