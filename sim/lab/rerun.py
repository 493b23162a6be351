"""One stored run made again from its manifest, and compared byte for byte; and one kept to look at, as graphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from sim.core.files import aside, place, written
from sim.core.money import UNITS, holds_units
from sim.core.wording import cut, printable
from sim.lab.executors import InProcess, Processes, results_of
from sim.lab.opening import EXAMPLE, GRAPHS, changed_rules, read_manifest
from sim.lab.plan import model_version, versions
from sim.lab.points import Point, points
from sim.lab.store import keyed
from sim.lab.stored.files import ResultsError, damaged, folder_named
from sim.lab.stored.folder import Folder, frame_file
from sim.lab.stored.frames import FRAMES, KEY, read_frame, rows_of_run
from sim.lab.stored.manifest import MANIFEST
from sim.lab.work import BatchError, Engine, Executor, Job, World, work
from sim.model.outcomes import in_units
from sim.scenario.errors import ScenarioError
from sim.scenario.rules import load_rules
from sim.scenario.schema import Scenario, from_resolved

if TYPE_CHECKING:
    import pandas as pd

ALONE = "sim.runs:run"
IDENTITY = 32  # digits
LISTED = 6
LONGEST_REASON = 300
MOST_PEOPLE = 20_000
"""Of a world whose graphs are kept to look at."""


@dataclass(frozen=True)
class Rerun:
    """What came of making a run again: columns that differ, as ``frame.column``, and versions as name, there, here."""

    run: str
    point: int
    seed: int
    rows: int
    differing: list[str]
    versions: list[tuple[str, str, str]]

    @property
    def equal(self) -> bool:
        """Whether every byte is the same."""
        return not self.differing

    def __str__(self) -> str:
        """Say whether it is the same run, and if not, what differs."""
        which = f"Run {self.run} (point {self.point}, seed {self.seed}) was made again"
        others = "; ".join(f"{name} there {there}, here {here}" for name, there, here in self.versions)
        if self.equal:
            return f"{which}: equal, byte for byte ({self.rows:,} rows){f', although {others}' if others else ''}."
        more = f" and {len(self.differing) - LISTED} more" if len(self.differing) > LISTED else ""
        return (
            f"{which} and differs in {', '.join(self.differing[:LISTED])}{more}. "
            f"{f'Versions differ: {others}.' if others else 'Model and packages are those it was computed with.'}"
        )


def rerun(folder: str | Path, run: str | int, engine: Engine | None = None, rules: Sequence[str | Path] = ()) -> Rerun:
    """Make a run again from the manifest alone, and compare.

    Parameters
    ----------
    folder
        Of the results.
    run
        Number of the row in ``runs``, from 0, or the run's name in the column ``run`` (or its beginning).
    engine
        Runs one world; by default the market.
    rules
        The files of own rules that the runs were computed with, which are run.

    Raises
    ------
    BatchError
        If there are no results, no such run, the run raises, or a file of own rules is missing or has changed.
    sim.lab.stored.files.ResultsError
        If a file of the results is damaged, missing or cannot be read, or the scenario in the manifest does not fit
        this version's schema.
    """
    folder = folder_named(folder)
    if folder.exists() and not folder.is_dir():
        raise BatchError(f"'{folder}' is a file, not a folder of results.")
    manifest = read_manifest(folder)
    if manifest is None or frame_file(folder, manifest, "runs") is None:
        raise BatchError(f"'{folder}' holds no finished results.")
    stored = Folder(folder, manifest)
    files = {frame: stored.frame(frame) for frame in reversed(FRAMES)}
    point, seed, name = _found(folder, files["runs"], str(run))
    here = _point(folder, point, points(_with_rules(folder, manifest, rules)))
    lived = World(engine or resolve_name(ALONE))  # from its first day, whatever the batch lived once for several
    (done,) = work([Job(point, seed, here.strategy, here.scenario)], lived)
    if done.result is None:
        raise BatchError(f"Run {name} (point {point}, seed {seed}) was made again and failed: {done.error}")
    rows, differing = 0, []
    for frame in FRAMES:
        fresh = keyed([done], frame, {(point, seed): name})
        rows += len(fresh)
        there = _stored(manifest, files[frame], frame, point, seed)
        differing += [f"{frame}{column}" for column in _differing(there, fresh)]
    return Rerun(name, point, seed, rows, differing, _other_versions(manifest))


def _with_rules(folder: Path, manifest: dict[str, Any], paths: Sequence[str | Path]) -> Scenario:
    """Return the scenario of a manifest with the own rules it was computed with."""
    there, here = manifest.get("rules", []), load_rules(paths)
    changed = changed_rules(there, [file.told() for file in here])
    if changed:
        raise BatchError(f"'{folder}' was computed with other rules of your own: {changed}.")
    lost = [file["path"] for file in there if file["sha256"] not in [each.sha256 for each in here]]
    if lost:
        named = " ".join(f"--rules {path}" for path in lost)
        raise BatchError(f"'{folder}' was computed with rules of your own: name their file with {named}.")
    try:
        return from_resolved(manifest["scenario"], here)
    except ScenarioError as error:
        why = printable(cut(str(error), LONGEST_REASON))
        raise ResultsError(f"The scenario in '{folder / MANIFEST}' does not fit this version: {why}") from None


def _point(folder: Path, index: int, design: Sequence[Point]) -> Point:
    if index not in range(len(design)):
        raise BatchError(f"'{folder}' has runs of point {index}, and its scenario has only {len(design)} points.")
    return design[index]


def _found(folder: Path, file: Path, run: str) -> tuple[int, int, str]:
    rows = read_frame(file, "runs", (*KEY, "run"))
    if "run" not in rows:
        raise damaged(file, "it has no column 'run'")
    if run.isdecimal() and len(run) < IDENTITY:
        if int(run) >= len(rows):
            raise BatchError(f"run = {run}: '{folder}' has the rows 0 to {len(rows) - 1}.")
        row = rows.iloc[int(run)]
    else:
        fitting = rows[rows["run"].str.startswith(run)]
        if fitting["run"].nunique() != 1:
            many = "more than one run begins" if len(fitting) else "no run begins"
            raise BatchError(f"run = {run}: in '{folder}' {many} with it; a row's number is allowed as well.")
        row = fitting.iloc[0]
    return int(row["point"]), int(row["seed"]), str(row["run"])


def _stored(manifest: dict[str, Any], file: Path, frame: str, point: int, seed: int) -> Any:
    """The rows of a run as a table of Arrow, money in currency units."""
    import pyarrow as pa

    stored = rows_of_run(file, frame, point, seed)
    if holds_units(manifest):
        return stored
    return pa.Table.from_pandas(in_units(frame, stored.to_pandas()), preserve_index=False)


def _differing(stored: Any, fresh: pd.DataFrame) -> list[str]:
    """Columns of a run that are not those that are stored; an empty name if it has more or fewer rows."""
    import pyarrow as pa

    if stored.num_rows != len(fresh):
        return [""]
    made = pa.Table.from_pandas(fresh, preserve_index=False)
    ours, theirs = set(made.column_names), set(stored.column_names) - _added(stored, made)
    common = [name for name in made.column_names if name in theirs]
    different = [name for name in common if not _same(stored[name], made[name])]
    return [f".{name}" for name in [*different, *sorted(ours ^ theirs)]]


def _added(stored: Any, made: Any) -> set[str]:
    """What the store puts beside the outcomes of a run: the strategy under study and the varied values."""
    names = stored.column_names
    if "run" not in names:
        return set()
    first = made.column_names[3]
    return set(names[3 : names.index(first)]) if first in names else set()


def _same(stored: Any, made: Any) -> bool:
    """Whether two columns are the same to the last bit; nan is nan."""
    import pyarrow as pa

    try:
        fresh = made.cast(stored.type)
    except pa.ArrowInvalid:
        return False
    old, new = (column.combine_chunks() for column in (stored, fresh))
    if not pa.types.is_floating(stored.type):
        return bool(old.equals(new))
    return bool(old.to_numpy(zero_copy_only=False).tobytes() == new.to_numpy(zero_copy_only=False).tobytes())


def _other_versions(manifest: dict[str, Any]) -> list[tuple[str, str, str]]:
    there = {"model": manifest["model"], "money": manifest.get("money", "cents"), **manifest.get("versions", {})}
    here = {"model": model_version(), "money": UNITS, **versions()}
    return [(name, str(there[name]), here[name]) for name in here if name in there and there[name] != here[name]]


def keep_example(point: Point, seed: int, folder: Path, executor: Executor | None = None) -> None:
    """Run one world again and keep its graphs as GraphML, ties bare, unless they are there or the world is too large.

    Parameters
    ----------
    executor
        Processes that stand ready; without them it is run here.

    Raises
    ------
    DiskTrouble
        If they cannot be written.
    """
    files = {name: folder / EXAMPLE / f"{name}.graphml" for name in GRAPHS}
    people = point.scenario.population.people
    if all(file.is_file() for file in files.values()) or (people or 0) > MOST_PEOPLE:
        return
    job = Job(point.index, seed, point.strategy, point.scenario)
    (graphs,) = results_of(executor if isinstance(executor, Processes) else InProcess(), [job], graphs_of)
    for name, text in graphs.items():
        with written(folder), aside(place(folder, EXAMPLE, files[name].name)) as draft:
            draft.write_bytes(text)


def graphs_of(job: Job) -> dict[str, bytes]:
    """Sponsor trees and social graph at the end of a run, as GraphML; the networker who is watched knows the point."""
    from sim.runs import begin
    from sim.world.export import write_graphml

    market = begin(job.scenario, job.seed, job.strategy)
    try:
        while market.running:
            market.step()
        graphs = {"sponsors": market.sponsor_tree(), "social": market.social_graph()}
    finally:
        market.close()
    for _, person in graphs["social"].nodes(data=True):
        if person.get("watched"):
            person["point"] = job.point
    with TemporaryDirectory() as place_:
        for name, graph in graphs.items():
            for _, _, attributes in graph.edges(data=True):
                attributes.clear()
            write_graphml(graph, Path(place_, name))
        return {name: Path(place_, name).read_bytes() for name in graphs}
