"""What one comparison says: its direction, whether it matters, and how many worlds would decide it.

Four answers. *No difference that matters*: the whole interval lies within plus and minus the smallest difference that
matters (two one-sided tests, Schuirmann 1987) and covers 0. *A small difference*: it lies within them and excludes 0.
*A difference that matters*: the interval excludes 0, and the mean reaches what matters. *Not enough worlds*: anything
else.
"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from sim.analysis.answers import Answers, kept
from sim.analysis.finding.matters import matters
from sim.analysis.statistics import FEW_SEEDS
from sim.analysis.table import comparison, records

MATTERS, SMALL, NONE, OPEN = "matters", "small", "none", "open"
KINDS = (MATTERS, SMALL, NONE, OPEN)
MOST_WORLDS = 10_000
"""More than this would decide nothing that anybody would run."""
MORE = ["reference_mean", "least", "direction", "answer", "needed"]
Row = dict[str, Any]


def direction(row: Row) -> str:
    """What one row of a summary says: ``higher``, ``lower``, or as :func:`verdict_of`."""
    verdict = verdict_of(row)
    if verdict != "apart":
        return verdict
    return "higher" if row["difference"] > 0 else "lower"


def verdict_of(row: Row) -> str:
    """Verdict on one row of a summary.

    Returns
    -------
    str
        ``unknown`` (no interval), ``same`` (no difference in any seed), ``level`` (the interval covers 0) or
        ``apart``.
    """
    if math.isnan(row["low"]):
        return "unknown"
    if row["low"] == row["high"] == 0.0:
        return "same"
    return "level" if row["low"] <= 0.0 <= row["high"] else "apart"


def judge(row: Row, least: float) -> str:
    """Which of the four answers a row of a summary gives; ``least`` is the smallest difference that matters."""
    verdict = verdict_of(row)
    if verdict == "unknown":
        return OPEN
    within = -least < row["low"] and row["high"] < least
    if verdict == "apart":
        return MATTERS if abs(row["difference"]) >= least else SMALL if within else OPEN
    return NONE if within or verdict == "same" else OPEN


def worlds_needed(row: Row, least: float) -> int:
    """How many worlds would decide a row that is open, if its mean and spread stayed; 0 if that cannot be told.

    An interval narrows with the root of the number of worlds. It must become narrow enough to exclude 0 where the mean
    reaches what matters, and otherwise to lie within it. More than ``MOST_WORLDS`` are told as one more than these.
    """
    if math.isnan(row["low"]) or row["n"] < 2:
        return 0
    mean, half = abs(row["difference"]), (row["high"] - row["low"]) / 2
    room = mean if mean >= least else least - mean
    if room <= 0.0:
        return MOST_WORLDS + 1
    needed = max(FEW_SEEDS, row["n"] + 1, row["n"] * (half / room) ** 2)
    return MOST_WORLDS + 1 if needed > MOST_WORLDS else rounded(needed)


def rounded(needed: float) -> int:
    """Round up to two digits."""
    step = int(10 ** max(0, math.floor(math.log10(needed)) - 1))
    return math.ceil(needed / step) * step


@kept
def judged(answers: Answers) -> pd.DataFrame:
    """Everything that a finding says, as numbers.

    Returns
    -------
    pandas.DataFrame
        One row per setting, outcome and variant that is compared with the reference: what
        :func:`sim.analysis.table.comparison` has, and ``reference_mean`` (mean of the reference in this setting),
        ``least`` (the smallest difference that matters), ``direction``, ``answer`` (``matters``, ``small``, ``none`` or
        ``open``) and ``needed`` (worlds that would decide it, if it is open). Empty if nothing is compared.
    """
    table = comparison(answers)
    own = table["variant"] == table["reference"]
    base = {(row["setting"], row["outcome"]): row["mean"] for row in records(table[own])}
    rows = []
    for row in records(table[~own]):
        mean = base.get((row["setting"], row["outcome"]), float("nan"))
        row |= {"reference_mean": mean, "n": 0 if math.isnan(row["n"]) else int(row["n"])}
        least = matters(answers, row["outcome"], 0.0 if math.isnan(mean) else mean)
        answer = judge(row, least)
        told = {"answer": answer, "needed": worlds_needed(row, least) if answer == OPEN else 0}
        rows.append(row | {"least": least, "direction": direction(row)} | told)
    return pd.DataFrame(rows, columns=[*table.columns, *MORE])
