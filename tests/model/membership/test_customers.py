from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from sim.core.accounts import to_cents
from sim.model.membership.customers import STOPPED, go_on, rest, stop_buying, stopping_risk, working_chance
from sim.model.membership.joining import buy_only, enter, go_to_work
from sim.model.membership.parameters.leaving import Customers
from sim.model.people.rows import Held
from sim.model.plans.rows import Position
from sim.model.tables import NONE, Tables
from sim.model.talk.offers import BUY, WORK, may
from tests.builders import COMPANIES, copied, differing, empty_world, law, lived, row, scenario, set_cash, touched
from tests.model.contract import RuleContract, days, named

LAST_DAY = 29


class TestStoppingRisk(RuleContract):
    rule = staticmethod(stopping_risk)
    takes = named(position=Position, law=Customers)
    gives = (0.0, 1.0)

    def test_the_less_convinced_the_sooner(self) -> None:
        of = law(Customers, risk=0.03, loyalty=2.0)
        risks = [stopping_risk(row(Position, conviction=c), of) for c in (0.0, 0.5, 1.0)]
        assert risks == pytest.approx([0.03 * math.e, 0.03, 0.03 / math.e])
        assert stopping_risk(row(Position, conviction=0.0), law(Customers, risk=0.5, loyalty=50.0)) == 1.0
        assert stopping_risk(row(Position, conviction=0.0), law(Customers, risk=0.0)) == 0.0


class TestWorkingChance(RuleContract):
    rule = staticmethod(working_chance)
    takes = named(position=Position, law=Customers)
    gives = (0.0, 1.0)

    def test_their_own_success(self) -> None:
        assert working_chance(row(Position, conviction=0.5), law(Customers, work=0.002)) == pytest.approx(0.001)


class TestRest(RuleContract):
    rule = staticmethod(rest)
    takes = named(held=Held, company=st.integers(0, 15), day=days, months=st.integers(0, 1000))
    writes = named(held={"rests"})

    @pytest.mark.parametrize("months", [0, 1, 6])
    def test_so_many_whole_months_without_an_offer(self, months: int) -> None:
        w = empty_world(people=2).tables
        rest(w.held[1], 0, LAST_DAY, months)
        offered = [may(w.people[1], w.life[1], w.held[1], 0, month) for month in range(2, 10)]
        assert offered == [WORK] * months + [WORK | BUY] * (8 - months)

    def test_for_ever_at_most_as_long_as_can_be_written_down(self) -> None:
        held = row(Held)
        rest(held, 3, 30 * 65_530, 1000)
        assert held.rests[3] == 65_535


def town(people: int = 6, openness: float = 1.0, **customers: Any) -> Tables:
    """Person 0 works company 0; all others buy of it from them, half convinced."""
    w = empty_world(people=people, customers=customers, population={"openness": openness}).tables
    enter(w, 0, 0, 0, NONE, NONE)
    go_to_work(w, 0, 0, 0)
    for i in range(1, people):
        seat = enter(w, 1, i, 0, 0, 0)
        buy_only(w, i, 0)
        w.positions.conviction[seat] = 0.5
    return w


def test_who_stops_frees_the_place_and_contacts_see_it() -> None:
    w = town()
    before = copied(w)
    stop_buying(w, 3, LAST_DAY)
    assert touched(before, w) == {
        "people": {3},
        "held": set(range(6)),
        "positions": {3},
        "count": {0},
    }
    position = w.positions[3]
    assert (position.left, position.why, w.held.seat[3, 0], w.people.buys[3]) == (LAST_DAY, STOPPED, NONE, 0)
    assert (w.life.quit[3], w.held.rests[3, 0]) == (0, 2 + 6)
    assert w.held.around[:, 0].tolist() == [4, 4, 4, 5, 4, 4]


def test_all_stop_or_nobody_by_the_risk() -> None:
    w = town(risk=0.0, work=0.0)
    before = copied(w)
    go_on(w, LAST_DAY)
    assert differing(before, w) == []
    w = town(risk=1.0)
    go_on(w, LAST_DAY)
    assert not w.people.buys.any()
    assert (w.people.works[0], w.positions.left[0]) == (1, -1)
    assert w.count[0].departed == 0


@pytest.mark.parametrize(("conviction", "left"), [(0.5, 0.70), (1.0, 0.88), (0.0, 0.39)])
def test_so_many_are_left_after_a_year(conviction: float, left: float) -> None:
    w = town(people=500, work=0.0, risk=0.03, loyalty=2.0)
    w.positions.conviction[1:] = conviction
    for month in range(12):
        go_on(w, 30 * month + LAST_DAY)
    assert (w.people.buys[1:] != 0).mean() == pytest.approx(left, abs=0.05)


def test_an_open_customer_takes_up_the_work_and_keeps_place_and_sponsor() -> None:
    w = town(risk=0.0, work=1.0)
    w.positions.conviction[1:] = 1.0
    w.people.open[2] = 0
    w.life.quit[3] = 1
    set_cash(w, 4, to_cents(COMPANIES[0]["joining_fee"]) + to_cents(COMPANIES[0]["minimum_purchase"]) - 1)
    go_on(w, LAST_DAY)
    assert w.people.works.tolist() == [1, 1, 0, 0, 0, 1]
    assert w.people.buys.tolist() == [0, 0, 1, 1, 1, 0]
    assert w.held.seat[:, 0].tolist() == [0, 1, 2, 3, 4, 5]
    assert (w.positions.sponsor[1], w.positions.recruiter[1], w.positions.working[1]) == (0, 0, 1)
    assert (w.tally.joined[1], w.tally.recruits[0], w.accounts.fees[1]) == (LAST_DAY, 2, 35_00)


def test_one_business_at_a_time() -> None:
    w = town(risk=0.0, work=1.0)
    seat = enter(w, 2, 1, 1, NONE, NONE)
    buy_only(w, 1, 1)
    w.positions.conviction[[1, seat]] = 1.0
    go_on(w, LAST_DAY)
    assert (w.people.works[1], w.people.buys[1]) == (0b01, 0b10)
    go_on(w, 2 * 30 - 1)
    assert (w.people.works[1], w.people.buys[1]) == (0b11, 0)


def test_a_former_customer_is_won_anew() -> None:
    w = town(risk=1.0)
    go_on(w, LAST_DAY)
    seat = enter(w, 300, 1, 0, 0, NONE)
    buy_only(w, 1, 0)
    assert (w.held.seat[1, 0], w.positions.left[seat], w.positions.left[1]) == (seat, -1, LAST_DAY)


def test_customers_of_packs_are_left_alone() -> None:
    w = town(risk=1.0)
    w.systems.revshare[0] = 1
    before = copied(w)
    go_on(w, LAST_DAY)
    assert differing(before, w) == []


def test_the_phase_is_monthly_and_can_be_switched_off() -> None:
    law = {"customers": {"risk": 1.0}}
    why = {}
    for on in (True, False):
        w = lived(scenario(phases={"customers": on}, **law), 40).world.tables
        closed = w.positions[: w.count[0].positions]
        why[on] = closed.left[closed.why == STOPPED]
    assert np.unique(why[True]).tolist() == [LAST_DAY]
    assert why[False].size == 0
