"""Small scenarios, worlds and random rows for tests; every number that a test relies on is stated here."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from sim.core.parameters import Section
from sim.core.rows import Column, Row, one_row
from sim.market import Market
from sim.model.tables import NONE, Tables
from sim.model.talk.parameters import Pitch
from sim.scenario.schema import Scenario
from sim.verification import limits as bare
from sim.verification.limits import copied, differing, in_use, overlaid, set_cash, tie_between
from sim.world.world import World

__all__ = ["COMPANIES", "copied", "differing", "empty_world", "in_use", "lived", "set_cash", "tie_between"]
COMPANIES = [
    {**company, "name": name} for company, name in zip(bare.COMPANIES, ("vita", "clicks", "glow"), strict=True)
]
LIVELY: dict[str, Any] = {
    "time": {"days": 65},
    "population": {"people": 80, "networkers": 0.1, "openness": 0.5, "part_time_hours": 12.0},
    "graph": {"kind": "powerlaw_cluster", "m": 4, "p": 0.6},
    "gossip": {"rate": 0.4},
    "decision": {
        **{"intercept": -6.0, "work_intercept": -7.0, "interest": 2.0, "knowledge": 2.0, "conviction": 1.0},
        **{"credibility": 3.0, "leaning": 1.0, "skill": 0.5, "satiation": 0.5, "refusal": 0.2, "work_income": 1.0},
    },
    "company": COMPANIES,
    "strategy": [
        {"name": "focus", "companies": ["vita"], "pace": 10},
        *({"name": p, "companies": ["vita", "clicks", "glow"], "pitch": p, "pace": 10} for p in Pitch.words()[1:]),
    ],
}
PAIR = (0, 1)  # the only two people of a dialogue: speaker and listener


def scenario(base: dict[str, Any] | None = None, **sections: Any) -> Scenario:
    """A scenario in which much happens; sections are laid over it key by key, lists replace lists."""
    return overlaid(LIVELY if base is None else base, **sections)


def lived(of: Scenario, days: int | None = None, seed: int = 1, **options: Any) -> Market:
    """A market after some days; by default at its end."""
    market = Market(of, seed, collect=False, **options)
    while market.running if days is None else market.day < days:
        market.step()
    return market


def empty_world(people: int = 12, seed: int = 1, **sections: Any) -> World:
    """Everybody knows everybody, everybody would work, has 10,000 and would spend as much; nobody works yet."""
    all_of_them = [{"name": "all", "companies": [company["name"] for company in COMPANIES]}]
    return bare.empty_world(people, seed, **{"company": COMPANIES, "strategy": all_of_them, **sections})


def all_working(pitch: str, companies: int = 3, **more: Any) -> list[dict[str, Any]]:
    """One strategy that works the first companies of the lively world."""
    names = [company["name"] for company in COMPANIES[:companies]]
    return [{"name": pitch, "companies": names, "pitch": pitch, "pace": 10, **more}]


def touched(before: Tables, after: Tables) -> dict[str, set[int]]:
    """Rows that changed, by table; rows that came into use count as changed."""
    found: dict[str, set[int]] = {}
    for table in (name for name in before._fields if name != "key"):
        one, two = in_use(before, table), in_use(after, table)
        if one.tobytes() == two.tobytes():
            continue
        differs = np.zeros(one.size, bool)
        for column in one.dtype.names:
            unequal = one[column] != two[column][: one.size]
            differs |= unequal.any(axis=tuple(range(1, unequal.ndim)))
        changed = set(np.flatnonzero(differs).tolist()) | set(range(one.size, two.size))
        if changed:
            found[table] = changed
    return found


def random_rows(table: type[Row], rows: int, chance: np.random.Generator) -> Any:
    """Rows whose columns lie in their declared range, ends of the range included more often than by chance."""
    made = table.rows(rows)
    for column in table.columns:
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
        low = max(low, -high)
    values = chance.uniform(low, high, shape) if kind == "f" else chance.integers(int(low), int(high) + 1, shape)
    return np.where(chance.random(shape) < 0.2, chance.choice([low, high], shape), values)


def limits(column: Column) -> tuple[float, float]:
    """Least and greatest number that a column declares; infinite where it has no end or names rows."""
    least = re.search(r"(-?\d+)(?=\.\.|$)", column.span.replace(">= ", ""))
    most = re.search(r"\.\.([\d.e]+)$", column.span)
    low = float(least.group(1)) if least else -np.inf if column.span in ("any", "standard normal") else 0.0
    return low, float(most.group(1)) if most else np.inf


def out_of_range(table: type[Row], rows: Any, slack: float = 0.0) -> list[str]:
    """Columns of a table in which something lies outside the declared range."""
    found = []
    for column in table.columns:
        low, high = limits(column)
        values = rows[column.name].astype(np.float64)
        allowed = (values >= low - slack) & (values <= high + slack)
        if not (allowed | ("NONE" in column.span) & (values == NONE)).all():
            found.append(f"{table.table}.{column.name}")
    return found


def law(section: type[Section], **values: float) -> Any:
    """A section of the scenario as the row that rules take, with some values set."""
    return one_row(section(**values).model_dump())[0]


def row(table: type[Row], **values: Any) -> Any:
    """One row of a table, zero but for what is given."""
    made = table.rows(1)
    for name, value in values.items():
        made[0][name] = value
    return made[0]
