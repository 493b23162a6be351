"""Graph files with a tie per row: edge lists and CSV.

networkx's own reader passes over rows it cannot use and keeps some 200 bytes a tie. Here every row is
checked, a bad one is named by its line, and a tie costs eight bytes, so that lists of many millions of ties
can be read.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain, count, islice
from operator import itemgetter

import numpy as np

from sim.core.wording import shown
from sim.world.graphs.graph import GraphError
from sim.world.graphs.headers import Standing, header_of, same_stem, with_row_names
from sim.world.graphs.order import Pairs
from sim.world.graphs.plausible import WORD, Reading, check_count, check_rows, doubts
from sim.world.graphs.rows import DELIMITERS, FIRST, WHITESPACE, Rows, Table, delimiter_of

EXCEL = re.compile(r'"?sep=.?"?', re.IGNORECASE)
TGF = "is a TGF file (trivial graph format): people, a line of # alone, and ties. Keep only the ties, two ids per row."


def read_list(lines: Iterable[str], path: str) -> Reading:
    """Read an edge list or CSV.

    Rows hold two ids, separated by tabs, semicolons, commas (fields may be quoted) or whitespace (names with blanks
    are quoted or tuples; a dictionary at the end is passed over); blank lines and lines that begin with # or % are
    passed over. A first row may name the columns (:func:`sim.world.graphs.headers.header_of`); without known
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
        If a row has too few columns, an id is missing, or the rows look like something else than ties.
    """
    lines = iter(lines)
    sample = list(islice(lines, FIRST))
    if sample and EXCEL.fullmatch(sample[0].strip()):
        sample[0] = "\n"  # so that line numbers stay right
    rows = Rows(chain(sample, lines), delimiter_of(sample), path)
    return _List(rows, path, delimiter_of(sample)).reading()


class _List:
    """A list that is being read."""

    def __init__(self, rows: Rows, path: str, delimiter: str) -> None:
        self._source, self._path, self._delimiter = rows, path, delimiter
        blocks = rows.blocks()
        numbers, self._opening = next(blocks, ([1], []))
        second = list(islice(blocks, 1))
        self._whole = not second
        self._line = numbers[0]
        self._opening = with_row_names(self._opening)
        self._header = header_of(self._opening)
        self._skip = int(self._header.standing is Standing.HEADER)
        self._blocks = chain([(numbers[self._skip :], self._opening[self._skip :])], second, blocks)
        self._widths: set[int] = set()

    def reading(self) -> Reading:
        """Read it all, check it, and say what was noticed."""
        columns, remarks = self._header.columns, []
        if self._whole:  # a sentence about the whole is better than one about a row
            self._widths.update(map(len, self._opening[self._skip :]))
            remarks += self._check(len(self._opening) - self._skip)
        names, pairs = self._ties(columns)
        first = self._opening[0] if self._opening else []
        if self._skip:
            remarks.append(f"Line {self._line} is taken as a header.")
        elif len(pairs) > 1 and self._first_is_alone(names, pairs):
            if self._header.standing is Standing.PERHAPS and not _alike(first, names):
                names, pairs, self._skip = names[2:], pairs[1:] - np.uint32(2), 1
                remarks.append(f"Line {self._line} is taken as a header.")
            elif len(pairs) > 2 and all(WORD.fullmatch(cell) for cell in first[:2]):
                remarks.append(_perhaps_header(self._line, first))
        if not self._whole:
            remarks += self._check(len(pairs))
        if max(self._widths, default=2) > 2:
            remarks.append(f"Columns other than {columns[0] + 1} and {columns[1] + 1} are not used.")
        if self._source.attributes:
            remarks.append("Attributes of ties are not used.")
        self._check_bars(pairs)
        return Reading(names, pairs, remarks=remarks)

    def _ties(self, columns: tuple[int, int]) -> tuple[list[str], Pairs]:
        numbers: dict[str, int] = defaultdict(count().__next__)
        ends = array("I")
        chosen = itemgetter(*columns)
        for lines, rows in self._blocks:
            widths = set(map(len, rows))
            self._widths |= widths
            if rows and min(widths) <= max(columns):
                raise self._lacking(lines, rows)
            ids = list(chain.from_iterable(map(chosen, rows)))
            if "" in ids:
                raise self._lacking(lines, rows)
            ends.extend(map(numbers.__getitem__, ids))
            check_count(len(numbers), f"The graph file {self._path}")
        return list(numbers), np.array(ends, dtype=np.uint32).reshape(-1, 2)

    def _lacking(self, lines: Sequence[int], rows: list[list[str]]) -> GraphError:
        """The error about the first row that has no two ids."""
        columns = self._header.columns
        bad = next(
            place
            for place, cells in enumerate(rows)
            if len(cells) <= max(columns) or not all(cells[column] for column in columns)
        )
        return GraphError(f"{self._path}, line {lines[bad]}: {_lacks(rows[bad], columns, self._delimiter)}")

    def _first_is_alone(self, names: list[str], pairs: Pairs) -> bool:
        """Whether the two ids of the first row occur nowhere else."""
        return pairs[0].tolist() == [0, 1] and not np.any(pairs[1:] < 2)

    def _check(self, rows: int) -> list[str]:
        header = self._opening[0] if self._skip else []
        body = self._opening[self._skip :]
        table = Table(
            body, header, self._header.columns, self._header.named, self._delimiter, rows, self._widths or {2}
        )
        check_rows(table, self._path)
        return doubts(table)

    def _check_bars(self, pairs: Pairs) -> None:
        """Refuse what a line of # alone divides into people and ties between them."""
        bars = [bar - self._skip for bar in self._source.bars if self._skip < bar < len(pairs) + self._skip]
        if len(bars) != 1:
            return
        people, ties = pairs[: bars[0], 0], pairs[bars[0] :]
        if len(np.unique(people)) == len(people) and np.isin(ties, people).all():
            raise GraphError(f"The graph file {self._path} {TGF}")


def _alike(words: list[str], names: list[str]) -> bool:
    """Whether other ids are formed like the two in question."""
    forms = [same_stem(word) for word in words[:2] if word[-1:].isdigit()]
    return any(form.fullmatch(name) for form in forms for name in names[2:])


def _perhaps_header(line: int, cells: list[str]) -> str:
    return (
        f"Line {line} ({shown(cells[0])}, {shown(cells[1])}) is taken as a tie, although neither occurs again; if it "
        "names the columns, begin it with #."
    )


def _lacks(cells: list[str], columns: tuple[int, int], delimiter: str) -> str:
    first, second = (column + 1 for column in columns)
    if len(cells) > max(columns):
        return f"an id is missing; the two ids of a tie stand in columns {first} and {second}."
    count = "1 column" if len(cells) == 1 else f"{len(cells)} columns"
    between = "whitespace" if delimiter == WHITESPACE else DELIMITERS[delimiter]
    return f"the row has {count}; the two ids of a tie stand in columns {first} and {second}, between {between}."
