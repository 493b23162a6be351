"""What working leaves over after costs."""

from __future__ import annotations

import numpy as np
import pytest

from sim.study.targets import balance
from tests.study.targets.hand import world


def left(*amounts: int, costs: int = 100_000, **more: object) -> list[dict[str, object]]:
    return [{"active": costs + amount, "costs": costs, **more} for amount in amounts]


def test_who_ends_within_a_tenth_of_what_he_paid_came_out_even() -> None:
    lived = world(left(10_001, 10_000, 0, -10_000, -10_001, -50_000))
    assert balance.outcome(lived) == pytest.approx((1 / 6, 3 / 6, 2 / 6))
    assert balance.outcome(lived, even=0.0) == pytest.approx((2 / 6, 1 / 6, 3 / 6))
    assert balance.outcome(lived, within=100.01) == pytest.approx((0.0, 5 / 6, 1 / 6))


def test_whoever_only_bought_did_not_work() -> None:
    lived = world([*left(20_000), *left(-90_000, worked=False)])
    assert balance.net(lived).tolist() == [20_000]
    assert balance.losers(lived) == 0.0


def test_a_profit_is_small_below_five_thousand_a_year() -> None:
    year, half = left(499_999, 500_000, months=12), left(300_000, months=6)
    assert balance.small_profits(world(year)) == 0.5
    assert balance.small_profits(world(half)) == 0.0
    assert balance.small_profits(world(left(300_000, months=0))) == 0.0
    assert np.isnan(balance.small_profits(world(left(-1))))


def test_losers_are_counted_to_the_cent() -> None:
    assert balance.losers(world(left(0, -1, 1, -5_000))) == 0.5


def test_incomes_are_compared_by_the_month_worked() -> None:
    full = {"full_time": True, "active": 6_000, "months": 2}
    part = [{"active": 1_000, "passive": 200, "months": 3}, {"months": 1}]
    assert balance.full_to_part_time(world([full, *part])) == pytest.approx(3_000 / 300)
    assert np.isnan(balance.full_to_part_time(world(part)))
    assert np.isnan(balance.full_to_part_time(world([full])))


def test_the_band_that_holds_a_share_is_found() -> None:
    lived = world(left(10_000, -20_000, 30_000, -40_000, 50_000))
    assert balance.band_of(lived, 0.5) == pytest.approx(0.3)
