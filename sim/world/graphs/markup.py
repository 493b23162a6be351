"""Graph files with a grammar - GraphML, GEXF and GML - as networkx reads them."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable
from typing import Any, NoReturn
from xml.parsers import expat

import networkx as nx

from sim.world.graphs.errors import GraphError
from sim.world.graphs.reading import Reading, from_networkx

NEEDED = {"node": ("id",), "edge": ("source", "target")}
GML_OPENING = re.compile(r"^(\s*graph\s*\[)", re.MULTILINE)


def read_graphml(content: bytes, path: str) -> Reading:
    """Read GraphML.

    Parameters
    ----------
    content
        The file.
    path
        Name of the file, for error sentences.

    Raises
    ------
    GraphError
        If it is not well-formed, declares entities or is not GraphML.
    """
    declared = _declared_nodes(content, path)
    graph = _parsed(lambda: nx.read_graphml(io.BytesIO(content)), path, "GraphML")
    return from_networkx(graph, _added(graph, declared))


def read_gexf(content: bytes, path: str) -> Reading:
    """Read GEXF; parameters and errors as in :func:`read_graphml`."""
    declared = _declared_nodes(content, path)
    graph = _parsed(lambda: nx.read_gexf(io.BytesIO(content)), path, "GEXF")
    return from_networkx(graph, _added(graph, declared))


def read_gml(content: bytes, path: str) -> Reading:
    """Read GML; people are called by their labels if every node has its own, otherwise by their ids.

    Parameters and errors as in :func:`read_graphml`.
    """
    # networkx refuses a repeated tie unless the file announces it; many published files do not.
    text = GML_OPENING.sub(r"\1 multigraph 1 ", content.decode("utf-8-sig"), count=1)
    graph = _parsed(lambda: nx.parse_gml(text, label="id"), path, "GML")
    labels = {node: str(label) for node, label in graph.nodes(data="label") if label is not None}
    if len(set(labels.values())) == len(graph):
        graph = nx.relabel_nodes(graph, labels)
    return from_networkx(graph)


def _parsed(parse: Callable[[], Any], path: str, kind: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return parse()
        except Exception as error:  # a malformed file makes networkx raise whatever it stumbles over
            raise GraphError(f"{path} cannot be read as {kind}: {_reason(error)}.") from error


def _reason(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"unexpected {error}"
    return str(error).rstrip(".") or type(error).__name__


def _declared_nodes(content: bytes, path: str) -> set[str]:
    """Go through XML once before networkx does: well-formed, no entities, ids where they are needed."""
    declared: set[str] = set()
    parser = expat.ParserCreate()

    def start(tag: str, attributes: dict[str, str]) -> None:
        kind = tag.rpartition(":")[2]
        for name in NEEDED.get(kind, ()):
            if name not in attributes:
                raise GraphError(f"{path}, line {parser.CurrentLineNumber}: <{tag}> has no {name}.")
        if kind == "node":
            declared.add(attributes["id"])

    def refuse_entity(*_: object) -> NoReturn:
        line = parser.CurrentLineNumber
        raise GraphError(f"{path}, line {line}: entity declarations are refused; a graph needs none.")

    parser.StartElementHandler = start
    parser.EntityDeclHandler = refuse_entity
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise GraphError(f"{path}, line {error.lineno}: {expat.ErrorString(error.code)}.") from error
    except (LookupError, ValueError) as error:  # an encoding that is unknown or of several bytes
        raise GraphError(f"{path}, line 1: {error}.") from error
    return declared


def _added(graph: Any, declared: set[str]) -> list[str]:
    count = sum(node not in declared for node in graph)
    if count == 0:
        return []
    return [f"{count:,} {'node appears' if count == 1 else 'nodes appear'} only in ties; all are people here."]
