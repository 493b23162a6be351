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
        For each public name the module that defines it; a name may be that of the module itself.
    """

    def find(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module '{room}' has no attribute '{name}'")
        module = import_module(homes[name])
        return module if homes[name].endswith(f".{name}") and not hasattr(module, name) else getattr(module, name)

    return find
