"""Lines of a contact list and their columns, whatever separates them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from sim.replay.errors import ContactListError

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

    Parameters
    ----------
    file
        At its beginning.
    path
        Name of the file, for error sentences.

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
    """Split a line; quotation marks hold together what stands between them.

    Parameters
    ----------
    line
        Without blanks at its ends.
    separator
        What separates columns; empty for blanks and tabs.
    """
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
