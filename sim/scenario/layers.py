"""Files and ``--set`` laid over one another: what holds in the end, and who stated it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from sim.scenario.errors import ABSENT, KeyPath, Problem
from sim.scenario.lines import Lines
from sim.scenario.names import ALIASES

_SPELLINGS: dict[KeyPath, KeyPath] = {
    tuple(name.split(".")): tuple(alias.split(".")) for alias, name in ALIASES.items()
}


@dataclass(frozen=True)
class Source:
    """Who states a value.

    Parameters
    ----------
    name
        File as the user would write it, or a whole ``--set key=value``.
    lines
        Lines of the file's keys; None for a ``--set``.
    path
        What a ``--set`` sets; empty for a file.
    """

    name: str
    lines: Lines | None = None
    path: KeyPath = ()

    def placed(self, problem: Problem) -> Problem:
        """Give a problem its place in this source, in the spelling that was used."""
        if self.lines is None:
            whole = problem.path == self.path
            key, value = ("", ABSENT) if whole else (problem.key, problem.value)
            return replace(problem, file=self.name, key=key, value=value)
        alias = _SPELLINGS.get(problem.path)
        if alias and self.lines.states(alias) and not self.lines.states(problem.path):
            return replace(problem, file=self.name, line=self.lines.find(alias), key=".".join(map(str, alias)))
        return replace(problem, file=self.name, line=self.lines.find(problem.path))


@dataclass
class Layers:
    """The scenario as stated so far.

    Sections are merged key by key. Everything else, lists of tables and the tables inside ``[design]``
    included, is a value: stating it again replaces it as a whole. Distances between
    topics belong to the companies: who states companies inherits no distances.
    """

    data: dict[str, Any] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)
    _owner: dict[KeyPath, Source] = field(default_factory=dict)

    def lay(self, table: dict[str, Any], source: Source) -> None:
        """Lay a file's tables over what is already there."""
        self.sources.append(source)
        if "company" in table:
            self.data.pop("topic_distance", None)
        for name, value in table.items():
            if isinstance(value, dict) and isinstance(self.data.get(name), dict):
                self.data[name] = {**self.data[name], **value}
            else:
                self.data[name] = value
            self._owner[(name,)] = source
            if isinstance(value, dict):
                self._owner.update({(name, key): source for key in value})

    def put(self, path: KeyPath, value: Any, source: Source) -> None:
        """Set one value, which may lie in an entry of a named list.

        Sections that are given as something else are left alone: they are a problem already.
        """
        if len(path) == 1 or (len(path) == 2 and isinstance(path[1], str) and path[0] not in self.data):
            self.lay({str(path[0]): value if len(path) == 1 else {path[1]: value}}, source)
            return
        self.data = _with(self.data, path, value)
        self._owner[path] = source

    def place(self, problem: Problem) -> Problem:
        """Give a problem the place of the value it is about."""
        for end in range(len(problem.path), 0, -1):
            if problem.path[:end] in self._owner:
                return self._owner[problem.path[:end]].placed(problem)
        return self.sources[-1].placed(problem) if self.sources else problem

    def order(self, problem: Problem) -> tuple[int, int]:
        """Rank of a placed problem: file by file from the one that was asked for, line by line."""
        names = [source.name for source in self.sources]
        rank = names[::-1].index(problem.file) if problem.file in names else -1
        return rank, problem.line or 0


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
