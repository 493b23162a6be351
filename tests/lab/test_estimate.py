from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.lab.batch import batch
from sim.lab.estimate import Estimate, duration, estimate, summary
from sim.lab.plan import plan_of, plans_of
from sim.lab.stored.frames import FRAMES
from sim.lab.work import BatchError, Interrupted, RunsFailed
from sim.scenario import Scenario

from . import standin
from .resigned import older
from .standin import stored
from .test_batch import VARY

Make = Callable[..., Scenario]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.4, "0 s"), (119, "119 s"), (120, "2 min"), (7200, "2.0 h"), (172_800, "2.0 days"), (200_000, "2.3 days")],
)
def test_times_are_said_as_one_would(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_an_estimate_is_three_lines() -> None:
    found = Estimate(4, 10, 40, 5, 2, 33, 2, 1.25, 20.625, 12.34, "by 3 days of one run")
    assert str(found).splitlines() == [
        "4 settings x 10 seeds = 40 runs (5 are stored, 2 failed; 33 are left)",
        "about 21 s on 2 workers: 1.25 s a run, by 3 days of one run",
        "about 12.3 MB of disk, twice that while parts are merged",
    ]


def test_time_is_that_of_building_and_of_all_days(
    scenario: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0

    def run_slowly(plan: Scenario, seed: int, **options: Any) -> standin.Run:
        nonlocal now
        now += 3.0 + 0.5 * plan.time.days
        return standin.run(plan, seed, **options)

    monkeypatch.setattr(time, "perf_counter", lambda: now)
    found = estimate([plan_of(scenario(days=100, vary=VARY))], tmp_path / "x", 2, run_slowly)
    assert (found.points, found.seeds, found.runs, found.left) == (4, 4, 16, 16)
    assert found.seconds_a_run == pytest.approx(3.0 + 0.5 * 100)
    assert found.seconds == pytest.approx(53.0 * 16 / 2)
    assert found.measured == "by a tenth of the first runs of points 0, 2 and 3"
    assert 0.001 < found.megabytes < 1.0
    assert not (tmp_path / "x").exists()


def slowly(monkeypatch: pytest.MonkeyPatch) -> Callable[..., standin.Run]:
    """An engine that takes a second, and a thousandth for each person and day, by a clock of its own."""
    now = 0.0

    def run(plan: Scenario, seed: int, **options: Any) -> standin.Run:
        nonlocal now
        now += 1.0 + 0.001 * (plan.population.people or 0) * plan.time.days
        return standin.run(plan, seed, **options)

    monkeypatch.setattr(time, "perf_counter", lambda: now)
    return run


def test_points_of_other_sizes_are_timed_as_well(
    scenario: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [2000, 100, 1000, 500, 300]
    plan = plan_of(scenario(days=100, vary={"population.people": people}))
    found = estimate([plan], tmp_path / "x", 1, slowly(monkeypatch))
    assert found.measured == "by a tenth of the first runs of points 0, 1 and 3"
    assert found.seconds_a_run == pytest.approx(1.0 + 0.001 * sum(people) / 5 * 100)


def test_one_point_is_timed_by_itself(scenario: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = estimate([plan_of(scenario(days=100))], tmp_path / "x", 1, slowly(monkeypatch))
    assert found.measured == "by 10 days of the first run of point 0"


def test_a_wish_for_precision_has_a_least_and_a_most(
    scenario: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wish = {"outcome": "recruits", "half_width": 0.1, "min_seeds": 5, "max_seeds": 200}
    plain = scenario(days=100)
    design = plain.design.model_validate(plain.design.model_dump(exclude_unset=True) | {"precision": wish})
    wished = plain.model_copy(update={"design": design})
    found = estimate(plans_of(wished), tmp_path / "x", 2, slowly(monkeypatch))
    assert found.most is not None
    assert (found.seeds, found.runs, found.most.seeds, found.most.runs) == (5, 5, 200, 200)
    assert (found.most.seconds, found.most.megabytes) == pytest.approx((found.seconds * 40, found.megabytes * 40))
    assert str(found).startswith("1 setting x 5 to 200 seeds = 5 to 200 runs\nabout ")
    assert f"about {duration(found.seconds)} to {duration(found.most.seconds)} on 2 workers" in str(found)
    assert f"about {found.megabytes:,.1f} to {found.most.megabytes:,.1f} MB of disk" in str(found)
    assert found.as_dict()["most"]["runs"] == 200
    assert [len(plan.seeds) for plan in plans_of(wished, 7)] == [7]


def test_a_store_tells_how_long_its_runs_took(scenario: Make, tmp_path: Path) -> None:
    out = tmp_path / "x"
    with pytest.raises(RunsFailed):
        batch(scenario(seeds=3), out, workers=1, progress="quiet", run=standin.run_but_not_two)
    found = estimate([plan_of(scenario(seeds=9))], out, 4, standin.run_to_death)
    assert (found.runs, found.stored, found.failed, found.left) == (9, 1, 2, 6)
    assert found.measured == "as 1 stored runs took"
    assert found.seconds == pytest.approx(found.seconds_a_run * 6 / 4)
    size = sum(file.stat().st_size for file in out.glob("*/*.parquet"))
    assert found.megabytes == pytest.approx(9 * size / 2**20)


def test_workers_that_would_have_nothing_to_do_do_not_help(scenario: Make, tmp_path: Path) -> None:
    found = estimate([plan_of(scenario(seeds=2))], tmp_path / "x", 64, standin.run)
    assert found.seconds == pytest.approx(found.seconds_a_run)


def test_another_scenario_is_refused(scenario: Make, tmp_path: Path) -> None:
    out = batch(scenario(), tmp_path / "x", workers=1, progress="quiet", run=standin.run)
    with pytest.raises(BatchError, match=r"there time\.days is 10, here 11;"):
        estimate([plan_of(scenario(days=11))], out, 1, standin.run)


def test_a_run_that_cannot_be_timed_is_told(scenario: Make, tmp_path: Path) -> None:
    with pytest.raises(BatchError) as caught:
        estimate([plan_of(scenario(first_seed=3))], tmp_path / "x", 1, standin.run_but_not_two)
    assert str(caught.value) == "The run that was to be timed failed: The graph has no ties."


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
    assert found["files"] == [str(stored(out, name)) for name in FRAMES]


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
    for name in ("timing", "finished"):
        del manifest[name]
    (out / "manifest.json").write_text(json.dumps(manifest))
    found = summary(older(out))
    assert (found["timing"], found["finished"], found["stored"]) == (None, None, 1)
