"""GML: nodes, ties and their direction; unknown keys are passed over, whatever they hold.

networkx reads GML line by line and refuses a file for values nobody needs: infinite numbers, texts of several
lines. Here the text is taken apart once, and only the keys of a social graph are looked at.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NoReturn

from sim.core.wording import cut, shown
from sim.world.graphs.errors import GraphError
from sim.world.graphs.gathering import Gathering
from sim.world.graphs.reading import Reading

TOKEN = re.compile(r'\s+|#[^\n]*|("[^"]*"|\[|\]|[^\s\[\]"]+)|(")')
DEEPEST = 100
WANTED = {
    "node": frozenset({"id", "label", "isGroup", "gid"}),
    "edge": frozenset({"source", "target", "weight", "value"}),
}


def read_gml(text: str, path: str) -> Reading:
    """Read GML; people are called by their labels if every node has its own, otherwise by their ids.

    Parameters
    ----------
    text
        The file's.
    path
        Name of the file, for error sentences.

    Raises
    ------
    GraphError
        If brackets or quotation marks do not match, a node has no id or that of another, a tie leads to a node that
        is not there, or there is no graph or more than one.
    """
    return _Document(text, path).reading()


class _Document:
    """A text in which keys and values follow each other."""

    def __init__(self, text: str, path: str) -> None:
        self._text, self._path, self._at = text, path, 0
        self._gathering = Gathering(path)
        self._labels: dict[str, str] = {}
        self._ties: list[tuple[int, str, str]] = []
        self._nodes, self._graphs, self._directed = 0, 0, False

    def reading(self) -> Reading:
        """Go through the text once; ties are taken last, because they may stand before their nodes."""
        self._go_through()
        if not self._graphs:
            raise GraphError(f"{self._path} cannot be read as GML: there is no graph in it.")
        for at, one, two in self._ties:
            for end in (one, two):
                if not self._gathering.has(end):
                    self._refuse(f"the tie leads to node {shown(end)}, which is not there", at)
            self._gathering.tie(one, two, arrow=self._directed)
        distinct = len(set(self._labels.values())) == len(self._labels) == self._nodes
        return self._gathering.reading(self._labels if distinct else None)

    def _go_through(self) -> None:
        """Keep a stack of the lists that are open; of each the keys that matter."""
        open_lists: list[tuple[str, dict[str, str], int]] = [("", {}, 0)]
        key = None
        for token in self._tokens():
            if token == "]":
                if key is not None or len(open_lists) == 1:
                    self._refuse("a ] stands where none is expected")
                self._close(*open_lists.pop(), inside=open_lists[-1][0])
            elif key is None:
                key = self._key(token)
            elif token == "[":
                self._open(key, open_lists)
                key = None
            else:
                self._value(key, token, open_lists)
                key = None
        if key is not None or len(open_lists) > 1:
            self._refuse("the file ends inside of a list or after a key", len(self._text))

    def _tokens(self) -> Iterator[str]:
        position = 0
        for match in TOKEN.finditer(self._text):
            self._at, position = match.start(), match.end()
            if match[2]:
                self._refuse("a quotation mark is not closed")
            if match[1]:
                yield match[1]
        self._at = position

    def _key(self, token: str) -> str:
        if token[0] in '["' or not (token[0].isalpha() or token[0] == "_"):
            self._refuse(f"{shown(cut(token))} stands where a key is expected")
        return token

    def _open(self, key: str, open_lists: list[tuple[str, dict[str, str], int]]) -> None:
        if len(open_lists) > DEEPEST:
            self._refuse(f"lists lie more than {DEEPEST} deep in each other")
        if key == "graph" and len(open_lists) == 1:
            if self._graphs:
                self._refuse("a second graph begins; keep one graph in a file")
            self._graphs = 1
        open_lists.append((key, {}, self._at))

    def _value(self, key: str, token: str, open_lists: list[tuple[str, dict[str, str], int]]) -> None:
        inside = open_lists[-1][0]
        if inside == "graph" and len(open_lists) == 2 and key == "directed":
            self._directed = token == "1"
        elif key in WANTED.get(inside, ()) and len(open_lists) == 3:
            text = _unescaped(token[1:-1]) if token[0] == '"' else token
            open_lists[-1][1].setdefault(key, text)

    def _close(self, key: str, found: dict[str, str], at: int, *, inside: str) -> None:
        if inside != "graph" or key not in WANTED:
            return
        for needed in ("id",) if key == "node" else ("source", "target"):
            if needed not in found:
                self._refuse(f"{'a node' if key == 'node' else 'an edge'} has no {needed}", at)
        if key == "edge":
            self._ties.append((at, found["source"], found["target"]))
            self._gathering.weighted |= "weight" in found
            return
        if self._gathering.has(found["id"]):
            self._refuse(f"there is another node with the id {shown(found['id'])}", at)
        self._nodes += 1
        self._gathering.person(found["id"])
        if "label" in found:
            self._labels[found["id"]] = found["label"]
        if found.get("isGroup") == "1":
            self._gathering.group(found["id"])

    def _refuse(self, what: str, at: int | None = None) -> NoReturn:
        line = 1 + self._text.count("\n", 0, self._at if at is None else at)
        raise GraphError(f"{self._path}, line {line}: {what}.")


def _unescaped(text: str) -> str:
    try:
        return html.unescape(text)
    except ValueError:  # the number of a letter with thousands of digits
        return text
