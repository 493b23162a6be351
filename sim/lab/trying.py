"""Points of a design that are tried before any is run: all of a small one, those at the edges of a large one."""

from __future__ import annotations

from random import Random
from typing import Any

from sim.lab.points import made, refuse_many
from sim.scenario.designs import Rows
from sim.scenario.schema import Scenario

FEW = 500
"""Points up to which all are tried; a scenario is made in about a millisecond."""
OTHERS = 100


def try_points(scenario: Scenario, seeds: int | None = None) -> tuple[int, int]:
    """Make points of a design, one after the other, to see that their values fit together.

    Parameters
    ----------
    scenario
        With what it varies; each value was checked by itself when it was read.
    seeds
        As for :func:`sim.lab.points.refuse_many`.

    Returns
    -------
    tuple of int
        How many points there are, and how many were tried.

    Raises
    ------
    sim.lab.errors.BatchError
        If there are too many points or runs; then nothing is made.
    sim.scenario.errors.ScenarioError
        If the values of a point do not fit together.
    """
    many = refuse_many(scenario, seeds)
    rows = Rows(scenario)
    chosen = range(many) if many <= FEW else _chosen(rows)
    for index in chosen:
        made(scenario, index, rows[index])
    return many, len(chosen)


def told(many: int, tried: int) -> str:
    """Say how many points were tried; empty if all were."""
    if tried == many:
        return ""
    return (
        f"{tried:,} of {many:,} points were checked: the first and the last, those with the lowest and the highest "
        f"value of every parameter, and {OTHERS} others; every value was checked by itself."
    )


def _chosen(rows: Rows) -> list[int]:
    """Places of the first and the last point, of the extremes of every name, and of some others, always the same."""
    lowest: dict[str, tuple[Any, int]] = {}
    highest: dict[str, tuple[Any, int]] = {}
    named: dict[tuple[str, str], int] = {}
    for index in range(len(rows)):
        for name, value in rows[index].items():
            if isinstance(value, bool) or not isinstance(value, int | float):
                named.setdefault((name, repr(value)), index)
                continue
            if name not in lowest or value < lowest[name][0]:
                lowest[name] = value, index
            if name not in highest or value > highest[name][0]:
                highest[name] = value, index
    others = Random(1).sample(range(len(rows)), OTHERS)
    edges = [index for found in (lowest, highest) for _, index in found.values()]
    return sorted({0, len(rows) - 1, *edges, *named.values(), *others})
