"""Small scenarios, worlds and random rows for tests; every number that a test relies on is stated here."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from sim.market import Market
from sim.scenario.companies import Strategy
from sim.scenario.fields import Section
from sim.scenario.schema import Scenario
from sim.world.accounts import HOUSEHOLDS, UNBOOKED, pay
from sim.world.build import build
from sim.world.parameters import PITCHES, one_row
from sim.world.tables import NONE, Column, Table
from sim.world.world import Tables, World

COMPANIES = [
    {"name": "vita", "topic": "health", "joining_fee": 35, "minimum_purchase": 60, "customer_purchase": 40},
    {"name": "clicks", "topic": "advertising", "joining_fee": 20, "minimum_purchase": 50, "customer_purchase": 30},
    {"name": "glow", "topic": "beauty", "joining_fee": 10, "minimum_purchase": 40, "customer_purchase": 20},
]
LIVELY: dict[str, Any] = {
    "time": {"days": 65},
    "population": {"people": 80, "networkers": 0.1, "openness": 0.5, "part_time_hours": 12.0},
    "graph": {"kind": "powerlaw_cluster", "m": 4, "p": 0.6},
    "gossip": {"rate": 0.4},
    "decision": {"intercept": -3.0, "interest": 2.0, "knowledge": 2.0, "credibility": 3.0},
    "company": COMPANIES,
    "strategy": [
        {"name": "focus", "companies": ["vita"], "pace": 10},
        *({"name": p, "companies": ["vita", "clicks", "glow"], "pitch": p, "pace": 10} for p in PITCHES[1:]),
    ],
}
PAIR = (0, 1)  # the only two people of a dialogue: speaker and listener


def scenario(base: dict[str, Any] | None = None, **sections: Any) -> Scenario:
    """A scenario in which much happens; sections are laid over it key by key, lists replace lists."""
    table = dict(LIVELY if base is None else base)
    for name, value in sections.items():
        table[name] = {**table.get(name, {}), **value} if isinstance(value, dict) else value
    return Scenario.model_validate(table)


def all_working(pitch: str, companies: int = 3, **more: Any) -> list[dict[str, Any]]:
    """One strategy that works the first companies of the lively world."""
    names = [company["name"] for company in COMPANIES[:companies]]
    return [{"name": pitch, "companies": names, "pitch": pitch, "pace": 10, **more}]


def lived(of: Scenario, days: int, seed: int = 1, **options: Any) -> Market:
    """A market after some days."""
    market = Market(of, seed, collect=False, **options)
    for _ in range(days):
        market.step()
    return market


def copied(w: Tables) -> Tables:
    """Tables that share nothing with the given ones."""
    return w._replace(**{name: getattr(w, name).copy() for name in w._fields if name != "key"})


def in_use(w: Tables, table: str) -> Any:
    """The rows of a table that mean something today."""
    rows = getattr(w, table)
    growing = table in ("positions", "places", "said", "notes", "holdings", "packs")
    return rows[: int(w.count[0][table])] if growing else rows


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


def touched(before: Tables, after: Tables) -> dict[str, set[int]]:
    """Rows that changed, by table; rows that came into use count as changed."""
    found: dict[str, set[int]] = {}
    for table in (name for name in before._fields if name != "key"):
        one, two = in_use(before, table), in_use(after, table)
        differs = np.zeros(one.size, bool)
        for column in one.dtype.names:
            unequal = one[column] != two[column][: one.size]
            differs |= unequal.any(axis=tuple(range(1, unequal.ndim)))
        changed = set(np.flatnonzero(differs).tolist()) | set(range(one.size, two.size))
        if changed:
            found[table] = changed
    return found


def random_rows(table: Table, rows: int, chance: np.random.Generator) -> Any:
    """Rows whose columns lie in their declared range, ends of the range included more often than by chance."""
    made = table.rows(rows)
    for column in table:
        shape = made[column.name].shape
        values = _values(column, made.dtype[column.name].base.kind, shape, chance)
        made[column.name] = values
    return made


def _values(column: Column, kind: str, shape: tuple[int, ...], chance: np.random.Generator) -> Any:
    low, high = limits(column)
    if column.span in ("companies", "topics"):
        return chance.integers(0, 2**16, shape)
    if np.isinf(high):
        high = 3e6 if "cents" in column.unit else 200.0
    values = chance.uniform(low, high, shape) if kind == "f" else chance.integers(int(low), int(high) + 1, shape)
    return np.where(chance.random(shape) < 0.2, chance.choice([low, high], shape), values)


def limits(column: Column) -> tuple[float, float]:
    """Least and greatest number that a column declares; inf where it has no end or names rows."""
    least = re.search(r"(-?\d+)(?=\.\.|$)", column.span.replace(">= ", ""))
    most = re.search(r"\.\.([\d.e]+)$", column.span)
    low = float(least.group(1)) if least else 0.0
    return low, float(most.group(1)) if most else np.inf


def out_of_range(table: Table, rows: Any, slack: float = 0.0) -> list[str]:
    """Columns of a table in which something lies outside the declared range."""
    found = []
    for column in table:
        low, high = limits(column)
        values = rows[column.name].astype(np.float64)
        allowed = (values >= low - slack) & (values <= high + slack)
        if not (allowed | ("NONE" in column.span) & (values == NONE)).all():
            found.append(f"{table.name}.{column.name}")
    return found


def law(section: type[Section], **values: float) -> Any:
    """A section of the scenario as the row that rules take, with some values set."""
    return one_row(section(**values).model_dump())[0]


def row(table: Table, **values: Any) -> Any:
    """One row of a table, zero but for what is given."""
    made = table.rows(1)
    for name, value in values.items():
        made[0][name] = value
    return made[0]


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
    world = build(scenario(base, **sections), seed)
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


def pitches() -> tuple[str, ...]:
    """The five pitch policies of the schema."""
    assert Strategy.model_fields["pitch"].default in PITCHES
    return PITCHES
