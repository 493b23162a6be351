"""A disk that is full, or was made read-only, at any moment of a batch."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.analysis.load import load
from sim.batch.errors import DiskTrouble, RunsFailed
from sim.batch.runner import batch
from sim.core import writing
from sim.core.errors import UserError
from sim.scenario import Scenario

from . import standin
from .test_runner import contents

Make = Callable[..., Scenario]
STEP = int(os.environ.get("DISK_STEP", "29"))  # 1 tries every moment, in a minute
ONCE, FOR_GOOD = False, True


class Disk:
    """Counts what is done to a folder and refuses the nth of it, once or for good."""

    def __init__(self, folder: Path, refused: int, *, for_good: bool) -> None:
        self.folder, self.refused, self.for_good, self.done = folder, refused, for_good, 0

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        for owner, name in ((os, "open"), (os, "replace"), (writing, "_flush"), (Path, "unlink"), (Path, "rmdir")):
            patch.setattr(owner, name, self._counted(getattr(owner, name)))

    def _counted(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def counted(path: Any, *others: Any, **options: Any) -> Any:
            if str(path).startswith(str(self.folder)):
                self.done += 1
                if self.done == self.refused or (self.for_good and self.done > self.refused):
                    raise OSError(errno.ENOSPC, "whatever", str(path))
            return real(path, *others, **options)

        return counted


def attempt(scenario: Scenario, out: Path, disk: Disk, run: Any) -> None:
    """Run a batch on a disk; whatever it ends with is a sentence."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.batch.executors.LARGEST_CHUNK", 1)
        disk.watch(patch)
        try:
            batch(scenario, out, workers=1, progress="quiet", run=run)
        except DiskTrouble as error:
            assert str(error).startswith(f"Results cannot be written into '{out}': No space left on device. What was")
        except RunsFailed:
            pass


@pytest.mark.parametrize("for_good", [ONCE, FOR_GOOD])
def test_wherever_the_disk_is_full_nothing_stored_is_lost(scenario: Make, tmp_path: Path, for_good: bool) -> None:
    plan = scenario(seeds=2)
    once = contents(batch(plan, tmp_path / "once", workers=1, progress="quiet", run=standin.run))
    refused = done = 1
    while refused <= done:
        out = tmp_path / str(refused)
        disk = Disk(out, refused, for_good=for_good)
        attempt(plan, out, disk, standin.run)
        if out.exists() and any(out.iterdir()):
            try:
                load(out)
            except UserError as error:
                assert "is not finished" in str(error) or "has no manifest" in str(error)
        batch(plan, out, workers=1, progress="quiet", run=standin.run)
        assert contents(out) == once
        assert len(load(out).people) == 2 * standin.FOUNDERS
        assert [file.name for file in out.iterdir() if file.name.startswith(".")] == []
        refused, done = refused + STEP, max(done, disk.done)
    assert done > 100


def test_failed_runs_are_told_after_a_full_disk_as_before(scenario: Make, tmp_path: Path) -> None:
    plan = scenario(seeds=2)
    with pytest.raises(RunsFailed):
        batch(plan, tmp_path / "once", workers=1, progress="quiet", run=standin.run_but_not_two)
    refused = done = 1
    while refused <= done:
        out = tmp_path / str(refused)
        disk = Disk(out, refused, for_good=True)
        attempt(plan, out, disk, standin.run_but_not_two)
        with pytest.raises(RunsFailed):
            batch(plan, out, workers=1, progress="quiet", run=standin.run_but_not_two)
        assert contents(out) == contents(tmp_path / "once")
        assert (out / "failures.json").read_bytes() == (tmp_path / "once" / "failures.json").read_bytes()
        refused, done = refused + STEP, max(done, disk.done)
