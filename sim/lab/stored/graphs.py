"""The graphs of the run that a batch keeps to look at, read with the care a stranger's folder needs."""

from __future__ import annotations

import io
import math
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
    _look_through(content, path)
    try:
        graph = nx.read_graphml(io.BytesIO(content))
    except Exception as error:  # a damaged file makes networkx raise whatever it stumbles over
        raise _error(f"{path} is damaged ({str(error).rstrip('.') or type(error).__name__}).") from error
    _check_values(graph, path)
    return graph


def _look_through(content: bytes, path: Path) -> None:
    """Go through XML before networkx does: nothing in it but what a batch writes."""
    parser = expat.ParserCreate()
    keys, depth = 0, 0

    def refuse(what: str) -> NoReturn:
        raise _error(f"{path}, line {parser.CurrentLineNumber}: {what}.")

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal keys, depth
        keys, depth = keys + (tag == "key"), depth + 1
        if tag not in EXPECTED or keys > MOST_KEYS or depth > DEEPEST:
            refuse("no batch writes such a file")

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = lambda *_: refuse("a DOCTYPE is refused")
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise _error(f"{path}, line {error.lineno}: {expat.ErrorString(error.code)}.") from error
    except (LookupError, ValueError) as error:  # an encoding that is unknown or of several bytes
        raise _error(f"{path}, line 1: {str(error).rstrip('.')}.") from error


def _check_values(graph: Any, path: Path) -> None:
    if graph.is_multigraph():
        raise _error(f"{path} holds ties that stand twice.")
    for node, data in graph.nodes(data=True):
        credibility = data.get("credibility", 0.0)
        if isinstance(credibility, bool) or not isinstance(credibility, int | float) or math.isinf(credibility):
            raise _error(f"{path}: the credibility of {node} is no number.")
        if not all(isinstance(data.get(name, ""), str) for name in ("role", "strategy")):
            raise _error(f"{path}: the role or strategy of {node} is no text.")


def _error(sentence: str) -> UserError:
    return UserError(printable(sentence))
