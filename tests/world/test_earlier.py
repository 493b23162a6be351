"""People meet a revenue-share company at a random moment of its life; what it lived before follows the same rules."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from sim.core.errors import UserError
from sim.model.tables import NONE
from sim.scenario.schema import Scenario
from sim.verification.limits import QUIET
from sim.world.build import build
from sim.world.earlier import age_by_deposits
from tests.builders import lived
from tests.shares import account_free, pools

LAW: dict[str, Any] = {"deposits": 100, "pool": 300, "days": 6, "returns": 1.2, "advertising": 30}
GROWING = {**LAW, "deposits_growth": 0.05, "repurchase": 0.3}
LIFE = {"law": "weibull", "days": 25.0, "shape": 20.0}
SYSTEMS: list[dict[str, Any]] = [
    GROWING,
    LAW,
    {**GROWING, "payout": "pool-share", "patience": 3},
    {"payout": "account", "pool": 500, "deposits": 10, "promised": 2.0, "earnings": 0.5},
]
LIVED = ("unpaid", "peak", "reserved", "owed", "credited", "staked", "received", "closed", "cause")


def random(systems: list[dict[str, Any]], **sections: Any) -> Scenario:
    return account_free([{"life": LIFE, **each, "enter": "random"} for each in systems], **sections)


class TestAge:
    @pytest.mark.parametrize(("growth", "life"), [(0.009, 600), (0.05, 200), (-0.01, 300)])
    @pytest.mark.parametrize("draw", [0.0, 0.01, 0.3, 0.77, 0.999])
    def test_is_the_inverse_of_cumulated_deposits(self, growth: float, life: int, draw: float) -> None:
        deposits = 1_000.0 * np.exp(growth * np.arange(life))
        assert age_by_deposits(deposits, draw) == int(math.log(1.0 + draw * math.expm1(growth * life)) / growth)

    def test_without_growth_or_deposits_every_day_is_as_likely(self) -> None:
        for deposits in (np.zeros(50), np.full(50, 9.0)):
            ages = [age_by_deposits(deposits, (k + 0.5) / 5_000) for k in range(5_000)]
            assert (np.bincount(ages, minlength=50) == 100).all()

    def test_no_day_without_deposits_is_ever_met(self) -> None:
        deposits = np.array([0.0, 5.0, 0.0, 0.0, 5.0, 0.0])
        assert {age_by_deposits(deposits, draw) for draw in np.linspace(0.0, 1.0, 999, endpoint=False)} == {1, 4}


@pytest.mark.parametrize("law", SYSTEMS, ids=["packs", "constant", "pool-share", "account"])
def test_what_it_lived_before_is_what_it_would_have_lived_among_bystanders(law: dict[str, Any]) -> None:
    seen = set()
    for seed in range(1, 5):
        w = build(random([law]), seed).tables
        age = -int(w.pools.born[0])
        seen.add(age)
        alone = lived(account_free([{"life": LIFE, **law}]), age, seed).world.tables
        for name in LIVED:
            assert w.pools[name][0] == alone.pools[name][0], name
        assert w.pools.ends[0] == alone.pools.ends[0] - age
        assert w.pools.peak_day[0] == alone.pools.peak_day[0] - age
        assert w.count[0].packs == alone.count[0].packs
        before, now = alone.packs[: alone.count[0].packs], w.packs[: w.count[0].packs]
        assert now.day.tolist() == (before.day - age).tolist()
        for name in ("company", "holding", "price", "cap", "paid", "again"):
            assert now[name].tolist() == before[name].tolist()
        assert w.accounts.balance.tolist() == alone.accounts.balance.tolist()
        assert w.accounts.balance.sum() == 0
    assert len(seen) > 1


@pytest.mark.parametrize("law", SYSTEMS, ids=["packs", "constant", "pool-share", "account"])
def test_it_closes_when_it_would_have_closed_without_the_people(law: dict[str, Any]) -> None:
    met = lived(random([law]), 40, 2).world.tables.pools[0]
    alone = lived(account_free([{"life": LIFE, **law}]), 60, 2).world.tables.pools[0]
    assert met.closed >= 0
    assert met.closed - met.born == alone.closed
    assert (met.cause, met.staked, met.received) == (alone.cause, alone.staked, alone.received)


def test_a_company_s_past_is_its_own_and_of_its_row() -> None:
    both = build(random([LAW, GROWING]), 3).tables
    packs = both.packs[: both.count[0].packs]
    assert (packs.holding == NONE).all()
    for c in range(2):
        mine = packs[packs.company == c]
        assert mine.day.min() >= both.pools.born[c]
        assert mine.day.max() < 0
        assert mine.size == -both.pools.born[c] or mine.size > 0
    assert both.accounts.balance.sum() == 0
    one = build(random([LAW]), 3).tables
    assert one.pools.born[0] == both.pools.born[0]
    assert one.accounts.balance[one.people.size] == both.accounts.balance[both.people.size]


def test_most_come_late_where_deposits_grow() -> None:
    young = [build(random([{**LAW, "deposits_growth": 0.2}]), seed).tables.pools[0] for seed in range(1, 25)]
    left = np.array([pool.ends for pool in young])
    assert (left >= 0).all()
    assert np.mean(left) == pytest.approx(5.0, abs=2.5)  # 1 / growth


FOCAL = {"worlds": "focal", "focal_entry": 60, "focal_people": 1, "focal_window": 1}


def test_a_company_not_born_yet_is_closed_to_everybody() -> None:
    entering = {"design": FOCAL, "strategy": [{"name": "s", "companies": ["y0", "alpha"], "pace": 0}]}
    people = {"people": 40, "networkers": 0.1, "openness": 1.0}
    of = random([LAW], population=people, phases={**QUIET, "expansion": True}, **entering)
    market = lived(of, 0)
    born = int(market.world.tables.pools.born[0])
    assert 60 - 25 * 2 < born <= 60
    assert born > 0
    while market.day < born:
        w = market.world.tables
        assert (w.people.works & 1 == 0).all()
        assert (w.life.quit & 1 == 1).all()
        assert w.accounts.balance[w.people.size] == (30_000 if market.day == born else 0)
        assert w.count[0].packs == 0
        market.step()
    w = market.world.tables
    assert w.accounts.balance[w.people.size] == 30_000
    assert (w.life.quit & 1 == 0).all()
    assert (w.people.works & 2 == 2).sum() == 4  # founders began with what was there
    market.step()
    w = market.world.tables
    assert w.pools.staked[0] >= 10_000
    assert (w.people.works & 1 == 1).any()
    assert w.accounts.balance.sum() == 0


def test_founders_of_what_is_not_born_yet_are_between_businesses() -> None:
    people = {"people": 40, "networkers": 0.1, "openness": 1.0}
    law = {"life": {**LIFE, "days": 60.0}, **LAW, "pool": 10**6, "enter": "random"}
    of = pools([law], population=people, design=FOCAL, phases={**QUIET, "expansion": True})
    market = lived(of, 0)
    w = market.world.tables
    assert w.count[0].positions == w.count[0].networkers == 0
    assert w.count[0].between == (w.people.stranded == 2).sum() == 4
    assert (w.tally.joined == -1).all()
    while market.day < w.pools.born[0] + 31:
        market.step()
        w = market.world.tables
    assert (w.people.works == 1).sum() >= 4
    assert (w.tally.joined[w.life.founder == 1] >= w.pools.born[0]).all()
    assert w.count[0].between == 0


def test_growth_beyond_what_is_counted_is_refused_with_company_and_day() -> None:
    fast = {"deposits": 5_000, "deposits_growth": 0.05, "returns": 1.0, "fee": 0.0, "life": {}, "days": 100}
    sentence = (
        "Day 370 of the life of 'y0', without the people of the model: its deposits, pool, accounts or packs come to "
        r"more than the 10,000,000,000,000 currency units that are counted exactly\. Lower company\.y0\.revshare"
    )
    with pytest.raises(UserError, match=sentence):
        build(random([fast]), 1)
    with pytest.raises(UserError, match=r"^Day 3..: (The packs of|The deposits of) 'y0'"):
        lived(account_free([fast], days=3_650))


def test_a_fund_that_grows_is_never_called_insolvent() -> None:
    fund = {"payout": "account", "pool": 1_000, "deposits": 5_000, "deposits_growth": 0.05, "earnings": 0.1}
    for enter in ("birth", "random"):
        of = account_free([{**fund, "enter": enter, "life": {}}], days=3_650)
        with pytest.raises(UserError, match=r"^Day 3.*'y0'.*counted exactly"):
            lived(of)


def test_a_life_without_an_end_has_no_random_moment() -> None:
    with pytest.raises(UserError, match=r"The company 'y0' would still be open after 36,500 days without the people"):
        build(random([{"deposits": 1, "promised": 0.0, "fee": 0.0, "payout": "account", "life": {}}]), 1)
