"""Compensation on trees made by hand, to the cent. Every number here was worked out on paper.

0 ── 1 ── 2 ── 3 ── 4        a chain
0 ── 1, 2, 3; 1 ── 4, 5      a small team
"""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.plans.buying import allowances, purchases
from sim.verification.cases.plans import CHAIN, month
from tests.builders import lived, scenario
from tests.trees import DAY, TOP, commissions, plant, scenario_of


def test_a_chain_pays_each_level_its_rate() -> None:
    w = month(CHAIN, [0.10, 0.05, 0.02], compression=False)
    assert commissions(w).tolist() == [10_00 + 5_00 + 2_00, 10_00 + 5_00 + 2_00, 10_00 + 5_00, 10_00, 0]
    assert w.accounts.passive[:5].tolist() == [17_00, 17_00, 15_00, 10_00, 0]
    assert w.accounts.active[:5].tolist() == [0] * 5


def test_compression_passes_over_the_unqualified() -> None:
    w = month(CHAIN, [0.10, 0.05, 0.02], compression=True, poor=(2,))
    # 2 bought nothing: 1's team is 3 (level 1, through 2) and 4 (level 2); 0 gets 1, 3, 4 at 10, 5, 2 percent
    assert commissions(w).tolist() == [10_00 + 5_00 + 2_00, 10_00 + 5_00, 0, 10_00, 0]


def test_without_compression_their_share_stays_with_the_company() -> None:
    w = month(CHAIN, [0.10, 0.05, 0.02], compression=False, poor=(2,))
    assert commissions(w).tolist() == [10_00 + 2_00, 5_00 + 2_00, 0, 10_00, 0]


def test_an_unqualified_top_gets_nothing_and_nobody_stands_above_them() -> None:
    for compression in (True, False):
        w = month(CHAIN, [0.10, 0.05, 0.02], compression=compression, poor=(0,))
        assert commissions(w).tolist() == [0, 10_00 + 5_00 + 2_00, 10_00 + 5_00, 10_00, 0]


def test_a_whole_line_of_the_unqualified_is_passed_over() -> None:
    w = month(CHAIN, [0.10, 0.05, 0.02], compression=True, poor=(1, 2, 3))
    assert commissions(w).tolist() == [10_00, 0, 0, 0, 0]
    w = month(CHAIN, [0.10, 0.05, 0.02], compression=False, poor=(1, 2, 3))
    assert commissions(w).tolist() == [0, 0, 0, 0, 0]


def test_customers_bring_active_income_to_their_seller_and_passive_to_their_upline() -> None:
    w = month([TOP, 0, 1], [0.10, 0.05], compression=True, customers=[2], retail_margin=0.20, supply_cost=0.30)
    commissions(w)
    assert w.accounts.active[:3].tolist() == [0, 10_00 + 5_00, 0]  # margin 20 % and level one of 50.00
    assert w.accounts.passive[:3].tolist() == [10_00 + 2_50, 0, 0]
    assert w.accounts.balance[3] == 250_00 - 75_00 - 10_00 - 5_00 - 12_50
    assert w.positions.earned[:3].tolist() == [12_50, 15_00, 0]


def test_a_customer_is_passed_over_like_anybody_unqualified() -> None:
    w = month([TOP, 0, 1], [0.10, 0.05], compression=True, customers=[1])
    assert commissions(w).tolist() == [5_00 + 10_00, 0, 0]
    w = month([TOP, 0, 1], [0.10, 0.05], compression=False, customers=[1])
    assert commissions(w).tolist() == [5_00 + 5_00, 0, 0]


def test_fractions_of_a_cent_stay_with_the_company() -> None:
    w = plant(scenario_of(3, [0.0333, 0.0333], compression=True, minimum_purchase=0.99), [TOP, 0, 1])
    purchases(w, DAY)
    assert commissions(w).tolist() == [3 + 3, 3, 0]  # 3.2967 cents each
    assert w.accounts.balance[3] == 3 * 99 - 3 * 29 - 9


def test_everything_may_be_paid_out_and_never_more() -> None:
    w = month([*CHAIN, 4], [0.5, 0.3, 0.2], compression=True)
    assert commissions(w).sum() == 0 + 50_00 + 80_00 + 3 * 100_00


@pytest.mark.parametrize("compression", [True, False])
def test_in_a_living_market_months_end_pays_the_same(compression: bool) -> None:
    """The market's own month's end on its own tree, against the plan said in plain Python."""
    rates = [0.1, 0.06, 0.03]
    company = {
        "name": "vita",
        "topic": "health",
        "minimum_purchase": 60,
        "plan": {"rates": rates, "compression": compression},
    }
    one = [{"name": "one", "companies": ["vita"]}]
    people = {"savings": 80, "savings_sigma": 0.5, "allowance": 30}
    stay = {"leaving": False}
    market = lived(scenario(company=[company], strategy=one, population=people, phases=stay), 59)
    before = market.world.tables.accounts.copy()
    market.step()
    w = market.world.tables
    held = w.positions[: w.count[0].positions]
    expected = np.zeros(80, np.int64)
    for member in held:
        if member.working == 0 and member.sponsor < held.size:
            expected[held.person[member.sponsor]] += int(member.volume) * 200_000 // 10**6
        above = member.sponsor
        for rate in (100_000, 60_000, 30_000):
            while compression and above < held.size and not held.qualified[above]:
                above = held.sponsor[above]
            if above >= held.size:
                break
            if held.qualified[above]:
                expected[held.person[above]] += int(member.volume) * rate // 10**6
            above = held.sponsor[above]
    income = w.accounts.active[:80] + w.accounts.passive[:80] - before.active[:80] - before.passive[:80]
    assert 0 < (held.qualified == 0).sum() < held.size
    assert expected.sum() > 0
    np.testing.assert_array_equal(income, expected)


def test_allowances_are_no_income() -> None:
    w = plant(scenario_of(3, [0.1], compression=True), [TOP, 0, 0])
    allowances(w, 150_00)
    assert w.accounts.active.sum() + w.accounts.passive.sum() == 0
