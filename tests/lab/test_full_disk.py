"""A disk that is full, or was made read-only, at any moment of a batch."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.analysis.results import load
from sim.core import files as writing
from sim.core.errors import DiskTrouble, UserError
from sim.lab.batch import batch
from sim.lab.work import RunsFailed
from sim.scenario import Scenario

from . import standin
from .standin import contents

Make = Callable[..., Scenario]
STEP = 29  # of some 150 moments
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


def attempt(scenario: Scenario, out: Path, disk: Disk, run: Any) -> str:
    """The sentence that a batch on such a disk ends with; empty if none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.lab.work.LARGEST_CHUNK", 1)
        disk.watch(patch)
        try:
            batch(scenario, out, workers=1, progress="quiet", run=run)
        except DiskTrouble as error:
            return str(error)
        except RunsFailed:
            pass
    return ""


def is_told(sentence: str, out: Path) -> bool:
    return not sentence or sentence.startswith(f"Results cannot be written into '{out}': No space left on device. What")


def state(out: Path) -> str:
    """The sentence that reading it ends with; empty if none."""
    try:
        load(out)
    except UserError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("for_good", [ONCE, FOR_GOOD])
def test_wherever_the_disk_is_full_nothing_stored_is_lost(scenario: Make, tmp_path: Path, for_good: bool) -> None:
    plan = scenario(seeds=2)
    whole = Disk(tmp_path / "once", 0, for_good=False)
    assert attempt(plan, whole.folder, whole, standin.run) == ""
    assert whole.done > 100
    for refused in range(1, whole.done + 1, STEP):
        out = tmp_path / str(refused)
        assert is_told(attempt(plan, out, Disk(out, refused, for_good=for_good), standin.run), out)
        assert re.fullmatch(r"|.* is not finished: .*|.* has no manifest\.json\.|There is no folder .*", state(out))
        batch(plan, out, workers=1, progress="quiet", run=standin.run)
        assert contents(out) == contents(whole.folder)
        assert len(load(out).people) == 2 * standin.FOUNDERS
        assert [file.name for file in out.iterdir() if file.name.startswith(".")] == []


def test_failed_runs_are_told_after_a_full_disk_as_before(scenario: Make, tmp_path: Path) -> None:
    plan = scenario(seeds=2)
    whole = Disk(tmp_path / "once", 0, for_good=False)
    attempt(plan, whole.folder, whole, standin.run_but_not_two)
    for refused in range(STEP // 2, whole.done + 1, STEP):
        out = tmp_path / str(refused)
        assert is_told(attempt(plan, out, Disk(out, refused, for_good=True), standin.run_but_not_two), out)
        with pytest.raises(RunsFailed):
            batch(plan, out, workers=1, progress="quiet", run=standin.run_but_not_two)
        assert contents(out) == contents(whole.folder)
        assert (out / "failures.json").read_bytes() == (whole.folder / "failures.json").read_bytes()
