"""Names of parameters: dotted names, paths, aliases, and the fields they lead to."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from sim.core.parameters import Section
from sim.core.wording import cut, key_shown, listed, meant, nearest, shown
from sim.scenario.errors import KeyPath, Problem, ScenarioError
from sim.scenario.schema import Scenario

ALIASES: dict[str, str] = {"credibility.memory_half_life": "conversation.memory_half_life"}
"""Second spellings of a parameter, each with the name it stands for."""

NAMED = ("company", "strategy")
"""Lists of tables whose entries are called by their name."""

MERGED = (*NAMED, "topic_distance")
"""Lists whose entries a file merges with those it inherits; see :mod:`sim.scenario.entries`."""

SHARED = "product_defaults"
"""Section of a file whose keys are those of a company; see :mod:`sim.scenario.defaults`."""

OF_FILES = ("extends", "keep", SHARED)
"""Keys that a file knows besides those of a scenario."""

OPEN = (("design", "vary"), ("design", "background"), ("design", "between"))
"""Tables whose keys the user chooses; they are values, replaced as a whole."""


def canonical(name: str) -> str:
    """Replace an alias by the name it stands for."""
    return ALIASES.get(name, name)


def plain(annotation: Any) -> Any:
    """Strip what pydantic or ``| None`` wraps around a type."""
    if hasattr(annotation, "__metadata__"):
        return plain(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return plain(next(arm for arm in get_args(annotation) if arm is not type(None)))
    return annotation


def section_of(annotation: Any) -> type[Section] | None:
    """The section a type holds, alone or in a list; None for values."""
    kind = plain(annotation)
    if get_origin(kind) is list:
        return section_of(get_args(kind)[0])
    return kind if isinstance(kind, type) and issubclass(kind, Section) else None


def options_of(annotation: Any) -> tuple[str, ...]:
    """Names that a ``Literal``, alone or in a list, allows."""
    kind = plain(annotation)
    if get_origin(kind) is list:
        return options_of(get_args(kind)[0])
    return get_args(kind) if get_origin(kind) is Literal else ()


def field_at(path: KeyPath) -> FieldInfo | None:
    """The field a path leads to; entries of a list or an open table belong to its field.

    Returns
    -------
    pydantic.fields.FieldInfo or None
        None if the schema has no such name.
    """
    section: type[Section] | None = Scenario
    found: FieldInfo | None = None
    for part in ("company", *path[1:]) if path[:1] == (SHARED,) else path:
        if isinstance(part, int) or (section is None and found and _is_open(found)):
            continue
        found = section.model_fields.get(part) if section else None
        if found is None:
            return None
        section = section_of(found.annotation)
    return found


def _is_open(field: FieldInfo) -> bool:
    """Whether the field is a table, or a list of tables, whose keys the user chooses."""
    kind = plain(field.annotation)
    return get_origin(get_args(kind)[0] if get_origin(kind) is list else kind) is dict


def fields_in(path: KeyPath) -> list[str]:
    """Names the section at a path knows."""
    if not path:
        return [*Scenario.model_fields, *OF_FILES]
    field = field_at(path)
    section = section_of(field.annotation) if field else None
    of_files = ["remove"] if len(path) == 2 and path[0] in MERGED else []
    return [*section.model_fields, *of_files] if section else []


def schema_names(section: type[Section] = Scenario, prefix: str = "") -> Iterator[str]:
    """Dotted names of all values of the schema, lists of tables without an entry's name."""
    for name, field in section.model_fields.items():
        inner = section_of(field.annotation)
        if inner is None:
            yield prefix + name
        else:
            yield from schema_names(inner, f"{prefix}{name}.")


def dotted(path: KeyPath, data: Any) -> str:
    """Write a path for a reader, entries of named lists by their name.

    Parameters
    ----------
    path
        Keys and list indices.
    data
        The tables the path leads through: plain dictionaries or a scenario.
    """
    text = ""
    for part in path:
        data = _step(data, part)
        if isinstance(part, int):
            name = _step(data, "name")
            text += f".{cut(name)}" if isinstance(name, str) and name else f" (entry {part + 1})"
        else:
            text += f".{key_shown(part)}" if text else key_shown(part)
    return text


def _step(data: Any, part: str | int) -> Any:
    """Go one step into dictionaries, lists and sections; None where there is nothing."""
    if isinstance(data, Section):
        return getattr(data, str(part), None)
    try:
        return data[part]
    except (KeyError, IndexError, TypeError):
        return None


def unknown(path: KeyPath, above: str) -> str:
    """Say that a name is not known, with the nearest one that is.

    Parameters
    ----------
    path
        Where the schema has nothing.
    above
        What the section that holds the name is called; empty at the top.
    """
    last, here = str(path[-1]), fields_in(path[:-1])
    if last in here:
        return "is read in files only: a table in Python states everything itself."
    near = nearest(last, here)
    if near:
        return f"is not a known key. Did you mean {above}{'.' if above else ''}{near}?"
    if not here:
        return "is not a known key."
    elsewhere = [name for name in schema_names() if name.rsplit(".", 1)[-1] == last]
    hint = f"Did you mean {elsewhere[0]}?" if elsewhere else f"Known here: {', '.join(here)}."
    return f"is not a known key. {hint}"


def path_of(name: str, declared: Mapping[str, Sequence[str]]) -> KeyPath:
    """Find the path of a dotted name.

    Parameters
    ----------
    name
        Such as ``"time.days"``, ``"company.vita.quality"`` or ``"strategy.two, tailored.pitch"``.
    declared
        Names of the entries of every named list, in their order.

    Raises
    ------
    ScenarioError
        If the schema has no such name, or the company or strategy is not declared.
    """
    parts = tuple(canonical(name).split("."))
    path: KeyPath = parts
    if parts[0] in NAMED and len(parts) > 1:
        path = (parts[0], _entry(name, parts[0], parts[1], declared[parts[0]]), *parts[2:])
    elif parts[:2] in OPEN and len(parts) > 2:
        path = (*parts[:2], ".".join(parts[2:]))
    if field_at(path) is None:
        raise ScenarioError([Problem(unknown(path, name.rpartition(".")[0]), key=name)])
    return path


def _entry(name: str, kind: str, entry: str, declared: Sequence[str]) -> int:
    """Index of a company or strategy by its name."""
    if entry in declared:
        return declared.index(entry)
    allowed = f"declared: {listed(declared)}" if declared else "none is declared"
    message = f"there is no {kind} {shown(entry)} ({allowed}).{meant(entry, declared)}"
    raise ScenarioError([Problem(message, key=name)])
