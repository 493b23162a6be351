from __future__ import annotations

import gc
import json
import os
import signal
import time
import weakref
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import pandas as pd
import psutil
import pytest

from sim.lab.batch import batch
from sim.lab.stored.frames import FRAMES
from sim.lab.work import LARGEST_CHUNK, BatchError, Interrupted, RunsFailed
from sim.scenario import Scenario
from sim.scenario.schema import from_resolved

from . import standin
from .standin import contents

VARY = {"strategy": ["focus", "two"], "conversation.memory_half_life": [7, 30]}
Make = Callable[..., Scenario]


@pytest.fixture
def stored(scenario: Make, tmp_path: Path) -> dict[str, bytes]:
    return contents(batch(scenario(vary=VARY), tmp_path / "once", workers=1, progress="quiet", run=standin.run))


def test_the_folder_holds_all_frames_and_a_manifest(scenario: Make, tmp_path: Path) -> None:
    out = batch(scenario(vary=VARY), tmp_path / "x", workers=1, progress="quiet", run=standin.run)
    names = [f"{frame}/{frame}-0000016.parquet" for frame in FRAMES]
    assert {file.relative_to(out).as_posix() for file in out.rglob("*") if file.is_file()} == {*names, "manifest.json"}
    assert contents(out).keys() == {*names}
    runs = pd.read_parquet(out / "runs")
    assert list(runs[["point", "seed"]].itertuples(index=False, name=None)) == [
        (point, seed) for point in range(4) for seed in (1, 2, 3, 4)
    ]
    assert runs["studied"].tolist() == ["focus"] * 8 + ["two"] * 8
    assert runs["conversation.memory_half_life"].tolist() == ([7] * 4 + [30] * 4) * 2
    assert len(pd.read_parquet(out / "people")) == 16 * standin.FOUNDERS
    assert len(pd.read_parquet(out / "series")) == 32
    firms = pd.read_parquet(out / "companies")
    assert list(firms.columns) == ["point", "seed", "day", "company", "members"]
    assert len(firms) == 32


def test_bytes_do_not_depend_on_the_number_of_workers(scenario: Make, tmp_path: Path, stored: dict[str, bytes]) -> None:
    out = batch(scenario(vary=VARY), tmp_path / "two", workers=2, progress="quiet", run=standin.run)
    assert contents(out) == stored


def test_ctrl_c_keeps_what_is_finished_and_the_same_call_goes_on(
    scenario: Make, tmp_path: Path, stored: dict[str, bytes]
) -> None:
    out, before = tmp_path / "y", signal.getsignal(signal.SIGINT)
    with pytest.raises(Interrupted) as caught:
        batch(scenario(vary=VARY), out, workers=1, progress="quiet", run=standin.run_until_two)
    assert str(caught.value) == (
        f"Interrupted: 5 of 16 runs are stored in '{out}'; the same command again computes the other 11."
    )
    assert caught.value.exit_code == 130
    assert signal.getsignal(signal.SIGINT) is before
    assert json.loads((out / "manifest.json").read_text())["finished"] is None
    assert pd.read_parquet(out / "runs")["seed"].tolist() == [1, 2, 1, 1, 1]
    batch(scenario(vary=VARY), out, workers=1, progress="quiet", run=standin.run)
    assert contents(out) == stored


def test_ctrl_c_reaches_workers(scenario: Make, tmp_path: Path, stored: dict[str, bytes]) -> None:
    out = tmp_path / "y"
    with pytest.raises(Interrupted) as caught:
        batch(scenario(vary=VARY), out, workers=2, progress="quiet", run=standin.run_until_two)
    assert 0 < caught.value.stored < 16
    batch(scenario(vary=VARY), out, workers=1, progress="quiet", run=standin.run)
    assert contents(out) == stored


def test_more_seeds_compute_only_what_is_missing(
    scenario: Make, tmp_path: Path, stored: dict[str, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    out = batch(scenario(vary=VARY), tmp_path / "z", seeds=2, workers=1, progress="quiet", run=standin.run)
    batch(scenario(vary=VARY), out, workers=1, progress="lines", run=standin.run)
    assert capsys.readouterr().err.splitlines()[0] == "16 runs (8 are there already)"
    assert contents(out) == stored
    assert json.loads((out / "manifest.json").read_text())["seeds"] == [1, 2, 3, 4]


def test_fewer_seeds_take_nothing_away(scenario: Make, tmp_path: Path, stored: dict[str, bytes]) -> None:
    out = batch(scenario(vary=VARY), tmp_path / "z", workers=1, progress="quiet", run=standin.run)
    batch(scenario(vary=VARY), out, seeds=1, workers=1, progress="quiet", run=standin.run_to_death)
    assert contents(out) == stored


@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_that_raises_does_not_stop_the_batch(scenario: Make, tmp_path: Path, workers: int) -> None:
    out = tmp_path / "failed"
    with pytest.raises(RunsFailed) as caught:
        batch(scenario(), out, workers=workers, progress="quiet", run=standin.run_but_not_two)
    assert caught.value.exit_code == 3
    assert str(caught.value).splitlines() == [
        f"2 of 4 runs failed; '{out}/failures.json' has their tracebacks:",
        "  seed 2, point 0: ZeroDivisionError: a bug in the rules",
        "  seed 3, point 0: The graph has no ties.",
        "All others are stored. --retry-failed runs these again.",
    ]
    assert pd.read_parquet(out / "runs")["seed"].tolist() == [1, 4]
    failures = json.loads((out / "failures.json").read_text())
    assert [failure["seed"] for failure in failures] == [2, 3]
    assert "in run_but_not_two" in failures[0]["traceback"]
    assert failures[1]["traceback"] == ""


def test_failed_runs_are_kept_until_they_are_tried_again(scenario: Make, tmp_path: Path) -> None:
    out = tmp_path / "again"
    with pytest.raises(RunsFailed) as first:
        batch(scenario(), out, workers=1, progress="quiet", run=standin.run_but_not_two)
    before = (out / "failures.json").read_bytes()
    with pytest.raises(RunsFailed) as second:
        batch(scenario(), out, workers=1, progress="quiet", run=standin.run)
    assert str(second.value) == str(first.value)
    assert (out / "failures.json").read_bytes() == before
    assert pd.read_parquet(out / "runs")["seed"].tolist() == [1, 4]
    assert json.loads((out / "manifest.json").read_text())["finished"] is not None
    batch(scenario(), out, workers=1, progress="quiet", run=standin.run, retry_failed=True)
    assert pd.read_parquet(out / "runs")["seed"].tolist() == [1, 2, 3, 4]
    assert not (out / "failures.json").exists()


def test_only_failed_runs_are_tried_again(scenario: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "only"
    with pytest.raises(RunsFailed):
        batch(scenario(seeds=3), out, workers=1, progress="quiet", run=standin.run_but_not_two)
    with pytest.raises(RunsFailed, match=r"^2 of 5 runs failed"):
        batch(scenario(seeds=5), out, workers=1, progress="lines", run=standin.run_but_not_two, retry_failed=True)
    assert capsys.readouterr().err.splitlines()[-1] == (
        "2 runs are still missing; the same command without --retry-failed computes them."
    )
    assert pd.read_parquet(out / "runs")["seed"].tolist() == [1]


def test_failures_outside_of_a_smaller_batch_are_kept(scenario: Make, tmp_path: Path) -> None:
    out = tmp_path / "fewer"
    with pytest.raises(RunsFailed):
        batch(scenario(), out, workers=1, progress="quiet", run=standin.run_but_not_two)
    batch(scenario(seeds=1), out, workers=1, progress="quiet", run=standin.run)
    assert [failure["seed"] for failure in json.loads((out / "failures.json").read_text())] == [2, 3]


LOST = {
    2: "SystemExit: 0",
    3: "KeyboardInterrupt",
    4: "It ended its process (exit code 0), and again when it was run alone.",
    5: "It ended its process (killed by SIGKILL), and again when it was run alone.",
    6: "It took longer than 1 s, all that a run may take (--run-limit).",
    7: "GeneratorExit: a generator's",
}


def test_runs_that_leave_die_or_never_end_are_failed_runs(scenario: Make, tmp_path: Path) -> None:
    out = tmp_path / "left"
    plan = scenario(seeds=9)
    with pytest.raises(RunsFailed) as caught:
        batch(plan, out, workers=2, progress="quiet", run=standin.run_and_leave, run_limit=1.0)
    assert caught.value.exit_code == 3
    assert {failure.seed: failure.error for failure in caught.value.failures} == LOST
    assert [failure["seed"] for failure in json.loads((out / "failures.json").read_text())] == list(LOST)
    assert pd.read_parquet(out / "runs")["seed"].tolist() == [1, 8, 9]
    with pytest.raises(RunsFailed, match=r"^6 of 9 runs failed"):
        batch(plan, out, workers=1, progress="quiet", run=standin.run_to_death)  # nothing is tried again
    batch(plan, out, workers=1, progress="quiet", run=standin.run, retry_failed=True)
    assert contents(out) == contents(batch(plan, tmp_path / "whole", workers=1, progress="quiet", run=standin.run))


@pytest.mark.parametrize("limit", [0.0, -1.0, float("nan"), float("inf")])
def test_a_limit_that_is_none_is_refused(scenario: Make, tmp_path: Path, limit: float) -> None:
    with pytest.raises(BatchError) as caught:
        batch(scenario(), tmp_path / "no", run=standin.run, run_limit=limit)
    assert str(caught.value) == f"run_limit = {limit:g}: must be a number of seconds above 0."


def test_the_second_ctrl_c_ends_processes_whatever_they_do(scenario: Make, tmp_path: Path) -> None:
    def insist() -> None:
        while len(list(tmp_path.glob("*.pid"))) < 2:
            time.sleep(0.05)
        for _ in range(2):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.3)

    Thread(target=insist, daemon=True).start()
    with pytest.raises(Interrupted) as caught:
        batch(
            scenario(seeds=2, title=str(tmp_path)),
            tmp_path / "x",
            workers=2,
            progress="quiet",
            run=standin.run_for_long,
        )
    assert (caught.value.exit_code, caught.value.stored) == (130, 0)
    assert not any(psutil.pid_exists(int(file.stem)) for file in tmp_path.glob("*.pid"))


def test_nothing_of_a_run_stays_in_memory(scenario: Make, tmp_path: Path) -> None:
    frames: list[weakref.ref[pd.DataFrame]] = []
    alive: list[int] = []

    def run_and_count(plan: Scenario, seed: int, **options: Any) -> standin.Run:
        record = standin.run(plan, seed, **options)
        frames.append(weakref.ref(record.people))
        if seed % 50 == 0:
            gc.collect()
            alive.append(sum(frame() is not None for frame in frames))
        return record

    batch(scenario(seeds=300), tmp_path / "x", workers=1, progress="quiet", run=run_and_count)
    assert len(frames) == 300
    assert max(alive) <= 2 * LARGEST_CHUNK


def test_worlds_without_networkers_are_stored_too(scenario: Make, tmp_path: Path) -> None:
    out = batch(scenario(), tmp_path / "vain", workers=1, progress="quiet", run=standin.run_in_vain)
    runs = pd.read_parquet(out / "runs")
    assert runs[["seed", "people"]].to_numpy().tolist() == [[1, 0], [2, 0], [3, 0], [4, 0]]
    assert runs["recruits"].isna().all()
    batch(scenario(), out, workers=1, progress="quiet", run=standin.run_to_death)


def test_results_can_be_made_again_from_their_manifest(
    scenario: Make, tmp_path: Path, stored: dict[str, bytes]
) -> None:
    manifest = json.loads((tmp_path / "once" / "manifest.json").read_text())
    out = batch(from_resolved(manifest["scenario"]), tmp_path / "copy", workers=1, progress="quiet", run=standin.run)
    assert contents(out) == stored


def test_mixed_worlds_have_a_row_a_strategy_and_none_under_study(scenario: Make, tmp_path: Path) -> None:
    out = batch(scenario(worlds="mixed"), tmp_path / "mixed", workers=1, progress="quiet", run=standin.run)
    runs = pd.read_parquet(out / "runs")
    assert runs["strategy"].tolist() == ["focus", "two"] * 4
    assert runs["studied"].isna().all()


@pytest.mark.parametrize(("name", "value"), [("seeds", 0), ("workers", -1)])
def test_numbers_that_make_no_sense_are_refused(scenario: Make, tmp_path: Path, name: str, value: int) -> None:
    with pytest.raises(BatchError) as caught:
        batch(scenario(), tmp_path / "no", run=standin.run, **{name: value})
    assert str(caught.value) == f"{name} = {value}: must be at least 1."
    assert not (tmp_path / "no").exists()
