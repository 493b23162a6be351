"""One batch at a time on a folder."""

from __future__ import annotations

import fcntl
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EACCES, EAGAIN
from pathlib import Path

from sim.batch.errors import BatchError
from sim.batch.parts import written

LOCK = ".lock"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other batches out of a folder.

    The lock is the operating system's, on a file that says who holds it: it ends with its process, however that
    ends, so that a lock of the dead does not block.

    Parameters
    ----------
    folder
        Made if it is not there.

    Raises
    ------
    BatchError
        If another batch writes into the folder.
    DiskTrouble
        If the folder cannot be written.
    """
    file = folder / LOCK
    with written(folder):
        folder.mkdir(parents=True, exist_ok=True)
        handle = _take(file)
    try:
        with written(folder):
            os.ftruncate(handle, 0)
            os.write(handle, f"process {os.getpid()} on {platform.node()}\n".encode())
        yield
    finally:
        file.unlink(missing_ok=True)
        os.close(handle)


def _take(file: Path) -> int:
    """Open and lock the file; whoever held it before may have removed it in between, so look again."""
    while True:
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(handle), os.stat(file)):
                    return handle
        except OSError as error:
            holder = os.read(handle, 200).decode(errors="replace").strip() or "another process"
            os.close(handle)
            if error.errno not in (EACCES, EAGAIN):
                raise
            raise BatchError(
                f"Another batch writes into '{file.parent}' ({holder}): wait for its end, or choose another --out."
            ) from None
        os.close(handle)
