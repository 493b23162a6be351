"""What a batch would take, before it is run."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.batch.agreement import agree
from sim.batch.errors import BatchError
from sim.batch.mending import merged, read_failures
from sim.batch.plan import Plan
from sim.batch.store import keyed, read_manifest, stored_keys
from sim.batch.work import FRAMES, Done, Engine, Job, work
from sim.scenario.errors import ScenarioError
from sim.scenario.vary import with_values

if TYPE_CHECKING:
    import pandas as pd

PART_OF_A_RUN = 10
OF_PERSONS = ("people", "runs")  # frames that do not grow with the days
MEGABYTE = 2**20


@dataclass(frozen=True)
class Estimate:
    """Size of a batch, its time and its disk.

    Attributes
    ----------
    points, seeds, runs
        Size of the design.
    stored, failed, left
        Runs that are there, that failed in an earlier call, and that would be run.
    workers
        Runs at the same time.
    seconds_a_run, seconds
        Computing of one run, and time for all that are left on these workers.
    megabytes
        Size of the folder at the end; while parts are merged, twice as much is needed.
    measured
        How it is known.
    """

    points: int
    seeds: int
    runs: int
    stored: int
    failed: int
    left: int
    workers: int
    seconds_a_run: float
    seconds: float
    megabytes: float
    measured: str

    def as_dict(self) -> dict[str, Any]:
        """For ``--json``."""
        return {"dry_run": True, **asdict(self)}

    def __str__(self) -> str:
        """Say it in three lines."""
        there = [f"{count:,} {word}" for count, word in ((self.stored, "are stored"), (self.failed, "failed")) if count]
        left = f" ({', '.join(there)}; {self.left:,} are left)" if there else ""
        return (
            f"{self.points:,} points x {self.seeds:,} seeds = {self.runs:,} runs{left}\n"
            f"about {duration(self.seconds)} on {self.workers} workers: {self.seconds_a_run:.3g} s a run, "
            f"{self.measured}\n"
            f"about {self.megabytes:,.1f} MB of disk, twice that while parts are merged"
        )


def duration(seconds: float) -> str:
    """A time as one would say it: ``40 s``, ``12 min``, ``3.5 h``, ``2.1 days``."""
    for most, size, unit in ((120, 1, "s"), (7_200, 60, "min"), (172_800, 3_600, "h")):
        if seconds < most:
            return f"{seconds / size:.{1 if unit == 'h' else 0}f} {unit}"
    return f"{seconds / 86_400:.1f} days"


def estimate(plan: Plan, folder: Path, workers: int, engine: Engine | None = None) -> Estimate:
    """Estimate a batch from the runs that are stored, or else from a tenth of the days of one run.

    Nothing is written.

    Parameters
    ----------
    plan
        What would be run.
    folder
        Where results would go.
    workers
        How many would work at the same time.
    engine
        Runs one world; by default the market.

    Raises
    ------
    BatchError
        If the folder holds other results, or the run that is timed raises.
    """
    old = read_manifest(folder)
    if old is not None:
        agree(folder, old, plan.manifest)
    there = stored_keys(folder) & plan.identities.keys()
    failed = (read_failures(folder).keys() & plan.identities.keys()) - there
    seconds, size, measured = _known(folder, old) or _timed(plan, engine)
    runs, left = len(plan.identities), len(plan.identities) - len(there) - len(failed)
    return Estimate(
        points=len(plan.points),
        seeds=len(plan.seeds),
        runs=runs,
        stored=len(there),
        failed=len(failed),
        left=left,
        workers=workers,
        seconds_a_run=seconds,
        seconds=seconds * left / max(1, min(workers, left)),
        megabytes=size * runs / MEGABYTE,
        measured=measured,
    )


def _known(folder: Path, old: dict[str, Any] | None) -> tuple[float, float, str] | None:
    """Seconds and bytes of a run as the store tells them; None if it holds none."""
    timing = (old or {}).get("timing") or {"runs": 0}
    if not timing["runs"] or not merged(folder, "runs").is_file():
        return None
    size = sum(merged(folder, frame).stat().st_size for frame in FRAMES) / len(stored_keys(folder))
    return timing["seconds"] / timing["runs"], size, f"as {timing['runs']:,} stored runs took"


def _timed(plan: Plan, engine: Engine | None) -> tuple[float, float, str]:
    """Seconds and bytes of a run, from fewer days of the first one; building a world is paid once."""
    point, days = plan.points[0], plan.points[0].scenario.time.days
    short = max(1, days // PART_OF_A_RUN)
    _lived(plan, 1, engine)  # what is read from disk once is warm from here on
    (first, _), (part, done) = (_lived(plan, length, engine) for length in (1, short))
    a_day = max(part - first, 0.0) / max(short - 1, 1)
    sizes = {frame: _bytes(keyed([done], frame, plan.identities)) for frame in FRAMES}
    grows = sum(sizes[frame] for frame in FRAMES if frame not in OF_PERSONS)
    size = sum(sizes[frame] for frame in OF_PERSONS) + grows * days / short
    return first + a_day * (days - 1), size, f"by {short} days of the first run of point {point.index}"


def _lived(plan: Plan, days: int, engine: Engine | None) -> tuple[float, Done]:
    """The first run with fewer days, unless the scenario does not allow that; seconds it took."""
    point = plan.points[0]
    try:
        scenario = with_values(point.scenario, {"time.days": days})
    except ScenarioError:
        scenario = point.scenario
    began = time.perf_counter()
    (done,) = work([Job(0, plan.seeds[0], point.strategy, scenario)], engine)
    if done.frames is None:
        raise BatchError(f"The run that was to be timed failed: {done.error}")
    return time.perf_counter() - began, done


def _bytes(frame: pd.DataFrame) -> float:
    """What the rows of a frame add to a file."""
    import pyarrow as pa
    from pyarrow import parquet

    table, sizes = pa.Table.from_pandas(frame, preserve_index=False), []
    for rows in (table, table.slice(0, 0)):
        sink = pa.BufferOutputStream()
        parquet.write_table(rows, sink, compression="zstd")
        sizes.append(sink.getvalue().size)
    return float(sizes[0] - sizes[1])
