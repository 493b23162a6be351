"""What files of own rules add, as a table for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.core.registry import Kind, Rule, RuleError
from sim.core.wording import meant, shown
from sim.scenario.own import RuleFile
from sim.scenario.own_fit import named_rules
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    from rich.table import Table

ASKED_BY: dict[Kind, str] = {
    "pitch": "strategy.pitch",
    "plan": "company.plan.kind",
    "life": "company.life.law",
    "phase": "own.phases",
    "measure": "own.measures",
}
"""Which key of a scenario names a rule of each kind."""


def listing(files: Sequence[RuleFile], scenario: Scenario | None = None, name: str = "") -> Table:
    """Lay out what files of own rules add, a row a rule.

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
    from rich.table import Table
    from rich.text import Text

    rows = [(rule, file) for file in files for rule in file.rules if name in ("", rule.name)]
    if not rows:
        known = [rule.name for file in files for rule in file.rules]
        raise RuleError(f"There is no rule {shown(name)} in {', '.join(f.path for f in files)}.{meant(name, known)}")
    named = {(kind, rule) for _, kind, rule in named_rules(scenario)} if scenario else set()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in ("rule", "asked for by", *(["used"] if scenario else []), "what it is", "where"):
        table.add_column(head, overflow="fold")
    for rule, file in rows:
        used = ["yes" if (rule.kind, rule.name) in named else "no"] if scenario else []
        cells = [rule.name, f'{ASKED_BY[rule.kind]} = "{rule.name}"', *used, told(rule), f"{file.path}:{rule.line}"]
        table.add_row(*map(Text, cells))
    return table


def told(rule: Rule) -> str:
    """Say what a rule is: its meaning, and how often it happens or in which unit it measures."""
    more = rule.when or rule.unit
    return " ".join(filter(None, [rule.meaning, f"({more})" if more else ""]))
