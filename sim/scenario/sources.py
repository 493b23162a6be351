"""Who states a value: a file with its lines, or one ``--set``."""

from __future__ import annotations

from dataclasses import dataclass, replace

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

    def placed(self, problem: Problem, where: KeyPath | None = None) -> Problem:
        """Give a problem its place in this source, in the spelling that was used.

        Parameters
        ----------
        where
            Where this source states the value; by default where the problem is.
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
