from __future__ import annotations

import pickle
from collections.abc import Callable

from sim.lab.work import Failure, Interrupted, Job, RunsFailed, World, failed, work
from sim.scenario import Scenario

from . import standin

Make = Callable[..., Scenario]


def test_jobs_are_done_in_order(scenario: Make) -> None:
    jobs = [Job(0, seed, "two", scenario()) for seed in (5, 4)]
    results = work(jobs, World(standin.run))
    assert [result.job for result in results] == jobs
    assert all(set(result.result or {}) == {"runs", "people", "series", "companies", "tenure"} for result in results)


def test_an_error_is_kept_in_one_line_with_its_traceback(scenario: Make) -> None:
    bug, mistake = work([Job(0, seed, "two", scenario()) for seed in (2, 3)], World(standin.run_but_not_two))
    assert (bug.result, bug.error) == (None, "ZeroDivisionError: a bug in the rules")
    assert bug.traceback.startswith("Traceback (most recent call last)")
    assert (mistake.result, mistake.error, mistake.traceback) == (None, "The graph has no ties.", "")


def test_an_error_that_cannot_be_told_is_told_by_its_kind() -> None:
    class Odd(BaseException):
        def __str__(self) -> str:
            raise SystemExit

    assert failed(Job(0, 1, "two", Scenario.model_construct()), Odd()).error == "Odd"
    assert failed(Job(0, 1, "two", Scenario.model_construct()), ValueError("a\n\x1b[31mb")).error == (
        "ValueError: a \\x1b[31mb"
    )


def test_the_time_of_a_run_is_taken(scenario: Make) -> None:
    (result,) = work([Job(0, 1, "two", scenario())], World(standin.run))
    assert 0.0 < result.seconds < 60.0


def test_a_long_list_of_failures_is_cut() -> None:
    failures = [Failure(1, seed, {"strategy": "two", "gossip.rate": 0.1}, "no") for seed in range(12)]
    lines = str(RunsFailed(failures, 40, "results/x")).splitlines()
    assert lines[0] == "12 of 40 runs failed; 'results/x/failures.json' has their tracebacks:"
    assert lines[1] == '  seed 0, point 1 (strategy = "two", gossip.rate = 0.1): no'
    assert lines[-2:] == ["  ... and 2 more.", "All others are stored. --retry-failed runs these again."]
    assert len(lines) == 13


def test_nothing_left_is_not_asked_for() -> None:
    assert str(Interrupted(4, 4, "x")) == "Interrupted: 4 of 4 runs are stored in 'x'."


def test_errors_survive_the_way_between_processes() -> None:
    for error in (Interrupted(1, 2, "x"), RunsFailed([Failure(0, 1, {}, "no")], 2, "x")):
        assert str(pickle.loads(pickle.dumps(error))) == str(error)
