"""From a scenario file to a scenario: ``extends``, ``--set``, and every mistake with its place."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.core.rulefile import RuleFile
from sim.core.wording import shown
from sim.scenario.chain import chain, settle_aliases, settle_paths
from sim.scenario.defaults import settle_defaults
from sim.scenario.errors import MOST_PROBLEMS, KeyPath, Problem, ScenarioError
from sim.scenario.inheritance import InheritanceNote, notes
from sim.scenario.layers import Layers
from sim.scenario.overrides import override
from sim.scenario.own import with_files
from sim.scenario.schema import Scenario
from sim.scenario.shipped import located
from sim.scenario.translate import translate


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
        ``key=value`` each, laid over the files in their order; see :mod:`sim.scenario.overrides`. One text counts as
        a list of one.
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
    """Read a scenario as :func:`load` does, and tell who states what.

    Returns
    -------
    tuple of Scenario and Layers
        The scenario, and everything that is stated; product companies have the values they share.

    Raises
    ------
    ScenarioError
        As :func:`load` does.
    """
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


def stated(path: str | Path, overrides: str | Sequence[str] = ()) -> tuple[Layers, list[Problem]]:
    """Lay a file, everything it extends, and what is set over one another.

    Returns
    -------
    tuple of Layers and list of Problem
        What is stated and by whom, not yet checked; what could not be laid over the rest.

    Raises
    ------
    ScenarioError
        If a file cannot be read.
    """
    layers = Layers()
    problems = _lay_files(layers, _path(path))
    for text in texts(overrides):
        problems += override(layers, text)
    return layers, problems


def texts(overrides: object) -> list[str]:
    """Values to set as a list; one text counts as a list of one.

    Raises
    ------
    ScenarioError
        If they are anything else.
    """
    if isinstance(overrides, str):
        return [overrides]
    if isinstance(overrides, Iterable) and not isinstance(overrides, Mapping | bytes):
        listed = list(overrides)
        if all(isinstance(text, str) for text in listed):
            return listed
    message = f'{shown(overrides)} cannot be set: give "key=value" texts, such as ["time.days=30"].'
    if isinstance(overrides, Mapping):
        message += " Values of a table are set by sim.scenario.vary.with_values(scenario, table)."
    raise ScenarioError([Problem(message)])


def _path(path: object) -> Path:
    """The path of a scenario file, or a sentence about what was given instead."""
    if isinstance(path, str | os.PathLike) and isinstance(os.fspath(path), str):
        if "\n" in os.fspath(path):
            message = (
                "A scenario is loaded from the path of a TOML file, not from a text of several lines: write it to one."
            )
            raise ScenarioError([Problem(message)])
        return Path(os.fspath(path))
    kind = type(path).__name__
    message = f"A scenario is loaded from the path of a TOML file, not from a value of type {kind}."
    if isinstance(path, Mapping):
        message += " A table is read by Scenario.model_validate(table)."
    if isinstance(path, Scenario):
        message += " This one is a scenario already."
    raise ScenarioError([Problem(message)])


def _lay_files(layers: Layers, path: str | Path) -> list[Problem]:
    """Lay a file over everything it extends; the problems are those of second spellings."""
    problems: list[Problem] = []
    for link in chain(located(path), os.path.normpath(path)):
        problems += settle_aliases(link)
        settle_paths(link)
        problems += layers.lay(link.table, link.source)
    return problems


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
