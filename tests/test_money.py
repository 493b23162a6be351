"""Every cent has two ends, in whatever scenario."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.core.accounts import to_cents
from sim.market import Market
from sim.model.plans.parameters import PlanKind, declared_payout
from sim.model.tables import Tables
from sim.model.talk.parameters import Pitch
from sim.scenario.schema import Scenario

price = st.integers(0, 30_000).map(lambda hundredths: hundredths / 100)
share = st.floats(0.0, 1.0)
NAMES = ["vita", "clicks", "glow"]


@st.composite
def plans(draw: Any) -> dict[str, Any]:
    """Plans of any kind that pay out anything up to everything."""
    weights = draw(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=9))
    paid = draw(share) / max(1.0, sum(weights))
    return {
        "kind": draw(st.sampled_from(PlanKind.words())),
        "rates": [weight * paid for weight in weights],
        "compression": draw(st.booleans()),
        "first": draw(st.floats(0.0, 0.5)),
        "leg_rate": draw(share),
        "cap": draw(price),
        "beyond_cap": draw(st.sampled_from(["flush", "carry"])),
        "width": draw(st.integers(2, 4)),
        "fast_start": draw(st.sampled_from([0.0, 0.5, 1.0])),
    }


@st.composite
def companies(draw: Any, name: str) -> dict[str, Any]:
    """A company at any price, its margins not necessarily sound."""
    return {
        "name": name,
        "topic": name,
        "quality": draw(share),
        "retail_margin": draw(share),
        "supply_cost": draw(share),
        "plan": draw(plans()),
        **{key: draw(price) for key in ("joining_fee", "minimum_purchase", "customer_purchase", "materials")},
    }


@st.composite
def graphs(draw: Any, people: int) -> dict[str, Any]:
    """Any generated graph that fits the number of people."""
    kinds = ["complete", "barabasi_albert", "watts_strogatz", "erdos_renyi", "random_regular", "social_circles"]
    kind = draw(st.sampled_from(kinds))
    return {"kind": kind, "m": 2, "k": 4, "p": draw(share), "mean_degree": min(4.0, people - 1.0)}


@st.composite
def laws(draw: Any) -> dict[str, Any]:
    """Any policies."""
    return {
        "buy_back": draw(share),
        "buy_back_days": draw(st.integers(1, 120)),
        "cooling_off": draw(st.integers(0, 90)),
        "minimum_purchase_cap": draw(st.none() | st.just(0) | price),
        "recruiting_pay_cap": draw(st.none() | share),
        "exclusivity": draw(st.booleans()),
    }


@st.composite
def scenarios(draw: Any, **sections: Any) -> Scenario:
    """Small worlds in which much is bought and many join."""
    people = draw(st.integers(6, 40))
    names = NAMES[: draw(st.integers(1, 3))]
    listed = st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)
    strategy = [
        {
            "name": str(k),
            "companies": draw(listed),
            "pitch": draw(st.sampled_from(Pitch.words())),
            "pace": draw(st.integers(0, 40)),
        }
        for k in range(2)
    ]
    population = {
        "people": people,
        "networkers": draw(share),
        "openness": draw(share),
        "savings": draw(price),
        "savings_sigma": draw(st.floats(0.0, 2.0)),
        "allowance": draw(price),
    }
    logits = st.floats(-18.0, -8.0)
    return Scenario.model_validate(
        {
            "time": {"days": 95},
            "population": population,
            "graph": draw(graphs(people)),
            "decision": {"intercept": draw(logits), "work_intercept": draw(logits)},
            "budget": {"substitution": draw(share), "independence": draw(share), "least": draw(share)},
            "company": [draw(companies(name)) for name in names],
            "strategy": strategy,
            **{name: draw(section) for name, section in sections.items()},
        }
    )


@st.composite
def systems(draw: Any, name: str) -> dict[str, Any]:
    """A revenue-share company that may pay anything, and may close for whatever cause."""
    fee = draw(share)
    law = {
        "price": draw(st.integers(1, 20_000)) / 100,
        "returns": draw(st.floats(0.0, 3.0)),
        "days": draw(st.integers(1, 40)),
        "payout": draw(st.sampled_from(["fixed", "pool-share"])),
        "fee": fee,
        "patience": draw(st.integers(0, 20)),
        **{key: draw(share) for key in ("share", "repurchase", "recovery")},
        **{key: draw(price) for key in ("pool", "advertising", "deposits")},
    }
    life = {
        "law": draw(st.sampled_from(["none", "exponential", "weibull"])),
        "days": draw(st.floats(1.0, 200.0)),
        "exit": draw(st.sampled_from(["none", "peak"])),
    }
    plan = {"rates": [draw(share) * (1.0 - fee)]}
    topic = draw(st.sampled_from(["health", name]))
    of = {"name": name, "kind": "revshare", "topic": topic, "joining_fee": draw(price)}
    return {**of, "plan": plan, "revshare": law, "life": life}


@st.composite
def shared_worlds(draw: Any) -> Scenario:
    """Small worlds in which people work, hold and lose revenue-share companies beside a product."""
    names = ["y0", "y1"]
    portfolio = {
        "systems": draw(st.lists(st.sampled_from(names), max_size=2, unique=True)),
        "capital": draw(share),
        "cash_out": draw(st.sampled_from(["stake-back-first", "reinvest", "let-run"])),
        "reinvest": draw(share),
    }
    works = draw(st.lists(st.sampled_from(["vita", *names]), min_size=1, max_size=3, unique=True))
    return Scenario.model_validate(
        {
            "time": {"days": 95},
            "population": {"people": 20, "networkers": 0.3, "openness": 0.5, "savings": draw(price)},
            "graph": {"kind": "complete"},
            "decision": {"intercept": -12.0, "work_intercept": -12.0},
            "company": [draw(companies("vita")), *(draw(systems(name)) for name in names)],
            "strategy": [{"name": "1", "companies": works, "pace": 10, "portfolio": portfolio}],
        }
    )


@given(of=shared_worlds(), seed=st.integers(0, 2**32))
@settings(max_examples=30)
def test_no_cent_appears_or_vanishes_in_pools_and_closures(of: Scenario, seed: int) -> None:
    market = Market(of, seed, collect=False)
    while market.running:
        market.step()
        w = market.world.tables
        pools = w.accounts.balance[w.people.size + 1 : w.people.size + 3]
        assert market.world.money() == 0
        assert w.accounts.balance[: w.people.size].min() >= 0
        assert pools.min() >= 0
        assert (pools[w.pools.closed[1:] >= 0] == 0).all()
    held, mine = w.holdings[: w.count[0].holdings], w.accounts[: w.people.size]
    assert mine.stakes.sum() == held.staked.sum()
    assert mine.capital.sum() == held.received.sum()
    assert (held.received <= w.pools.received[held.company]).all()
    assert not held.wallet[w.pools.closed[held.company] >= 0].any()
    seats = w.positions[: w.count[0].positions]
    assert (seats.left[w.pools.closed[seats.company] >= 0] >= 0).all()


def income(w: Tables) -> int:
    """Everything booked as income of persons so far, in cents."""
    mine = w.accounts[: w.people.size]
    return int(mine.active.sum() + mine.passive.sum() + mine.capital.sum())


def most_paid(w: Tables, of: Scenario) -> float:
    """The most that this month's volume may bring members: commissions, margins, and bonuses on first purchases."""
    held, most = w.positions[: w.count[0].positions], 0.0
    for c, company in enumerate(of.company):
        bought, plan = held[held.company == c], company.plan
        customers = bought.volume[(bought.working == 0) & (bought.sponsor != 2**32 - 1)].sum()
        most += bought.volume.sum() * (declared_payout(plan) + plan.fast_start)
        if plan.kind == "binary":  # each is paid up to the cap, and never for more than all that was ever bought
            everything = plan.leg_rate * w.accounts.goods.sum()
            most += bought.size * min(everything, to_cents(plan.cap))
        most += customers * company.retail_margin
    return most + held.size * 1e-3  # rates are whole millionths


class Books(Market):
    """A market that remembers the most that its month may bring, before sellers leave and customers stop or move up."""

    most = 0.0

    def customers(self) -> None:
        self.most = most_paid(self.world.tables, self.scenario)
        super().customers()


@given(of=scenarios(), seed=st.integers(0, 2**32))
@settings(max_examples=100)
def test_no_cent_appears_or_vanishes(of: Scenario, seed: int) -> None:
    market = Books(of, seed, strategy="1", collect=False)
    assert market.world.money() == 0
    while market.running:
        before = income(market.world.tables)
        before_fees = int(market.world.tables.accounts.fees.sum())
        market.step()
        w = market.world.tables
        assert market.world.money() == 0
        assert w.accounts.balance[: market.world.people].min() >= 0
        earned = income(w) - before
        fees = int(w.accounts.fees.sum()) - before_fees
        assert earned >= 0
        assert earned <= fees + (0 if market.day % 30 else market.most)
    balance_of_payments(w, of)


@given(of=scenarios(policies=laws()), seed=st.integers(0, 2**32))
@settings(max_examples=40)
def test_no_cent_appears_or_vanishes_whatever_the_law(of: Scenario, seed: int) -> None:
    market = Market(of, seed, strategy="1", collect=False)
    while market.running:
        market.step()
        w = market.world.tables
        mine = w.accounts[: market.world.people]
        assert market.world.money() == 0
        assert min(mine.balance.min(), mine.goods.min(), mine.fees.min(), w.tally.goods.min()) >= 0
        assert (w.tally.goods <= mine.goods).all()
    balance_of_payments(w, of)


def balance_of_payments(w: Tables, of: Scenario) -> None:
    """Every account is explained by what was booked."""
    n, months = w.people.size, 3
    mine = w.accounts[:n]
    start = mine.balance - (mine.active + mine.passive - mine.goods - mine.fees - mine.materials)
    saved = start - months * to_cents(of.population.allowance)
    assert saved.min() >= 0
    assert saved.sum() + months * n * to_cents(of.population.allowance) == -w.accounts.balance[n + len(of.company)]
    taken = (mine.goods + mine.fees).sum() - income(w)
    supplied = w.accounts.balance[n + len(of.company) + 1] - mine.materials.sum()
    assert w.accounts.balance[n : n + len(of.company)].sum() == taken - supplied
    assert w.positions.earned[: w.count[0].positions].sum() == income(w)
    assert np.all((w.tally.first_commission >= 0) == (mine.active + mine.passive > 0))
