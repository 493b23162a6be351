"""Captions of figures that compare: differences, maps, curves, crossings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.analysis.captions.words import listed
from sim.analysis.differences import summarize
from sim.analysis.samples import over_people
from sim.analysis.table import records
from sim.core.money import UNITS
from sim.model.outcomes import OUTCOMES, Outcome

if TYPE_CHECKING:
    from sim.analysis.designs import Crossed, Surface
    from sim.analysis.plots.tipping import Tipping


def differences(pairs: pd.DataFrame, outcomes: list[str]) -> str:
    """Of how many differences the interval excludes 0, outcome by outcome.

    Parameters
    ----------
    pairs
        As :attr:`sim.analysis.answers.Answers.differences` has it.
    outcomes
        The panels.
    """
    summary = summarize(pairs, outcomes)
    apart = (summary["low"] > 0) | (summary["high"] < 0)
    by = apart.groupby(summary["outcome"], sort=False).agg(["sum", "size"])
    parts = [f"{OUTCOMES[str(name)].label.lower()} {row['sum']} of {row['size']}" for name, row in by.iterrows()]
    return f"Told apart from 0 are {int(apart.sum())} of {len(summary)} differences: {', '.join(parts)}."


def heat_map(crossing: Crossed, table: pd.DataFrame, outcome: Outcome) -> str:
    """Where the best cell is, and how many others cannot be told from it.

    Parameters
    ----------
    crossing
        What is crossed.
    table
        As :func:`sim.analysis.designs.cells` returns it.
    outcome
        The outcome that is shown.
    """
    best = records(table[table["best"]])[0]
    level = int(table["level"].sum())
    others = "no other cell is" if level == 0 else "1 other cell is" if level == 1 else f"{level} other cells are"
    unit = f" ({UNITS})" if outcome.kind == "money" else ""
    column = crossing.columns.rpartition(".")[2].replace("_", " ")
    where = f"'{best['row']}' with {column} at {best['column']:g}"
    return f"The best mean{unit}, {outcome.write(best['mean'])}, is that of {where}; {others} not told from it."


def curve(frame: pd.DataFrame, name: str) -> str:
    """From where to where the first outcome goes between the least and the greatest value, line by line.

    Parameters
    ----------
    frame
        As :func:`sim.analysis.samples.along` returns it.
    name
        The outcome.
    """
    outcome = OUTCOMES[name]
    means = over_people(frame, ["variant", "value"], [name])[name].dropna().unstack("value")
    low, high = means.columns.min(), means.columns.max()
    rows = []
    for variant, row in means.iterrows():
        rows.append(("", str(variant), float(row[high] - row[low]), outcome.write_range(row[low], row[high])))
    return f"{outcome.named} at {low:g} and at {high:g}: {listed(rows)}."


def tipping(found: Mapping[str, Sequence[Tipping]], reference: str) -> str:
    """How many lines cross that of the reference, and how many of the crossings the seeds bear out.

    Parameters
    ----------
    found
        By outcome.
    reference
        Name of the first variant.
    """
    parts = []
    for name, points in found.items():
        sure = sum(point.between is not None for point in points)
        parts.append(f"{OUTCOMES[name].label.lower()} {len(points)}, {sure} of them beyond chance")
    return f"Crossings of the line of '{reference}': {'; '.join(parts)}."


def plane(found: Mapping[tuple[str, str], Surface], names: Sequence[str]) -> str:
    """In how many panels a line divides the plane, and how much of them is undecided.

    Parameters
    ----------
    found
        Surfaces by variant and outcome.
    names
        Outcomes that are shown.
    """
    shown = [surface for (_, name), surface in found.items() if name in names]
    divided = sum(bool(surface.boundary()) for surface in shown)
    open_parts = [100 * float(np.mean(surface.undecided)) for surface in shown]
    low, high = f"{min(open_parts):.0f}", f"{max(open_parts):.0f}"
    part = f"{low} %" if low == high else f"{low} to {high} %"
    return f"The sign changes inside {divided} of {len(shown)} maps; of a map {part} is undecided."
