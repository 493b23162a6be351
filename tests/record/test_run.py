from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.membership.leaving import QUIT, depart, regroup
from sim.model.outcomes import flows, personal
from sim.model.plans.rows import Position
from sim.model.tables import NONE, Tables
from sim.record.companies import Firm, stand
from sim.record.groups import by_strategy, means
from sim.record.lived import Lived, Milestones, books_of, costs_of, net_of
from sim.record.outcomes import downlines, gini, reach, retention, support, team, top_share
from sim.record.run import Recorder, as_frame, networker_outcomes, outcomes_of
from sim.runs import run
from tests.builders import COMPANIES, copied, empty_world, lived, scenario
from tests.shares import holder
from tests.trees import TOP, plant, scenario_of


@pytest.mark.parametrize(
    ("days", "every", "seen"), [(21, 7, [7, 14, 21]), (20, 7, [7, 14, 20]), (3, 7, [3]), (5, 1, [1, 2, 3, 4, 5])]
)
def test_the_series_is_taken_at_its_interval_and_on_the_last_day(days: int, every: int, seen: list[int]) -> None:
    ran = run(scenario(time={"days": days}, record={"every": every}), 1)
    assert ran.series.day.unique().tolist() == seen
    assert ran.companies.day.unique().tolist() == seen


def test_founders_are_the_same_persons_whatever_they_do() -> None:
    of = scenario(time={"days": 40})
    focus, tailored = run(of, 3, strategy="focus"), run(of, 3, strategy="tailored")
    assert focus.people.person.tolist() == tailored.people.person.tolist()
    assert "founder" not in focus.people.columns
    assert len(focus.people) == 8
    assert focus.groups.founders.sum() == 8
    assert focus.groups.people.sum() > 8
    assert set(tailored.people.strategy) == {"tailored"}


def test_a_recorder_that_never_looked_still_sums_up() -> None:
    market = lived(scenario(), 10)
    ran = Recorder(market.world).finish("focus")
    assert (len(ran.series), len(ran.companies)) == (0, 0)
    assert (ran.seed, ran.strategy, ran.remarks) == (1, "focus", [])
    assert np.array_equal(ran.people.person, np.flatnonzero(market.world.tables.life.founder))


def test_money_of_every_frame_is_in_currency_units_exact_to_the_cent() -> None:
    market = lived(scenario(time={"days": 65}), 0, strategy="tailored")
    recorder = Recorder(market.world)
    while market.running:
        market.step()
        recorder.look(market.day)
    ran, w = recorder.finish("tailored"), market.world.tables
    purse = books_of(w)
    mine = ran.people["person"].to_numpy()
    assert ran.people["costs"].tolist() == (costs_of(purse)[mine] / 100).tolist()
    assert ran.people["net_income"].tolist() == (net_of(purse)[mine] / 100).tolist()
    joined = w.tally.joined >= 0
    (group,), last = ran.groups.to_dict("records"), ran.series.iloc[-1]
    costs = costs_of(purse)[joined]
    assert group["costs"] == last["costs"] == costs.sum() / costs.size / 100
    assert group["costs_median"] == np.median(costs) / 100
    firms, cents = ran.companies[ran.companies["day"] == 65], Firm.rows(w.company.size)
    stand(w, cents)
    for name in ("volume", "consumer_volume", "paid", "pool", "paid_in", "paid_out", "crowd_in", "crowd_out", "won"):
        assert firms[name].tolist() == (cents[name] / 100).tolist()
    assert firms["paid"].sum() > 0.0


def test_a_notebook_shows_the_outcomes_by_strategy() -> None:
    of = scenario(title="a <b> c", time={"days": 20})
    ran = run(of, 2)
    html = ran._repr_html_()
    networkers = int(ran.groups["people"].sum())
    assert html.startswith(f"<p>&lt;Run of &#x27;a &lt;b&gt; c&#x27;, seed 2, {networkers} networkers&gt;</p>\n<table")
    assert html.count("<tr") == 1 + len(ran.groups)
    assert html.endswith("<p>Means a networker; money in currency units.</p>")


FIVE = scenario_of(5, [0.1], compression=True)


@st.composite
def forests(draw: st.DrawFn) -> list[tuple[int, bool]]:
    """Sponsor and whether they work, for up to 30 positions; customers recruit nobody."""
    grown: list[tuple[int, bool]] = []
    for _ in range(draw(st.integers(1, 30))):
        workers = [p for p, (_, works) in enumerate(grown) if works]
        grown.append((draw(st.sampled_from([TOP, *workers])), draw(st.booleans())))
    return grown


@given(forest=forests())
def test_downlines_count_working_positions_below(forest: list[tuple[int, bool]]) -> None:
    positions, n = Position.rows(len(forest)), len(forest)
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
    assert team(Lived(w))["downline"].tolist() == [3, 1, 0, 0]


def test_means_over_the_companies_somebody_works() -> None:
    w = plant(FIVE, [TOP, 0, 0], customers=[2])
    w.positions.person[:3] = [0, 0, 1]
    w.positions.knowledge[:3] = [0.2, 0.6, 0.9]
    np.testing.assert_array_equal(Lived(w).per_position("knowledge"), [0.4, np.nan])


def test_groups_are_as_useful_as_those_of_the_companies_somebody_works() -> None:
    w = empty_world().tables
    w.group.usefulness[:] = [0.5, 0.25, 0.75]
    w.people.works[:3] = [0b001, 0b111, 0b110]
    w.tally.joined[:4] = 0
    np.testing.assert_array_equal(reach(Lived(w))["group_usefulness"], [0.5, 0.5, 0.5, np.nan])


@pytest.fixture(scope="module")
def w() -> Tables:
    cheap = [{**each, "minimum_purchase": 5, "materials": 0, "retail_margin": 0.5} for each in COMPANIES]
    of = scenario(company=cheap, phases={"leaving": False}, design={"worlds": "focal", "focal_people": 3})
    return lived(of, 65, strategy="tailored").world.tables


@pytest.fixture(scope="module")
def outcomes(w: Tables) -> pd.DataFrame:
    return networker_outcomes(w, [strategy.name for strategy in scenario().strategy])


def test_one_row_for_everybody_who_works(w: Tables, outcomes: pd.DataFrame) -> None:
    assert outcomes.person.tolist() == np.flatnonzero(w.tally.joined >= 0).tolist()
    assert set(personal()) <= set(outcomes.columns)
    assert outcomes[outcomes.focal].strategy.tolist() == ["tailored"] * 3
    assert set(outcomes[~outcomes.focal].strategy) == {"focus"}
    assert outcomes.founder.sum() == 8


def test_outcomes_are_what_the_tables_say(w: Tables, outcomes: pd.DataFrame) -> None:
    for row in outcomes.itertuples():
        purse, tally = w.accounts[row.person], w.tally[row.person]
        income = int(purse.active + purse.passive + purse.capital)
        costs = int(tally.goods + purse.fees + purse.materials + purse.stakes)
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


def test_what_money_hangs_on_is_measured_of_each(w: Tables) -> None:
    w = copied(w)
    seats = w.positions[: w.count[0].positions]
    focal = np.flatnonzero(w.life.focal)[0]
    for number, seat in enumerate(np.flatnonzero(seats.person == focal)):
        seats.earned[seat] += 500 + number
        w.accounts.active[focal] += 500 + number
    outcomes = networker_outcomes(w, [strategy.name for strategy in scenario().strategy])
    for row in outcomes.itertuples():
        mine = seats[seats.person == row.person]
        assert row.income_at_stake == mine.earned.max()
        shares = mine.earned / max(1, mine.earned.sum())
        assert np.isnan(row.concentration) if row.no_commission else row.concentration == pytest.approx(sum(shares**2))
        assert row.ruin == (w.accounts.balance[row.person] < 500 * mine.working.sum())
    assert outcomes.concentration.nunique() > 1


def test_net_income_after_years_is_that_of_the_milestones(w: Tables, outcomes: pd.DataFrame) -> None:
    passed = Milestones(net_income={2: np.arange(w.people.size) / 2})
    later = networker_outcomes(w, [strategy.name for strategy in scenario().strategy], passed)
    assert later.net_income_2y.tolist() == (later.person / 2).tolist()
    for name in ("net_income_1y", "net_income_3y", "net_income_5y"):
        assert outcomes[name].isna().all()
        assert later[name].isna().all()


def test_to_break_even_is_no_loss() -> None:
    w = plant(FIVE, [TOP, 0, 0])
    w.tally.goods[:3], w.accounts.active[:3] = 100, [99, 100, 101]
    w.accounts.passive[3] = 5  # works nothing and is left out
    outcomes = networker_outcomes(w, ["vita"])
    assert outcomes.net_income.tolist() == [-1, 0, 1]
    assert outcomes.net_loss.tolist() == [True, False, False]
    assert not outcomes.no_commission.any()


def test_who_entered_at_the_top_reckons_with_no_care() -> None:
    w = plant(FIVE, [TOP, 0, 0, TOP, 1])
    w.positions.care[:5] = [0.9, 0.1, 0.3, 0.5, 0.2]
    w.positions.person[3] = 1
    np.testing.assert_array_equal(support(Lived(w))["care"], [np.nan, 0.1, 0.3, np.nan, 0.2])
    assert networker_outcomes(w, ["vita"]).care.isna().tolist() == [True, False, False, True, False]


def test_recruits_count_for_those_who_won_them_wherever_they_stand() -> None:
    w = plant(FIVE, [TOP, 0, 0, 1, 1], customers=[2])
    depart(w, 1, 12, QUIT)
    depart(w, 3, 12, QUIT)
    regroup(w)
    assert w.positions.sponsor[4] == 0
    share, worst = retention(Lived(w)).values()
    np.testing.assert_array_equal(share, [0.0, 0.5, np.nan, np.nan])
    np.testing.assert_array_equal(worst, share)
    outcomes = networker_outcomes(w, ["vita"])
    assert outcomes.person.tolist() == [0, 1, 3, 4]
    assert outcomes.survival.tolist() == [True, False, False, True]


def test_the_worst_team_is_that_of_one_company() -> None:
    w = plant(FIVE, [TOP, 0, 0, TOP, 3])
    w.positions.person[3] = 0  # a second company, in which their only recruit is lost
    w.positions.left[[1, 4]] = 20
    share, worst = retention(Lived(w)).values()
    np.testing.assert_array_equal(share[:3], [1 / 3, np.nan, np.nan])
    np.testing.assert_array_equal(worst[:3], [0.0, np.nan, np.nan])


def test_losses_do_not_wrap_around(w: Tables, outcomes: pd.DataFrame) -> None:
    assert outcomes.net_income.min() < 0
    assert outcomes[["recruits", "sales", "downline", "conversations", "contradictions"]].dtypes.eq("int64").all()


def test_groups_are_means_of_their_members(w: Tables, outcomes: pd.DataFrame) -> None:
    groups = as_frame(by_strategy(outcomes_of(w, [strategy.name for strategy in scenario().strategy])))
    assert list(zip(groups.strategy, groups.focal, strict=True)) == [("focus", False), ("tailored", True)]
    for group in groups.itertuples():
        members = outcomes[(outcomes.strategy == group.strategy) & (outcomes.focal == group.focal)]
        assert (group.people, group.founders) == (len(members), members.founder.sum())
        for name in personal():
            expected = members[name].mean()
            got = getattr(group, name)
            assert np.isnan(got) if np.isnan(expected) else got == pytest.approx(expected)
        for name in flows():
            assert getattr(group, f"{name}_median") == members[name].median()
        commission = (members.active_income + members.passive_income).to_numpy()
        assert group.gini == gini(commission)
        assert (group.top1_share, group.top10_share) == (top_share(commission, 0.01), top_share(commission, 0.1))


@given(st.lists(st.tuples(st.floats(-1e15, 1e15) | st.just(np.nan), st.integers(0, 2)), min_size=1, max_size=30))
def test_means_are_those_of_pandas_to_the_last_bit(drawn: list[tuple[float, int]]) -> None:
    """Tables of earlier versions were made by it."""
    values, group = np.array([value for value, _ in drawn]), np.array([number for _, number in drawn])
    frame = pd.DataFrame({"value": values, "group": group}).groupby("group")["value"].mean().reindex(range(3))
    assert means(values, group, 3).tobytes() == frame.to_numpy().tobytes()


def test_frames_are_made_once_of_columns() -> None:
    ran = run(scenario(time={"days": 20}), 2)
    for name in ("groups", "people", "series", "companies", "tenure"):
        frame = getattr(ran, name)
        assert frame is getattr(ran, name)
        assert list(frame) == list(ran.columns[name])
        for column, values in ran.columns[name].items():
            np.testing.assert_array_equal(frame[column].to_numpy(), values)


@pytest.mark.parametrize(
    ("income", "expected"),
    [([5, 5, 5, 5], 0.0), ([0, 0, 0, 8], 0.75), ([1, 2, 3, 4], 0.25), ([4, 1, 3, 2], 0.25)],
    ids=["equal", "one has all", "by hand", "in any order"],
)
def test_gini_by_hand(income: list[int], expected: float) -> None:
    assert gini(np.array(income)) == pytest.approx(expected)


def test_gini_is_the_mean_difference_of_two_people() -> None:
    income = np.random.default_rng(1).pareto(1.2, 200) * 1000
    pairs = np.abs(income[:, None] - income[None, :]).mean()
    assert gini(income) == pytest.approx(pairs / (2 * income.mean()))


def test_the_share_of_the_best_paid() -> None:
    income = np.array([0] * 90 + [10] * 9 + [60])
    assert top_share(income, 0.01) == pytest.approx(0.4)
    assert top_share(income, 0.1) == 1.0
    assert top_share(np.array([3, 1]), 0.01) == 0.75  # at least one person


def test_of_nothing_nobody_has_a_share() -> None:
    assert np.isnan(gini(np.zeros(3, np.int64)))
    assert np.isnan(top_share(np.zeros(3, np.int64), 0.1))
    assert np.isnan(gini(np.zeros(0, np.int64)))


@pytest.mark.parametrize(("days", "result", "gain"), [(51, 0, 0.0), (52, 100, 1.0), (56, 500, 1.0)])
def test_a_gain_on_shares_is_more_cash_than_was_staked(days: int, result: int, gain: float) -> None:
    w = holder([{"price": 50, "fee": 0.0, "pool": 1_000}], 5_000, days=days, reinvest=0.0).world.tables
    row = networker_outcomes(w, ["s"]).iloc[0]
    assert (row.costs, row.capital_income, row.net_income) == (5_000, 5_000 + result, result)
    assert (row.capital_result, row.gain) == (result, gain)
