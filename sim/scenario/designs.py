"""The rows of a design: which values every point has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import prod
from typing import Any, overload

from sim.core.wholes import as_whole
from sim.scenario.design import SAMPLED
from sim.scenario.sampling import Sample, groups, merged, number_kind, runs_of_a_sample
from sim.scenario.schema import Scenario
from sim.scenario.vary import value_of

Row = dict[str, Any]


def count(scenario: Scenario) -> int:
    """Number of points of a design, without making them."""
    design = scenario.design
    if design.kind == "one-at-a-time":
        return len(Rows(scenario))
    crossed = prod(len(levels) for levels in _levels(design.vary, design.together))
    if design.kind in SAMPLED:
        return crossed * runs_of_a_sample(design)
    return crossed * (len(design.point) if design.kind == "list" else 1)


class Rows(Sequence[Row]):
    """Varied values of every point, made one by one when they are asked for.

    grid: every combination, the last varied name changing fastest. one-at-a-time: what the scenario states, then every
    other value by itself. list, and sampled designs: the points as they are. All but the grid are crossed with the
    varied strategies, which change fastest.

    Parameters
    ----------
    scenario
        With what it varies.

    Raises
    ------
    sim.scenario.errors.ScenarioError
        If a name is not known.
    """

    def __init__(self, scenario: Scenario) -> None:
        design = scenario.design
        self._whole = {name for name in names(scenario) if number_kind(scenario, name) is int}
        self._points = None if design.kind == "grid" else _points(scenario)
        studied = {"strategy": design.vary["strategy"]} if "strategy" in design.vary else {}
        self._levels = _levels(studied if design.kind == "one-at-a-time" else design.vary, design.together)

    def __len__(self) -> int:
        """Count the points."""
        return prod(map(len, self._levels)) * (1 if self._points is None else len(self._points))

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        """Make the row of a point."""
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        parts: list[Row] = []
        left = index % len(self)
        for levels in reversed(self._levels):
            left, level = divmod(left, len(levels))
            parts.insert(0, levels[level])
        row = merged(parts if self._points is None else [*parts, self._points[left]])
        return {name: self._read(name, value) for name, value in row.items()}

    def _read(self, name: str, value: Any) -> Any:
        """A whole number as one, however it is written."""
        whole = as_whole(value) if name in self._whole else None
        return value if whole is None else whole


def rows(scenario: Scenario) -> list[Row]:
    """Varied values of every point by dotted name, ``strategy`` among them, in the order of the points."""
    return list(Rows(scenario))


def names(scenario: Scenario) -> list[str]:
    """Everything a design varies."""
    design = scenario.design
    return list(dict.fromkeys([*design.vary, *design.between, *merged(design.point)]))


def _points(scenario: Scenario) -> Sequence[Row]:
    """Points that are crossed with strategies: as listed, sampled, or one value changed at a time."""
    if scenario.design.kind == "list":
        return scenario.design.point
    return _one_at_a_time(scenario) if scenario.design.kind == "one-at-a-time" else Sample(scenario)


def _levels(vary: Mapping[str, list[Any]], together: Sequence[Sequence[str]]) -> list[list[Row]]:
    """Levels of every factor; names that vary together have one row a level."""
    return [
        [dict(zip(factor, values, strict=True)) for values in zip(*(vary[name] for name in factor), strict=True)]
        for factor in groups(list(vary), [group for group in together if set(group) <= set(vary)])
    ]


def _one_at_a_time(scenario: Scenario) -> list[Row]:
    others = {name: values for name, values in scenario.design.vary.items() if name != "strategy"}
    base = {name: _plain(value_of(scenario, name)) for name in others}
    found = [base]
    for levels in _levels(others, scenario.design.together):
        found += [base | level for level in levels if any(base[name] != value for name, value in level.items())]
    return found


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
