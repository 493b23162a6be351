from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.membership.decision import decide
from sim.model.membership.departure import (
    BANNED,
    CLOSED,
    QUIT,
    STILL_IN,
    close_position,
    depart,
    first_business,
    look_for_another,
    regroup,
    role_of,
)
from sim.model.membership.joining import enter, go_to_work
from sim.model.people.rows import LifeRow
from sim.model.plans.buying import purchases
from sim.model.plans.rows import Position, StrategyRow
from sim.model.tables import NETWORKER, NONE, PROSPECT, UPLINE, Tables
from sim.record.outcomes import Lived, team
from sim.world.export import sponsor_tree
from tests.builders import empty_world, lived, row, scenario
from tests.model.contract import RuleContract, days, named
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


class TestLookForAnother(RuleContract):
    rule = staticmethod(look_for_another)
    takes = named(life=LifeRow, plan=StrategyRow, day=days)
    writes = named(life={"stranded", "next_business"})

    @pytest.mark.parametrize(
        ("at_once", "pace", "stranded", "next_business"), [(3, 30, 0, 7), (1, 30, 1, 130), (2, 0, 1, 101)]
    )
    def test_only_a_strategy_with_a_reserve_goes_on(
        self, at_once: int, pace: int, stranded: int, next_business: int
    ) -> None:
        life = row(LifeRow, next_business=7)
        look_for_another(life, row(StrategyRow, companies=3, at_once=at_once, pace=pace), 100)
        assert (life.stranded, life.next_business) == (stranded, next_business)


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


def test_whoever_leaves_is_out_in_every_respect() -> None:
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


def test_an_upline_who_loses_his_team_is_a_networker_and_who_loses_all_a_prospect() -> None:
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
    assert team(Lived(w))["downline"].tolist() == [1, 0, 0]
    np.testing.assert_array_equal(Lived(w).per_position("knowledge"), [0.1, np.nan, 0.3])


def test_nobody_comes_back() -> None:
    market = lived(scenario(decision={"intercept": 50.0}), 20)
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
    market = lived(scenario(phases={"leaving": False}), 40)
    w = market.world.tables
    p = int(np.flatnonzero(w.positions.sponsor[: w.count[0].positions] != NONE)[0])
    assert p in sponsor_tree(market.world, market.credibility())
    gone(w, p)
    tree = sponsor_tree(market.world, market.credibility())
    assert p not in tree
    assert len(tree) == w.count[0].positions - 1
