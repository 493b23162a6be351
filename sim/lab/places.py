"""What may lie in a results folder that is not ours: links that lead elsewhere, folders, pipes."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from sim.lab.stored.errors import ResultsError, reading

FOLDERS = ("runs", "example", "plots")


def refuse_odd_places(folder: Path, files: Sequence[str]) -> None:
    """Refuse a folder into which nothing could be written without leaving it, before anything is computed.

    Parameters
    ----------
    folder
        Of the results; it may itself be a link.
    files
        Names that will be written. What stands there as a link or a pipe is replaced, a folder cannot be.

    Raises
    ------
    ResultsError
        Naming what is in the way.
    """
    for name in FOLDERS:
        inside = folder / name
        if inside.is_symlink():
            raise ResultsError(f"'{inside}' is a link that leads elsewhere; nothing is written through it. Remove it.")
        if os.path.lexists(inside) and not inside.is_dir():
            raise ResultsError(f"'{inside}' is a file where a folder of the results belongs: remove it.")
    for name in files:
        _refuse_folder(folder / name)


def is_regular(file: Path) -> bool:
    """Whether there is an ordinary file, or a link to one.

    Raises
    ------
    ResultsError
        If that cannot be known, as in a folder that may not be searched.
    """
    with reading(file):
        try:
            return stat.S_ISREG(os.stat(file).st_mode)
        except (FileNotFoundError, NotADirectoryError):
            return False


def listed(folder: Path, pattern: str) -> Iterator[Path]:
    """Files of a folder that fit a pattern, in order; none if there is no such folder, or it is a link.

    Raises
    ------
    ResultsError
        If the folder may not be read.
    """
    if folder.is_symlink() or not os.path.lexists(folder):
        return
    with reading(folder):
        os.listdir(folder)  # which says why, where a search for names finds nothing
    yield from sorted(folder.glob(pattern))


def remove(file: Path) -> None:
    """Remove a file, or the link that stands in its place; what is not there need not be removed.

    Raises
    ------
    ResultsError
        If it is a folder.
    """
    _refuse_folder(file)
    file.unlink(missing_ok=True)


def _refuse_folder(file: Path) -> None:
    if file.is_dir() and not file.is_symlink():
        raise ResultsError(f"'{file}' is a folder where a file of the results belongs: remove it.")
