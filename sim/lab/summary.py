"""What a folder of results holds, as one JSON object."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sim.lab.errors import BatchError
from sim.lab.failing import read_failures
from sim.lab.mending import merged
from sim.lab.store import read_manifest, stored_keys
from sim.lab.work import FRAMES


def summary(folder: Path) -> dict[str, Any]:
    """Sum up a folder of results.

    Returns
    -------
    dict
        Plain JSON types: ``folder``, ``title``, ``points``, ``seeds``, ``runs`` (asked for so far), ``stored``,
        ``failed`` (one entry a run: ``point``, ``seed``, ``values``, ``error``), ``missing``, ``model``,
        ``timing`` (runs and the seconds they took), ``started``, ``finished`` (None as long as runs are missing)
        and ``files`` (those with frames). None stands for what an older manifest does not tell.

    Raises
    ------
    BatchError
        If there are no results.
    ResultsError
        If they are damaged or cannot be read.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        raise BatchError(f"'{folder}' holds no results.")
    points, seeds = len(manifest["points"]), manifest["seeds"]
    stored = len(stored_keys(folder))
    failed = [
        {"point": f.point, "seed": f.seed, "values": f.values, "error": f.error}
        for _, f in sorted(read_failures(folder).items())
    ]
    return {
        "folder": str(folder),
        "title": manifest["scenario"].get("title", ""),
        "points": points,
        "seeds": seeds,
        "runs": points * len(seeds),
        "stored": stored,
        "failed": failed,
        "missing": points * len(seeds) - stored - len(failed),
        **{name: manifest.get(name) for name in ("model", "timing", "started", "finished")},
        "files": [str(merged(folder, frame)) for frame in FRAMES if merged(folder, frame).is_file()],
    }
