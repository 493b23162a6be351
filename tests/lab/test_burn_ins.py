"""Runs that share a burn-in are done one after the other, and are stored as if each had been lived alone."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from sim import twins
from sim.lab.batch import batch, in_common
from sim.lab.clusters.cluster import Chunks
from sim.lab.estimate import estimate
from sim.lab.plan import plan_of, plans_of
from sim.lab.processes import next_place
from sim.lab.rerun import rerun
from sim.lab.work import Job, shared_by
from sim.runs import run
from sim.scenario.schema import Scenario
from tests.builders import scenario

DESIGN: dict[str, Any] = {
    "worlds": "focal",
    "focal_people": 2,
    "focal_entry": 20,
    "focal_window": 5,
    "seeds": 2,
    "vary": {"strategy": ["focus", "tailored"], "gossip.rate": [0.1, 0.4], "design.focal_hours": [10.0, 30.0]},
}


def town(**design: Any) -> Scenario:
    return scenario(design={**DESIGN, **design}, time={"days": 40})


def jobs(of: Scenario) -> list[Job]:
    plan = plan_of(of)
    wanted = [(point, seed) for seed in plan.seeds for point in range(len(plan.points))]
    return [Job(p, s, plan.points[p].strategy, plan.points[p].scenario, plan.burn_in(p)) for p, s in wanted]


def test_those_with_a_burn_in_in_common_stand_together() -> None:
    found = in_common(jobs(town()))
    assert len(found) == 16
    groups = [shared_by(job) for job in found]
    assert len(set(groups)) == 4  # two seeds, two rates of gossip
    assert sum(one != two for one, two in pairwise(groups)) == 3
    assert [job.seed for job in found] == [1] * 8 + [2] * 8


def test_all_others_stay_in_their_order() -> None:
    alone = jobs(scenario(design={"vary": {"strategy": ["focus", "tailored"]}, "seeds": 3}))
    assert in_common(alone) == alone
    assert {shared_by(job) for job in alone} == {None}


@pytest.mark.parametrize(
    ("waiting", "latest", "others", "place"),
    [
        ([None, None], None, [None], 0),
        (["a", "b", "a"], "a", ["b"], 0),
        (["b", "a", "a"], "a", ["b"], 1),  # what the worker has lived already
        (["a", "a", "b"], None, ["a"], 2),  # what nobody has
        (["a", "a"], "c", ["a"], None),  # better left to who has it
        (["a"] * 8, None, ["a"], 7),  # enough for two
        ([*["a"] * 9, *["b"] * 8], None, ["a", "b"], 8),
    ],
)
def test_a_worker_goes_on_with_what_it_has_lived(
    waiting: list[Any], latest: Any, others: list[Any], place: int | None
) -> None:
    assert next_place(waiting, latest, others) == place


def test_a_cluster_gets_those_in_common_as_one_chunk() -> None:
    chunks = Chunks([("a", 1), ("a", 2), ("b", 1), (None, 1), (None, 2)], 2, lambda job: job[0])
    cut = []
    while chunk := chunks.cut():
        cut.append(len(chunk))
    assert cut == [2, 1, 1, 1]


@pytest.fixture
def lived(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Burn-ins that were lived, in this process."""
    found: list[str] = []
    live: Callable[..., Any] = twins._burnt

    def noted(name: str, *rest: Any) -> Any:
        found.append(name)
        return live(name, *rest)

    monkeypatch.setattr(twins, "_burnt", noted)
    return found


def frames(folder: Path) -> dict[str, bytes]:
    """Bytes of all frames that are stored."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*.parquet"))}


def test_a_batch_lives_each_burn_in_once_and_stores_what_was_lived_alone(tmp_path: Path, lived: list[str]) -> None:
    of = town()
    here = batch(of, tmp_path / "shared", workers=1, progress="quiet")
    assert len(lived) == 4
    assert not hasattr(twins._mine, "burn_in")  # its memory is given back
    alone = batch(of, tmp_path / "alone", workers=1, progress="quiet", run=run)
    assert frames(here) == frames(alone)
    assert rerun(here, 3).equal


def test_an_interrupted_batch_lives_again_only_what_is_missing(tmp_path: Path, lived: list[str]) -> None:
    of = town()
    whole = batch(of, tmp_path / "whole", workers=1, progress="quiet")
    first = batch(of, tmp_path / "parts", seeds=1, workers=1, progress="quiet")
    lived.clear()
    assert batch(of, tmp_path / "parts", workers=1, progress="quiet") == first
    assert len(lived) == 2
    assert frames(whole) == frames(first)


@pytest.mark.parametrize("how", [{"workers": 2}, {"cluster": "local:1"}])
def test_it_does_not_matter_where_they_are_lived(tmp_path: Path, how: dict[str, Any]) -> None:
    of = town(seeds=1)
    there = batch(of, tmp_path / "there", progress="quiet", **how)
    here = batch(of, tmp_path / "here", workers=1, progress="quiet")
    assert frames(there) == frames(here)


def test_an_estimate_counts_a_burn_in_once(tmp_path: Path) -> None:
    of = town()
    found = estimate(plans_of(of), tmp_path / "none", 1)
    assert found.runs == 16
    assert found.seconds > 0.0
