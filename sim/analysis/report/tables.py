"""The comparison as tables of the page: differences, and how persons fare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from sim.analysis.finding import direction
from sim.analysis.statistics import ROUGH
from sim.analysis.table import HEADS, TWINS, records, signed, texts
from sim.model.outcomes import OUTCOMES, Outcome

MOST_ROWS = 240


@dataclass(frozen=True)
class Block:
    """Rows of one outcome in one setting.

    Attributes
    ----------
    heading
        Outcome, and setting if there is one.
    rows
        Texts, one a column.
    """

    heading: str
    rows: list[list[str]]


@dataclass(frozen=True)
class Sheet:
    """A table of the page.

    Attributes
    ----------
    heads
        Names of the columns, the first that of the variants.
    blocks
        What stands in it.
    hidden
        Rows that are left out, because the page would be too long.
    """

    heads: list[str]
    blocks: list[Block]
    hidden: int


def differences_table(table: pd.DataFrame) -> Sheet:
    """Means or shares, and paired differences.

    Parameters
    ----------
    table
        As :func:`sim.analysis.table.comparison` returns it.
    """
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
