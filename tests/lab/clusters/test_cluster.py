"""Jobs on a Dask cluster, cut into chunks; one on this machine is closed to others and leaves nothing behind."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

import distributed
import psutil
import pytest
from distributed import KilledWorker
from hypothesis import given
from hypothesis import strategies as st

from sim.lab.batch import batch
from sim.lab.clusters.cluster import Chunks, Cluster, Drive, _crew_here, work_far
from sim.lab.clusters.local import workers_here
from sim.lab.plan import model_version
from sim.lab.work import LARGEST_CHUNK, BatchError, Done, Job, Task, World
from sim.scenario import Scenario
from tests.lab import standin
from tests.lab.standin import contents
from tests.lab.test_batch import VARY

Make = Callable[..., Scenario]


def test_a_cluster_gives_the_same_bytes_even_if_a_worker_is_killed(scenario: Make, tmp_path: Path) -> None:
    mark = tmp_path / "killed"
    plan = scenario(vary=VARY, title=str(mark))
    here = batch(plan, tmp_path / "here", workers=1, progress="quiet", run=standin.run)
    far = batch(plan, tmp_path / "far", cluster="local:2", progress="quiet", run=standin.run_and_lose_a_worker)
    assert mark.exists()
    assert contents(far) == contents(here)


def test_a_cluster_that_cannot_be_reached_is_told(
    scenario: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.lab.clusters.cluster.SECONDS_TO_ANSWER", 1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(BatchError) as caught:
        batch(scenario(), tmp_path / "x", cluster=address, progress="quiet", run=standin.run)
    assert str(caught.value) == (
        f"No Dask scheduler answers at '{address}': see that it runs and can be reached from here, "
        "or use --cluster local:2."
    )


@pytest.mark.parametrize("address", ["local:0", "local:two", "local", "host:8786"])
def test_addresses_that_make_no_sense_are_refused(address: str) -> None:
    with pytest.raises(BatchError) as caught:
        Cluster(address)
    assert str(caught.value) == (
        f"cluster = '{address}': must be local:N with N workers on this machine, or the address of a Dask "
        "scheduler, such as tls://host:8786."
    )


def test_without_dask_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(BatchError) as caught:
        Cluster("local:2")
    assert str(caught.value) == (
        "A cluster needs Dask, which is not installed: pip install 'manyhats[cluster]' brings it."
    )


def test_dask_is_not_imported_unless_asked_for() -> None:
    code = "import sys, sim.lab.batch; print({'dask', 'distributed'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "set()\n"


def test_workers_of_another_model_are_refused(scenario: Make) -> None:
    with pytest.raises(
        BatchError, match=r"^A worker of the cluster has model \d\.\d\.\d\+\w{12}, and this is m: install"
    ):
        work_far([Job(0, 1, "two", scenario())], World(standin.run), "m")


def test_a_worker_gives_runs_that_may_leave_a_process_of_their_own(scenario: Make) -> None:
    jobs = [Job(0, seed, "two", scenario()) for seed in (1, 2, 4, 6, 8)]
    done = work_far(jobs, World(standin.run_and_leave), model_version(), 1.0, apart=True)
    _crew_here(None).dismiss()
    assert {result.job.seed: result.error for result in done} == {
        1: "",
        2: "SystemExit: 0",
        4: "It ended its process (exit code 0), and again when it was run alone.",
        6: "It took longer than 1 s, all that a run may take (--run-limit).",
        8: "",
    }


@pytest.mark.parametrize("deadly", [[], [3], [0, 9], list(range(10))])
def test_runs_that_are_lost_with_their_workers_are_tried_alone(scenario: Make, deadly: list[int]) -> None:
    sizes: list[int] = []
    told: dict[int, str] = {}

    def submit(chunk: Sequence[Job]) -> Future[list[Done]]:
        sizes.append(len(chunk))
        future: Future[list[Done]] = Future()
        if any(job.seed in deadly for job in chunk):
            future.set_exception(KilledWorker("x", "y", 5))
        else:
            future.set_result([Done(job, {}, seconds=0.001) for job in chunk])
        return future

    def take(results: Sequence[Done]) -> None:
        told.update((result.job.seed, result.error) for result in results)

    jobs = [Job(0, seed, "two", scenario()) for seed in range(10)]
    Drive(submit, 1, Task(jobs, World(), take)).go()
    lost = "It was lost with 5 workers, and again when it was run alone."
    assert told == {seed: lost if seed in deadly else "" for seed in range(10)}
    assert not deadly or sizes[-1] == 1


def test_processes_and_a_cluster_at_once_are_refused(scenario: Make, tmp_path: Path) -> None:
    with pytest.raises(BatchError) as caught:
        batch(scenario(), tmp_path / "x", workers=2, cluster="local:2", progress="quiet", run=standin.run)
    assert str(caught.value) == "workers = 2: has no meaning with a cluster, which has its own workers."


def cut_up(scenario: Scenario, count: int, workers: int, seconds: float) -> list[list[int]]:
    """Seeds of all chunks, if every run takes the same time."""
    chunks = Chunks([Job(0, seed, None, scenario) for seed in range(count)], workers)
    found = []
    while chunk := chunks.cut():
        chunks.learn([Done(job, seconds=seconds) for job in chunk])
        found.append([job.seed for job in chunk])
    return found


@given(count=st.integers(0, 2000), workers=st.integers(1, 64), seconds=st.floats(0, 100))
def test_chunks_hold_every_job_once_and_in_order(scenario_once: Make, count: int, workers: int, seconds: float) -> None:
    parts = cut_up(scenario_once(), count, workers, seconds)
    assert [seed for part in parts for seed in part] == list(range(count))
    assert all(1 <= len(part) <= LARGEST_CHUNK for part in parts)


def test_a_chunk_is_two_seconds_of_computing(scenario: Make) -> None:
    assert [len(part) for part in cut_up(scenario(), 1000, 2, 0.25)][:3] == [1, 8, 8]
    assert {len(part) for part in cut_up(scenario(), 20, 2, 3.0)} == {1}


def test_chunks_get_smaller_so_that_nobody_waits_long(scenario: Make) -> None:
    assert [len(part) for part in cut_up(scenario(), 21, 2, 0.01)] == [1, 5, 4, 3, 2, 2, 1, 1, 1, 1]


def test_nobody_else_can_use_or_see_a_cluster_on_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    with workers_here(1) as client:
        address = client.scheduler.address
        assert address.startswith("tls://127.0.0.1:")
        assert client.submit(sum, (1, 2)).result() == 3
        assert client.scheduler_info()["services"] == {}
        processes = [psutil.Process(), *psutil.Process().children(recursive=True)]
        listening = [c.laddr for p in processes for c in p.net_connections("tcp") if c.status == psutil.CONN_LISTEN]
        assert {place.ip for place in listening} == {"127.0.0.1"}
        for scheme, security in (("tcp", None), ("tls", distributed.Security.temporary())):
            there = address.replace("tls", scheme)
            with pytest.raises((OSError, TimeoutError)):
                distributed.Client(there, timeout=1, security=security, set_as_default=False)
        assert len(list(tmp_path.iterdir())) == 1
    assert list(tmp_path.iterdir()) == []


def test_without_cryptography_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cryptography", None)
    with pytest.raises(BatchError) as caught:
        Cluster("local:1").carry_out(Task(list[Job](), World(), lambda _: None))
    assert str(caught.value) == (
        "A cluster on this machine needs cryptography, which is not installed: pip install 'manyhats[cluster]' "
        "brings it."
    )
