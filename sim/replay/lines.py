"""Lines of a contact list: their columns, whatever separates them, and whether the first is a time on one grid."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

import numpy as np

from sim.replay.contacts import ContactListError, Ints

LONGEST = 4_096
WHOLE = re.compile(rb"\d+\.0*")
SCIENTIFIC = re.compile(rb"\d\.\d*[eE][+-]\d\d")  # as numpy.savetxt writes every number
DATE = re.compile(rb"\d+([-/.])\d+\1\d+|\d\d?:\d\d")
NUMERIC = re.compile(rb"[+-]?\.?\d")
BLANKS = b""
SEPARATORS = (b"\t", b";", b",")
EXCEL = re.compile(rb'"?sep=.?"?', re.IGNORECASE)
TIES = (("source", "target"), ("src", "dst"), ("ego", "alter"))
TIMES = frozenset({"t", "time", "times", "timestamp", "ts", "second", "seconds", "sec", "unixtime", "date", "datetime"})
SPANS = frozenset({"end", "stop", "duration", "endtime", "tend", "tstop", "length", "until"})


def lines_of(file: BinaryIO, path: str) -> Iterator[tuple[int, list[bytes], bytes]]:
    """Number, columns and separator of every line that is no comment; the first of them tells what separates columns.

    Raises
    ------
    ContactListError
        If a line is longer than 4 KB.
    """
    separator = None
    text = io.TextIOWrapper(file, encoding="latin-1")  # every byte stands for itself, every line end for one
    for number, read in enumerate(iter(lambda: text.readline(LONGEST), ""), start=1):
        if len(read) == LONGEST and not read.endswith("\n"):
            raise ContactListError(f"{path}, line {number}: longer than {LONGEST:,} bytes; this is no contact list.")
        line = read.encode("latin-1")
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        line = line.strip()
        if not line or line[:1] in b"#%" or (number == 1 and EXCEL.fullmatch(line)):
            continue
        separator = _separator(line) if separator is None else separator
        yield number, columns(line, separator), separator


def _separator(line: bytes) -> bytes:
    return next((mark for mark in SEPARATORS if len(line.split(mark)) > 2), b"," if b"," in line else BLANKS)


def columns(line: bytes, separator: bytes) -> list[bytes]:
    """Split a line; quotation marks hold together what stands between them."""
    if b'"' in line:
        text = line.decode("latin-1").replace("\t", " " if separator == BLANKS else "\t")
        cells = next(csv.reader([text], delimiter=separator.decode() or " ", skipinitialspace=True), [])
        return [cell.strip().encode("latin-1") for cell in cells]
    if separator == BLANKS:
        return line.split(None, 5)
    return [cell.strip() for cell in line.split(separator)]


def whole(cell: bytes) -> int | None:
    """A whole number as people and programs write it, 20 or 20.0; None for anything else."""
    if cell.isdigit():
        return int(cell) if len(cell) < 19 else 10**18
    if WHOLE.fullmatch(cell):
        return whole(cell.partition(b".")[0])
    if SCIENTIFIC.fullmatch(cell):
        number = float(cell)
        return int(number) if number.is_integer() and number < 10**15 else None
    return None


def is_header(cells: list[bytes]) -> bool:
    """Whether the first line names its columns: at least three words, none of which begins like a number."""
    words = not any(NUMERIC.match(cell) or cell[:1] in (b"[", b"{", b"<") for cell in cells[:3])
    return len(cells) > 2 and words and any(cells[:3])


def check_header(cells: list[bytes], path: str, line: int) -> bool:
    """Refuse column names by which the columns mean something else than seconds, person, person.

    Returns
    -------
    bool
        Whether the first column is named as a time.

    Raises
    ------
    ContactListError
        If they name a beginning and an end, the two ends of a tie, or a time that does not stand first.
    """
    words = [re.sub(rb"[^a-z]", b"", cell.lower()).decode() for cell in cells[:8]]
    if SPANS.intersection(words):
        raise ContactListError(f"{path}, line {line}: by its column names this {SPANNED}")
    if tuple(words[:2]) in TIES:
        raise ContactListError(
            f"{path}, line {line}: by its column names this is a list of ties, not of contacts; {FORM}."
        )
    place = next((place for place, word in enumerate(words) if word in TIMES), 0)
    if place > 0:
        raise ContactListError(
            f"{path}, line {line}: by its name the time stands in column {place + 1}; it has to stand in the first, "
            "before the two people."
        )
    return words[0] in TIMES


FORM = "a contact is three columns between blanks, tabs, commas or semicolons: seconds, person, person"
SPANNED = (
    "is a list of talks from one time to another, not of contacts in slots; write a line for each slot in which two "
    "people face each other (docs/replay.md shows how)."
)
"""How a sentence about a list of intervals ends."""


MILLION = 1_000_000
LATE = 10**11  # seconds would lie in the year 5138, milliseconds lie after 1973
ENOUGH = 3  # times that must be far apart to be believed milliseconds


class Listed(NamedTuple):
    """Columns of a contact list, each of the shape (rows,); ids are whole numbers or numbers of names.

    Attributes
    ----------
    lines, times, one, two
        Number of the line, seconds, and the two people.
    fourth
        Whole number in the fourth column; -1 where there is none.
    """

    lines: Ints
    times: Ints
    one: Ints
    two: Ints
    fourth: Ints


def settled_times(rows: Listed, slot: int, path: str, *, sure: bool) -> tuple[Ints, list[str]]:
    """Check the times and bring them to seconds.

    Returns
    -------
    numpy.ndarray
        Seconds, shape (rows,).
    list of str
        A sentence if the list counts milliseconds.

    Raises
    ------
    ContactListError
        If the columns are those of talks from one time to another, or the times are not sorted or off the grid.
    """
    if not sure:
        _refuse_spans(rows, slot, path)
    falls = np.flatnonzero(np.diff(rows.times) < 0)
    if falls.size:
        before, after = int(falls[0]), int(falls[0]) + 1
        raise ContactListError(
            f"{path}, line {rows.lines[after]}: the time {rows.times[after]} comes after the time "
            f"{rows.times[before]} of line {rows.lines[before]}; the lines must be sorted by time, which stands in the "
            "first column."
        )
    step = _step(rows.times)
    if _are_milliseconds(rows.times, step, slot):
        return rows.times // 1_000, ["Times are taken as milliseconds."]
    if rows.times[0] >= LATE:
        raise ContactListError(
            f"The times of the contact list {path} look like milliseconds, but are no multiples of {slot} seconds "
            "apart."
        )
    if step % slot:
        raise ContactListError(f"{path}, line {_off_grid(rows, slot, step)}")
    return rows.times, []


def _step(times: Ints) -> int:
    """Greatest step of which all times are multiples apart; 0 if all are the same."""
    return int(np.gcd.reduce(np.diff(times))) if times.size > 1 else 0


def _are_milliseconds(times: Ints, step: int, slot: int) -> bool:
    if step % (1_000 * slot):
        return False
    return bool(times[0] >= LATE or (step and np.unique(times).size >= ENOUGH))


def _off_grid(rows: Listed, slot: int, step: int) -> str:
    first = int(rows.times[0])
    row = int(np.flatnonzero((rows.times - first) % slot)[0])
    said = (
        f"{rows.lines[row]}: the time {rows.times[row]} is not a multiple of {slot} seconds after the first, {first}; "
        f"every line stands for a slot of {slot} seconds, and those of one slot have the same time."
    )
    steps = np.diff(np.unique(rows.times))
    if step > 1 or float(np.median(steps)) == step:
        said += f" If a line stands for {step} second{'s' * (step > 1)}, add --slot {step}."
    return said


def _refuse_spans(rows: Listed, slot: int, path: str) -> None:
    """Refuse columns that are from, to, person, person, or the like: read as contacts they are nonsense."""
    t, a, b, more = rows.times, rows.one, rows.two, rows.fourth
    off_grid = bool(_step(t) % slot) or bool(np.any(np.diff(t) < 0))
    full = bool(np.all(more >= 0))
    fits = not np.any((a - t) % slot) and (slot > 1 or np.isin(b, more).any())
    if full and np.all(a > t) and (off_grid or fits or t[0] >= 100 * MILLION):
        raise ContactListError(f"The contact list {path} {SPANNED}")
    falls = bool(np.any(np.diff(t) < 0)) and np.unique(b).size >= ENOUGH
    later = bool(np.all(np.diff(b) >= 0)) and (falls or np.unique(b).size > np.unique(t).size)
    enough = np.unique(b).size >= ENOUGH or (full and bool(np.all(more > b)))
    if not later or not (off_grid or (enough and _step(b) % slot == 0)):
        return
    if full:
        raise ContactListError(f"The contact list {path} {SPANNED}")
    if _step(b) % slot == 0:
        raise ContactListError(
            f"The contact list {path} seems to have its time in the third column; it has to stand in the first, before "
            "the two people."
        )
