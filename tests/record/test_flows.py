from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.core.accounts import OUTSIDE
from sim.model.tables import Tables
from sim.record.flows import COMPANIES, PEOPLE, flows, places
from sim.runs import begin
from sim.scenario.schema import Scenario, scenario_with
from tests.builders import empty_world

TOWN = {
    "population": {"people": 150, "networkers": 0.1},
    "time": {"days": 200},
    "decision": {"intercept": -17.0, "work_intercept": -17.0},
    "company": [
        {"name": "a", "topic": "health", "life": {"law": "weibull", "days": 120, "shape": 50}},
        {"name": "b", "topic": "travel", "plan": {"fast_start": 0.5}},
        {"name": "c", "topic": "yield", "kind": "revshare", "revshare": {"deposits": 500, "advertising": 40}},
    ],
    "strategy": [{"name": "all", "companies": ["a", "b"], "pitch": "tailored", "portfolio": {"systems": ["c"]}}],
}


@pytest.fixture(scope="module")
def lived() -> Tables:
    scenario: Scenario = scenario_with(TOWN, [])
    market = begin(scenario, 5)
    while market.running:
        market.step()
    return market.world.tables


def test_every_cent_has_two_ends(lived: Tables) -> None:
    """What flows into each kind of purse less what flows out is what these purses hold."""
    found = pd.DataFrame(flows(lived))
    assert (found["amount"] > 0).all()
    net = found.groupby("payee")["amount"].sum().sub(found.groupby("payer")["amount"].sum(), fill_value=0)
    people, companies = lived.people.size, lived.company.size
    balance = lived.accounts.balance.tolist()
    kinds = np.empty(people, np.int64)
    places(lived, kinds)
    expected = {PEOPLE[k]: int(lived.accounts.balance[:people][kinds == k].sum()) for k in range(len(PEOPLE))}
    expected |= dict(zip(OUTSIDE, balance[people + companies :], strict=True))
    expected[COMPANIES] = sum(balance[people : people + companies])
    assert {name: int(net.get(name, 0)) for name in expected} == expected
    assert set(found["kind"]) >= {"goods", "fees", "shares", "active", "household", "cost of goods"}


def test_founders_pay_no_fee_and_levels_count_from_them(lived: Tables) -> None:
    found = pd.DataFrame(flows(lived))
    assert not ((found["payer"] == "founders") & (found["kind"] == "fees")).any()
    assert ((found["payer"] == "level 1") & (found["kind"] == "fees")).any()


def test_nothing_moved_makes_no_rows() -> None:
    w = empty_world(people=3).tables
    w.accounts.balance = 0
    assert all(len(column) == 0 for column in flows(w).values())
