"""Month's end of a living market under every plan."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.core.registry import names
from sim.model.membership.leaving import QUIT, depart, regroup
from sim.model.tables import NONE, Tables
from sim.scenario.schema import Scenario
from tests.builders import COMPANIES, differing, lived, scenario

KINDS = names("plan")


def market_of(kind: str, **plan: Any) -> Scenario:
    """The lively world, all its companies with the same plan."""
    companies = [{**each, "minimum_purchase": 20, "plan": {"kind": kind, **plan}} for each in COMPANIES]
    return scenario(company=companies)


def passive(w: Tables) -> int:
    """Income from team volume so far, in cents."""
    return int(w.accounts.passive.sum())


@pytest.mark.parametrize("kind", KINDS)
def test_sweep_and_agents_live_the_same_months(kind: str) -> None:
    of = market_of(kind, fast_start=0.3)
    sweep, agents = (lived(of, 60, strategy="tailored", activation=each) for each in ("sweep", "agents"))
    w = sweep.world.tables
    assert differing(w, agents.world.tables, ignore=("people.by_hand",)) == []
    assert sweep.world.money() == 0
    assert (passive(w) > 0) == (kind != "none")
    assert w.accounts.active.sum() > 0
    assert w.positions.team.max() > 0


@pytest.mark.parametrize("kind", KINDS)
def test_places_are_there_for_those_who_need_them_only(kind: str) -> None:
    w = lived(market_of(kind), 60, strategy="tailored").world.tables
    held, places = w.positions[: w.count[0].positions], w.places[: w.count[0].places]
    if kind not in ("binary", "matrix"):
        assert places.size == w.places.size == 0
        assert np.all(held.place == NONE)
        return
    working = np.flatnonzero(held.working)
    assert sorted(places.position.tolist()) == working.tolist()
    assert held.place[places.position].tolist() == list(range(places.size))
    below = places.parent != NONE
    assert np.all(places.parent[below] < np.flatnonzero(below))
    assert np.all(held.company[places.position[places.parent[below]]] == held.company[places.position[below]])


@pytest.mark.parametrize("kind", KINDS[:-1])
def test_months_go_on_when_members_leave(kind: str) -> None:
    market = lived(market_of(kind), 45, strategy="tailored")
    w = market.world.tables
    for p in range(0, int(w.count[0].positions), 3):
        depart(w, p, 45, QUIT)
    regroup(w)
    gone = np.flatnonzero(w.positions.left[: w.count[0].positions] >= 0)
    earned = w.positions.earned[gone].copy()
    before = passive(w)
    for _ in range(45):
        market.step()
    w = market.world.tables
    assert w.positions.earned[gone].tolist() == earned.tolist()
    assert passive(w) > before
    assert market.world.money() == 0


def test_companies_with_different_plans_live_side_by_side() -> None:
    """A company is paid out by its own plan, whatever plans the others have."""
    one = [{"name": "all", "companies": ["vita"]}]
    alone = {}
    for kind in KINDS:
        of = scenario(company=[{**COMPANIES[0], "plan": {"kind": kind}}, *COMPANIES[1:]], strategy=one)
        alone[kind] = lived(of, 60).world.tables.positions.earned.sum()
    assert len(set(alone.values())) == len(KINDS)
    others = [{**COMPANIES[1], "plan": {"kind": "matrix"}}, {**COMPANIES[2], "plan": {"kind": "unilevel"}}]
    for kind in KINDS:
        of = scenario(company=[{**COMPANIES[0], "plan": {"kind": kind}}, *others], strategy=one)
        assert lived(of, 60).world.tables.positions.earned.sum() == alone[kind]
