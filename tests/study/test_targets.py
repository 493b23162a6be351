"""What is measured on worlds written down by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sim.record.run import as_frame
from sim.record.tenure import tenure
from sim.study.lived import LOGISTIC, Offers, _positions
from sim.study.measures.balance import balance, full_to_part_time, losers, net, small_profits
from sim.study.measures.commission import (
    inequality,
    median_commission,
    median_earner_sells,
    of_year,
    paid_from,
    tail,
    top_commission,
    within,
    without_commission,
)
from sim.study.measures.members import (
    AWKWARDNESS,
    awkward,
    by_close_contacts,
    credibility,
    ever_work,
    expertise,
    fall_of_risk,
    participation,
    retention,
    risks,
    sales,
    signed_up,
)
from tests.builders import lived as market_after
from tests.builders import scenario
from tests.study.hand import world


def test_who_left_was_at_risk_until_then() -> None:
    held = [{"day": 0, "left": 29}, {"day": 0, "left": 30}, {"day": 0}, {"day": 0}]
    at_risk, left = risks(world(positions=held, days=90))
    assert at_risk.tolist() == [4, 3, 2]
    assert left.tolist() == [1, 1, 0]
    assert retention(world(positions=held, days=90), 1) == pytest.approx(0.75)
    assert retention(world(positions=held, days=90), 2) == pytest.approx(0.5)
    assert np.isnan(retention(world(positions=held, days=90), 4))


def test_latecomers_are_censored_at_their_last_whole_month() -> None:
    at_risk, left = risks(world(positions=[{"day": 31, "left": 80}, {"day": 0}], days=90))
    assert at_risk.tolist() == [2, 1, 1]
    assert left.tolist() == [0, 0, 0]


def test_customers_do_not_count_and_founders_only_if_asked() -> None:
    held = [{"day": 0, "working": False}, {"day": 0, "founding": True}]
    assert risks(world(positions=held, days=30))[0].tolist() == [1]
    assert risks(world(positions=held, days=30), founders=False)[0].size == 0


def test_the_curve_is_that_of_the_record() -> None:
    market = market_after(scenario(time={"days": 200}, leaving={"risk": 0.3}), 200)
    w = market.world.tables
    names = [each.name for each in market.scenario.strategy]
    recorded = as_frame(tenure(w, names, 200)).groupby("month")[["at_risk", "left"]].sum()
    at_risk, left = risks(world(days=200).__class__(200, 80, world().members, _positions(w)))
    assert at_risk.tolist() == recorded["at_risk"].tolist()
    assert left.tolist() == recorded["left"].tolist()
    assert left.sum() > 0


def test_risk_is_compared_before_and_after_a_year() -> None:
    gone = [{"day": 0, "left": 30 * month} for month in (0, 1, 2, 20)]
    lived = world(positions=[*gone, {"day": 0}], days=720)
    first = 3 / (5 + 4 + 3 + 2 * 9)
    later = 1 / (2 * 9 + 3)
    assert fall_of_risk(lived) == pytest.approx(later / first)


FOUNDER = {"founding": True, "day": 0, "person": 90}


def test_founders_did_not_sign_up() -> None:
    lived = world(positions=[FOUNDER, {"working": True}, *[{"working": False}] * 3])
    assert ever_work(lived) == 0.25


def test_only_those_who_work_count_as_won_by_close_contacts() -> None:
    won = [{"close": True}, {"close": False}, {"close": True, "working": False}]
    assert by_close_contacts(world(positions=[FOUNDER, *won])) == 0.5


def test_participation_counts_people_who_still_work() -> None:
    held = [{"person": 1}, {"person": 1}, {"person": 2, "left": 50}, {"person": 3, "working": False}, FOUNDER]
    assert participation(world(positions=held)) == 0.02


def test_people_sign_up_within_the_last_year() -> None:
    held = [{"person": 1, "day": 369}, {"person": 2, "day": 370}, {"person": 2, "day": 500, "working": False}, FOUNDER]
    assert signed_up(world(positions=held)) == 0.01


def test_sales_are_those_of_the_year_by_mean_seller() -> None:
    lived = world([{"year_goods": 300_000, "months_in_year": 12}, {"year_goods": 60_000, "months_in_year": 6}])
    assert sales(lived) == pytest.approx(3_600 / 1.5)
    assert np.isnan(sales(world([{"months_in_year": 0}])))


def test_those_who_left_are_asked_what_weighed_most() -> None:
    left = [{"reason": AWKWARDNESS}, {"reason": 1}, {"reason": 1}, {"reason": 4}, {"reason": 0}]
    assert awkward(world(left)) == 0.25
    assert np.isnan(awkward(world([{"reason": 0}])))


def test_variance_is_explained_beside_what_the_score_leaves_open() -> None:
    terms = np.array([[2.0, 1.0, 0.5, np.nan], [-2.0, -1.0, -0.5, np.nan]])
    lived = world(offers=Offers.of([terms[:1], terms[1:]]))
    assert expertise(lived) == pytest.approx(1.0 / (4.0 + LOGISTIC))
    assert credibility(lived) == pytest.approx(0.25 / (4.0 + LOGISTIC))
    assert np.isnan(expertise(world()))
    assert np.isnan(Offers.of([]).explained(1))


def paid(*amounts: int, buyers: int = 0) -> list[dict[str, object]]:
    bought = {"worked": False, "worked_in_year": False}
    return [{"year_active": amount} for amount in amounts] + [bought] * buyers


def test_who_only_buys_is_a_member_without_commission() -> None:
    lived = world(paid(500, 0, buyers=6))
    assert without_commission(lived) == pytest.approx(7 / 8)
    assert median_commission(lived) == 0.0


def test_who_was_not_in_that_year_does_not_count() -> None:
    lived = world([*paid(500, 300, buyers=2), {"in_year": False}])
    assert without_commission(lived) == 0.5
    assert median_commission(lived) == 1.5


def test_active_and_passive_commission_add_up_and_costs_do_not_count() -> None:
    lived = world([{"year_active": 300, "year_passive": 200, "year_costs": 10_000}])
    assert of_year(lived).tolist() == [500]


def test_shares_of_the_best_paid() -> None:
    lived = world(paid(600, 300, 100, buyers=97))
    assert top_commission(lived, 0.01) == pytest.approx(0.6)
    assert top_commission(lived, 0.1) == 1.0
    assert inequality(lived) == pytest.approx(1 - 2 * (0.1 * 2.5 + 0.3 * 1.5 + 0.6 * 0.5) / 100)


@pytest.mark.parametrize("exponent", [-0.8, -1.06, -2.0])
def test_the_tail_of_a_pareto_law_is_found(exponent: float) -> None:
    ranks = np.arange(1, 2_001) - 0.5
    incomes = (1e7 * (ranks / 2_000) ** (1 / exponent)).astype(int)
    assert tail(world(paid(*incomes.tolist()))) == pytest.approx(exponent, abs=0.005)


def test_too_few_earners_have_no_tail() -> None:
    assert np.isnan(tail(world(paid(500, 400, 300, buyers=10))))
    assert np.isnan(tail(world(paid(5, 5, 5, 5, 5, buyers=10))))


def test_the_middle_fifth_of_earners_tells_what_the_median_earner_lives_from() -> None:
    rich = {"year_active": 0, "year_passive": 9_000}
    middle = {"year_active": 80, "year_passive": 20}
    poor = {"year_active": 0, "year_passive": 10}
    lived = world([*[rich] * 2, middle, *[poor] * 2, *paid(buyers=20)])
    assert median_earner_sells(lived) == pytest.approx(0.8)
    assert np.isnan(median_earner_sells(world(paid(buyers=3))))


def left(*amounts: int, costs: int = 100_000, **more: object) -> list[dict[str, object]]:
    return [{"active": costs + amount, "costs": costs, **more} for amount in amounts]


def test_between_profit_and_loss_lie_those_whose_answer_hangs_on_their_goods() -> None:
    lived = world(left(1, 0, -60_000, -60_001, own=60_000))
    assert balance(lived) == pytest.approx((1 / 4, 2 / 4, 1 / 4))
    assert balance(lived, worth=0.5) == pytest.approx((1 / 4, 1 / 4, 2 / 4))
    assert balance(lived, worth=0.0) == pytest.approx((1 / 4, 1 / 4, 2 / 4))
    assert np.isnan(balance(world())).all()


def test_people_who_only_bought_did_not_work() -> None:
    lived = world([*left(20_000), *left(-90_000, worked=False)])
    assert net(lived).tolist() == [20_000]
    assert losers(lived) == 0.0


def test_a_profit_is_small_below_five_thousand_a_year() -> None:
    year, half = left(499_999, 500_000, months=12), left(300_000, months=6)
    assert small_profits(world(year)) == 0.5
    assert small_profits(world(half)) == 0.0
    assert small_profits(world(left(300_000, months=0))) == 0.0
    assert np.isnan(small_profits(world(left(-1))))


def test_losers_are_counted_to_the_cent() -> None:
    assert losers(world(left(0, -1, 1, -5_000))) == 0.5


def test_incomes_are_compared_by_the_month_worked() -> None:
    full = {"full_time": True, "active": 6_000, "months": 2}
    part = [{"active": 1_000, "passive": 200, "months": 3}, {"months": 1}]
    assert full_to_part_time(world([full, *part])) == pytest.approx(3_000 / 300)
    assert np.isnan(full_to_part_time(world(part)))
    assert np.isnan(full_to_part_time(world([full])))


def test_levels_pass_over_those_who_are_not_qualified() -> None:
    chain = [
        {},
        {"sponsor": 0, "qualified": False, "volume": 50},
        {"sponsor": 1},
        {"sponsor": 2, "volume": 100},
    ]
    amounts = paid_from(world(positions=chain), [0.1, 0.05])
    assert amounts[:4].tolist() == pytest.approx([0.1 * 50 + 0.1 * 100, 0.0, 0.05 * 100, 0.0])
    every = paid_from(world(positions=chain))
    assert every[:4].tolist() == [150.0, 0.0, 100.0, 0.0]


def test_a_plan_pays_no_more_levels_than_it_has() -> None:
    chain = [{}, {"sponsor": 0}, {"sponsor": 1}, {"sponsor": 2, "volume": 100}]
    assert paid_from(world(positions=chain), [0.1])[:3].tolist() == [10.0, 0.0, 0.0]


def test_within_counts_the_first_levels() -> None:
    assert within(np.array([6.0, 3.0, 1.0]), 2) == pytest.approx(0.9)
    assert np.isnan(within(np.zeros(3), 2))
