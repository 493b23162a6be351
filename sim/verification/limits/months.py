"""A month of a company with any plan, on a planted tree: who has bought what, and who is paid what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.registry import SHIPPED
from sim.model.plans.buying import standings
from sim.model.plans.parameters import PlanKind
from sim.model.plans.rows import Place
from sim.model.plans.tree import place_newcomers
from sim.model.tables import Tables
from sim.scenario.schema import Scenario
from sim.verification.limits.trees import DAY, plant, scenario_of


def company_of(people: int, **plan: Any) -> Scenario:
    """One company with the given plan, 100 own volume a month, everything else free."""
    return scenario_of(max(people, 3), [], compression=True, minimum_purchase=100, plan=plan)


def with_places(w: Tables) -> Tables:
    """The same tables with room for a place a position."""
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
