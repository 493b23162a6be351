"""Files and ``--set`` laid over one another: what holds in the end, and who stated it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sim.core.errors import KeyPath
from sim.core.parameters import DEEPEST
from sim.core.wording import meant, shown
from sim.scenario.errors import ABSENT, Problem
from sim.scenario.reading.lines import Lines
from sim.scenario.sections import ALIASES, KEEP, KEYS, NAMED, SHARED

PLURALS: dict[str, str] = {
    "company": "companies",
    "strategy": "strategies",
    "topic_distance": "distances between topics",
}
_SPELLINGS: dict[KeyPath, KeyPath] = {
    tuple(name.split(".")): tuple(alias.split(".")) for alias, name in ALIASES.items()
}
LeftOut = dict[tuple[str, Hashable], tuple["Source", KeyPath]]


@dataclass(frozen=True)
class Source:
    """Who states a value: a file, as the user would write it, with its lines, or a whole ``--set key=value``.

    ``path`` is what a ``--set`` sets; empty for a file.
    """

    name: str
    lines: Lines | None = None
    path: KeyPath = ()

    def placed(self, problem: Problem, where: KeyPath | None = None) -> Problem:
        """Give a problem its place in this source, in the spelling that was used.

        ``where`` is where this source states the value; by default where the problem is.
        """
        where = problem.path if where is None else where
        if self.lines is None:
            whole = where == self.path
            key, value = ("", ABSENT) if whole else (problem.key, problem.value)
            return replace(problem, file=self.name, key=key, value=value)
        alias = _SPELLINGS.get(where)
        if alias and self.lines.states(alias) and not self.lines.states(where):
            return replace(problem, file=self.name, line=self.lines.find(alias), key=".".join(map(str, alias)))
        return replace(problem, file=self.name, line=self.lines.find(where))

    def said(self, where: KeyPath) -> str:
        """Name the place of a value: file and line."""
        line = self.lines.find(where) if self.lines else None
        return self.name if line is None else f"{self.name}, line {line}"


@dataclass(frozen=True)
class Laid:
    """What one source stated, and what it was laid over: entries by list and by what they are known by, and the values
    that product companies shared then.
    """

    source: Source
    table: dict[str, Any]
    inherited: dict[str, dict[Hashable, Any]]
    shared: dict[str, Any]


@dataclass
class Layers:
    """The scenario as stated so far: what holds, who stated it (the first ancestor first), and what is left out again.

    Sections are merged key by key. Companies, strategies and distances between topics are merged by what they are
    known by, key by key as well; new ones follow those that are there. Everything else, lists and the tables inside
    ``[design]`` included, is a value: stating it again replaces it as a whole.
    """

    data: dict[str, Any] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)
    left_out: LeftOut = field(default_factory=dict)
    history: list[Laid] = field(default_factory=list)
    _idents: dict[str, list[Hashable]] = field(default_factory=dict)
    _owner: dict[tuple[Hashable, ...], tuple[Source, KeyPath]] = field(default_factory=dict)

    def begin(self, table: dict[str, Any], source: Source) -> None:
        """Note a source that is laid over what is there."""
        inherited = {
            kind: dict(zip(self.idents(kind), self.data[kind], strict=True))
            for kind in KEYS
            if isinstance(self.data.get(kind), list)
        }
        shared = self.data.get(SHARED)
        self.sources.append(source)
        self.history.append(Laid(source, table, inherited, shared if isinstance(shared, dict) else {}))

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

    def set(self, path: KeyPath, value: Any, source: Source) -> None:
        """Set one value that lies in a section or an entry; sections given as something else are a problem already."""
        self.data = _with(self.data, path, value)
        self._forget(self._known_by(path))
        self.own(path, source, path)

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

    def state(self, name: str, value: Any, source: Source) -> None:
        """State a section or a value of the top."""
        below = self.data.get(name)
        if isinstance(value, dict) and isinstance(below, dict):
            deep = name == SHARED
            self.data[name] = laid_over(below, value) if deep else {**below, **value}
        else:
            self.data[name] = value
        self._idents.pop(name, None)
        self._owner[(name,)] = source, (name,)
        for path in paths_in(value):
            if len(path) == 1 or name == SHARED:
                self._owner[(name, *path)] = source, (name, *path)

    def merge(self, kind: str, entries: list[Any], stating: Iterable[tuple[int, Any]], source: Source) -> None:
        """Lay those entries of a list that state something, with their places, over those that are there."""
        if not isinstance(self.data.get(kind), list):
            self.data[kind], self._idents[kind] = [], []
        inherited = self.idents(kind)
        self.data[kind] = list(self.data[kind])
        self.own((kind,), source, (kind,))
        for j, entry in stating:
            known = ident(kind, entry)
            first = known in inherited and known not in [ident(kind, other) for other in entries[:j]]
            at = inherited.index(known) if first else None
            self._enter(kind, at, entry, known if first or known not in self._idents[kind] else None)
            self._own(kind, at, entry, source, j)

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


def ident(kind: str, entry: Any) -> Hashable | None:
    """What an entry is known by: its name, or the pair of its topics in either order; None if it has none."""
    return ident_of(kind, entry.get(KEYS[kind]) if isinstance(entry, dict) else None)


def ident_of(kind: str, name: Any) -> Hashable | None:
    """The same for a name, or a pair, by itself."""
    if kind != "topic_distance":
        return name if isinstance(name, str) and name else None
    is_pair = isinstance(name, list | tuple) and len(name) == 2 and all(isinstance(topic, str) for topic in name)
    return frozenset(name) if is_pair else None


def called(known_by: Hashable) -> str:
    """Write what an entry is known by, for a sentence."""
    if isinstance(known_by, frozenset):
        return "between " + " and ".join(shown(topic) for topic in sorted(known_by))
    return shown(known_by)


def laid_over(below: Any, above: Any, depth: int = DEEPEST) -> Any:
    """One value over another: tables are merged key by key, those inside them too, everything else is replaced."""
    if depth and isinstance(below, dict) and isinstance(above, dict):
        return {**below, **{key: laid_over(below.get(key), value, depth - 1) for key, value in above.items()}}
    return above


def paths_in(table: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Paths of everything that nested tables state."""
    for key, value in table.items() if isinstance(table, dict) and len(path) < DEEPEST else ():
        yield (*path, key)
        yield from paths_in(value, (*path, key))


def found(table: Any, path: KeyPath) -> Any:
    """What lies at a path of nested tables; None if nothing does."""
    for part in path:
        table = table.get(part) if isinstance(table, dict) else None
    return table


def entries_of(table: Mapping[str, Any], kind: str) -> list[Any]:
    """Entries of a list of tables; none if something else stands in its place."""
    entries = table.get(kind)
    return entries if isinstance(entries, list) else []
