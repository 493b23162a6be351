"""Captions of figures about how people fare: how they are distributed, and how they come along."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.analysis.captions.words import listed, row_named
from sim.analysis.samples import over_people, pooled
from sim.analysis.table import records
from sim.model.outcomes import OUTCOMES, Outcome

SKEWED = 0.6
"""Share of people on one side of the mean from which on the mean is called that of few."""
BLOCK = ["setting", "variant"]


def blocks(frame: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Rows of a figure, in their order: setting, variant, and what belongs to it."""
    for (setting, variant), block in frame.groupby(BLOCK, observed=True):
        yield str(setting), str(variant), block


def distribution(persons: pd.DataFrame, outcome: Outcome, whom: str = "all people") -> str:
    """Median person and middle eight of ten of every row, and on which side of the mean most people are.

    Parameters
    ----------
    persons
        As :func:`sim.analysis.samples.individuals` returns them.
    outcome
        The column that is shown.
    whom
        Whose results they are.
    """
    known = persons.dropna(subset=[outcome.name])
    rows, below = [], []
    for setting, variant, block in blocks(known):
        values = block[outcome.name].to_numpy(np.float64)
        low, half, high = (float(end) for end in np.quantile(values, [0.1, 0.5, 0.9]))
        middle, first, last = outcome.write_all([half, low, high])
        rows.append((setting, variant, half, f"{middle} ({first} to {last})"))
        if np.ptp(values) > 0.0:
            below.append(float(np.mean(values < values.mean())))
    if known[outcome.name].nunique() == 1:
        everybody = "everybody" if whom == "all people" else f"all {whom}"
        return f"{outcome.named}: {outcome.write(float(known[outcome.name].iloc[0]))} for {everybody}."
    side = f" {_side(below)}" if below else ""
    among = "" if whom == "all people" else f" among {whom}"
    return f"{outcome.named} of the median person{among}, and of the middle eight of ten: {listed(rows)}.{side}"


def _side(below: list[float]) -> str:
    """On which side of the mean people are, in the row with the fewest and in that with the most below it.

    Rows in which everybody has the same are not among them.
    """
    low, high = (f"{100 * end:.0f}" for end in (min(below), max(below)))
    span = f"{low} %" if low == high else f"{low} to {high} %"
    where = f"Below the mean of their row lie {span} of the people"
    if min(below) >= SKEWED:
        return f"{where}: few have much, and the mean says little about most."
    if max(below) <= 1 - SKEWED:
        return f"{where}: few have little, and the mean says little about most."
    return f"{where}."


def shares(samples: pd.DataFrame, people: pd.DataFrame, outcome: Outcome) -> str:
    """Share of all people of every row, or the mean; a dot is a seed.

    Parameters
    ----------
    samples, people
        As :func:`sim.analysis.samples.levels` and :func:`sim.analysis.samples.weights` return them.
    outcome
        The column that is shown.
    """
    table = records(pooled(samples, people, [outcome.name]))
    rows = [(row["setting"], row["variant"], row["mean"], outcome.write(row["mean"])) for row in table]
    known = [row for row in rows if not np.isnan(row[2])]
    what = "of all people" if outcome.is_share_of_people else "mean of all seeds"
    return f"{outcome.named}, {what}: {listed(known)}. A dot is a seed and no person."


def over_time(frame: pd.DataFrame, name: str) -> str:
    """Where the lines end lowest and highest, and where these two began.

    Parameters
    ----------
    frame
        ``setting``, ``variant``, ``seed``, ``day`` and the column.
    name
        The column that is shown.
    """
    outcome, lines = OUTCOMES[name], _ends(frame, name)
    if not lines:
        return f"{outcome.named} has no value on any day."
    day = max(line.day for line in lines)
    reaching = [line for line in lines if line.day == day]
    low, high = min(reaching, key=lambda line: line.last), max(reaching, key=lambda line: line.last)
    begin_low, begin_high, end_low, end_high = outcome.write_all([low.first, high.first, low.last, high.last])
    if low == high:
        return f"{outcome.named}: {begin_low} at first, {end_low} on day {day:,}."
    return (
        f"{outcome.named} on day {day:,} is lowest {low.name} ({end_low}) and highest {high.name} ({end_high}); at "
        f"first these two had {begin_low} and {begin_high}."
    )


@dataclass(frozen=True)
class _Line:
    name: str
    first: float
    last: float
    day: int


def _ends(frame: pd.DataFrame, name: str) -> list[_Line]:
    """The first and the last mean of all seeds of every line that has any."""
    found = []
    for setting, variant, block in blocks(frame.dropna(subset=[name])):
        means = over_people(block, "day", [name])[name]
        ends = (float(means.iloc[0]), float(means.iloc[-1]), int(block["day"].max()))
        found.append(_Line(row_named(setting, variant), *ends))
    return found


def usefulness(frame: pd.DataFrame) -> str:
    """In how many lines usefulness fell, and where it is lowest at the end.

    Parameters
    ----------
    frame
        As :func:`sim.analysis.plots.usefulness.worn` returns it, not empty.
    """
    lines = _ends(frame, "usefulness")
    fell, lowest = sum(line.last < line.first for line in lines), min(lines, key=lambda line: line.last)
    return (
        f"It fell in {fell} of {len(lines)} lines from the first day to the last; lowest at the end is "
        f"{f'{lowest.last:.2f} {lowest.name}'.rstrip()}."
    )


def winners(persons: pd.DataFrame, name: str = "net_income", whom: str = "all people") -> str:
    """Who lost and who gained, row by row.

    Parameters
    ----------
    persons
        As :func:`sim.analysis.samples.individuals` returns them.
    name
        The column that is shown.
    whom
        Whose results they are.
    """
    rows = []
    for setting, variant, block in blocks(persons.dropna(subset=[name])):
        lost, gained = (float(part.mean()) for part in (block[name] < 0, block[name] > 0))
        rows.append((setting, variant, lost, f"{100 * lost:.0f} and {100 * gained:.0f} %"))
    return f"Of {whom} lost and gained {listed(rows)}."


def survival(table: pd.DataFrame) -> str:
    """Who is still in at the last month that every line reaches.

    Parameters
    ----------
    table
        As :func:`sim.analysis.survival.survival` returns it.
    """
    known = table.dropna(subset=["still_in"])
    month = int(known.groupby(BLOCK, observed=True)["month"].max().min())
    at = records(known[known["month"] == month])
    rows = [(str(row["setting"]), str(row["variant"]), row["still_in"], f"{100 * row['still_in']:.0f} %") for row in at]
    months = "1 month" if month == 1 else f"{month} months"
    return f"Still in after {months}: {listed(rows)}."
