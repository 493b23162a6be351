"""Whether a design can be carried out: what it varies and lists, its ranges and pairs, and how precise it must be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice, product
from typing import Any

from sim.core.errors import KeyPath
from sim.core.parameters import as_whole
from sim.core.registry import check
from sim.core.wording import among, listed, meant, shown
from sim.scenario.design import FREE, POWERS_OF_TWO, SAMPLED, SHOWN, measured
from sim.scenario.designs import LOG, Rows, names, number_kind
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.rules import numbers_of, value_problem
from sim.scenario.sections import ALIASES, Sections, at, canonical, path_of
from sim.scenario.vary import declared, dotted_names, replaced, value_of, with_values

MOST_VALUES = 1000
MOST_POINTS_TRIED = 500
_FIXED = ("title", "design", "record", "claim", "topic_distance", "own")
_CHECKED_TOGETHER = ("population", "graph", "company", "strategy")


def variable_names(scenario: Sections) -> list[str]:
    """Names that ``design.vary`` may hold, ``strategy`` (which one is under study) among them."""
    names = [name for name in dotted_names(scenario) if name in FREE or name.split(".")[0] not in _FIXED]
    free = (name for name in names if not name.endswith(".name") or name == "graph.name")
    return ["strategy", *free, *numbers_of(scenario)]


@check("variation-fits", order=17, needs=["design"])
def variation_problems(scenario: Sections) -> Iterator[Problem]:
    """Check every varied name and each of its values by itself."""
    known = variable_names(scenario) if scenario.design.vary else []
    seen: list[str] = []
    for name, values in scenario.design.vary.items():
        path = ("design", "vary", name)
        wrong = name_problem(name, known, seen)
        if wrong:
            yield at(scenario, path, wrong)
        elif not 1 <= len(values) <= MOST_VALUES:
            yield at(scenario, path, f"must have 1 to {MOST_VALUES} values, not {len(values)}.")
        else:
            yield from _value_problems(scenario, name, values)
        seen.append(canonical(name))


def name_problem(name: str, known: list[str], seen: list[str]) -> str:
    """What is wrong with a varied name; empty if nothing is.

    ``known`` is what :func:`variable_names` gives, ``seen`` what is varied already, none by its alias.
    """
    if canonical(name) not in known:
        inside = any(each.startswith(f"{name}.") for each in known)
        quoted = f' Write its whole name in quotes, such as "{name}.…" = ….' if inside else ""
        return f"is not a parameter that can vary.{quoted or meant(name, known)}"
    if canonical(name) in seen:
        alias = next((other for other, own in ALIASES.items() if own == name), None)
        which = f"{alias} is another name of it" if alias else f"it is another name of {canonical(name)}"
        return f"is varied twice: {which}."
    return ""


def _value_problems(scenario: Sections, name: str, values: list[Any]) -> Iterator[Problem]:
    """Check the values of one name: allowed, and none twice."""
    seen: list[Any] = []
    for i, value in enumerate(values):
        path = ("design", "vary", name, i)
        message, read = tried(scenario, name, value)
        if message:
            yield at(scenario, path, message)
        elif read in seen:
            yield at(scenario, path, "is listed twice.")
        seen.append(read)


def tried(scenario: Sections, name: str, value: Any) -> tuple[str, Any]:
    """What is wrong with a value, and the value as the field reads it."""
    if name == "strategy":
        known = declared(scenario)["strategy"]
        named = value if isinstance(value, str) else ""
        return ("" if value in known else among("a declared strategy", named, known)), value
    try:
        point = replaced(scenario, path_of(name, declared(scenario)), value)
    except ScenarioError as error:
        return error.problems[0].message, value
    return value_problem(scenario, name, value), value_of(point, name)


def point_problems(scenario: Sections) -> Iterator[Problem]:
    """Check the points of the design, in which several values must fit together.

    Only sections that checks between parts read are combined, and at most 500 points are tried; the
    others, and sampled points, are checked when they are made.
    """
    checked = [name for name in names(scenario) if _checked_together(name)]
    for values in islice(_combinations(scenario, checked), MOST_POINTS_TRIED if checked else 0):
        try:
            with_values(scenario, values)
        except ScenarioError as error:
            message = f"{error.problems[0]} {point_named(values)}"
            key = "point" if scenario.design.kind == "list" else "vary"
            yield Problem(message, key=f"design.{key}", path=("design", key, *checked[: key == "vary"]))
            return


def point_named(values: Mapping[str, Any]) -> str:
    """Say which point is meant, by its values."""
    return f"This is the point where {', '.join(f'{name} = {shown(value)}' for name, value in values.items())}."


def _checked_together(name: str) -> bool:
    return "." in name and canonical(name).split(".")[0] in _CHECKED_TOGETHER


def _combinations(scenario: Sections, checked: list[str]) -> Iterator[dict[str, Any]]:
    """Values of the points that checks between parts read; sampled points are not made for this."""
    design = scenario.design
    if design.kind == "grid" and not design.together:
        combined = product(*(design.vary[name] for name in checked))
        yield from (dict(zip(checked, values, strict=True)) for values in combined)
    elif design.kind not in SAMPLED:
        yield from ({name: row[name] for name in checked} for row in Rows(scenario))


@check("design-fits", order=18, needs=["design"])
def design_problems(scenario: Sections) -> Iterator[Problem]:
    """Check that a design has what its kind needs, and that every range, point and pair makes sense."""
    yield from _needs(scenario)
    yield from _unread(scenario)
    yield from _ranges(scenario)
    yield from _listed_points(scenario)
    yield from _together(scenario)


def _needs(scenario: Sections) -> Iterator[Problem]:
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


def _unread(scenario: Sections) -> Iterator[Problem]:
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


def _ranges(scenario: Sections) -> Iterator[Problem]:
    """Check every range by itself, and that both ends are allowed values."""
    known = variable_names(scenario) if scenario.design.between else []
    seen = [canonical(name) for name in scenario.design.vary]
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


def _ends(scenario: Sections, name: str, between: list[Any], path: KeyPath) -> Iterator[Problem]:
    for i, end in enumerate(between[:2]):
        message, _ = tried(scenario, name, end)
        if message:
            yield at(scenario, (*path, i), message)


def _listed_points(scenario: Sections) -> Iterator[Problem]:
    """Check every listed point: known names, allowed values, the same names in all of them."""
    points, seen = scenario.design.point, set()
    known, told = variable_names(scenario) if points else [], _Told(scenario)
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

    def __init__(self, scenario: Sections) -> None:
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


def _point_problems(scenario: Sections, i: int, known: list[str], told: _Told) -> Iterator[Problem]:
    """Check the names and values of one listed point."""
    seen = [canonical(name) for name in scenario.design.vary]
    for name, value in scenario.design.point[i].items():
        message = name_problem(name, known, seen) or told.about(name, value)
        if message:
            yield at(scenario, ("design", "point", i, name), message)
        seen.append(canonical(name))


def _together(scenario: Sections) -> Iterator[Problem]:
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


@check("matters-fit", order=23, needs=["design"])
def matters_problems(scenario: Sections) -> Iterator[Problem]:
    """What matters is stated of outcomes, and more than nothing."""
    known = [*SHOWN, *scenario.own.measures]
    for name, least in scenario.design.matters.items():
        path = ("design", "matters", name)
        if name not in known:
            yield at(scenario, path, f"is not an outcome.{meant(name, known)}")
        elif not 0.0 < least < float("inf"):
            yield at(scenario, path, "must be more than 0 (unit of the outcome).")


@check("precision-fits", order=19, needs=["design"])
def precision_problems(scenario: Sections) -> Iterator[Problem]:
    """Check what is to be precise, and that seeds can be added."""
    wish, path = scenario.design.precision, ("design", "precision")
    if wish.outcome is None:
        return
    try:
        measured(wish.outcome, scenario.own.measures)
    except ValueError as error:
        yield at(scenario, (*path, "outcome"), str(error))
    if wish.max_seeds < wish.min_seeds:
        yield at(scenario, (*path, "max_seeds"), f"must be at least min_seeds = {wish.min_seeds}.")
    if wish.difference and scenario.design.worlds != "mixed" and "strategy" not in names(scenario):
        yield at(scenario, (*path, "difference"), "needs strategies to compare: name them in design.vary.strategy.")
