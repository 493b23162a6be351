"""A folder of results that is read: its files are compared with their sums when they are first needed.

While a batch is under way, ``journal/`` notes what is complete: a signed file for each part, with its runs and the sums
of its files, and one for each run that failed.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Self

from sim.core.files import refuse_odd_file
from sim.lab.stored.files import (
    NotJsonError,
    ResultsError,
    Sum,
    about,
    damaged,
    fits,
    is_regular,
    listed,
    read_json,
    reading,
    signed,
    write_json,
)
from sim.lab.stored.frames import Run, runs_in
from sim.lab.stored.manifest import MANIFEST, Note, file_of, note_in, read, sums

JOURNAL, FINISHING = "journal", "finishing.json"


def part_name(frame: str, part: str) -> str:
    """Name of a frame's file of a part, relative to the folder."""
    return f"{frame}/{part}.parquet"


def noted(file: Path) -> Note | None:
    """What a file of the journal notes; None if it is damaged or not there."""
    if not is_regular(file):
        return None
    try:
        return note_in(read_json(file))
    except NotJsonError:
        return None


def parts_of(folder: Path) -> dict[str, Note]:
    """What is noted of the complete parts of a folder, by name, in order."""
    found = {file.stem: noted(file) for file in listed(folder / JOURNAL, "part-*.json")}
    return {name: note for name, note in found.items() if note is not None}


def note(folder: Path, name: str, files: dict[str, Sum], **more: Any) -> None:
    """Note sums of files in the journal."""
    write_json(folder / JOURNAL / name, signed({**more, "files": files}))


def frame_file(folder: Path, manifest: dict[str, Any] | None, frame: str) -> Path | None:
    """Where a compacted frame lies; None if there is none."""
    file = folder / file_of(manifest or {}, frame)
    return file if is_regular(file) else None


def stored_runs(folder: Path, manifest: dict[str, Any] | None) -> set[Run]:
    """Point and seed of every run in a folder, compacted or in a part.

    Raises
    ------
    ResultsError
        If a file is damaged or cannot be read.
    """
    file = frame_file(folder, manifest, "runs")
    found = set() if file is None else runs_in(file)
    return found.union(*(((point, seed) for point, seed in each.runs) for each in parts_of(folder).values()))


class Folder:
    """Files of a folder, each compared with its sum once, and again if it was changed since; some have none."""

    def __init__(self, path: Path, manifest: dict[str, Any]) -> None:
        self.path, self.manifest = path, manifest
        self._seen: dict[str, tuple[int, ...]] = {}

    @classmethod
    def opened(cls, path: Path) -> Self:
        """Open the folder of a batch that has been compacted.

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
        name = file_of(manifest, "runs")
        if name not in (sums(manifest) or {}) and name not in names:
            raise _unfinished(path)
        return cls(path, manifest)

    @property
    def has_sums(self) -> bool:
        """Whether the folder was written since every file has its sum in the manifest."""
        return sums(self.manifest) is not None

    def frame(self, frame: str) -> Path:
        """Where a frame lies every bit of which is what was written; see :meth:`intact`."""
        return self.intact(file_of(self.manifest, frame))

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
        """Say what is wrong with a file: it is damaged, or a batch was killed, or is at work, while it ended."""
        later = noted(self.path / JOURNAL / FINISHING)
        if later is not None and name in later.files and fits(self.path / name, later.sum_of(name)):
            raise _unfinished(self.path)
        raise damaged(self.path / name, "its checksum is another one than when it was written")


def _unfinished(path: Path) -> ResultsError:
    return ResultsError(
        f"'{path}' is not finished: run the same 'manyhats batch' command again; it goes on where it stopped."
    )
