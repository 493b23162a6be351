"""One check for all readers: is what was brought home a graph of people, or something else that has rows?

Any two columns are ties to a reader of lists. So a table of seconds, an adjacency matrix or names cut at their blanks
would give a world of people whom nobody meant. Each suspicion here looks at the first rows and answers with a
sentence, or not at all.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from sim.core.wording import cut, shown
from sim.world.graphs.cells import WHITESPACE
from sim.world.graphs.errors import GraphError
from sim.world.graphs.graph import Pairs
from sim.world.graphs.headers import NUMBER, is_node_table

MOST_PEOPLE = 20_000_000
LONGEST_ID = 10_000
FEW = 8  # rows and columns below which a square of numbers may be a list with as many columns
EPOCH = 100_000_000  # seconds since 1970 are larger since 1973; ids of people seldom are
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
WHOLE = re.compile(r"\d+(?:\.0*)?")
DECIMAL = re.compile(r"[+-]?\d*\.0*[1-9]\d*")
WORD = re.compile(r"[^\W\d_][^\d]*")


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


def check_rows(table: Table, path: str) -> None:
    """Refuse a list whose rows are something else than ties.

    Parameters
    ----------
    table
        What the reader saw.
    path
        Name of the file, for error sentences.

    Raises
    ------
    GraphError
        The sentence says what the file looks like, and what to do.
    """
    if not table.body:
        return
    for suspicion in SUSPICIONS:
        said = suspicion(table)
        if said:
            raise GraphError(f"The graph file {path} {said}")


def check_people(names: Sequence[str], pairs: Pairs, source: str) -> None:
    """Refuse people who cannot be people, whatever they were read from.

    Parameters
    ----------
    names, pairs
        As in a :class:`sim.world.graphs.reading.Reading`.
    source
        Where it comes from, at the beginning of a sentence.

    Raises
    ------
    GraphError
        If there is no tie between two different people, there are too many people, or an id cannot be written.
    """
    strange = next((name for name in names if UNWRITABLE.search(name)), None)
    if strange is not None:
        raise GraphError(f"{source}: the id {shown(strange)} holds control characters.")
    long = next((name for name in names if len(name) > LONGEST_ID), None)
    if long is not None:
        raise GraphError(f"{source}: the id {shown(cut(long))} is longer than {LONGEST_ID:,} characters.")
    check_count(len(names), source)
    if not np.any(pairs[:, 0] != pairs[:, 1]):
        raise GraphError(f"{source} has no tie between two people.")


def check_count(people: int, source: str) -> None:
    """Refuse more people than a world can have."""
    if people > MOST_PEOPLE:
        raise GraphError(f"{source} has more than {MOST_PEOPLE:,} people, the most a world can have.")


def remarks_on(names: Sequence[str], pairs: Pairs) -> Iterator[str]:
    """Sentences about what is possible, but seldom meant."""
    if len(pairs) > 2 and len(names) == 2 * len(pairs):
        yield "No id stands in two ties; if this is a table of people, give the table of their ties instead."


def _whole(cell: str) -> int | None:
    return int(cell.partition(".")[0]) if WHOLE.fullmatch(cell) and len(cell) < 19 else None


def _wholes(cells: Sequence[str]) -> list[int] | None:
    found = [_whole(cell) for cell in cells]
    return None if None in found else [number for number in found if number is not None]


def _rising(numbers: Sequence[int]) -> bool:
    return all(a <= b for a, b in pairwise(numbers))


def _step(numbers: Sequence[int]) -> int:
    """Greatest step of which all differences are multiples; 0 if there is one value only."""
    return math.gcd(*(number - numbers[0] for number in numbers))


def _is_clock(times: Sequence[int], others: Sequence[str]) -> bool:
    """Whether numbers that never fall are seconds or milliseconds, beside ids that are not."""
    if not _rising(times):
        return False
    ids = _wholes(others)
    if times[0] >= EPOCH:
        return ids is None or max(ids) < EPOCH
    step, different = _step(times), len(set(times))
    on_grid = ids is not None and all((number - times[0]) % max(step, 1) == 0 for number in ids)
    regular = (different > 2 and step >= 5) or (different > 1 and step % 20 == 0)
    return regular and not on_grid


def _contacts(table: Table) -> str | None:
    if table.named or min(table.widths) < 3 or table.columns != (0, 1):
        return None
    times = _wholes(table.column(0))
    if times is None:
        return None
    ends = _wholes(table.column(1))
    if ends and min(table.widths) > 3 and all(a < b for a, b in zip(times, ends, strict=True)):
        both = sorted([*times, *ends])
        if _rising(times) and _is_clock(both, table.column(2) + table.column(3)):
            return (
                "looks like a list of talks (from, to, person, person), not of ties: its first two columns are times. "
                "Leave only the two ids in each row; manyhats replay measures such an event, a row for each slot."
            )
    if not _is_clock(times, table.column(1)):
        return None
    if WHOLE.fullmatch(table.body[0][1]) and _wholes(table.column(2)) is None:
        return None
    return (
        "looks like a contact list (seconds, person, person), not like ties: its first column is a time that never "
        "falls. Replay it with manyhats replay; for a social graph, leave only the two ids in each row."
    )


def _matrix(table: Table) -> str | None:
    if table.width < 3 or table.named:
        return None
    why = _number_matrix(table) if _numeric(table.body, 0) else None
    why = why or _named_matrix(table)
    if why is None:
        return None
    return (
        f"looks like an adjacency matrix, not like a list of ties: {why}. "
        "Save it as an edge list, two ids per row (networkx.from_numpy_array and networkx.write_edgelist do it)."
    )


def _named_matrix(table: Table) -> str | None:
    heads, below = (table.header, table.body) if table.header else (table.body[0], table.body[1:])
    firsts = [cells[0] for cells in below]
    matched = min(len(firsts), table.width - 1)
    enough = len(firsts) == table.width - 1 if table.whole else matched > 10
    if enough and heads[1 : 1 + matched] == firsts[:matched] and _numeric(below, 1):
        return "the names at the head of the columns are those at the head of the rows"
    firsts = [cells[0] for cells in table.body]
    if table.rows == table.width - 1 and _numeric(table.body, 1) and not any(map(NUMBER.fullmatch, firsts)):
        return "a name and as many numbers as there are rows"
    return None


def _number_matrix(table: Table) -> str | None:
    cells = {float(cell) for row in table.body for cell in row}
    if cells <= {0.0, 1.0} and (len(table.body) > 1 or table.rows == 1):
        return "there is nothing in it but 0 and 1"
    if table.rows == table.width and (table.width >= FEW or (table.whole and _is_square(table.body))):
        return "it has as many columns as rows, all of numbers"
    if table.width > 3 and _mostly_zero(table.body):
        return "most of its cells are 0"
    return None


def _numeric(body: Sequence[Sequence[str]], first: int) -> bool:
    return all(NUMBER.fullmatch(cell) or (first and not cell) for cells in body for cell in cells[first:])


def _is_square(body: Sequence[Sequence[str]]) -> bool:
    """Whether numbers lie like weights: nobody tied to himself, or every tie seen from both sides."""
    weights = np.array([[float(cell) for cell in cells] for cells in body])
    return bool(not weights.diagonal().any() or np.array_equal(weights, weights.T))


def _mostly_zero(body: Sequence[Sequence[str]]) -> bool:
    ids = [float(cell) for cells in body for cell in cells[:2]]
    return 2 * ids.count(0.0) > len(ids)


def _neighbors(table: Table) -> str | None:
    if table.header or max(table.widths) < 3:
        return None
    more = {cell for cells in table.body for cell in cells[2:] if cell}
    numbers = all(_whole(cell) is not None for cells in table.body for cell in cells)
    if not (numbers and len(set(map(len, table.body))) > 1):
        people = {cell for cells in table.body for cell in cells[:2]}
        if not more or not more <= people or all(NUMBER.fullmatch(cell) for cell in more):
            return None
    fewest, most = min(table.widths), max(table.widths)
    found = f"{most}" if fewest == most else f"{fewest} to {most}"
    return (
        f"has rows of {found} ids; that looks like an adjacency list or a METIS file, not like a "
        "list of ties. Save it as an edge list, two ids per row (networkx.read_adjlist reads the former)."
    )


def _blanks(table: Table) -> str | None:
    if table.header or table.delimiter != WHITESPACE or max(table.widths) < 3:
        return None
    more = [cell for cells in table.body for cell in cells[2:] if cell[:1] != "{"]
    words = sum(bool(WORD.fullmatch(cell)) for cell in more)
    if 2 * words <= len(more) or not more or all(_whole(cell) is not None for cell in table.column(0)):
        return None
    if max(table.widths) == 3 and len(table.widths) == 1:
        people = {cell for cells in table.body for cell in cells[:2]}
        if people.isdisjoint(more):
            return None
    return (
        f"has rows of up to {max(table.widths)} words between blanks, so that names of several words cannot be told "
        'apart. Put names between quotation marks ("Ann Lee" "Bob Ray"), or separate the columns by tabs or commas.'
    )


def _letter(table: Table) -> str | None:
    firsts = set(table.column(0))
    if table.header or len(firsts) > 1 or not firsts <= {"e", "a"} or min(table.widths) < 3:
        return None
    if _wholes(table.column(1)) is None or _wholes(table.column(2)) is None:
        return None
    return "looks like a DIMACS file (every row is e or a and two numbers). Leave only the two ids in each row."


def _decimals(table: Table) -> str | None:
    for place in table.columns:
        cells = table.column(place)
        if all(NUMBER.fullmatch(cell) for cell in cells) and any(DECIMAL.fullmatch(cell) for cell in cells):
            return (
                f"has decimal numbers such as {shown(next(c for c in cells if DECIMAL.fullmatch(c)))} where an id is "
                f"expected, in column {place + 1}. The two ids of a tie stand in columns {table.columns[0] + 1} and "
                f"{table.columns[1] + 1}."
            )
    return None


def _nodes(table: Table) -> str | None:
    if table.named or not is_node_table(table.header or table.body[0]):
        return None
    return "is a table of people (an id and a label per row), not of ties. Give the table of their ties instead."


def _counts(table: Table) -> str | None:
    if table.header or table.rows < 3:
        return None
    first = _wholes(table.body[0])
    rest = [_wholes(cells[:2]) for cells in table.body[1:]]
    if not first or len(first) > 3 or first[-1] != table.rows - 1 or not all(rest):
        return None
    largest = max(number for pair in rest if pair for number in pair)
    if largest > first[0] or first[0] == first[-1] == largest:
        return None
    return (
        f"begins with {' '.join(table.body[0])}, which look like the numbers of people and of ties "
        f"({table.rows - 1:,} rows follow). Remove that line, or begin it with #."
    )


SUSPICIONS: tuple[Callable[[Table], str | None], ...] = (
    _nodes,
    _letter,
    _counts,
    _contacts,
    _matrix,
    _blanks,
    _neighbors,
    _decimals,
)
"""What a list that is none may be; the first that speaks is believed."""
