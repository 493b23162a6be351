from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from sim.core.accounts import ACTIVE, PASSIVE
from sim.core.chance import constant_of, named_draw, purposes, seed_key
from sim.market import Market
from sim.model.plans.buying import standings
from sim.model.plans.commissions import Books, books_of, pay_commissions, pay_members, payments
from sim.own import RuleError
from sim.world.world import World
from tests.model.contract import RuleContract, days, named
from tests.trees import DAY, TOP, plant, scenario_of

from .conftest import Make

PLAN = """
@plan("mine")
def mine(company):
    return {returned}
"""


def grown(make: Make, returned: str = "[]", volumes: tuple[int, ...] = (100_00, 50_00, 30_00, 20_00)) -> World:
    """Persons 0 to 3 in vita: 1 and 3 under 0, 2 under 1; 3 is a customer, 2 bought less than the minimum."""
    vita = {"name": "vita", "topic": "health", "joining_fee": 0, "plan": {"kind": "mine", "rates": [0.5]}}
    scenario = make(
        PLAN.format(returned=returned),
        company=[vita, {"name": "glow", "topic": "beauty"}],
        strategy=[{"name": "all", "companies": ["vita"]}],
        population={"people": 8, "networkers": 0.0, "savings": 10_000, "savings_sigma": 0.0},
        graph={"kind": "complete"},
    )
    w = plant(scenario, [TOP, 0, 1, 0], customers=[3])
    w.positions.volume[:4] = volumes
    w.positions.qualified[:4] = [1, 1, 0, 0]
    standings(w)
    return World(scenario, 1, w, None, [])


def shown(world: World, c: int = 0) -> Books:
    return books_of(world.tables, DAY, c, world.scenario.company[c])


def paid(world: World) -> list[int]:
    before = world.tables.accounts.balance[: world.people].copy()
    pay_commissions(world.tables, DAY, world.scenario.company, world.scenario.own)
    return (world.tables.accounts.balance[: world.people] - before)[:4].tolist()


def test_a_plan_is_shown_members_volumes_and_standings(make: Make) -> None:
    books = shown(grown(make))
    assert (books.name, books.day, books.volume) == ("vita", DAY, 200_00)
    assert books.company.plan.rates == [0.5]
    assert [(m.person, m.sponsor, m.working, m.qualified) for m in books.members] == [
        (0, None, True, True),
        (1, 0, True, True),
        (2, 1, True, False),
        (3, 0, False, False),
    ]
    assert [(m.volume, m.own, m.team) for m in books.members] == [
        (100_00, 120_00, 100_00),
        (50_00, 50_00, 30_00),
        (30_00, 30_00, 0),
        (20_00, 20_00, 0),
    ]
    assert [m.person for m in books.recruits(0)] == [1, 3]
    assert books.member(2).sponsor == 1
    with pytest.raises(KeyError):
        books.member(7)


def test_who_has_left_is_not_shown(make: Make) -> None:
    world = grown(make)
    world.tables.positions.left[2] = 3
    assert [member.person for member in shown(world).members] == [0, 1, 3]
    assert shown(world, 1) == Books(world.scenario.company[1], DAY, (), 0)


def test_payments_move_from_the_company_to_members_and_are_booked(make: Make) -> None:
    world = grown(make, '[(0, 12_34, "active"), (1, 5_00, "passive"), (0, 1, "passive")]')
    assert paid(world) == [12_35, 5_00, 0, 0]
    w = world.tables
    assert (w.accounts.active[:2].tolist(), w.accounts.passive[:2].tolist()) == ([12_34, 0], [1, 5_00])
    assert w.accounts.balance[world.people] == -17_35
    assert w.positions.earned[:4].tolist() == [12_35, 5_00, 0, 0]
    assert w.tally.first_commission[:3].tolist() == [DAY, DAY, -1]
    assert world.money() == 0


def test_a_plan_may_be_a_function_of_what_it_is_shown(make: Make) -> None:
    returned = '[(m.person, m.team // 10, "passive") for m in company.members if m.qualified]'
    assert paid(grown(make, returned)) == [10_00, 3_00, 0, 0]


@pytest.mark.parametrize(
    ("returned", "sentence"),
    [
        ("None", "must return a list of payments, not None"),
        ("[3]", 'must return payments (person, cents, "active" or "passive"), not 3'),
        ('[(0, 1, "capital")]', 'must return payments (person, cents, "active" or "passive"), not [0, 1, "capital"]'),
        ('[(0, -1, "active")]', "pays -1 cents to person 0; nothing can be taken"),
        ('[(0, 1.5, "active")]', "pays 1.5 cents; whole cents can be paid"),
        ('[(7, 1, "active")]', "pays person 7, who is no member"),
        ('[("x", 1, "active")]', 'pays person "x", who is no member'),
        (
            '[(0, 150_00, "active"), (1, 50_01, "active")]',
            "pays 20,001 cents, more than the 20,000 that were bought this month",
        ),
    ],
)
def test_what_may_not_be_paid_is_refused_and_nothing_is_paid(make: Make, returned: str, sentence: str) -> None:
    world = grown(make, returned)
    before = world.tables.accounts.copy()
    with pytest.raises(RuleError) as caught:
        pay_commissions(world.tables, DAY, world.scenario.company, world.scenario.own)
    path = world.scenario.own.files[0].path
    assert str(caught.value) == f'{path}, line 4: the compensation plan "mine" {sentence} (vita, day 29).'
    assert (world.tables.accounts == before).all()


def test_all_that_was_bought_can_be_paid(make: Make) -> None:
    assert paid(grown(make, '[(1, company.volume, "active")]')) == [0, 200_00, 0, 0]


def test_whole_numbers_of_arrays_are_whole_numbers(make: Make) -> None:
    person, cents, kinds = payments(shown(grown(make)), [(np.int64(1), np.int32(7), "active")])
    assert (person.tolist(), cents.tolist(), kinds.tolist()) == ([1], [7], [ACTIVE])
    nothing: tuple[Any, ...] = payments(shown(grown(make)), [])
    assert [part.tolist() for part in nothing] == [[], [], []]
    assert PASSIVE != ACTIVE


def test_an_own_plan_that_imitates_a_built_in_one_gives_the_same_world(make: Make) -> None:
    text = """
    @plan("mine")
    def mine(company):
        people = {member.person: member for member in company.members}
        granted = []
        for buyer in company.members:
            if buyer.sponsor is not None and buyer.volume and people[buyer.sponsor].qualified:
                booked = "passive" if buyer.working else "active"
                granted.append((buyer.sponsor, buyer.volume // 10, booked))
        return granted
    """

    def world(plan: dict[str, Any]) -> Any:
        companies = [{"name": "vita", "topic": "health", "plan": plan}]
        scenario = make(text, company=companies, strategy=[{"name": "all", "companies": ["vita"]}])
        market = Market(scenario, 3, collect=False)
        while market.running:
            market.step()
        return market.world.tables

    own, built_in = world({"kind": "mine"}), world({"rates": [0.1], "compression": False})
    assert built_in.accounts.passive.sum() > 0
    assert (own.accounts == built_in.accounts).all()
    assert (own.positions == built_in.positions).all()


number = st.integers(0, 2**32 - 1)
key = st.integers(0, 2**64 - 1).map(np.uint64)


class TestNamedDraw(RuleContract):
    rule = staticmethod(named_draw)
    takes = named(key=key, constant=key, day=days, who=number, nth=number)
    gives = (0.0, 1.0)

    def test_it_has_its_known_value(self) -> None:
        of = constant_of("own.phase.x")
        assert named_draw(seed_key(1), of, 3, 4, 5) == 0.47200878909465016

    def test_names_share_no_draws_with_each_other_or_with_what_is_built_in(self) -> None:
        names = ["own.phase.x", "own.phase.y", "own.pitch.x", "own.pitch.y"]
        constants = [int(constant_of(name)) for name in names]
        assert len({*constants, *purposes().values()}) == len(names) + len(purposes())


def test_payments_move_and_are_noted_one_by_one() -> None:
    w = plant(scenario_of(6, [0.1], compression=True), [TOP, 0, 1])
    before = w.accounts.copy()
    seats, cents, kinds = np.array([[2, 0, 2], [5, 7, 11], [ACTIVE, PASSIVE, PASSIVE]], np.int64)
    pay_members(w, DAY, seats, cents, kinds)
    gained = w.accounts.balance - before.balance
    assert gained[:3].tolist() == [7, 0, 16]
    assert gained[w.people.size] == -23
    assert (w.accounts.active[2], w.accounts.passive[2], w.accounts.passive[0]) == (5, 11, 7)
    assert (w.positions.earned[:3].tolist(), w.positions.income[:3].tolist()) == ([7, 0, 16], [7, 0, 16])
    assert w.tally.first_commission[:3].tolist() == [DAY, -1, DAY]
    assert w.accounts.balance.sum() == 0


def test_no_payments_change_nothing() -> None:
    w = plant(scenario_of(6, [0.1], compression=True), [TOP, 0])
    before = w.accounts.copy(), w.positions.copy()
    pay_members(w, DAY, *np.zeros((3, 0), np.int64))
    assert (w.accounts == before[0]).all()
    assert (w.positions == before[1]).all()
