"""Contact lists from files: every line is checked, and a bad one is named."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

import numpy as np

from sim.core.wording import cut, meant, shown
from sim.replay.contacts import SLOT, Contacts, Ints, settle
from sim.replay.errors import ContactListError

LARGEST = 1_000_000_000
LONGEST = 4096
MOST = 10**14
FORM = "a contact is three whole numbers between blanks, tabs or commas: seconds, person, person"
COARSE = "so a talk seems to consist of single slots of 20 seconds, and durations mean little"


class _Rows(NamedTuple):
    """Rows of a file: for each its line, seconds and the two ids, shape (rows, 4); and whether any had more."""

    table: Ints
    wide: bool


def read_contacts(path: str | Path) -> tuple[Contacts, list[str]]:
    """Read a contact list.

    A line holds seconds and two people (``seconds person person``): these two faced each other in the 20 seconds
    that begin there. Numbers are separated by blanks, tabs or commas; further columns are not used; blank lines
    and lines that begin with # or % are passed over. A name that ends in ``.gz`` is unpacked.

    Times must lie on one grid of 20 seconds, whatever second it begins at: the circle of a slot is made of the
    lines with exactly that time, and lines between two slots would drop out of it unnoticed.

    Parameters
    ----------
    path
        The file; up to 1 GB.

    Returns
    -------
    Contacts
        What was read.
    list of str
        Sentences about what was noticed: unused columns, repeated lines, slots far apart.

    Raises
    ------
    ContactListError
        If there is no such file, it holds no contact, or a line is not a contact, is out of order in time, off
        the grid of 20 seconds, or a contact of a person with himself.
    """
    name = str(path)
    try:
        _check_is_file(name)
        with _opened(name) as file:
            rows = _rows(file, name)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ContactListError(f"The contact list {name} cannot be read: {reason.rstrip('.')}.") from error
    if not rows.table.size:
        raise ContactListError(f"The contact list {name} is empty; {FORM}.")
    lines, times, a, b = rows.table.T
    contacts, repeated = settle(times, a, b)
    return contacts, _remarks(contacts, lines[repeated], wide=rows.wide)


def _check_is_file(path: str) -> None:
    if "\0" in path or not os.path.exists(path):
        raise ContactListError(f"There is no contact list {path}.{_neighbor(path)}")
    if os.path.isdir(path):
        raise ContactListError(f"{path} is a folder, not a contact list.")
    if not os.path.isfile(path):
        raise ContactListError(f"{path} is not a regular file.")


def _neighbor(path: str) -> str:
    folder, name = os.path.split(path)
    try:
        return meant(name, os.listdir(folder or "."))
    except (OSError, ValueError):
        return ""


def _opened(path: str) -> BinaryIO:
    if path.lower().endswith(".gz"):
        return cast(BinaryIO, io.BufferedReader(gzip.open(path, "rb")))
    return open(path, "rb")


def _rows(file: BinaryIO, path: str) -> _Rows:
    numbers = array("q")
    first, last, wide = None, 0, False
    for line, cells in _cells(file, path):
        if len(cells) < 3 or not (cells[0].isdigit() and cells[1].isdigit() and cells[2].isdigit()):
            raise ContactListError(f"{path}, line {line}: {_no_contact(cells, first=first is None)}")
        time, a, b = int(cells[0]), int(cells[1]), int(cells[2])
        first = time if first is None else first
        if a == b or time < last or (time - first) % SLOT or time + a + b > MOST:
            raise ContactListError(f"{path}, line {line}: {_misplaced(numbers, time, a, b)}")
        numbers.extend((line, time, a, b))
        last, wide = time, wide or len(cells) > 3
    return _Rows(np.array(numbers, np.int64).reshape(-1, 4), wide)


def _cells(file: BinaryIO, path: str) -> Iterator[tuple[int, list[bytes]]]:
    """Number and columns of every line that is no comment; the first of them tells what separates columns."""
    commas, size = None, 0
    for number, line in enumerate(iter(lambda: file.readline(LONGEST), b""), start=1):
        size += len(line)
        if size > LARGEST or (len(line) == LONGEST and not line.endswith(b"\n")):
            raise ContactListError(_oversized(path, number, size))
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        line = line.strip()
        if not line or line[:1] in b"#%":
            continue
        commas = b"," in line if commas is None else commas
        yield number, [cell.strip() for cell in line.split(b",")] if commas else line.split(None, 3)


def _oversized(path: str, number: int, size: int) -> str:
    if size > LARGEST:
        return f"The contact list {path} is larger than {LARGEST // 1_000_000:,} MB."
    return f"{path}, line {number}: longer than {LONGEST:,} bytes; this is no contact list."


def _no_contact(cells: list[bytes], *, first: bool) -> str:
    """Say why a line is no contact."""
    if any(b"\0" in cell for cell in cells):
        return "not plain text; save the list as UTF-8 text."
    if len(cells) < 3:
        count = "1 column" if len(cells) == 1 else f"{len(cells)} columns"
        return f"the line has {count}; {FORM}."
    column = next(n for n, cell in enumerate(cells) if not cell.isdigit())
    text = cut(cells[column].decode(errors="replace"))
    if cells[column][:1] == b"-" and cells[column][1:].isdigit():
        what = "seconds count from 0" if column == 0 else "people are numbered from 0"
        return f"{text} in column {column + 1} is negative; {what}."
    names = first and not any(cell.isdigit() for cell in cells[:3])
    advice = " A line with the names of the columns has to begin with #." if names else ""
    return f"{shown(text)} in column {column + 1} is no whole number; {FORM}.{advice}"


def _misplaced(numbers: Sequence[int], time: int, a: int, b: int) -> str:
    """Say why a contact cannot stand where it stands, after the given numbers of the lines before."""
    if time + a + b > MOST:
        return f"{shown(max(time, a, b))} is too large a number; all are below {MOST:,}."
    if a == b:
        return f"person {a} is in contact with himself; a contact takes two people."
    line, before, *_ = numbers[-4:]
    if time < before:
        found = f"the time {time} comes after the time {before} of line {line}"
        return f"{found}; the lines must be sorted by time, which stands in the first column."
    return (
        f"the time {time} is not a multiple of {SLOT} seconds after the first, {numbers[1]}; every line stands for a "
        f"slot of {SLOT} seconds, and those of one slot have the same time."
    )


def _remarks(contacts: Contacts, repeated: Ints, *, wide: bool) -> list[str]:
    """Say what was noticed; ``repeated`` are the lines that repeat an earlier one."""
    remarks = ["Columns after the third are not used."] if wide else []
    if repeated.size:
        lines = "1 line repeats" if repeated.size == 1 else f"{repeated.size:,} lines repeat"
        remarks.append(f"{lines} an earlier contact (the first is line {repeated[0]}) and count once.")
    steps = np.diff(contacts.slots)
    if steps.size and steps.min() > SLOT:
        remarks.append(f"Times are {steps.min():,} seconds or more apart, {COARSE}.")
    return remarks
