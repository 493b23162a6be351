"""Words of captions and footers: rows by their names, and lists that stay short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

BLOCK = ["setting", "variant"]
MOST_NAMED = 6


def footer(*parts: str) -> str:
    """Parts of a footer beside each other; empty ones are left out."""
    return "  ·  ".join(filter(None, parts))


def blocks(frame: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Rows of a figure, in their order: setting, variant, and what belongs to it."""
    for (setting, variant), block in frame.groupby(BLOCK, observed=True):
        yield str(setting), str(variant), block


def row_named(setting: str, variant: str) -> str:
    """Name a row of a figure: ``under 'focus' (gossip rate = 0.1)``; empty if it has no name."""
    name = f"under '{variant}'" if variant else ""
    return f"{name} ({setting})" if name and setting else name or (f"where {setting}" if setting else "")


def listed(rows: Sequence[tuple[str, str, float, str]]) -> str:
    """Every row with its value, or of many the least and the greatest: ``from 0.1 under 'b' to 0.9 under 'a'``.

    Parameters
    ----------
    rows
        Setting, variant, value and the value as text; at least one.
    """
    if 0 < len(rows) <= MOST_NAMED:
        return ", ".join(_told(row) for row in rows)
    low, high = min(rows, key=lambda row: row[2]), max(rows, key=lambda row: row[2])
    return f"{low[3]} everywhere" if low[3] == high[3] else f"from {_told(low)} to {_told(high)}"


def _told(row: tuple[str, str, float, str]) -> str:
    return f"{row[3]} {row_named(*row[:2])}".rstrip()
