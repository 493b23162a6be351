"""Files and ``--set`` laid over one another: what holds in the end, and who stated it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import Any

from sim.core.wording import meant, shown
from sim.scenario.entries import KEYS, ident, laid_over, paths_in
from sim.scenario.errors import KeyPath, Problem
from sim.scenario.keeping import KEEP, LeftOut, Selection
from sim.scenario.names import NAMED
from sim.scenario.sources import Source

__all__ = ["Layers", "Source"]


@dataclass(frozen=True)
class Laid:
    """What one source stated, and what it was laid over.

    Parameters
    ----------
    source
        Which it is.
    table
        What it states.
    inherited
        Entries that were there, by list and by what they are known by.
    shared
        What product companies had in common then.
    """

    source: Source
    table: dict[str, Any]
    inherited: dict[str, dict[Hashable, Any]]
    shared: dict[str, Any]


@dataclass
class Layers:
    """The scenario as stated so far.

    Sections are merged key by key. Companies, strategies and distances between topics are merged by what they are
    known by, key by key as well; new ones follow those that are there. Everything else, lists and the tables inside
    ``[design]`` included, is a value: stating it again replaces it as a whole.

    Parameters
    ----------
    data
        What holds.
    sources
        Who stated it, the first ancestor first.
    left_out
        Entries that a later source does not keep.
    history
        What each source that states tables was laid over.
    """

    data: dict[str, Any] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)
    left_out: LeftOut = field(default_factory=dict)
    history: list[Laid] = field(default_factory=list)
    _idents: dict[str, list[Hashable]] = field(default_factory=dict)
    _owner: dict[tuple[Hashable, ...], tuple[Source, KeyPath]] = field(default_factory=dict)

    def lay(self, table: dict[str, Any], source: Source) -> list[Problem]:
        """Lay a file's tables over what is already there.

        Returns
        -------
        list of Problem
            About entries that cannot be kept, removed or merged; with their places.
        """
        self.sources.append(source)
        self.history.append(self._laid(table, source))
        selection = Selection(self, table, source)
        selection.keep()
        for name, value in table.items():
            if name in KEYS and isinstance(value, list):
                self._merge(name, value, source, selection)
            elif name != KEEP:
                self._state(name, value, source)
        selection.drop_distances()
        return selection.problems

    def idents(self, kind: str) -> list[Hashable]:
        """What the entries of a list are known by, in their order."""
        return list(self._idents.get(kind, ()))

    def pick(self, kind: str, wanted: list[Hashable]) -> None:
        """Keep some entries of a list, in the order that is asked for."""
        known, entries = self._idents.get(kind, []), self.data.get(kind)
        if isinstance(entries, list):
            self.data[kind] = [entries[known.index(each)] for each in wanted]
            self._idents[kind] = list(wanted)
            for gone in set(known) - set(wanted):
                self._forget((kind, gone))

    def own(self, path: KeyPath, source: Source, where: KeyPath) -> None:
        """Note who decides on a value, and where in its source."""
        self._owner[self._known_by(path)] = source, where

    def put(self, path: KeyPath, value: Any, source: Source) -> list[Problem]:
        """Set one value, which may lie in an entry of a named list.

        Sections that are given as something else are left alone: they are a problem already.
        """
        if len(path) == 1 or path[0] == KEEP or (len(path) == 2 and path[0] not in self.data and path[0] not in KEYS):
            return self.lay({str(path[0]): value if len(path) == 1 else {path[1]: value}}, source)
        self.data = _with(self.data, path, value)
        self._forget(self._known_by(path))
        self.own(path, source, path)
        return []

    def borrow(self, path: KeyPath, lender: KeyPath) -> None:
        """Let a value that was copied have the place of the one it was copied from."""
        if lender in self._owner:
            self._owner.setdefault(self._known_by(path), self._owner[lender])

    def owner(self, path: KeyPath) -> tuple[Source, KeyPath] | None:
        """Who states a value or the table that holds it, and where in its source."""
        known = self._known_by(path)
        for end in range(len(known), 0, -1):
            if known[:end] in self._owner:
                source, where = self._owner[known[:end]]
                return source, (*where, *path[end:])
        return None

    def place(self, problem: Problem) -> Problem:
        """Give a problem the place of the value it is about."""
        problem = self._with_hint(problem)
        owned = self.owner(problem.path)
        if owned:
            return owned[0].placed(_counted(problem, owned[1]), owned[1])
        return self.sources[-1].placed(problem) if self.sources else problem

    def order(self, problem: Problem) -> tuple[int, int]:
        """Rank of a placed problem: file by file from the one that was asked for, line by line."""
        names = [source.name for source in self.sources]
        rank = names[::-1].index(problem.file) if problem.file in names else -1
        return rank, problem.line or 0

    def _laid(self, table: dict[str, Any], source: Source) -> Laid:
        """Note what a source is laid over."""
        inherited = {
            kind: dict(zip(self.idents(kind), self.data[kind], strict=True))
            for kind in KEYS
            if isinstance(self.data.get(kind), list)
        }
        shared = self.data.get("product_defaults")
        return Laid(source, table, inherited, shared if isinstance(shared, dict) else {})

    def _state(self, name: str, value: Any, source: Source) -> None:
        """State a section or a value of the top."""
        below = self.data.get(name)
        if isinstance(value, dict) and isinstance(below, dict):
            deep = name == "product_defaults"
            self.data[name] = laid_over(below, value) if deep else {**below, **value}
        else:
            self.data[name] = value
        self._idents.pop(name, None)
        self._owner[(name,)] = source, (name,)
        for path in paths_in(value):
            if len(path) == 1 or name == "product_defaults":
                self._owner[(name, *path)] = source, (name, *path)

    def _merge(self, kind: str, entries: list[Any], source: Source, selection: Selection) -> None:
        """Lay the entries of a list over those that are there."""
        if not isinstance(self.data.get(kind), list):
            self.data[kind], self._idents[kind] = [], []
        inherited = self.idents(kind)
        self.data[kind] = list(self.data[kind])
        self.own((kind,), source, (kind,))
        for j, entry in selection.entries(kind, entries):
            known = ident(kind, entry)
            first = known in inherited and known not in [ident(kind, other) for other in entries[:j]]
            at = inherited.index(known) if first else None
            self._enter(kind, at, entry, known if first or known not in self._idents[kind] else None)
            self._own(kind, at, entry, source, j)
        for known in selection.removed(kind):
            self.pick(kind, [each for each in self._idents[kind] if each != known])

    def _enter(self, kind: str, at: int | None, entry: Any, known: Hashable | None) -> None:
        """Merge an entry into the one at a place, or add it at the end; without a name it is known by itself."""
        if at is not None:
            self.data[kind][at] = laid_over(self.data[kind][at], entry)
            return
        self.data[kind].append(entry)
        self._idents[kind].append((len(self.sources), len(self.data[kind])) if known is None else known)

    def _own(self, kind: str, at: int | None, entry: Any, source: Source, j: int) -> None:
        """Note who states the values of an entry."""
        known = self._idents[kind][-1 if at is None else at]
        for path in ((), *paths_in(entry)):
            self._owner[(kind, known, *path)] = source, (kind, j, *path)

    def _known_by(self, path: KeyPath) -> tuple[Hashable, ...]:
        """A path with what an entry is known by instead of its index: the index may change."""
        known = self._idents.get(str(path[0]), []) if path else []
        if len(path) > 1 and isinstance(path[1], int) and path[1] < len(known):
            return (path[0], known[path[1]], *path[2:])
        return path

    def _inherits_strategies(self) -> bool:
        """Whether a file that states strategies has inherited some without a word."""
        return any(
            laid.inherited.get("strategy") and "strategy" in laid.table and KEEP not in laid.table
            for laid in self.history
        )

    def _forget(self, known: tuple[Hashable, ...]) -> None:
        """Forget who stated a value and what is in it: it is gone or stated anew."""
        self._owner = {path: owned for path, owned in self._owner.items() if path[: len(known)] != known}

    def _with_hint(self, problem: Problem) -> Problem:
        """Say who left out what a problem misses, and that inherited strategies have their share as well."""
        if problem.path == ("strategy",) and "shares" in problem.message and self._inherits_strategies():
            hint = "Inherited strategies have theirs as well; [keep] strategy = [] leaves them out."
            return replace(problem, message=f"{problem.message} {hint}")
        if problem.message.startswith("is missing") and len(problem.path) == 3 and problem.path[0] in NAMED:
            return replace(problem, message=f"{problem.message}{self._namesake(problem.path)}")
        last = problem.path[-1] if problem.path else ""
        for (kind, name), (source, where) in self.left_out.items():
            is_name = problem.value == name and isinstance(problem.value, str)
            if name not in self.idents(kind) and (
                is_name or last == name or (isinstance(last, str) and last.startswith(f"{kind}.{name}."))
            ):
                return replace(problem, message=f"{problem.message} {source.said(where)} leaves it out.")
        return problem

    def _namesake(self, path: KeyPath) -> str:
        """Say which entry an unfinished one was probably meant to be laid over."""
        kind = str(path[0])
        known = [name for i, name in enumerate(self.idents(kind)) if i != path[1] and isinstance(name, str)]
        name = self.data[kind][path[1]].get("name")
        if name in known:
            return f" This file states {shown(name)} above already; put its keys together."
        return meant(name, known) if isinstance(name, str) else ""


def _counted(problem: Problem, where: KeyPath) -> Problem:
    """Count entries without a name as their own file does."""
    kind, here, there = (*problem.path[:2], *where[1:2]) if len(problem.path) > 1 and len(where) > 1 else ("", "", "")
    if kind not in KEYS or not isinstance(here, int) or not isinstance(there, int):
        return problem
    here, there = f"{kind} (entry {here + 1})", f"{kind} (entry {there + 1})"
    return replace(problem, key=problem.key.replace(here, there, 1))


def _with(data: Any, path: KeyPath, value: Any) -> Any:
    """Copy of nested tables with one value replaced; what does not fit the path stays as it is."""
    if not path:
        return value
    part, rest = path[0], path[1:]
    if isinstance(data, dict) and isinstance(part, str):
        return {**data, part: _with(data.get(part, {}), rest, value)}
    if isinstance(data, list) and isinstance(part, int):
        return [_with(entry, rest, value) if i == part else entry for i, entry in enumerate(data)]
    return data
