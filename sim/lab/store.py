"""The store: a folder of results that survives a crash and only ever computes what is missing.

While a batch runs, every chunk of runs becomes a part in ``runs/``: one Parquet file for each of
:data:`sim.lab.work.FRAMES` and their checksums beside them; the frame named ``runs`` is written last and says that
the part is complete. A run that failed is a file of its own there. At the end all parts are merged, sorted by point
and seed, into ``runs.parquet`` and so on, and failures into ``failures.json``; the manifest is given the checksums of
all of them, and only then are the parts removed. Every file is written aside, flushed and renamed, so that it is there
as a whole or not at all, whenever the process is killed; the checksum of a merged file is noted before it is renamed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.core.files import aside, place
from sim.lab.agreement import agree
from sim.lab.errors import BatchError, Failure
from sim.lab.example import EXAMPLES
from sim.lab.failing import FAILURES, as_signed, name_of, read_failures
from sim.lab.lock import HELD
from sim.lab.mending import mend, merged, parts_of
from sim.lab.merging import KEY, merge, owners
from sim.lab.parts import read_frame, stack, write_frame, write_json, written
from sim.lab.places import is_regular, listed, refuse_odd_places, remove
from sim.lab.provenance import now
from sim.lab.stored.errors import ResultsError, reading
from sim.lab.stored.manifest import MANIFEST, SUMS, read, sums
from sim.lab.stored.merging import PARTS, RECORD
from sim.lab.stored.signing import Sum, signed, sum_of
from sim.lab.work import FRAMES

if TYPE_CHECKING:
    import pandas as pd

    from sim.lab.work import Done

Key = tuple[int, int]


class Store:
    """The results folder of one batch; whoever opens it holds its lock.

    Parameters
    ----------
    folder
        Made if it is not there. What is damaged or left over from a crash in it is removed.
    manifest
        As :func:`sim.lab.provenance.manifest` makes it.
    identities
        Hash of every run by (point, seed).

    Attributes
    ----------
    remarks
        A sentence about everything that was damaged.

    Raises
    ------
    BatchError
        If the folder holds something else, or results of another scenario, design or model.
    ResultsError
        If something in it cannot be read, or stands in the way of what is to be written.
    DiskTrouble
        If it cannot be written.
    """

    def __init__(self, folder: Path, manifest: dict[str, Any], identities: Mapping[Key, str]) -> None:
        self.folder, self.manifest, self.identities = folder, manifest, identities
        self._noted: dict[str, Sum] = {}
        old = read_manifest(folder)
        if old is not None:
            agree(folder, old, manifest)
            kept = {"seeds": sorted(set(old["seeds"]) | set(manifest["seeds"])), "started": old["started"]}
            self.manifest = manifest | kept | {"timing": old.get("timing", manifest["timing"])}
        refuse_odd_places(folder, [MANIFEST, FAILURES, *(merged(folder, frame).name for frame in FRAMES), *EXAMPLES])
        with written(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self.remarks, whole = mend(folder, sums(old or {SUMS: {}}))
            self._write_manifest(whole)
        self._stored = stored_keys(folder)
        self._failures = {key: f for key, f in read_failures(folder).items() if key not in self._stored}

    @property
    def failures(self) -> list[Failure]:
        """The runs of this batch that failed, now or in an earlier call, by seed and point."""
        return _sorted(failure for key, failure in self._failures.items() if key in self.identities)

    def stored(self) -> set[Key]:
        """Point and seed of every run of this batch that is there, merged or in a part."""
        return self._stored & self.identities.keys()

    def missing(self) -> int:
        """Number of runs of this batch that are neither stored nor failed."""
        return len(self.identities) - len(self.stored()) - len(self.failures)

    def add(self, results: Sequence[Done]) -> None:
        """Keep the results of a chunk: the good ones as a part, each failed one as a file."""
        good = [result for result in results if result.frames is not None]
        with written(self.folder):
            for result in results:
                if result.frames is None:
                    self._add_failure(result)
            if good:
                self._add_part(good)
        for result in good:
            self._stored.add((result.job.point, result.job.seed))
            self._failures.pop((result.job.point, result.job.seed), None)
            self.manifest["timing"]["runs"] += 1
            self.manifest["timing"]["seconds"] += result.seconds

    def finish(self) -> int:
        """Merge what is there and list what failed; the manifest gets its time if nothing is missing.

        Returns
        -------
        int
            As :meth:`missing`.
        """
        with written(self.folder):
            self._noted = {}
            self._merge()
            self._list_failures()
            missing = self.missing()
            self.manifest["finished"] = None if missing else now()
            self._write_manifest(self._sums())
            self._remove_parts()
        return missing

    def sign_example(self) -> None:
        """Note the checksums of the graphs of the run that is kept to look at."""
        with written(self.folder):
            self._write_manifest(self._sums())

    def _write_manifest(self, whole: dict[str, Sum]) -> None:
        self.manifest = signed(self.manifest | {SUMS: dict(sorted(whole.items()))})
        write_json(self.folder / MANIFEST, self.manifest)

    def _sums(self) -> dict[str, Sum]:
        """Checksums of what is there: as noted when it was written, or else as it lies there."""
        known = self.manifest[SUMS] | self._noted
        names = [*(merged(self.folder, frame).name for frame in FRAMES), *EXAMPLES]
        names += [FAILURES] if self._failures else []
        there = [name for name in names if is_regular(self.folder / name)]
        return {name: known.get(name) or sum_of(self.folder / name) for name in there}

    def _note(self, name: str) -> Callable[[Path], None]:
        """Note the checksum of a file that is about to be put in place."""

        def note(draft: Path) -> None:
            self._noted[name] = sum_of(draft)
            write_json(place(self.folder, PARTS, RECORD), signed({"files": self._noted}))

        return note

    def _add_part(self, good: Sequence[Done]) -> None:
        name = f"part-{good[0].job.point:06d}-{good[0].job.seed:020d}"
        found: dict[str, Sum] = {}
        for frame in FRAMES:
            file = place(self.folder, PARTS, f"{name}.{frame}.parquet")

            def ready(draft: Path, file: Path = file, last: bool = frame == FRAMES[-1]) -> None:
                found[file.name] = sum_of(draft)
                if last:
                    write_json(file.with_name(f"{name}.json"), signed({"files": found}))

            write_frame(file, keyed(good, frame, self.identities), ready)

    def _add_failure(self, result: Done) -> None:
        job = result.job
        values = self.manifest["points"][job.point]["values"]
        failure = Failure(job.point, job.seed, values, result.error, result.traceback)
        self._failures[job.point, job.seed] = failure
        write_json(place(self.folder, PARTS, name_of(failure)), as_signed(failure))

    def _merge(self) -> None:
        names = parts_of(self.folder)
        if names:
            there = [merged(self.folder, "runs")] if merged(self.folder, "runs").is_file() else []
            owned = owners([*there, *(self.folder / PARTS / f"{name}.runs.parquet" for name in names)])
            for frame in FRAMES:
                files = [merged(self.folder, frame)] if there else []
                files += [self.folder / PARTS / f"{name}.{frame}.parquet" for name in names]
                target, finish = merged(self.folder, frame), self._with_values if frame == "runs" else lambda t: t
                merge(files, owned, target, finish, self._note(target.name))
            self._stored = stored_keys(self.folder)

    def _with_values(self, table: Any) -> Any:
        """Put what was varied between the names of a run and its outcomes."""
        import pandas as pd
        import pyarrow as pa

        varied = [name for name in self.manifest["points"][0]["values"] if name != "strategy"]
        rows = [
            {"studied": p["strategy"], **{name: _cell(p["values"][name]) for name in varied}}
            for p in self.manifest["points"]
        ]
        points = pa.Table.from_pandas(pd.DataFrame(rows).astype({"studied": "str"}), preserve_index=False)
        beside = points.replace_schema_metadata().take(table["point"])
        for number, name in enumerate(beside.column_names):
            table = table.add_column(3 + number, beside.schema.field(name), beside[name])
        return table

    def _list_failures(self) -> None:
        if self._failures:
            with aside(self.folder / FAILURES) as draft:
                write_json(draft, [vars(failure) for failure in _sorted(self._failures.values())])
                self._note(FAILURES)(draft)

    def _remove_parts(self) -> None:
        """Remove what the merged files hold by now; of a part first what says that it is complete."""
        if not self._failures:
            remove(self.folder / FAILURES)
        patterns = [f"part-*.{frame}.parquet" for frame in reversed(FRAMES)]
        for pattern in (*patterns, "part-*.json", "failed-*.json", RECORD):
            for file in listed(self.folder / PARTS, pattern):
                remove(file)
        if (self.folder / PARTS).is_dir() and not os.listdir(self.folder / PARTS):
            (self.folder / PARTS).rmdir()


def keyed(results: Sequence[Done], name: str, identities: Mapping[Key, str]) -> pd.DataFrame:
    """A frame of some runs as it is stored: which run it is stands in front; a world without networkers is a row."""
    import numpy as np

    frames = [_frame(result, name) for result in results]
    rows = [len(frame) for frame in frames]
    table = stack(frames)
    if name == "runs":
        names = [identities[r.job.point, r.job.seed] for r in results]
        table.insert(0, "run", np.repeat(np.array(names, dtype=object), rows))
    for key in reversed(KEY):
        table.insert(0, key, np.repeat(np.array([getattr(r.job, key) for r in results], dtype=np.int64), rows))
    return table


def _frame(result: Done, name: str) -> pd.DataFrame:
    assert result.frames is not None
    frame = result.frames[name]
    if name == "runs" and frame.empty:
        return frame.reindex([0]).assign(strategy=result.job.strategy, people=0)
    return frame


def stored_keys(folder: Path) -> set[Key]:
    """Point and seed of every run in a folder, merged or in a part.

    Raises
    ------
    ResultsError
        If a file is damaged or cannot be read.
    """
    files = [merged(folder, "runs"), *(folder / PARTS / f"{name}.runs.parquet" for name in parts_of(folder))]
    frames = [read_frame(file, KEY) for file in files if is_regular(file)]
    return {
        (int(point), int(seed)) for frame in frames for point, seed in zip(frame["point"], frame["seed"], strict=True)
    }


def _sorted(failures: Any) -> list[Failure]:
    return sorted(failures, key=lambda failure: (failure.seed, failure.point))


def _cell(value: Any) -> Any:
    return value if isinstance(value, bool | int | float | str) else json.dumps(value, default=str)


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Read the manifest of a folder; None if the folder is new or empty.

    Raises
    ------
    BatchError
        If the folder holds something that is no result.
    ResultsError
        If the manifest cannot be read, is damaged or of another shape than ours.
    """
    file = folder / MANIFEST
    with reading(folder):
        if not os.path.lexists(folder):
            return None
        names = os.listdir(folder) if folder.is_dir() else [folder.name]
    if MANIFEST not in names or not folder.is_dir():
        if any(name not in HELD and not (name.startswith(".") and name.endswith(".draft")) for name in names):
            raise BatchError(f"'{folder}' is there already and holds no results; choose another --out.")
        return None
    found = read(file)
    lost = [name for name in ("fingerprint", "seeds", "model", "started") if name not in found]
    if lost:
        raise ResultsError(f"'{file}' does not say {lost[0]}: choose another --out.")
    return found
