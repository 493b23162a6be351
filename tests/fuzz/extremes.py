"""Accepted extremes: small worlds in which parameters stand at the ends of what the schema allows."""

from __future__ import annotations

import copy
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import count as numbered
from typing import Any, Literal, get_args, get_origin

import annotated_types
from pydantic.fields import FieldInfo

from sim.core.parameters import Section
from sim.model.plans.checks import OF_PRODUCTS
from sim.model.plans.companies import Company
from sim.scenario.errors import ScenarioError
from sim.scenario.schema import Scenario

Path = tuple[str | int, ...]
SMALL: dict[str, Any] = {
    "time": {"days": 45},
    "population": {"people": 30, "networkers": 0.3, "openness": 0.6},
    "graph": {"kind": "watts_strogatz", "k": 6, "p": 0.2},
    "events": {"share": 0.4, "people": 12, "networkers": 4, "hours": 0.5, "places": 4},
    "groups": {"teaches": 0.1},
    "decision": {"intercept": -14.0, "work_intercept": -14.0},
    "company": [
        {"name": "one", "topic": "health", "regime": "no-cross-recruiting", "credits": 5.0},
        {"name": "two", "topic": "travel", "plan": {"kind": "binary"}},
        {
            "name": "fund",
            "topic": "yield",
            "kind": "revshare",
            "revshare": {"deposits": 100, "advertising": 10, "days": 30, "repurchase": 0.2, "patience": 9},
            "life": {"law": "weibull", "days": 60},
        },
        {"name": "bank", "topic": "yield", "kind": "revshare", "revshare": {"payout": "account", "pool": 1000}},
        {"name": "grid", "topic": "home", "plan": {"kind": "matrix", "ranks": [{"name": "r", "own_volume": 10}]}},
    ],
    "strategy": [
        {
            "name": "both",
            "companies": ["one", "two", "grid", "fund"],
            "pitch": "tailored",
            "cross_post": "everywhere",
            "pace": 5,
            "portfolio": {"systems": ["fund"], "cash_out": "reinvest"},
        }
    ],
    "topic_distance": [{"between": ["health", "travel"], "distance": 0.5}],
}
APART = ("design", "record", "claim", "own", "graph")  # they describe batches, or are bounded by the number of people
LARGE = {("population", "people"), ("time", "days")}  # worlds that no test can wait for


@dataclass(frozen=True)
class Extreme:
    """A world at an end of what is accepted.

    Attributes
    ----------
    name
        What stands where: ``leaving.baseline = 5e-324``, several by commas.
    scenario
        The world; nothing in it was refused.
    """

    name: str
    scenario: Scenario


def ends(field: FieldInfo) -> list[float]:
    """Return the least and the greatest number that a field takes, in that order, as far as it says."""
    found: dict[str, float] = {}
    for bound in (*field.metadata, *getattr(field.annotation, "__metadata__", ())):
        if isinstance(bound, annotated_types.Ge):
            found["least"] = float(bound.ge)  # type: ignore[arg-type]
        elif isinstance(bound, annotated_types.Gt):
            found["least"] = 0.01 if _is_money(field) else math.nextafter(float(bound.gt), math.inf)  # type: ignore[arg-type]
        elif isinstance(bound, annotated_types.Le):
            found["most"] = float(bound.le)  # type: ignore[arg-type]
        elif isinstance(bound, annotated_types.Lt):
            found["most"] = math.nextafter(float(bound.lt), -math.inf)  # type: ignore[arg-type]
    return [found[end] for end in ("least", "most") if end in found]


def _is_money(field: FieldInfo) -> bool:
    return Decimal in (field.annotation, *get_args(field.annotation))


def _unread(section: Section, name: str) -> bool:
    """Tell whether a company of the other kind would read a value."""
    if not isinstance(section, Company):
        return False
    return name in (OF_PRODUCTS if section.kind == "revshare" else ("revshare",))


def _options(field: FieldInfo) -> list[Any]:
    """Return the ends of a number, or what a choice may be; nothing of texts and lists."""
    kinds = (field.annotation, *get_args(field.annotation))
    if get_origin(field.annotation) is Literal:
        return list(get_args(field.annotation))
    if bool in kinds:
        return [False, True]
    whole = int in kinds
    return [int(end) if whole else end for end in ends(field)] if {int, float, Decimal} & set(kinds) else []


def values(section: Section, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield every number of a scenario with each of its ends, and every other choice with each of its options."""
    for name, field in type(section).model_fields.items():
        value, here = getattr(section, name), (*path, name)
        if (path == () and name in APART) or here in LARGE or _unread(section, name):
            continue
        if isinstance(value, Section):
            yield from values(value, here)
        elif isinstance(value, list) and get_origin(field.annotation) is list:
            for i, entry in enumerate(value):
                if isinstance(entry, Section):
                    yield from values(entry, (*here, i))
        else:
            yield from ((here, option) for option in _options(field))


def extreme_scenarios(
    together: int = 1, count: int | None = None, seed: int = 0, world: dict[str, Any] = SMALL
) -> Iterator[Extreme]:
    """Yield worlds in which values stand at their ends.

    Parameters
    ----------
    together
        How many values stand there at the same time. Every value stands at each end once before any does again.
    count
        How many worlds, before those whose parts do not fit are left out; None until each end has been seen once.
    seed
        Of the order, where several stand there together.
    world
        In which all others are as stated there.
    """
    known = list(values(Scenario.model_validate(world)))
    rounds = -(-len(known) // together) if count is None else count
    chance, waiting = random.Random(seed), []
    for _ in range(rounds):
        if len(waiting) < together:
            waiting += known if together == 1 else chance.sample(known, len(known))
        these, waiting = waiting[:together], waiting[together:]
        table = copy.deepcopy(world)
        for path, value in these:
            _put(table, path, value)
        try:
            yield Extreme(", ".join(f"{_dotted(path)} = {value}" for path, value in these), _read(table))
        except ScenarioError:
            continue  # the parts do not fit: refused, so no accepted extreme


def without_end(seed: int) -> Iterator[Extreme]:
    """Yield every value alone at each of its ends, and then up to eight together in worlds of other sizes."""
    yield from extreme_scenarios()
    for number in numbered():
        chance = random.Random(f"{seed} {number}")
        yield from extreme_scenarios(chance.randint(2, 8), 40, number, _resized(chance))


def _resized(chance: random.Random) -> dict[str, Any]:
    people = chance.choice((14, 30, 120))
    networkers = chance.choice((0.0, 0.3, 1.0))
    return {
        **SMALL,
        "time": {"days": chance.choice((1, 29, 30, 61, 75))},
        "population": {**SMALL["population"], "people": people, "networkers": networkers},
        "graph": chance.choice((SMALL["graph"], {"kind": "complete"}, {"kind": "powerlaw_cluster", "m": 3})),
        "design": {"worlds": chance.choice(("population", "mixed"))},
    }


def _read(table: dict[str, Any]) -> Scenario:
    return Scenario.model_validate(table)


def _put(table: Any, path: Path, value: float | int) -> None:
    for part in path[:-1]:
        table = table[part] if isinstance(part, int) else table.setdefault(part, {})
    table[path[-1]] = value


def _dotted(path: Path) -> str:
    return ".".join(map(str, path))
