"""What is scarce in life stays scarce: the default world with contacts, hours, companies and years at their ends."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from sim import Scenario
from sim.model.tables import Tables
from sim.runs import begin

SEEDS = (1, 2, 3)
SMALL = ("population.people=800", "graph.mean_degree=100", "time.days=540")
FIVE = "strategy.focus.companies=['vita', 'clicks', 'glow', 'volt', 'trip']"
EXTREMES = {
    "default": (),
    "few contacts": ("graph.mean_degree=50",),
    "many contacts": ("graph.mean_degree=200",),
    "most contacts": ("graph.mean_degree=600",),
    "few hours": ("population.part_time_hours=4.5", "population.full_time_hours=20"),
    "many hours": ("population.part_time_hours=18", "population.full_time_hours=80"),
    "all hours": ("population.part_time_hours=168", "population.full_time_hours=168"),
    "five companies": (FIVE,),
    "one year": ("time.days=270",),
    "ten years": ("time.days=3600", "population.people=300"),
    "no talk": ("conversation.most_per_day=0",),
    "everybody open": ("population.openness=1",),
    "one budget for all": (FIVE, "budget.substitution=1", "budget.independence=0"),
}


@cache
def lived(name: str, seed: int) -> tuple[Tables, int]:
    """The tables of a world at its end, and the days lived."""
    market = begin(Scenario.load("scenarios/base.toml", [*SMALL, *EXTREMES[name]]), seed)
    while market.running:
        market.step()
    return market.world.tables, market.day


def signed_up(name: str) -> float:
    """Share of people who ever joined a company, over all seeds."""
    return float(np.mean([_signed(lived(name, seed)[0]) for seed in SEEDS]))


def _signed(w: Tables) -> float:
    return np.unique(w.positions.person[: w.count[0].positions]).size / w.people.size


@pytest.mark.parametrize("name", EXTREMES)
def test_not_everybody_joins_and_not_everybody_stays(name: str) -> None:
    # were everybody open to work, twelve times as many as are, only "not all" can be asked for
    most, at_work = (1.0, 0.75) if name == "everybody open" else (0.9, 0.5)
    for seed in SEEDS[:1]:
        w, _ = lived(name, seed)
        assert 0.0 < _signed(w) < most
        working = (w.people.works != 0).mean()
        assert working < at_work
        ever = w.tally.joined >= 0
        assert (w.people.works[ever] == 0).any()


def test_more_contacts_bring_more_sign_ups() -> None:
    few, default, many = (signed_up(name) for name in ("few contacts", "default", "many contacts"))
    assert few < many
    assert few <= default <= signed_up("most contacts")


def test_without_talk_only_founders_are_in() -> None:
    w, _ = lived("no talk", 1)
    assert set(np.unique(w.positions.person[: w.count[0].positions])) == set(np.flatnonzero(w.life.founder))


@pytest.mark.parametrize("name", EXTREMES)
def test_nobody_owes_anything(name: str) -> None:
    w, _ = lived(name, 1)
    assert (w.accounts.balance[: w.people.size] >= 0).all()


def test_no_purse_pays_twice() -> None:
    """Where goods replace each other fully, all that a customer buys a month stays within one budget."""
    w, days = lived("one budget for all", 1)
    customers = w.tally.joined < 0
    bought = w.accounts.goods[: w.people.size][customers]
    assert bought.any()
    assert (bought <= days // 30 * w.life.budget[customers]).all()


def test_nobody_gains_from_companies_that_pay_nobody() -> None:
    nothing = ("product_defaults.retail_margin=0", "product_defaults.plan.rates=[0.0]")
    market = begin(Scenario.load("scenarios/base.toml", [*SMALL, FIVE, *nothing]), 1)
    while market.running:
        market.step()
    purse = market.world.tables.accounts[: market.world.people]
    assert (purse.active + purse.passive + purse.capital == 0).all()
    paid = purse.goods + purse.fees + purse.materials
    assert (paid[market.world.tables.tally.joined >= 0] > 0).mean() > 0.9
