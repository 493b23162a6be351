"""Rows: what exists is a row of a table, declared as a class whose columns carry type, unit, range and meaning.

A table is a NumPy record array. A class of rows is never instantiated: it makes the array, and it is what a rule's
parameters are annotated with, so that a misspelt column is found before anything runs. Compiled code ignores that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, ClassVar, NamedTuple, Protocol, Self, TypeVar, cast, overload

import numpy as np
from numpy.typing import NDArray

Kind = TypeVar("Kind")


class Column(NamedTuple):
    """One column of a table.

    Attributes
    ----------
    kind
        Type in NumPy's notation, with the shape of a row's entry if it has one: ``"u4"``, ``"(16,)f4"``.
    unit, span, meaning
        For the reader; the range is not enforced.
    name
        By which rules read it: what the class calls it.
    """

    kind: str
    unit: str
    span: str
    meaning: str
    name: str = ""


def record(kinds: Iterable[tuple[str, Any]], *, aligned: bool = True) -> np.dtype[Any]:
    """Return the type of a record with columns of these names and kinds; the same object for the same ones.

    Compiled code asks for the type of every table that it is handed, and compares all columns if that is only equal to
    the one that it knows: a hand-over would take five times as long.
    """
    return _record(tuple(kinds), aligned)


@cache
def _record(kinds: tuple[tuple[str, Any], ...], aligned: bool) -> np.dtype[Any]:
    return np.dtype((np.record, np.dtype(list(kinds), align=aligned)))


def column(kind: str, unit: str, span: str, meaning: str) -> Any:
    """Declare a column in the body of a :class:`Row`; see :class:`Column`."""
    return Column(kind, unit, span, meaning)


class Row:
    """What one row of a table is; subclass it with columns and a docstring that says what a row stands for.

    With ``packed=True`` nothing is left free between or behind the columns: a large world waits for memory, and rows of
    which it has hundreds per person are read faster if more of them fit, whole words or not.

    Attributes
    ----------
    table
        Name of the table: that of the class, in lower case and without "Row".
    columns
        In the order in which they are declared, those of a parent first.
    dtype
        The record type, aligned so that compiled code reads whole words unless rows are packed.
    """

    table: ClassVar[str]
    columns: ClassVar[tuple[Column, ...]] = ()
    dtype: ClassVar[np.dtype[Any]]

    def __init_subclass__(cls, *, packed: bool = False) -> None:
        """Read the columns off the body of the class."""
        own = (entry._replace(name=name) for name, entry in vars(cls).items() if isinstance(entry, Column))
        cls.columns = (*cls.columns, *own)
        cls.table = cls.__name__.removesuffix("Row").lower()
        cls.dtype = record([(entry.name, entry.kind) for entry in cls.columns], aligned=not packed)

    @classmethod
    def rows(cls, n: int) -> Rows[Self]:
        """Return ``n`` zeroed rows as a record array of shape (n,)."""
        return cast("Rows[Self]", np.zeros(n, cls.dtype).view(np.recarray))


class Rows(Protocol[Kind]):
    """A table as a type checker sees it: rows of one kind by number, whole columns by name as arrays."""

    size: int
    shape: tuple[int, ...]
    dtype: np.dtype[Any]

    @overload
    def __getitem__(self, which: int | np.integer[Any]) -> Kind: ...
    @overload
    def __getitem__(self, which: str) -> NDArray[Any]: ...
    @overload
    def __getitem__(self, which: slice | NDArray[Any]) -> Rows[Kind]: ...
    def __setitem__(self, which: Any, values: Any) -> None:
        """Overwrite rows."""

    def __getattr__(self, column: str) -> Any:
        """Return a column."""

    def __setattr__(self, column: str, values: Any) -> None:
        """Overwrite a column."""

    def __iter__(self) -> Iterator[Kind]:
        """Go through the rows."""

    def __len__(self) -> int:
        """Return the number of rows."""

    def copy(self) -> Rows[Kind]:
        """Return the same rows in memory of their own."""

    def view(self, kind: Any) -> Any:
        """Return the same memory as another kind of array."""


def as_plain(table: Any) -> Any:
    """Return a table as a plain structured array that looks at the same memory; what is no table stays as it is."""
    return table.view(np.ndarray) if isinstance(table, np.ndarray) else table


def one_row(values: Mapping[str, Any]) -> Any:
    """Turn named numbers into a record array of one row, shape (1,).

    Parameters
    ----------
    values
        Numbers by name, in the order of the columns: whole numbers and switches become int64, others float64.
    """
    kinds = [(name, "i8" if isinstance(value, int) else "f8") for name, value in values.items()]
    row = np.zeros(1, record(kinds)).view(np.recarray)
    row[0] = tuple(values.values())
    return row


def side_by_side(tables: Mapping[str, Any]) -> Any:
    """Join tables of one row into one, shape (1,): each is a column, whose columns are its own."""
    row = np.zeros(1, record((name, table.dtype) for name, table in tables.items())).view(np.recarray)
    for name, table in tables.items():
        row[name] = table
    return row
