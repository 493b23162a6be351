from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.core.chance import seed_key
from sim.model.plans.companies import Company
from sim.model.shares.closure import MANAGEMENT, SOFTWARE, lifetime
from sim.model.shares.parameters import Life
from sim.world.build import build
from sim.world.pools import FATE, LIFETIME, draws
from tests.shares import account_free

LAWS: list[tuple[dict[str, Any], Any]] = [
    ({"law": "exponential", "days": 200.0}, stats.expon(scale=200.0)),
    ({"law": "lognormal", "days": 28.0, "sigma": 1.8}, stats.lognorm(1.8, scale=28.0)),
    ({"law": "weibull", "days": 90.0, "shape": 0.6}, stats.weibull_min(0.6, scale=90.0)),
]


def company(**life: Any) -> Company:
    return Company(name="vita", topic="health", life=Life(**life))


def uniforms(n: int) -> np.ndarray[Any, Any]:
    """Draws of 16 companies in many worlds."""
    return np.concatenate([draws(seed_key(seed), LIFETIME, 16) for seed in range(n // 16)])


@pytest.mark.parametrize(("law", "known"), LAWS, ids=[law["law"] for law, _ in LAWS])
def test_lifetimes_follow_the_declared_law(law: dict[str, Any], known: Any) -> None:
    lived = [lifetime(company(**law), float(u)) for u in uniforms(4_000)]
    assert stats.kstest(lived, known.cdf).pvalue > 0.01
    for u in (0.1, 0.5, 0.9):
        assert lifetime(company(**law), u) == pytest.approx(known.ppf(u), rel=1e-9)


def test_the_default_law_is_that_of_high_yield_programmes() -> None:
    law = Life(law="lognormal")
    survive = [1.0 - stats.lognorm(law.sigma, scale=law.days).cdf(days) for days in (28, 90, 300)]
    assert survive == pytest.approx([0.5, 0.25, 0.1], abs=0.02)


def test_without_a_law_nothing_ends_and_a_draw_of_0_is_a_short_life() -> None:
    assert lifetime(company(), 0.5) == math.inf
    assert 0.0 <= lifetime(company(law="lognormal"), 0.0) < 1e-3


def test_chances_of_life_and_cause_are_independent() -> None:
    key = seed_key(5)
    lives, fates = draws(key, LIFETIME, 4_000), draws(key, FATE, 4_000)
    assert abs(np.corrcoef(lives, fates)[0, 1]) < 0.05


def test_a_world_draws_a_day_and_a_cause_for_every_company_that_has_a_law() -> None:
    life = {"law": "exponential", "days": 100.0, "management": 0.3}
    of = account_free([{"life": life}] * 9 + [{}])
    ends, fates = [], []
    for seed in range(60):
        w = build(of, seed).tables
        drawn = [lifetime(company(**life), float(u)) for u in draws(w.key, LIFETIME, 9)]
        assert w.pools.ends.tolist() == [*(int(days) for days in drawn), -1, -1]
        assert (w.pools.closed == -1).all()
        ends.extend(drawn)
        fates.extend(w.pools.fate[:9].tolist())
    assert set(fates) == {MANAGEMENT, SOFTWARE}
    assert np.mean(np.array(fates) == MANAGEMENT) == pytest.approx(0.3, abs=0.06)
    assert np.mean(ends) == pytest.approx(100.0, rel=0.15)


def test_twins_share_lifetimes_whatever_else_differs() -> None:
    life = {"law": "lognormal"}
    one = build(account_free([{"life": life}] * 3), 7).tables
    other = build(account_free([{"life": life, "price": 9, "pool": 5}] * 4), 7).tables
    assert one.pools.ends[:3].tolist() == other.pools.ends[:3].tolist()
