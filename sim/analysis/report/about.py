"""What a batch is about: what its scenario states and varies, whether it is all there, and how to repeat it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, NamedTuple

from sim.analysis.answers import Answers
from sim.analysis.samples import seeds_text
from sim.core.parameters import Section
from sim.core.wording import shown
from sim.lab.stored.files import NotJsonError, damaged, read_json
from sim.scenario.errors import ScenarioError
from sim.scenario.explain import Explained, explain
from sim.scenario.schema import Scenario, from_resolved
from sim.scenario.sections import NAMED, field_at, path_of
from sim.scenario.vary import declared, values_by_name

FAILURES = "failures.json"
MOST_LISTED = 10
ASSUMED = "assumed"
ELSEWHERE = ("title", "design.")
MOST_POINTS = 60
MOST_VALUES = 12
LONGEST_NUMBER = 8  # letters; sampled values have many digits


class Stated(NamedTuple):
    """What a scenario says."""

    parameters: list[dict[str, str]]
    """Name, value, default, unit, meaning and source of the default of each value that is not the default."""
    entries: list[tuple[str, str, str]]
    """Kind, name and stated values of companies and strategies."""
    assumed: int
    """How many parameters with a unit keep a default that is assumed."""
    defaults: int
    """How many keep their default at all."""

    @property
    def sentences(self) -> list[str]:
        """What rests on assumptions."""
        if not self.defaults:
            return ["The scenario does not fit this version's schema: its parameters are listed as they are stored."]
        own = [row["name"] for row in self.parameters if row["source"] == ASSUMED]
        return [
            f"{self.assumed} of {self.defaults} numbers that keep their default are assumed: no source was found for "
            "them. 'manyhats explain parameters' lists them.",
            *([f"Set by this scenario, where the default was assumed as well: {', '.join(own)}."] if own else []),
        ]


def stated(results: Answers) -> Stated:
    """Compare a batch's scenario with the defaults of the schema."""
    try:
        scenario = from_resolved(results.scenario)
    except ScenarioError:
        return Stated([], [], 0, 0)
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
    known = {name: getattr(told, name) for name in ("name", "default", "unit", "meaning", "source")}
    return {**known, "value": shown(_plain(value))}


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


class Varied(NamedTuple):
    """What differs from point to point."""

    parameters: list[dict[str, str]]
    """Name, values, unit, meaning and source of the default of everything that varies."""
    heads: list[str]
    points: list[list[str]]
    """A row of texts a point, below the heads: its number, its values and its stored runs."""
    hidden: int
    """Points that are not listed."""


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


class State(NamedTuple):
    """How much of a batch is there: runs that were asked for, and that are stored."""

    asked: int
    there: int
    failures: list[dict[str, Any]]
    """The first runs that raised: ``point``, ``seed`` and ``error``."""
    failed: int
    """How many raised."""

    @property
    def sentences(self) -> list[str]:
        """What is missing; empty if nothing is."""
        missing = self.asked - self.there - self.failed
        texts = []
        if missing > 0:
            texts.append(
                f"This batch is not finished: {self.there:,} of {self.asked:,} runs are there. The same command again "
                "computes the rest, and then this report is out of date."
            )
        if self.failed:
            runs = "1 run" if self.failed == 1 else f"{self.failed:,} runs"
            texts.append(f"{runs} of {self.asked:,} failed and {'is' if self.failed == 1 else 'are'} left out.")
        return texts


def state(results: Answers) -> State:
    """Count the runs of a batch."""
    there = len(results.part("runs", ["point", "seed"]).drop_duplicates())
    failures = _failures(results)
    asked = len(results.points) * len(results.manifest.get("seeds", results.seeds))
    return State(max(asked, there), there, failures[:MOST_LISTED], len(failures))


def _failures(results: Answers) -> list[dict[str, Any]]:
    if results.path is None or not os.path.lexists(results.path / FAILURES):
        return []
    file = results.intact(FAILURES)
    try:
        listed = read_json(file)
        return [{name: entry[name] for name in ("point", "seed", "error")} for entry in listed]
    except (NotJsonError, KeyError, TypeError):
        raise damaged(file) from None


class Origin(NamedTuple):
    """Where results come from."""

    commands: list[str]
    """Lines for a terminal; empty if the manifest does not tell."""
    remark: str
    """What stands in the way of the same results; mostly empty."""
    facts: list[tuple[str, str]]


def origin(results: Answers) -> Origin:
    """Read the origin of results from their manifest, as far as it is told."""
    told = results.manifest
    commit = str(told.get("git") or "")
    clean = commit.removesuffix("-dirty")
    remark = "The source had changes that this commit does not hold." if clean != commit else ""
    commands = [f"git checkout {clean}"] if clean else []
    commands += [told["command"]] if told.get("command") else []
    versions = ", ".join(f"{name} {version}" for name, version in told.get("versions", {}).items())
    machine = told.get("machine", {})
    facts = [
        ("Seeds", seeds_text(results.seeds)),
        ("Version of the model", str(told.get("model", ""))),
        ("Commit", clean),
        ("Scenario's fingerprint", str(told.get("fingerprint", ""))),
        ("Software", versions),
        ("Machine", ", ".join(f"{name}: {value}" for name, value in machine.items())),
        ("Started", str(told.get("started") or "")),
        ("Finished", str(told.get("finished") or "not finished" if "started" in told else "")),
    ]
    return Origin(commands, remark, [(name, value) for name, value in facts if value])
