from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from sim.core.accounts import ACTIVE, PASSIVE
from sim.core.chance import constant_of, purposes, seed_key
from sim.model.plans.own import own_draw, pay_members
from tests.model.contract import RuleContract, days, named
from tests.trees import DAY, TOP, plant, scenario_of

number = st.integers(0, 2**32 - 1)
key = st.integers(0, 2**64 - 1).map(np.uint64)


class TestOwnDraw(RuleContract):
    rule = staticmethod(own_draw)
    takes = named(key=key, constant=key, day=days, who=number, nth=number)
    gives = (0.0, 1.0)

    def test_it_has_its_known_value(self) -> None:
        of = constant_of("own.phase.x")
        assert own_draw(seed_key(1), of, 3, 4, 5) == 0.47200878909465016

    def test_names_share_no_draws_with_each_other_or_with_what_is_built_in(self) -> None:
        names = ["own.phase.x", "own.phase.y", "own.pitch.x", "own.pitch.y"]
        constants = [int(constant_of(name)) for name in names]
        assert len({*constants, *purposes().values()}) == len(names) + len(purposes())


def test_payments_move_and_are_noted_one_by_one() -> None:
    w = plant(scenario_of(6, [0.1], compression=True), [TOP, 0, 1])
    before = w.accounts.copy()
    seats, cents, kinds = np.array([[2, 0, 2], [5, 7, 11], [ACTIVE, PASSIVE, PASSIVE]], np.int64)
    pay_members(w, DAY, seats, cents, kinds)
    gained = w.accounts.balance - before.balance
    assert gained[:3].tolist() == [7, 0, 16]
    assert gained[w.people.size] == -23
    assert (w.accounts.active[2], w.accounts.passive[2], w.accounts.passive[0]) == (5, 11, 7)
    assert (w.positions.earned[:3].tolist(), w.positions.income[:3].tolist()) == ([7, 0, 16], [7, 0, 16])
    assert w.tally.first_commission[:3].tolist() == [DAY, -1, DAY]
    assert w.accounts.balance.sum() == 0


def test_no_payments_change_nothing() -> None:
    w = plant(scenario_of(6, [0.1], compression=True), [TOP, 0])
    before = w.accounts.copy(), w.positions.copy()
    pay_members(w, DAY, *np.zeros((3, 0), np.int64))
    assert (w.accounts == before[0]).all()
    assert (w.positions == before[1]).all()
