from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator, Sequence

import pytest

from sim.lab.executors import InProcess, Patience, executor_of, results_of
from sim.lab.work import LARGEST_CHUNK, BatchError, Done, Job, Task, World
from sim.scenario import Scenario, UserError

from . import standin

Make = Callable[..., Scenario]


@pytest.fixture(autouse=True)
def _hears_ctrl_c() -> Iterator[None]:
    """Python's own answer to Ctrl-C, which a process that was started in the background does not have."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def jobs_of(scenario: Scenario, count: int) -> list[Job]:
    return [Job(0, seed, "focus", scenario) for seed in range(count)]


@pytest.mark.parametrize(("workers", "name"), [(0, "in process"), (1, "in process"), (3, "3 processes")])
def test_one_worker_is_this_process(workers: int, name: str) -> None:
    assert executor_of(workers).name == name


def test_runs_are_handed_over_in_parts(scenario: Make) -> None:
    taken: list[int] = []

    def take(results: Sequence[Done]) -> None:
        taken.append(len(results))

    InProcess().carry_out(Task(jobs_of(scenario(), 120), World(standin.run), take))
    assert sum(taken) == 120
    assert max(taken) <= LARGEST_CHUNK


def test_the_run_in_flight_is_finished_after_a_wish_to_stop(scenario: Make) -> None:
    taken: list[int] = []

    def take(results: Sequence[Done]) -> None:
        taken.extend(result.job.seed for result in results)

    with Patience() as patience:
        InProcess().carry_out(
            Task(jobs_of(scenario(), 9), World(standin.run_and_wish_to_stop_at_two), take, patience.is_over)
        )
    assert taken == [0, 1, 2]


def test_the_first_ctrl_c_is_answered(scenario: Make) -> None:
    said: list[str] = []
    with Patience(said.append) as patience:
        InProcess().carry_out(
            Task(jobs_of(scenario(), 3), World(standin.run_and_wish_to_stop_at_two), lambda _: None, patience.is_over)
        )
    assert said == ["Stopping after the runs in flight; Ctrl-C again gives them up."]


def test_the_second_ctrl_c_gives_up_the_run_in_flight(scenario: Make) -> None:
    taken: list[int] = []

    def take(results: Sequence[Done]) -> None:
        taken.extend(result.job.seed for result in results)

    with Patience() as patience, pytest.raises(KeyboardInterrupt):
        InProcess().carry_out(
            Task(jobs_of(scenario(), 9), World(standin.run_and_insist_at_two), take, patience.is_over)
        )
    assert taken == [0, 1]


def test_what_leaves_in_this_process_is_a_failed_run_and_no_ctrl_c(scenario: Make) -> None:
    told: list[tuple[int, str]] = []

    def take(results: Sequence[Done]) -> None:
        told.extend((result.job.seed, result.error) for result in results)

    with Patience() as patience:
        InProcess().carry_out(Task(jobs_of(scenario(), 5), World(standin.run_and_exit_at_two), take, patience.is_over))
    assert told == [(0, ""), (1, ""), (2, "SystemExit: done"), (3, "KeyboardInterrupt"), (4, "")]


def test_where_ctrl_c_is_ignored_it_is_the_rules_own(scenario: Make) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    told: list[str] = []

    def take(results: Sequence[Done]) -> None:
        told.extend(result.error for result in results)

    InProcess().carry_out(Task(jobs_of(scenario(), 5), World(standin.run_and_exit_at_two), take))
    assert told == ["", "", "SystemExit: done", "KeyboardInterrupt", ""]


def test_results_come_in_the_order_of_their_jobs_and_what_fails_is_raised() -> None:
    assert results_of(InProcess(), [3, 1, 2], str) == ["3", "1", "2"]
    with pytest.raises(RuntimeError, match="invalid literal"):
        results_of(InProcess(), ["1", "x"], int)

    def refuse(_: int) -> int:
        raise UserError("No such thing.")

    with pytest.raises(UserError, match=r"^No such thing\.$"):
        results_of(InProcess(), [1], refuse)


def test_without_patience_a_ctrl_c_is_nobodys_failure(scenario: Make) -> None:
    with pytest.raises(KeyboardInterrupt):
        InProcess().carry_out(Task(jobs_of(scenario(), 5), World(standin.run_and_exit_at_two), lambda _: None))


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

    executor_of(1, apart=True).carry_out(Task(jobs_of(scenario(), 2), World(standin.run), take))
    assert taken == [0, 1]
    with pytest.raises(BatchError, match=r"^Worker processes cannot import a script that comes from standard input: "):
        executor_of(1, limit=5.0).carry_out(Task(jobs_of(scenario(), 2), World(standin.run), take))


@pytest.mark.parametrize(("workers", "name"), [(1, "in process"), (2, "2 processes")])
def test_processes_that_stay_do_one_batch_after_the_other(scenario: Make, workers: int, name: str) -> None:
    taken: list[int] = []

    def take(results: Sequence[Done]) -> None:
        taken.extend(result.job.seed for result in results)

    with executor_of(workers) as standby:
        assert standby.name == name
        for _ in range(2):
            standby.carry_out(Task(jobs_of(scenario(), 5), World(standin.run), take))
    assert sorted(taken) == sorted([*range(5), *range(5)])
