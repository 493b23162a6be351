from __future__ import annotations

import numpy as np
import pytest

from sim.core.accounts import MOST_HELD
from sim.model.limits import COUNTED, POOLS, PURSES
from sim.model.shares.day import hold_shares, newcomers, rows_wanted
from sim.model.tables import Count
from tests.builders import copied, differing, lived, row, scenario
from tests.shares import founder, holder

LAW = {"price": 50, "returns": 1.1, "days": 55, "fee": 0.1, "pool": 1_000}
NOBODY = np.empty(0, np.int64)


def test_newcomers_are_those_who_became_networkers_today() -> None:
    w = holder([LAW], 12_345).world.tables
    assert newcomers(w.tally, w.strategy, 0).tolist() == [founder(w)]
    assert newcomers(w.tally, w.strategy, 1).size == 0


def test_nobody_is_looked_for_where_no_strategy_holds_anything() -> None:
    w = lived(scenario(), 0).world.tables
    assert (w.tally.joined == 0).any()
    assert newcomers(w.tally, w.strategy, 0).size == 0


def test_rows_suffice_for_whatever_a_day_can_add() -> None:
    used = row(Count, positions=20, staked=17, holdings=5, packs=40)
    holdings, packs = rows_wanted(used, 4, 2)
    assert holdings == 5 + 3 + 2 * 4  # a holding each new position, and each newcomer and company
    assert packs == 40 + (3 + 2 * 4) + holdings + 2 * 4  # theirs, a re-bought one each holding, the crowd's two


@pytest.mark.parametrize(("held", "found"), [(MOST_HELD, COUNTED), (MOST_HELD + 1, PURSES)])
def test_nobody_stakes_more_than_is_counted(held: int, found: int) -> None:
    w = holder([{**LAW, "deposits": 10}], 0, days=1).world.tables
    w.accounts[founder(w)].balance = held
    before = copied(w)
    assert hold_shares(w, 1, NOBODY) == found
    assert (differing(before, w) == []) == (found == PURSES)


def test_a_pool_that_owes_too_much_pays_nothing() -> None:
    w = holder([LAW], 5_000, days=1).world.tables
    w.pools[0].owed = MOST_HELD + 1
    before = copied(w)
    assert hold_shares(w, 1, NOBODY) == POOLS
    assert w.packs[0].paid == before.packs[0].paid == 0
