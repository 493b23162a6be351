"""Commission over the members of a year."""

from __future__ import annotations

import numpy as np
import pytest

from sim.study.targets import commission
from tests.study.targets.hand import world


def paid(*amounts: int, buyers: int = 0) -> list[dict[str, object]]:
    bought = {"worked": False, "worked_in_year": False}
    return [{"year_active": amount} for amount in amounts] + [bought] * buyers


def test_who_only_buys_is_a_member_without_commission() -> None:
    lived = world(paid(500, 0, buyers=6))
    assert commission.without(lived) == pytest.approx(7 / 8)
    assert commission.median(lived) == 0.0


def test_who_was_not_in_that_year_does_not_count() -> None:
    lived = world([*paid(500, 300, buyers=2), {"in_year": False}])
    assert commission.without(lived) == 0.5
    assert commission.median(lived) == 1.5


def test_active_and_passive_commission_add_up_and_costs_do_not_count() -> None:
    lived = world([{"year_active": 300, "year_passive": 200, "year_costs": 10_000}])
    assert commission.of_year(lived).tolist() == [500]


def test_shares_of_the_best_paid() -> None:
    lived = world(paid(600, 300, 100, buyers=97))
    assert commission.top(lived, 0.01) == pytest.approx(0.6)
    assert commission.top(lived, 0.1) == 1.0
    assert commission.inequality(lived) == pytest.approx(1 - 2 * (0.1 * 2.5 + 0.3 * 1.5 + 0.6 * 0.5) / 100)


@pytest.mark.parametrize("exponent", [-0.8, -1.06, -2.0])
def test_the_tail_of_a_pareto_law_is_found(exponent: float) -> None:
    ranks = np.arange(1, 2_001) - 0.5
    incomes = (1e7 * (ranks / 2_000) ** (1 / exponent)).astype(int)
    assert commission.tail(world(paid(*incomes.tolist()))) == pytest.approx(exponent, abs=0.005)


def test_too_few_earners_have_no_tail() -> None:
    assert np.isnan(commission.tail(world(paid(500, 400, 300, buyers=10))))
    assert np.isnan(commission.tail(world(paid(5, 5, 5, 5, 5, buyers=10))))


def test_the_middle_fifth_of_earners_tells_what_the_median_earner_lives_from() -> None:
    rich = {"year_active": 0, "year_passive": 9_000}
    middle = {"year_active": 80, "year_passive": 20}
    poor = {"year_active": 0, "year_passive": 10}
    lived = world([*[rich] * 2, middle, *[poor] * 2, *paid(buyers=20)])
    assert commission.median_earner_sells(lived) == pytest.approx(0.8)
    assert np.isnan(commission.median_earner_sells(world(paid(buyers=3))))
