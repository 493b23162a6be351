"""Whether what a design varies can be varied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice, product
from typing import Any

from sim.core.wording import meant, shown
from sim.scenario.design import SAMPLED
from sim.scenario.designs import Rows, names
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.names import canonical, path_of
from sim.scenario.own_fit import numbers_of, value_problem
from sim.scenario.problems import among, at
from sim.scenario.schema import Scenario
from sim.scenario.vary import declared, dotted_names, replaced, value_of, with_values

MOST_VALUES = 1000
MOST_POINTS_TRIED = 500
_FIXED = ("title", "design", "record", "claim", "topic_distance", "own")
_CHECKED_TOGETHER = ("population", "graph", "company", "strategy")


def variable_names(scenario: Scenario) -> list[str]:
    """Names that ``design.vary`` may hold, ``strategy`` (which one is under study) among them."""
    names = [name for name in dotted_names(scenario) if name.split(".")[0] not in _FIXED]
    free = (name for name in names if not name.endswith(".name") or name == "graph.name")
    return ["strategy", *free, *numbers_of(scenario)]


def variation_problems(scenario: Scenario) -> Iterator[Problem]:
    """Check every varied name and each of its values by itself."""
    known = variable_names(scenario)
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
    """Return what is wrong with a varied name; empty if nothing is.

    Parameters
    ----------
    known
        As :func:`variable_names` gives them.
    seen
        Names that are varied already, none by its alias.
    """
    if canonical(name) not in known:
        inside = any(each.startswith(f"{name}.") for each in known)
        quoted = f' Write its whole name in quotes, such as "{name}.…" = ….' if inside else ""
        return f"is not a parameter that can vary.{quoted or meant(name, known)}"
    if canonical(name) in seen:
        return f"is varied twice: it is another name of {canonical(name)}."
    return ""


def _value_problems(scenario: Scenario, name: str, values: list[Any]) -> Iterator[Problem]:
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


def tried(scenario: Scenario, name: str, value: Any) -> tuple[str, Any]:
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


def point_problems(scenario: Scenario) -> Iterator[Problem]:
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


def _combinations(scenario: Scenario, checked: list[str]) -> Iterator[dict[str, Any]]:
    """Values of the points that checks between parts read; sampled points are not made for this."""
    design = scenario.design
    if design.kind == "grid" and not design.together:
        combined = product(*(design.vary[name] for name in checked))
        yield from (dict(zip(checked, values, strict=True)) for values in combined)
    elif design.kind not in SAMPLED:
        yield from ({name: row[name] for name in checked} for row in Rows(scenario))
