"""The market's tables for the flat program: declared in C++, written to a file, and read back.

Columns are looked up by name among the tables of persons, ties and positions, so that the program follows when a column
moves to another table, changes its width or gets neighbors.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from sim.core.accounts import to_cents
from sim.core.chance import purposes
from sim.model.plans.companies import MOST_COMPANIES
from sim.world.world import World

PURPOSES = {
    "AMOUNT": "conversation.amount",
    "WHOM": "conversation.whom",
    "GUESS": "pitch.guess",
    "ADMIT": "hearing.admit",
    "TAKE": "decision.take",
    "TAKE_UP": "decision.take_up",
    "PRIORITY": "decision.priority",
    "AGAIN": "purchase.again",
    "TURN": "purchase.turn",
    "LEAVES": "leaving.leaves",
    "STAYS": "leaving.stays",
    "NOTICE": "uplines.notice",
}
COLUMNS = {
    "Persons": "first degree works buys role strategy main open interest seat around hours hours_left honesty overload"
    " overload_day next_business began choice priority quit rests stranded budget hope result awkward awkward_day"
    " conversations private recruits sales months joined first_commission reason balance active passive goods fees"
    " materials",
    "Ties": "other mirror good bad ceiling heard day told_day talks told claimed changes close refused",
    "Positions": "person sponsor tie recruiter day left since company working why top qualified used recruits knowledge"
    " backlog conviction expected promised gives care losses volume income spent returned earned team rank due place"
    " began bought",
}
"""What the program keeps of persons, ties and positions, by name; at the end all of it is compared."""

ANCHORS = {"Persons": "people", "Ties": "links", "Positions": "positions"}
WHOLE = {"Firms": ("company",), "Strategies": ("strategy",)}
SECTIONS = ("conversation", "credibility", "decision", "teams", "leaving", "budget", "study")
NUMBERS = np.dtype(
    [("key", "u8"), ("allowance", "i8"), ("distance", "f8", (MOST_COMPANIES, MOST_COMPANIES))], align=True
)
RESERVED = {"private", "public"}  # names that C++ keeps for itself
SCALARS = {"f4": "float", "f8": "double"}
Table = NDArray[Any]


@dataclass(frozen=True)
class Group:
    """Tables whose rows stand for the same things, and where each column that the program keeps is among them."""

    name: str
    tables: dict[str, Table]
    homes: dict[str, str]

    def column(self, name: str) -> NDArray[Any]:
        """Return a column by its name, whichever table has it."""
        return self.tables[self.homes[name]][name]


def plain(table: Any) -> Table:
    """Return a table as a plain structured array."""
    return np.asarray(table).view(np.ndarray)


def groups(world: World) -> list[Group]:
    """Return all tables that the program takes, in the order in which they are written."""
    w = world.tables
    numbers = np.zeros(1, NUMBERS)
    numbers["key"], numbers["allowance"] = w.key, to_cents(world.scenario.population.allowance)
    distance = plain(w.topics)["distance"].reshape(-1, MOST_COMPANIES)
    numbers["distance"][0, : len(distance)] = distance
    given = {"numbers": numbers, **{name: plain(w.law[name]) for name in SECTIONS}}
    return [
        Group("Given", given, {}),
        *(_kept(world, name) for name in COLUMNS),
        *(Group(name, {each: plain(getattr(w, each)) for each in tables}, {}) for name, tables in WHOLE.items()),
    ]


def _kept(world: World, name: str) -> Group:
    """Find every column of persons, ties or positions; only tables that have one are taken."""
    beside = _beside(world, ANCHORS[name])
    homes: dict[str, str] = {}
    for column in COLUMNS[name].split():
        found = [table for table, rows in beside.items() if column in (rows.dtype.names or ())]
        if not found:
            raise LookupError(f"No table of {name.lower()} has a column '{column}': {', '.join(beside)}.")
        homes[column] = found[0]
    tables = {table: rows for table, rows in beside.items() if table == ANCHORS[name] or table in homes.values()}
    if name == "Positions":
        tables = {table: rows[: world.used("positions")] for table, rows in tables.items()}
    return Group(name, tables, homes)


def _beside(world: World, anchor: str) -> dict[str, Table]:
    """Tables with as many rows as the anchor, itself first; the purses of persons come before those of companies."""
    w = world.tables
    size = getattr(w, anchor).size
    others = [name for name in w._fields if name not in (anchor, "key") and getattr(w, name).size == size]
    names = [anchor, *others, *(["accounts"] if anchor == "people" else [])]
    return {name: plain(getattr(w, name)) for name in names}


def header(world: World) -> str:
    """Return ``tables.hpp``: every row as the market lays it out, and by which name its columns are reached."""
    known = purposes()
    lines = [
        "// Written from the market's tables; what is changed here is lost.",
        "#pragma once",
        '#include "memory.hpp"',
    ]
    lines += [f"constexpr uint64_t {name} = {known[purpose]}u;  // {purpose}" for name, purpose in PURPOSES.items()]
    for group in groups(world):
        for table, rows in group.tables.items():
            lines += _struct(table, rows.dtype)
        lines += _group(group)
    return "\n".join([*lines, ""])


def _struct(table: str, dtype: np.dtype[Any]) -> Iterator[str]:
    """Declare a row, byte by byte as NumPy has it; gaps are named, so that they are written back.

    A column of packed rows may begin anywhere: its type is told so, and references to it are as good as any.
    """
    loose = "" if dtype.isalignedstruct else " __attribute__((aligned(1)))"
    yield f"struct {table}_row {{"
    end = 0
    for name, (kind, offset, *_) in sorted((dtype.fields or {}).items(), key=lambda field: field[1][1]):
        if offset > end:
            yield f"    uint8_t gap_{end}[{offset - end}];"
        yield f"    {_declared(kind, _safe(name), loose)};"
        end = offset + kind.itemsize
    if dtype.itemsize > end:
        yield f"    uint8_t gap_{end}[{dtype.itemsize - end}];"
    yield "};"
    yield f"static_assert(sizeof({table}_row) == {dtype.itemsize});"


def _declared(kind: np.dtype[Any], name: str, loose: str) -> str:
    base = kind.base
    scalar = SCALARS.get(base.str[1:]) or f"{'u' if base.kind in 'ub' else ''}int{8 * base.itemsize}_t"
    named = name + "".join(f"[{size}]" for size in kind.shape)
    return f"typedef {scalar}{loose} {name}_loose; {name}_loose {named}" if loose else f"{scalar} {named}"


def _safe(name: str) -> str:
    return f"{name}_" if name in RESERVED else name


def _group(group: Group) -> Iterator[str]:
    yield f"struct {group.name} {{"
    for table in group.tables:
        yield f"    Rows<{table}_row> {table};"
    for column, table in group.homes.items():
        yield f"    auto& {_safe(column)}(size_t row) {{ return {table}[row].{_safe(column)}; }}"
    if group.homes:
        first = next(iter(group.tables))
        yield f"    size_t size() {{ return {first}.size(); }}"
        resized = " ".join(f"{table}.resize(rows);" for table in group.tables)
        yield f"    void resize(size_t rows) {{ {resized} }}"
    yield "    template <class Action>"
    yield f"    void tables(Action action) {{ {' '.join(f'action({table});' for table in group.tables)} }}"
    yield "};"


def write(world: World, path: Path) -> None:
    """Write all tables that the program takes: for each the number of rows, then the rows."""
    with path.open("wb") as file:
        for group in groups(world):
            for rows in group.tables.values():
                file.write(np.uint64(rows.size).tobytes())
                np.ascontiguousarray(rows).tofile(file)


def read(world: World, path: Path) -> dict[str, Group]:
    """Read the tables that the program wrote, laid out as those of ``world``; groups by name."""
    found = {}
    with path.open("rb") as file:
        for group in groups(world):
            tables = {table: _rows(file, rows.dtype) for table, rows in group.tables.items()}
            found[group.name] = Group(group.name, tables, group.homes)
    return found


def _rows(file: BinaryIO, dtype: np.dtype[Any]) -> Table:
    size = int(np.frombuffer(file.read(8), np.uint64)[0])
    return np.frombuffer(file.read(size * dtype.itemsize), dtype)


def differing(world: World, lived: dict[str, Group]) -> list[str]:
    """Return which columns that the program keeps are not the same, bit for bit, in the market's world."""
    found = []
    for group in groups(world):
        other = lived[group.name]
        for column in group.homes:
            mine, theirs = group.column(column), other.column(column)
            if mine.shape != theirs.shape or mine.tobytes() != theirs.tobytes():
                found.append(f"{group.name}.{column}")
    return found
