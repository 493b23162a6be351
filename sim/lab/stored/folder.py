"""A folder of results that is read: its files are compared with their sums when they are first needed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Self

from sim.core.files import refuse_odd_file
from sim.lab.stored.errors import ResultsError, about, reading
from sim.lab.stored.frames import damaged
from sim.lab.stored.manifest import MANIFEST, read, sums
from sim.lab.stored.merging import recorded
from sim.lab.stored.signing import fits

RUNS = "runs.parquet"


class Folder:
    """Files of a folder, each compared with its sum once, and again if it was changed since.

    Parameters
    ----------
    path
        The folder.
    manifest
        Of the folder. Files of before there were sums are taken as they are.
    """

    def __init__(self, path: Path, manifest: dict[str, Any]) -> None:
        self.path, self.manifest = path, manifest
        self._seen: dict[str, tuple[int, ...]] = {}

    @classmethod
    def opened(cls, path: Path) -> Self:
        """Open the folder of a batch that has been merged.

        Raises
        ------
        ResultsError
            If there is none, it cannot be read, is damaged or unfinished.
        """
        with reading(path):
            if not os.path.lexists(path):
                raise ResultsError(f"There is no folder '{path}': run 'manyhats batch FILE --out {path}' first.")
            names = os.listdir(path) if path.is_dir() else None
        if names is None:
            raise ResultsError(f"'{path}' is a file, not a folder of results.")
        if MANIFEST not in names:
            raise ResultsError(f"'{path}' is not a results folder: it has no {MANIFEST}.")
        manifest = read(path / MANIFEST)
        if RUNS not in names:
            raise _unfinished(path)
        return cls(path, manifest)

    @property
    def has_sums(self) -> bool:
        """Whether the folder was written since every file has its sum in the manifest."""
        return sums(self.manifest) is not None

    def there(self, name: str) -> Path:
        """Where a file lies that is there and has its size; what is in it is not read."""
        file, told = self.path / name, (sums(self.manifest) or {}).get(name)
        with reading(file):
            found = os.stat(file)
        refuse_odd_file(file, about(file))
        if told is not None and found.st_size != told["bytes"]:
            self._explain(name)
        return file

    def intact(self, name: str) -> Path:
        """Where a file lies every bit of which is what was written.

        Raises
        ------
        ResultsError
            If it is damaged, missing or cannot be read.
        """
        file, told = self.there(name), sums(self.manifest)
        with reading(file):
            found = os.stat(file)
            seen = (found.st_ino, found.st_size, found.st_mtime_ns)
            if told is not None and self._seen.get(name) != seen:
                if name not in told or not fits(file, told[name]):
                    self._explain(name)
                self._seen[name] = seen
        return file

    def _explain(self, name: str) -> None:
        """Say what is wrong with a file: it is damaged, or a batch was killed, or is at work, while it was merged."""
        later = recorded(self.path).get(name)
        if later is not None and fits(self.path / name, later):
            raise _unfinished(self.path)
        raise damaged(self.path / name, "its checksum is another one than when it was written")


def _unfinished(path: Path) -> ResultsError:
    return ResultsError(
        f"'{path}' is not finished: run the same 'manyhats batch' command again; it goes on where it stopped."
    )
