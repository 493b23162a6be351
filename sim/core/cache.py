"""Where compiled code is kept: a folder of its own for every state of the sources that a module needs.

Numba checks the file of a cached function, but not the files of the functions it calls; without this, editing
a rule would leave the phases that call it as they were. Modules that do not need it keep what was compiled. What lies
in such a folder is unpickled, so that only one in which nobody else can write is used.
"""

from __future__ import annotations

import atexit
import os
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from multiprocessing import parent_process
from pathlib import Path

from sim.core.sources import digest, importers, is_of_package, module_of, needed

COMPILER = "sim.core.compiled"
WARM = "everything-compiled"
USED = "used"
NAMED = "NUMBA_CACHE_DIR"
DAYS_KEPT = 14
DAY = 86_400.0
OTHERS = stat.S_IWGRP | stat.S_IWOTH
_told: set[str] = set()
_in_use: set[Path] = set()


def fingerprint(module: str = "") -> str:
    """Return 16 hex digits for what compiles, and for the sources that a module of the package needs.

    Parameters
    ----------
    module
        Dotted name. Any other, or none, stands for all modules that hold compiled functions, and what they need.
    """
    modules = [module_of(file) for file in importers(COMPILER)] if not is_of_package(module) else [module]
    return digest(needed(*modules), compiler())[:16]


@cache
def compiler() -> str:
    """Name what compiles."""
    return f"{sys.implementation.cache_tag} {version('numba')}"


def places() -> Iterator[Path]:
    """Where compiled code may lie, best first: what the user named, the environment's own, the user's caches."""
    named, caches = os.environ.get(NAMED), os.environ.get("XDG_CACHE_HOME", "")
    if named:
        yield Path(named) / "manyhats"
    yield Path(sys.prefix) / "var" / "manyhats"
    if os.path.isabs(caches):
        yield Path(caches) / "manyhats"
    with suppress(RuntimeError):  # no home folder is known
        yield Path.home() / ".cache" / "manyhats"


@cache
def _looked() -> tuple[Path | None, str]:
    """Find the first place that will do, and say what is wrong if it is not the best one or none."""
    refused: list[str] = []
    for place in places():
        why = _trouble(place)
        if not why:
            return place, _about_named(refused)
        refused.append(f"{place}: {why}")
    return None, (
        f"Compiled code cannot be kept ({'; '.join(refused)}): every start compiles for about a minute. "
        f"Set {NAMED} to the full path of a folder of your own that can be written."
    )


def _about_named(refused: list[str]) -> str:
    if not os.environ.get(NAMED):
        return ""
    return f"{NAMED} is not used ({refused[0]}): name the full path of a folder of your own." if refused else ""


def _trouble(place: Path) -> str:
    """Say why compiled code cannot be kept in a folder; empty if it can. It is made if it is not there."""
    if not place.is_absolute():
        return "not a full path, so that a folder beside somebody's scenario could stand in for it"
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        if (_mode(place) or 0) & OTHERS:  # an earlier version left it to the umask
            place.chmod(0o755)
        if _mode(place) is None:
            return "belongs to somebody else"
        if not is_ours(place) or _is_open(place.parent):
            return "others may write there"
    except (OSError, ValueError) as error:
        return (getattr(error, "strerror", None) or str(error)).lower()
    return "" if os.access(place, os.W_OK | os.X_OK) else "cannot be written"


def is_ours(folder: Path) -> bool:
    """Whether a folder belongs to this user, and nobody else may write into it."""
    mode = _mode(folder)
    return mode is not None and not mode & OTHERS


def _mode(folder: Path) -> int | None:
    """Return who may do what in a folder of this user; None for one of somebody else, or what is none."""
    if not hasattr(os, "geteuid"):  # Windows lets others into no folder of a user's own
        return 0o700
    found = folder.stat()
    return stat.S_IMODE(found.st_mode) if stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() else None


def _is_open(folder: Path) -> bool:
    """Whether anybody may put another folder in the place of one in it."""
    mode = folder.stat().st_mode
    return hasattr(os, "geteuid") and bool(mode & stat.S_IWOTH) and not mode & stat.S_ISVTX


def home() -> Path | None:
    """Return the first folder that can be written and is the user's own; None if there is none."""
    return _looked()[0]


def remark() -> str:
    """Say once, and not in worker processes, where compiled code could not be kept; empty if all is well."""
    sentence = _looked()[1] if parent_process() is None else ""
    if not sentence or sentence in _told:
        return ""
    _told.add(sentence)
    return sentence


def cache_folder(module: str = "") -> Path | None:
    """Return the folder for this state of the sources; without a place for it, one that lasts as long as the process.

    Those of other states stay: another copy of the package may be running them.
    """
    place = home() or _for_now()
    if place is None:
        return None
    folder = place / fingerprint(module)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not is_ours(folder):
            return None
    except OSError:
        return None
    _in_use.add(folder)
    with suppress(OSError):
        (folder / USED).touch()
    return folder


def touch() -> None:
    """Note that the states of which this process has asked are in use, so that they are not cleared away."""
    for folder in _in_use:
        with suppress(OSError):
            (folder / USED).touch()


@cache
def _for_now() -> Path | None:
    """Make a folder that is removed when this process ends; worker processes find it by the environment."""
    try:
        folder = Path(tempfile.mkdtemp(prefix="manyhats-"))
    except OSError:
        return None
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ[NAMED] = str(folder)
    return folder / "manyhats"


def is_warm() -> bool:
    """Tell whether everything has been compiled for this state of the sources, or need not be."""
    if os.environ.get("NUMBA_DISABLE_JIT") == "1":
        return True
    place = home()
    return place is not None and (place / fingerprint() / WARM).exists()


def mark_warm() -> None:
    """Remember that everything has been compiled for this state of the sources, and clear away what nobody uses."""
    folder = cache_folder()
    if folder is not None:
        with suppress(OSError):
            (folder / WARM).touch()
            sweep(folder.parent)


def sweep(place: Path) -> None:
    """Remove the states, and copies of own rules, that no process has used for :data:`DAYS_KEPT` days."""
    oldest = time.time() - DAYS_KEPT * DAY
    for folder in place.iterdir():
        with suppress(OSError):
            stamp = folder / USED if (folder / USED).exists() else folder
            if stamp.stat().st_mtime < oldest and folder.is_dir() and not folder.is_symlink():
                shutil.rmtree(folder, ignore_errors=True)
