"""A batch that was killed while it was merged: what is told then, and that nothing of it is called damaged."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sim.analysis.results import load
from sim.core.errors import UserError
from sim.lab.runner import batch
from sim.lab.store import Store
from sim.lab.stored.merging import PARTS, RECORD, recorded, sums_of_part
from sim.lab.stored.signing import signed
from tests.lab import standin
from tests.lab.conftest import make
from tests.lab.damage import flipped
from tests.lab.test_runner import contents


class KilledError(BaseException):
    pass


@pytest.fixture
def torn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of two runs, to which two more were merged by a process that died before the manifest was written."""
    out = batch(make(seeds=2), tmp_path / "x", workers=1, progress="quiet", run=standin.run)

    def die(self: Store) -> Any:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(Store, "_sums", die)
        with pytest.raises(KilledError):
            batch(make(seeds=4), out, workers=1, progress="quiet", run=standin.run)
    return out


def test_readers_are_told_that_it_is_not_finished(torn: Path) -> None:
    with pytest.raises(UserError) as caught:
        load(torn)
    assert str(caught.value) == (
        f"'{torn}' is not finished: run the same 'manyhats batch' command again; it goes on where it stopped."
    )


def test_the_same_command_computes_nothing_again(
    torn: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sorted(recorded(torn)) == [f"{name}.parquet" for name in ("companies", "people", "runs", "series", "tenure")]
    batch(make(seeds=4), torn, workers=1, progress="lines", run=standin.run_to_death)
    assert capsys.readouterr().err.splitlines()[0] == "4 runs (4 are there already)"
    once = batch(make(seeds=4), tmp_path / "once", workers=1, progress="quiet", run=standin.run)
    assert contents(torn) == contents(once)
    assert not (torn / PARTS).exists()


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"files": {"runs.parquet": {}}}', b"\xff"])
def test_a_damaged_note_counts_for_nothing(torn: Path, content: bytes) -> None:
    (torn / PARTS / RECORD).write_bytes(content)
    assert recorded(torn) == {}
    with pytest.raises(UserError, match=r"runs\.parquet' is damaged"):
        load(torn)
    batch(make(seeds=4), torn, workers=1, progress="quiet", run=standin.run)
    assert len(load(torn).seeds) == 4


def test_a_turned_bit_beside_a_part_is_seen(torn: Path) -> None:
    name = next((torn / PARTS).glob("part-*.json"))
    whole, random = name.read_bytes(), Random(1)
    assert len(sums_of_part(torn, name.stem)) == 5
    for _ in range(40):
        name.write_bytes(flipped(whole, random))
        assert sums_of_part(torn, name.stem) == {}
    name.write_text(json.dumps(signed({"files": 3})))
    assert sums_of_part(torn, name.stem) == {}
