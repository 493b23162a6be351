"""One batch at a time on a folder."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from sim.core.errors import DiskTrouble
from sim.core.files import write_text, written
from sim.core.wording import cut, printable
from sim.lab.errors import BatchError
from sim.lab.places import is_regular
from sim.lab.stored.errors import ResultsError

LOCK, HOLDER = ".lock", ".holder"
HELD = frozenset((LOCK, HOLDER))
"""What a folder has in it while a batch holds it; who does stands apart, as some systems let nobody read a lock."""
LONGEST_HOLDER = 200


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other batches out of a folder.

    The lock is the operating system's, beside a file that says who holds it: it ends with its process, however that
    ends, so that a lock of the dead does not block.

    Parameters
    ----------
    folder
        Made if it is not there.

    Raises
    ------
    BatchError
        If another batch writes into the folder.
    ResultsError
        If something else stands where the lock belongs.
    DiskTrouble
        If the folder cannot be written.
    """
    with written(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = _taken(folder)
    try:
        with written(folder):
            write_text(folder / HOLDER, f"process {os.getpid()} on {platform.node()}\n")
        yield
    finally:
        with suppress(OSError):
            (folder / HOLDER).unlink(missing_ok=True)
        with suppress(OSError):  # before it is released: who waits for this file then knows that it is gone
            (folder / LOCK).unlink(missing_ok=True)
        lock.release()


def _taken(folder: Path) -> FileLock:
    file = folder / LOCK
    _refuse_other(file)
    lock = FileLock(file, thread_local=False)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise BatchError(
            f"Another batch writes into '{folder}' ({_holder(folder)}): wait for its end, or choose another --out."
        ) from None
    except NotImplementedError:
        raise DiskTrouble(str(folder), "its file system knows no locks") from None
    return lock


def _refuse_other(file: Path) -> None:
    if os.path.lexists(file) and (file.is_symlink() or not is_regular(file)):
        raise ResultsError(f"'{file}' is not the file that keeps other batches out: remove it.")


def _holder(folder: Path) -> str:
    try:
        if is_regular(folder / HOLDER):
            with (folder / HOLDER).open("rb") as file:
                told = file.read(LONGEST_HOLDER).decode(errors="replace").strip()
            return printable(cut(told, LONGEST_HOLDER)) or "another process"
    except (OSError, ResultsError):
        pass
    return "another process"
