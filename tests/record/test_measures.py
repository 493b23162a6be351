from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.record.measures import MONEY, by_strategy, downline_sizes, downlines, networker_outcomes, per_person
from sim.scenario.design import OUTCOMES
from sim.world.tables import NONE, POSITION
from sim.world.world import Tables
from tests.builders import COMPANIES, lived, scenario
from tests.shares import holder
from tests.trees import TOP, plant, scenario_of

FIVE = scenario_of(5, [0.1], compression=True)


@st.composite
def forests(draw: st.DrawFn) -> list[tuple[int, bool]]:
    """Sponsor and whether he works, for up to 30 positions; customers recruit nobody."""
    grown: list[tuple[int, bool]] = []
    for _ in range(draw(st.integers(1, 30))):
        workers = [p for p, (_, works) in enumerate(grown) if works]
        grown.append((draw(st.sampled_from([TOP, *workers])), draw(st.booleans())))
    return grown


@given(forest=forests())
def test_downlines_count_working_positions_below(forest: list[tuple[int, bool]]) -> None:
    positions, n = POSITION.rows(len(forest)), len(forest)
    positions.sponsor = [NONE if s == TOP else s for s, _ in forest]
    positions.working = [works for _, works in forest]
    positions.left = -1
    below = np.zeros(n, np.int64)
    downlines(positions, n, below)
    expected = [0] * n
    for p, (above, works) in enumerate(forest):
        while works and above != TOP:
            expected[above] += 1
            above = forest[above][0]
        assert p < n
    assert below.tolist() == expected


def test_downlines_by_hand() -> None:
    w = plant(FIVE, [TOP, 0, 1, 1, 0], customers=[3])
    assert downline_sizes(w).tolist() == [3, 1, 0, 0, 0]


def test_means_over_the_companies_somebody_works() -> None:
    w = plant(FIVE, [TOP, 0, 0], customers=[2])
    w.positions.person[:3] = [0, 0, 1]
    w.positions.knowledge[:3] = [0.2, 0.6, 0.9]
    np.testing.assert_array_equal(per_person(w, "knowledge"), [0.4, *[np.nan] * 4])


@pytest.fixture(scope="module")
def w() -> Tables:
    cheap = [{**each, "minimum_purchase": 5, "materials": 0, "retail_margin": 0.5} for each in COMPANIES]
    of = scenario(company=cheap, design={"worlds": "focal", "focal_people": 3})
    return lived(of, 65, strategy="tailored").world.tables


@pytest.fixture(scope="module")
def outcomes(w: Tables) -> pd.DataFrame:
    return networker_outcomes(w, [strategy.name for strategy in scenario().strategy])


def test_one_row_for_everybody_who_works(w: Tables, outcomes: pd.DataFrame) -> None:
    assert outcomes.person.tolist() == np.flatnonzero(w.people.works).tolist()
    assert set(OUTCOMES) <= set(outcomes.columns)
    assert outcomes[outcomes.focal].strategy.tolist() == ["tailored"] * 3
    assert set(outcomes[~outcomes.focal].strategy) == {"focus"}
    assert outcomes.founder.sum() == 8


def test_outcomes_are_what_the_tables_say(w: Tables, outcomes: pd.DataFrame) -> None:
    for row in outcomes.itertuples():
        purse, tally = w.accounts[row.person], w.tally[row.person]
        income = int(purse.active + purse.passive + purse.capital)
        costs = int(purse.goods + purse.fees + purse.materials + purse.stakes)
        assert (row.net_income, row.costs) == (income - costs, costs)
        assert (row.active_income, row.passive_income, row.capital_income) == (purse.active, purse.passive, 0)
        assert row.capital_result == 0
        assert np.isnan(row.gain)
        assert (row.no_commission, row.net_loss) == (income == 0, income < costs)
        assert (row.recruits, row.sales, row.conversations) == (tally.recruits, tally.sales, tally.conversations)
        assert row.contradictions == int(tally.private) + int(tally.public) + int(tally.hearsay)
        assert row.contradictions_private + row.contradictions_hearsay == row.contradictions
        first = tally.first_commission
        assert np.isnan(row.first_commission_day) if first < 0 else row.first_commission_day == first
        assert np.isnan(row.credibility) or 0.0 <= row.credibility <= 1.0
        assert row.downline >= row.recruits
    assert outcomes.no_commission.nunique() == 2
    assert outcomes.net_loss.nunique() == 2


def test_to_break_even_is_no_loss() -> None:
    w = plant(FIVE, [TOP, 0, 0])
    w.accounts.goods[:3], w.accounts.active[:3] = 100, [99, 100, 101]
    w.accounts.passive[3] = 5  # works nothing and is left out
    outcomes = networker_outcomes(w, ["vita"])
    assert outcomes.net_income.tolist() == [-1, 0, 1]
    assert outcomes.net_loss.tolist() == [True, False, False]
    assert not outcomes.no_commission.any()


def test_losses_do_not_wrap_around(w: Tables, outcomes: pd.DataFrame) -> None:
    assert outcomes.net_income.min() < 0
    assert outcomes[["recruits", "sales", "downline", "conversations", "contradictions"]].dtypes.eq("int64").all()


def test_groups_are_means_of_their_members(outcomes: pd.DataFrame) -> None:
    groups = by_strategy(outcomes)
    assert list(zip(groups.strategy, groups.focal, strict=True)) == [("focus", False), ("tailored", True)]
    for group in groups.itertuples():
        members = outcomes[(outcomes.strategy == group.strategy) & (outcomes.focal == group.focal)]
        assert (group.people, group.founders) == (len(members), members.founder.sum())
        for name in OUTCOMES:
            expected = members[name].mean()
            got = getattr(group, name)
            assert np.isnan(got) if np.isnan(expected) else got == pytest.approx(expected)
        for name in MONEY:
            assert getattr(group, f"{name}_median") == members[name].median()


@pytest.mark.parametrize(("days", "result", "gain"), [(51, 0, 0.0), (52, 100, 1.0), (56, 500, 1.0)])
def test_a_gain_on_shares_is_more_cash_than_was_staked(days: int, result: int, gain: float) -> None:
    w = holder([{"price": 50, "fee": 0.0, "pool": 1_000}], 5_000, days=days, reinvest=0.0).world.tables
    row = networker_outcomes(w, ["s"]).iloc[0]
    assert (row.costs, row.capital_income, row.net_income) == (5_000, 5_000 + result, result)
    assert (row.capital_result, row.gain) == (result, gain)
