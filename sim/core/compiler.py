"""Numba, asked only by the environment: a configuration file in the working directory has no say.

Numba reads ``.numba_config.yaml`` where a program is started, when it is imported and again before it compiles. Such a
file may lie beside a stranger's scenario; it could name a folder of compiled code, which is unpickled, or a class to
import.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

FILE = ".numba_config.yaml"


@contextmanager
def _hidden(name: str) -> Iterator[None]:
    """Let a file not be there for whoever asks for it by this very name."""
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
