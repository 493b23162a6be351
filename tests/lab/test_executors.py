from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

import pytest

from sim.lab.chunks import LARGEST_CHUNK
from sim.lab.errors import BatchError
from sim.lab.executors import InProcess, Patience, Standby, executor_of
from sim.lab.work import Done, Job
from sim.scenario import Scenario

from . import standin

Make = Callable[..., Scenario]


def jobs_of(scenario: Scenario, count: int) -> list[Job]:
    return [Job(0, seed, "focus", scenario) for seed in range(count)]


@pytest.mark.parametrize(("workers", "name"), [(0, "in process"), (1, "in process"), (3, "3 processes")])
def test_one_worker_is_this_process(workers: int, name: str) -> None:
    assert executor_of(workers).name == name


def test_runs_are_handed_over_in_parts(scenario: Make) -> None:
    taken: list[int] = []

    def take(results: Sequence[Done]) -> None:
        taken.append(len(results))

    InProcess().carry_out(jobs_of(scenario(), 120), standin.run, take, lambda: False)
    assert sum(taken) == 120
    assert max(taken) <= LARGEST_CHUNK


def test_the_run_in_flight_is_finished_after_a_wish_to_stop(scenario: Make) -> None:
    taken: list[int] = []

    def take(results: Sequence[Done]) -> None:
        taken.extend(result.job.seed for result in results)

    with Patience() as patience:
        InProcess().carry_out(jobs_of(scenario(), 9), standin.run_and_wish_to_stop_at_two, take, patience.is_over)
    assert taken == [0, 1, 2]


def test_the_first_ctrl_c_is_answered(scenario: Make) -> None:
    said: list[str] = []
    with Patience(said.append) as patience:
        InProcess().carry_out(
            jobs_of(scenario(), 3), standin.run_and_wish_to_stop_at_two, lambda _: None, patience.is_over
        )
    assert said == ["Stopping after the runs in flight; Ctrl-C again gives them up."]


def test_the_second_ctrl_c_gives_up_the_run_in_flight(scenario: Make) -> None:
    taken: list[int] = []

    def take(results: Sequence[Done]) -> None:
        taken.extend(result.job.seed for result in results)

    with Patience() as patience, pytest.raises(KeyboardInterrupt):
        InProcess().carry_out(jobs_of(scenario(), 9), standin.run_and_insist_at_two, take, patience.is_over)
    assert taken == [0, 1]


def test_what_leaves_in_this_process_is_a_failed_run_and_no_ctrl_c(scenario: Make) -> None:
    told: list[tuple[int, str]] = []

    def take(results: Sequence[Done]) -> None:
        told.extend((result.job.seed, result.error) for result in results)

    with Patience() as patience:
        InProcess().carry_out(jobs_of(scenario(), 5), standin.run_and_exit_at_two, take, patience.is_over)
    assert told == [(0, ""), (1, ""), (2, "SystemExit: done"), (3, "KeyboardInterrupt"), (4, "")]


def test_without_patience_a_ctrl_c_is_nobodys_failure(scenario: Make) -> None:
    with pytest.raises(KeyboardInterrupt):
        InProcess().carry_out(jobs_of(scenario(), 5), standin.run_and_exit_at_two, lambda _: None, lambda: False)


@pytest.mark.parametrize(
    ("limit", "apart", "name"), [(None, False, "in process"), (None, True, "1 process"), (5.0, False, "1 process")]
)
def test_one_worker_is_another_process_if_a_run_may_take_it_along(limit: float | None, apart: bool, name: str) -> None:
    assert executor_of(1, limit=limit, apart=apart).name == name


def test_runs_may_take_the_only_process_there_can_be(scenario: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["__main__"], "__file__", "/here/<stdin>", raising=False)
    taken: list[int] = []

    def take(results: Sequence[Done]) -> None:
        taken.extend(result.job.seed for result in results)

    executor_of(1, apart=True).carry_out(jobs_of(scenario(), 2), standin.run, take, lambda: False)
    assert taken == [0, 1]
    with pytest.raises(BatchError, match=r"^Worker processes cannot import a script that comes from standard input: "):
        executor_of(1, limit=5.0).carry_out(jobs_of(scenario(), 2), standin.run, take, lambda: False)


@pytest.mark.parametrize(("workers", "name"), [(1, "in process"), (2, "2 processes")])
def test_processes_that_stay_do_one_batch_after_the_other(scenario: Make, workers: int, name: str) -> None:
    taken: list[int] = []

    def take(results: Sequence[Done]) -> None:
        taken.extend(result.job.seed for result in results)

    with Standby(workers) as standby:
        assert standby.name == name
        for _ in range(2):
            standby.carry_out(jobs_of(scenario(), 5), standin.run, take, lambda: False)
    assert sorted(taken) == sorted([*range(5), *range(5)])
