"""The two ways compiled code is marked: a rule takes rows and numbers, a phase owns the tables.

Numba is asked only by the environment: a configuration file in the working directory has no say. Numba reads
``.numba_config.yaml`` where a program is started, when it is imported and again before it compiles. Such a file may lie
beside a stranger's scenario; it could name a folder of compiled code, which is unpickled, or a class to import.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numpy as np

from sim.core.cache import cache_folder, remark

FILE = ".numba_config.yaml"
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


@contextmanager
def _hidden(name: str) -> Iterator[None]:
    """Let a file not be there for those who ask for it by this very name."""
    asked: Any = os.path
    exists = asked.exists
    asked.exists = lambda path: path != name and exists(path)
    try:
        yield
    finally:
        asked.exists = exists


def _configured() -> Any:
    """Import Numba, and take back what it read if somebody else imported it before."""
    with _hidden(FILE):
        found: Any = import_module("numba.core.config")
    found._config_fname = ""
    found.reload_config()
    return found


config = _configured()
njit: Any = import_module("numba").njit
if not config.DISABLE_JIT and (trouble := remark()):
    warnings.warn(trouble, stacklevel=2)


@cache
def folder_of(module: str) -> Path | None:
    """Return where compiled code of a module is kept; None if it is not."""
    return None if config.DISABLE_JIT else cache_folder(module)


def rule(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Compile a rule: a plain function of rows and numbers.

    Machine code is kept on disk (:mod:`sim.core.cache`). With ``NUMBA_DISABLE_JIT=1`` the function runs as it stands.

    Parameters
    ----------
    function
        Compiled when first called, for the types it is called with. Division by zero gives inf or nan, as in
        NumPy, instead of an error.
    """
    folder = folder_of(function.__module__)
    config.CACHE_DIR = str(folder or "")  # Numba forgets it when a variable of the environment changes
    return cast("Callable[Arguments, Result]", njit(cache=folder is not None, error_model="numpy")(function))


def phase(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Compile a phase: the loop that owns the tables and calls rules; same options as :func:`rule`."""
    return rule(function)


@rule
def whole(number: Any) -> int:
    """Turn an unsigned column into a signed number; mixing both kinds gives a float in compiled code."""
    return np.int64(number)  # type: ignore[return-value]


@rule
def members(bits: int) -> int:
    """Return how many members a bit set (not negative) has; each step clears the lowest bit (Kernighan & Ritchie)."""
    count = 0
    while bits:
        bits &= bits - 1
        count += 1
    return count


@rule
def free_row(used: int, rows: int) -> int:
    """Return the first of a table's ``rows`` rows that is not in use; a table grows where the day is lived.

    Raises
    ------
    IndexError
        If there is none: the step of the day has not made the room that it needs.
    """
    if used >= rows:
        raise IndexError("A table is full: the step that appends to it has not made room.")
    return used
