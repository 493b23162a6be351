"""A scenario with other values: points of a design, plausible guesses, and in what two scenarios differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from sim.core.errors import KeyPath
from sim.core.parameters import Law, Section
from sim.core.wording import shown
from sim.scenario.design import VARIES, Design
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.rules import numbers_of
from sim.scenario.sections import NAMED, Sections, path_of, section_of
from sim.scenario.translate import translate

S = TypeVar("S", bound=Sections)
NOT_THERE = "-"
_STILL = {name: Design.model_fields[name].default for name in (*VARIES, "precision")}


def with_values(scenario: S, values: Mapping[str, Any]) -> S:
    """One point of a design: the scenario with some of its values, by dotted name, replaced.

    It is checked as if it had been read from a file. Its design varies nothing, and it claims nothing.

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
        return type(scenario).model_validate(dict(point))
    except ValidationError as error:
        raise ScenarioError(translate(error, dict(point))) from None


def value_of(scenario: Sections, name: str) -> Any:
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


def dotted_names(scenario: Sections) -> list[str]:
    """Dotted names of all values, companies and strategies by their names, in the order of the schema."""
    return list(values_by_name(scenario))


def values_by_name(scenario: Sections) -> dict[str, Any]:
    """All values by their dotted names; lists without names (distances) and open tables are one value."""
    return dict(_values(scenario, ""))


def declared(scenario: Sections) -> dict[str, list[str]]:
    """Names of the entries of the named lists."""
    return {kind: [entry.name for entry in getattr(scenario, kind)] for kind in NAMED}


def replaced(scenario: S, path: KeyPath, value: Any) -> S:
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

    point: S = changed(scenario, 0)
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


@dataclass(frozen=True)
class Guess:
    """A parameter with a plausible range: smallest and largest value that would not surprise, in its unit.

    A company's value is named without the company (``company.quality``).
    """

    name: str
    low: float
    high: float
    whole: bool
    law: Law = "uniform"  # the prior: how it spreads, and over which range
    least: float = 0.0
    most: float = 0.0

    def at(self, scenario: Sections) -> list[str]:
        """Return the names under which a scenario holds it: one for every product company, or its own."""
        section, _, key = self.name.partition(".")
        if section != "company":
            return [self.name]
        return [f"company.{company.name}.{key}" for company in scenario.company if company.kind == "product"]


def guesses() -> list[Guess]:
    """Return all parameters with a plausible range, in the order of the schema."""
    return list(_guesses(Sections, ""))


def _guesses(section: type[Section], prefix: str) -> Iterator[Guess]:
    for name, field in section.model_fields.items():
        inner = section_of(field.annotation)
        extra: Any = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        plausible: Any = extra.get("plausible")
        if inner is not None:
            yield from _guesses(inner, f"{prefix}{name}.")
        elif plausible is not None:
            low, high = map(float, plausible)
            law, *ends = extra.get("prior", ["uniform", low, high])
            least, most = map(float, ends)
            yield Guess(prefix + name, low, high, field.annotation is int, law, least, most)


@dataclass(frozen=True)
class Difference:
    """One name at which two scenarios differ, with the values as TOML; ``-`` on the side that has none.

    The name of a value, of a company that only one scenario has, or ``company`` if only the order differs.
    """

    name: str
    left: str
    right: str


def difference(left: Sections, right: Sections) -> list[Difference]:
    """Compare two scenarios value by value, in the order of the schema; nothing if and only if they are equal.

    Companies and strategies are matched by their names, distances between topics by the topics.
    """
    found = [entry for kind in NAMED for entry in _entries(left, right, kind)]
    only_one = tuple(f"{entry.name}." for entry in found if NOT_THERE in (entry.left, entry.right))
    ours, theirs = values_by_name(left), values_by_name(right)
    for name in dict.fromkeys([*ours, *theirs]):
        if not name.startswith(only_one) and ours[name] != theirs[name]:
            found.append(Difference(name, _written(ours[name]), _written(theirs[name])))
    return found


def _entries(left: Sections, right: Sections, kind: str) -> list[Difference]:
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
