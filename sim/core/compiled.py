"""The two ways compiled code is marked: a rule takes rows and numbers, a phase owns the tables."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import numpy as np

from sim.core.cache import cache_folder, remark
from sim.core.compiler import config, njit

FOLDER = None if config.DISABLE_JIT else cache_folder()
if not config.DISABLE_JIT and (trouble := remark()):
    warnings.warn(trouble, stacklevel=2)

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def rule(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Compile a rule: a plain function of rows and numbers.

    Machine code is kept on disk (:mod:`sim.core.cache`). With ``NUMBA_DISABLE_JIT=1`` the function runs as it stands.

    Parameters
    ----------
    function
        Compiled when first called, for the types it is called with. Division by zero gives inf or nan, as in
        NumPy, instead of an error.
    """
    config.CACHE_DIR = str(FOLDER or "")  # Numba forgets it when a variable of the environment changes
    return cast("Callable[Arguments, Result]", njit(cache=FOLDER is not None, error_model="numpy")(function))


def phase(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Compile a phase: the loop that owns the tables and calls rules; same options as :func:`rule`."""
    return rule(function)


@rule
def whole(number: Any) -> int:
    """Turn an unsigned column into a signed number; mixing both kinds gives a float in compiled code."""
    return np.int64(number)  # type: ignore[return-value]
