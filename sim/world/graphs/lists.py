"""Graph files with a tie a row: edge lists and CSV.

networkx's own reader passes over rows it cannot use and keeps some 200 bytes a tie. Here every row is
checked, a bad one is named by its line, and a tie costs eight bytes, so that lists of many millions of ties
can be read.
"""

from __future__ import annotations

import csv
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TypeAlias

import numpy as np

from sim.world.graphs.errors import GraphError
from sim.world.graphs.graph import Pairs
from sim.world.graphs.reading import Reading

Row: TypeAlias = tuple[int, list[str]]
SAMPLE = 1_000
COMMENTS = "#%"
DELIMITERS = {"\t": "tabs", ";": "semicolons", ",": "commas"}
WHITESPACE = ""
WHOLE = re.compile(r"[+-]?\d+")
SOURCES = (
    "source",
    "from",
    "fromnodeid",
    "src",
    "node1",
    "node_1",
    "id1",
    "id_1",
    "person1",
    "person_1",
    "ego",
)
TARGETS = (
    "target",
    "to",
    "tonodeid",
    "dst",
    "node2",
    "node_2",
    "id2",
    "id_2",
    "person2",
    "person_2",
    "alter",
)


def read_list(lines: Iterable[str], path: str) -> Reading:
    """Read an edge list or CSV.

    Rows hold two ids, separated by tabs, semicolons, commas (fields may be quoted) or whitespace; blank lines
    and lines that begin with # or % are passed over. A first row is a header if it names the columns (source
    and target, from and to, ...) or if it has words where the second row has whole numbers. Without known
    column names the ids are in the first two columns.

    Parameters
    ----------
    lines
        Lines of the file.
    path
        Name of the file, for error sentences.

    Raises
    ------
    GraphError
        If a row has too few columns or an id is missing.
    """
    lines = iter(lines)
    sample = list(islice(lines, SAMPLE))
    delimiter = _delimiter(sample)
    rows = _rows(chain(sample, lines), delimiter, path)
    opening = list(islice(rows, 2))
    columns, header = _columns([cells for _, cells in opening])
    body = chain(opening[1:] if header else opening, rows)
    names, pairs, wide = _ties(body, columns, delimiter, path)
    remarks = [f"Line {opening[0][0]} is taken as a header."] if header else []
    if wide:
        remarks.append(f"Columns other than {columns[0] + 1} and {columns[1] + 1} are not used.")
    return Reading(names, pairs, remarks=remarks)


def _is_comment(line: str) -> bool:
    return line.lstrip()[:1] in COMMENTS  # also true of a blank line


def _delimiter(sample: Sequence[str]) -> str:
    """The first delimiter that stands in most rows."""
    rows = [line for line in sample if not _is_comment(line)]
    for delimiter in DELIMITERS:
        if 2 * sum(delimiter in row.rstrip() for row in rows) > len(rows):
            return delimiter
    return WHITESPACE


def _rows(lines: Iterable[str], delimiter: str, path: str) -> Iterator[Row]:
    if delimiter == WHITESPACE:
        return ((number, line.split()) for number, line in enumerate(lines, start=1) if not _is_comment(line))
    return _delimited_rows(lines, delimiter, path)


def _delimited_rows(lines: Iterable[str], delimiter: str, path: str) -> Iterator[Row]:
    # Comments become blank lines rather than vanish, so that the reader's line numbers stay right.
    kept = ("\n" if _is_comment(line) else line for line in lines)
    reader = csv.reader(kept, delimiter=delimiter, skipinitialspace=True, strict=True)
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise GraphError(f"{path}, line {reader.line_num}: quotation marks do not match ({error}).") from error


def _columns(opening: Sequence[list[str]]) -> tuple[tuple[int, int], bool]:
    """Columns of the two ids, and whether the first row is a header."""
    if not opening:
        return (0, 1), False
    words = [cell.casefold() for cell in opening[0]]
    source = next((i for i, word in enumerate(words) if word in SOURCES), None)
    target = next((i for i, word in enumerate(words) if word in TARGETS), None)
    if source is not None and target is not None:
        return (source, target), True
    numbers = [[bool(WHOLE.fullmatch(cell)) for cell in row[:2]] for row in opening]
    return (0, 1), numbers == [[False, False], [True, True]]


def _ties(rows: Iterable[Row], columns: tuple[int, int], delimiter: str, path: str) -> tuple[list[str], Pairs, bool]:
    numbers: dict[str, int] = {}
    ends = array("I")
    wide = False
    first, second = columns
    for line, cells in rows:
        if len(cells) <= max(columns) or not cells[first] or not cells[second]:
            raise GraphError(f"{path}, line {line}: {_lacks(cells, columns, delimiter)}")
        ends.append(numbers.setdefault(cells[first], len(numbers)))
        ends.append(numbers.setdefault(cells[second], len(numbers)))
        wide = wide or len(cells) > 2
    return list(numbers), np.array(ends, dtype=np.uint32).reshape(-1, 2), wide


def _lacks(cells: list[str], columns: tuple[int, int], delimiter: str) -> str:
    first, second = (column + 1 for column in columns)
    if len(cells) > max(columns):
        return f"an id is missing; the two ids of a tie stand in columns {first} and {second}."
    count = "1 column" if len(cells) == 1 else f"{len(cells)} columns"
    between = DELIMITERS.get(delimiter, "whitespace")
    return f"the row has {count}; the two ids of a tie stand in columns {first} and {second}, between {between}."
