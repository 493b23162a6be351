from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.membership.decision import decide
from sim.model.membership.joining import GOING_ON, RESTING, buy_only, enter, go_to_work
from sim.model.membership.leaving import (
    BANNED,
    CLOSED,
    QUIT,
    STAYED,
    STILL_IN,
    close_position,
    depart,
    first_business,
    give_up,
    leave,
    leaving_rows,
    pause,
    regroup,
    remain,
    role_of,
)
from sim.model.membership.parameters.leaving import Leaving
from sim.model.membership.reasons import AWKWARDNESS, CARE, MONEY, NOTHING, PRODUCT
from sim.model.people.rows import LifeRow, Person
from sim.model.plans.buying import purchases
from sim.model.plans.rows import Position
from sim.model.tables import NETWORKER, NONE, PROSPECT, UPLINE, Tables
from sim.record.lived import Lived
from sim.record.outcomes import team as teams
from sim.world.export import sponsor_tree
from tests.builders import all_working, copied, differing, empty_world, in_use, law, lived, row, scenario
from tests.digest import SCRATCH
from tests.model.contract import RuleContract, days, flag, named
from tests.trees import TOP, commissions, plant, scenario_of


class TestClosePosition(RuleContract):
    rule = staticmethod(close_position)
    takes = named(position=Position, day=days, why=st.integers(QUIT, CLOSED))
    writes = named(position={"left", "why", "volume", "qualified", "used"})

    def test_keeps_what_was_earned(self) -> None:
        position = row(Position, left=-1, volume=50, qualified=1, used=1, earned=70, working=1)
        close_position(position, 44, BANNED)
        assert (position.left, position.why, position.volume, position.qualified, position.used) == (
            44,
            BANNED,
            0,
            0,
            0,
        )
        assert (position.earned, position.working) == (70, 1)


class TestPause(RuleContract):
    rule = staticmethod(pause)
    takes = named(person=Person, life=LifeRow, why=st.integers(QUIT, CLOSED), day=days, law=Leaving)
    writes = named(person={"stranded"}, life={"next_business"})

    @pytest.mark.parametrize(
        ("why", "stranded", "next_business"), [(QUIT, RESTING, 160), (BANNED, GOING_ON, 101), (CLOSED, GOING_ON, 101)]
    )
    def test_who_left_rests_and_who_lost_the_last_goes_on(self, why: int, stranded: int, next_business: int) -> None:
        person, life = row(Person), row(LifeRow, next_business=7)
        pause(person, life, why, 100, law(Leaving, rest=2))
        assert (person.stranded, life.next_business) == (stranded, next_business)


class TestRemain(RuleContract):
    rule = staticmethod(remain)
    takes = named(customer=Position, former=Position, used=flag)
    writes = named(customer={"conviction", "expected", "promised", "used", "why"})

    def test_thinks_the_same_of_it(self) -> None:
        customer = row(Position, left=-1)
        remain(customer, row(Position, conviction=0.4, expected=0.5, promised=0.9), 1)
        assert (customer.conviction, customer.expected, customer.promised) == (0.4, 0.5, 0.9)
        assert (customer.used, customer.why, customer.left) == (1, STAYED, -1)


class TestRoleOf(RuleContract):
    rule = staticmethod(role_of)
    takes = named(works=st.integers(0, 2**16 - 1), largest_team=st.integers(0, 100))
    gives = (PROSPECT, UPLINE)

    @pytest.mark.parametrize(
        ("works", "team", "role"), [(0, 9, PROSPECT), (1, 0, NETWORKER), (2, 2, NETWORKER), (4, 3, UPLINE)]
    )
    def test_follows_from_positions(self, works: int, team: int, role: int) -> None:
        assert role_of(works, team) == role


def grown(sponsors: Sequence[int], *, rolls_up: bool = True, customers: Sequence[int] = ()) -> Tables:
    """A company in which person i holds position i."""
    plan = {"rates": [0.1, 0.05], "compression": False, "rolls_up": rolls_up}
    return plant(scenario_of(len(sponsors), [], compression=False, plan=plan), sponsors, customers)


def gone(w: Tables, *positions: int, day: int = 12) -> None:
    """Let positions depart together."""
    for p in positions:
        depart(w, p, day, QUIT)
    regroup(w)


def test_people_who_leave_are_out_in_every_respect() -> None:
    w = grown([TOP, 0, 1])
    around = w.held.around[:, 0].copy()
    depart(w, 1, 12, QUIT)
    assert (w.positions[1].left, w.positions[1].why, w.positions[0].left) == (12, QUIT, -1)
    assert (w.held.seat[1, 0], w.people[1].works, w.life[1].quit) == (NONE, 0, 1)
    assert (around - w.held.around[:, 0]).tolist() == [1, 0, 1]
    assert (w.count[0].networkers, w.count[0].departed) == (2, 1)


@pytest.mark.parametrize(
    ("rolls_up", "sponsors"), [(True, [NONE, 0, 0, 0, 0]), (False, [NONE, 0, NONE, NONE, NONE])], ids=["up", "orphans"]
)
def test_those_below_roll_up_or_are_orphaned(rolls_up: bool, sponsors: list[int]) -> None:
    w = grown([TOP, 0, 1, 1, 1], rolls_up=rolls_up, customers=[4])
    gone(w, 1)
    assert w.positions.sponsor[:5].tolist() == sponsors
    assert w.positions.recruits[:2].tolist() == ([2, 0] if rolls_up else [0, 0])
    assert w.count[0].departed == 0


def test_a_chain_that_leaves_together_is_passed_over_at_once() -> None:
    w = grown([TOP, 0, 1, 2, 3])
    gone(w, 3, 1, 2)
    assert (w.positions[4].sponsor, w.positions[0].recruits) == (0, 1)


def test_who_loses_the_top_stands_at_the_top() -> None:
    w = grown([TOP, 0, 1])
    gone(w, 0)
    assert w.positions.sponsor[1:3].tolist() == [NONE, 1]


@given(data=st.data(), sponsors=st.lists(st.integers(0, 10**6), min_size=2, max_size=25))
def test_everybody_moves_to_the_nearest_above_who_is_still_in(data: st.DataObject, sponsors: list[int]) -> None:
    above = [TOP, *(s % (p + 1) for p, s in enumerate(sponsors))]
    out = data.draw(st.sets(st.integers(0, len(above) - 1)))
    w = grown(above)
    gone(w, *sorted(out))
    for p in range(len(above)):
        expected = above[p]
        while expected in out:
            expected = above[expected]
        if p not in out:
            assert w.positions[p].sponsor == (NONE if expected == TOP else expected)
    stay = [p for p in range(len(above)) if p not in out]
    teams = np.bincount([int(w.positions[p].sponsor) for p in stay if w.positions[p].sponsor != NONE], minlength=1)
    assert [int(w.positions[p].recruits) for p in stay] == [int(teams[p]) if p < teams.size else 0 for p in stay]
    assert w.count[0].networkers == len(stay)


def test_an_upline_who_loses_the_team_is_a_networker_and_one_who_loses_all_a_prospect() -> None:
    w = grown([TOP, 0, 0, 0, 1])
    assert w.people[0].role == UPLINE
    gone(w, 2)
    assert w.people.role[:5].tolist() == [NETWORKER, NETWORKER, PROSPECT, NETWORKER, NETWORKER]
    gone(w, 1)
    assert w.people[0].role == NETWORKER


def test_the_next_business_in_the_strategys_order_becomes_the_main_one() -> None:
    w = empty_world(strategy=[{"name": "all", "companies": ["glow", "clicks", "vita"]}]).tables
    for c in (2, 0, 1):
        enter(w, 0, 3, c, NONE, NONE)
        go_to_work(w, 0, 3, c)
    depart(w, int(w.held[3].seat[2]), 5, BANNED)
    assert (w.people[3].main, w.people[3].works) == (1, 0b011)
    w.people[3].works = 0b1000
    assert first_business(w, 3) == NONE


def test_a_departed_position_neither_buys_nor_earns() -> None:
    w = grown([TOP, 0, 1])
    gone(w, 1)
    purchases(w, 29)
    assert w.positions.volume[:3].tolist() == [10_000, 0, 10_000]
    assert w.accounts.goods[:3].tolist() == [10_000, 0, 10_000]
    assert commissions(w).tolist() == [1_000, 0, 0]


def test_a_departed_position_is_measured_no_more() -> None:
    w = grown([TOP, 0, 1])
    w.positions.knowledge[:3] = [0.1, 0.2, 0.3]
    gone(w, 1)
    assert teams(Lived(w))["downline"].tolist() == [1, 0, 0]
    np.testing.assert_array_equal(Lived(w).per_position("knowledge"), [0.1, np.nan, 0.3])


def test_nobody_comes_back() -> None:
    market = lived(scenario(decision={"intercept": 50.0, "work_intercept": 50.0}), 20)
    w = market.world.tables
    market.world.make_room("positions", 4_000)
    listeners = {int(m.listener) for m in w.said[: w.count[0].said] if m.topics and w.held[m.listener].seat[0] == NONE}
    w.life.quit = 1
    before = int(w.count[0].positions)
    decide(w, market.day)
    assert w.count[0].positions == before
    w.life.quit = STILL_IN
    decide(w, market.day)
    assert (w.count[0].positions > before) == bool(listeners)


def test_the_sponsor_tree_shows_who_is_still_in() -> None:
    market = lived(scenario(phases={"leaving": False, "customers": False}), 40)
    w = market.world.tables
    p = int(np.flatnonzero(w.positions.sponsor[: w.count[0].positions] != NONE)[0])
    assert p in sponsor_tree(market.world, market.credibility())
    gone(w, p)
    tree = sponsor_tree(market.world, market.credibility())
    assert p not in tree
    assert len(tree) == w.count[0].positions - 1


CERTAIN = {"risk": 1.0, "settling": 1200.0, "most": 1.0, "money": 0.0, "awkwardness": 0.0, "disappointment": 0.0}


def members(*, joined: list[int], customers: tuple[int, ...] = (), conviction: float = 0.0, **leaving: float) -> Tables:
    """Person i joined vita at the top on their day."""
    w = empty_world(
        people=len(joined) + 1,
        leaving=leaving,
        company=[{"name": "vita", "topic": "health"}],
        strategy=[{"name": "vita", "companies": ["vita"]}],
    ).tables
    for i, day in enumerate(joined):
        enter(w, day, i, 0, NONE, NONE)
        if i in customers:
            buy_only(w, i, 0)
        else:
            go_to_work(w, day, i, 0)
    w.positions.conviction = conviction
    return w


def three_each(people: int, **sections: Any) -> Tables:
    """Everybody works three companies at the top since the first day, convinced of none."""
    w = empty_world(people, **sections).tables
    for i in range(people):
        for c in range(3):
            enter(w, 0, i, c, NONE, NONE)
            go_to_work(w, 0, i, c)
    return w


def test_on_the_last_day_of_a_month_those_who_work_and_were_in_for_half_of_it() -> None:
    w = members(joined=[0, 45, 46, 0], customers=(3,), **CERTAIN)
    before = copied(w)
    leave(w, 58)
    assert differing(before, w) == []
    leave(w, 59)
    assert w.positions.left[:4].tolist() == [59, 59, -1, -1]
    assert w.positions.why[:2].tolist() == [QUIT, QUIT]
    assert w.people.works[:4].tolist() == [0, 0, 1, 0]
    assert (w.count[0].networkers, w.count[0].between) == (1, 2)
    assert w.people.stranded[:4].tolist() == [RESTING, RESTING, 0, 0]
    assert w.life.next_business[:2].tolist() == [59 + 360] * 2


def test_tenure_counts_from_the_work_and_not_from_the_first_purchase() -> None:
    w = members(joined=[0, 0], customers=(0,), **CERTAIN)
    go_to_work(w, 50, 0, 0)
    leave(w, 59)
    assert w.people.works[:2].tolist() == [1, 0]


def test_without_risk_nobody_leaves() -> None:
    w = members(joined=[0] * 11, risk=0.0)
    before = copied(w)
    leave(w, 29)
    assert differing(before, w) == []


def test_all_is_given_up_by_one_decision() -> None:
    people = 2_000
    w = three_each(people, leaving={**CERTAIN, "risk": 0.3}, graph={"kind": "watts_strogatz", "k": 2, "p": 0.0})
    assert leaving_rows(w) == 3 * people
    leave(w, 29)
    assert set(w.people.works.tolist()) == {0, 0b111}
    assert (w.people.works == 0).mean() == pytest.approx(0.3, abs=4 * np.sqrt(0.3 * 0.7 / people))
    assert (w.life.quit[w.people.works == 0] == 0b111).all()


@pytest.mark.parametrize(
    ("drives", "reason"),
    [
        ({}, NOTHING),
        ({"result": -1.0}, MONEY),
        ({"care": 0.0}, CARE),
        ({"awkward": 3.0}, AWKWARDNESS),
        ({"expected": 0.2}, PRODUCT),
        ({"result": 50_000.0}, NOTHING),
        ({"result": -1.0, "care": 0.0}, CARE),
    ],
)
def test_what_weighs_most_is_written_down(drives: dict[str, float], reason: int) -> None:
    weights = {"money": 1.0, "awkwardness": 1.0, "disappointment": 1.0}
    w = members(joined=[0], **{**CERTAIN, **weights})
    w.positions.top[0], w.positions.promised[0], w.positions.expected[0] = 0, 0.6, 0.6
    w.life.awkward_day = 29
    for name, value in drives.items():
        table = w.life if name in ("result", "awkward") else w.positions
        table[name][0] = value
    w.law.leaving.risk = 1e6
    leave(w, 29)
    assert (w.people.works[0], w.tally.reason[0]) == (0, reason)


def test_whose_company_closes_has_no_reason() -> None:
    w = members(joined=[0])
    depart(w, 0, 29, CLOSED)
    assert (w.tally.reason[0], w.people.stranded[0], w.count[0].between) == (0, GOING_ON, 1)


def test_a_member_may_stay_as_a_customer_at_the_same_place() -> None:
    w = grown([TOP, 0, 1, 1], customers=[3])
    w.positions.conviction[1], w.positions.expected[1], w.positions.promised[1] = 1.0, 0.7, 0.9
    w.positions.used[1], w.positions.earned[1] = 1, 500
    around = w.held.around[:, 0].copy()
    give_up(w, 1, 29)
    regroup(w)
    seat = int(w.held.seat[1, 0])
    assert (seat, w.count[0].positions) == (4, 5)
    former = w.positions[1]
    assert (former.left, former.why, former.working, former.earned) == (29, QUIT, 1, 500)
    customer = w.positions[seat]
    assert (customer.left, customer.why, customer.working, customer.sponsor, customer.day) == (-1, STAYED, 0, 0, 29)
    assert (customer.conviction, customer.expected, customer.promised, customer.used) == (1.0, 0.7, 0.9, 1)
    assert (w.people.works[1], w.people.buys[1], w.life.quit[1]) == (0, 1, 1)
    assert w.held.around[:, 0].tolist() == around.tolist()
    assert w.positions.sponsor[2:4].tolist() == [0, 0]
    assert (w.positions.recruits[0], w.tally.sales[0]) == (1, 0)


def test_customers_of_those_who_left_go_on_buying_under_the_sponsor_above() -> None:
    w = grown([TOP, 0, 1], customers=[2])
    w.positions.conviction[2] = 1.0
    gone(w, 1)
    purchases(w, 29)
    assert (w.positions.sponsor[2], w.people.buys[2]) == (0, 1)
    assert w.positions.volume[2] > 0


@pytest.mark.parametrize(("conviction", "stay"), [(0.0, 0.0), (0.3, 0.3), (1.0, 1.0)])
def test_the_more_convinced_the_likelier_they_stay_customers(conviction: float, stay: float) -> None:
    people = 1_000
    w = three_each(people, leaving=CERTAIN, graph={"kind": "watts_strogatz", "k": 2, "p": 0.0})
    w.positions.conviction = conviction
    leave(w, 29)
    assert not w.people.works.any()
    for c in range(3):
        bought = (w.people.buys >> c & 1).mean()
        assert bought == pytest.approx(stay, abs=4 * np.sqrt(stay * (1 - stay) / people))
    assert ((w.held.seat != NONE).sum(axis=1) == np.array([bin(b).count("1") for b in w.people.buys])).all()


def test_both_ways_of_living_a_day_leave_alike() -> None:
    rules = {"risk": 0.5, "prune": 1, "rest": 0, "again": 0.8}
    of = scenario(strategy=all_working("tailored"), leaving=rules, decision={"intercept": -4.5, "work_intercept": -5.0})
    sweep, agents = lived(of, 65), lived(of, 65, activation="agents")
    assert differing(sweep.world.tables, agents.world.tables, SCRATCH) == []
    held = in_use(sweep.world.tables, "positions")
    assert (held.why == QUIT).sum() > 10
    assert (held.why == STAYED).sum() > 3
