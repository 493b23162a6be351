"""Sponsor trees made by hand or by chance, and one month's commissions on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.membership.joining import buy_only, enter, go_to_work
from sim.model.plans.parameters import PlanKind
from sim.model.plans.unilevel import pay_sponsors
from sim.model.tables import NONE, Tables
from sim.scenario.schema import Scenario
from sim.world.build import build

TOP = -1
DAY = 29


def scenario_of(people: int, rates: Sequence[float], *, compression: bool, **company: Any) -> Scenario:
    """One company with a unilevel plan; the graph is a ring, because nobody talks here."""
    vita = {
        "name": "vita",
        "topic": "health",
        "joining_fee": 0,
        "materials": 0,
        "retail_margin": 0.0,
        "plan": {"rates": list(rates), "compression": compression},
        **company,
    }
    return Scenario.model_validate(
        {
            "population": {"people": people, "networkers": 0.0, "savings": 100_000, "savings_sigma": 0.0},
            "graph": {"kind": "watts_strogatz", "k": 2, "p": 0.0},
            "company": [vita],
            "strategy": [{"name": "vita", "companies": ["vita"]}],
        }
    )


def plant(of: Scenario, sponsors: Sequence[int], customers: Sequence[int] = ()) -> Tables:
    """A world in which person i holds position i under ``sponsors[i]`` (a position, or TOP)."""
    world = build(of, seed=1)
    world.make_room("positions", len(sponsors))
    w = world.tables
    for i, above in enumerate(sponsors):
        enter(w, 0, i, 0, NONE if above == TOP else above, NONE)
        if i in customers:
            buy_only(w, i, 0)
        else:
            go_to_work(w, 0, i, 0)
    return w


def commissions(w: Tables) -> NDArray[np.int64]:
    """Pay this month's commissions and return what each person got, in cents."""
    before = w.accounts.balance.copy()
    pay_sponsors(w, DAY, PlanKind.of("unilevel"))
    change = w.accounts.balance - before
    assert change.sum() == 0
    return np.asarray(change[: w.people.size], np.int64)


def recursive_tree(members: int, chance: np.random.Generator) -> list[int]:
    """A random recursive tree: every entrant's sponsor is equally likely anybody who is in already."""
    return [TOP, *(int(chance.integers(0, i)) for i in range(1, members))]
