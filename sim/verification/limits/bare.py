"""The least of a world: everybody knows everybody, and nothing has happened yet."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.accounts import HOUSEHOLDS, UNBOOKED, pay
from sim.market import Market
from sim.model.tables import Tables
from sim.scenario.schema import Scenario
from sim.world.build import build
from sim.world.world import World

COMPANIES = [
    {"name": "vita", "topic": "health", "joining_fee": 35, "minimum_purchase": 60, "customer_purchase": 40},
    {"name": "clicks", "topic": "advertising", "joining_fee": 20, "minimum_purchase": 50, "customer_purchase": 30},
    {"name": "glow", "topic": "beauty", "joining_fee": 10, "minimum_purchase": 40, "customer_purchase": 20},
]


def overlaid(table: dict[str, Any], **sections: Any) -> Scenario:
    """A scenario of a table with sections laid over it key by key; lists replace lists."""
    made = dict(table)
    for name, value in sections.items():
        made[name] = {**made.get(name, {}), **value} if isinstance(value, dict) else value
    return Scenario.model_validate(made)


def lived(of: Scenario, days: int, seed: int = 1, **options: Any) -> Market:
    """A market after some days."""
    market = Market(of, seed, collect=False, **options)
    for _ in range(days):
        market.step()
    return market


def copied(w: Tables) -> Tables:
    """Tables that share nothing with the given ones."""
    return w._replace(**{name: getattr(w, name).copy() for name in w._fields if name != "key"})


def empty_world(people: int = 12, seed: int = 1, **sections: Any) -> World:
    """Everybody knows everybody, everybody would work, has 10,000 in his purse; nobody works yet."""
    base = {
        "population": {
            "people": people,
            "networkers": 0.0,
            "openness": 1.0,
            "savings": 10_000,
            "savings_sigma": 0.0,
        },
        "graph": {"kind": "complete"},
        "company": COMPANIES,
        "strategy": [{"name": "all", "companies": [company["name"] for company in COMPANIES]}],
    }
    world = build(overlaid(base, **sections), seed)
    world.make_room("positions", 4 * people * len(world.scenario.company))
    return world


def set_cash(w: Tables, person: int, cents: int) -> None:
    """Let the households bring a purse to a balance."""
    households = w.accounts[w.people.size + w.company.size + HOUSEHOLDS]
    pay(households, w.accounts[person], cents - int(w.accounts[person].balance), UNBOOKED)


def tie_between(w: Tables, owner: int, contact: int) -> int:
    """Row of the owner's tie to a contact."""
    first, degree = int(w.people[owner].first), int(w.people[owner].degree)
    return first + int(np.flatnonzero(w.links.other[first : first + degree] == contact)[0])


def differing(a: Tables, b: Tables, ignore: tuple[str, ...] = ()) -> list[str]:
    """Columns (``table.column``) that are not the same, bit for bit, in two worlds."""
    found = [] if a.key == b.key else ["key"]
    for table in (name for name in a._fields if name != "key"):
        one, two = in_use(a, table), in_use(b, table)
        for column in one.dtype.names:
            name = f"{table}.{column}"
            if name not in ignore and one[column].tobytes() != two[column].tobytes():
                found.append(name)
    return found


def in_use(w: Tables, table: str) -> Any:
    """The rows of a table that mean something today."""
    rows = getattr(w, table)
    growing = table in ("positions", "places", "said", "notes", "holdings", "packs")
    return rows[: int(getattr(w.count[0], table))] if growing else rows
