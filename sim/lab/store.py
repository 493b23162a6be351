"""The store: a folder of results that survives a crash and only ever computes what is missing.

Each of :data:`sim.lab.stored.frames.FRAMES` is a folder that is a Parquet dataset. While a batch runs, every chunk of
runs becomes a part, a file in each of them; a signed note in ``journal/``, written last, says that it is complete, and
a run that failed is a file of its own there. At the end all parts are compacted, sorted by point and seed, into one
file for each frame, named by the number of its runs, and failures into ``failures.json``; the manifest is given the
checksums of all of them, and only then are the parts removed. Every file is written aside, flushed and renamed, so that
it is there as a whole or not at all, whenever the process is killed; what no manifest names is no result.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from math import nan
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.core.files import aside, place, written
from sim.lab.opening import EXAMPLE, EXAMPLES, FAILURES, agree, mend, read_failures, read_manifest
from sim.lab.plan import now
from sim.lab.stored.files import Sum, is_regular, listed, refuse_odd_places, remove, signed, sum_of, write_json
from sim.lab.stored.folder import FINISHING, JOURNAL, note, part_name, parts_of, stored_runs
from sim.lab.stored.frames import FRAMES, KEY, Run, compact, stack, write_frame
from sim.lab.stored.manifest import MANIFEST, SUMS, file_of, whole_name
from sim.lab.work import Failure, Lived

if TYPE_CHECKING:
    import pandas as pd


class Store:
    """The results folder of one batch, opened under its lock and mended; ``remarks`` tell of everything damaged.

    Raises
    ------
    BatchError
        If the folder holds something else, or results of another scenario, design or model.
    ResultsError
        If something in it cannot be read, or stands in the way of what is to be written.
    DiskTrouble
        If it cannot be written.
    """

    def __init__(self, folder: Path, manifest: dict[str, Any], identities: Mapping[Run, str]) -> None:
        self.folder, self.manifest, self.identities = folder, manifest, identities
        old = read_manifest(folder)
        if old is not None:
            agree(folder, old, manifest)
            kept = {"seeds": sorted(set(old["seeds"]) | set(manifest["seeds"])), "started": old["started"]}
            self.manifest = manifest | kept | {"timing": old.get("timing", manifest["timing"])}
        refuse_odd_places(folder, [*FRAMES, JOURNAL, EXAMPLE, "plots"], [MANIFEST, FAILURES, *EXAMPLES])
        with written(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self.remarks, whole = mend(folder, old)
            self._write_manifest(whole)
        self._varied = _varied(self.manifest["points"])
        self._stored = stored_runs(folder, self.manifest)
        self._failures = {key: f for key, f in read_failures(folder).items() if key not in self._stored}

    @property
    def failures(self) -> list[Failure]:
        """The runs of this batch that failed, now or in an earlier call, by seed and point."""
        return _sorted(failure for key, failure in self._failures.items() if key in self.identities)

    def stored(self) -> set[Run]:
        """Point and seed of every run of this batch that is there, compacted or in a part."""
        return self._stored & self.identities.keys()

    def missing(self) -> int:
        """Number of runs of this batch that are neither stored nor failed."""
        return len(self.identities) - len(self.stored()) - len(self.failures)

    def add(self, results: Sequence[Lived]) -> None:
        """Keep the results of a chunk: the good ones as a part, each failed one as a file."""
        good = [each for each in results if each.result is not None and _run(each) not in self._stored]
        with written(self.folder):
            for each in results:
                if each.result is None:
                    self._add_failure(each)
            if good:
                self._add_part(good)
        for each in good:
            self._stored.add(_run(each))
            self._failures.pop(_run(each), None)
            self.manifest["timing"]["runs"] += 1
            self.manifest["timing"]["seconds"] += each.seconds

    def finish(self) -> int:
        """Compact what is there and list what failed; the manifest gets its time if nothing is missing."""
        with written(self.folder):
            self._stored = stored_runs(self.folder, self.manifest)
            before, compacted = [file_of(self.manifest, frame) for frame in FRAMES], self._compacted()
            others = {FAILURES, *(before if compacted else ())}
            kept = {name: told for name, told in self.manifest[SUMS].items() if name not in others}
            missing, failures = self.missing(), self._listed_failures()
            self.manifest["finished"] = None if missing else now()
            self._write_manifest(kept | compacted | failures)
            self._remove_parts(name for name in before if name not in kept and name not in compacted)
        return missing

    def sign_example(self) -> None:
        """Note the checksums of the graphs of the run that is kept to look at."""
        with written(self.folder):
            there = [name for name in EXAMPLES if is_regular(self.folder / name)]
            known = self.manifest[SUMS]
            self._write_manifest(known | {name: known.get(name) or sum_of(self.folder / name) for name in there})

    def _write_manifest(self, whole: dict[str, Sum]) -> None:
        self.manifest = signed(self.manifest | {SUMS: dict(sorted(whole.items()))})
        write_json(self.folder / MANIFEST, self.manifest)

    def _add_part(self, good: Sequence[Lived]) -> None:
        name = f"part-{good[0].job.point:06d}-{good[0].job.seed:020d}"
        found: dict[str, Sum] = {}
        for frame in FRAMES:
            file = part_name(frame, name)

            def ready(draft: Path, file: str = file) -> None:
                found[file] = sum_of(draft)

            table = keyed(good, frame, self.identities)
            if frame == "runs":
                table = self._with_values(table)
            write_frame(place(self.folder, *file.split("/")), table, ready)
        place(self.folder, JOURNAL, name)
        note(self.folder, f"{name}.json", found, runs=[list(_run(each)) for each in good])

    def _with_values(self, table: pd.DataFrame) -> pd.DataFrame:
        """Put what was varied between the names of a run and its outcomes."""
        import pandas as pd

        values = self._varied.iloc[table["point"].to_numpy()].set_axis(table.index)
        named = len(KEY) + 1
        return pd.concat([table.iloc[:, :named], values, table.iloc[:, named:]], axis=1)

    def _add_failure(self, failed: Lived) -> None:
        job = failed.job
        values = self.manifest["points"][job.point]["values"]
        failure = Failure(job.point, job.seed, values, failed.error, failed.traceback)
        self._failures[job.point, job.seed] = failure
        file = place(self.folder, JOURNAL, f"failed-{job.point:06d}-{job.seed:020d}.json")
        write_json(file, signed(dict(vars(failure))))

    def _compacted(self) -> dict[str, Sum]:
        """Compact what lies in parts; return the sums of the new files."""
        found: dict[str, Sum] = {}
        for frame in FRAMES:
            whole, name = self.folder / file_of(self.manifest, frame), whole_name(frame, len(self._stored))
            parts = [self.folder / part_name(frame, part) for part in parts_of(self.folder)]
            if parts:

                def ready(draft: Path, name: str = name) -> None:
                    found[name] = sum_of(draft)

                files = [whole, *parts] if is_regular(whole) else parts
                compact(files, self._stored, place(self.folder, *name.split("/")), ready)
        return found

    def _listed_failures(self) -> dict[str, Sum]:
        """List what failed; the sum is noted before, as the file of before is replaced."""
        if not self._failures:
            return {}
        with aside(self.folder / FAILURES) as draft:
            write_json(draft, [vars(failure) for failure in _sorted(self._failures.values())])
            found = {FAILURES: sum_of(draft)}
            place(self.folder, JOURNAL, FINISHING)
            note(self.folder, FINISHING, found)
        return found

    def _remove_parts(self, others: Iterable[str]) -> None:
        """Remove what the compacted files hold by now; of a part first what says that it is complete."""
        if not self._failures:
            remove(self.folder / FAILURES)
        for name in others:
            remove(self.folder / name)
        for pattern in ("part-*.json", "failed-*.json", FINISHING):
            for file in listed(self.folder / JOURNAL, pattern):
                remove(file)
        for frame in FRAMES:
            for file in listed(self.folder / frame, "part-*.parquet"):
                remove(file)
        if (self.folder / JOURNAL).is_dir() and not os.listdir(self.folder / JOURNAL):
            (self.folder / JOURNAL).rmdir()


def keyed(results: Sequence[Lived], name: str, identities: Mapping[Run, str]) -> pd.DataFrame:
    """A frame of some runs as it is stored: which run it is stands in front; a world without networkers is a row."""
    import numpy as np

    frames = [_frame(each, name) for each in results]
    rows = [len(frame) for frame in frames]
    table = stack(frames)
    if name == "runs":
        names = [identities[_run(each)] for each in results]
        table.insert(0, "run", np.repeat(np.array(names, dtype=object), rows))
    for key in reversed(KEY):
        table.insert(0, key, np.repeat(np.array([getattr(each.job, key) for each in results], dtype=np.int64), rows))
    return table


def _frame(done: Lived, name: str) -> pd.DataFrame:
    assert done.result is not None
    frame = done.result[name]
    if name == "runs" and frame.empty:
        return frame.reindex([0]).assign(strategy=done.job.strategy, people=0)
    return frame


def _varied(points: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """The strategy under study and the varied values of every point, each column of the type that holds all of them."""
    import pandas as pd

    names = [name for name in points[0]["values"] if name != "strategy"]
    columns = {name: column_of([point["values"][name] for point in points]) for name in names}
    return pd.DataFrame({"studied": [point["strategy"] for point in points], **columns}).astype({"studied": "str"})


def column_of(values: Sequence[Any]) -> list[Any]:
    """Return values as cells of one type: as they are, nan among numbers where nothing is stated, or as text."""
    stated = [value for value in values if value is not None]
    if stated and all(_is_number(value) for value in stated):
        return [*values] if len(stated) == len(values) else [nan if value is None else float(value) for value in values]
    if len({type(value) for value in values}) == 1 and isinstance(values[0], bool | str):
        return [*values]
    return [value if isinstance(value, str) else json.dumps(value, default=str) for value in values]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _run(done: Lived) -> Run:
    return done.job.point, done.job.seed


def _sorted(failures: Iterable[Failure]) -> list[Failure]:
    return sorted(failures, key=lambda failure: (failure.seed, failure.point))
