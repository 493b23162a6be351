from __future__ import annotations

import copy

import numpy as np
import pytest

from sim.model.tables import NONE
from tests.builders import copied, empty_world, lived, scenario


@pytest.mark.parametrize("table", ["positions", "said", "notes"])
def test_growing_tables_keep_what_they_hold(table: str) -> None:
    world = empty_world()
    rows = getattr(world.tables, table)
    size, column = rows.size, rows.dtype.names[0]
    rows[column] = np.arange(size)
    world.make_room(table, size)
    assert getattr(world.tables, table) is rows
    world.make_room(table, size + 1)
    grown = getattr(world.tables, table)
    assert grown.size == max(2 * size, size + 1)
    np.testing.assert_array_equal(grown[column][:size], np.arange(size))
    assert not grown[column][size:].any()
    world.make_room(table, 10 * size)
    assert getattr(world.tables, table).size == 10 * size


def test_yesterday_is_forgotten_positions_stay() -> None:
    market = lived(scenario(gossip={"rate": 1.0}), 8)
    world = market.world
    used = {name: world.used(name) for name in ("positions", "said", "notes", "networkers")}
    assert min(used.values()) > 0
    world.forget_yesterday()
    for name, rows in used.items():
        assert world.used(name) == (0 if name in ("said", "notes") else rows)
    world.tables = copied(world.tables)
    world.tables.count[0].said = 5
    assert world.used("said") == 5


def test_plain_tables_are_the_same_memory_and_follow_what_grows() -> None:
    world = empty_world()
    assert len(world.handed) == len(world.tables)
    for table, plain in zip(world.tables[1:], world.plain[1:], strict=True):
        assert np.shares_memory(table, plain) or not table.size
        assert type(plain) is np.ndarray
    world.make_room("said", 10 * world.tables.said.size)
    world.tables.said.speaker[-1] = 7
    assert world.plain.said["speaker"][-1] == 7
    assert world.handed[world.tables._fields.index("said")]["speaker"][-1] == 7


def test_a_copy_looks_at_tables_of_its_own() -> None:
    world = empty_world()
    assert world.plain.accounts["active"][0] == 0
    twin = copy.copy(world)
    twin.tables.accounts[0].active = 5
    assert twin.plain.accounts["active"][0] == 5
    assert world.plain.accounts["active"][0] == 0


def test_money_is_counted_over_all_purses() -> None:
    world = empty_world()
    assert world.money() == 0
    world.tables.accounts[3].balance += 5
    assert world.money() == 5


def test_a_crowded_day_never_writes_past_its_tables() -> None:
    talkative = {"hours": 0.25, "most_per_day": 40}
    rich = {"people": 1_000, "networkers": 0.3, "part_time": 0.0, "full_time_hours": 120.0, "part_time_hours": 0.0}
    market = lived(scenario(conversation=talkative, population=rich, gossip={"rate": 1.0}), 0)
    most = 0
    for _ in range(10):
        market.step()
        count, w = market.world.tables.count[0], market.world.tables
        most = max(most, int(count.said))
        assert count.said <= w.said.size
        assert count.notes <= w.notes.size
        assert count.positions <= w.positions.size
    assert most > 1024


def test_a_crowd_that_joins_at_once_finds_room() -> None:
    rush = {
        "population": {"people": 1_000, "networkers": 0.2, "openness": 1.0, "savings": 9_000, "part_time": 0.0},
        "conversation": {"hours": 0.2, "most_per_day": 40},
        "graph": {"kind": "watts_strogatz", "k": 30, "p": 0.5},
        "decision": {"intercept": 40.0, "work_intercept": 40.0},
    }
    market = lived(scenario(**rush), 0, strategy="tailored")
    start = market.world.tables.positions.size
    for _ in range(12):
        market.step()
        w = market.world.tables
        assert w.count[0].positions <= w.positions.size
    assert w.count[0].positions > start
    assert (w.held.seat != NONE).sum() == w.count[0].positions
