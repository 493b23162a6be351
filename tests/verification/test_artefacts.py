"""What the cases about artefacts measure, in small worlds; and that each runs in its short form."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.membership.joining import buy_only, enter
from sim.model.tables import NONE
from sim.verification.case import Check
from sim.verification.cases import all_cases
from sim.verification.cases.artefacts import purses
from sim.verification.cases.fresh import change_business
from sim.verification.cases.neutral import declared, false_alarms
from sim.verification.studied import FIRST, SHORT, market, studied_in, town_at_entry, until
from tests.builders import empty_world

CASES = [case for case in all_cases().values() if case.kind == "artefact"]
HOLDS = ("columns that differ between twins", "working at the end", "half the interval", "last day", "first day")
"""Checks that hold in any market, however it is calibrated."""


def brings(substitution: float) -> float:
    """What a second product brings as a share of the first, where a budget is as large as one purchase."""
    w = empty_world(people=6, budget={"substitution": substitution, "independence": 0.0}).tables
    w.life.budget = 4_000  # cents: one purchase of the first company
    for i in range(6):
        for c in (0, 1):
            seat = enter(w, 0, i, c, NONE, NONE)
            w.positions[seat].conviction = 1.0
            buy_only(w, i, c)
    both, alone = purses(w, 29)
    return float(both / alone - 1.0)


def test_a_second_product_brings_the_less_the_more_it_replaces_the_first() -> None:
    none, half, full = (brings(substitution) for substitution in (0.0, 0.5, 1.0))
    assert none == pytest.approx(1.0)
    assert full == pytest.approx(0.0, abs=0.25)  # of one month 40, of the other 30 or 40
    assert none > half > full


def test_purses_that_buy_of_one_company_are_not_counted() -> None:
    w = empty_world(people=4).tables
    w.positions[enter(w, 0, 0, 0, NONE, NONE)].conviction = 1.0
    buy_only(w, 0, 0)
    assert purses(w, 29).tolist() == [0.0, 0.0]


def test_who_changes_the_business_keeps_tenure_and_no_cent_is_lost() -> None:
    of = market(SHORT, 5, entry=30, days=120)
    world = until(town_at_entry(of, FIRST).branch("one"), 70)
    w = world.world.tables
    who = studied_in(w)
    who = who[w.people.works[who] != 0]
    assert who.size > 0
    began, total = w.life.began[who].tolist(), int(w.accounts.balance.sum())
    change_business(world, who, "clicks only")
    w = world.world.tables
    assert set(w.people.works[who].tolist()) == {1 << 1}
    assert w.life.began[who].tolist() == began
    assert int(w.accounts.balance.sum()) == total
    until(world, 120)


def test_equal_samples_are_declared_different_one_time_in_twenty() -> None:
    pool = np.random.default_rng(1).normal(size=80)
    assert false_alarms(pool, 2_000) == pytest.approx(0.05, abs=0.015)
    assert declared(pool[:40], pool[40:] + 2.0)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_case_runs_in_its_short_form(case) -> None:
    found = case.run(True)
    assert found.remark.endswith(".")
    assert found.checks
    assert [check for check in found.checks if _holds(check) and not check.passed] == []


def _holds(check: Check) -> bool:
    return check.what.startswith(HOLDS)
