"""Worlds are given back: nothing of a run outlives it."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable

import psutil
import pytest

from sim.agents import Networker
from sim.runs import run
from tests.builders import lived, scenario

MEGABYTE = 2**20
RING = {"kind": "watts_strogatz", "k": 2, "p": 0.0}
CROWD = scenario(population={"people": 8_000, "networkers": 0.001}, graph=RING, time={"days": 2})  # 3 MB a world


class Plain(Networker):
    """An agent of the user's own."""


def used() -> float:
    """Megabytes this process holds."""
    gc.collect()
    return float(psutil.Process().memory_info().rss / MEGABYTE)


def by_run(seed: int) -> None:
    run(CROWD, seed)


def by_market(seed: int) -> None:
    market = lived(CROWD, 2, seed, agents={Plain: range(20)})
    assert [market.agent(person).unique_id for person in range(20)] == list(range(20))


@pytest.mark.parametrize("once", [by_run, by_market], ids=["run", "market never closed"])
def test_fifty_runs_in_one_process_do_not_grow(once: Callable[[int], None]) -> None:
    grown: list[float] = []
    while len(grown) < 4 and (not grown or grown[-1] >= 25):  # the allocator's pools fill up first
        before = used()
        for seed in range(50):
            once(seed)
        grown.append(used() - before)
    assert grown[-1] < 25  # fifty worlds that are kept hold 150 MB, every time


@pytest.mark.parametrize("close", [True, False])
@pytest.mark.parametrize("activation", ["sweep", "agents"])
def test_a_market_dies_when_it_is_let_go(close: bool, activation: str) -> None:
    market = lived(scenario(), 3, activation=activation)
    assert len(market.agents) == 80
    dead, world, ties = weakref.ref(market), weakref.ref(market.world), weakref.ref(market.world.tables.ties)
    if close:
        market.close()
        assert world() is None
        assert ties() is None
    del market
    gc.collect()
    assert dead() is None
    assert world() is None
    assert ties() is None


def test_an_agent_kept_does_not_keep_a_closed_world() -> None:
    market = lived(scenario(), 1)
    agent, ties = market.agent(3), weakref.ref(market.world.tables.ties)
    market.close()
    assert ties() is None
    assert agent.unique_id == 3
