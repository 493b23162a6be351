from __future__ import annotations

from collections.abc import Callable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from sim.batch.executors import LARGEST_CHUNK, chunks, here
from sim.batch.work import Done, Job
from sim.scenario import Scenario

from . import standin

Make = Callable[..., Scenario]


@given(count=st.integers(0, 2000), workers=st.integers(1, 64))
def test_chunks_hold_every_job_once_and_in_order(scenario_once: Make, count: int, workers: int) -> None:
    scenario = scenario_once()
    jobs = [Job(0, seed, None, scenario) for seed in range(count)]
    parts = chunks(jobs, workers)
    assert [job.seed for part in parts for job in part] == list(range(count))
    assert all(1 <= len(part) <= LARGEST_CHUNK for part in parts)
    assert len(parts) >= min(count, workers * 8)


def test_runs_are_handed_over_in_parts(scenario: Make) -> None:
    taken: list[int] = []

    def take(results: Sequence[Done]) -> None:
        taken.append(len(results))

    here([Job(0, seed, "focus", scenario()) for seed in range(60)], standin.run, take, lambda: False)
    assert sum(taken) == 60
    assert max(taken) <= LARGEST_CHUNK


def test_a_wish_to_stop_is_heard_inside_a_run(scenario: Make) -> None:
    asked = iter([False, False, False, True, True, True])
    taken: list[int] = []

    def take(results: Sequence[Done]) -> None:
        taken.extend(result.job.seed for result in results)

    here([Job(0, seed, "focus", scenario()) for seed in range(3)], standin.run, take, lambda: next(asked))
    assert taken == [0]
