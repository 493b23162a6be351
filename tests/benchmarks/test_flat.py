"""The flat C++ program is a second oracle: it lives the same year, and every column ends with the same bits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.lib import recfunctions

from benchmarks.flat.program import NO_COMPILER, Program, compiler
from benchmarks.flat.rows import COLUMNS, Group, differing, groups
from benchmarks.scenarios import RECRUIT
from sim.market import Market
from sim.model.membership.leaving import STAYED
from sim.model.membership.reasons import AWKWARDNESS, CARE, MONEY, NOTHING
from sim.scenario.schema import Scenario
from sim.world.world import World

pytestmark = pytest.mark.skipif(compiler() is None, reason=NO_COMPILER)
LAYOUTS = ("own", "best")
MOVED = (("Ties", "told"), ("Persons", "overload"))
WORLDS = [
    ("a few at work", 1, ("population.people=1500", "time.days=100")),
    (
        "most join",
        2,
        (
            "population.people=600",
            "population.networkers=0.05",
            "decision.intercept=-13",
            "decision.work_intercept=-11",
            "time.days=125",
        ),
    ),
    ("half at work", 3, ("population.people=800", "population.networkers=0.5", "time.days=95")),
    ("caught speakers own up", 4, ("population.people=400", "population.networkers=0.5", "credibility.admit=0.5")),
    (
        "everything that listeners weigh",
        5,
        (
            "population.people=500",
            "population.networkers=0.1",
            "decision.intercept=-15",
            "decision.work_intercept=-15",
            "decision.overload=0.2",
            "conversation.prefer_close=0.5",
            "conversation.avoid_recent=5",
            "conversation.guess_noise=0.4",
        ),
    ),
    ("most leave", 6, ("population.people=500", "population.networkers=0.3", "leaving.risk=0.6", "time.days=130")),
    (
        "side businesses are given up and money is short",
        7,
        (
            "population.people=400",
            "population.networkers=0.3",
            "decision.intercept=-10",
            "decision.work_intercept=-10",
            "leaving.prune=2",
            "leaving.money=0",
            "population.budget=60",
            "time.days=125",
        ),
    ),
]


def market_of(seed: int, *overrides: str) -> Market:
    """A market of the scenario that the program is of."""
    return Market(Scenario.load(RECRUIT, ["time.days=65", *overrides]), seed, collect=False)


def evening_of(market: Market) -> World:
    """A market's world after its last day."""
    while market.running:
        market.step()
    return market.world


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("flat")


@pytest.mark.parametrize(("seed", "overrides"), [each[1:] for each in WORLDS], ids=[each[0] for each in WORLDS])
def test_both_layouts_end_with_the_bits_of_the_market(folder: Path, seed: int, overrides: tuple[str, ...]) -> None:
    market = market_of(seed, *overrides)
    program, days = Program(market.world, folder), market.scenario.time.days
    morning = program.take(market.world)
    lived = {layout: program.live(layout, morning, days, market.world) for layout in LAYOUTS}
    evening = evening_of(market)
    for alone in lived.values():
        assert differing(evening, alone.tables) == []
        assert alone.conversations == evening.tables.tally.conversations.sum() > 1_000
    for name, columns in COLUMNS.items():
        assert set(lived["own"].tables[name].homes) == set(columns.split())


def test_the_worlds_compared_have_everything_in_them() -> None:
    joined, left, short = (
        evening_of(market_of(seed, *overrides)).tables for _, seed, overrides in (WORLDS[1], WORLDS[5], WORLDS[6])
    )
    assert (joined.positions.recruiter != 2**32 - 1).sum() > 20
    assert joined.people.buys.any()
    assert joined.people.role.max() == 2
    assert joined.accounts.passive.any()
    assert joined.positions.care.any()
    assert joined.tally.private.sum() > 100
    assert (left.positions.left >= 0).sum() > 100
    assert left.positions.losses.max() > 1
    assert (left.positions.why == STAYED).sum() > 100
    assert set(left.tally.reason) | set(short.tally.reason) >= {0, MONEY, CARE, AWKWARDNESS, NOTHING}
    assert ((left.people.stranded != 0) & (left.people.buys != 0)).any()  # between businesses, and still a customer
    several = short.people.buys & (short.people.buys - np.uint32(1)) != 0  # where one comes after the other
    assert several[short.people.buys != 0].sum() > 100
    assert (short.people.works[short.positions.person[short.positions.left >= 0]] != 0).sum() > 50
    goods = short.positions[(short.positions.working == 0) & (short.positions.volume > 0)]
    assert (goods.volume < short.company.customer_purchase[goods.company]).sum() > 50  # what the budget leaves


def test_another_bit_in_any_column_is_noticed(folder: Path) -> None:
    market = market_of(1, "population.people=300")
    program = Program(market.world, folder)
    lived = program.live("best", program.take(market.world), 65, market.world).tables
    evening = evening_of(market)
    for name, group in lived.items():
        for column in group.homes:
            assert differing(evening, {**lived, name: _with_a_bit(group, column)}) == [f"{name}.{column}"]


def _with_a_bit(group: Group, column: str) -> Group:
    """The same tables, but for the last bit of a column's last number."""
    table = group.tables[group.homes[column]].copy()
    changed = np.ascontiguousarray(table[column])
    changed.view(np.uint8).reshape(-1)[-1] ^= 1
    table[column] = changed
    return replace(group, tables={**group.tables, group.homes[column]: table})


def with_moved(world: World, name: str, column: str) -> World:
    """The same world, a column of persons or ties in another table than it was."""
    group = next(each for each in groups(world) if each.name == name)
    home = group.homes[column]
    target = next(table for table in group.tables if table not in (home, "accounts"))
    wider = recfunctions.append_fields(group.tables[target], column, group.column(column), usemask=False)
    less = recfunctions.drop_fields(group.tables[home], column)
    tables = {table: recfunctions.repack_fields(rows, align=True) for table, rows in ((home, less), (target, wider))}
    return replace(world, tables=world.tables._replace(**tables))


def test_the_program_follows_when_a_column_moves(folder: Path) -> None:
    market = market_of(3, "population.people=300", "population.networkers=0.3")
    other = market.world
    for name, column in MOVED:
        other = with_moved(other, name, column)
    homes = [{each.name: each.homes for each in groups(world)} for world in (market.world, other)]
    assert [homes[0][name][column] != homes[1][name][column] for name, column in MOVED] == [True, True]
    program = Program(other, folder)
    assert program.path != Program(market.world, folder).path
    lived = [program.live(layout, program.take(other), 65, other).tables for layout in LAYOUTS]
    evening = evening_of(market)
    assert [differing(evening, tables) for tables in lived] == [[], []]


def test_a_column_that_is_gone_is_named() -> None:
    world = market_of(1, "population.people=300").world
    less = world.tables._replace(ties=recfunctions.drop_fields(world.tables.ties.view(np.ndarray), "talks"))
    with pytest.raises(LookupError, match="No table of ties has a column 'talks': links, ties"):
        groups(replace(world, tables=less))
