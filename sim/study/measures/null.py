"""The null model: a random recursive tree whose members have customers by chance, and nothing else.

Nobody differs from anybody, nobody talks, leaves or decides: newcomers join under somebody drawn evenly. What this
gives already is no achievement of a model of people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim import Scenario
from sim.record import gini, top_share
from sim.study.measures.commission import TAIL_SHARE, tail_of

MEMBERS, TREES, CUSTOMERS, SEED = 1_000, 100, 4.0, 919_001
MONTHS, SMALL = 12, 5_000.0
Amounts = NDArray[np.float64]


@dataclass(frozen=True)
class Terms:
    """What a company pays and asks, in currency units a month."""

    rates: tuple[float, ...]
    minimum: float  # purchase of a member, and of a customer
    purchase: float
    margin: float  # share of a customer's purchase for the seller
    fee: float
    materials: float
    fast_start: float = 0.0  # the sponsor's share of fee and first purchase

    @staticmethod
    def of(scenario: Scenario) -> Terms:
        """Return those of the first product company."""
        company = next(each for each in scenario.company if each.kind == "product")
        return Terms(
            tuple(company.plan.rates),
            float(company.minimum_purchase),
            float(company.customer_purchase),
            company.retail_margin,
            float(company.joining_fee),
            float(company.materials),
            company.plan.fast_start,
        )


@dataclass(frozen=True)
class Tree:
    """One tree after a year: a place per member, the first comer first."""

    sales: Amounts  # margins on what one's own customers buy
    team: Amounts  # commission on what those below buy and sell
    costs: Amounts
    own: Amounts  # purchases among the costs
    customers: int
    volume: float  # bought by everybody


def grown(terms: Terms, chance: np.random.Generator, members: int = MEMBERS) -> Tree:
    """Grow a tree of members who join under one of the earlier ones, drawn evenly, and have Poisson many customers.

    All are in for a year. Commission comes by level from what those below buy and sell, without any condition.
    """
    above = np.concatenate([[-1], (chance.random(members - 1) * np.arange(1, members)).astype(np.int64)])
    customers = chance.poisson(CUSTOMERS, members)
    volume = MONTHS * (terms.minimum + customers * terms.purchase)
    team = np.zeros(members)
    np.add.at(team, above[1:], terms.fast_start * (terms.fee + terms.minimum))
    at = above.copy()
    for rate in terms.rates:
        there = at >= 0
        np.add.at(team, at[there], rate * volume[there])
        at = np.where(there, above[at], -1)
    own = np.full(members, MONTHS * terms.minimum)
    costs = own + terms.fee + MONTHS * terms.materials
    margins = np.asarray(MONTHS * customers * terms.purchase * terms.margin, np.float64)
    return Tree(margins, team, costs, own, int(customers.sum()), float(volume.sum()))


def measured(tree: Tree) -> dict[str, float]:
    """Return the figures that a tree has, by name; members of the year are all in it and their customers."""
    paid = tree.sales + tree.team
    everybody = np.concatenate([paid, np.zeros(tree.customers)])
    left = paid - tree.costs
    earning = np.argsort(paid, kind="stable")[int(0.4 * paid.size) : int(np.ceil(0.6 * paid.size))]
    return {
        "without-commission": float((everybody == 0).mean()),
        "top-10": top_share(everybody, 0.1),
        "top-1": top_share(everybody, 0.01),
        "gini": gini(everybody),
        "tail": tail_of(everybody, TAIL_SHARE),
        "profit": float((left > 0).mean()),
        "even": float(((left <= 0) & (left + tree.own >= 0)).mean()),
        "loss": float((left + tree.own < 0).mean()),
        "small-profits": float((left[left > 0] < SMALL).mean()) if (left > 0).any() else float("nan"),
        "sales": tree.volume / paid.size,
        "median-commission": float(np.median(everybody)),
        "median-earner": float(tree.sales[earning].sum() / max(paid[earning].sum(), 1e-12)),
        "ever-work": paid.size / everybody.size,
        "losers": float((left < 0).mean()),
    }


def null(scenario: Scenario, dear: Scenario, trees: int = TREES) -> dict[str, float]:
    """Return the figures of the null model, means over trees; what it has no words for is missing.

    Parameters
    ----------
    scenario, dear
        Whose prices and rates hold, and the same under a plan that pays for recruiting.
    trees
        How many are grown.
    """
    plain, heavy = (_means(Terms.of(each), trees) for each in (scenario, dear))
    told = {name: value for name, value in plain.items() if name != "losers"}
    return {**told, "fee-heavy": heavy["losers"], "fee-heavy-more": heavy["losers"] - plain["losers"]}


def _means(terms: Terms, trees: int) -> dict[str, float]:
    every: Sequence[dict[str, float]] = [
        measured(grown(terms, np.random.default_rng([SEED, number]))) for number in range(trees)
    ]
    return {name: float(np.nanmean([each[name] for each in every])) for name in every[0]}
