"""What a reader brings home, whether it is a graph of people at all, and how it becomes a social graph.

Any two columns are ties to a reader of lists. So a table of seconds, an adjacency matrix or names cut at their blanks
would give a world of people whom nobody meant. Each suspicion here looks at the first rows and answers with a
sentence, or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

import numpy as np

from sim.core.wording import cut, shown
from sim.scenario.reading.alike import remarks as alike_remarks
from sim.world.graphs.graph import GraphError, SocialGraph, settle
from sim.world.graphs.headers import NUMBER, is_node_table
from sim.world.graphs.order import Pairs
from sim.world.graphs.rows import WHITESPACE, Table, whole, wholes
from sim.world.graphs.shapes import contacts, matrix, neighbors, perhaps_slots

WEIGHTS = "Weights are not used; every tie counts alike."


@dataclass(frozen=True, eq=False)
class Reading:
    """Nodes and ties as they stand in the source.

    Attributes
    ----------
    names
        Node ids in order of appearance.
    pairs
        (R, 2) uint32 indices into `names`; self-loops and duplicates included.
    directed
        Whether the ties are arrows.
    remarks
        Sentences about what the reader noticed.
    """

    names: list[str]
    pairs: Pairs
    directed: bool = False
    remarks: list[str] = field(default_factory=list)


def from_networkx(graph: Any, remarks: Iterable[str] = ()) -> Reading:
    """Take nodes and edges of any networkx graph, in its order.

    Parameters
    ----------
    graph
        A Graph, DiGraph, MultiGraph or MultiDiGraph with nodes of any kind.
    remarks
        Sentences that come first.
    """
    number = {node: i for i, node in enumerate(graph)}
    ends = (number[node] for node in chain.from_iterable(graph.edges()))
    pairs = np.fromiter(ends, dtype=np.uint32, count=2 * graph.number_of_edges()).reshape(-1, 2)
    weighted = any(weight is not None for _, _, weight in graph.edges(data="weight"))
    said = [*remarks, WEIGHTS] if weighted else list(remarks)
    return Reading([str(node) for node in graph], pairs, graph.is_directed(), said)


def to_social(reading: Reading, source: str) -> SocialGraph:
    """Number the people and settle the ties.

    People are numbered by their ids if all ids are whole numbers, otherwise in order of appearance.

    Parameters
    ----------
    reading
        What was read.
    source
        Where it comes from, for error sentences.

    Raises
    ------
    GraphError
        If there is no tie between two different people, an id cannot be written, or there are too many people.
    """
    check_people(reading.names, reading.pairs, source)
    ordered = _by_number(reading)
    return settle(
        len(ordered.names),
        ordered.pairs,
        names=ordered.names,
        directed=ordered.directed,
        remarks=[*ordered.remarks, *remarks_on(ordered.names, ordered.pairs)],
    )


def _by_number(reading: Reading) -> Reading:
    try:
        order = sorted(range(len(reading.names)), key=[int(name) for name in reading.names].__getitem__)
    except ValueError:
        return reading
    place = np.empty(len(order), dtype=np.uint32)
    place[order] = np.arange(len(order), dtype=np.uint32)
    return replace(reading, names=[reading.names[i] for i in order], pairs=place[reading.pairs])


MOST_PEOPLE = 20_000_000
LONGEST_ID = 10_000
SHORT = 10  # rows; in longer lists the second number of the first row is hardly by chance their number
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
DECIMAL = re.compile(r"[+-]?\d*\.0*[1-9]\d*")
TWO = re.compile(r"\d+\s+\d+")
WORD = re.compile(r"[^\W\d_][^\d]*")


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
        As in a :class:`sim.world.graphs.plausible.Reading`.
    source
        Where it comes from, at the beginning of a sentence.

    Raises
    ------
    GraphError
        If there is no tie between two different people, there are too many people, or an id cannot be written.
    """
    if not all(map(str.strip, names)):
        raise GraphError(f"{source}: the id of a person is empty.")
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


def doubts(table: Table) -> list[str]:
    """Sentences about a short list that is taken for ties, but may be something else."""
    return [said for said in (_perhaps_counts(table), perhaps_slots(table)) if said]


def remarks_on(names: Sequence[str], pairs: Pairs) -> Iterator[str]:
    """Sentences about what is possible, but seldom meant."""
    if len(pairs) > 2 and len(names) == 2 * len(pairs):
        yield "No id stands in two ties; if this is a table of people, give the table of their ties instead."
    if not all(map(str.isdecimal, names)):
        yield from alike_remarks(names)


def _blanks(table: Table) -> str | None:
    if table.header or table.delimiter != WHITESPACE or max(table.widths) < 3:
        return None
    more = [cell for cells in table.body for cell in cells[2:]]
    words = sum(bool(WORD.fullmatch(cell)) for cell in more)
    if 2 * words <= len(more) or not more or all(whole(cell) is not None for cell in table.column(0)):
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
    if wholes(table.column(1)) is None or wholes(table.column(2)) is None:
        return None
    return "looks like a DIMACS file (every row is e or a and two numbers). Leave only the two ids in each row."


def _decimals(table: Table) -> str | None:
    both = [cell for place in table.columns for cell in table.column(place)]
    if both and table.delimiter != WHITESPACE and all(map(TWO.fullmatch, both)):
        return (
            f"has two numbers in every cell, such as {shown(both[0])}. The two ids of a tie stand in columns of their "
            "own, with the same between them in every row."
        )
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
    heads = table.header or table.body[0]
    if "SUID" in heads and "interaction" in heads:
        return "is a table of ties as Cytoscape exports it, with both ids in one cell. Export the network as GraphML."
    if table.named or not is_node_table(heads):
        return None
    return "is a table of people (an id and a label per row), not of ties. Give the table of their ties instead."


def _relation(table: Table) -> str | None:
    if table.named or table.columns != (0, 1) or table.width < 3:
        return None
    one, kind, two = (set(table.column(place)) for place in range(3))
    if any(map(NUMBER.fullmatch, kind)) or 2 * len(kind) > len(table.body) or one.isdisjoint(two) or kind & (one | two):
        return None
    return (
        f"looks as if its second column said what kind of tie it is ({shown(table.body[0][1])}), as in SIF files of "
        "Cytoscape. Leave only the two ids in each row."
    )


def _counts(table: Table) -> str | None:
    first = _counted(table)
    if not first or (len(first) == 2 and table.rows <= SHORT and not _is_count(table, first[0])):
        return None
    return (
        f"begins with {' '.join(table.body[0])}, which look like the numbers of people and of ties "
        f"({table.rows - 1:,} rows follow). Begin that line with #; if it is a tie, move it down."
    )


def _perhaps_counts(table: Table) -> str | None:
    """A remark on a short list whose first row fits its numbers, though somebody is missing."""
    if not _counted(table):
        return None
    return (
        f"The first row ({' '.join(table.body[0])}) is taken as a tie; if it says how many people and ties there are, "
        "begin it with #."
    )


def _counted(table: Table) -> list[int] | None:
    """The first row, if it may say how many people there are and how many rows follow."""
    if table.header or table.rows < 3:
        return None
    first = wholes(table.body[0])
    rest = [wholes(cells[:2]) for cells in table.body[1:]]
    if not first or len(first) > 3 or first[-1] != table.rows - 1 or not all(rest):
        return None
    if len(first) == 3 and first[0] != first[1] and table.width == 3:  # a tie with a weight, rather than a matrix
        return None
    largest = max(number for pair in rest if pair for number in pair)
    return None if largest > first[0] else first


def _is_count(table: Table, people: int) -> bool:
    """Whether everybody from 1 on, or from 0 on, stands in a tie, and other rows do not fall like the first."""
    if all(int(cells[0]) > int(cells[1]) for cells in table.body):
        return False
    ids = {whole(cell) for cells in table.body[1:] for cell in cells[:2]}
    return ids in (set(range(people)), set(range(1, people + 1)))


SUSPICIONS: tuple[Callable[[Table], str | None], ...] = (
    _nodes,
    _letter,
    _counts,
    contacts,
    matrix,
    _relation,
    _blanks,
    neighbors,
    _decimals,
)
"""What a list that is none may be; the first that speaks is believed."""
