"""TOML as it is written: on which line a key stands, and single values from a command line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from sim.core.errors import KeyPath
from sim.core.parameters import DEEPEST

_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|[\[\]{}\n]",
    re.DOTALL,
)

_QUOTED_OR_NUMBER = re.compile(
    r"""
    "(?:[^"\\]|\\.)*" | '[^']*'                       # text stays as it is
    | (?<![\w.])(?P<sign>[+-]?)
      (?: (?P<ends>[0-9]+)\.(?=[eE][+-]?[0-9]|(?![\w.]))   # 5.
        | (?P<whole>[0-9]*)\.(?P<part>[0-9]+)(?![.])  # .5, and 00.5
      )
    """,
    re.VERBOSE,
)


class Lines:
    """Lines of all keys of a TOML text that :mod:`tomllib` accepts.

    The text is cut where a statement ends (a line break outside strings and brackets), and every statement is
    read by itself: so the work grows with the text and not with its square.
    """

    def __init__(self, text: str) -> None:
        self._line: dict[KeyPath, int] = {}
        self._entries: dict[KeyPath, int] = {}
        self._section: KeyPath = ()
        self.text = text
        for line, statement in statements(text):
            self._read(line, statement)

    def find(self, path: KeyPath) -> int | None:
        """Line of a key, counted from 1; failing that, of the table that would hold it; None if neither is there."""
        for end in range(len(path), 0, -1):
            if path[:end] in self._line:
                return self._line[path[:end]]
        return None

    def states(self, path: KeyPath) -> bool:
        """Whether the text states exactly this key."""
        return path in self._line

    def remarked(self, remark: str) -> list[KeyPath]:
        """Keys on whose line a remark stands, in the order of the lines."""
        lines = {number for number, line in enumerate(self.text.split("\n"), 1) if remark in line}
        return [path for path, line in self._line.items() if line in lines]

    def _read(self, line: int, statement: str) -> None:
        """Note the keys of one statement; most lines of a long file may be comments."""
        if statement.lstrip()[:1] in ("", "#"):
            return
        table = tomllib.loads(statement)
        if statement.lstrip().startswith("["):
            self._section = self._enter(table, statement.lstrip().startswith("[["))
            for end in range(1, len(self._section) + 1):
                self._line.setdefault(self._section[:end], line)
            return
        for path in _paths(table):
            self._line.setdefault((*self._section, *path), line)

    def _enter(self, table: dict[str, Any], is_entry: bool) -> KeyPath:
        """Path of the section a header opens; entries of a list of tables are counted."""
        path: KeyPath = ()
        inner: Any = table
        while inner:
            key = next(iter(inner))
            path, inner = (*path, key), inner[key]
            is_last = not inner or isinstance(inner, list)
            if is_entry and is_last:
                self._entries[path] = self._entries.get(path, -1) + 1
                inner = None
            if path in self._entries:
                path = (*path, self._entries[path])
        return path


def statements(text: str) -> Iterator[tuple[int, str]]:
    """Cut a valid TOML text into its statements, each with the line it begins on."""
    start, line, first, depth = 0, 1, 1, 0
    for token in _TOKEN.finditer(text):
        mark = token.group()
        depth += (mark in "[{") - (mark in "]}")
        line += mark.count("\n")
        if mark == "\n" and depth == 0:
            yield first, text[start : token.start()]
            start, first = token.end(), line
    yield first, text[start:]


def _paths(table: dict[str, Any]) -> Iterator[KeyPath]:
    """Paths of all keys of a table, inline tables included."""
    pending: list[tuple[KeyPath, Any]] = [((), table)]
    while pending:
        path, value = pending.pop()
        if path:
            yield path
        if isinstance(value, dict) and len(path) < DEEPEST:
            pending.extend(((*path, key), inner) for key, inner in value.items())


def read(text: str) -> Any:
    """Read a value as TOML, with numbers that begin or end with a point; what is neither is text."""
    for candidate in (text, _QUOTED_OR_NUMBER.sub(_with_digits, text)):
        try:
            table = tomllib.loads(f"value = {candidate}")
        except (ValueError, RecursionError):
            continue
        return table["value"] if len(table) == 1 else text
    return text


def as_number(text: str) -> int | float | None:
    """Read a number; None if the text is none."""
    value = read(text.strip())
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _with_digits(found: re.Match[str]) -> str:
    """Write a number with digits on both sides of its point; anything else stays."""
    if found["ends"]:
        return f"{found['sign']}{int(found['ends'])}.0"
    if found["part"]:
        return f"{found['sign']}{int(found['whole'] or 0)}.{found['part']}"
    return found[0]
