"""Revenue-share systems: results that are exactly known, of one pool and of portfolios."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.market import Market
from sim.scenario.revshare import Life
from sim.world.chance import seed_key
from sim.world.pools import INSOLVENT, LIFETIME, draws, lifetime
from tests.builders import lived
from tests.shares import account_free, holder, result

ADPACK = {"returns": 1.1, "days": 55, "fee": 0.0, "deposits": 1_000_000}
FUND = {"payout": "account", "pool": 3_650_000, "deposits": 10_000, "earnings": 0.02, "fee": 0.0}  # K = 1, s0 = 1
YEAR, CYCLE = 365, 55


def until_closed(law: dict[str, Any], days: int) -> Market:
    """A pool without people, until it fails or the days are over."""
    market = lived(account_free([law], days=days), 0)
    while market.running and market.world.tables.pools[0].closed < 0:
        market.step()
    return market


@pytest.mark.parametrize(("again", "day"), [(0.0, 307), (0.73, 401)])
def test_an_adpack_without_revenue_fails_on_a_known_day(again: float, day: int) -> None:
    pool = until_closed({**ADPACK, "repurchase": again}, 500).world.tables.pools[0]
    assert pool.cause == INSOLVENT
    assert pool.closed == pytest.approx(day, abs=1)


@pytest.mark.parametrize("again", [0.0, 0.4, 0.73])
def test_cash_out_tends_to_a_known_multiple_of_cash_in(again: float) -> None:
    market = until_closed({**ADPACK, "repurchase": again, "pool": 900_000_000}, 1_500)
    before = int(market.world.tables.pools[0].received)
    for _ in range(10):
        market.step()
    a_day = (int(market.world.tables.pools[0].received) - before) / 10
    assert a_day / 100_000_000 == pytest.approx((1 - again) * 1.1 / (1 - 1.1 * again), rel=1e-4)


@pytest.mark.parametrize(("growth", "fails"), [(0.00336, True), (0.00356, False)])
def test_an_adpack_survives_on_growth_alone_above_a_known_rate(growth: float, fails: bool) -> None:
    """It needs .346 % a day: the rate at which 1.1 in 55 parts is worth 1."""
    pool = until_closed({**ADPACK, "deposits": 10_000, "deposits_growth": growth}, 2_500).world.tables.pools[0]
    assert (pool.closed >= 0) == fails


def test_a_fund_peaks_and_collapses_when_artzrouni_says() -> None:
    pool = until_closed(FUND, 20 * YEAR).world.tables.pools[0]
    assert pool.peak_day / YEAR == pytest.approx(7.965, rel=0.01)
    assert pool.closed / YEAR == pytest.approx(17.887, rel=0.01)


@pytest.mark.parametrize(("growth", "survives"), [(0.08, False), (0.12, True)])
def test_a_fund_survives_exactly_if_deposits_outgrow_the_promise(growth: float, survives: bool) -> None:
    pool = until_closed({**FUND, "deposits_growth": growth / YEAR}, 80 * YEAR).world.tables.pools[0]
    assert (pool.closed < 0) == survives


@pytest.mark.parametrize(
    ("returns", "back"), list(product((1.0, 1.1, 1.4, 1.6, 1.7, 1.8), (0.0, 0.25, 0.5, 0.85, 0.86, 1.0)))
)
def test_with_five_systems_of_which_two_close_one_gains_exactly_if_3r_and_2f_exceed_5(
    returns: float, back: float
) -> None:
    sound = {"price": 10, "fee": 0.0, "pool": 100_000, "days": 5, "returns": returns, "recovery": back}
    dead = {**sound, "life": {"law": "weibull", "days": 0.5, "shape": 100.0}}
    w = holder([sound, dead, sound, dead, sound], 50_000, days=7, reinvest=0.0).world.tables
    assert result(w) == round(10_000 * (3 * returns + 2 * back - 5))
    assert (result(w) > 0) == (3 * returns + 2 * back > 5 + 1e-9)


def test_survivors_of_a_constant_hazard_are_binomial() -> None:
    law, days, systems = Life(law="exponential", days=100.0), 80, 5
    worlds = np.array([draws(seed_key(seed), LIFETIME, systems) for seed in range(4_000)])
    alive = (np.vectorize(lambda u: lifetime(law, u))(worlds) >= days).sum(axis=1)
    expected = stats.binom(systems, np.exp(-days / 100.0)).pmf(range(systems + 1)) * len(worlds)
    assert stats.chisquare(np.bincount(alive, minlength=systems + 1), expected).pvalue > 0.01


def cycle_results(worlds: int) -> Any:
    """What five programmes of 110 % in 55 days bring a stake of 1 in each, and how many close before the end."""
    law = Life(law="lognormal")
    lives = np.array([draws(seed_key(seed), LIFETIME, 5) for seed in range(worlds)])
    days = np.minimum(np.floor(np.vectorize(lambda u: lifetime(law, u))(lives)), CYCLE)
    return (1.1 * days / CYCLE).sum(axis=1) - 5.0, (days < CYCLE).sum(axis=1)


def test_spreading_a_bad_bet_does_not_repair_it() -> None:
    """Five programmes with the lifetimes of Moore, Han & Clayton (2012), exactly two closed before a cycle ends."""
    gain, closed = cycle_results(40_000)
    assert np.mean(gain[closed == 2] > 0) == pytest.approx(0.016, abs=0.01)


def test_the_engine_brings_a_holder_what_the_law_says() -> None:
    gain, closed = cycle_results(40)
    system = {"price": 1, "fee": 0.0, "pool": 100_000, "life": {"law": "lognormal"}}
    for seed in range(40):
        w = holder([system] * 5, 500_000, days=56, seed=seed, reinvest=0.0).world.tables
        assert result(w) / 100_000 == pytest.approx(gain[seed], abs=1e-4)
        assert np.count_nonzero((w.pools.closed[:5] >= 0) & (w.pools.closed[:5] < CYCLE)) == closed[seed]
