from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.model.membership.departure import CLOSED, QUIT, depart, regroup
from sim.model.membership.joining import buy_only, enter, go_to_work
from sim.model.plans.purchase import purchases
from sim.model.tables import NONE, Tables
from sim.record.firms import COLUMNS, Firms
from sim.world.world import World
from tests.builders import COMPANIES, empty_world, lived, scenario
from tests.shares import pools
from tests.trees import commissions

VITA, CLICKS = 0, 1
PLAN = {"retail_margin": 0.25, "plan": {"rates": [0.1], "compression": False, "rolls_up": True}}


def work(w: Tables, i: int, c: int, sponsor: int = NONE) -> int:
    """Let a person work a company from day 0; return his position."""
    seat = enter(w, 0, i, c, sponsor, NONE)
    go_to_work(w, 0, i, c)
    return seat


@pytest.fixture
def town() -> World:
    """Three members and a customer under one member of vita, two members of clicks, nobody in glow."""
    world = empty_world(people=6, company=[{**each, **PLAN} for each in COMPANIES])
    w = world.tables
    first = work(w, 0, VITA)
    for i in (1, 2, 3):
        work(w, i, VITA, first)
    enter(w, 0, 4, VITA, first, NONE)
    buy_only(w, 4, VITA)
    work(w, 0, CLICKS)
    work(w, 1, CLICKS)
    w.positions.conviction[: w.count[0].positions] = 1.0
    return world


def rows(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return list(frame.itertuples(index=False, name=None))


def test_a_row_a_company_says_who_is_in_and_what_was_bought_and_paid(town: World) -> None:
    w, firms = town.tables, Firms(town)
    firms.look(0)
    purchases(w, 29)
    commissions(w)
    w.group.usefulness[VITA] = 0.75
    firms.look(30)
    depart(w, 3, 31, QUIT)
    depart(w, 4, 31, QUIT)
    depart(w, 5, 31, CLOSED)
    regroup(w)
    firms.look(35)
    bought, paid = 4 * 6_000 + 4_000, 3 * 600 + 400 + 1_000
    told = ["day", "company", "members", "customers", "left", "volume", "consumer_volume", "paid", "usefulness"]
    shares = ["pool", "closed", "cause", "paid_in", "paid_out"]
    assert list(firms.frame().columns) == [*told, *shares]
    assert rows(firms.frame()[told]) == [
        (0, "vita", 4, 1, 0, 0, 0, 0, 1.0),
        (0, "clicks", 2, 0, 0, 0, 0, 0, 1.0),
        (0, "glow", 0, 0, 0, 0, 0, 0, 1.0),
        (30, "vita", 4, 1, 0, bought, bought - 6_000, paid, 0.75),
        (30, "clicks", 2, 0, 0, 10_000, 10_000, 0, 1.0),
        (30, "glow", 0, 0, 0, 0, 0, 0, 1.0),
        (35, "vita", 3, 0, 2, bought - 6_000 - 4_000, bought - 6_000 - 6_000 - 4_000, paid, 0.75),
        (35, "clicks", 1, 0, 1, 5_000, 5_000, 0, 1.0),
        (35, "glow", 0, 0, 0, 0, 0, 0, 1.0),
    ]
    counts = [name for name in COLUMNS if name != "usefulness"]
    assert firms.frame().dtypes[["day", *counts]].eq("int64").all()


def test_positions_and_companies_tell_the_same_story_of_a_lively_world() -> None:
    market = lived(scenario(), 65, strategy="tailored")
    w, firms = market.world.tables, Firms(market.world)
    firms.look(65)
    seats = w.positions[: w.count[0].positions]
    frame = firms.frame()
    still_in = seats.left < 0
    assert frame.members.sum() == seats.working[still_in].sum()
    assert frame.members.sum() + frame.customers.sum() + frame.left.sum() == seats.size
    assert frame.left.sum() == np.count_nonzero(~still_in) > 0
    income = w.accounts[: w.people.size]
    assert frame.paid.sum() == income.active.sum() + income.passive.sum() > 0


def test_pools_are_told_of_revenue_share_companies_only() -> None:
    of = pools([{"deposits": 1_000, "fee": 0.1, "returns": 2.0, "days": 10}], {"name": "vita", "topic": "health"})
    market = lived(of, 11)
    firms = Firms(market.world)
    firms.look(11)
    told = ["pool", "closed", "cause", "paid_in", "paid_out"]
    came_in = 11 * 90_000  # by day 9 as much had to be paid as had come in: 20,000 a day for every day before
    assert firms.frame().iloc[0][told].tolist() == [0, 10, 1, 11 * 100_000, came_in]
    assert firms.frame().iloc[1][told].tolist() == [0, -1, 0, 0, 0]


def test_a_column_is_a_function_of_the_tables(town: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COLUMNS, "topic", lambda w: w.company.topic)
    firms = Firms(town)
    firms.look(0)
    assert firms.frame().topic.tolist() == town.tables.company.topic.tolist()


def test_without_a_look_there_is_nothing_to_see(town: World) -> None:
    assert len(Firms(town).frame()) == 0
