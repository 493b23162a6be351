"""A scenario with other values: how the points of a design are made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from sim.core.parameters import Section
from sim.core.wording import shown
from sim.scenario.design import VARIES, Design
from sim.scenario.errors import KeyPath, Problem, ScenarioError
from sim.scenario.names import NAMED, path_of
from sim.scenario.own_fit import numbers_of
from sim.scenario.schema import Scenario
from sim.scenario.translate import translate

_STILL = {name: Design.model_fields[name].default for name in (*VARIES, "precision")}


def with_values(scenario: Scenario, values: Mapping[str, Any]) -> Scenario:
    """Make one point of a design: the scenario with some of its values replaced.

    Parameters
    ----------
    scenario
        Where the other values come from.
    values
        Value of every replaced parameter by its dotted name, companies and strategies by their names.

    Returns
    -------
    Scenario
        Checked as if it had been read from a file. Its design varies nothing, and it claims nothing.

    Raises
    ------
    ScenarioError
        If a name is not known, a value is not allowed, or the parts do not fit any more.
    """
    if not isinstance(values, Mapping):
        raise ScenarioError([Problem(f"Values are given as a table of names and values, not as {shown(values)}.")])
    still = scenario.design.model_copy(update=_STILL)
    point = scenario.model_copy(update={"design": still, "claim": None})
    for name, value in values.items():
        point = replaced(point, path_of(name, declared(scenario)), value)
    try:
        return Scenario.model_validate(dict(point))
    except ValidationError as error:
        raise ScenarioError(translate(error, dict(point))) from None


def value_of(scenario: Scenario, name: str) -> Any:
    """The value of a parameter by its dotted name.

    Raises
    ------
    ScenarioError
        If there is no such name.
    """
    number = numbers_of(scenario).get(name)
    if number:
        return scenario.own.numbers.get(name.split(".")[2], {}).get(number.name, number.default)
    value: Any = scenario
    for part in path_of(name, declared(scenario)):
        value = getattr(value, str(part)) if isinstance(value, Section) else value[part]
    return value


def dotted_names(scenario: Scenario) -> list[str]:
    """Dotted names of all values, companies and strategies by their names, in the order of the schema."""
    return list(values_by_name(scenario))


def values_by_name(scenario: Scenario) -> dict[str, Any]:
    """All values by their dotted names; lists without names (distances) and open tables are one value."""
    return dict(_values(scenario, ""))


def declared(scenario: Scenario) -> dict[str, list[str]]:
    """Names of the entries of the named lists."""
    return {kind: [entry.name for entry in getattr(scenario, kind)] for kind in NAMED}


def replaced(scenario: Scenario, path: KeyPath, value: Any) -> Scenario:
    """Copy of a scenario with one value replaced; only the section that holds the value is checked.

    Raises
    ------
    ScenarioError
        If the section does not allow the value.
    """

    def changed(part: Any, depth: int) -> Any:
        head, rest = path[depth], path[depth + 1 :]
        if isinstance(part, list):
            return [changed(entry, depth + 1) if i == head else entry for i, entry in enumerate(part)]
        inner = getattr(part, str(head))
        if rest and not isinstance(inner, dict):
            return part.model_copy(update={str(head): changed(inner, depth + 1)})
        stated = _put(inner, rest, value)
        if part is scenario:
            return part.model_copy(update={str(head): stated})
        try:
            rules = {"rules": scenario.own.files}
            return type(part).model_validate({**dict(part), str(head): stated}, context=rules)
        except ValidationError as error:
            raise ScenarioError(translate(error, scenario, path[:depth])) from None

    point: Scenario = changed(scenario, 0)
    return point


def _put(table: Any, path: KeyPath, value: Any) -> Any:
    """Copy of a table, or of tables in it, with one value replaced."""
    return {**table, path[0]: _put(table.get(path[0], {}), path[1:], value)} if path else value


def _values(part: Section, prefix: str) -> Iterator[tuple[str, Any]]:
    """Walk the values of a section."""
    for name, value in vars(part).items():
        if isinstance(value, Section):
            yield from _values(value, f"{prefix}{name}.")
        elif name in NAMED and not prefix:
            for entry in value:
                yield from _values(entry, f"{name}.{entry.name}.")
        else:
            yield prefix + name, value
