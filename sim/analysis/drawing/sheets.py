"""What a figure is drawn for: a page, or the screen of a telephone, where panels stand below each other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Sheet:
    """The room that a figure has.

    Attributes
    ----------
    ending
        What the names of files end with.
    width
        Inches.
    columns
        Panels side by side, at most.
    settings, outcomes
        Settings and outcomes that are shown, at most; a remark tells of the others.
    title, text, small
        Sizes of the title, of the line below it, and of the footer, in points.
    names
        Letters of a line of names beside rows.
    """

    ending: str
    width: float
    columns: int
    settings: int
    outcomes: int
    title: float
    text: float
    small: float
    names: int

    @property
    def is_narrow(self) -> bool:
        """Whether panels stand below each other."""
        return self.columns == 1

    def letters(self, size: float, width: float | None = None, *, bold: bool = False) -> int:
        """How many letters of so many points stand in a line as wide as the sheet, or so many inches."""
        inches = (self.width if width is None else width) - 2 * EDGE
        return max(1, int(inches / (size * (BOLD if bold else PLAIN))))


EDGE = 0.22
"""Inches left free on both sides."""
PLAIN, BOLD = 0.0077, 0.0089
"""Width of a letter of one point in inches; texts of many narrow letters are shorter."""
WIDE = Sheet("", 9.6, 3, 6, 6, 15.0, 10.5, 9.0, 24)
NARROW = Sheet("-narrow", 4.4, 1, 3, 4, 13.5, 10.0, 8.5, 15)

_sheet = ContextVar("sheet", default=WIDE)


def sheet() -> Sheet:
    """The sheet on which is drawn now."""
    return _sheet.get()


@contextmanager
def on(other: Sheet) -> Iterator[None]:
    """Draw on another sheet."""
    token = _sheet.set(other)
    try:
        yield
    finally:
        _sheet.reset(token)
