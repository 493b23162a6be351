"""Laying tables over one another: merged lists, ``[keep]``, ``remove = true`` and ``[product_defaults]``."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

from pydantic import ValidationError

from sim.core.errors import KeyPath
from sim.core.wording import listed, meant, shown
from sim.model.plans.companies import Company
from sim.scenario.errors import Problem
from sim.scenario.reading.layers import (
    PLURALS,
    Layers,
    Source,
    called,
    entries_of,
    found,
    ident,
    ident_of,
    laid_over,
    paths_in,
)
from sim.scenario.sections import KEEP, KEYS, REMOVE, SHARED
from sim.scenario.translate import translate

OWN = ("name", "kind", "topic")
"""What companies cannot have in common."""


def lay(layers: Layers, table: dict[str, Any], source: Source) -> list[Problem]:
    """Lay a file's tables over what is there; problems are entries that cannot be kept, removed or merged."""
    layers.begin(table, source)
    selection = Selection(layers, table, source)
    selection.keep()
    for name, value in table.items():
        if name in KEYS and isinstance(value, list):
            layers.merge(name, value, selection.entries(name, value), source)
            for gone in selection.removed(name):
                layers.pick(name, [each for each in layers.idents(name) if each != gone])
        elif name != KEEP:
            layers.state(name, value, source)
    selection.drop_distances()
    return selection.problems


def put(layers: Layers, path: KeyPath, value: Any, source: Source) -> list[Problem]:
    """Set one value, which may lie in an entry of a named list; a whole section is laid over what is there."""
    at_top = len(path) == 2 and path[0] not in layers.data and path[0] not in KEYS
    if len(path) == 1 or path[0] == KEEP or at_top:
        return lay(layers, {str(path[0]): value if len(path) == 1 else {path[1]: value}}, source)
    layers.set(path, value, source)
    return []


class Selection:
    """Entries that one source keeps and removes, of those that its table is laid over."""

    def __init__(self, layers: Layers, table: dict[str, Any], source: Source) -> None:
        self.problems: list[Problem] = []
        self._layers, self._table, self._source = layers, table, source
        self._removed: dict[str, list[Hashable]] = {}

    def keep(self) -> None:
        """Leave out what ``[keep]`` does not name."""
        stated = self._table.get(KEEP, {})
        if not isinstance(stated, dict):
            self._say((KEEP,), stated, "must be a table: write [keep].")
            return
        for kind, names in stated.items():
            path = (KEEP, kind)
            if kind not in KEYS:
                self._say(path, names, f"is not a list that is inherited: {listed(KEYS)}.{meant(kind, KEYS)}")
            elif not isinstance(names, list):
                self._say(path, names, f"must be a list: those {PLURALS[kind]} that are kept; [] keeps none.")
            else:
                self._keep(kind, names, path)

    def entries(self, kind: str, entries: list[Any]) -> Iterator[tuple[int, Any]]:
        """Entries that state something, with their places; those that only remove one are noted."""
        inherited = self._layers.idents(kind)
        if not entries and inherited:
            message = f"states nothing. To leave out what is inherited, write [keep] and {kind} = []."
            self._say((kind,), entries, message)
        for j, entry in enumerate(entries):
            if isinstance(entry, dict) and REMOVE in entry:
                self._remove(kind, j, entry, inherited)
            else:
                yield j, entry

    def removed(self, kind: str) -> list[Hashable]:
        """Entries that are removed, by what they are known by."""
        return self._removed.get(kind, [])

    def drop_distances(self) -> None:
        """Leave out inherited distances from topics that no company has any more."""
        entries = self._layers.data.get("topic_distance")
        if not {"company", KEEP} & self._table.keys() or not isinstance(entries, list):
            return
        companies = [each for each in entries_of(self._layers.data, "company") if isinstance(each, dict)]
        topics = {each["topic"] for each in companies if isinstance(each.get("topic"), str)}
        stated = [ident("topic_distance", each) for each in entries_of(self._table, "topic_distance")]
        known = self._layers.idents("topic_distance")
        gone = [each for each in known if isinstance(each, frozenset) and each not in stated and not each <= topics]
        self._layers.pick("topic_distance", [each for each in known if each not in gone])

    def _keep(self, kind: str, names: list[Any], path: KeyPath) -> None:
        """Keep entries of one list, in the order in which they are named."""
        inherited, wanted = self._layers.idents(kind), []
        here = [ident(kind, entry) for entry in entries_of(self._table, kind)]
        for i, name in enumerate(names):
            known = ident_of(kind, name)
            if inherited and known is not None and known not in inherited and known in here:
                self._say((*path, i), name, "is not inherited but stated in this file, which is enough.")
            elif known is None or known not in inherited:
                self._say((*path, i), name, _not_there(kind, name, inherited))
            elif known in wanted:
                self._say((*path, i), name, "is named twice.")
            else:
                wanted.append(known)
        self._layers.pick(kind, wanted)
        self._layers.own((kind,), self._source, path)
        self._layers.left_out.update({(kind, each): (self._source, path) for each in inherited if each not in wanted})

    def _remove(self, kind: str, j: int, entry: dict[str, Any], inherited: list[Hashable]) -> None:
        """Note an entry that is to go, or say why it cannot."""
        known, path = ident(kind, entry), (kind, j, REMOVE)
        name = entry.get(KEYS[kind])
        if entry[REMOVE] is not True:
            self._say(path, entry[REMOVE], "must be true; without it the entry stays.")
        elif len(entry) > 2:
            other = next(key for key in entry if key not in (REMOVE, KEYS[kind]))
            self._say((kind, j, other), entry[other], "cannot be stated together with remove = true.")
        elif known not in inherited and (kind, known) in self._layers.left_out:
            source, where = self._layers.left_out[kind, known]
            self._say((kind, j, KEYS[kind]), name, f"cannot be removed: {source.said(where)} leaves it out already.")
        elif known is None or known not in inherited:
            self._say((kind, j, KEYS[kind]), name, f"cannot be removed: {_not_there(kind, name, inherited)}")
        else:
            self._removed.setdefault(kind, []).append(known)
            self._layers.left_out[(kind, known)] = self._source, (kind, j)

    def _say(self, path: KeyPath, value: Any, message: str) -> None:
        """Add a problem with its place."""
        key = ".".join(str(part) for part in path if not isinstance(part, int))
        self.problems.append(self._source.placed(Problem(message, key=key, value=value, path=path)))


def _not_there(kind: str, name: Any, inherited: list[Hashable]) -> str:
    """Say that nothing of this name is inherited, and what is."""
    if not inherited:
        return f"no {PLURALS[kind]} are inherited."
    known = [each for each in inherited if isinstance(each, str)]
    if kind == "topic_distance":
        there = ", ".join(called(each) for each in inherited if isinstance(each, frozenset))
        return f"no such distance is inherited; there is one {there}."
    hint = meant(name, known) if isinstance(name, str) else f" Names are text, not {shown(name)}."
    return f"there is no such {kind} to keep or remove; inherited: {listed(known)}.{hint}"


def settle_defaults(layers: Layers) -> list[Problem]:
    """Give product companies the values they share, and take the section out of what is stated.

    What is wrong with the section is told with its place, and given to no company.
    """
    stated = layers.data.get(SHARED, {})
    problems = _problems(stated)
    if isinstance(stated, dict):
        broken = {problem.path[1] for problem in problems}
        shared = {key: value for key, value in stated.items() if key not in broken}
        for i, company in enumerate(entries_of(layers.data, "company")):
            if isinstance(company, dict) and company.get("kind", "product") == "product":
                _give(layers, i, company, shared)
    placed = [layers.place(problem) for problem in problems]
    layers.data = {name: value for name, value in layers.data.items() if name != SHARED}
    return placed


def _give(layers: Layers, i: int, company: dict[str, Any], shared: dict[str, Any]) -> None:
    """Lay a company over the values that all share; those it took from there have their place there."""
    for path in paths_in(shared):
        if found(company, path) is None:
            layers.borrow(("company", i, *path), (SHARED, *path))
    companies = list(layers.data["company"])
    companies[i] = laid_over(shared, company)
    layers.data = {**layers.data, "company": companies}


def _problems(stated: Any) -> list[Problem]:
    """What is wrong with the section, before any company has it."""
    if not isinstance(stated, dict):
        return [Problem("must be a table: write [product_defaults].", key=SHARED, value=stated, path=(SHARED,))]
    wrong = [
        Problem("is a company's own; companies cannot share it.", f"{SHARED}.{key}", stated[key], path=(SHARED, key))
        for key in OWN
        if key in stated
    ]
    shared = {key: value for key, value in stated.items() if key not in OWN}
    try:
        Company.model_validate({"name": "any", "topic": "any", **shared})
    except ValidationError as error:
        wrong += translate(error, {SHARED: stated}, (SHARED,))
    return wrong
