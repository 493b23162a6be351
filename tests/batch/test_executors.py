from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from sim.batch.chunks import LARGEST_CHUNK
from sim.batch.errors import BatchError
from sim.batch.executors import InProcess, Patience, Processes, Standby, executor_of
from sim.batch.work import Done, Job
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


def test_results_that_arrive_with_a_lost_task_are_taken(scenario: Make) -> None:
    taken: set[int] = set()

    def take(results: Sequence[Done]) -> None:
        taken.update(result.job.seed for result in results)

    with pytest.raises(BatchError, match=r"^A worker process died"):
        Processes(2).carry_out(jobs_of(scenario(), 3), standin.run_to_death, take, lambda: False)
    assert taken <= {0, 1}


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
