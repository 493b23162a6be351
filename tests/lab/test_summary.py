from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.lab.errors import BatchError, Interrupted, RunsFailed
from sim.lab.runner import batch
from sim.lab.summary import summary
from sim.lab.work import FRAMES
from sim.scenario import Scenario

from . import standin

Make = Callable[..., Scenario]


def test_a_summary_counts_runs_and_names_those_that_failed(scenario: Make, tmp_path: Path) -> None:
    out = tmp_path / "x"
    with pytest.raises(RunsFailed):
        batch(scenario(title="A town"), out, workers=1, progress="quiet", run=standin.run_but_not_two)
    found = json.loads(json.dumps(summary(out)))
    assert {name: found[name] for name in ("folder", "title", "points", "seeds", "runs", "stored", "missing")} == {
        "folder": str(out),
        "title": "A town",
        "points": 1,
        "seeds": [1, 2, 3, 4],
        "runs": 4,
        "stored": 2,
        "missing": 0,
    }
    assert found["failed"] == [
        {"point": 0, "seed": 2, "values": {}, "error": "ZeroDivisionError: a bug in the rules"},
        {"point": 0, "seed": 3, "values": {}, "error": "The graph has no ties."},
    ]
    assert found["timing"]["runs"] == 2
    assert found["files"] == [f"{out}/{name}.parquet" for name in FRAMES]


def test_an_interrupted_batch_has_no_end(scenario: Make, tmp_path: Path) -> None:
    out = tmp_path / "x"
    with pytest.raises(Interrupted):
        batch(scenario(), out, workers=1, progress="quiet", run=standin.run_and_wish_to_stop_at_two)
    found = summary(out)
    assert (found["stored"], found["missing"], found["finished"]) == (2, 2, None)


def test_a_folder_without_results_has_no_summary(tmp_path: Path) -> None:
    with pytest.raises(BatchError) as caught:
        summary(tmp_path)
    assert str(caught.value) == f"'{tmp_path}' holds no results."


def test_what_an_older_manifest_does_not_tell_is_none(scenario: Make, tmp_path: Path) -> None:
    out = batch(scenario(seeds=1), tmp_path / "x", workers=1, progress="quiet", run=standin.run)
    manifest = json.loads((out / "manifest.json").read_text())
    for name in ("timing", "finished", "files", "digest"):
        del manifest[name]
    (out / "manifest.json").write_text(json.dumps(manifest))
    found = summary(out)
    assert (found["timing"], found["finished"], found["stored"]) == (None, None, 1)
