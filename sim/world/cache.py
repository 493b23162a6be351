"""Where compiled code is kept: a folder of its own for every state of the sources.

Numba checks the file of a cached function, but not the files of the functions it calls; without this, editing
a rule would leave the phases that call it as they were.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
COMPILED = ("world", "rules", "record", "replay")
WARM = "everything-compiled"


def fingerprint() -> str:
    """Return a digest of all sources that may hold compiled functions (16 hex digits)."""
    digest = hashlib.blake2b(digest_size=8)
    for room in COMPILED:
        for path in sorted((PACKAGE / room).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def home() -> Path:
    """Return the first folder that can be written: the environment's own, else the user's cache."""
    inside = Path(sys.prefix) / "var" / "manyhats"
    try:
        inside.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "manyhats"
    return inside if os.access(inside, os.W_OK) else Path.home() / ".cache" / "manyhats"


def cache_folder() -> Path:
    """Return the folder for this state of the sources; make it, and drop those of older states, if need be.

    Raises
    ------
    OSError
        If it can be made neither in the environment nor in the user's cache.
    """
    folder = home() / fingerprint()
    if not folder.exists():
        for old in folder.parent.glob("*"):
            shutil.rmtree(old, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def is_warm() -> bool:
    """Tell whether everything has been compiled for this state of the sources, or need not be."""
    if os.environ.get("NUMBA_DISABLE_JIT") == "1" or "NUMBA_CACHE_DIR" in os.environ:
        return True
    return (home() / fingerprint() / WARM).exists()


def mark_warm() -> None:
    """Remember that everything has been compiled for this state of the sources; fails like :func:`cache_folder`."""
    (cache_folder() / WARM).touch()
