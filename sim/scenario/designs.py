"""Points of a design: laid out in levels, listed, or sampled from ranges, with the values of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import prod
from typing import Any, overload

from sim.core.parameters import as_whole
from sim.scenario.design import SAMPLED, Design
from sim.scenario.rules import numbers_of
from sim.scenario.sections import Sections, field_at, path_of, plain
from sim.scenario.vary import declared, value_of

MORRIS_LEVELS = 4
DIGITS = 6
LOG = "log"
Row = dict[str, Any]


def count(scenario: Sections) -> int:
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
    varied strategies, which change fastest. A name that is not known is a :class:`sim.scenario.errors.ScenarioError`.
    """

    def __init__(self, scenario: Sections) -> None:
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


def rows(scenario: Sections) -> list[Row]:
    """Varied values of every point by dotted name, ``strategy`` among them, in the order of the points."""
    return list(Rows(scenario))


def names(scenario: Sections) -> list[str]:
    """Everything a design varies."""
    design = scenario.design
    return list(dict.fromkeys([*design.vary, *design.between, *merged(design.point)]))


def _points(scenario: Sections) -> Sequence[Row]:
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


def _one_at_a_time(scenario: Sections) -> list[Row]:
    others = {name: values for name, values in scenario.design.vary.items() if name != "strategy"}
    base = {name: _plain(value_of(scenario, name)) for name in others}
    found = [base]
    for levels in _levels(others, scenario.design.together):
        found += [base | level for level in levels if any(base[name] != value for name, value in level.items())]
    return found


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def groups(names: Sequence[str], together: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Names that vary, those that vary together in one tuple, which stands where its first name does."""
    partners = {name: tuple(group) for group in together for name in group}
    return list(dict.fromkeys(partners.get(name, (name,)) for name in names))


def runs_of_a_sample(design: Design) -> int:
    """Number of points a sampled design has, before they are crossed with strategies."""
    factors = len(groups(list(design.between), design.together))
    return design.points * {"saltelli": factors + 2, "morris": factors + 1}.get(design.kind, 1)


def unit_sample(design: Design) -> Any:
    """Sample the unit cube as a design says, shape (points, factors); the same design gives the same sample.

    A factor is a name of ``between`` or several that vary together. Latin hypercubes and scrambled Sobol sequences by
    :mod:`scipy.stats.qmc`; the radial design of Saltelli et al. (2010) and the paths of Morris (1991) on four levels by
    SALib.
    """
    factors = len(groups(list(design.between), design.together))
    if design.kind == "latin-hypercube":
        from scipy.stats.qmc import LatinHypercube

        return LatinHypercube(factors, rng=design.sampling_seed).random(design.points)
    if design.kind == "sobol":
        from scipy.stats.qmc import Sobol

        return Sobol(factors, rng=design.sampling_seed).random(design.points)
    problem = unit_problem(factors)
    if design.kind == "saltelli":
        from SALib.sample import sobol

        return sobol.sample(problem, design.points, calc_second_order=False, seed=design.sampling_seed)
    from SALib.sample import morris

    return morris.sample(problem, design.points, num_levels=MORRIS_LEVELS, seed=design.sampling_seed)


def unit_problem(factors: int) -> dict[str, Any]:
    """The unit cube as SALib describes it."""
    return {"num_vars": factors, "names": [str(i) for i in range(factors)], "bounds": [[0.0, 1.0]] * factors}


class Sample(Sequence[dict[str, Any]]):
    """Values of every sampled point by dotted name, in the order of the sample, made when they are asked for.

    Whole-number parameters are rounded so that every whole number of the range is equally likely; amounts of money
    are rounded to cents, other numbers to six significant digits.
    """

    def __init__(self, scenario: Sections) -> None:
        design = scenario.design
        self._between = design.between
        self._kinds = {name: number_kind(scenario, name) for name in design.between}
        self._factors = groups(list(design.between), design.together)
        self._shares = unit_sample(design)

    def __len__(self) -> int:
        """Count the points."""
        return len(self._shares)

    @overload
    def __getitem__(self, index: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, index: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, index: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        """Make the values of a point."""
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        return {
            name: value_at(float(share), self._between[name], self._kinds[name])
            for factor, share in zip(self._factors, self._shares[index], strict=True)
            for name in factor
        }


def number_kind(scenario: Sections, name: str) -> Any:
    """Type of the numbers a parameter takes: ``int``, ``float`` or ``Decimal``; None if it takes no numbers."""
    number = numbers_of(scenario).get(name)
    if number:
        return None if isinstance(number.default, bool) else type(number.default)
    field = field_at(path_of(name, declared(scenario))) if name != "strategy" else None
    kind = plain(field.annotation) if field else None
    return kind if kind in (int, float, Decimal) else None


def value_at(share: float, between: Sequence[Any], kind: Any) -> int | float:
    """The value at a share, 0..1, of a range ``[low, high]``, or ``[low, high, "log"]`` for equal steps of its log.

    ``kind`` is that of :func:`number_kind`.
    """
    low, high = between[:2]
    margin = 0.5 if kind is int else 0.0
    bottom, top = low - margin, high + margin
    value = bottom * (top / bottom) ** share if LOG in between[2:] else bottom + share * (top - bottom)
    if kind is int:
        return int(min(max(round(value), low), high))
    rounded = round(value, 2) if kind is Decimal else float(f"{value:.{DIGITS}g}")
    return float(min(max(rounded, low), high))


def merged(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Several tables of values as one."""
    return {name: value for part in parts for name, value in part.items()}
