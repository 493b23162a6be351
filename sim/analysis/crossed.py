"""Designs that cross two factors: one mean a cell, and which cells cannot be told from the best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.analysis.paired import interval
from sim.analysis.samples import counted, numeric_parameters, over_people
from sim.model.outcomes import Outcome

if TYPE_CHECKING:
    from sim.analysis.load import Results

STRATEGY = "strategy"


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


def crossed(results: Results) -> Crossed | None:
    """Return the samples of a design that varies two numbers, or strategies and one number; None of any other."""
    varied = _varied(results)
    numbers = [name for name in numeric_parameters(results) if name in varied]
    if len(varied) != 2 or set(varied) - {*numbers, STRATEGY}:
        return None
    columns, rows = (numbers[0], STRATEGY) if STRATEGY in varied else (numbers[0], numbers[1])
    names = [(p["index"], str(p["values"][columns]), _row(p, rows)) for p in results.points]
    table = counted(results, pd.DataFrame(names, columns=["point", "setting", "variant"]))
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


def _varied(results: Results) -> list[str]:
    values: dict[str, set[str]] = {}
    for point in results.points:
        for name, value in point["values"].items():
            values.setdefault(name, set()).add(str(value))
    if results.worlds == "mixed":
        values[STRATEGY] = set(results.part("runs", ["strategy"])["strategy"])
    return [name for name, found in values.items() if len(found) > 1]


def _row(point: dict[str, Any], rows: str) -> str:
    return (point["strategy"] or "") if rows == STRATEGY else str(point["values"][rows])


def cells(samples: pd.DataFrame, outcome: Outcome) -> pd.DataFrame:
    """Means over all people by cell, and how each cell compares with the best one.

    Parameters
    ----------
    samples
        Of :class:`Crossed`.
    outcome
        The outcome; whether less of it is better decides which cell is the best.

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
