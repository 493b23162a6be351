"""Lists with a row per person instead of a row per tie: adjacency matrices and adjacency lists."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.world.graphs.headers import NUMBER, is_certain
from sim.world.graphs.table import Table, whole

TWO_IDS = "Save it as an edge list, two ids per row (networkx.read_adjlist reads the former)."
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
    """Whether numbers lie like weights: everybody tied alike to himself, and nobody or every tie from both sides."""
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
    """Suspect rows of a person and all whom he knows; parameters and return value as in :func:`matrix`."""
    if all(cell.endswith(":") for cell in table.column(0)):
        return (
            "looks like an adjacency list (a person, a colon, and all whom he knows). Save it as an edge list, two ids "
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
