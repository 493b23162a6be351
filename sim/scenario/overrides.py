"""``--set key=value``: single values laid over a file."""

from __future__ import annotations

import os
import tomllib
from typing import Any

from sim.scenario.chain import at_home
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.layers import Layers, Source
from sim.scenario.names import NAMED, path_of


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
        path = path_of(key.strip(), _declared(layers.data))
    except ScenarioError as error:
        return [Problem(problem.message, file=option) for problem in error.problems]
    layers.put(path, _absolute(path, read(value.strip())), Source(option, path=path))
    return []


def read(text: str) -> Any:
    """Read a value as TOML, and what is not TOML as text."""
    try:
        table = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        return text
    return table["value"] if len(table) == 1 else text


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
