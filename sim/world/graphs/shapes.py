"""Lists that are something else than ties: matrices, lists of neighbors, contact lists with their times."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from sim.world.graphs.headers import NUMBER, is_certain
from sim.world.graphs.rows import WHOLE, Table, whole, wholes

TWO_IDS = "Save it as an edge list, two ids per row (networkx.read_adjlist reads the former)."
COLON = re.compile(r".+:(\s.*)?")  # a person and a colon, and perhaps the first contact
FEW = 8  # rows and columns below which a square of numbers may be a list with as many columns


def matrix(table: Table) -> str | None:
    """Suspect an adjacency matrix, of zeros and ones or of weights, with names or without.

    Parameters
    ----------
    table
        A list of ties.

    Returns
    -------
    str or None
        The rest of a sentence about the file.
    """
    if table.width < 3 or is_certain(table.header):
        return None
    body = [cells[1:] for cells in table.body] if table.header[:1] == [""] else table.body
    why = _number_matrix(table, body) if _numeric(body, 0) and len(body[0]) > 2 else None
    why = why or _named_matrix(table)
    if why is None:
        return None
    return (
        f"looks like an adjacency matrix, not like a list of ties: {why}. "
        "Save it as an edge list, two ids per row (networkx.from_numpy_array and networkx.write_edgelist do it)."
    )


def _named_matrix(table: Table) -> str | None:
    heads, below = (table.header, table.body) if table.header else (table.body[0], table.body[1:])
    if not table.header and any(map(NUMBER.fullmatch, heads)):
        below = []
    firsts = [cells[0] for cells in below]
    matched = min(len(firsts), table.width - 1)
    enough = len(firsts) == table.width - 1 if table.whole else matched > 10
    if enough and heads[1 : 1 + matched] == firsts[:matched] and _numeric(below, 1):
        return "the names at the head of the columns are those at the head of the rows"
    firsts = [cells[0] for cells in table.body]
    if table.rows == table.width - 1 and _numeric(table.body, 1) and not any(map(NUMBER.fullmatch, firsts)):
        return "a name and as many numbers as there are rows"
    cells = {cell for row in table.body for cell in row[1:]}
    if table.columns == (0, 1) and cells <= {"0", "1"} and table.rows > 1 and not any(map(NUMBER.fullmatch, firsts)):
        return "beside the names there is nothing but 0 and 1"
    return None


def _number_matrix(table: Table, body: Sequence[Sequence[str]]) -> str | None:
    cells = {float(cell) for row in body for cell in row}
    width = len(body[0])
    if cells <= {0.0, 1.0} and table.rows > 1:
        return "there is nothing in it but 0 and 1"
    if table.rows == width and (width >= FEW or (table.whole and _is_square(body))):
        return "it has as many columns as rows, all of numbers"
    if width > 3 and table.rows > 2 and _attributes(body):
        return "beside the first column there is nothing but 0 and 1"
    if width > 3 and _mostly_zero(body):
        return "most of its cells are 0"
    return None


def _numeric(body: Sequence[Sequence[str]], first: int) -> bool:
    return all(NUMBER.fullmatch(cell) or (first and not cell) for cells in body for cell in cells[first:])


def _is_square(body: Sequence[Sequence[str]]) -> bool:
    """Whether numbers lie like weights: everybody tied alike to themselves, and nobody or every tie from both sides."""
    weights = np.array([[float(cell) for cell in cells] for cells in body])
    own = weights.diagonal()
    return bool(not own.any() or (np.all(own == own[0]) and np.array_equal(weights, weights.T)))


def _attributes(body: Sequence[Sequence[str]]) -> bool:
    firsts = {cells[0] for cells in body}
    return len(firsts) == len(body) and {cell for cells in body for cell in cells[1:]} <= {"0", "1"}


def _mostly_zero(body: Sequence[Sequence[str]]) -> bool:
    ids = [float(cell) for cells in body for cell in cells[:2]]
    return 2 * ids.count(0.0) > len(ids)


def neighbors(table: Table) -> str | None:
    """Suspect rows of a person and all contacts; parameters and return value as in :func:`matrix`."""
    if all(map(COLON.fullmatch, table.column(0))):
        return (
            "looks like an adjacency list (a person, a colon, and all contacts). Save it as an edge list, two ids "
            "per row."
        )
    if table.header or max(table.widths) < 3:
        return None
    more = {cell for cells in table.body for cell in cells[2:] if cell}
    numbers = all(whole(cell) is not None for cells in table.body for cell in cells[1:])
    if not (numbers and len(set(map(len, table.body))) > 1):
        people = {cell for cells in table.body for cell in cells[:2]}
        known = 2 * len(more & people) >= len(more) or (len(_filled(table)) > 1 and not more.isdisjoint(people))
        if not more or not known or all(NUMBER.fullmatch(cell) for cell in more):
            return None
    fewest, most = min(table.widths), max(table.widths)
    found = f"{most}" if fewest == most else f"{fewest} to {most}"
    return (
        f"has rows of {found} ids; that looks like an adjacency list or a METIS file, not like a "
        f"list of ties. {TWO_IDS}"
    )


def _filled(table: Table) -> set[int]:
    """Numbers of cells that rows have but for empty ones at their ends."""
    return {max((place for place, cell in enumerate(cells, 1) if cell), default=0) for cells in table.body}


CONTACTS = (
    "looks like a contact list (seconds, person, person), not like ties: its first column is a time that never "
    "falls. Replay it with manyhats replay; for a social graph, leave only the two ids in each row."
)
NUMBERED = (
    "has numbers that never fall in its first column, and people in its second and third. Leave only the two ids "
    "in each row; if the first column is a time, manyhats replay reads the list."
)
DATES = (
    "has dates or times in its first column, where an id is expected. Leave only the two ids in each row; manyhats "
    "replay reads contacts, with times in seconds."
)
DATE = re.compile(r"(?:\d{4}([-/.])\d\d?\1\d\d?|\d\d?([-/.])\d\d?\2(?:\d{4}|\d\d))(?:[ T].*)?|\d\d?:\d\d(?::\d\d.*)?")
INTEGER = re.compile(r"-?\d+(?:\.0*)?")
ROUND = 10  # ids that are all multiples of it are numbered so, and so are those beside them
ENOUGH = 10  # rows in which it is hardly by chance that every weight is larger than an id
EPOCH = 100_000_000  # seconds since 1970 are larger since 1973; ids of people seldom are


def contacts(table: Table) -> str | None:
    """Suspect that the first column is a time, or the first two.

    It is, if it never falls and either counts seconds (or milliseconds) since 1970 beside much smaller ids, or lies
    on a grid of 5 seconds and more on which the ids beside it do not lie.

    Parameters
    ----------
    table
        A list of ties.

    Returns
    -------
    str or None
        The rest of a sentence about the file.
    """
    if table.named or min(table.widths) < 3 or table.columns != (0, 1):
        return None
    times = wholes(table.column(0))
    if times is None:
        return DATES if all(map(DATE.fullmatch, table.column(0))) else None
    ends = wholes(table.column(1))
    if ends and min(table.widths) > 3 and all(a < b for a, b in zip(times, ends, strict=True)):
        both = sorted([*times, *ends])
        facing = all(cells[2] != cells[3] for cells in table.body)  # two weights are alike now and then
        if _rising(times) and facing and _is_clock(both, table.column(2) + table.column(3)):
            return (
                "looks like a list of talks (from, to, person, person), not of ties: its first two columns are times. "
                "Leave only the two ids in each row; manyhats replay measures such an event, a row for each slot."
            )
    if not _is_clock(times, table.column(1)):
        return _behind_a_number(times, table) or (NUMBERED if table.rows >= ENOUGH and _are_slots(table) else None)
    if WHOLE.fullmatch(table.body[0][1]) and not all(map(INTEGER.fullmatch, table.column(2))):
        return None
    alone = sum(cells[1] == cells[2] for cells in table.body)
    return None if 3 * alone >= len(table.body) else CONTACTS  # weights; few people meet themselves


def perhaps_slots(table: Table) -> str | None:
    """A remark on a short list whose first column may number slots; parameters as in :func:`contacts`."""
    if table.named or min(table.widths) < 3 or table.columns != (0, 1) or not _are_slots(table):
        return None
    return (
        "The first two columns are taken as ties; if the first counts time (slot, person, person), leave only the two "
        "ids in each row."
    )


def _are_slots(table: Table) -> bool:
    """Whether numbers that never fall stand before pairs of people, each pair in order."""
    times, ones, twos = (wholes(table.column(place)) for place in range(3))
    if not times or not ones or not twos or not _rising(times):
        return False
    ordered = all(a < b for a, b in zip(ones, twos, strict=True))  # as published; small weights lie below an id
    apart = set(times).isdisjoint([*ones, *twos])
    return ordered and (4 if apart else 2) * len(set(ones) & set(twos)) >= len(set(twos))


def _behind_a_number(times: Sequence[int], table: Table) -> str | None:
    """Suspect a counter or a time before the names of two people."""
    ones, twos = set(table.column(1)), set(table.column(2))
    if not _rising(times) or ones.isdisjoint(twos) or any(map(NUMBER.fullmatch, ones | twos)):
        return None
    return NUMBERED


def _rising(numbers: Sequence[int]) -> bool:
    return all(a <= b for a, b in pairwise(numbers))


def _step(numbers: Sequence[int]) -> int:
    """Greatest step of which all differences are multiples; 0 if there is one value only."""
    return math.gcd(*(number - numbers[0] for number in numbers))


def _is_clock(times: Sequence[int], others: Sequence[str]) -> bool:
    """Whether numbers that never fall are seconds or milliseconds, beside ids that are not."""
    if not _rising(times):
        return False
    ids = wholes(others)
    if times[0] >= EPOCH:
        return ids is None or max(ids) < EPOCH
    step, different = _step(times), len(set(times))
    on_grid = ids is not None and all((number - times[0]) % max(step, 1) == 0 for number in ids)
    on_grid = on_grid or (ids is not None and len(set(ids)) > 1 and _step([*times, *ids]) >= ROUND)
    regular = (different > 2 and step >= 5) or (different > 1 and step % 20 == 0)
    return regular and not on_grid
