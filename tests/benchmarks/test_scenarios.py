"""What benchmarks live can be lived: a scenario that changes must not leave them behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import against, batch, memory
from benchmarks.scenarios import BASE, QUESTION, active, sized
from sim.scenario.schema import Scenario


@pytest.mark.parametrize("days", [30, 365])
def test_a_batch_of_two_ways_that_is_timed(days: int) -> None:
    of = batch._two_points(days, 8)
    assert (of.time.days, of.population.people, of.design.seeds) == (days, 2_000, 8)
    assert len(of.design.vary["strategy"]) == 2


def test_the_memory_of_a_batch_of_tiny_worlds(tmp_path: Path) -> None:
    assert Scenario.load(BASE, memory.TINY).time.days == 7
    assert 50.0 < memory._peak(tmp_path, 3) < 2_000.0  # megabytes of a Python with all libraries


@pytest.mark.parametrize("days", [91, 365])
def test_one_run_beside_another_version(days: int) -> None:
    of = Scenario.load(QUESTION, [f"time.days={days}", against.SHORT])
    assert "main business plus yields" in of.design.vary["strategy"]
    assert Scenario.load(QUESTION, [each for each in against.TINY[2:] if each != "--set"]).time.days == 30


def test_years_that_are_lived_in_other_programs_too() -> None:
    assert active(10_000, 365, 0.01).population.networkers == 0.01
    assert sized(BASE, 10_000, 100, "graph.mean_degree=10").graph.mean_degree == 10
