"""The scenario: everything that may be asked, read from a file or a table, with what must hold between its parts."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError, ValidationInfo, model_validator

from sim.core.errors import KeyPath
from sim.core.rulefile import RuleFile
from sim.scenario.checks import parts_fit
from sim.scenario.errors import MOST_PROBLEMS, Problem, ScenarioError
from sim.scenario.own import with_files
from sim.scenario.reading.chain import stated
from sim.scenario.reading.layers import Layers
from sim.scenario.reading.merging import settle_defaults
from sim.scenario.reading.notes import InheritanceNote, notes
from sim.scenario.sections import Sections
from sim.scenario.translate import translate


class Scenario(Sections):
    """One question, completely stated.

    A run is a pure function of a scenario and a seed.
    """

    @classmethod
    def load(cls, path: str | Path, overrides: str | Sequence[str] = (), rules: Sequence[RuleFile] = ()) -> Scenario:
        """Read a scenario file; see :func:`load`."""
        return load(path, [overrides] if isinstance(overrides, str) else overrides, rules)

    @model_validator(mode="after")
    def _parts_fit(self, info: ValidationInfo) -> Scenario:
        parts_fit(self, broken=(info.context or {}).get("broken", frozenset()))
        return self


def load(path: str | Path, overrides: str | Sequence[str] = (), rules: Sequence[RuleFile] = ()) -> Scenario:
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
        ``key=value`` each, laid over the files in their order; see :func:`sim.scenario.reading.chain.override`. One
        text counts as a list of one.
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


def read(
    path: str | Path, overrides: str | Sequence[str] = (), rules: Sequence[RuleFile] = ()
) -> tuple[Scenario, Layers]:
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
    """Read back what :func:`sim.scenario.identity.resolved` wrote; of own rules it has the names, not the content.

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
