"""Companies of which every sponsor and every purchase is known: what their plans pay can be worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim import Scenario
from sim.core.registry import SHIPPED
from sim.model import NONE, Tables
from sim.model.membership.joining import buy_only, enter, go_to_work
from sim.model.plans.buying import standings
from sim.model.plans.parameters import PlanKind
from sim.model.plans.rows import Place
from sim.model.plans.tree import place_newcomers
from sim.model.plans.unilevel import pay_sponsors
from sim.world.build import build

TOP = -1
DAY = 29


def scenario_of(people: int, rates: Sequence[float], *, compression: bool, **company: Any) -> Scenario:
    """One company with a unilevel plan; the graph is a ring, because nobody talks here."""
    product = {
        "name": "alpha",
        "topic": "health",
        "joining_fee": 0,
        "materials": 0,
        "retail_margin": 0.0,
        "plan": {"rates": list(rates), "compression": compression},
        **company,
    }
    return Scenario.model_validate(
        {
            "population": {
                "people": people,
                "networkers": 0.0,
                "savings": 100_000,
                "savings_sigma": 0.0,
                "budget": 10_000,
                "budget_sigma": 0.0,
            },
            "graph": {"kind": "watts_strogatz", "k": 2, "p": 0.0},
            "company": [product],
            "strategy": [{"name": "alpha", "companies": ["alpha"]}],
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


def company_of(people: int, **plan: Any) -> Scenario:
    """One company with the given plan, 100 own volume a month, everything else free."""
    return scenario_of(max(people, 3), [], compression=True, minimum_purchase=100, plan=plan)


def with_places(w: Tables) -> Tables:
    """The same tables with room for a place per position."""
    return w._replace(places=np.concatenate([w.places, Place.rows(w.positions.size)]).view(np.recarray))  # type: ignore[arg-type]


def grown(sponsors: Sequence[int], customers: Sequence[int] = (), **plan: Any) -> Tables:
    """A company in which person i holds position i under ``sponsors[i]``; nobody has bought, all are placed."""
    w = with_places(plant(company_of(len(sponsors), **plan), sponsors, customers))
    place_newcomers(w)
    return w


def bought(w: Tables, volumes: Sequence[int], qualified: Sequence[int] | None = None) -> Tables:
    """The month's purchases by position in cents; by default who bought anything is qualified."""
    size = len(volumes)
    w.positions.volume[:size] = volumes
    w.positions.qualified[:size] = w.positions.working[:size] * (np.array(volumes) > 0)
    if qualified is not None:
        w.positions.qualified[:size] = w.positions.working[:size] * np.array(qualified)
    return w


def paid(w: Tables, kind: str) -> NDArray[np.int64]:
    """Pay this month's commissions of a plan and return what each person got, in cents."""
    before = w.accounts.balance.copy()
    standings(w)
    place_newcomers(w)
    SHIPPED.function("plan", kind)(w, DAY, PlanKind.of(kind))
    change = w.accounts.balance - before
    assert change.sum() == 0
    return np.asarray(change[: w.people.size], np.int64)
