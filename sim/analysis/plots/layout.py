"""Rows of a figure: variants below each other, under the heading of their setting."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

MOST_SETTINGS, MOST_PANELS = 6, 12
HEADING = 0.75


@dataclass(frozen=True)
class Row:
    """One row of a figure.

    Attributes
    ----------
    setting, variant
        What is shown in it.
    number
        Of the variant, which decides its look.
    """

    setting: str
    variant: str
    number: int


def rows_of(frame: pd.DataFrame) -> list[Row]:
    """Rows of the first few settings, in the order of the design.

    Parameters
    ----------
    frame
        With ordered categories ``setting`` and ``variant``.
    """
    variants = list(frame["variant"].cat.categories)
    present = set(zip(frame["setting"], frame["variant"], strict=True))
    return [
        Row(setting, variant, number)
        for setting in frame["setting"].cat.categories[:MOST_SETTINGS]
        for number, variant in enumerate(variants)
        if (setting, variant) in present
    ]


def few_rows(frame: pd.DataFrame) -> tuple[list[Row], str]:
    """Rows for a figure that gives each of them a panel, and a remark for the footer if these are not all."""
    everything = len(frame[["setting", "variant"]].drop_duplicates())
    rows = rows_of(frame)[:MOST_PANELS]
    if len(rows) == everything:
        return rows, ""
    return rows, f"The first {len(rows)} of {everything} panels; the table has all of them."


def left_out(frame: pd.DataFrame) -> str:
    """A remark for the footer if not all settings are shown."""
    settings = len(frame["setting"].cat.categories)
    if settings <= MOST_SETTINGS:
        return ""
    return f"The first {MOST_SETTINGS} of {settings} settings; the table has all of them."


def positions(rows: list[Row]) -> tuple[list[float], list[tuple[float, str]]]:
    """Heights of rows, and of the headings of settings above them.

    Returns
    -------
    tuple
        One height a row, growing downward; and a (height, text) pair for each setting that has a name.
    """
    heights: list[float] = []
    headings: list[tuple[float, str]] = []
    at = 0.0
    for index, row in enumerate(rows):
        if row.setting and (index == 0 or rows[index - 1].setting != row.setting):
            headings.append((at, row.setting))
            at += HEADING
        heights.append(at)
        at += 1.0
    return heights, headings
