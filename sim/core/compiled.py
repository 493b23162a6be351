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
from sim.core.rows import Rows

FILE = ".numba_config.yaml"
AHEAD = 16  # rounds of a loop in which memory brings what was asked for
FETCHED = 48  # bytes of a row that :func:`fetch` asks for
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


def _fetching(_: Any, table: Any, number: Any) -> Any:
    """Write the machine's prefetch for the lines of memory on which the first bytes of a row lie."""
    ir = import_module("llvmlite.ir")

    def write(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        rows = context.make_array(signature.args[0])(context, builder, arguments[0])
        index = context.cast(builder, arguments[1], signature.args[1], import_module("numba").types.intp)
        size = signature.args[0].dtype.size
        data = builder.bitcast(rows.data, ir.IntType(8).as_pointer())
        start = builder.mul(index, ir.Constant(index.type, size))
        flag = ir.IntType(32)
        asks = ir.FunctionType(ir.VoidType(), (data.type, flag, flag, flag))
        prefetch = builder.module.declare_intrinsic("llvm.prefetch", (data.type,), asks)
        for byte in (0, min(size, FETCHED) - 1):
            place = builder.gep(data, [builder.add(start, ir.Constant(index.type, byte))])
            builder.call(prefetch, [place, *(ir.Constant(flag, number) for number in (0, 3, 1))])  # read, keep, data
        return context.get_dummy_value()

    return import_module("numba").types.void(table, number), write


def _asked_for(table: Rows[Any], number: int) -> None:
    """Ask memory for what a loop will want of row ``number`` a few rounds later, and do not wait for it.

    Only the first bytes of the row (:data:`FETCHED`) come; any number will do, and nothing happens uncompiled.
    """


fetch = _asked_for if config.DISABLE_JIT else import_module("numba.extending").intrinsic(_fetching)
fetch.__doc__ = _asked_for.__doc__


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
def beyond(bits: int) -> int:
    """Return the first number beyond all members of a bit set (not negative): where a loop over them may end."""
    end = 0
    while bits >> end:
        end += 1
    return end


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
