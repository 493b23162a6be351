"""Money beyond what is counted exactly ends a run with a sentence, and money just below it is exact."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from sim.core.accounts import CROWD, HOUSEHOLDS, MOST_HELD, UNBOOKED, pay
from sim.core.errors import UserError
from sim.market import Market
from sim.model.shares.packs import add_pack
from sim.model.tables import NONE
from sim.runs import run
from sim.scenario.schema import Scenario
from sim.world import build as building
from sim.world.limits import MOST_SUMMED, refuse_pools, refuse_rich, refuse_totals
from sim.world.world import MOST_ROWS, World
from tests.builders import empty_world, lived

TEN_TRILLION = "more than the 10,000,000,000,000 currency units that are counted exactly."
OF_A_POOL = "Lower deposits, deposits_growth, advertising, advertising_growth, earnings or pool of company.f.revshare."


def fund(length: int = 40, law: dict[str, Any] | None = None, **revshare: Any) -> Scenario:
    """A fund with a crowd, beside a product company that a few work."""
    return Scenario.model_validate(
        {
            "time": {"days": length},
            "population": {"people": 60, "networkers": 0.2, **(law or {})},
            "company": [
                {"name": "p", "topic": "h"},
                {"name": "f", "topic": "y", "kind": "revshare", "revshare": {"patience": 36_500, **revshare}},
            ],
            "strategy": [{"name": "s", "companies": ["p"]}],
        }
    )


def ends(of: Scenario) -> str:
    """The sentence with which a run ends."""
    with pytest.raises(UserError) as caught:
        run(of, 1)
    return str(caught.value)


@pytest.mark.parametrize(
    ("revshare", "sentence"),
    [
        (
            {"deposits": 100, "deposits_growth": 0.5, "returns": 0.0, "fee": 0.7},
            f"Day 52: The deposits of 'f' a day are {TEN_TRILLION} "
            "Lower company.f.revshare.deposits, company.f.revshare.deposits_growth or time.days.",
        ),
        (
            {"deposits": 10**9, "deposits_growth": 0.5, "returns": 9.0},
            f"Day 14: The packs of 'f' promise {TEN_TRILLION} Lower company.f.revshare.returns, "
            "company.f.revshare.repurchase or company.f.revshare.deposits_growth.",
        ),
        (
            {"deposits": 10**9, "deposits_growth": 0.5, "returns": 10.0},
            f"Day 13: The packs of 'f' promise {TEN_TRILLION} Lower company.f.revshare.returns, "
            "company.f.revshare.repurchase or company.f.revshare.deposits_growth.",
        ),
        (
            {"advertising": 10**9, "advertising_growth": 1.0},
            f"Day 10: The pool of 'f' holds 12,818,308,050,524.55 currency units, {TEN_TRILLION} {OF_A_POOL}",
        ),
        (
            {"payout": "account", "promised": 10.0, "withdrawn": 0.0, "pool": 10**9},
            f"Day 342: The accounts of 'f' hold {TEN_TRILLION} Lower company.f.revshare.promised, "
            "company.f.revshare.pool or company.f.revshare.deposits_growth.",
        ),
        (
            {"payout": "account", "earnings": 10.0, "promised": 0.0, "withdrawn": 0.0, "pool": 10**9},
            f"Day 341: The pool of 'f' holds 10,064,576,735,781.81 currency units, {TEN_TRILLION} {OF_A_POOL}",
        ),
    ],
)
def test_what_grows_too_large_is_told(revshare: dict[str, Any], sentence: str) -> None:
    assert ends(fund(400, **revshare)) == sentence


def test_deposits_grow_beyond_ten_billion_a_day() -> None:
    """They once stopped there, and the fund then failed to pay what it would have had."""
    market = Market(fund(60, deposits=100, deposits_growth=0.5, returns=0.0, fee=0.0), 1, collect=False)
    while market.day < 47:
        before = int(market.world.tables.pools[1].staked)
        market.step()
    day = int(market.world.tables.pools[1].staked) - before
    assert day == int(10_000 * math.exp(23.0)) == 97_448_034_462_489
    assert market.world.tables.pools[1].closed == -1


def test_packs_that_promise_more_pay_out_more() -> None:
    paid = []
    for returns in (2.0, 9.0, 10.0, 1000.0):
        w = lived(fund(40, deposits=10**6, returns=returns, days=36_500), 40).world.tables
        paid.append(int(w.pools[1].received))
    days = sum(range(40))  # one more day's packs are due every day
    assert paid == [pytest.approx(10**8 * returns / 36_500 * days, rel=1e-4) for returns in (2.0, 9.0, 10.0, 1000.0)]


def test_savings_that_cannot_be_counted_are_told_before_the_first_day() -> None:
    sentence = ends(fund(law={"savings": 10**9, "savings_sigma": 4.0}))
    assert sentence.startswith("Before the first day: The purse of person ")
    assert sentence.endswith(
        f"{TEN_TRILLION} Lower population.savings, population.savings_sigma or population.allowance."
    )


def rich(world: World, row: int, cents: int) -> None:
    """Put an amount into a purse of a world, out of two purses of the outside."""
    inside = world.people + len(world.scenario.company)
    for giver in (inside + HOUSEHOLDS, inside + CROWD):
        pay(world.tables.accounts[giver], world.tables.accounts[row], cents // 2, UNBOOKED)


@pytest.mark.parametrize(
    ("row", "begin"),
    [(3, "Day 9: The purse of person 3 holds "), (12, "Day 9: The purse of 'vita' holds ")],
)
def test_a_purse_may_hold_what_is_counted_and_no_more(row: int, begin: str) -> None:
    world = empty_world(population={"savings": 0})
    rich(world, row, MOST_HELD)
    refuse_rich(world, "Day 9")
    rich(world, row, 2)
    with pytest.raises(UserError) as caught:
        refuse_rich(world, "Day 9")
    assert str(caught.value).startswith(f"{begin}10,000,000,000,000.02 currency units, {TEN_TRILLION}")


def test_the_outside_world_may_give_a_thousand_times_as_much() -> None:
    world = empty_world(population={"savings": 0})
    households = world.tables.accounts[world.people + len(world.scenario.company) + HOUSEHOLDS]
    households.balance = -MOST_SUMMED
    refuse_rich(world, "Day 9")
    households.balance -= 1
    with pytest.raises(UserError, match=r"^Day 9: The purse of the households has given away 10,000,000,000,000,000\."):
        refuse_rich(world, "Day 9")


@pytest.mark.parametrize("columns", [("active",), ("goods", "fees"), ("capital", "stakes")])
def test_totals_of_all_people_are_watched(columns: tuple[str, ...]) -> None:
    world = empty_world()
    for column in columns:
        world.tables.accounts[column][:5] = MOST_SUMMED // (5 * len(columns))
    refuse_totals(world, "Day 30")
    world.tables.accounts[columns[0]][5] = 1000
    with pytest.raises(UserError) as caught:
        refuse_totals(world, "Day 30")
    limit = "the 10,000,000,000,000,000 currency units that are counted exactly"
    assert str(caught.value) == (
        f"Day 30: What people have earned or paid sums to more than {limit}. "
        "Lower population.people, population.allowance or the purchases."
    )


def owes(world: World, cents: int) -> None:
    world.tables.pools[1].owed = cents


def turns_over(world: World, cents: int) -> None:
    world.tables.pools[1].staked = cents * (MOST_SUMMED // MOST_HELD)


def promises(world: World, cents: int) -> None:
    world.tables.count[0].packs = 0
    world.make_room("packs", 2)
    add_pack(world.tables, 0, NONE, 1, cents, 0)


@pytest.mark.parametrize("puts", [owes, turns_over, promises])
def test_a_pool_may_owe_and_promise_what_is_counted_and_no_more(puts: Callable[[World, int], None]) -> None:
    world = building.build(fund(returns=1.0), 1)
    puts(world, MOST_HELD)
    refuse_pools(world, "Day 2")
    puts(world, MOST_HELD + 1)
    with pytest.raises(UserError, match=r"^Day 2: .*'f' "):
        refuse_pools(world, "Day 2")


@pytest.mark.parametrize("table", ["positions", "said", "notes", "places", "holdings", "packs"])
def test_more_rows_than_can_be_numbered_are_refused(table: str) -> None:
    with pytest.raises(UserError) as caught:
        empty_world().make_room(table, MOST_ROWS + 1)
    assert str(caught.value) == (
        f"The table '{table}' would need 2,147,483,648 rows, more than the 2,147,483,647 that can be numbered. "
        "Lower population.people, population.networkers or conversation.most_per_day."
    )


def test_more_ties_than_can_be_numbered_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "NONE", 131)
    with pytest.raises(UserError) as caught:
        empty_world(12, seed=8)
    assert str(caught.value) == (
        "Address books with 132 places in all are more than the 131 that can be numbered: fewer people or ties."
    )
