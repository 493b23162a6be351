"""A scenario file with the files it extends, from the first ancestor to the file itself."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.core.writing import expanded
from sim.scenario.errors import Problem, ScenarioError, UserError
from sim.scenario.files import beside, parsed, read
from sim.scenario.layers import Source
from sim.scenario.lines import Lines
from sim.scenario.names import ALIASES
from sim.scenario.shipped import PREFIX, find, folder


@dataclass(frozen=True)
class Link:
    """One file of the chain.

    Parameters
    ----------
    table
        Its content, without ``extends``.
    source
        Its name and lines.
    path
        Where it is.
    base
        What it extends; None for the first ancestor.
    """

    table: dict[str, Any]
    source: Source
    path: Path
    base: str | None


def chain(path: Path, name: str) -> list[Link]:
    """Read a file and everything it extends.

    Parameters
    ----------
    path
        The file asked for.
    name
        What the user calls it; ancestors are named relative to it.

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
    text = read(path, name)
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
    """Move values given under a second spelling to the first; refuse both at once.

    Returns
    -------
    list of Problem
        One for every parameter the file states in both spellings.
    """
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
