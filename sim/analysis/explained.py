"""A sampled batch explained: indices of sensitivity, or a tree and dependences that say when a strategy wins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.analysis.answers import Answers, kept
from sim.analysis.naming import number_of
from sim.analysis.sampled import MINUS, Sample, indices, sample_of
from sim.analysis.statistics import NO_ENDS, RESAMPLING_SEED, Numbers, student
from sim.analysis.table import records, write_csv
from sim.core.files import place, write_text
from sim.model.outcomes import OUTCOMES, Outcome

if TYPE_CHECKING:
    from rich.console import RenderableType

INDEXED = ("saltelli", "morris")
HEADS = {"first": "Alone", "total": "With interactions", "mu_star": "Size of the effect", "sigma": "Unevenness"}
NOTES = {
    "saltelli": (
        "Shares of the variance over the sampled ranges (Sobol indices) with 95 % bootstrap intervals: by a parameter "
        "alone, and with everything it interacts with."
    ),
    "morris": (
        "Change of the outcome if a parameter alone crosses its range (Morris): mean of the absolute changes, and how "
        "unevenly they are spread, with 95 % bootstrap intervals; the sign is that of the mean change."
    ),
}
CAUTION = "All of this holds in the model, within the ranges of this scenario."
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


def grow(values: Numbers, answer: Numbers) -> Tree | None:
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


def _leaf(bounds: dict[int, tuple[float, float]], answer: Numbers) -> Leaf:
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
    """Tell a tree as rules, a line each, how well it predicts first."""
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


def dependence(sample: Sample, answer: Numbers) -> pd.DataFrame:
    """Mean answer in fifths of every range, over everything else (partial dependence, as factors are independent).

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
            mean = float(inside.mean()) if inside.size else np.nan
            at = float(sample.values[chosen, number].mean()) if inside.size else np.nan
            ends = student(inside) if inside.size > 2 else NO_ENDS
            rows.append((factor, each, at, inside.size, mean, *ends))
    return pd.DataFrame(rows, columns=["factor", "part", "at", "n", "mean", "low", "high"])


@dataclass(frozen=True)
class Explanation:
    """What a sampled design says about its outcomes.

    Attributes
    ----------
    sample
        The points and answers.
    outcomes
        Outcomes of the scenario that the runs hold.
    frame
        As :func:`sim.analysis.sampled.indices` returns it, or for the samples without indices the rows of
        :func:`dependence` with ``outcome`` and ``target``.
    rules
        The trees told in words; empty for the samples with indices.
    note
        For footers: size and title.
    """

    sample: Sample
    outcomes: list[str]
    frame: pd.DataFrame
    rules: list[str]
    note: str

    def table(self) -> list[RenderableType]:
        """The explanation for a terminal."""
        from rich.text import Text

        if self.sample.design.kind not in INDEXED:
            return [Text("\n".join(["", *self.rules])), Text(f"\n{CAUTION}")]
        parts: list[RenderableType] = []
        for target in self.sample.targets:
            for name in self.outcomes:
                parts += self._one(name, target)
        return [*parts, Text(f"\n{NOTES[self.sample.design.kind]} {CAUTION}")]

    def _one(self, name: str, target: str) -> list[RenderableType]:
        from rich.table import Table
        from rich.text import Text

        rows = self.rows(name, target)
        heading = Text(f"\n{OUTCOMES[name].label}: {target}", style="bold")
        if rows["value"].isna().all():
            return [heading, Text(f"  {rows['remark'].iloc[0]}")]
        measures = [measure for measure in HEADS if measure in set(rows["measure"])]
        view = Table(box=None, pad_edge=False, header_style="dim")
        for head in ("", *(HEADS[measure] for measure in measures)):
            view.add_column(head, justify="right" if head else "left")
        for factor, cells in self.cells(rows).items():
            view.add_row(factor, *cells)
        return [heading, view]

    def rows(self, name: str, target: str) -> pd.DataFrame:
        """The rows of ``frame`` about one outcome of one target."""
        return self.frame[(self.frame["outcome"] == name) & (self.frame["target"] == target)]

    @staticmethod
    def cells(rows: pd.DataFrame) -> dict[str, list[str]]:
        """Texts by factor, the most important first, one for each of ``HEADS`` that was measured."""
        measures = [measure for measure in HEADS if measure in set(rows["measure"])]
        known = {(row["factor"], row["measure"]): row for row in records(rows)}
        order = rows[rows["measure"] == measures[-1 if measures[-1] == "total" else 0]]
        factors = [str(name) for name in order.sort_values("value", ascending=False, kind="stable")["factor"]]
        cells: dict[str, list[str]] = {}
        for factor in factors:
            cells[factor] = [interval_text(known[factor, measure]) for measure in measures]
            if (factor, "mu") in known and known[factor, "mu"]["value"] < 0:
                cells[factor][0] = f"(−) {cells[factor][0]}"
        return cells

    def write(self, folder: Path) -> list[Path]:
        """Write ``sensitivity.csv`` and, where there are trees, ``sensitivity.txt``."""
        files = [place(folder, "sensitivity.csv")]
        write_csv(files[0], self.frame)
        if self.rules:
            files.append(place(folder, "sensitivity.txt"))
            write_text(files[1], "\n".join([*self.rules, CAUTION]) + "\n")
        return files


def interval_text(row: dict[str, float]) -> str:
    """A value with its interval: ``0.31 [0.22, 0.41]``."""
    value, low, high = (f"{row[name]:.3g}".replace("-", "−") for name in ("value", "low", "high"))
    return f"{value} [{low}, {high}]"


@kept
def explain_sample(answers: Answers) -> Explanation:
    """Explain a sampled batch.

    Raises
    ------
    ResultsError
        If the design is not sampled.
    """
    sample = sample_of(answers)
    outcomes = [name for name in answers.outcomes if (sample.answers["outcome"] == name).any()]
    size = f"{number_of(len(sample.unit), 'setting')} x {number_of(len(answers.seeds), 'seed')}"
    parts = [size, f"{answers.days} days", answers.title]
    note = "  ·  ".join(filter(None, parts))
    if sample.design.kind in INDEXED:
        return Explanation(sample, outcomes, indices(sample, outcomes), [], note)
    frames, rules = [], []
    for target in sample.targets:
        for name in outcomes:
            answer = sample.answer(name, target)
            frames.append(dependence(sample, answer).assign(outcome=name, target=target))
            rules += told(grow(sample.values, answer), sample.factors, OUTCOMES[name], target)
    frame = pd.concat(frames, ignore_index=True)
    first = ["outcome", "target"]
    return Explanation(sample, outcomes, frame[[*first, *frame.columns.drop(first)]], rules, note)
