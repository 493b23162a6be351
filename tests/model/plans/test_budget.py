from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.membership.joining import buy_only, enter, go_to_work
from sim.model.plans.budget import basket, is_customer, replacement, turn, wish
from sim.model.plans.buying import purchases
from sim.model.plans.parameters import Budget
from sim.model.plans.rows import CompanyRow, Position
from sim.model.tables import NONE, Tables
from tests.builders import copied, empty_world, law, row, set_cash
from tests.model.contract import RuleContract, cents, named, share

SELLER, BUYER, OTHER = 0, 1, 2
VITA, ALOE, TRIP = 0, 1, 2


class TestWish(RuleContract):
    rule = staticmethod(wish)
    takes = named(position=Position, company=CompanyRow, draw=share)
    gives = (0, 10**9)

    def test_customers_buy_as_often_as_convinced(self) -> None:
        company = row(CompanyRow, minimum_purchase=6_000, customer_purchase=4_000)
        assert wish(row(Position, conviction=0.6), company, 0.59) == 4_000
        assert wish(row(Position, conviction=0.6), company, 0.6) == 0


class TestIsCustomer(RuleContract):
    rule = staticmethod(is_customer)
    takes = named(position=Position, company=CompanyRow)
    gives = (0, 1)

    @pytest.mark.parametrize(("working", "banned", "buys"), [(0, 0, True), (0, 1, True), (1, 0, False), (1, 1, True)])
    def test_members_only_where_minimum_purchases_are_banned(self, working: int, banned: int, buys: bool) -> None:
        assert is_customer(row(Position, working=working), row(CompanyRow, banned=banned)) == buys


class TestTurn(RuleContract):
    rule = staticmethod(turn)
    takes = named(conviction=share, interest=share, draw=st.floats(0.0, 1.0 - 2.0**-53))
    gives = (0.0, np.inf)

    def test_what_is_liked_twice_as_much_comes_in_half_the_time(self) -> None:
        assert turn(0.8, 0.5, 0.3) == pytest.approx(turn(0.4, 0.5, 0.3) / 2)
        assert turn(0.4, 1.0, 0.3) == pytest.approx(turn(0.8, 0.5, 0.3))

    @given(weights=st.tuples(share, share), draws=st.tuples(share, share))
    def test_the_order_is_that_of_efraimidis_and_spirakis(
        self, weights: tuple[float, float], draws: tuple[float, float]
    ) -> None:
        keys = [(1.0 - u) ** (1.0 / w) if w > 0.01 and u < 0.99 else None for w, u in zip(weights, draws, strict=True)]
        if None in keys or abs(keys[0] - keys[1]) < 1e-9:  # type: ignore[operator]
            return
        comes = [turn(w, 1.0, u) for w, u in zip(weights, draws, strict=True)]
        assert (comes[0] < comes[1]) == (keys[0] > keys[1])  # type: ignore[operator]


class TestReplacement(RuleContract):
    rule = staticmethod(replacement)
    takes = named(distance=share, law=Budget)
    gives = (0, 10**6)

    @pytest.mark.parametrize(
        ("substitution", "independence", "distance", "millionths"),
        [
            (0.7, 0.5, 0.0, 700_000),
            (0.7, 0.5, 0.8, 420_000),
            (0.0, 0.0, 0.0, 0),
            (1.0, 1.0, 1.0, 0),
            (1.0, 0.0, 1.0, 10**6),
        ],
    )
    def test_falls_with_the_distance_of_topics(
        self, substitution: float, independence: float, distance: float, millionths: int
    ) -> None:
        assert replacement(distance, law(Budget, substitution=substitution, independence=independence)) == millionths


class TestBasket(RuleContract):
    rule = staticmethod(basket)
    takes = named(purchase=cents, left=st.integers(-(10**9), 10**9), least=share)
    gives = (0, 10**9)

    @pytest.mark.parametrize(
        ("left", "bought"),
        [(6_000, 5_000), (5_000, 5_000), (4_999, 4_999), (1_250, 1_250), (1_249, 0), (0, 0), (-9, 0)],
    )
    def test_the_purchase_or_what_is_left_or_nothing(self, left: int, bought: int) -> None:
        assert basket(5_000, left, 0.25) == bought


def company(name: str, topic: str, purchase: float, **more: Any) -> dict[str, Any]:
    """A company that costs nothing but what is bought."""
    free = {"joining_fee": 0, "materials": 0, "retail_margin": 0.2, "supply_cost": 0.3, "minimum_purchase": 60}
    return {"name": name, "topic": topic, "customer_purchase": purchase, **free, **more}


COMPANIES = [company("vita", "health", 50), company("aloe", "herbs", 80), company("trip", "travel", 60)]
FAR = [
    {"between": ["health", "herbs"], "distance": 0.0},
    {"between": ["health", "travel"], "distance": 0.8},
    {"between": ["herbs", "travel"], "distance": 0.8},
]


def market(budget: float, *, works: tuple[int, ...] = (), of: Any = None, order: Any = None, **law: float) -> Tables:
    """Person 1 buys of all companies but those that they work, always convinced, in the given order of companies."""
    companies = COMPANIES if of is None else of
    w = empty_world(
        people=3,
        company=companies,
        strategy=[{"name": "all", "companies": [each["name"] for each in companies]}],
        topic_distance=FAR if of is None else [],
        budget=law,
    ).tables
    for c in range(len(companies)):
        top = enter(w, 0, SELLER, c, NONE, NONE)
        go_to_work(w, 0, SELLER, c)
        seat = enter(w, 0, BUYER, c, top, NONE)
        w.positions[seat].conviction = 1.0
        if c in works:
            go_to_work(w, 0, BUYER, c)
        else:
            buy_only(w, BUYER, c)
    for place, c in enumerate(range(len(companies)) if order is None else order):
        w.taste[BUYER].interest[w.company[c].topic] = 10.0 ** (-12 * place)  # so that chance has no say in the order
    w.life.budget[BUYER] = round(budget * 100)
    return w


def bought(w: Tables, day: int = 29, person: int = BUYER) -> list[int]:
    """What a person buys on a month's last day, by company, in cents."""
    purchases(w, day)
    return [int(w.positions.volume[w.held[person].seat[c]]) for c in range(w.company.size)]


@pytest.mark.parametrize(
    ("budget", "order", "baskets"),
    [
        (500, (0, 1, 2), [50_00, 80_00, 60_00]),
        (100, (0, 1, 2), [50_00, 65_00, 51_70]),  # 100 - .7 * 50; 100 - .42 * (50 + 65)
        (100, (1, 2, 0), [18_80, 80_00, 60_00]),  # 100 - .42 * 80 suffices; 100 - .7 * 80 - .42 * 60
        (60, (2, 0, 1), [34_80, 0, 60_00]),  # 60 - .42 * 60; 60 - .42 * 60 - .7 * 34.80 = 10.44, less than a quarter
        (12.49, (0, 1, 2), [0, 0, 0]),
        (12.5, (0, 1, 2), [12_50, 0, 0]),
    ],
    ids=["ample", "two short", "another order", "one left out", "too little", "just enough"],
)
def test_baskets_by_hand(budget: float, order: tuple[int, ...], baskets: list[int]) -> None:
    w = market(budget, order=order, substitution=0.7, independence=0.5, least=0.25)
    assert bought(w) == baskets
    assert w.accounts.goods[BUYER] == sum(baskets)
    assert w.accounts.balance.sum() == 0


def test_without_substitution_every_company_has_the_whole_budget() -> None:
    w = market(55, substitution=0.0)
    assert bought(w) == [50_00, 55_00, 55_00]


def test_independent_topics_take_nothing_from_each_other() -> None:
    far = [company("vita", "health", 50), company("trip", "travel", 50)]
    w = market(55, of=far, substitution=1.0, independence=1.0)
    w.topics.distance[0][0, 1] = w.topics.distance[0][1, 0] = 1.0
    assert bought(w) == [50_00, 50_00]


def test_full_substitution_never_spends_more_than_the_budget() -> None:
    w = market(100, substitution=1.0, independence=0.0)
    assert bought(w) == [50_00, 50_00, 0]
    assert w.accounts.goods[BUYER] == 100_00


def test_what_a_member_must_buy_comes_first_and_uses_up_the_budget() -> None:
    w = market(100, works=(VITA,), substitution=0.7, independence=0.5)
    assert bought(w) == [60_00, 58_00, 50_44]  # 100 - .7 * 60; 100 - .42 * (60 + 58)
    assert w.positions.qualified[w.held[BUYER].seat[VITA]] == 1
    assert w.tally.goods[BUYER] == 60_00


def test_minimum_purchases_ask_for_no_budget() -> None:
    w = market(40, works=(VITA, ALOE), substitution=1.0, independence=0.0)
    assert bought(w) == [60_00, 60_00, 0]
    assert w.tally.goods[BUYER] == w.accounts.goods[BUYER] == 120_00


def test_never_on_credit() -> None:
    w = market(500, works=(VITA,))
    set_cash(w, BUYER, 60_00 + 80_00 + 14_99)
    assert bought(w) == [60_00, 80_00, 0]
    set_cash(w, BUYER, 59_99)
    assert bought(w, 59) == [0, 59_99, 0]
    assert w.positions.qualified[w.held[BUYER].seat[VITA]] == 0


def test_each_month_has_an_order_of_its_own_by_conviction_and_interest() -> None:
    w = market(50, substitution=1.0, independence=0.0)
    w.taste[BUYER].interest[:3] = [0.5, 0.2, 0.1]
    w.positions.conviction[[int(w.held[BUYER].seat[c]) for c in range(3)]] = 1.0
    first = np.zeros(3)
    for month in range(2_000):
        set_cash(w, BUYER, 10_000)
        first += np.array(bought(w, 30 * month + 29)) > 0
    np.testing.assert_allclose(first / 2_000, np.array([0.5, 0.2, 0.1]) / 0.8, atol=0.035)


def test_nobody_depends_on_who_came_first() -> None:
    """What people buy is settled before anything is paid, so it does not matter in which order they joined."""
    baskets = []
    for order in ((1, 2), (2, 1)):
        w = empty_world(
            people=3, company=COMPANIES, topic_distance=FAR, strategy=[{"name": "a", "companies": ["vita"]}]
        ).tables
        tops = [enter(w, 0, SELLER, c, NONE, NONE) for c in range(3)]
        for i in order:
            for c in range(3):
                w.positions[enter(w, 0, i, c, tops[c], NONE)].conviction = 1.0
                buy_only(w, i, c)
        w.life.budget[1:] = 90_00
        purchases(w, 29)
        baskets.append([bought(copied(w), 59, i) for i in (1, 2)])
    assert baskets[0] == baskets[1]


@st.composite
def months(draw: Any) -> dict[str, Any]:
    return {
        "budget": draw(st.integers(0, 40_000)) / 100,
        "works": tuple(draw(st.sets(st.integers(0, 2)))),
        "cash": draw(st.integers(0, 40_000)),
        "order": draw(st.permutations(range(3))),
        "least": draw(share),
    }


def spent(month: dict[str, Any], more: int = 0, **law: float) -> tuple[int, int]:
    """What person 1 pays for minimum purchases, and for what they buy as a customer."""
    w = market(month["budget"] + more / 100, works=month["works"], order=month["order"], least=month["least"], **law)
    set_cash(w, BUYER, month["cash"])
    baskets = bought(w)
    must = sum(baskets[c] for c in month["works"])
    assert w.accounts.balance[BUYER] >= 0
    return must, sum(baskets) - must


@given(month=months(), substitution=share, independence=share)
@settings(max_examples=40, deadline=None)
def test_nobody_spends_beyond_their_budget_but_by_what_they_must_buy(
    month: dict[str, Any], substitution: float, independence: float
) -> None:
    must, free = spent(month, substitution=1.0, independence=0.0)
    budget = round(month["budget"] * 100)
    assert free <= max(0, budget - must)
    must, free = spent(month, substitution=substitution, independence=independence)
    assert must + free <= month["cash"]
    assert free <= budget * (3 - len(month["works"]))


@given(month=months(), more=st.integers(0, 20_000))
@settings(max_examples=40, deadline=None)
def test_who_has_more_to_spend_spends_no_less(month: dict[str, Any], more: int) -> None:
    law = {"substitution": 1.0, "independence": 0.0}
    assert spent(month, more, **law)[1] >= spent(month, **law)[1]


HOUSEHOLDS = 200
TWINS = [company("one", "health", 50), company("two", "health", 50)]


def turnover(companies: int, substitution: float) -> int:
    """A month's sales to the same households, of the first company alone or of both, in cents."""
    w = empty_world(
        people=HOUSEHOLDS + 1,
        company=TWINS,
        strategy=[{"name": "both", "companies": ["one", "two"]}],
        graph={"kind": "watts_strogatz", "k": 2, "p": 0.0},
        population={"budget": 80, "budget_sigma": 0.6},
        budget={"substitution": substitution},
    ).tables
    for c in range(companies):
        top = enter(w, 0, HOUSEHOLDS, c, NONE, NONE)
        for i in range(HOUSEHOLDS):
            w.positions[enter(w, 0, i, c, top, NONE)].conviction = 1.0
            buy_only(w, i, c)
    purchases(w, 29)
    return int(w.positions.volume.sum())


def test_a_second_product_to_the_same_households_brings_less_than_the_first() -> None:
    """The first product's turnover is held equal: what moves is what the second adds to it."""
    degrees = (0.0, 0.25, 0.5, 0.75, 1.0)
    first = [turnover(1, degree) for degree in degrees]
    assert len(set(first)) == 1
    second = [turnover(2, degree) - first[0] for degree in degrees]
    assert second[0] == first[0]
    assert all(more > less for more, less in pairwise(second))
    assert 0.3 < second[-1] / first[0] < 0.8
