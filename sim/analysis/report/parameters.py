"""What a scenario states: values that are not the defaults, what varies, and what is assumed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sim.analysis.answers import Answers
from sim.core.parameters import Section
from sim.core.wording import shown
from sim.scenario.errors import ScenarioError
from sim.scenario.explain import Explained, explain
from sim.scenario.schema import Scenario, from_resolved
from sim.scenario.sections import NAMED, field_at, path_of
from sim.scenario.vary import declared, values_by_name

ASSUMED = "assumed"
ELSEWHERE = ("title", "design.")
MOST_POINTS = 60
MOST_VALUES = 12
LONGEST_NUMBER = 8  # letters; sampled values have many digits


@dataclass(frozen=True)
class Stated:
    """What a scenario says.

    Attributes
    ----------
    parameters
        Name, value, default, unit, meaning and source of the default of each value that is not the default.
    entries
        Kind, name and stated values of companies and strategies.
    assumed, defaults
        How many parameters with a unit keep a default that is assumed, and how many keep their default at all.
    """

    parameters: list[dict[str, str]] = field(default_factory=list)
    entries: list[tuple[str, str, str]] = field(default_factory=list)
    assumed: int = 0
    defaults: int = 0

    @property
    def sentences(self) -> list[str]:
        """What rests on assumptions."""
        if not self.defaults:
            return ["The scenario does not fit this version's schema: its parameters are listed as they are stored."]
        own = [row["name"] for row in self.parameters if row["source"] == ASSUMED]
        return [
            f"{self.assumed} of {self.defaults} numbers that keep their default are assumed: no source was found for "
            "them. 'manyhats explain' lists them.",
            *([f"Set by this scenario, where the default was assumed as well: {', '.join(own)}."] if own else []),
        ]


def stated(results: Answers) -> Stated:
    """Compare a batch's scenario with the defaults of the schema."""
    try:
        scenario = from_resolved(results.scenario)
    except ScenarioError:
        return Stated()
    parameters, assumed, defaults = [], 0, 0
    for name, value in values_by_name(scenario).items():
        if name.startswith((*ELSEWHERE, *(f"{kind}." for kind in NAMED))):
            continue
        told = explain(name)
        if _is_default(scenario, name, value):
            defaults += bool(told.unit)
            assumed += bool(told.unit) and told.source == ASSUMED
        else:
            parameters.append(_row(told, value))
    return Stated(parameters, list(_entries(scenario)), assumed, defaults)


def _is_default(scenario: Scenario, name: str, value: Any) -> bool:
    found = field_at(path_of(name, declared(scenario)))
    return found is not None and not found.is_required() and bool(found.default == value)


def _row(told: Explained, value: Any) -> dict[str, str]:
    return {
        "name": told.name,
        "value": shown(_plain(value)),
        "default": told.default,
        "unit": told.unit,
        "meaning": told.meaning,
        "source": told.source,
    }


def _plain(value: Any) -> Any:
    """A list of tables as dictionaries."""
    if isinstance(value, list):
        return [part.model_dump(mode="json") if isinstance(part, Section) else part for part in value]
    return value


def _entries(scenario: Scenario) -> Iterator[tuple[str, str, str]]:
    """Companies and strategies with what is stated of them."""
    values = values_by_name(scenario)
    for kind in NAMED:
        for name in declared(scenario)[kind]:
            start = f"{kind}.{name}."
            parts = [
                f"{key.removeprefix(start).replace('_', ' ')} {shown(_plain(value))}"
                for key, value in values.items()
                if key.startswith(start) and key != f"{start}name" and not _is_default(scenario, key, value)
            ]
            yield kind, name, "; ".join(parts)


@dataclass(frozen=True)
class Varied:
    """What differs from point to point.

    Attributes
    ----------
    parameters
        Name, values, unit, meaning and source of the default of everything that varies.
    heads, points
        Names of the columns, and a row of texts a point: its number, its values and its stored runs.
    hidden
        Points that are not listed.
    """

    parameters: list[dict[str, str]]
    heads: list[str]
    points: list[list[str]]
    hidden: int


def varied(results: Answers) -> Varied:
    """Describe the design's points."""
    names = list(dict.fromkeys(name for point in results.points for name in point["values"]))
    runs = results.part("runs", ["point", "seed"]).drop_duplicates()["point"].value_counts()
    rows = [
        [str(point["index"]), *(_text(point["values"].get(name)) for name in names), f"{runs.get(point['index'], 0):,}"]
        for point in results.points
    ]
    parameters = [_varied(results, name) for name in names]
    return Varied(parameters, ["Point", *names, "Runs"], rows[:MOST_POINTS], max(0, len(rows) - MOST_POINTS))


def _varied(results: Answers, name: str) -> dict[str, str]:
    row = {"name": name, "values": _values(results, name)}
    try:
        told = explain(name)
    except ScenarioError:
        meaning = "Strategy of the people under study." if name == "strategy" else ""
        return row | {"unit": str(results.manifest.get("units", {}).get(name, "")), "meaning": meaning, "source": ""}
    if told.fields:
        return row | {"unit": "", "meaning": "Strategy of the people under study.", "source": ""}
    return row | {"unit": told.unit, "meaning": told.meaning, "source": told.source}


def _values(results: Answers, name: str) -> str:
    """All values, if they are few, or the ends of the range that was sampled."""
    found = list({str(value): value for value in (point["values"].get(name) for point in results.points)}.values())
    if name in results.scenario["design"].get("between", {}):
        low, high = min(found), max(found)
        return f"{len(found)} from {low:.4g} to {high:.4g}"
    more = ", …" if len(found) > MOST_VALUES else ""
    return ", ".join(shown(value) for value in found[:MOST_VALUES]) + more


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else "" if value is None else shown(value)
    return f"{value:.4g}" if isinstance(value, float) and len(text) > LONGEST_NUMBER else text
