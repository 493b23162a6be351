"""The rows of a design: which values every point has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import product
from math import prod
from typing import Any

from sim.scenario.design import SAMPLED
from sim.scenario.sampling import groups, merged, runs_of_a_sample, sampled_rows
from sim.scenario.schema import Scenario
from sim.scenario.vary import value_of

Row = dict[str, Any]


def count(scenario: Scenario) -> int:
    """Number of points of a design, without making them."""
    design = scenario.design
    if design.kind == "one-at-a-time":
        return len(rows(scenario))
    crossed = prod(len(levels) for levels in _levels(design.vary, design.together))
    if design.kind in SAMPLED:
        return crossed * runs_of_a_sample(design)
    return crossed * (len(design.point) if design.kind == "list" else 1)


def rows(scenario: Scenario) -> list[Row]:
    """Varied values of every point by dotted name, ``strategy`` among them, in the order of the points.

    Returns
    -------
    list of dict
        grid: every combination, the last varied name changing fastest. one-at-a-time: what the scenario states,
        then every other value by itself. list, and sampled designs: the points as they are. All but the grid are
        crossed with the varied strategies, which change fastest.

    Raises
    ------
    sim.scenario.errors.ScenarioError
        If a name is not known.
    """
    design = scenario.design
    if design.kind == "grid":
        return [merged(row) for row in product(*_levels(design.vary, design.together))]
    if design.kind == "one-at-a-time":
        studied = {"strategy": design.vary["strategy"]} if "strategy" in design.vary else {}
        return _crossed(studied, _one_at_a_time(scenario))
    return _crossed(design.vary, design.point if design.kind == "list" else sampled_rows(scenario))


def names(scenario: Scenario) -> list[str]:
    """Everything a design varies."""
    design = scenario.design
    return list(dict.fromkeys([*design.vary, *design.between, *merged(design.point)]))


def _levels(vary: Mapping[str, list[Any]], together: Sequence[Sequence[str]]) -> list[list[Row]]:
    """Levels of every factor; names that vary together have one row a level."""
    return [
        [dict(zip(factor, values, strict=True)) for values in zip(*(vary[name] for name in factor), strict=True)]
        for factor in groups(list(vary), together)
    ]


def _crossed(vary: Mapping[str, list[Any]], points: Sequence[Row]) -> list[Row]:
    return [merged([*chosen, point]) for point in points for chosen in product(*_levels(vary, []))]


def _one_at_a_time(scenario: Scenario) -> list[Row]:
    others = {name: values for name, values in scenario.design.vary.items() if name != "strategy"}
    base = {name: _plain(value_of(scenario, name)) for name in others}
    found = [base]
    for levels in _levels(others, scenario.design.together):
        found += [row for level in levels if (row := base | level) not in found]
    return found


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
