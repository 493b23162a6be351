"""What a batch outlives: being killed, a full disk, damage, and another batch on its folder."""

from __future__ import annotations

import errno
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from shutil import rmtree
from typing import Any

import pandas as pd
import psutil
import pytest
from pyarrow.parquet import ParquetFile

from sim.analysis.results import load
from sim.core import files as writing
from sim.core.errors import DiskTrouble, UserError
from sim.lab.batch import batch
from sim.lab.executors import InProcess
from sim.lab.opening import EXAMPLES, LOCK, locked
from sim.lab.plan import plan_of
from sim.lab.store import Store
from sim.lab.stored.frames import FRAMES
from sim.lab.work import BatchError, Job, Task, World, work
from sim.scenario import Scenario

from . import killing, standin
from .standin import contents, stored
from .test_batch import VARY

Make = Callable[..., Scenario]
KILLS = 20


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("undisturbed") / "x"
    process = killing.start(killing.lived, folder)
    process.join()
    return contents(folder)


def test_killed_twenty_times_it_ends_as_if_nothing_had_been(tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    folder, random, killed, finished = tmp_path / "x", Random(1), 0, 0
    while killed < KILLS:
        process = killing.start(killing.killed, folder, random.randint(1, 90))
        process.join()
        if process.exitcode == 0:
            assert contents(folder) == undisturbed
            rmtree(folder)
            finished += 1
        else:
            assert process.exitcode == -signal.SIGKILL
            killed += 1
    killing.start(killing.lived, folder).join()
    assert contents(folder) == undisturbed
    assert [file.name for file in folder.iterdir() if file.name.startswith(".")] == []
    assert finished < KILLS / 2


def test_workers_die_with_a_batch_that_is_killed(tmp_path: Path) -> None:
    process = killing.start(killing.held, tmp_path)
    while len(list(tmp_path.glob("*.pid"))) < 2:
        time.sleep(0.05)
    workers = [psutil.Process(int(file.stem)) for file in tmp_path.glob("*.pid")]
    process.kill()
    _, alive = psutil.wait_procs(workers, timeout=30)
    assert alive == []


def test_two_batches_do_not_share_a_folder(scenario: Make, tmp_path: Path) -> None:
    out = tmp_path / "x"
    with locked(out), pytest.raises(BatchError) as caught:
        batch(scenario(), out, workers=1, progress="quiet", run=standin.run)
    assert str(caught.value).startswith(f"Another batch writes into '{out}' (process ")
    assert str(caught.value).endswith("): wait for its end, or choose another --out.")
    batch(scenario(), out, workers=1, progress="quiet", run=standin.run)
    assert not (out / LOCK).exists()


def test_the_lock_of_a_dead_process_does_not_block(scenario: Make, tmp_path: Path) -> None:
    out = tmp_path / "x"
    out.mkdir()
    (out / LOCK).write_text("process 1 on elsewhere\n")
    batch(scenario(), out, workers=1, progress="quiet", run=standin.run)
    assert not (out / LOCK).exists()


def test_a_file_that_may_not_grow_is_told_in_a_sentence(tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    folder = tmp_path / "x"
    smallest = min(len(content) for content in undisturbed.values())
    process = killing.start(killing.short_of_disk, folder, smallest - 1)
    process.join()
    assert process.exitcode == 4
    assert folder.with_suffix(".txt").read_text() == (
        f"Results cannot be written into '{folder}': File too large. What was stored before is kept; once that is "
        "mended, the same command goes on."
    )
    killing.start(killing.lived, folder).join()
    assert contents(folder) == undisturbed


def test_a_full_disk_costs_only_what_could_not_be_written(
    scenario: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, flush, written = tmp_path / "x", writing._flush, 0

    def flush_some(path: Path) -> None:
        nonlocal written
        written += path.name.startswith(".part-")
        if written > len(FRAMES) + 1:
            raise OSError(errno.ENOSPC, "whatever")
        flush(path)

    monkeypatch.setattr("sim.lab.work.LARGEST_CHUNK", 1)
    monkeypatch.setattr(writing, "_flush", flush_some)
    with pytest.raises(DiskTrouble, match=r": No space left on device\. What was stored before is kept;"):
        batch(scenario(seeds=3), out, workers=1, progress="quiet", run=standin.run)
    monkeypatch.setattr(writing, "_flush", flush)
    computed: list[int] = []
    real = InProcess.carry_out

    def carry_out(self: InProcess, task: Task[Any, Any]) -> None:
        computed.append(len(task.jobs))
        real(self, task)

    monkeypatch.setattr(InProcess, "carry_out", carry_out)
    batch(scenario(seeds=3), out, workers=1, progress="quiet", run=standin.run)
    assert computed == [2]
    assert pd.read_parquet(out / "runs")["seed"].tolist() == [1, 2, 3]


def interrupted(scenario: Scenario, out: Path) -> list[Path]:
    """A batch of which four runs lie in parts of their own; returns those of ``people``."""
    plan = plan_of(scenario)
    store = Store(out, plan.manifest, plan.identities)
    for point, seed in list(plan.identities)[:4]:
        job = Job(point, seed, plan.points[point].strategy, plan.points[point].scenario)
        store.add(work([job], World(standin.run)))
    return sorted((out / "people").glob("part-*.parquet"))


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-40])


def empty(file: Path) -> None:
    file.write_bytes(b"")


def flip(file: Path) -> None:
    column = ParquetFile(file).metadata.row_group(0).column(0)
    last = (column.dictionary_page_offset or column.data_page_offset) + column.total_compressed_size - 1
    content = bytearray(file.read_bytes())
    content[last] ^= 1
    file.write_bytes(bytes(content))


@pytest.mark.parametrize("damage", [cut, empty, flip])
def test_a_damaged_part_is_computed_again(
    scenario: Make,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    damage: Callable[[Path], None],
) -> None:
    once = batch(scenario(vary=VARY), tmp_path / "once", workers=1, progress="quiet", run=standin.run)
    out = tmp_path / "x"
    damage(interrupted(scenario(vary=VARY), out)[1])
    batch(scenario(vary=VARY), out, workers=1, progress="lines", run=standin.run)
    assert capsys.readouterr().err.splitlines()[:2] == [
        f"The part '{out}/runs/part-000001-{1:020d}' is damaged; the runs in it are computed again.",
        "16 runs (3 are there already)",
    ]
    assert contents(out) == contents(once)


DAMAGES = [(damage, name) for damage in (cut, empty, flip) for name in FRAMES]


@pytest.mark.parametrize(("damage", "name"), [*DAMAGES, *((Path.unlink, name) for name in FRAMES)])
def test_a_damaged_frame_is_computed_again(
    scenario: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str], damage: Callable[[Path], None], name: str
) -> None:
    out = batch(scenario(), tmp_path / "x", workers=1, progress="quiet", run=standin.run)
    before = contents(out)
    file = stored(out, name)
    damage(file)
    batch(scenario(), out, workers=1, progress="lines", run=standin.run)
    told = f"In '{out}' {name}/{file.name} is damaged or missing; the runs in it are computed again."
    assert capsys.readouterr().err.splitlines()[:2] == [told, "4 runs"]
    assert contents(out) == before


def test_files_that_no_manifest_names_are_what_a_crash_left(
    scenario: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = batch(scenario(), tmp_path / "x", workers=1, progress="quiet", run=standin.run)
    before = contents(out)
    for name in FRAMES:
        shutil.copy(stored(out, name), out / name / f"{name}-0000009.parquet")
    batch(scenario(), out, workers=1, progress="lines", run=standin.run)
    assert capsys.readouterr().err.splitlines()[0] == "4 runs (4 are there already)"
    assert contents(out) == before


def test_damaged_failures_are_computed_again(
    scenario: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = batch(scenario(seeds=1), tmp_path / "x", workers=1, progress="quiet", run=standin.run)
    (out / "failures.json").write_text('[{"point": 0')
    batch(scenario(seeds=1), out, workers=1, progress="lines", run=standin.run)
    told = capsys.readouterr().err.splitlines()[0]
    assert told == f"'{out}/failures.json' is damaged; the runs in it are computed again."
    assert not (out / "failures.json").exists()


def test_a_damaged_example_is_removed_and_a_missing_one_is_not_worth_a_word(scenario: Make, tmp_path: Path) -> None:
    out, plan = batch(scenario(), tmp_path / "x", workers=1, progress="quiet", run=standin.run), plan_of(scenario())
    (out / "example").mkdir()
    for name in EXAMPLES:
        (out / name).write_text("<graphml/>")
    Store(out, plan.manifest, plan.identities).sign_example()
    assert Store(out, plan.manifest, plan.identities).remarks == []
    (out / EXAMPLES[0]).unlink()
    (out / EXAMPLES[1]).write_text("<graphmm/>")
    with pytest.raises(UserError, match=r"social\.graphml' is damaged"):
        load(out).intact(EXAMPLES[1])
    assert Store(out, plan.manifest, plan.identities).remarks == [
        f"'{out / EXAMPLES[1]}' is damaged; it is made again."
    ]
    assert list((out / "example").iterdir()) == []
