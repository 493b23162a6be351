from __future__ import annotations

import numpy as np
import pytest
from hypothesis import strategies as st

from sim.core.accounts import CROWD, OPERATORS
from sim.model.membership.joining import enter, go_to_work
from sim.model.membership.leaving import CLOSED, regroup
from sim.model.people.rows import Tie
from sim.model.shares.closure import (
    CAUSES,
    EXIT,
    INSOLVENT,
    MANAGEMENT,
    OPEN,
    SOFTWARE,
    blame,
    cause_of_death,
    close,
    hold_against,
    not_back,
)
from sim.model.shares.packs import hold
from sim.model.shares.rows import Pack, Pool, System
from sim.model.tables import NONE, Tables
from tests.builders import COMPANIES, empty_world, lived, row, scenario, tie_between
from tests.model.contract import RuleContract, days, named, share
from tests.shares import account_free, founder, holder, result

LAW = {"price": 50, "fee": 0.0, "pool": 1_000}


class TestCauseOfDeath(RuleContract):
    rule = staticmethod(cause_of_death)
    takes = named(pool=Pool, system=System, day=days)
    gives = (OPEN, EXIT)

    @pytest.mark.parametrize(
        ("pool", "system", "cause"),
        [
            ({}, {}, OPEN),
            ({"unpaid": 3}, {"patience": 3}, OPEN),
            ({"unpaid": 4}, {"patience": 3}, INSOLVENT),
            ({"unpaid": 4, "ends": 50, "fate": SOFTWARE}, {"patience": 3}, INSOLVENT),
            ({"ends": 50, "fate": MANAGEMENT}, {}, MANAGEMENT),
            ({"ends": 51, "fate": MANAGEMENT}, {}, OPEN),
            ({"peak": 9, "peak_day": 43}, {"exit_days": 7}, EXIT),
            ({"peak": 9, "peak_day": 44}, {"exit_days": 7}, OPEN),
            ({"peak": 0}, {"exit_days": 7}, OPEN),
            ({"peak": 9}, {}, OPEN),
        ],
    )
    def test_on_day_50(self, pool: dict[str, int], system: dict[str, int], cause: int) -> None:
        assert cause_of_death(row(Pool, **{"ends": -1, **pool}), row(System, **system), 50) == cause


class TestBlame(RuleContract):
    rule = staticmethod(blame)
    takes = named(tie=Tie, evidence=st.floats(0.0, 100.0), lost=share)
    writes = named(tie={"bad"})

    def test_by_the_share_lost(self) -> None:
        tie = row(Tie, bad=1.0)
        blame(tie, 4.0, 0.25)
        assert tie.bad == 2.0


class TestNotBack(RuleContract):
    rule = staticmethod(not_back)
    takes = named(pack=Pack, recovery=st.integers(0, 1_000_000))
    gives = (0, 3e6)

    def test_a_share_of_what_is_not_back(self) -> None:
        assert not_back(row(Pack, price=5_000, paid=1_000), 500_000) == 2_000
        assert not_back(row(Pack, price=5_000, paid=5_400), 500_000) == 0


def dies(day: int) -> dict[str, object]:
    """A life that ends on a day, without chance."""
    return {"law": "weibull", "days": day + 0.5, "shape": 100.0, "management": 1.0}


def test_on_closure_a_share_of_what_is_not_back_is_paid_and_the_operator_keeps_the_rest() -> None:
    market = holder([{**LAW, "recovery": 0.4, "deposits": 100, "life": dies(20)}], 10_000, days=30)
    w = market.world.tables
    day = int(w.pools[0].closed)
    assert 18 <= day <= 20
    assert (w.pools[0].cause, w.count[0].packs) == (MANAGEMENT, 0)
    mine = 200 * day
    assert w.accounts.capital[founder(w)] == mine + int(0.4 * (10_000 - mine))
    crowd = sum(200 * age + int(0.4 * (10_000 - 200 * age)) for age in range(day + 1))
    outside = w.people.size + w.company.size
    assert w.accounts.balance[outside + CROWD] == crowd - 10_000 * (day + 1)
    assert w.accounts.balance[w.people.size] == 0
    assert w.accounts.balance[outside + OPERATORS] == -w.accounts.balance[outside + CROWD] - result(w)
    assert w.pools[0].received == crowd + w.accounts.capital[founder(w)]


def test_what_is_left_is_divided_pro_rata() -> None:
    w = holder([{**LAW, "recovery": 1.0}], 10_000, days=1).world.tables
    hold(w, 0, 1 - founder(w), 0, NONE, 0)
    operators = w.accounts[w.people.size + w.company.size + OPERATORS]
    operators.balance += 107_500
    w.accounts[w.people.size].balance -= 107_500
    close(w, 1, 0, SOFTWARE)
    assert w.accounts.capital[founder(w)] == 2_500
    assert w.accounts.balance[w.people.size] == 0
    assert w.accounts.balance.sum() == 0


def test_an_operator_who_leaves_takes_the_pool_with_them() -> None:
    law = {**LAW, "deposits": 1_000, "deposits_growth": -0.05, "recovery": 1.0}
    lives = {"exit": "peak", "exit_days": 5}, {}
    leaves, stays = (lived(account_free([{**law, "life": life}]), 0) for life in lives)
    balances = []
    while leaves.world.tables.pools[0].closed < 0:
        leaves.step()
        stays.step()
        balances.append(int(stays.world.tables.accounts.balance[2]))
    gone, alike = leaves.world.tables, stays.world.tables
    assert (gone.pools[0].closed, gone.pools[0].cause) == (int(np.argmax(balances)) + 5, EXIT)
    assert gone.pools[0].received == alike.pools[0].received
    assert gone.accounts.balance[2] == 0
    taken = gone.accounts.balance - alike.accounts.balance
    assert taken[gone.people.size + gone.company.size + OPERATORS] == balances[-1]


def town() -> Tables:
    """Persons 1 and 2 were won by person 0 for vita, person 2 is a customer; person 3 stands at the top of vita."""
    world = empty_world(people=5)
    w = world.tables
    top = enter(w, 0, 0, 0, NONE, NONE)
    go_to_work(w, 0, 0, 0)
    for i in (1, 2):
        enter(w, 0, i, 0, top, tie_between(w, i, 0))
    go_to_work(w, 0, 1, 0)
    w.people.buys[2] = 1
    enter(w, 0, 3, 0, NONE, NONE)
    go_to_work(w, 0, 3, 0)
    enter(w, 0, 1, 1, NONE, NONE)
    go_to_work(w, 0, 1, 1)
    return w


def test_a_product_company_ends_with_all_its_positions_for_good() -> None:
    w = town()
    before = w.accounts.balance.copy()
    close(w, 50, 0, SOFTWARE)
    regroup(w)
    assert w.positions.why[:5].tolist() == [CLOSED] * 4 + [0]
    assert w.positions.left[:5].tolist() == [50] * 4 + [-1]
    assert w.people.works[:5].tolist() == [0, 2, 0, 0, 0]
    assert w.people.buys[:5].tolist() == [0] * 5
    assert (w.people.main[1], w.count[0].networkers) == (1, 1)
    assert (w.life.quit & 1).all()
    np.testing.assert_array_equal(w.accounts.balance, before)
    assert (w.pools[0].closed, w.pools[0].cause, w.pools[1].closed) == (50, SOFTWARE, -1)


def test_people_who_worked_it_hold_it_against_the_one_who_won_them() -> None:
    w = town()
    w.law[0].credibility.closure = 3.0
    close(w, 50, 0, SOFTWARE)
    blamed = np.flatnonzero(w.ties.bad)
    assert blamed.tolist() == [tie_between(w, 1, 0)]
    assert w.ties.bad[blamed[0]] == 3.0


@pytest.mark.parametrize(("received", "bad"), [(0, 2.0), (7_500, 0.5), (10_000, 0.0), (11_000, 0.0)])
def test_a_victim_holds_the_loss_against_the_one_who_won_them(received: int, bad: float) -> None:
    market = holder([LAW], 10_000, days=1)
    w = market.world.tables
    i = founder(w)
    market.world.make_room("positions", 10)
    w = market.world.tables
    seat = enter(w, 0, i, 0, NONE, tie_between(w, i, 1 - i))
    w.law[0].credibility.closure = 2.0
    w.holdings[0].position, w.holdings[0].received = seat, received
    hold_against(w, 0)
    assert w.ties.bad.tolist() == [bad if t == tie_between(w, i, 1 - i) else 0.0 for t in range(w.ties.size)]


def test_nobody_joins_or_pitches_a_company_that_is_closed() -> None:
    market = lived(scenario(company=[{**COMPANIES[0], "life": dies(30)}, *COMPANIES[1:]]), 70, strategy="tailored")
    w = market.world.tables
    day = int(w.pools[0].closed)
    vita = w.positions[: w.count[0].positions]
    vita = vita[vita.company == 0]
    assert vita.size > 20
    assert vita.day.max() <= day <= 30
    assert (vita.left >= 0).all()
    assert not (w.people.works & 1).any()
    assert w.positions.day[: w.count[0].positions].max() > day
    assert market.world.money() == 0


def test_causes_have_names() -> None:
    assert [CAUSES[cause] for cause in (OPEN, INSOLVENT, MANAGEMENT, SOFTWARE, EXIT)] == list(CAUSES)
