"""The present choices as a scenario file that extends the one that was opened, and runs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import tomlkit

from sim.core.errors import UserError
from sim.core.files import expanded, probe_file, write_text, written
from sim.core.wording import shown
from sim.model.plans.companies import Strategy
from sim.scenario.reading.shipped import PREFIX, folder, located
from sim.scenario.schema import Scenario, load, resolved
from sim.scenario.sections import KEYS

ENDING = ".toml"
HEAD = "Chosen in the window (manyhats view); what is not stated here is that of the scenario it extends."


def save_scenario(scenario: Scenario, opened: str | Path, file: str | Path, title: str = "") -> Path:
    """Write a scenario as a file that states what differs from the one it extends, and return where.

    Parameters
    ----------
    scenario
        What is to be written.
    opened
        The scenario file that it extends, or the name of a shipped one.
    file
        Where to; ``.toml`` is added if it has no ending.
    title
        Of the new scenario; by default that of the opened one.

    Raises
    ------
    sim.core.errors.UserError
        If there is something of that name already, or it cannot be written.
    """
    target = target_of(file)
    probe_file(target)
    text = scenario_text(scenario, opened, target.parent, title)
    with written(target):
        write_text(target, text)
    return target


def target_of(file: str | Path) -> Path:
    """Return the file that is meant, which must not be there yet.

    Raises
    ------
    sim.core.errors.UserError
        If no name is given, it has another ending, or it is taken.
    """
    if not str(file).strip():
        raise UserError("Give the file a name, such as mine.toml.")
    target = expanded(str(file).strip())
    target = target if target.suffix else target.with_suffix(ENDING)
    if target.suffix != ENDING:
        raise UserError(f"{shown(str(file))}: a scenario is a file that ends in {ENDING}.")
    if os.path.lexists(target):
        raise UserError(f"{shown(str(target))} is there already, and nothing is overwritten; choose another name.")
    return target


def scenario_text(scenario: Scenario, opened: str | Path, beside: Path, title: str = "") -> str:
    """Return a scenario as a file in the folder ``beside`` that extends the opened one."""
    below, wanted = resolved(load_quietly(opened)), resolved(scenario)
    document = tomlkit.document()
    document.add(tomlkit.comment(HEAD))
    document.add("extends", tomlkit.string(_name_of(opened, beside)))
    document.add("title", tomlkit.string(title.strip() or scenario.title))
    for section, values in wanted.items():
        if section in ("title", "claim", "own"):
            continue
        if section in KEYS:
            _add_entries(document, section, below[section], values)
        elif differing := _differing(below[section], values, flat=section == "design"):
            document.add(tomlkit.nl())
            document.add(section, _table(differing))
    return tomlkit.dumps(document)


def load_quietly(opened: str | Path) -> Scenario:
    """Read a scenario whose notes have been told already."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load(opened)


def _name_of(opened: str | Path, beside: Path) -> str:
    """How a file in a folder names the scenario that it extends: a shipped one by its name, others by the way to it."""
    path = located(opened).resolve()
    if path.is_relative_to(folder().resolve()):
        return PREFIX + path.relative_to(folder().resolve()).with_suffix("").as_posix()
    try:
        return Path(os.path.relpath(path, beside.resolve())).as_posix()
    except ValueError:  # on another drive
        return path.as_posix()


def _add_entries(document: Any, kind: str, below: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> None:
    """State the entries of a list of tables that differ from those of the same name, or have none."""
    known = {str(each[KEYS[kind]]): each for each in below}
    entries = tomlkit.aot()
    for each in wanted:
        name = each[KEYS[kind]]
        differing = _differing(known.get(str(name)) or _usual(kind, each), each)
        if differing:
            entries.append(_table({KEYS[kind]: name, **differing}))
    if entries:
        document.add(tomlkit.nl())
        document.add(kind, entries)


def _usual(kind: str, entry: dict[str, Any]) -> dict[str, Any]:
    """What a new entry has where it states nothing."""
    if kind != "strategy":
        return {}
    usual = Strategy(name=entry["name"], companies=entry["companies"]).model_dump(mode="json")
    return {key: value for key, value in usual.items() if key != "companies"}


def _differing(below: dict[str, Any], wanted: dict[str, Any], *, flat: bool = False) -> dict[str, Any]:
    """What a table states otherwise; with ``flat`` a table inside it is stated as a whole."""
    found: dict[str, Any] = {}
    for key, value in wanted.items():
        there = below.get(key)
        if value == there or value is None:
            continue
        inside = isinstance(value, dict) and isinstance(there, dict) and not flat
        found[key] = _differing(there or {}, value) if inside else value
    return found


def _table(values: dict[str, Any]) -> Any:
    """A table whose inner tables stand on a line of their own: a path that a reader takes in at a glance."""
    table = tomlkit.table()
    for key, value in values.items():
        table.add(key, _inline(value) if isinstance(value, dict) else _plain(value))
    return table


def _inline(values: dict[str, Any]) -> Any:
    inline = tomlkit.inline_table()
    for key, value in values.items():
        if value is not None:
            inline.append(key, _inline(value) if isinstance(value, dict) else _plain(value))
    return inline


def _plain(value: Any) -> Any:
    """A value as TOML has it; whole amounts without a point."""
    if isinstance(value, list):
        return [_inline(each) if isinstance(each, dict) else _plain(each) for each in value]
    return value
