"""Whether what a design varies can be varied."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from typing import Any

from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.names import canonical, path_of
from sim.scenario.problems import among, at
from sim.scenario.schema import Scenario
from sim.scenario.vary import declared, dotted_names, replaced, value_of, with_values
from sim.scenario.wording import meant, shown

MOST_VALUES = 1000
MOST_POINTS_TRIED = 500
_FIXED = ("title", "design", "record", "topic_distance")
_CHECKED_TOGETHER = ("population", "graph", "company", "strategy")


def variable_names(scenario: Scenario) -> list[str]:
    """Names that ``design.vary`` may hold, ``strategy`` (which one is under study) among them."""
    names = [name for name in dotted_names(scenario) if name.split(".")[0] not in _FIXED]
    return ["strategy", *(name for name in names if not name.endswith(".name") or name == "graph.name")]


def variation_problems(scenario: Scenario) -> Iterator[Problem]:
    """Check every varied name and each of its values by itself."""
    known, seen = variable_names(scenario), []
    for name, values in scenario.design.vary.items():
        path = ("design", "vary", name)
        if canonical(name) not in known:
            yield at(scenario, path, f"is not a parameter that can vary.{meant(name, known)}")
        elif canonical(name) in seen:
            yield at(scenario, path, f"is varied twice: it is another name of {canonical(name)}.")
        elif not 1 <= len(values) <= MOST_VALUES:
            yield at(scenario, path, f"must have 1 to {MOST_VALUES} values, not {len(values)}.")
        else:
            yield from _value_problems(scenario, name, values)
        seen.append(canonical(name))


def _value_problems(scenario: Scenario, name: str, values: list[Any]) -> Iterator[Problem]:
    """Check the values of one name: allowed, and none twice."""
    seen: list[Any] = []
    for i, value in enumerate(values):
        path = ("design", "vary", name, i)
        message, read = _tried(scenario, name, value)
        if message:
            yield at(scenario, path, message)
        elif read in seen:
            yield at(scenario, path, "is listed twice.")
        seen.append(read)


def _tried(scenario: Scenario, name: str, value: Any) -> tuple[str, Any]:
    """What is wrong with a value, and the value as the field reads it."""
    if name == "strategy":
        known = declared(scenario)["strategy"]
        named = value if isinstance(value, str) else ""
        return ("" if value in known else among("a declared strategy", named, known)), value
    try:
        point = replaced(scenario, path_of(name, declared(scenario)), value)
    except ScenarioError as error:
        return error.problems[0].message, value
    return "", value_of(point, name)


def point_problems(scenario: Scenario) -> Iterator[Problem]:
    """Check the points of the design, in which several values must fit together.

    Only sections that checks between parts read are combined, and at most 500 points are tried; the
    others are checked when they are made.
    """
    vary = {
        name: values
        for name, values in scenario.design.vary.items()
        if "." in name and canonical(name).split(".")[0] in _CHECKED_TOGETHER
    }
    for values in islice(product(*vary.values()), MOST_POINTS_TRIED if vary else 0):
        point = dict(zip(vary, values, strict=True))
        try:
            with_values(scenario, point)
        except ScenarioError as error:
            where = ", ".join(f"{name} = {shown(value)}" for name, value in point.items())
            message = f"{error.problems[0]} This is the point where {where}."
            yield Problem(message, key="design.vary", path=("design", "vary", next(iter(vary))))
            return
