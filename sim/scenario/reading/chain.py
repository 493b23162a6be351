"""All that a scenario states: the files it extends from the first ancestor on, itself, and every ``--set``."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sim.core.errors import KeyPath, UserError
from sim.core.files import expanded
from sim.core.parameters import as_python
from sim.core.wording import shown
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.reading.layers import Layers, Source, entries_of, ident
from sim.scenario.reading.lines import Lines, read
from sim.scenario.reading.merging import lay, put
from sim.scenario.reading.shipped import PREFIX, find, folder, located
from sim.scenario.reading.text import beside, parsed
from sim.scenario.reading.text import read as read_text
from sim.scenario.sections import ALIASES, KEEP, KEYS, NAMED, REMOVE, Sections, path_of

Overrides = str | Sequence[str] | Mapping[str, Any]
"""What is laid over a file: ``"key=value"``, several of these, or a table of keys and values."""


def stated(path: str | Path, overrides: Overrides = ()) -> tuple[Layers, list[Problem]]:
    """Lay a file, everything it extends, and what is set over one another; not yet checked.

    Returns
    -------
    tuple of Layers and list of Problem
        What is stated and by whom; what could not be laid over the rest.

    Raises
    ------
    ScenarioError
        If a file cannot be read.
    """
    layers = Layers()
    problems = _lay_files(layers, _path(path))
    for one in changes(overrides):
        problems += override(layers, one)
    return layers, problems


@dataclass(frozen=True)
class Change:
    """One value that is set: the key as it was written, the value, and how a sentence calls both."""

    key: str
    value: Any
    told: str


def changes(overrides: object) -> list[Change | str]:
    """Values to set one by one; one text counts as a list of one.

    Raises
    ------
    ScenarioError
        If they are anything else.
    """
    if isinstance(overrides, str):
        return [overrides]
    if isinstance(overrides, Mapping) and all(isinstance(key, str) for key in overrides):
        return [Change(key, as_python(value), f"{key} = {shown(as_python(value))}") for key, value in overrides.items()]
    if isinstance(overrides, Iterable) and not isinstance(overrides, Mapping | bytes):
        listed = list(overrides)
        if all(isinstance(text, str) for text in listed):
            return listed
    given = str(overrides) if isinstance(overrides, Mapping) else overrides
    message = f'{shown(given)} cannot be set: give "key=value" texts, such as ["time.days=30"].'
    raise ScenarioError([Problem(f'{message} A table will do as well, such as {{"time.days": 30}}.')])


def _path(path: object) -> Path:
    """The path of a scenario file, or a sentence about what was given instead."""
    if isinstance(path, str | os.PathLike) and isinstance(os.fspath(path), str):
        if "\n" in os.fspath(path):
            message = (
                "A scenario is loaded from the path of a TOML file, not from a text of several lines: write it to one."
            )
            raise ScenarioError([Problem(message)])
        return Path(os.fspath(path))
    kind = type(path).__name__
    message = f"A scenario is loaded from the path of a TOML file, not from a value of type {kind}."
    if isinstance(path, Mapping):
        message += " A table is read by Scenario.model_validate(table)."
    if isinstance(path, Sections):
        message += " This one is a scenario already."
    raise ScenarioError([Problem(message)])


def _lay_files(layers: Layers, path: str | Path) -> list[Problem]:
    """Lay a file over everything it extends; the problems are those of second spellings."""
    problems: list[Problem] = []
    for link in chain(located(path), os.path.normpath(path)):
        problems += settle_aliases(link)
        settle_paths(link)
        problems += lay(layers, link.table, link.source)
    return problems


@dataclass(frozen=True)
class Link:
    """One file of the chain: its content without ``extends``, and what it extends (None for the first ancestor)."""

    table: dict[str, Any]
    source: Source
    path: Path
    base: str | None


def chain(path: Path, name: str) -> list[Link]:
    """Read a file and everything it extends, ancestors first; they are named relative to what the user calls the file.

    Raises
    ------
    ScenarioError
        If a file cannot be read, is not TOML, or files extend each other in a circle.
    """
    links = [_link(path, name)]
    while links[-1].base is not None:
        links.append(_ancestor(links))
    return links[::-1]


def _link(path: Path, name: str) -> Link:
    """Read one file."""
    text = read_text(path, name)
    table = parsed(text, name)
    source = Source(name, Lines(text))
    base = table.pop("extends", None)
    if base is None:
        _refuse_late(source, table)
    if base is not None and not isinstance(base, str):
        raise _about_extends(source, base, 'must be the name of one file in "quotes".')
    return Link(table, source, path, base)


def _refuse_late(source: Source, table: dict[str, Any]) -> None:
    """Refuse ``extends`` below a header, where it belongs to a section: all that is missing else would be told."""
    for name, value in table.items():
        for i, section in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(section, dict) and "extends" in section:
                path = (name, i, "extends") if isinstance(value, list) else (name, "extends")
                message = "belongs to the top of the file, above the first [section]."
                raise ScenarioError([source.placed(Problem(message, "extends", section["extends"], path=path))])


def _ancestor(links: list[Link]) -> Link:
    """Read the file that the last one extends; what is wrong with it is said where it is named."""
    child = links[-1]
    base = str(child.base)
    name = base if base.startswith(PREFIX) else _name_of(child, base)
    try:
        link = _link(find(base) if base.startswith(PREFIX) else child.path.parent / at_home(base), name)
    except ScenarioError as error:
        first = error.problems[0]
        if first.file != name or first.line is not None:
            raise
        raise _about_extends(child.source, base, first.message) from None
    except UserError as error:
        raise _about_extends(child.source, base, f"{str(error)[0].lower()}{str(error)[1:]}") from None
    earlier = [os.path.realpath(other.path) for other in links]
    if os.path.realpath(link.path) in earlier:
        circle = " -> ".join([*(other.source.name for other in links), name])
        raise _about_extends(child.source, base, f"files extend each other in a circle ({circle}).")
    return link


def _name_of(child: Link, base: str) -> str:
    """What to call a file that another names: a shipped one by its own name, others relative to the one asked for."""
    path = Path(os.path.normpath(child.path.parent / at_home(base)))
    is_asked_by_path = os.path.exists(expanded(child.source.name))
    if is_asked_by_path or not path.is_relative_to(folder()):
        return beside(child.source.name, base)
    return PREFIX + path.relative_to(folder()).with_suffix("").as_posix()


def _about_extends(source: Source, base: object, message: str) -> ScenarioError:
    """Build the error about one ``extends``."""
    problem = Problem(message, key="extends", value=base, path=("extends",))
    return ScenarioError([source.placed(problem)])


def settle_aliases(link: Link) -> list[Problem]:
    """Move values given under a second spelling to the first; those stated in both spellings are problems."""
    problems = []
    for alias, name in ALIASES.items():
        section, key = alias.split(".")
        stated = link.table.get(section)
        if not isinstance(stated, dict) or key not in stated:
            continue
        value = stated.pop(key)
        other, other_key = name.split(".")
        home = link.table.setdefault(other, {})
        if isinstance(home, dict) and other_key in home:
            message = f"is stated twice: {alias} is another name of {name}. Keep one of them."
            problem = Problem(message, key=alias, value=value, path=(section, key))
            problems.append(link.source.placed(problem))
        elif isinstance(home, dict):
            home[other_key] = value
    return problems


def settle_paths(link: Link) -> None:
    """Make paths of graph files independent of the working directory: they are relative to their file."""
    graph, design = link.table.get("graph"), link.table.get("design")
    if isinstance(graph, dict) and "path" in graph:
        graph["path"] = _beside(link.path, graph["path"])
    vary = design.get("vary") if isinstance(design, dict) else None
    if isinstance(vary, dict) and isinstance(vary.get("graph.path"), list):
        vary["graph.path"] = [_beside(link.path, value) for value in vary["graph.path"]]
    listed = design.get("point") if isinstance(design, dict) else None
    for point in listed if isinstance(listed, list) else ():
        if isinstance(point, dict) and "graph.path" in point:
            point["graph.path"] = _beside(link.path, point["graph.path"])


def _beside(path: Path, value: object) -> object:
    """Absolute path of a file named relative to another; what is not a path stays."""
    return os.path.abspath(path.parent / at_home(value)) if isinstance(value, str) and value else value


def at_home(value: str) -> Path:
    """A path that a user wrote, whose ``~`` is the home folder."""
    return expanded(value) if value.startswith("~") else Path(value)


def override(layers: Layers, change: Change | str) -> list[Problem]:
    """Lay one value, or one ``key=value``, over a scenario; what cannot be is a problem.

    The key is dotted, companies and strategies by name; the value of a text is TOML, and what is not TOML is taken as
    text. ``graph.path`` is relative to the working directory.
    """
    if isinstance(change, str):
        key, equals, value = change.partition("=")
        if not equals or not key.strip():
            message = 'must have the form key=value, such as "time.days=30".'
            return [Problem(message, file=f"--set {change}")]
        change = Change(key, read(value.strip()), f"--set {change}")
    if change.key.strip() == "extends":
        where = ", not on the command line" if change.told.startswith("--set") else " only"
        return [Problem(f"extends is stated in a file{where}.", file=change.told)]
    try:
        path = _path_set(_bare(change.key), layers)
    except ScenarioError as error:
        return [Problem(problem.message, file=change.told) for problem in error.problems]
    return _put(layers, path, _absolute(path, change.value), Source(change.told, path=path))


def _bare(key: str) -> str:
    """A key without the quotes that it would need in a file; names may hold single ones."""
    return re.sub(r'(^|\.)"([^"]*)"(?=\.|$)', r"\1\2", key.strip())


def _path_set(key: str, layers: Layers) -> KeyPath:
    """Find what is set; besides the names of the schema a file knows how to keep and to remove entries."""
    parts = tuple(key.split("."))
    if parts[0] == KEEP and len(parts) <= 2:
        return parts
    is_removal = parts[0] in NAMED and len(parts) == 3 and parts[2] == REMOVE
    path = path_of(".".join(parts[:2]) if is_removal else key, _declared(layers.data))
    return (*path, REMOVE) if is_removal else path


def _put(layers: Layers, path: KeyPath, value: Any, source: Source) -> list[Problem]:
    """Set a value, or take an entry out."""
    if path[0] in NAMED and path[2:] == (REMOVE,):
        kind = str(path[0])
        name = layers.idents(kind)[int(path[1])]
        return lay(layers, {kind: [{KEYS[kind]: name, REMOVE: value}]}, replace(source, path=(kind, 0, REMOVE)))
    return put(layers, path, value, source)


def _absolute(path: tuple[str | int, ...], value: Any) -> Any:
    """Make the path of a graph file independent of the working directory."""
    return os.path.abspath(at_home(value)) if path == ("graph", "path") and isinstance(value, str) else value


def _declared(data: dict[str, Any]) -> dict[str, list[str]]:
    """Names of the companies and strategies; empty for those that have none."""
    return {kind: [str(ident(kind, entry) or "") for entry in entries_of(data, kind)] for kind in NAMED}
