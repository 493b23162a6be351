from __future__ import annotations

from collections.abc import Callable

from sim.lab.work import Job, World, failed, work
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
