"""What a crash or a damaged disk left behind in a store, and its removal."""

from __future__ import annotations

import os
from pathlib import Path

from sim.lab.example import EXAMPLES
from sim.lab.failing import FAILURES, failures_in
from sim.lab.parts import is_whole
from sim.lab.places import is_regular, listed, remove
from sim.lab.stored.errors import reading
from sim.lab.stored.merging import PARTS, recorded, sums_of_part
from sim.lab.stored.signing import Sum, fits, sum_of
from sim.lab.work import FRAMES

Sums = dict[str, Sum]


def merged(folder: Path, frame: str) -> Path:
    """Where a frame is merged."""
    return folder / f"{frame}.parquet"


def parts_of(folder: Path) -> list[str]:
    """Names of the complete parts of a store, in order."""
    return [file.name.partition(".")[0] for file in listed(folder / PARTS, "part-*.runs.parquet")]


def mend(folder: Path, told: Sums | None) -> tuple[list[str], Sums]:
    """Remove what is of no use: drafts, parts that were cut off, and damaged files; their runs are missing then.

    Nobody else may write into the folder meanwhile.

    Parameters
    ----------
    folder
        Of the results.
    told
        What the manifest says of its files; None if it was written before there were sums.

    Returns
    -------
    list of str
        A sentence for everything that was damaged. What a crash leaves behind is not worth a word.
    dict
        Sums of the files that are there and whole.
    """
    for place in (folder, folder / PARTS):
        for draft in listed(place, ".*.draft"):
            remove(draft)
    known = _Known(folder, told)
    remarks = [*_mend_merged(known), *_mend_parts(folder), *_mend_failures(known), *_mend_example(known)]
    return remarks, known.whole


class _Known:
    """What is known of the files of a folder."""

    def __init__(self, folder: Path, told: Sums | None) -> None:
        self.folder, self.told, self.noted = folder, told, recorded(folder)
        self.whole: Sums = {}

    def is_whole(self, name: str) -> bool:
        """Whether a file is what was written: now, or while a merging was cut off; older ones by their own checks."""
        file = self.folder / name
        if not is_regular(file):
            return False
        with reading(file):
            for each in (self.told or {}, self.noted):
                if name in each and fits(file, each[name]):
                    self.whole[name] = each[name]
                    return True
            if self.told is not None or not name.endswith(".parquet") or not is_whole(file):
                return False
            self.whole[name] = sum_of(file)
            return True


def _mend_merged(known: _Known) -> list[str]:
    folder = known.folder
    if not is_regular(merged(folder, "runs")):
        for frame in FRAMES:  # killed before the first merging was over: the parts have it all
            remove(merged(folder, frame))
        return []
    names = [merged(folder, frame).name for frame in FRAMES]
    damaged = [name for name in names if not known.is_whole(name)]
    if not damaged:
        return []
    for name in reversed(names):
        remove(folder / name)
        known.whole.pop(name, None)
    return [f"In '{folder}' {' and '.join(damaged)} is damaged or missing; the runs in it are computed again."]


def _mend_parts(folder: Path) -> list[str]:
    remarks = []
    complete = parts_of(folder)
    for file in listed(folder / PARTS, "part-*"):
        if file.name.partition(".")[0] not in complete:
            remove(file)
    for name in complete:
        if not is_whole_part(folder, name):
            for frame in reversed(FRAMES):
                remove(folder / PARTS / f"{name}.{frame}.parquet")
            remove(folder / PARTS / f"{name}.json")
            remarks.append(f"The part '{folder}/{PARTS}/{name}' is damaged; the runs in it are computed again.")
    return remarks


def is_whole_part(folder: Path, name: str) -> bool:
    """Whether every bit of a part is what was written."""
    told = sums_of_part(folder, name)
    files = {frame: folder / PARTS / f"{name}.{frame}.parquet" for frame in FRAMES}
    with reading(folder / PARTS):
        return all(file.name in told and is_regular(file) and fits(file, told[file.name]) for file in files.values())


def _mend_failures(known: _Known) -> list[str]:
    remarks = []
    file = known.folder / FAILURES
    listed_there = FAILURES in (known.told or {})
    if is_regular(file) and not known.is_whole(FAILURES) and (listed_there or not failures_in(file)):
        remove(file)
        remarks.append(f"'{file}' is damaged; the runs in it are computed again.")
    for file in listed(known.folder / PARTS, "failed-*.json"):
        if not failures_in(file):
            remove(file)
            remarks.append(f"'{file}' is damaged; the runs in it are computed again.")
    return remarks


def _mend_example(known: _Known) -> list[str]:
    told = known.told or {}
    there = [name for name in EXAMPLES if name in told and os.path.lexists(known.folder / name)]
    damaged = [name for name in there if not known.is_whole(name)]
    for name in damaged:
        remove(known.folder / name)
    return [f"'{known.folder / name}' is damaged; it is made again." for name in damaged]
