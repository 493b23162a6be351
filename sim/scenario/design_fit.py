"""Whether the parts of a design fit its kind: ranges for samples, points for lists, names that vary together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sim.core.wholes import as_whole
from sim.core.wording import listed, meant, shown
from sim.scenario.design import POWERS_OF_TWO, SAMPLED
from sim.scenario.designs import names
from sim.scenario.errors import KeyPath, Problem
from sim.scenario.names import canonical
from sim.scenario.problems import at
from sim.scenario.sampling import LOG, number_kind
from sim.scenario.schema import Scenario
from sim.scenario.variation import name_problem, tried, variable_names


def design_problems(scenario: Scenario) -> Iterator[Problem]:
    """Check that a design has what its kind needs, and that every range, point and pair makes sense."""
    yield from _needs(scenario)
    yield from _unread(scenario)
    yield from _ranges(scenario)
    yield from _listed_points(scenario)
    yield from _together(scenario)


def _needs(scenario: Scenario) -> Iterator[Problem]:
    """Find what a kind of design cannot do without."""
    design, path = scenario.design, ("design", "kind")
    if design.kind in SAMPLED and not design.between:
        yield at(scenario, path, "needs [design.between], the ranges from which points are sampled.")
    if design.kind == "list" and not design.point:
        yield at(scenario, path, "needs at least one [[design.point]].")
    if design.kind == "one-at-a-time" and not set(design.vary) - {"strategy"}:
        yield at(scenario, path, "needs a parameter in [design.vary].")
    if design.kind in POWERS_OF_TWO and design.points & (design.points - 1):
        below = 1 << (design.points.bit_length() - 1)
        message = f"must be a power of two for kind = {shown(design.kind)}, such as {below} or {2 * below}."
        yield at(scenario, ("design", "points"), message)


def _unread(scenario: Scenario) -> Iterator[Problem]:
    """Find what a kind of design does not read: somebody means another kind."""
    design = scenario.design
    if design.between and design.kind not in SAMPLED:
        message = f"is not read by kind = {shown(design.kind)}; ranges need kind = {listed(SAMPLED)}."
        yield at(scenario, ("design", "between"), message)
    if design.point and design.kind != "list":
        message = f'is not read by kind = {shown(design.kind)}; points need kind = "list".'
        yield Problem(message, key="design.point", path=("design", "point"))
    if design.kind in SAMPLED or design.kind == "list":
        for name in design.vary:
            if name != "strategy":
                message = f"cannot be crossed with kind = {shown(design.kind)}; only strategy can."
                yield at(scenario, ("design", "vary", name), message)


def _ranges(scenario: Scenario) -> Iterator[Problem]:
    """Check every range by itself, and that both ends are allowed values."""
    known, seen = variable_names(scenario), [canonical(name) for name in scenario.design.vary]
    for name, between in scenario.design.between.items():
        path = ("design", "between", name)
        wrong = name_problem(name, known, seen)
        if not wrong and number_kind(scenario, name) is None:
            wrong = (
                'has no range: it is not a number. List its values in design.vary, or the points with kind = "list".'
            )
        wrong = wrong or _range_problem(between, number_kind(scenario, name))
        if wrong:
            yield at(scenario, path, wrong)
        else:
            yield from _ends(scenario, name, between, path)
        seen.append(canonical(name))


def _range_problem(between: list[Any], kind: Any) -> str:
    """Return what is wrong with a range; empty if nothing is."""
    ends = between[:2]
    if len(ends) < 2 or len(between) > 3 or any(isinstance(e, bool) or not isinstance(e, int | float) for e in ends):
        return 'must be two numbers, [low, high], or [low, high, "log"].'
    if between[2:] not in ([], [LOG]):
        return 'may have "log" as its third entry, and nothing else.'
    if not ends[0] < ends[1]:
        return "must go from a lower number to a higher one."
    if LOG in between and ends[0] <= 0:
        return 'must begin above 0: there is no logarithm of the low end. Leave "log" out.'
    if kind is int and any(as_whole(end) is None for end in ends):
        return "must go from one whole number to another."
    return ""


def _ends(scenario: Scenario, name: str, between: list[Any], path: KeyPath) -> Iterator[Problem]:
    for i, end in enumerate(between[:2]):
        message, _ = tried(scenario, name, end)
        if message:
            yield at(scenario, (*path, i), message)


def _listed_points(scenario: Scenario) -> Iterator[Problem]:
    """Check every listed point: known names, allowed values, the same names in all of them."""
    points, seen = scenario.design.point, set()
    known, told = variable_names(scenario), _Told(scenario)
    for i, point in enumerate(points):
        wrong = list(_point_problems(scenario, i, known, told))
        yield from wrong
        key, path = f"design.point (entry {i + 1})", ("design", "point", i)
        values = frozenset((name, _hashable(value)) for name, value in point.items())
        if not wrong and set(point) != set(points[0]):
            message = f"must have the names of the first point: {', '.join(points[0])}."
            yield Problem(message, key=key, path=path)
        elif values in seen:
            yield Problem("is listed twice.", key=key, path=path)
        seen.add(values)


class _Told(dict[tuple[str, Any], str]):
    """What is wrong with a value of a parameter; a value that many points have is tried once."""

    def __init__(self, scenario: Scenario) -> None:
        super().__init__()
        self._scenario = scenario

    def about(self, name: str, value: Any) -> str:
        """Try a value, or remember; text, whole numbers and others are told apart."""
        key = name, (type(value), _hashable(value))
        if key not in self:
            self[key] = tried(self._scenario, name, value)[0]
        return self[key]


def _hashable(value: Any) -> Any:
    """A value, or how a list or table is written."""
    return repr(value) if isinstance(value, list | dict) else value


def _point_problems(scenario: Scenario, i: int, known: list[str], told: _Told) -> Iterator[Problem]:
    """Check the names and values of one listed point."""
    seen = [canonical(name) for name in scenario.design.vary]
    for name, value in scenario.design.point[i].items():
        message = name_problem(name, known, seen) or told.about(name, value)
        if message:
            yield at(scenario, ("design", "point", i, name), message)
        seen.append(canonical(name))


def _together(scenario: Scenario) -> Iterator[Problem]:
    """Check that names that vary together are varied, each of them once, and have equally many values."""
    design = scenario.design
    times = Counter(name for group in design.together for name in group)
    for i, group in enumerate(design.together):
        path = ("design", "together", i)
        lost = [name for name in group if name not in (*design.vary, *design.between)]
        where = [name in design.vary for name in group]
        sizes = {len(design.vary[name]) for name in group if name in design.vary}
        if len(group) < 2:
            yield at(scenario, path, "must have at least two names.")
        elif lost:
            varied = [name for name in names(scenario) if name not in group]
            message = f"{shown(lost[0])} is not among what varies (design.vary, design.between)."
            yield at(scenario, path, f"{message}{meant(lost[0], varied)}")
        elif "strategy" in group or any(times[name] > 1 for name in group):
            yield at(scenario, path, "must name parameters, each of them once.")
        elif any(where) and not all(where):
            yield at(scenario, path, "must be all in design.vary, or all in design.between.")
        elif len(sizes) > 1:
            yield at(scenario, path, f"must have equally many values, not {' and '.join(map(str, sorted(sizes)))}.")
