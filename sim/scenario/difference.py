"""In what two scenarios differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.core.wording import shown
from sim.scenario.names import NAMED
from sim.scenario.schema import Scenario
from sim.scenario.vary import declared, values_by_name

NOT_THERE = "-"


@dataclass(frozen=True)
class Difference:
    """One name at which two scenarios differ.

    Parameters
    ----------
    name
        Dotted name of a value, ``company.vita`` for a company that only one scenario has, or
        ``company`` if only the order differs.
    left, right
        The values as TOML; ``-`` on the side that has none.
    """

    name: str
    left: str
    right: str


def difference(left: Scenario, right: Scenario) -> list[Difference]:
    """Compare two scenarios value by value.

    Companies and strategies are matched by their names, distances between topics by the topics.

    Returns
    -------
    list of Difference
        In the order of the schema; empty if and only if the scenarios are equal.
    """
    found = [entry for kind in NAMED for entry in _entries(left, right, kind)]
    only_one = tuple(f"{entry.name}." for entry in found if NOT_THERE in (entry.left, entry.right))
    ours, theirs = values_by_name(left), values_by_name(right)
    for name in dict.fromkeys([*ours, *theirs]):
        if not name.startswith(only_one) and ours[name] != theirs[name]:
            found.append(Difference(name, _written(ours[name]), _written(theirs[name])))
    return found


def _entries(left: Scenario, right: Scenario, kind: str) -> list[Difference]:
    """Companies or strategies that only one scenario has, and another order of those that both have."""
    ours, theirs = declared(left)[kind], declared(right)[kind]
    lost = [Difference(f"{kind}.{name}", "declared", NOT_THERE) for name in ours if name not in theirs]
    new = [Difference(f"{kind}.{name}", NOT_THERE, "declared") for name in theirs if name not in ours]
    ours = [name for name in ours if name in theirs]
    theirs = [name for name in theirs if name in ours]
    order = [Difference(kind, shown(ours), shown(theirs))] if ours != theirs else []
    return [*lost, *new, *order]


def _written(value: Any) -> str:
    """Write a value as TOML."""
    return NOT_THERE if value is None else shown(value)
