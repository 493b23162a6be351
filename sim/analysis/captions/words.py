"""Words that captions share: rows by their names, and lists that stay short."""

from __future__ import annotations

from collections.abc import Sequence

MOST_NAMED = 6


def row_named(setting: str, variant: str) -> str:
    """Name a row of a figure: ``under 'focus' (gossip rate = 0.1)``; empty if it has no name."""
    name = f"under '{variant}'" if variant else ""
    return f"{name} ({setting})" if name and setting else name or (f"where {setting}" if setting else "")


def each(rows: Sequence[tuple[str, str, str]]) -> str:
    """What is told of every row, in the order of the figure; empty for more rows than a sentence holds.

    Parameters
    ----------
    rows
        Setting, variant and what is told.
    """
    if len(rows) > MOST_NAMED:
        return ""
    return ", ".join(f"{text} {row_named(setting, variant)}".rstrip() for setting, variant, text in rows)


def ends(rows: Sequence[tuple[str, str, float, str]]) -> str:
    """The least and the greatest of many rows: ``from 0.1 under 'b' to 0.9 under 'a'``.

    Parameters
    ----------
    rows
        Setting, variant, value and the value as text; at least one.
    """
    low, high = min(rows, key=lambda row: row[2]), max(rows, key=lambda row: row[2])
    if low[3] == high[3]:
        return f"{low[3]} everywhere"
    return f"from {f'{low[3]} {row_named(*low[:2])}'.rstrip()} to {f'{high[3]} {row_named(*high[:2])}'.rstrip()}"


def listed(rows: Sequence[tuple[str, str, float, str]]) -> str:
    """Every row with its value, or of many the least and the greatest; parameters as for :func:`ends`."""
    return each([(setting, variant, text) for setting, variant, _, text in rows]) or ends(rows)
