"""What a crash or a damaged disk left behind in a store, and its removal."""

from __future__ import annotations

import json
from pathlib import Path

from sim.batch.errors import Failure
from sim.batch.parts import is_whole
from sim.batch.work import FRAMES


def merged(folder: Path, frame: str) -> Path:
    """Where a frame is merged."""
    return folder / f"{frame}.parquet"


def parts_of(folder: Path) -> list[str]:
    """Names of the complete parts of a store, in order."""
    return sorted(file.name.partition(".")[0] for file in (folder / "runs").glob("part-*.runs.parquet"))


def mend(folder: Path) -> list[str]:
    """Remove what is of no use: drafts, parts that were cut off, and damaged files; their runs are missing then.

    Nobody else may write into the folder meanwhile.

    Returns
    -------
    list of str
        A sentence for everything that was damaged. What a crash leaves behind is not worth a word.
    """
    for place in (folder, folder / "runs"):
        for draft in place.glob(".*.draft"):
            draft.unlink()
    return [*_mend_merged(folder), *_mend_parts(folder), *_mend_failures(folder)]


def _mend_merged(folder: Path) -> list[str]:
    if not merged(folder, "runs").is_file():
        for frame in FRAMES:  # killed before the first merging was over: the parts have it all
            merged(folder, frame).unlink(missing_ok=True)
        return []
    damaged = [merged(folder, frame).name for frame in FRAMES if not is_whole(merged(folder, frame))]
    if not damaged:
        return []
    for frame in reversed(FRAMES):
        merged(folder, frame).unlink(missing_ok=True)
    return [f"In '{folder}' {' and '.join(damaged)} is damaged or missing; the runs in it are computed again."]


def _mend_parts(folder: Path) -> list[str]:
    told = []
    complete = parts_of(folder)
    for file in (folder / "runs").glob("part-*.parquet"):
        if file.name.partition(".")[0] not in complete:
            file.unlink()
    for name in complete:
        files = [folder / "runs" / f"{name}.{frame}.parquet" for frame in FRAMES]
        if not all(map(is_whole, files)):
            for file in reversed(files):
                file.unlink(missing_ok=True)
            told.append(f"The part '{folder}/runs/{name}' is damaged; the runs in it are computed again.")
    return told


def _mend_failures(folder: Path) -> list[str]:
    told = []
    for file in [folder / "failures.json", *(folder / "runs").glob("failed-*.json")]:
        if file.is_file() and not _failures(file):
            file.unlink()
            told.append(f"'{file}' is damaged; the runs in it are computed again.")
    return told


def read_failures(folder: Path) -> dict[tuple[int, int], Failure]:
    """Runs of a store that failed, by point and seed; damaged files are passed over."""
    files = [folder / "failures.json", *sorted((folder / "runs").glob("failed-*.json"))]
    found = [failure for file in files if file.is_file() for failure in _failures(file)]
    return {(failure.point, failure.seed): failure for failure in found}


def _failures(file: Path) -> list[Failure]:
    try:
        rows = json.loads(file.read_text(encoding="utf-8"))
        return [Failure(**row) for row in (rows if isinstance(rows, list) else [rows])]
    except (OSError, ValueError, TypeError):
        return []
