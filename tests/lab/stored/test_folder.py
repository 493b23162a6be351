"""A batch that was killed before its manifest was written: what is told then, and that nothing is called damaged."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest

from sim.analysis.results import load
from sim.core.errors import UserError
from sim.lab.batch import batch
from sim.lab.store import Store
from sim.lab.stored.files import signed
from sim.lab.stored.folder import FINISHING, JOURNAL, noted, parts_of
from sim.lab.work import RunsFailed
from tests.lab import standin
from tests.lab.conftest import make
from tests.lab.damage import flipped
from tests.lab.standin import contents


class KilledError(BaseException):
    pass


def killed_at_the_end(out: Path, run: Any) -> Path:
    """Two more runs are compacted by a process that dies before the manifest is written."""

    def die(self: Store, whole: Any) -> Any:
        if (self.folder / JOURNAL).exists():
            raise KilledError
        real(self, whole)

    real = Store._write_manifest
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "_write_manifest", die)
        with pytest.raises(KilledError):
            batch(make(seeds=4), out, workers=1, progress="quiet", run=run)
    return out


@pytest.fixture
def torn(tmp_path: Path) -> Path:
    """A folder of two runs, and two more whose batch was killed."""
    return killed_at_the_end(
        batch(make(seeds=2), tmp_path / "x", workers=1, progress="quiet", run=standin.run), standin.run
    )


def test_readers_see_what_was_there_before(torn: Path) -> None:
    assert load(torn).seeds == [1, 2]
    assert len(load(torn).people) == 2 * standin.FOUNDERS


def test_the_same_command_computes_nothing_again(
    torn: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    batch(make(seeds=4), torn, workers=1, progress="lines", run=standin.run_to_death)
    assert capsys.readouterr().err.splitlines()[0] == "4 runs (4 are there already)"
    once = batch(make(seeds=4), tmp_path / "once", workers=1, progress="quiet", run=standin.run)
    assert contents(torn) == contents(once)
    assert not (torn / JOURNAL).exists()


def test_a_crash_after_the_manifest_leaves_parts_that_are_not_counted_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(self: Store, others: Any) -> None:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(Store, "_remove_parts", die)
        with pytest.raises(KilledError):
            batch(make(seeds=2), tmp_path / "x", workers=1, progress="quiet", run=standin.run)
    assert len(parts_of(tmp_path / "x")) == 1
    assert len(load(tmp_path / "x").people) == 2 * standin.FOUNDERS
    out = batch(make(seeds=3), tmp_path / "x", workers=1, progress="quiet", run=standin.run)
    assert pd.read_parquet(out / "runs")["seed"].tolist() == [1, 2, 3]


@pytest.fixture
def failed(tmp_path: Path) -> Path:
    """A folder with two failed runs in its list, and one more whose batch was killed."""
    with pytest.raises(RunsFailed):
        batch(make(seeds=3), tmp_path / "x", workers=1, progress="quiet", run=standin.run_but_not_two)
    return killed_at_the_end(tmp_path / "x", standin.run_in_error)


def test_readers_of_failures_are_told_that_it_is_not_finished(failed: Path) -> None:
    with pytest.raises(UserError) as caught:
        load(failed).intact("failures.json")
    assert str(caught.value) == (
        f"'{failed}' is not finished: run the same 'manyhats batch' command again; it goes on where it stopped."
    )
    with pytest.raises(RunsFailed) as again:
        batch(make(seeds=4), failed, workers=1, progress="quiet", run=standin.run_to_death)
    assert [failure.seed for failure in again.value.failures] == [2, 3, 4]


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"files": {"failures.json": {}}}', b"\xff"])
def test_a_damaged_note_counts_for_nothing(failed: Path, content: bytes) -> None:
    (failed / JOURNAL / FINISHING).write_bytes(content)
    assert noted(failed / JOURNAL / FINISHING) is None
    with pytest.raises(UserError, match=r"failures\.json' is damaged"):
        load(failed).intact("failures.json")
    batch(make(seeds=3), failed, workers=1, progress="quiet", run=standin.run)
    assert load(failed).seeds == [1, 2, 3]


def test_a_turned_bit_beside_a_part_is_seen(torn: Path) -> None:
    name = next((torn / JOURNAL).glob("part-*.json"))
    whole, random = name.read_bytes(), Random(1)
    assert len(parts_of(torn)[name.stem].files) == 5
    for _ in range(40):
        name.write_bytes(flipped(whole, random))
        assert parts_of(torn) == {}
    name.write_text(json.dumps(signed({"files": 3})))
    assert parts_of(torn) == {}
