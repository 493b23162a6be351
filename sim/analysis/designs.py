"""Designs that vary numbers: lines along one, maps of two, and the boundary at which the better strategy changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.analysis.answers import Answers
from sim.analysis.differences import subtract
from sim.analysis.naming import setting_in_words, short_names
from sim.analysis.samples import counted, mean_by_seed, over_people
from sim.analysis.statistics import LEVELS, Numbers, interval, resamples
from sim.model.outcomes import Outcome

MOST_LINES = 8  # as many as can be told apart without color
STRATEGY = "strategy"
RESAMPLES = 1000
FINE = 61
WIDE_RANGE = 10.0


def names_of(rows: Sequence[tuple[int, str, str]]) -> pd.DataFrame:
    """Which point is what: ``point``, ``setting`` and ``variant``, as :attr:`Answers.labels` has them."""
    return pd.DataFrame(rows, columns=["point", "setting", "variant"])


def _counted(answers: Answers, rows: Sequence[tuple[int, str, str]]) -> pd.DataFrame:
    names = names_of(rows)
    return counted(answers.levels_of(names), answers.weights_of(names))


def differences_of(answers: Answers, names: pd.DataFrame) -> pd.DataFrame:
    """Differences to the first variant, one row per setting, variant and seed, with other names than usual."""
    if answers.worlds == "focal":
        return mean_by_seed(subtract(answers.individuals_of(names), ["seed", "person"]))
    return subtract(answers.levels_of(names), ["seed"])


def along(answers: Answers, parameter: str) -> pd.DataFrame:
    """Samples along one varied parameter.

    Where few lines suffice, there is one for every strategy and every value of the other parameters; else, and
    where one is varied at a time, those stay at their first value.

    Returns
    -------
    pandas.DataFrame
        As :func:`counted`, the varied value in a column ``value``; the variant is the strategy, and the
        values of the other parameters where there is a line for each.
    """
    kept, others, _ = _lines(answers, parameter)
    names, rows = short_names(others), []
    for p in kept:
        parts = [p["strategy"] or "", setting_in_words(p["values"], names, answers.units)]
        rows.append((p["index"], str(p["values"][parameter]), ", ".join(filter(None, parts))))
    samples = _counted(answers, rows)
    return samples.assign(value=samples["setting"].astype("str").astype("float64"))


def held(answers: Answers, parameter: str) -> str:
    """Name what :func:`along` leaves at its first value: ``gossip rate = 0.1``; empty if it shows everything."""
    *_, fixed = _lines(answers, parameter)
    names = short_names([name for name in answers.points[0]["values"] if name != "strategy"])
    return setting_in_words(answers.points[0]["values"], {name: names[name] for name in fixed}, answers.units)


def _lines(answers: Answers, parameter: str) -> tuple[list[dict[str, Any]], list[str], list[str]]:
    """Points that are shown along a parameter, other parameters that make lines, and those that stay as they are."""
    first = answers.points[0]["values"]
    design = answers.scenario["design"]
    moving = {name for group in design.get("together", []) if parameter in group for name in group}
    others = [name for name in first if name not in ("strategy", parameter, *moving)]
    lines = {(p["strategy"], *(str(p["values"][name]) for name in others)) for p in answers.points}
    if len(lines) <= MOST_LINES and design.get("kind") != "one-at-a-time":
        return answers.points, others, []
    kept = [p for p in answers.points if all(p["values"][name] == first[name] for name in others)]
    return kept, [], [name for name in others if len({str(p["values"][name]) for p in answers.points}) > 1]


def numeric_parameters(answers: Answers) -> list[str]:
    """Varied parameters whose values are two or more numbers."""
    values: dict[str, list[Any]] = {}
    for point in answers.points:
        for name, value in point["values"].items():
            values.setdefault(name, []).append(value)
    return [
        name
        for name, found in values.items()
        if all(isinstance(value, int | float) and not isinstance(value, bool) for value in found)
        and len(set(found)) > 1
    ]


@dataclass(frozen=True)
class Crossed:
    """The samples of a design that varies two things.

    Attributes
    ----------
    rows, columns
        Dotted names of the two; ``strategy`` can only be the rows.
    samples
        As :func:`sim.analysis.samples.counted` returns them, with ``row`` (ordered categories, text) and ``column``
        (number).
    """

    rows: str
    columns: str
    samples: pd.DataFrame


def crossed(answers: Answers) -> Crossed | None:
    """Return the samples of a design that varies two numbers, or strategies and one number; None of any other."""
    varied = _varied(answers)
    numbers = [name for name in numeric_parameters(answers) if name in varied]
    if len(varied) != 2 or set(varied) - {*numbers, STRATEGY}:
        return None
    columns, rows = (numbers[0], STRATEGY) if STRATEGY in varied else (numbers[0], numbers[1])
    names = [(p["index"], str(p["values"][columns]), _row(p, rows)) for p in answers.points]
    table = _counted(answers, names)
    order = list(table["variant"].cat.categories)
    order = order if rows == STRATEGY else sorted(order, key=float)
    return Crossed(
        rows,
        columns,
        table.assign(
            row=table["variant"].astype("str").astype(pd.CategoricalDtype(order, ordered=True)),
            column=table["setting"].astype("str").astype("float64"),
        ),
    )


def _varied(answers: Answers) -> list[str]:
    values: dict[str, set[str]] = {}
    for point in answers.points:
        for name, value in point["values"].items():
            values.setdefault(name, set()).add(str(value))
    if answers.worlds == "mixed":
        values[STRATEGY] = set(answers.part("runs", ["strategy"])["strategy"])
    return [name for name, found in values.items() if len(found) > 1]


def _row(point: dict[str, Any], rows: str) -> str:
    return (point["strategy"] or "") if rows == STRATEGY else str(point["values"][rows])


def cells(samples: pd.DataFrame, outcome: Outcome) -> pd.DataFrame:
    """Means over all people by cell, and how each cell compares with the best one.

    Returns
    -------
    pandas.DataFrame
        One row a cell that has values: ``row``, ``column``, ``mean``, ``best`` (True once) and ``level`` (whether the
        95 % interval of the difference to the best cell, paired by seed, covers 0 or there is none).
    """
    known = samples.dropna(subset=[outcome.name])
    wide = known.pivot_table(index="seed", columns=["row", "column"], values=outcome.name, observed=True)
    means = over_people(known, ["row", "column"], [outcome.name])[outcome.name]
    best = means.idxmin() if outcome.less_is_better else means.idxmax()
    rows = [
        {"row": cell[0], "column": cell[1], "mean": means[cell], "best": cell == best,
         "level": cell != best and _level(wide[cell] - wide[best])}
        for cell in means.index
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _level(difference: pd.Series[float]) -> bool:
    ends = interval(np.asarray(difference.dropna(), np.float64))
    return not (ends.low > 0 or ends.high < 0)


@dataclass(frozen=True)
class Surface:
    """A difference over two varied numbers, between the points as straight as it goes.

    Attributes
    ----------
    across, up
        Values that were run, ascending, shapes (a,) and (b,).
    mean
        Mean difference over seeds at these values, shape (b, a).
    fine_across, fine_up
        Values of the fine grid, shape (61,) each; equal steps of the logarithm where the values span a power of ten.
    height
        The difference on the fine grid, shape (61, 61), rows upward.
    above
        Share of the bootstrap samples of seeds in which the difference is above 0 there, same shape.
    """

    across: Numbers
    up: Numbers
    mean: Numbers
    fine_across: Numbers
    fine_up: Numbers
    height: Numbers
    above: Numbers

    @property
    def undecided(self) -> NDArray[np.bool_]:
        """Where the sign is not told apart: neither is found in 97.5 % of the samples."""
        return (self.above > LEVELS[0]) & (self.above < LEVELS[1])

    def boundary(self) -> list[Numbers]:
        """Lines on which the difference is 0, shape (points, 2) each: across, up."""
        from contourpy import contour_generator

        lines = contour_generator(self.fine_across, self.fine_up, self.height).lines(0.0)
        return [np.asarray(line, np.float64) for line in lines]


def plane_of(answers: Answers) -> tuple[str, str] | None:
    """The two numbers of a map: what a grid of strategies varies besides them must be nothing.

    Returns
    -------
    tuple of str or None
        None if the design is no grid, varies other things, or compares no strategies.
    """
    names = [name for name in answers.points[0]["values"] if name != "strategy"]
    design = answers.scenario["design"]
    is_grid = design.get("kind", "grid") == "grid" and not design.get("together")
    compares = len({point["strategy"] for point in answers.points}) > 1 or (
        answers.worlds == "mixed" and len(answers.scenario["strategy"]) > 1
    )
    if is_grid and compares and len(names) == 2 and set(numeric_parameters(answers)) == set(names):
        return names[0], names[1]
    return None


def gaps(answers: Answers, plane: tuple[str, str]) -> pd.DataFrame:
    """Paired differences to the first strategy at every pair of values.

    Returns
    -------
    pandas.DataFrame
        ``variant``, ``seed``, ``across``, ``up`` and the outcomes, money in currency units.
    """
    cells = {p["index"]: tuple(float(p["values"][name]) for name in plane) for p in answers.points}
    rows = [(p["index"], str(cells[p["index"]]), p["strategy"] or "") for p in answers.points]
    pairs = differences_of(answers, names_of(rows))
    places = {str(cell): cell for cell in cells.values()}
    setting = pairs["setting"].astype(str)
    across, up = (setting.map({text: cell[i] for text, cell in places.items()}) for i in (0, 1))
    return pairs.assign(across=across, up=up)


def surface(frame: pd.DataFrame, outcome: str) -> Surface | None:
    """Lay a surface through the mean differences of one variant.

    Returns
    -------
    Surface or None
        None if there is no value somewhere, or fewer than two values on a side.
    """
    across, up = (np.sort(frame[name].unique()).astype(np.float64) for name in ("across", "up"))
    cube = np.stack([_grid(part, outcome, across, up) for _, part in frame.groupby("seed")])
    if min(across.size, up.size) < 2 or np.isnan(cube).all(axis=0).any():
        return None
    fine_across, to_across = _refined(across)
    fine_up, to_up = _refined(up)
    known = ~np.isnan(cube)
    filled = np.where(known, cube, 0.0)
    weights = resamples(len(cube))[:RESAMPLES]
    mean = filled.sum(axis=0) / known.sum(axis=0)
    counted = np.tensordot(weights, known.astype(np.float64), 1)
    drawn = np.divide(
        np.tensordot(weights, filled, 1), counted, out=np.tile(mean, (RESAMPLES, 1, 1)), where=counted > 0
    )
    heights = to_up @ drawn @ to_across.T
    above = ((heights > 0) + 0.5 * (heights == 0)).mean(axis=0)
    return Surface(across, up, mean, fine_across, fine_up, to_up @ mean @ to_across.T, above)


def _grid(part: pd.DataFrame, outcome: str, across: Numbers, up: Numbers) -> Numbers:
    found = part.pivot(index="up", columns="across", values=outcome).reindex(index=up, columns=across)
    return found.to_numpy(np.float64)


def is_wide(values: Numbers) -> bool:
    """Whether values span so much that equal steps are those of their logarithm."""
    return bool(values[0] > 0 and values[-1] / values[0] >= WIDE_RANGE)


def _refined(values: Numbers) -> tuple[Numbers, Numbers]:
    """Values of the fine grid, and the matrix that interpolates to them, shape (61, values)."""
    steps = np.log(values) if is_wide(values) else values
    fine = np.linspace(steps[0], steps[-1], FINE)
    matrix = np.stack([np.interp(fine, steps, unit) for unit in np.eye(values.size)], axis=1)
    return (np.exp(fine) if is_wide(values) else fine), matrix
