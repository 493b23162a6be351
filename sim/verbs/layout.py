"""Explanations, differences and rules of a user's own, laid out for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sim.core.registry import Kind, Number, Rule, RuleError
from sim.core.rulefile import RuleFile
from sim.core.wording import meant, number, shown
from sim.scenario.explain import Explained
from sim.scenario.rules import named_rules
from sim.scenario.schema import Scenario
from sim.scenario.vary import Difference

ASKED_BY: dict[Kind, str] = {
    "pitch": "strategy.pitch",
    "plan": "company.plan.kind",
    "life": "company.life.law",
    "phase": "own.phases",
    "measure": "own.measures",
}
"""Which key of a scenario names a rule of each kind."""


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


def listing(files: Sequence[RuleFile], scenario: Scenario | None = None, name: str = "") -> Table:
    """Lay out what files of own rules add, a row per rule.

    Parameters
    ----------
    files
        From :func:`sim.own.load_rules`.
    scenario
        If given, a column says which rules it names.
    name
        The rule to show; empty for all.

    Raises
    ------
    RuleError
        If no rule has this name.
    """
    rows = [(rule, file) for file in files for rule in file.rules if name in ("", rule.name)]
    if not rows:
        known = [rule.name for file in files for rule in file.rules]
        raise RuleError(f"There is no rule {shown(name)} in {', '.join(f.path for f in files)}.{meant(name, known)}")
    named = {(kind, rule) for _, kind, rule in named_rules(scenario)} if scenario else set()
    table = _table(["rule", "asked for by", *(["used"] if scenario else []), "what it is", "where"])
    for rule, file in rows:
        used = ["yes" if (rule.kind, rule.name) in named else "no"] if scenario else []
        cells = [rule.name, f'{ASKED_BY[rule.kind]} = "{rule.name}"', *used, _told(rule), f"{file.path}:{rule.line}"]
        _row(table, cells)
    return table


def named_rows(rows: Iterable[tuple[str, str]]) -> Table:
    """Lay out names with what each means, a row per name."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    for name, meaning in rows:
        _row(table, [f"  {name}", meaning])
    return table


def _told(rule: Rule) -> str:
    """Say what a rule is: its meaning, how often it happens or in which unit it measures, and its numbers."""
    more = rule.when or rule.unit
    numbers = [_told_number(each) for each in rule.numbers]
    return " ".join(filter(None, [rule.meaning, f"({more})" if more else "", *numbers]))


def _told_number(each: Number) -> str:
    """Say which number a rule declares."""
    bounds = [f"at least {number(each.ge)}"] if each.ge is not None else []
    bounds += [f"at most {number(each.le)}"] if each.le is not None else []
    what = ", ".join(filter(None, [shown(each.default), each.unit, *bounds]))
    return f"{each.name} = {what}{': ' if each.meaning else ''}{each.meaning.rstrip('.')}."


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
        ("default", explained.default if explained.default != "none" else explained.unstated),
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
        table.add_row(Text(field.name.rpartition(".")[2]), Text(field.unstated), meaning)
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
