from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from sim.model.plans.qualification import levels_paid, qualifies, rank_reached, standings, team_volumes
from sim.model.plans.rows import CompanyRow, Position
from sim.model.tables import MINIMUM_PURCHASE, NONE
from tests.builders import row
from tests.model.contract import RuleContract, cents, named
from tests.model.plans.test_unilevel import TestUnilevel as Unilevel
from tests.plans import bought, grown, months
from tests.trees import TOP


class TestQualifies(RuleContract):
    rule = staticmethod(qualifies)
    takes = named(position=Position, own=cents, needed=cents)
    gives = (0, 1)

    @pytest.mark.parametrize("qualified", [0, 1])
    def test_by_the_minimum_purchase_unless_own_volume_is_stated(self, qualified: int) -> None:
        member = row(Position, working=1, left=-1, qualified=qualified)
        assert qualifies(member, 0, MINIMUM_PURCHASE) == (qualified == 1)
        assert qualifies(member, 120_00, 120_00)
        assert not qualifies(member, 119_99, 120_00)

    def test_only_members_who_work_and_are_still_in(self) -> None:
        assert not qualifies(row(Position, left=-1, qualified=0), 500_00, 120_00)
        assert not qualifies(row(Position, working=1, left=9), 500_00, 0)


class TestRankReached(RuleContract):
    rule = staticmethod(rank_reached)
    takes = named(own=cents, team=cents, plan=CompanyRow)
    gives = (0, 12)

    @pytest.mark.parametrize(
        ("own", "team", "rank"),
        [(99, 9_999, 0), (100, 0, 1), (100, 499, 1), (100, 500, 2), (500, 499, 1), (200, 900, 3)],
    )
    def test_both_volumes_are_needed(self, own: int, team: int, rank: int) -> None:
        plan = row(CompanyRow, ranks=3)
        plan.rank_own[:3], plan.rank_team[:3] = [100, 100, 200], [0, 500, 900]
        assert rank_reached(own, team, plan) == rank

    def test_without_ranks_nobody_has_one(self) -> None:
        assert rank_reached(500, 500, row(CompanyRow)) == 0


class TestLevelsPaid(RuleContract):
    rule = staticmethod(levels_paid)
    takes = named(position=Position, plan=CompanyRow)
    gives = (0, 30)

    def test_all_of_the_plan_or_those_of_the_rank(self) -> None:
        plan = row(CompanyRow, levels=5)
        assert [levels_paid(row(Position, qualified=q), plan) for q in (0, 1)] == [0, 5]
        plan.ranks, plan.rank_levels[:2] = 2, [1, 3]
        assert [levels_paid(row(Position, qualified=1, rank=k), plan) for k in range(3)] == [0, 1, 3]
        assert levels_paid(row(Position, qualified=0, rank=2), plan) == 0


def test_team_volume_by_hand() -> None:
    w = bought(grown([TOP, 0, 0, 1, 1, 3], [5], kind="unilevel"), [100, 20, 3, 4_000, 50_000, 600_000])
    w.positions.team = 7
    team_volumes(w.positions, 6)
    assert w.positions.team[:6].tolist() == [654_023, 654_000, 0, 600_000, 0, 0]


@given(month=months())
@settings(max_examples=40)
def test_team_volume_is_what_all_below_bought(month: dict[str, Any]) -> None:
    w = Unilevel().lived(month, {})
    size = len(month["sponsors"])
    expected = np.zeros(size, np.int64)
    for p in range(size):
        at = int(w.positions[p].sponsor)
        while at != NONE:
            expected[at] += int(w.positions[p].volume)
            at = int(w.positions[at].sponsor)
    team_volumes(w.positions, size)
    stay = [p for p in range(size) if p not in month["out"]]
    assert w.positions.team[stay].tolist() == expected[stay].tolist()
    assert not w.positions.team[sorted(month["out"])].any()


def test_customers_count_in_own_volume() -> None:
    ranks = [{"name": "a", "own_volume": 100, "team_volume": 1}, {"name": "b", "own_volume": 150, "team_volume": 100}]
    w = grown([TOP, 0, 0, 1, 1], [3, 4], kind="unilevel", qualification=140, ranks=ranks)
    standings(bought(w, [150_00, 100_00, 139_99, 30_00, 10_00]))
    assert w.positions.qualified[:5].tolist() == [1, 1, 0, 0, 0]
    assert w.positions.rank[:5].tolist() == [2, 1, 0, 0, 0]


def test_the_minimum_purchase_qualifies_where_nothing_else_is_said() -> None:
    w = bought(grown([TOP, 0], kind="unilevel"), [1, 100_00], [0, 1])
    standings(w)
    assert (w.positions.qualified[:2].tolist(), w.positions.rank[:2].tolist()) == ([0, 1], [0, 0])
