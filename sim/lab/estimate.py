"""What a batch would take, before it is run; and what a folder holds, afterwards."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.lab.opening import agree, read_failures, read_manifest
from sim.lab.plan import Plan
from sim.lab.points import Point
from sim.lab.store import keyed
from sim.lab.stored.folder import frame_file, stored_runs
from sim.lab.stored.frames import FRAMES, Run
from sim.lab.work import BatchError, Engine, Job, Lived, World, work
from sim.scenario.designs import Row
from sim.scenario.errors import ScenarioError
from sim.scenario.schema import Scenario
from sim.scenario.vary import with_values

if TYPE_CHECKING:
    import pandas as pd

PART_OF_A_RUN = 10
OF_PERSONS = ("people", "runs")  # frames that do not grow with the days
MEGABYTE = 2**20
MOST_TWINS = 500  # points that are looked at to see how many share a burn-in


@dataclass(frozen=True)
class Estimate:
    """Size of a batch, its time and its disk, and the same with the most seeds that a wish for precision may take."""

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
    most: Estimate | None = None

    def as_dict(self) -> dict[str, Any]:
        """For ``--json``."""
        return {"dry_run": True, **asdict(self)}

    def __str__(self) -> str:
        """Say it in three lines."""
        there = [f"{count:,} {word}" for count, word in ((self.stored, "are stored"), (self.failed, "failed")) if count]
        left = f" ({', '.join(there)}; {self.left:,} are left)" if there else ""
        most = self.most or self
        seeds, runs = _span(f"{self.seeds:,}", f"{most.seeds:,}"), _span(f"{self.runs:,}", f"{most.runs:,}")
        if self.most and there:
            left = left.replace(f"{self.left:,} are left", f"{_span(f'{self.left:,}', f'{most.left:,}')} are left")
        return (
            f"{self.points:,} {'setting' if self.points == 1 else 'settings'} x {seeds} seeds = {runs} runs{left}\n"
            f"about {_span(duration(self.seconds), duration(most.seconds))} on {self.workers} workers: "
            f"{self.seconds_a_run:.3g} s a run, {self.measured}\n"
            f"about {_span(f'{self.megabytes:,.1f}', f'{most.megabytes:,.1f}')} MB of disk, twice that while parts are "
            "merged"
        )


def _span(low: str, high: str) -> str:
    return low if low == high else f"{low} to {high}"


def duration(seconds: float) -> str:
    """A time as one would say it: ``40 s``, ``12 min``, ``3.5 h``, ``2.1 days``."""
    for most, size, unit in ((120, 1, "s"), (7_200, 60, "min"), (172_800, 3_600, "h")):
        if seconds < most:
            return f"{seconds / size:.{1 if unit == 'h' else 0}f} {unit}"
    return f"{seconds / 86_400:.1f} days"


def estimate(plans: Sequence[Plan], folder: Path, workers: int, engine: Engine | None = None) -> Estimate:
    """Estimate a batch from the runs that are stored, or else from a tenth of the days of a few of its points.

    Nothing is written.

    Raises
    ------
    BatchError
        If the folder holds other results, or a run that is timed raises.
    """
    old = read_manifest(folder)
    if old is not None:
        agree(folder, old, plans[0].manifest)
    known = _known(folder, old) or _timed(plans[0], engine)
    there = stored_runs(folder, old)
    first, *others = (_sized(plan, folder, there, workers, known) for plan in plans)
    return replace(first, most=others[0]) if others else first


def _sized(plan: Plan, folder: Path, stored: set[Run], workers: int, known: tuple[float, float, str]) -> Estimate:
    seconds, size, measured = known
    there = stored & plan.identities.keys()
    failed = (read_failures(folder).keys() & plan.identities.keys()) - there
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
    files = [frame_file(folder, old, frame) for frame in FRAMES]
    if not timing["runs"] or files[-1] is None:
        return None
    size = sum(file.stat().st_size for file in files if file) / max(1, len(stored_runs(folder, old)))
    return timing["seconds"] / timing["runs"], size, f"as {timing['runs']:,} stored runs took"


def _timed(plan: Plan, engine: Engine | None) -> tuple[float, float, str]:
    """Seconds and bytes of a mean run, from fewer days of the points with the least, the middle and the most to do."""
    everywhere = [_to_do(plan.scenario, row) for row in plan.points.rows]
    ordered = sorted(range(len(everywhere)), key=everywhere.__getitem__)
    chosen = {index: plan.points[index] for index in (ordered[0], ordered[len(ordered) // 2], ordered[-1])}
    first = min(chosen)
    _lived(plan, chosen[first], 1, engine)  # what is read from disk once is warm from here on
    timed = [(everywhere[index], *_one_timed(plan, point, engine)) for index, point in chosen.items()]
    at = sorted({to_do for to_do, _, _ in timed})
    means = []
    for column in (1, 2):
        known = [fmean(row[column] for row in timed if row[0] == to_do) for to_do in at]
        means.append(fmean(np.interp(everywhere, at, known)))
    days = max(1, chosen[first].scenario.time.days // PART_OF_A_RUN)
    names = [str(index) for index in sorted(chosen)]
    one = f"by {days} days of the first run of point {first}"
    many = f"by a tenth of the first runs of points {', '.join(names[:-1])} and {names[-1]}"
    return means[0], means[1], many if len(names) > 1 else one


def _to_do(scenario: Scenario, row: Row) -> float:
    """What the time of a run grows with: people and days, as far as the scenario tells them."""
    people = row.get("population.people", scenario.population.people) or 1
    return float(people * row.get("time.days", scenario.time.days))


def _twins(plan: Plan) -> int:
    """Points that share the burn-in of the first, itself included; of many points by the first of them."""
    some = range(min(len(plan.points), MOST_TWINS))
    first = plan.burn_in(0)
    return sum(plan.burn_in(point) == first for point in some) if first else 1


def _one_timed(plan: Plan, point: Point, engine: Engine | None) -> tuple[float, float]:
    """Seconds and bytes of a run of one point; building a world is paid once, and a burn-in by all that share it."""
    days = point.scenario.time.days
    short = max(1, days // PART_OF_A_RUN)
    (first, _), (part, done) = (_lived(plan, point, length, engine) for length in (1, short))
    a_day = max(part - first, 0.0) / max(short - 1, 1)
    shared = point.scenario.design.focal_entry if plan.burn_in(point.index) else 0
    saved = 1.0 - 1.0 / _twins(plan) if shared else 0.0
    sizes = {frame: _bytes(keyed([done], frame, plan.identities)) for frame in FRAMES}
    grows = sum(sizes[frame] for frame in FRAMES if frame not in OF_PERSONS)
    size = sum(sizes[frame] for frame in OF_PERSONS) + grows * days / short
    return first + a_day * (days - 1) - saved * (first + a_day * (shared - 1)), size


def _lived(plan: Plan, point: Point, days: int, engine: Engine | None) -> tuple[float, Lived]:
    """The first run of a point with fewer days, unless the scenario does not allow that; seconds it took.

    People who would enter later are founders then.
    """
    entry = {"design.focal_entry": 0} if plan.burn_in(point.index) else {}
    try:
        scenario = with_values(point.scenario, {"time.days": days, **entry})
    except ScenarioError:
        scenario = point.scenario
    began = time.perf_counter()
    (done,) = work([Job(point.index, plan.seeds[0], point.strategy, scenario)], World(engine))
    if done.result is None:
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


def summary(folder: Path) -> dict[str, Any]:
    """Sum up a folder of results.

    Returns
    -------
    dict
        Plain JSON types: ``folder``, ``title``, ``points``, ``seeds``, ``runs`` (asked for so far), ``stored``,
        ``failed`` (one entry per run: ``point``, ``seed``, ``values``, ``error``), ``missing``, ``model``,
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
    stored = len(stored_runs(folder, manifest))
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
        "files": [str(file) for frame in FRAMES if (file := frame_file(folder, manifest, frame))],
    }
