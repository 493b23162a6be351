from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.core.accounts import HOUSEHOLDS
from sim.market import Market
from sim.own import RuleError, load_rules
from sim.steps import Today, is_due
from tests.builders import differing

from .conftest import Make, Write


def phase(body: str, when: str = "daily") -> str:
    return f'@phase("x", when="{when}")\ndef x(today):\n    {body}\n'


def failing(make: Make, body: str) -> str:
    market = Market(make(phase(body), own={"phases": ["x"]}), 1, collect=False)
    with pytest.raises(RuleError) as caught:
        market.step()
    return str(caught.value).removeprefix(f"{market.scenario.own.files[0].path}, line ")


def test_phases_end_the_day_in_the_order_of_the_scenario(make: Make) -> None:
    text = (
        "seen = []\n"
        '@phase("one")\ndef one(today):\n    seen.append(("one", today.day))\n'
        '@phase("two", when="weekly")\ndef two(today):\n    seen.append(("two", today.day))\n'
        '@phase("three", when="monthly")\ndef three(today):\n    seen.append(("three", today.day))\n'
        '@measure("count")\ndef count(world, who):\n    return np.full(who.size, len(seen))\n'
    )
    market = Market(make(text, own={"phases": ["two", "one", "three"]}), 1, collect=False)
    for _ in range(8):
        market.step()
    seen = sys.modules[f"_manyhats_rules_{market.scenario.own.files[0].sha256[:16]}"].seen
    days = [("one", day) for day in range(8)]
    assert seen == [("two", 0), *days[:7], ("two", 7), *days[7:]]


def test_phases_are_due_when_they_say() -> None:
    assert [day for day in range(61) if is_due("monthly", day)] == [29, 59]
    assert [day for day in range(22) if is_due("weekly", day)] == [0, 7, 14, 21]
    assert all(is_due("daily", day) for day in range(9))


def test_a_phase_may_change_the_world_and_pay(make: Make) -> None:
    body = "today.pay(today.tables.people.size + 3 + 0, 5, 77)"
    market = Market(make(phase(body), own={"phases": ["x"]}), 1, collect=False)
    without = Market(make(phase(body)), 1, collect=False)
    for each in (market, without):
        each.step()
    gained = market.world.tables.accounts.balance - without.world.tables.accounts.balance
    assert gained[5] == 77
    assert gained[market.world.people + 3 + HOUSEHOLDS] == -77
    assert market.world.money() == 0


def test_a_phase_that_makes_or_destroys_money_is_refused(make: Make) -> None:
    assert failing(make, "today.tables.accounts.balance[0] += 1200") == (
        '3: the phase "x" made 1,200 cents; money only moves, by today.pay (day 0).'
    )
    assert failing(make, "today.tables.accounts.balance[-1] -= 3") == (
        '3: the phase "x" destroyed 3 cents; money only moves, by today.pay (day 0).'
    )


THIEF = """@pitch("thief")
def thief(networker, contact):
    networker.model.world.tables.accounts.balance[networker.unique_id] += 100
    return [networker.main]
"""


def test_another_rule_that_makes_money_is_refused_the_same_day(make: Make) -> None:
    thieves = [{"name": "thieves", "companies": ["vita"], "pitch": "thief"}]
    market = Market(make(THIEF, strategy=thieves), 1, collect=False)
    with pytest.raises(RuleError) as caught:
        market.step()
    file = re.escape(market.scenario.own.files[0].path)
    told = rf"{file}: one of its rules made [\d,]+00 cents; money only moves, by today.pay \(day 0\)\."
    assert re.fullmatch(told, str(caught.value))


@pytest.mark.parametrize("cents", [-5, 1.5, "0.1 + 0.2", "float('nan')", True, None, "'five'", 2**63])
def test_what_is_no_whole_number_of_cents_is_not_paid(make: Make, cents: object) -> None:
    assert failing(make, f"today.pay(4, 5, {cents})").startswith('5: the phase "x" failed: UserError: ')
    assert failing(make, f"today.pay(4, 5, {cents})").endswith(" cents cannot be paid; whole cents can, 0 or more.")


@pytest.mark.parametrize("purse", [-1, 10**6, 1.5, True, None, "'ann'"])
@pytest.mark.parametrize("call", ["today.pay({}, 5, 1)", "today.pay(5, {}, 1)"])
def test_nobody_pays_from_or_into_a_purse_that_is_not_there(make: Make, call: str, purse: object) -> None:
    assert "UserError: there is no purse " in failing(make, call.format(purse))


@given(cents=st.integers(0, 50), kind=st.sampled_from([int, np.int64, np.uint8, float, str]))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whole_cents_of_any_type_are_paid(make: Make, cents: int, kind: Callable[[int], Any]) -> None:
    market = Market(make(phase("pass")), 1, collect=False)
    before = market.world.tables.accounts.balance.copy()
    Today(market, "x").pay(kind(4), kind(5), kind(cents))
    gained = market.world.tables.accounts.balance - before
    assert (gained[4], gained[5], np.count_nonzero(gained)) == (-cents, cents, 2 * (cents > 0))


def test_a_phase_that_leaves_somebody_with_less_than_nothing_is_refused(make: Make) -> None:
    found = failing(make, "today.pay(4, 5, int(today.tables.accounts.balance[4]) + 1)")
    assert found == '3: the phase "x" left person 4 with -1 cents; nobody pays what they do not have (day 0).'


def test_a_phase_that_fails_is_told_with_its_line(make: Make) -> None:
    assert failing(make, "today.nothing") == (
        "5: the phase \"x\" failed: AttributeError: 'Today' object has no attribute 'nothing'."
    )


def test_draws_are_keyed_by_phase_day_person_and_number(make: Make) -> None:
    market = Market(make(phase("pass")), 1, collect=False)
    one, other = Today(market, "x"), Today(market, "y")
    market.day = 1
    later = Today(market, "x")
    draws = [one.draw(3), one.draw(3, 1), one.draw(4), other.draw(3), later.draw(3)]
    assert len(set(draws)) == 5
    assert draws[0] == Today(Market(market.scenario, 1, collect=False), "x").draw(3)
    assert draws[0] != Today(Market(market.scenario, 2, collect=False), "x").draw(3)
    many = np.array([one.draw(person) for person in range(2000)])
    assert abs(many.mean() - 0.5) < 0.02


def test_a_phase_stands_where_it_says(make: Make) -> None:
    text = (
        "seen = []\n"
        '@phase("heard", after="hear")\ndef heard(today):\n    seen.append(int(today.tables.count[0].said))\n'
        '@phase("first", before="begin_week")\ndef first(today):\n    seen.append(today.day)\n'
        '@phase("last")\ndef last(today):\n    seen.append("last")\n'
    )
    market = Market(make(text, own={"phases": ["last", "heard", "first"]}), 1, collect=False)
    market.step()
    seen = sys.modules[f"_manyhats_rules_{market.scenario.own.files[0].sha256[:16]}"].seen
    assert (seen[0], seen[2]) == (0, "last")
    assert seen[1] == market.world.used("said") > 0
    without = Market(make(text), 1, collect=False)
    without.step()
    assert differing(market.world.tables, without.world.tables) == []


def test_a_phase_that_stands_beside_nothing_is_told(make: Make, write: Write) -> None:
    scenario = make('@phase("x", after="decades")\ndef x(today): ...\n', own={"phases": ["x"]})
    with pytest.raises(RuleError) as caught:
        Market(scenario, 1)
    (file,) = scenario.own.files
    assert str(caught.value).startswith(f'{file.path}, line 3: the phase "x" stands beside "decades": must be "begin_')
    assert str(caught.value).endswith('Did you mean "decide"?')
    with pytest.raises(RuleError, match=r'the phase "x" has one place in the day: write after or before, not both\.$'):
        load_rules([write('@phase("x", after="hear", before="decide")\ndef x(today): ...\n', "both.py")])
