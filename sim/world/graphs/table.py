"""A list of ties as its reader sees it, for those who doubt that it is one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

WHOLE = re.compile(r"\d+(?:\.0*)?")


@dataclass(frozen=True, eq=False)
class Table:
    """A list of ties as its reader sees it.

    Attributes
    ----------
    body
        Cells of the first rows, without a header.
    header
        Cells of the header; empty without one.
    columns
        Places of the two ids.
    named
        Whether the header chose them.
    delimiter
        What separates the cells.
    rows
        Number of all rows.
    widths
        Numbers of cells that a row has.
    """

    body: list[list[str]]
    header: list[str]
    columns: tuple[int, int]
    named: bool
    delimiter: str
    rows: int
    widths: set[int]

    @property
    def whole(self) -> bool:
        """Whether the first rows are all there are."""
        return len(self.body) == self.rows

    @property
    def width(self) -> int:
        """Number of cells of every row; 0 if rows differ."""
        return next(iter(self.widths)) if len(self.widths) == 1 else 0

    def column(self, place: int) -> list[str]:
        """Cells of a column, as far as rows have it."""
        return [cells[place] for cells in self.body if len(cells) > place]


def whole(cell: str) -> int | None:
    """A whole number as people and programs write it, 20 or 20.0; None for anything else."""
    return int(cell.partition(".")[0]) if WHOLE.fullmatch(cell) and len(cell) < 19 else None


def wholes(cells: Sequence[str]) -> list[int] | None:
    """Whole numbers of all cells; None if one is none."""
    found = [whole(cell) for cell in cells]
    return None if None in found else [number for number in found if number is not None]
