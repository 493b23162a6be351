"""``--set key=value``: single values laid over a file."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from typing import Any

from sim.scenario.chain import at_home
from sim.scenario.entries import KEYS, REMOVE
from sim.scenario.errors import KeyPath, Problem, ScenarioError
from sim.scenario.keeping import KEEP
from sim.scenario.layers import Layers, Source
from sim.scenario.names import NAMED, path_of
from sim.scenario.written import read


def override(layers: Layers, text: str) -> list[Problem]:
    """Lay one ``key=value`` over a scenario.

    Parameters
    ----------
    layers
        The scenario as its files state it; changed in place.
    text
        Dotted key, companies and strategies by name, and a value in TOML; what is not TOML is taken as text.
        ``graph.path`` is relative to the working directory.

    Returns
    -------
    list of Problem
        Empty if the key is known.
    """
    option = f"--set {text}"
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        return [Problem('must have the form key=value, such as "time.days=30".', file=option)]
    if key.strip() == "extends":
        return [Problem("extends is stated in a file, not on the command line.", file=option)]
    try:
        path = _path(_bare(key), layers)
    except ScenarioError as error:
        return [Problem(problem.message, file=option) for problem in error.problems]
    return _put(layers, path, _absolute(path, read(value.strip())), Source(option, path=path))


def _bare(key: str) -> str:
    """A key without the quotes that it would need in a file; names may hold single ones."""
    return re.sub(r'(^|\.)"([^"]*)"(?=\.|$)', r"\1\2", key.strip())


def _path(key: str, layers: Layers) -> KeyPath:
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
        return layers.lay({kind: [{KEYS[kind]: name, REMOVE: value}]}, replace(source, path=(kind, 0, REMOVE)))
    return layers.put(path, value, source)


def _absolute(path: tuple[str | int, ...], value: Any) -> Any:
    """Make the path of a graph file independent of the working directory."""
    return os.path.abspath(at_home(value)) if path == ("graph", "path") and isinstance(value, str) else value


def _declared(data: dict[str, Any]) -> dict[str, list[str]]:
    """Names of the companies and strategies, as far as they have one."""
    return {kind: [_name(entry) for entry in _entries(data.get(kind))] for kind in NAMED}


def _entries(value: Any) -> list[Any]:
    """The entries of a list of tables, whatever stands in its place."""
    return value if isinstance(value, list) else []


def _name(entry: Any) -> str:
    """Name of an entry; empty if it has none."""
    name = entry.get("name") if isinstance(entry, dict) else None
    return name if isinstance(name, str) else ""
