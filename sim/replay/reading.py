"""Contact lists from files: every line is checked, and a bad one is named."""

from __future__ import annotations

import os
import zlib
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NoReturn

import numpy as np

from sim.core.files import binary_form, expanded, neighbor, opened, wide_encoding
from sim.core.wording import cut, shown
from sim.replay.contacts import SLOT, ContactListError, Contacts, Ints, settle
from sim.replay.lines import (
    BLANKS,
    DATE,
    FORM,
    SPANNED,
    Listed,
    check_header,
    is_header,
    lines_of,
    settled_times,
    whole,
)
from sim.scenario.reading.alike import remarks as alike_remarks

LARGEST = 1_000_000_000
HEAD = 4_096
MOST = 10**14
LONGEST_SLOT = 3_600
HAVE, ARE = ("has", "have"), ("is a contact", "are contacts")
NOBODY = (b"-1", b"-2")  # scans of the Copenhagen Networks Study in which nobody, or an unknown device, was near


def read_contacts(path: str | Path, slot: int = SLOT) -> tuple[Contacts, list[str]]:
    """Read a contact list.

    A line holds seconds and two people (``seconds person person``): these two faced each other in the slot that
    begins there. Columns are separated by blanks, tabs, commas or semicolons; people are whole numbers or names;
    further columns are not used; blank lines, lines that begin with # or %, and a first line with names of columns
    are passed over. A name that ends in ``.gz`` or ``.bz2`` is unpacked. Milliseconds are known by their size.

    Times must lie on one grid of slots, whatever second it begins at: the circle of a slot is made of the lines with
    exactly that time, and lines between two slots would drop out of it unnoticed. A file has up to 1 GB; a line stands
    for ``slot`` seconds, 1..3600.

    Returns
    -------
    Contacts
        What was read.
    list of str
        Sentences about what was noticed: unused columns and lines, repeated lines, slots far apart.

    Raises
    ------
    ContactListError
        If there is no such file, it holds no contact, a line is not a contact, is out of order in time or off the
        grid, or the list is one of talks from one time to another.
    """
    name = str(path) if "\0" in str(path) else str(expanded(path))
    if not 1 <= slot <= LONGEST_SLOT:
        raise ContactListError(f"--slot {slot}: must be from 1 to {LONGEST_SLOT:,} seconds.")
    try:
        with _opened(name) as file:
            _check_head(file.read(HEAD), name)
        with _opened(name) as file:
            listing = _Listing(name)
            listing.read(file)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ContactListError(f"The contact list {name} cannot be read: {reason.rstrip('.')}.") from error
    return listing.contacts(slot)


def _opened(path: str) -> BinaryIO:
    def refusal(what: str) -> ContactListError:
        if what == "does not exist":
            return ContactListError(f"There is no contact list {path}.{neighbor(path)}")
        return ContactListError(f"The contact list {path} {what}.")

    file = opened(path, LARGEST, refusal)
    if os.path.getsize(path) == 0:  # nor is anything read that the system only pretends to be a file, as in /proc
        file.close()
        raise ContactListError(f"The contact list {path} is empty; {FORM}.")
    return file


def _check_head(head: bytes, path: str) -> None:
    encoding, binary = wide_encoding(head), binary_form(head)
    if encoding:
        raise ContactListError(f"The contact list {path} is {encoding} text; save it as UTF-8.")
    if binary:
        raise ContactListError(f"The contact list {path} is {binary}; save it as plain text.")


class _Listing:
    """Rows of a file as they come."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._numbers = array("q")
        self._names: dict[bytes, int] | None = None
        self._header, self._heads, self._widths = 0, 0, set[int]()
        self._nobody, self._timed = array("q"), False

    def read(self, file: BinaryIO) -> None:
        """Take every line."""
        for line, cells, separator in lines_of(file, self._path):
            if not self._numbers and not self._header and is_header(cells):
                self._timed = check_header(cells, self._path, line)
                self._header, self._heads = line, len(cells)
                continue
            if not self._widths and self._heads and len(cells) == self._heads + 1:
                self._refuse_row_names(line)
            time = whole(cells[0])
            if time is None or len(cells) < 3:
                self._refuse(line, cells)
            self._widths.add(len(cells))
            if cells[2] in NOBODY and whole(cells[1]) is not None and self._names is None:
                self._nobody.append(line)
                continue
            one, two = self._person(line, cells, 1), self._person(line, cells, 2)
            if time + (one + two if self._names is None else 0) > MOST:
                self._refuse_large(line, max(time, one, two))
            fourth = whole(cells[3]) if len(cells) > 3 else None
            if self._names is not None and separator == BLANKS and not self._header and len(cells) > 3:
                self._refuse_cut(line, cells[3])
            self._numbers.extend((line, time, one, two, -1 if fourth is None else fourth))

    def _person(self, line: int, cells: list[bytes], place: int) -> int:
        cell = cells[place]
        number = whole(cell) if self._names is None else None
        if number is not None:
            return number
        if self._names is None and (self._numbers or place == 2 or not _is_name(cell) or not _is_name(cells[2])):
            self._refuse(line, cells)
        if self._names is None:
            self._names = {}
        if not cell or any(byte < 32 for byte in cell):
            what = "is missing" if not cell else "holds control characters"
            raise ContactListError(f"{self._path}, line {line}: the name in column {place + 1} {what}.")
        return self._names.setdefault(cell, len(self._names))

    def contacts(self, slot: int) -> tuple[Contacts, list[str]]:
        """Bring everything into order, and say what was noticed."""
        self._check_widths()
        rows = Listed(*np.array(self._numbers, np.int64).reshape(-1, 5).T)
        if not rows.lines.size:
            what = "holds no contact" if self._header or self._nobody else "is empty"
            raise ContactListError(f"The contact list {self._path} {what}; {FORM}.")
        times, remarks = settled_times(rows, slot, self._path, sure=self._timed or self._names is not None)
        proper = rows.one != rows.two
        if not proper.any():
            raise ContactListError(f"The contact list {self._path} holds nobody but people in contact with themselves.")
        place = self._places()
        one, two = (place[ends[proper]] if place.size else ends[proper] for ends in (rows.one, rows.two))
        contacts, repeated = settle(times[proper], one, two, slot)
        said = [f"Line {self._header} names the columns."] if self._header else []
        said += remarks
        said += ["Columns after the third are not used."] if max(self._widths) > 3 else []
        said += alike_remarks(name.decode() for name in self._names or ())
        nobody, alone, again = self._nobody, rows.lines[~proper], rows.lines[proper][repeated]
        said += _of_lines(nobody, HAVE, "-1 or -2 in place of a person", ": nobody near, and not used.")
        said += _of_lines(alone, ARE, "of a person with themselves", " and not used.")
        said += _of_lines(again, ("repeats", "repeat"), "an earlier contact", " and count once.")
        return contacts, [*said, *_coarse(contacts)]

    def _check_widths(self) -> None:
        """Refuse lines that hold circles of people."""
        if self._names is None and len(self._widths) > 1 and 3 in self._widths:
            numbers = np.array(self._numbers, np.int64).reshape(-1, 5)
            more = numbers[numbers[:, 4] >= 0, 0]
            if more.size:
                raise ContactListError(
                    f"{self._path}, line {more[0]}: a fourth number, which other lines do not have; if it is another "
                    "person, write a line for each two who face each other."
                )

    def _refuse_cut(self, line: int, word: bytes) -> None:
        if _is_name(word):
            raise ContactListError(
                f"{self._path}, line {line}: the word {shown(_text(word))} stands behind the two people, so that names "
                "of several words cannot be told apart. Separate the columns by tabs or commas, or put names between "
                "double quotation marks."
            )

    def _refuse_row_names(self, line: int) -> NoReturn:
        raise ContactListError(
            f"{self._path}, line {line}: one column more than line {self._header} names; if the first column only "
            "numbers the rows, leave it out (row.names = FALSE in R)."
        )

    def _places(self) -> Ints:
        """Numbers of the names in the order of the alphabet, so that the order of the lines has no say."""
        names = list(self._names or ())
        for name in names:
            try:
                name.decode()
            except UnicodeDecodeError:
                said = "not UTF-8 text, but perhaps Latin-1 or Windows-1252; save the list as UTF-8"
                raise ContactListError(
                    f"The contact list {self._path}: the name {shown(_text(name))} is {said}."
                ) from None
        places = np.empty(len(names), np.int64)
        places[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
        return places

    def _refuse(self, line: int, cells: list[bytes]) -> NoReturn:
        first = not self._numbers
        raise ContactListError(f"{self._path}, line {line}: {_no_contact(cells, first=first)}")

    def _refuse_large(self, line: int, number: int) -> NoReturn:
        text = "a number of very many digits" if number >= 10**18 else str(number)
        what = f"{text} is too large a number; all are below {MOST:,}."
        raise ContactListError(f"{self._path}, line {line}: {what}")


def _is_name(cell: bytes) -> bool:
    """Whether a person may be called so in a list of names: any word that is no number."""
    try:
        float(cell)
    except ValueError:
        return bool(cell) and not cell[:1].isdigit() and cell[:1] not in b"-+."
    return False


def _text(cell: bytes) -> str:
    return cut(cell.decode(errors="replace"))


def _no_contact(cells: list[bytes], *, first: bool) -> str:
    """Say why a line is no contact."""
    if any(b"\0" in cell for cell in cells):
        return "not plain text; save the list as UTF-8 text."
    if len(cells) < 3:
        count = "1 column" if len(cells) == 1 else f"{len(cells)} columns"
        return f"the line has {count}; {FORM}."
    column = next((n for n, cell in enumerate(cells[:3]) if whole(cell) is None), 2)
    text = _text(cells[column])
    if column == 2 and first and len(cells) > 3 and all(map(_is_name, cells[2:4])):
        return f"by its columns this {SPANNED}"
    if column == 0 and DATE.match(cells[0]):
        return f"{shown(text)} in column 1 is a date or a time of day; the first column counts seconds as one number."
    if cells[column][:1] == b"-" and cells[column][1:].isdigit():
        what = "seconds count from 0" if column == 0 else "people are numbered from 0"
        return f"{text} in column {column + 1} is negative; {what}."
    advice = " People are all whole numbers or all names." if not first and column else ""
    return f"{shown(text)} in column {column + 1} is no whole number; {FORM}.{advice}"


def _of_lines(lines: Sequence[int] | Ints, verbs: tuple[str, str], what: str, rest: str) -> list[str]:
    """Say how many lines are of a kind, and which is the first; nothing if there are none."""
    if len(lines) == 0:
        return []
    count = f"1 line {verbs[0]}" if len(lines) == 1 else f"{len(lines):,} lines {verbs[1]}"
    return [f"{count} {what} (the first is line {lines[0]}){rest}"]


def _coarse(contacts: Contacts) -> Iterator[str]:
    steps = np.diff(contacts.slots)
    if steps.size and (least := int(steps.min())) > contacts.slot:
        slots = "1 second" if contacts.slot == 1 else f"{contacts.slot} seconds"
        fits = least <= LONGEST_SLOT and not np.any(steps % least)
        hint = f" If a line stands for {least} seconds, add --slot {least}." if fits else ""
        yield (
            f"Times are {least:,} seconds or more apart, so a talk seems to consist of single slots of {slots}, and "
            f"durations mean little.{hint}"
        )
