"""Text, rows and cells of graph files: bounded lines, named encodings, separators, quotation marks and brackets."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, TypeAlias

from sim.world.graphs.graph import GraphError

LONGEST_LINE = 65_536


class Text(io.TextIOWrapper):
    """Lines of a UTF-8 text, one after the other, each with its end.

    Reading may raise a GraphError, if a line is longer than 64 KB, or a UnicodeDecodeError, of which
    :meth:`blame` makes a sentence: translating it here would cost time at every line.

    Parameters
    ----------
    file
        At its beginning.
    path
        Name of the file, for error sentences.
    """

    def __init__(self, file: BinaryIO, path: str) -> None:
        self._source, self._path = _Measured(file, path), path
        super().__init__(io.BufferedReader(self._source, 1 << 16), encoding="utf-8-sig")

    def blame(self, error: UnicodeDecodeError) -> GraphError:
        """Say in which line the text stops being UTF-8."""
        return _undecodable(self._path, self._source.lines + 1 - _ends_in(error.object[error.start :]))


def decoded(content: bytes, path: str) -> str:
    """Return a whole UTF-8 text; raises a GraphError if it is none."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _undecodable(path, 1 + _ends_in(error.object[: error.start])) from error


def _undecodable(path: str, line: int) -> GraphError:
    """The error about a byte that is no UTF-8."""
    said = "not UTF-8 text, but perhaps Latin-1 or Windows-1252; save the file as UTF-8"
    return GraphError(f"{path}, line {line}: {said}.")


def _ends_in(data: bytes) -> int:
    """Number of line ends, of whatever system."""
    return data.count(b"\n") or data.count(b"\r")


class _Measured(io.RawIOBase):
    """A stream that counts its lines, and refuses one that does not end."""

    def __init__(self, file: BinaryIO, path: str) -> None:
        self._file, self._path = file, path
        self.lines, self._open = 0, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]  # whatever the reader above gives
        data = self._file.read(len(view))
        self.lines += _ends_in(data)
        last = max(data.rfind(b"\n"), data.rfind(b"\r"))
        self._open = self._open + len(data) if last < 0 else len(data) - last
        if self._open > LONGEST_LINE:
            raise GraphError(
                f"{self._path}, line {self.lines + 1}: longer than {LONGEST_LINE:,} bytes; this is no list of ties."
            )
        view[: len(data)] = data
        return len(data)


Row: TypeAlias = tuple[int, list[str]]
Block: TypeAlias = tuple[Sequence[int], list[list[str]]]
COMMENTS = "#%"
DELIMITERS = {"\t": "tabs", ";": "semicolons", ",": "commas"}
WHITESPACE = ""
FIRST, CHUNK = 1_000, 128  # lines at a time; more would leave the processor's cache
HOLDERS = "\"'([{"
TOGETHER = re.compile(r'"(?:[^"]|"")*"|\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\]')
TOKEN = re.compile(
    r"""\s*(?:"((?:[^"]|"")*)"(?=\s|$)            # a name between quotation marks
        |'([^']*)'(?=\s|$)
        |(\((?:[^()]|\([^()]*\))*\)|\[[^\[\]]*\])(?=\s|$)   # a name that is a tuple or a list
        |(\S+))""",
    re.VERBOSE,
)
CLOSES = {"(": ")", "[": "]"}
MIXED = re.compile(r"\d+ +\d+ *(?:\t|$)")  # blanks between the ids, tabs behind them, as KONECT writes it


class Rows:
    """Rows that are no comments, in the order of the file.

    Parameters
    ----------
    lines
        Lines of the file.
    delimiter
        From :func:`delimiter_of`.
    path
        Name of the file, for error sentences.

    Attributes
    ----------
    bars
        For each line that holds nothing but ``#``: how many rows came before it.
    attributes
        Whether dictionaries of attributes were passed over.
    """

    def __init__(self, lines: Iterable[str], delimiter: str, path: str) -> None:
        self._lines, self._delimiter, self._path = iter(lines), delimiter, path
        self._given = 0
        self.bars: list[int] = []
        self.attributes = False

    def blocks(self) -> Iterator[Block]:
        """Rows in blocks, none of them empty, the first of a thousand lines: numbers of the lines, and their cells."""
        return self._between_blanks() if self._delimiter == WHITESPACE else self._delimited()

    def _between_blanks(self) -> Iterator[Block]:
        number, size = 1, FIRST
        while chunk := list(islice(self._lines, size)):
            text = "".join(chunk)
            numbers: Sequence[int] = range(number, number + len(chunk))
            number, size = number + len(chunk), CHUNK
            if any(mark in text for mark in COMMENTS) or not all(map(str.strip, chunk)):
                rows = list(self._without_comments(zip(numbers, chunk, strict=True)))
                numbers, chunk = [line for line, _ in rows], [row for _, row in rows]
            else:
                self._given += len(chunk)
            if any(mark in text for mark in HOLDERS):
                self.attributes = self.attributes or "{'" in text or '{"' in text
                cells = [split(line, number, self._path) for number, line in zip(numbers, chunk, strict=True)]
            else:
                cells = list(map(str.split, chunk))
            if cells:
                yield numbers, cells

    def _without_comments(self, lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
        for number, line in lines:
            if not self._is_comment(line):
                self._given += 1
                yield number, line

    def _delimited(self) -> Iterator[Block]:
        rows, size = self._delimited_rows(), FIRST
        while chunk := list(islice(rows, size)):
            size = CHUNK
            yield [line for line, _ in chunk], [cells for _, cells in chunk]

    def _delimited_rows(self) -> Iterator[Row]:
        # Comments become blank lines rather than vanish, so that the reader's line numbers stay right.
        kept = ("\n" if self._is_comment(line) else line for line in self._lines)
        reader = csv.reader(kept, delimiter=self._delimiter, skipinitialspace=True, strict=True)
        try:
            for row in reader:
                cells = [cell.strip() for cell in row]
                if any(cells):
                    self._given += 1
                    yield reader.line_num, self._joined(cells, reader.line_num) if "(" in cells[0][:1] else cells
        except csv.Error as error:
            what = f"quotation marks do not match ({error})"
            raise GraphError(f"{self._path}, line {reader.line_num}: {what}.") from error

    def _joined(self, cells: list[str], line: int) -> list[str]:
        """Put a tuple together again that was cut at the commas inside it."""
        for cell in cells[:2]:
            if cell[:1] == "(" and cell[-1:] != ")" and any(other[-1:] == ")" for other in cells):
                between = re.escape(self._delimiter)
                tuples = re.findall(rf"\([^()]*\)|[^{between}]+", self._delimiter.join(cells))
                if all(cell.count("(") == cell.count(")") for cell in tuples):
                    return [cell.strip() for cell in tuples]
                raise GraphError(f"{self._path}, line {line}: brackets do not match.")
        return cells

    def _is_comment(self, line: str) -> bool:
        start = line.lstrip()[:1]
        if start == "#" and not line.strip("# \t\r\n"):
            self.bars.append(self._given)
        return start in COMMENTS  # also true of a blank line


def is_comment(line: str) -> bool:
    """Whether a line is blank or begins with # or %."""
    return line.lstrip()[:1] in COMMENTS


def delimiter_of(sample: Sequence[str]) -> str:
    """Return the first delimiter that stands in most rows, outside of quotation marks and brackets.

    Parameters
    ----------
    sample
        The first lines of a file.
    """
    rows = [bare(line) for line in sample if not is_comment(line)]
    for delimiter in DELIMITERS:
        if 2 * sum(delimiter in row.rstrip() for row in rows) > len(rows):
            return WHITESPACE if delimiter == "\t" and all(map(MIXED.match, rows)) else delimiter
    return WHITESPACE


def bare(line: str) -> str:
    """A line without what quotation marks, brackets and a dictionary at its end hold."""
    if not any(mark in line for mark in HOLDERS):
        return line
    start, brace, rest = line.rstrip().partition("{")
    return TOGETHER.sub("x", start.rstrip(" \t,;") if brace and rest.endswith("}") else line)


def split(line: str, number: int, path: str) -> list[str]:
    """Split a line at its blanks, but not inside of quotation marks, brackets and a dictionary at its end.

    Parameters
    ----------
    line, number
        The line and its number.
    path
        Name of the file, for error sentences.

    Raises
    ------
    GraphError
        If a quotation mark or a bracket is not closed where a name ends.
    """
    line = line.strip()
    start, brace, attributes = line.partition(" {")
    if not brace or attributes[-1:] != "}":
        start = line
    if not any(mark in start for mark in HOLDERS):
        return start.split()
    last = {opens: start.rfind(closes) for opens, closes in CLOSES.items()}
    return [_name(match, last, number, path) for match in TOKEN.finditer(start)]


def _name(match: re.Match[str], last: dict[str, int], number: int, path: str) -> str:
    quoted, single, listed, plain = match.groups()
    if plain is None:
        held = next(text for text in (quoted, single, listed) if text is not None)
        return (held.replace('""', '"') if quoted is not None else held).strip()
    opens = plain[0]
    if opens in CLOSES and plain.count(opens) != plain.count(CLOSES[opens]) and last[opens] >= match.end():
        raise GraphError(f"{path}, line {number}: brackets do not match.")
    if opens == '"':
        raise GraphError(f"{path}, line {number}: quotation marks do not match; a name with blanks stands between two.")
    return plain


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
