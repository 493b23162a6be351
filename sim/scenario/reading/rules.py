"""Files of rules that a user names: loaded, given to a scenario, and listed for the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.core.files import expanded
from sim.core.registry import WORDS, Kind, Number, Rule, RuleError
from sim.core.rulefile import RuleFile, read
from sim.core.wording import meant, number, shown
from sim.scenario.design import SHOWN
from sim.scenario.identity import built_in, named_rules
from sim.scenario.schema import Scenario, from_mapping

if TYPE_CHECKING:
    from rich.table import Table

COLUMNS = (
    *("person", "strategy", "founder", "focal", "people", "founders", "point", "seed", "run", "studied"),
    *("setting", "variant", "day", "company", "members", "outcome", "value"),
)
"""Columns of results that are no outcomes."""

ASKED_BY: dict[Kind, str] = {
    "pitch": "strategy.pitch",
    "plan": "company.plan.kind",
    "life": "company.life.law",
    "phase": "own.phases",
    "measure": "own.measures",
}
"""Which key of a scenario names a rule of each kind."""


def load_rules(paths: Sequence[str | Path]) -> tuple[RuleFile, ...]:
    """Run files of rules, and say what they declare.

    Parameters
    ----------
    paths
        Python files that the user named themselves: their code is run.

    Raises
    ------
    RuleError
        If a file cannot be read or run, declares nothing, or two rules of a kind have the same name; with file and
        line.
    """
    files: list[RuleFile] = []
    for path in paths:
        file = read(expanded(path))
        _refuse_taken(file)
        for earlier in (file, *files):
            _refuse_clash(earlier, file)
        files.append(file)
    return tuple(files)


def scenario_with(
    scenario: Scenario | Mapping[str, Any] | str | Path,
    rules: Sequence[str | Path] = (),
    overrides: Sequence[str] = (),
) -> Scenario:
    """Return a scenario with the files of rules that it may name.

    Parameters
    ----------
    scenario
        A scenario, the path of a scenario file, or a mapping that is read like the content of one.
    rules
        Python files, which are run; one may be named by itself. A scenario that is no file keeps those it has if none
        are given.
    overrides
        As in :func:`sim.scenario.schema.load`, for a file.

    Raises
    ------
    sim.core.errors.UserError
        If the file or a rule is not what it should be, or the content of a file is not at hand.
    """
    files = load_rules([rules] if isinstance(rules, str | Path) else rules)
    if isinstance(scenario, Mapping):
        return from_mapping(scenario, files)
    if not isinstance(scenario, Scenario):
        return Scenario.load(scenario, overrides, files)
    if files:
        table = {**dict(scenario), "own": scenario.own.model_dump()}
        scenario = Scenario.model_validate(table, context={"rules": files})
    for _, kind, name in named_rules(scenario):
        if name in scenario.own.names(kind):
            scenario.own.function(kind, name)  # all are at hand before a world is built
    return scenario


def _refuse_taken(file: RuleFile) -> None:
    """Refuse the name of something built in."""
    for rule in file.rules:
        taken = rule.name in built_in(rule.kind)
        if rule.kind == "measure":
            taken = taken or rule.name in COLUMNS or rule.name.removesuffix("_median") in SHOWN
        if taken:
            raise RuleError(f"{file.place(rule)} is built in; choose another name.")


def _refuse_clash(earlier: RuleFile, file: RuleFile) -> None:
    """Refuse two rules of a kind with the same name."""
    for rule in file.rules:
        for other in earlier.rules:
            if (rule.kind, rule.name) == (other.kind, other.name) and (earlier is not file or other.line < rule.line):
                where = f"{earlier.path}, line {other.line}"
                what = f"the {WORDS[rule.kind]} {shown(rule.name)}"
                raise RuleError(f"{file.path}, line {rule.line}: {what} is declared already in {where}.")
            if rule.name == other.name and rule.kind != other.kind and rule.numbers and other.numbers:
                also = f"another rule {shown(rule.name)}"
                raise RuleError(f"{file.place(rule)} has numbers, and so has {also}; call one of them otherwise.")


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
