"""Explanations, differences and schemas for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sim.scenario.explain import Explained
from sim.scenario.vary import Difference


def render(explained: Explained) -> RenderableType:
    """Lay out an explanation for ``rich.print``: a value as a list of properties, a section as a table of fields."""
    if not explained.fields:
        return Group(*_heading(explained), _properties(explained))
    values = [field for field in explained.fields if not field.fields]
    sections = [field for field in explained.fields if field.fields]
    parts: list[RenderableType] = [*_heading(explained)]
    if values:
        parts.append(_fields(values))
    for section in sections:
        parts += [Text(), render(section)]
    return Group(*parts)


def render_difference(found: Sequence[Difference], left: str, right: str) -> RenderableType:
    """Lay out for ``rich.print`` in what two scenarios differ, and what these are called."""
    if not found:
        return Text(f"{left} and {right} are the same scenario.")
    table = _table(["parameter", left, right])
    for entry in found:
        _row(table, [entry.name, entry.left, entry.right])
    return table


def _heading(explained: Explained) -> list[RenderableType]:
    """Name, meaning and remark."""
    lines: list[RenderableType] = [Text.assemble((explained.name or "scenario", "bold"), "  ", explained.meaning)]
    return [*lines, Text(explained.remark)] if explained.remark else lines


def _properties(explained: Explained) -> Table:
    """Properties of one value, a line each."""
    table = Table.grid(padding=(0, 2))
    for label, text in (
        ("type", explained.type),
        ("unit", explained.unit),
        ("default", explained.default),
        ("allowed", explained.bounds),
        ("source", explained.grounds),
    ):
        if text:
            _row(table, [f"  {label}", text])
    return table


def _fields(fields: Iterable[Explained]) -> Table:
    """Fields of a section, a row each; their dotted names begin with the heading above."""
    table = _table(["parameter", "default", "meaning and source"])
    table.columns[0].no_wrap = True
    for field in fields:
        meaning = Text(field.meaning)
        if field.source:
            meaning.append(f"\n{field.grounds}", style="dim italic")
        table.add_row(Text(field.name.rpartition(".")[2]), Text(f"{field.default} {field.unit}".strip()), meaning)
    return table


def _table(columns: Iterable[str]) -> Table:
    """An open table: a rule below the head, nothing else."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    return table


def _row(table: Table, cells: Iterable[str]) -> None:
    """Add a row of plain text, in which brackets are not markup."""
    table.add_row(*(Text(cell) for cell in cells))
