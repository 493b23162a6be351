"""Scenarios that are accepted although their numbers lie at the ends of what is allowed."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any

from sim.scenario.errors import UserError
from sim.scenario.explain import schema_json
from sim.scenario.schema import Scenario
from sim.warming import TINY

SIZE = {"time.days", "population.people", "design.seeds", "design.focal_people"}
"""Numbers that only say how much of everything there is; a world of the fuzz stays small."""
SKIPPED = ("claim", "own", "design", "recording", "graph.path", "graph.kind", "graph.dataset")
MOST_DAYS, MOST_PEOPLE = 75, 120


@cache
def numbers() -> dict[str, tuple[str, dict[str, Any]]]:
    """Return every number of a scenario by its dotted name, with its type and bounds as the schema states them."""
    schema = json.loads(schema_json())
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    _collect(schema, schema, (), found)
    kept = {name: each for name, each in found.items() if not name.startswith(SKIPPED)}
    assert len(kept) > 120, len(kept)
    return {name: each for name, each in kept.items() if name not in SIZE}


def _collect(part: Any, schema: dict[str, Any], path: tuple[str, ...], found: dict[str, Any]) -> None:
    for option in [part, *part.get("anyOf", ())]:
        if "$ref" in option:
            _collect(schema["$defs"][option["$ref"].rpartition("/")[2]], schema, path, found)
        if option.get("type") == "array" and isinstance(option.get("items"), dict) and "$ref" in option["items"]:
            _collect(option["items"], schema, path, found)
        if option.get("type") in ("number", "integer"):
            found.setdefault(".".join(path), (option["type"], {**part, **option}))
        for key, inner in option.get("properties", {}).items():
            _collect(inner, schema, (*path, key), found)


def extremes(kind: str, bounds: dict[str, Any]) -> list[float | int]:
    """Return values at, and just inside, the ends of what is allowed, and far out where there is no end."""
    step: float = 1 if kind == "integer" else 1e-9
    low = bounds.get("minimum", bounds.get("exclusiveMinimum", -1e6) + (step if "exclusiveMinimum" in bounds else 0))
    high = bounds.get("maximum", bounds.get("exclusiveMaximum", 1e6) - (step if "exclusiveMaximum" in bounds else 0))
    values = [low, high, (low + high) / 2]
    return [round(value) for value in values] if kind == "integer" else [float(value) for value in values]


def accepted(random: Random) -> Iterator[tuple[dict[str, float], Scenario]]:
    """Yield scenarios without end: a small lively one with up to six numbers at the ends of what is allowed."""
    names = list(numbers())
    while True:
        stated: dict[str, float] = {}
        table = copy.deepcopy(TINY)
        for name in random.sample(names, random.randint(1, 6)):
            stated[name] = random.choice(extremes(*numbers()[name]))
            _put(table, name.split("."), stated[name], random)
        table["time"] = {"days": random.choice((1, 30, 61, MOST_DAYS))}
        table["population"] = {**table["population"], "people": random.choice((20, 60, MOST_PEOPLE))}
        try:
            yield stated, Scenario.model_validate(table)
        except (UserError, ValueError):
            continue


def _put(table: dict[str, Any], path: list[str], value: float, random: Random) -> None:
    for part in path[:-1]:
        inner = table.setdefault(part, {})
        if isinstance(inner, list):
            inner = random.choice(inner)
        table = inner
    table[path[-1]] = value
