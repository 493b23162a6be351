"""Public names of a room, imported when they are first asked for, so that a glance at the help costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazily(room: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """Return a room's ``__getattr__``, which finds its public names in the modules they live in.

    Parameters
    ----------
    room
        Dotted name of the package.
    homes
        For each public name its home: ``module``, ``module:name`` if it is called otherwise there, or ``module:`` if
        the module itself is meant. No name may be that of a module of the room, which would hide it.
    """

    def find(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module '{room}' has no attribute '{name}'")
        module, colon, inside = homes[name].partition(":")
        home = import_module(module)
        return home if colon and not inside else getattr(home, inside or name)

    return find
