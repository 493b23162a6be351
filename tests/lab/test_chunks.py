from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from sim.lab.chunks import LARGEST_CHUNK, Chunks
from sim.lab.work import Done, Job
from sim.scenario import Scenario

Make = Callable[..., Scenario]


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
