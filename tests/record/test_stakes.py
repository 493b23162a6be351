from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.model.membership.departure import CLOSED, depart, regroup
from sim.model.membership.joining import enter, go_to_work
from sim.model.tables import NONE, Tables
from sim.record.stakes import NOTHING, by_company, concentration, income_at_stake, ruined
from tests.builders import COMPANIES, empty_world, set_cash

BOTH = np.array([0, 2])


@pytest.fixture
def w() -> Tables:
    """Person 0 works all three companies, person 2 the second one, and person 1 is not asked about."""
    tables = empty_world(people=4).tables
    for i, c in [(0, 0), (0, 1), (1, 1), (0, 2), (2, 1)]:
        enter(tables, 0, i, c, NONE, NONE)
        go_to_work(tables, 0, i, c)
    tables.positions.earned[:5] = [300, 600, 7, 100, 50]
    return tables


def earned(w: Tables) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return w.positions.earned[: w.count[0].positions]


def test_amounts_are_summed_by_holder_and_company(w: Tables) -> None:
    assert by_company(w, BOTH, earned(w)).tolist() == [[300, 600, 100], [0, 50, 0]]


def test_what_a_departed_position_brought_in_counts_for_concentration(w: Tables) -> None:
    depart(w, 1, 20, CLOSED)
    assert by_company(w, BOTH, earned(w)).tolist() == [[300, 600, 100], [0, 50, 0]]


def test_concentration_by_hand() -> None:
    amounts = np.array([[300, 600, 100], [0, 50, 0], [0, 0, 0], [5, 5, 0]])
    np.testing.assert_array_equal(concentration(amounts), [0.09 + 0.36 + 0.01, 1.0, np.nan, 0.5])


@given(arrays(np.int64, (4, 5), elements=st.integers(0, 10**12)))
def test_concentration_lies_between_all_alike_and_all_from_one(amounts: np.ndarray) -> None:  # type: ignore[type-arg]
    found = concentration(amounts)
    known = amounts.sum(axis=1) > 0
    assert np.isnan(found[~known]).all()
    assert ((found[known] >= 0.2 - 1e-12) & (found[known] <= 1 + 1e-12)).all()
    np.testing.assert_allclose(concentration(amounts[:, ::-1]), found)


def test_the_largest_company_still_worked_is_at_stake(w: Tables) -> None:
    assert income_at_stake(w, BOTH, *NOTHING).tolist() == [600, 50]
    depart(w, 1, 20, CLOSED)
    regroup(w)
    assert income_at_stake(w, BOTH, *NOTHING).tolist() == [300, 50]


def test_only_what_came_in_since_counts(w: Tables) -> None:
    assert income_at_stake(w, BOTH, np.array([250, 590, 7]), NOTHING[1]).tolist() == [100, 50]
    assert w.positions.earned[:5].tolist() == [300, 600, 7, 100, 50]


@pytest.mark.parametrize(("cents", "gone"), [(14_999, True), (15_000, False)])
def test_savings_are_gone_when_a_months_purchases_cannot_be_paid(w: Tables, cents: int, gone: bool) -> None:
    """The three companies ask for 60, 50 and 40 a month."""
    set_cash(w, 0, cents)
    set_cash(w, 2, 5_000)
    assert ruined(w, BOTH).tolist() == [gone, False]


def test_whoever_gave_up_everything_is_measured_by_his_last_main_business(w: Tables) -> None:
    depart(w, 4, 20, CLOSED)
    regroup(w)
    assert w.people.works[2] == 0
    for cents, gone in [(4_999, True), (5_000, False)]:
        set_cash(w, 2, cents)
        assert ruined(w, np.array([2])).tolist() == [gone]


def test_whoever_owes_no_purchase_is_not_ruined() -> None:
    free = [{**each, "minimum_purchase": 0, "joining_fee": 0} for each in COMPANIES]
    w = empty_world(people=4, company=free).tables
    enter(w, 0, 0, 0, NONE, NONE)
    go_to_work(w, 0, 0, 0)
    set_cash(w, 0, 0)
    assert ruined(w, np.array([0])).tolist() == [False]
