"""The answer in numbers: what is compared, how persons fare, and what the outcomes of a sample hang on."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.analysis.explained import HEADS as MEASURES
from sim.analysis.explained import INDEXED, NOTES, PARTS, Explanation, dependence
from sim.analysis.finding import direction
from sim.analysis.finding.sampled import pairs_of
from sim.analysis.sampled import MINUS
from sim.analysis.statistics import ROUGH
from sim.analysis.table import HEADS, TWINS, records, signed, texts
from sim.model.outcomes import OUTCOMES, Outcome

MOST_ROWS = 240
FIFTHS = ["Lowest fifth", "Second", "Middle", "Fourth", "Highest fifth"]
NOTE_FIFTHS = (
    "Mean of the outcome at the points whose parameter lies in this fifth of its range, over everything else, with "
    "95 % intervals over points. A parameter whose row hardly changes does not matter by itself."
)


class Block(NamedTuple):
    """Rows of texts, one per column, under a heading: the outcome, and the setting if there is one."""

    heading: str
    rows: list[list[str]]


class Sheet(NamedTuple):
    """A table of the page, and how many rows are left out because the page would be too long."""

    heads: list[str]
    blocks: list[Block]
    hidden: int


def differences_table(table: pd.DataFrame) -> Sheet:
    """Means or shares, and paired differences, of what :func:`sim.analysis.table.comparison` returns."""
    rows = texts(table)
    rows["Effect"] = [_effect(row) for row in records(table)]
    heads = [head for head in [*HEADS, TWINS] if rows[head].any()]
    rows[HEADS[2]] = [f"{row[HEADS[2]]}\n{_told(row['Remark'])}".strip() for row in records(rows)]
    return _sheet(rows, heads)


def persons_table(table: pd.DataFrame) -> Sheet:
    """How persons fare: means or shares with intervals, and quantiles of the outcomes that persons have by degrees."""
    heads = ["Mean or share", "The lowest tenth ends at", "Median person", "The highest tenth begins at"]
    columns = ("mean", "p10", "p50", "p90")
    cells = [
        {
            "Setting": row["setting"],
            "Outcome": OUTCOMES[row["outcome"]].label,
            "Variant": row["variant"],
            **{head: _quantile(OUTCOMES[row["outcome"]], row, p) for head, p in zip(heads, columns, strict=True)},
        }
        for row in records(table)
        if not pd.isna(row["p50"]) or OUTCOMES[row["outcome"]].is_share_of_people
    ]
    return _sheet(pd.DataFrame(cells, columns=["Setting", "Outcome", "Variant", *heads]), heads)


def _sheet(rows: pd.DataFrame, heads: list[str]) -> Sheet:
    shown = rows.head(MOST_ROWS)
    blocks = [
        Block(
            f"{outcome} ({setting})" if setting else str(outcome),
            [[row["Variant"], *(row[head] for head in heads)] for row in records(block)],
        )
        for (setting, outcome), block in shown.groupby(["Setting", "Outcome"], sort=False)
    ]
    return Sheet(["", *heads], blocks, len(rows) - len(shown))


def _told(remark: str) -> str:
    """A remark without what is said of the batch as a whole."""
    return "; ".join(part for part in remark.split("; ") if not part.endswith(ROUGH))


def _effect(row: dict[str, Any]) -> str:
    if pd.isna(row["effect_low"]) or direction(row) == "same":
        return signed(row["effect"])
    return f"{signed(row['effect'])} ({signed(row['effect_low'])} to {signed(row['effect_high'])})"


def _quantile(outcome: Outcome, row: dict[str, Any], name: str) -> str:
    if pd.isna(row[name]):
        return ""
    value, low, high = outcome.write_all([row[name], row[f"{name}_low"], row[f"{name}_high"]])
    ends = "" if pd.isna(row[f"{name}_low"]) else f" ({low} to {high})"
    return f"{value}{outcome.suffix()}{ends}"


def sampled_sheet(explanation: Explanation) -> tuple[Sheet, str]:
    """Everything in numbers, and what is to be known about them."""
    pairs = pairs_of(explanation)
    if explanation.sample.design.kind in INDEXED:
        heads = [head for measure, head in MEASURES.items() if measure in set(explanation.frame["measure"])]
        rows = [_indices(explanation.rows(*pair), len(heads)) for pair in pairs]
        note = NOTES[explanation.sample.design.kind]
    else:
        heads, note = FIFTHS, NOTE_FIFTHS
        rows = [_fifths(explanation, *pair) for pair in pairs]
    blocks = [Block(f"{OUTCOMES[name].axis}: {target}", part) for (name, target), part in zip(pairs, rows, strict=True)]
    return Sheet(["", *heads], blocks, 0), note


def _indices(rows: pd.DataFrame, columns: int) -> list[list[str]]:
    if rows["value"].isna().all():
        return [[str(rows["remark"].iloc[0]), *[""] * columns]]
    return [[factor, *cells] for factor, cells in Explanation.cells(rows).items()]


def _fifths(explanation: Explanation, name: str, target: str) -> list[list[str]]:
    rows = records(dependence(explanation.sample, explanation.sample.answer(name, target)))
    texts = []
    for start in range(0, len(rows), PARTS):
        cells = []
        for row in rows[start : start + PARTS]:
            mean, low, high = OUTCOMES[name].write_all([row["mean"], row["low"], row["high"]], sign=MINUS in target)
            cells.append(mean if np.isnan(row["low"]) else f"{mean}\n{low} to {high}")
        texts.append([str(rows[start]["factor"]), *cells])
    return texts
