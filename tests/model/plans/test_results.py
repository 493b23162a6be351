from __future__ import annotations

import pytest
from hypothesis import strategies as st

from sim.model.membership.joining import enter, go_to_work
from sim.model.people.rows import LifeRow
from sim.model.plans.buying import close_month
from sim.model.plans.results import take_result
from sim.model.tables import NONE
from tests.builders import empty_world, row
from tests.model.contract import RuleContract, named


class TestTakeResult(RuleContract):
    rule = staticmethod(take_result)
    takes = named(life=LifeRow, net=st.integers(-(10**9), 10**9), half_life=st.floats(0.1, 1200.0))
    writes = named(life={"result"})

    def test_half_of_it_after_the_half_life(self) -> None:
        life = row(LifeRow)
        for _ in range(3):
            take_result(life, 1_000, 3.0)
        assert life.result == pytest.approx(500.0)
        take_result(life, -4_000, 1.0)
        assert life.result == pytest.approx(-1_750.0)


def test_a_month_of_all_businesses_together_before_books_are_closed() -> None:
    w = empty_world(people=3, leaving={"result_half_life": 1.0}).tables
    for i, c in ((0, 0), (0, 1), (1, 2)):
        enter(w, 0, i, c, NONE, NONE)
        go_to_work(w, 0, i, c)
    enter(w, 0, 1, 0, NONE, NONE)
    w.positions.income[:4], w.positions.spent[:4] = [900, 0, 10, 0], [100, 1_200, 10, 5_000]
    close_month(w)
    assert w.life.result[:3].tolist() == [-200.0, 0.0, 0.0]
    assert not w.positions.income.any()
