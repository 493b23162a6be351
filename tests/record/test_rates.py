from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.accounts import ACTIVE, FEES, GOODS, pay
from sim.model.membership.joining import enter, go_to_work
from sim.model.membership.reasons import AWKWARDNESS, MONEY, NOTHING
from sim.model.tables import NONE, Tables
from sim.model.week.hours import begin_week
from sim.record.lived import Lived
from sim.record.rates import rates, tail_exponent
from sim.record.run import measured
from tests.builders import empty_world


@pytest.fixture
def w() -> Tables:
    """Person 0 has won persons 1 and 2 for company 0, person 1 has won person 3."""
    tables = empty_world(people=5).tables
    for i, sponsor in [(0, NONE), (1, 0), (2, 0), (3, 1)]:
        enter(tables, 30 * i, i, 0, sponsor, NONE)
        go_to_work(tables, 30 * i, i, 0)
    return tables


def outcomes(w: Tables, *names: str) -> list[list[float]]:
    """Outcomes of persons 0 to 3."""
    found = measured(names, Lived(w))
    return [[float(value) for value in found[name]] for name in names]


def earn(w: Tables, i: int, cents: int) -> None:
    """Let a person receive an amount, or pay it if it is below nothing."""
    company = w.accounts[w.people.size]
    if cents >= 0:
        pay(company, w.accounts[i], cents, ACTIVE)
    else:
        pay(w.accounts[i], company, -cents, FEES)


def test_a_wait_for_the_first_commission_is_counted_from_the_entry(w: Tables) -> None:
    w.tally.first_commission[[0, 2]] = [45, 60]
    entry, waited = outcomes(w, "entry_day", "months_to_commission")
    assert entry == [0, 30, 60, 90]
    assert waited == pytest.approx([1.5, math.nan, 0.0, math.nan], nan_ok=True)


def test_income_is_divided_by_months_and_by_hours(w: Tables) -> None:
    paid = outcomes(w, "costs")[0]
    for i, cents in enumerate([6_000, -1_200, 0, 900]):
        earn(w, i, cents)
    w.tally.months[:4] = [3, 4, 0, 1]
    w.tally.hours[:4] = [30.0, 10.0, 0.0, 0.0]
    w.life.given[:4], w.life.hours_left[:4] = [5.0, 5.0, 0.0, 8.0], [2.0, 5.0, 0.0, 5.0]
    month, hour, hours = outcomes(w, "net_per_month", "net_per_hour", "hours")
    assert hours == [33.0, 10.0, 0.0, 3.0]
    net = np.array([6_000, -1_200, 0, 900]) - paid
    assert month == pytest.approx([net[0] / 3, net[1] / 4, math.nan, net[3]], nan_ok=True)
    assert hour == pytest.approx([net[0] / 33, net[1] / 10, math.nan, net[3] / 3], nan_ok=True)


def test_hours_are_counted_when_the_next_week_begins(w: Tables) -> None:
    w.life.hours[:4] = 10.0
    w.tally.hours[:4] = w.life.given[:4] = w.life.hours_left[:4] = 0.0
    begin_week(w, 0, 0, 5, 0)
    w.life.hours_left[0] -= 4.0
    assert outcomes(w, "hours")[0] == [4.0, 0.0, 0.0, 0.0]
    begin_week(w, 7, 0, 5, 0)
    w.life.hours_left[0] -= 1.5
    assert w.tally.hours[0] == 4.0
    assert outcomes(w, "hours")[0] == [5.5, 0.0, 0.0, 0.0]


def test_what_became_of_recruits_is_told_of_who_won_them(w: Tables) -> None:
    before = -np.array(outcomes(w, "costs")[0])
    for i, cents in enumerate([0, 5_000, -2_000, -100]):
        earn(w, i, cents)
    net = before + np.array([0, 5_000, -2_000, -100])
    mean, loss = outcomes(w, "recruits_net", "recruits_loss")
    assert mean == pytest.approx([(net[1] + net[2]) / 2, net[3], math.nan, math.nan], nan_ok=True)
    assert loss == pytest.approx([0.5, 1.0, math.nan, math.nan], nan_ok=True)


def test_reasons_are_those_of_people_who_left(w: Tables) -> None:
    w.tally.reason[:4] = [0, MONEY, AWKWARDNESS, NOTHING]
    money, awkward = outcomes(w, "left_money", "left_awkward")
    assert money == pytest.approx([math.nan, 1, 0, 0], nan_ok=True)
    assert awkward == pytest.approx([math.nan, 0, 1, 0], nan_ok=True)


def test_rates_of_a_group_are_totals_over_totals() -> None:
    none = np.zeros(3, np.int64)
    people = {
        "recruits": np.array([4, 0, 2]),
        "sales": np.array([9, 3, 0]),
        "months": np.array([10, 2, 0]),
        "founder": np.array([True, False, False]),
        "active_income": none,
        "passive_income": none,
    }
    found = rates(people)
    assert found["recruits_rate"] == 0.5
    assert found["sales_rate"] == 1.0
    assert found["recruits_per_founder"] == 6.0
    assert math.isnan(found["tail_exponent"])
    assert math.isnan(rates({**people, "months": none})["recruits_rate"])


@pytest.mark.parametrize("exponent", [-0.7, -1.0, -2.0])
def test_the_exponent_of_a_pareto_law_is_found(exponent: float) -> None:
    places = (np.arange(100_000) + 0.5) / 100_000
    assert tail_exponent(1_000.0 * places ** (1.0 / exponent)) == pytest.approx(exponent, rel=0.01)


@given(st.lists(st.integers(0, 10**9), min_size=60, max_size=80), st.integers(1, 1000))
def test_the_exponent_does_not_depend_on_the_unit(income: list[int], unit: int) -> None:
    found = tail_exponent(np.array(income))
    assert tail_exponent(np.array(income) * unit) == pytest.approx(found, nan_ok=True)
    assert math.isnan(found) or found < 0.0


def test_own_goods_count_as_much_as_the_scenario_says() -> None:
    tables = empty_world(people=5, budget={"goods_worth": 0.25}).tables
    enter(tables, 0, 0, 0, NONE, NONE)
    go_to_work(tables, 0, 0, 0)
    pay(tables.accounts[0], tables.accounts[5], 90_00, GOODS)
    tables.tally.goods[0] = 60_00  # the rest they bought as a customer
    strict, goods, counted = outcomes(tables, "net_income", "goods", "net_with_goods")
    assert goods[0] == 60_00
    assert counted[0] == strict[0] + 15_00
