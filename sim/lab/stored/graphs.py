"""The graphs of the run that a batch keeps to look at, read with the care a stranger's folder needs."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn
from xml.parsers import expat

import networkx as nx

from sim.core.errors import UserError
from sim.core.files import opened
from sim.core.wording import printable

LARGEST = 100_000_000
MOST_KEYS, DEEPEST = 100, 10
EXPECTED = frozenset({"graphml", "key", "graph", "node", "edge", "data"})
KINDS: dict[str, Callable[[str], Any]] = {
    "boolean": lambda text: text.lower() in ("true", "1"),
    **dict.fromkeys(("int", "long"), int),
    **dict.fromkeys(("float", "double"), float),
    "string": str,
}
HEARD = {"watched": bool, "near": bool, "first": str, "stories": int, "noticed": int, "point": int}
"""What is known of one networker's circle; see :mod:`sim.world.circle`."""


def example_graphs(folder: Path) -> tuple[nx.DiGraph, nx.Graph]:
    """Read the sponsor trees and the social graph of a results folder's example.

    Parameters
    ----------
    folder
        With ``sponsors.graphml`` and ``social.graphml``.

    Raises
    ------
    UserError
        If one of them cannot be read, or is not what a batch keeps.
    """
    sponsors, social = (_read(folder / f"{name}.graphml") for name in ("sponsors", "social"))
    if not sponsors.is_directed() or any(degree > 1 for _, degree in sponsors.in_degree()):
        raise _error(f"{folder / 'sponsors.graphml'} holds no sponsor trees.")
    if not nx.is_directed_acyclic_graph(sponsors):
        raise _error(f"{folder / 'sponsors.graphml'} holds people who sponsor each other in a circle.")
    if social.is_directed():
        raise _error(f"{folder / 'social.graphml'} holds no social graph, but arrows.")
    return sponsors, social


def _read(path: Path) -> Any:
    with opened(path, LARGEST, lambda what: _error(f"{path} {what}.")) as file:
        try:
            content = file.read()
        except (OSError, EOFError) as error:
            raise _error(f"{path} cannot be read ({error}).") from error
    graph = _Reading(path).graph(content)
    _check_values(graph, path)
    return graph


class _Reading:
    """Goes through GraphML once and makes the graph; refuses whatever no batch writes."""

    def __init__(self, path: Path) -> None:
        self.path, self.parser = path, expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        self.parser.CharacterDataHandler = self._say
        self.parser.StartDoctypeDeclHandler = lambda *_: self._refuse("a DOCTYPE is refused")
        self.made: Any = None
        self.keys: dict[str, tuple[str, Callable[[str], Any]]] = {}
        self.data: dict[str, Any] = {}
        self.depth, self.key, self.text = 0, "", ""

    def graph(self, content: bytes) -> Any:
        """The graph, ids of nodes being texts."""
        try:
            self.parser.Parse(content, True)
        except expat.ExpatError as error:
            raise _error(f"{self.path}, line {error.lineno}: {expat.ErrorString(error.code)}.") from error
        except (LookupError, ValueError) as error:  # an encoding that is unknown or of several bytes
            raise _error(f"{self.path}, line 1: {str(error).rstrip('.')}.") from error
        if self.made is None:
            raise _error(f"{self.path} is damaged (it holds no graph).")
        return self.made

    def _refuse(self, what: str) -> NoReturn:
        raise _error(f"{self.path}, line {self.parser.CurrentLineNumber}: {what}.")

    def _start(self, tag: str, told: dict[str, str]) -> None:
        self.depth += 1
        if tag not in EXPECTED or len(self.keys) > MOST_KEYS or self.depth > DEEPEST:
            self._refuse("no batch writes such a file")
        try:
            self._begin(tag, told)
        except (KeyError, AttributeError):
            self._refuse("no batch writes such a file")

    def _begin(self, tag: str, told: dict[str, str]) -> None:
        if tag == "data":
            self.key, self.text = told["key"], ""
        elif tag == "node":
            self.made.add_node(told["id"])
            self.data = self.made.nodes[told["id"]]
        elif tag == "edge":
            if self.made.has_edge(told["source"], told["target"]):
                raise _error(f"{self.path} holds ties that stand twice.")
            self.made.add_edge(told["source"], told["target"])
            self.data = self.made.edges[told["source"], told["target"]]
        elif tag == "key":
            self.keys[told["id"]] = told["attr.name"], KINDS[told["attr.type"]]
        elif tag == "graph":
            if self.made is not None:
                raise KeyError(tag)
            self.made = nx.DiGraph() if told["edgedefault"] == "directed" else nx.Graph()

    def _say(self, text: str) -> None:
        if self.key:
            self.text += text

    def _end(self, tag: str) -> None:
        self.depth -= 1
        if tag != "data":
            return
        try:
            name, kind = self.keys[self.key]
            self.data[name] = kind(self.text)
        except KeyError:
            self._refuse("no batch writes such a file")
        except ValueError as error:
            raise _error(f"{self.path} is damaged ({error}).") from None
        self.key = ""


def _check_values(graph: Any, path: Path) -> None:
    for node, data in graph.nodes(data=True):
        credibility = data.get("credibility", 0.0)
        if isinstance(credibility, bool) or not isinstance(credibility, int | float) or math.isinf(credibility):
            raise _error(f"{path}: the credibility of {node} is no number.")
        if not all(isinstance(data.get(name, ""), str) for name in ("role", "strategy")):
            raise _error(f"{path}: the role or strategy of {node} is no text.")
        if not all(type(data.get(name, kind())) is kind for name, kind in HEARD.items()):
            raise _error(f"{path}: what {node} heard is not what a batch keeps.")


def _error(sentence: str) -> UserError:
    return UserError(printable(sentence))
