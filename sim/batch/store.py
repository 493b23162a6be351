"""The store: a folder of results that survives a crash and only ever computes what is missing.

While a batch runs, every chunk of runs becomes a part in ``runs/``, one Parquet file for each of :data:`FRAMES`; the
one named ``runs`` is written last and says that the part is complete. At the end all parts are merged, sorted by
point and seed, into ``runs.parquet`` and so on, and only then removed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.batch.agreement import agree
from sim.batch.errors import BatchError, Failure
from sim.batch.parts import read_frame, stack, write_frame, write_json
from sim.batch.provenance import now

if TYPE_CHECKING:
    import pandas as pd

    from sim.batch.work import Done

FRAMES = ("people", "series", "companies", "tenure", "runs")
KEY = ["point", "seed"]


class Store:
    """The results folder of one batch.

    Parameters
    ----------
    folder
        Made if it is not there.
    manifest
        As :func:`sim.batch.provenance.manifest` makes it.
    identities
        Hash of every run by (point, seed).

    Raises
    ------
    BatchError
        If the folder holds something else, or results of another scenario, design or model.
    """

    def __init__(self, folder: Path, manifest: dict[str, Any], identities: dict[tuple[int, int], str]) -> None:
        self.folder, self.manifest, self.identities = folder, manifest, identities
        self.failures: list[Failure] = []
        old = read_manifest(folder)
        if old is not None:
            agree(folder, old, manifest)
            seeds = set(old["seeds"]) | set(manifest["seeds"])
            self.manifest = manifest | {"seeds": sorted(seeds), "started": old["started"]}
        folder.mkdir(parents=True, exist_ok=True)
        write_json(folder / "manifest.json", self.manifest)

    def stored(self) -> set[tuple[int, int]]:
        """Point and seed of every run that is there, merged or in a part."""
        files = [self.folder / "runs.parquet", *self._parts("runs")]
        frames = [read_frame(file) for file in files if file.is_file()]
        known = {identity: key for key, identity in self.identities.items()}
        return {known[identity] for frame in frames for identity in frame["run"].unique() if identity in known}

    def add(self, results: Sequence[Done]) -> None:
        """Keep the results of a chunk: the good ones as a part, the failed ones for the list."""
        values = {point["index"]: point["values"] for point in self.manifest["points"]}
        self.failures += [
            Failure(r.job.point, r.job.seed, values[r.job.point], r.error, r.traceback)
            for r in results
            if r.frames is None
        ]
        good = [result for result in results if result.frames is not None]
        if good:
            name = f"part-{good[0].job.point:06d}-{good[0].job.seed:020d}"
            for frame in FRAMES:
                table = stack([self._keyed(result, frame) for result in good])
                write_frame(self.folder / "runs" / f"{name}.{frame}.parquet", table)

    def finish(self) -> int:
        """Merge what is there and list what failed; the manifest gets its time if nothing is missing.

        Returns
        -------
        int
            Number of runs that are neither stored nor failed.
        """
        for name in FRAMES:
            self._merge(name)
        for file in self._parts("*"):
            file.unlink()
        if (self.folder / "runs").is_dir():
            (self.folder / "runs").rmdir()
        self._list_failures()
        missing = len(self.identities) - len(self.stored()) - len(self.failures)
        self.manifest["finished"] = None if missing else now()
        write_json(self.folder / "manifest.json", self.manifest)
        return missing

    def _keyed(self, result: Done, name: str) -> pd.DataFrame:
        assert result.frames is not None
        frame, job = result.frames[name], result.job
        if name == "runs" and frame.empty:
            frame = frame.reindex([0]).assign(strategy=job.strategy, people=0)
        keys = {"point": job.point, "seed": job.seed}
        if name == "runs":
            keys |= {"run": self.identities[job.point, job.seed]}  # type: ignore[dict-item]
        return frame.assign(**keys)[[*keys, *frame.columns]]

    def _parts(self, name: str) -> list[Path]:
        return sorted((self.folder / "runs").glob(f"part-*.{name}.parquet"))

    def _merge(self, name: str) -> None:
        complete = {file.name.partition(".")[0] for file in self._parts("runs")}
        parts = [read_frame(file) for file in self._parts(name) if file.name.partition(".")[0] in complete]
        if not parts:
            return
        fresh = stack(parts)
        merged, target = [fresh], self.folder / f"{name}.parquet"
        if target.is_file():
            old = read_frame(target)[list(fresh.columns)]
            keys = fresh[KEY].drop_duplicates().assign(again=True)
            again = old[KEY].merge(keys, on=KEY, how="left")["again"].notna().to_numpy()
            merged = [old[~again], fresh]
        table = stack(merged).sort_values(KEY, kind="stable", ignore_index=True)
        write_frame(target, self._with_values(table) if name == "runs" else table)

    def _with_values(self, table: pd.DataFrame) -> pd.DataFrame:
        import pandas as pd

        varied = [name for name in self.manifest["points"][0]["values"] if name != "strategy"]
        rows = [
            {
                "point": p["index"],
                "studied": p["strategy"],
                **{name: _cell(p["values"][name]) for name in varied},
            }
            for p in self.manifest["points"]
        ]
        points = pd.DataFrame(rows).astype({"studied": "str"})
        outcomes = [name for name in table.columns if name not in ("point", "seed", "run")]
        joined = table.merge(points, on="point", how="left", validate="many_to_one")
        return joined[["point", "seed", "run", "studied", *varied, *outcomes]]

    def _list_failures(self) -> None:
        file = self.folder / "failures.json"
        self.failures.sort(key=lambda failure: (failure.seed, failure.point))
        if self.failures:
            write_json(file, [vars(failure) for failure in self.failures])
        else:
            file.unlink(missing_ok=True)


def _cell(value: Any) -> Any:
    return value if isinstance(value, bool | int | float | str) else json.dumps(value, default=str)


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Read the manifest of a folder; None if the folder is new or empty.

    Raises
    ------
    BatchError
        If the folder holds something that is no result, or the manifest is damaged.
    """
    file = folder / "manifest.json"
    if not file.is_file():
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise BatchError(f"'{folder}' is there already and holds no results; choose another --out.")
        return None
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        [found[name] for name in ("scenario", "fingerprint", "points", "seeds", "model", "started")]
    except (OSError, ValueError, KeyError, TypeError):
        raise BatchError(f"'{file}' is damaged; remove the folder '{folder}' or choose another --out.") from None
    return dict(found)
