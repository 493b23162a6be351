"""The scenario: everything that may be asked, read from a file or a table, with what must hold between its parts."""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from pydantic import ValidationError, ValidationInfo, model_validator

from sim.core.errors import KeyPath
from sim.core.files import refuse_odd_file
from sim.core.rulefile import RuleFile
from sim.scenario.checks import parts_fit
from sim.scenario.design import VARIES
from sim.scenario.errors import MOST_PROBLEMS, Problem, ScenarioError
from sim.scenario.own import with_files
from sim.scenario.reading.chain import Overrides, stated
from sim.scenario.reading.layers import Layers
from sim.scenario.reading.merging import settle_defaults
from sim.scenario.reading.notes import InheritanceNote, notes
from sim.scenario.rules import load_rules, named_rules, used_files
from sim.scenario.sections import Sections
from sim.scenario.translate import translate

MOST_HASHED = 2_000_000_000
"""Bytes of a graph file that are read for its hash; no reader takes a larger one."""
CHUNK = 1 << 20
_NO_PART_OF_A_RUN = ("seeds", "first_seed", "outcomes", "matters", "precision", *VARIES)


class Scenario(Sections):
    """One question, completely stated.

    A run is a pure function of a scenario and a seed.
    """

    @classmethod
    def load(cls, path: str | Path, overrides: Overrides = (), rules: Sequence[RuleFile] = ()) -> Scenario:
        """Read a scenario file; see :func:`load`."""
        return load(path, overrides, rules)

    def __repr__(self) -> str:
        """Name the question and its size; ``sim.scenario.resolved(scenario)`` has every value."""
        return f"<Scenario {self.title or 'untitled'!r}: {self._size()}>"

    __str__ = __repr__

    def _size(self) -> str:
        brings = self.graph.kind in ("file", "dataset") or not self.population.people
        people = "the graph's own people" if brings else f"{self.population.people:,} people"
        parts = [people, f"{self.time.days:,} days"]
        parts += [_counted(len(self.company), "company", "companies")]
        parts += [_counted(len(self.strategy), "strategy", "strategies"), f"{self.design.worlds} worlds"]
        return ", ".join(parts)

    def _repr_html_(self) -> str:
        """Title, size and strategies, for a notebook."""
        cells = [(each.name, ", ".join(each.companies), each.pitch) for each in self.strategy]
        rows = "\n".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in cells)
        head = "<tr><th>strategy</th><th>companies</th><th>pitch policy</th></tr>"
        return f"<h3>{escape(self.title or 'untitled')}</h3>\n<p>{self._size()}</p>\n<table>{head}\n{rows}</table>"

    @model_validator(mode="after")
    def _parts_fit(self, info: ValidationInfo) -> Scenario:
        parts_fit(self, broken=(info.context or {}).get("broken", frozenset()))
        return self


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def load(path: str | Path, overrides: Overrides = (), rules: Sequence[RuleFile] = ()) -> Scenario:
    """Read a scenario file with everything it extends.

    Sections of a file are merged key by key over those of the file it extends. So are the entries of ``[[company]]``
    and ``[[strategy]]`` that have the same name, and ``[[topic_distance]]`` between the same topics, with the tables
    inside them; other entries follow the inherited ones. ``remove = true`` takes an inherited entry out, ``[keep]``
    names those that stay. Other values, lists and the tables inside ``[design]``, replace the inherited ones as a
    whole. ``[product_defaults]`` holds what all product companies have that do not state their own.

    Parameters
    ----------
    path
        TOML file of at most 1 MB, UTF-8, or a shipped scenario by its name, such as ``focus_or_diversify``.
    overrides
        ``key=value`` each, or a table of keys and values, ``{"population.people": 500}``, laid over the files in their
        order; see :func:`sim.scenario.reading.chain.override`. One text counts as a list of one.
    rules
        Files of own rules that the scenario may name, from :func:`sim.own.load_rules`.

    Raises
    ------
    ScenarioError
        With every problem that was found, each with file and line or the ``--set`` that causes it.

    Warns
    -----
    InheritanceNote
        If a file keeps entries that it inherits, and reads as if it did not mean to.
    """
    scenario, layers = read(path, overrides, rules)
    for note in notes(layers):
        warnings.warn(note, InheritanceNote, stacklevel=3)
    return scenario


def read(path: str | Path, overrides: Overrides = (), rules: Sequence[RuleFile] = ()) -> tuple[Scenario, Layers]:
    """Read a scenario as :func:`load` does, and tell who states what; product companies have the values they share."""
    layers, problems = stated(path, overrides)
    problems += settle_defaults(layers)
    try:
        data, context = with_files(layers.data, rules)
        scenario = Scenario.model_validate(data, context=context)
    except ValidationError as error:
        problems += map(layers.place, _all_problems(error, data, context))
    except ScenarioError as error:
        problems += map(layers.place, error.problems)
    if problems:
        raise ScenarioError(sorted(problems, key=layers.order))
    return scenario, layers


def from_mapping(table: Mapping[str, Any], rules: Sequence[RuleFile] = ()) -> Scenario:
    """Read a scenario from nested mappings and lists, as a TOML reader gives them; nothing is inherited from any file.

    Raises
    ------
    ScenarioError
        With every problem that was found.
    """
    data, context = with_files(dict(table), rules)
    try:
        return Scenario.model_validate(data, context=context)
    except ValidationError as error:
        raise ScenarioError(translate(error, data)) from None


def from_resolved(table: dict[str, Any], rules: Sequence[RuleFile] = ()) -> Scenario:
    """Read back what :func:`resolved` wrote; of own rules it has the names, not the content.

    ``rules`` are files of own rules that were loaded anew; without any, those that the table tells of.

    Raises
    ------
    ScenarioError
        If it does not fit this version's schema.
    """
    own = dict(table.get("own", {}))
    files = [RuleFile.from_told(file) for file in own.pop("files", [])]
    data, context = with_files({**table, "own": own}, rules or files)
    try:
        return Scenario.model_validate(data, context=context)
    except ValidationError as error:
        raise ScenarioError(translate(error, table)) from None


def scenario_with(
    scenario: Scenario | Mapping[str, Any] | str | Path,
    rules: Sequence[str | Path] = (),
    overrides: Overrides = (),
) -> Scenario:
    """Return a scenario with the files of rules that it may name.

    Parameters
    ----------
    scenario
        A scenario, the path of a scenario file, or a mapping that is read like the content of one.
    rules
        Python files, which are run; one may be named by itself. A scenario that is no file keeps those it has if none
        are given.
    overrides
        As in :func:`load`, for a file.

    Raises
    ------
    sim.core.errors.UserError
        If the file or a rule is not what it should be, or the content of a file is not at hand.
    """
    files = load_rules([rules] if isinstance(rules, str | Path) else rules)
    if isinstance(scenario, Mapping):
        return from_mapping(scenario, files)
    if not isinstance(scenario, Scenario):
        return Scenario.load(scenario, overrides, files)
    if files:
        table = {**dict(scenario), "own": scenario.own.model_dump()}
        scenario = Scenario.model_validate(table, context={"rules": files})
    for _, kind, name in named_rules(scenario):
        if name in scenario.own.names(kind):
            scenario.own.function(kind, name)  # all are at hand before a world is built
    return scenario


def resolved(scenario: Sections) -> dict[str, Any]:
    """A scenario with all its defaults as plain JSON types, in the order of the schema.

    Equal scenarios give equal dictionaries. Files of own rules that it names stand in ``own.files``, without content.
    """
    table = scenario.model_dump(mode="json")
    table["own"]["files"] = [file.told() for file in used_files(scenario)]
    return table


def fingerprint(scenario: Sections) -> str:
    """SHA-256 (64 hexadecimal digits) of everything that determines a run but its seed.

    The title, a claim, which seeds there are, what varies, how precise it must be and which outcomes are shown first
    do not count. Of a graph file, and of a file of own rules that is used, the content counts, not where it lies.
    """
    canonical = json.dumps(of_a_run(scenario), ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def of_a_run(scenario: Sections) -> dict[str, Any]:
    """Everything that determines a run but its seed, as :func:`fingerprint` counts it, in plain JSON types."""
    table = resolved(scenario)
    del table["title"]
    del table["claim"]
    for key in _NO_PART_OF_A_RUN:
        del table["design"][key]
    if scenario.graph.kind == "file" and scenario.graph.path:
        table["graph"]["path"] = _content(Path(scenario.graph.path))
    table["own"]["files"] = sorted(file["sha256"] for file in table["own"]["files"])
    if not table["own"]["numbers"]:  # runs that were made before rules had numbers keep their names
        del table["own"]["numbers"]
    return table


def _content(path: Path) -> str:
    """Hash of a file's content; of its path if it cannot be read, which is a sentence when the graph is."""
    try:
        refuse_odd_file(path, OSError)
        size = path.stat().st_size
        if size > MOST_HASHED:
            return str(path)
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while size > 0 and (chunk := file.read(min(size, CHUNK))):
                digest.update(chunk)
                size -= len(chunk)
        return digest.hexdigest()
    except (OSError, ValueError):
        return str(path)


def _all_problems(error: ValidationError, data: dict[str, Any], context: dict[str, Any]) -> list[Problem]:
    """Sentences for a validation error, and for what does not fit among the parts that are valid."""
    problems = translate(error, data)
    broken = [problem.path for problem in problems]
    if len(broken) > MOST_PROBLEMS:
        return problems
    try:
        Scenario.model_validate(_without(data, broken), context={**context, "broken": {path[0] for path in broken}})
    except ValidationError:
        return problems
    except ScenarioError as parts:
        return problems + parts.problems
    return problems


def _without(data: Any, paths: Sequence[KeyPath]) -> Any:
    """Copy of the tables without the given keys."""
    for path in paths:
        data = _pruned(data, path)
    return data


def _pruned(data: Any, path: KeyPath) -> Any:
    """Copy without one key; an entry of a plain list takes the whole list with it."""
    part, rest = path[0], path[1:]
    if isinstance(data, list):
        return [_pruned(entry, rest) if i == part else entry for i, entry in enumerate(data)]
    inner = data.get(part)
    tables = isinstance(inner, list) and len(rest) > 1 and isinstance(inner[int(rest[0])], dict)
    if tables or (rest and isinstance(inner, dict)):
        return {**data, part: _pruned(inner, rest)}
    return {key: value for key, value in data.items() if key != part}
