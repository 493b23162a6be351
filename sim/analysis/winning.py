"""When does diversification win: a small regression tree and the dependence on one factor at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import stats

from sim.analysis.paired import CONFIDENCE, RESAMPLING_SEED
from sim.analysis.sampled import MINUS, Floats, Sample
from sim.model.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 3
FEWEST_POINTS = 20
FEWEST_IN_A_LEAF = 5
FOLDS = 5
PARTS = 5
USELESS = 0.1
"""Explained share of the variance below which a tree says nothing."""


@dataclass(frozen=True)
class Leaf:
    """Points for which the tree says the same.

    Attributes
    ----------
    bounds
        (factor number, low, high) of the values that lead here, infinite where there is no bound.
    points
        How many of the sample lead here.
    mean
        Of the answer.
    positive
        Share of the points at which it is above 0.
    """

    bounds: tuple[tuple[int, float, float], ...]
    points: int
    mean: float
    positive: float


@dataclass(frozen=True)
class Tree:
    """A regression tree.

    Attributes
    ----------
    leaves
        From the lowest mean to the highest.
    explained
        Cross-validated R²: the share of the variance it predicts at points it has not seen; below 0 if it does worse
        than the mean.
    """

    leaves: tuple[Leaf, ...]
    explained: float

    @property
    def share(self) -> str:
        """``explained`` with two decimals and a true minus sign."""
        return f"{self.explained:.2f}".replace("-", "−")


def grow(values: Floats, answer: Floats) -> Tree | None:
    """Fit a regression tree of depth 3 at most (Breiman et al. 1984; scikit-learn).

    Parameters
    ----------
    values
        Shape (points, factors).
    answer
        Shape (points,); points without a value are left out.

    Returns
    -------
    Tree or None
        None for fewer than 20 points, or if the answer is the same everywhere.
    """
    from sklearn.metrics import r2_score
    from sklearn.model_selection import KFold, cross_val_predict
    from sklearn.tree import DecisionTreeRegressor

    known = ~np.isnan(answer)
    values, answer = values[known], answer[known]
    if answer.size < FEWEST_POINTS or np.ptp(answer) == 0.0:
        return None
    fewest = max(FEWEST_IN_A_LEAF, answer.size // 20)
    model = DecisionTreeRegressor(max_depth=DEEPEST, min_samples_leaf=fewest, random_state=RESAMPLING_SEED)
    folds = KFold(FOLDS, shuffle=True, random_state=RESAMPLING_SEED)
    explained = float(r2_score(answer, cross_val_predict(model, values, answer, cv=folds)))
    fitted = model.fit(values, answer).tree_
    where = model.apply(values)
    found = [_leaf(bounds, answer[where == node]) for node, bounds in _leaves(fitted)]
    return Tree(tuple(sorted(found, key=lambda leaf: leaf.mean)), explained)


def _leaf(bounds: dict[int, tuple[float, float]], answer: Floats) -> Leaf:
    ends = tuple((factor, low, high) for factor, (low, high) in bounds.items())
    return Leaf(ends, answer.size, float(answer.mean()), float((answer > 0).mean()))


def _leaves(fitted: Any) -> Iterator[tuple[int, dict[int, tuple[float, float]]]]:
    """Leaves of a fitted tree, each with the bounds on the way to it."""
    pending: list[tuple[int, dict[int, tuple[float, float]]]] = [(0, {})]
    while pending:
        node, bounds = pending.pop()
        left, right = int(fitted.children_left[node]), int(fitted.children_right[node])
        if left < 0:
            yield node, bounds
            continue
        factor, cut = int(fitted.feature[node]), float(fitted.threshold[node])
        low, high = bounds.get(factor, (-np.inf, np.inf))
        pending.append((right, bounds | {factor: (cut, high)}))
        pending.append((left, bounds | {factor: (low, cut)}))


def condition(leaf: Leaf, factors: list[str]) -> str:
    """Say in words which points lead to a leaf."""
    parts = []
    for factor, *ends in leaf.bounds:
        low, high = (f"{end:.3g}".replace("-", "−") for end in ends)
        if np.isinf(ends[0]):
            parts.append(f"{factors[factor]} ≤ {high}")
        elif np.isinf(ends[1]):
            parts.append(f"{factors[factor]} > {low}")
        else:
            parts.append(f"{low} < {factors[factor]} ≤ {high}")
    return " and ".join(parts) or "everywhere"


def told(tree: Tree | None, factors: list[str], outcome: Outcome, target: str) -> list[str]:
    """Tell a tree as rules, a line each, how well it predicts first.

    Parameters
    ----------
    tree
        As :func:`grow` returns it.
    factors
        Their names.
    outcome
        Of which the answers are.
    target
        A strategy, or a difference of two.
    """
    if tree is None:
        return [f"{outcome.label}, {target}: too few points with different values for a tree."]
    sign = MINUS in target
    trust = "; it predicts next to nothing" if tree.explained < USELESS else ""
    lines = [f"{outcome.label}, {target}: tree with cross-validated R² = {tree.share}{trust}."]
    for leaf in tree.leaves:
        positive = f", above 0 at {leaf.positive:.0%} of them".replace("%", " %") if sign else ""
        mean = outcome.write(leaf.mean, sign=sign)
        lines.append(f"  {mean} where {condition(leaf, factors)} ({leaf.points} points{positive})")
    return lines


def dependence(sample: Sample, answer: Floats) -> pd.DataFrame:
    """Mean answer in fifths of every range, over everything else (partial dependence, as factors are independent).

    Parameters
    ----------
    sample
        Points that fill their ranges evenly.
    answer
        Shape (points,).

    Returns
    -------
    pandas.DataFrame
        ``factor``, ``part`` (0..4), ``at`` (mean value of the first parameter in this part), ``n``, ``mean`` and its
        95 % interval ``low`` to ``high`` (Student's, over points).
    """
    known = ~np.isnan(answer)
    rows = []
    for number, factor in enumerate(sample.factors):
        part = np.minimum((sample.unit[:, number] * PARTS).astype(int), PARTS - 1)
        for each in range(PARTS):
            chosen = (part == each) & known
            inside = answer[chosen]
            half = np.nan
            if inside.size > 2:
                half = float(stats.t.ppf((1 + CONFIDENCE) / 2, inside.size - 1) * stats.sem(inside))
            mean = float(inside.mean()) if inside.size else np.nan
            at = float(sample.values[chosen, number].mean()) if inside.size else np.nan
            rows.append((factor, each, at, inside.size, mean, mean - half, mean + half))
    return pd.DataFrame(rows, columns=["factor", "part", "at", "n", "mean", "low", "high"])
