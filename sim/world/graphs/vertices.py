"""GML and Pajek: vertices and lines between them, in all the ways in which these two formats write them.

networkx refuses a GML file for values nobody needs (infinite numbers, texts of several lines), makes one person of two
with the same label in Pajek, and takes Pajek's lists of neighbors (``*Arcslist``) for pairs. Here only what a social
graph needs is looked at.
"""

from __future__ import annotations

import html
import math
import re
from array import array
from collections.abc import Callable, Iterable, Iterator
from typing import NoReturn

import numpy as np

from sim.core.wording import cut, shown
from sim.world.graphs.graph import GraphError
from sim.world.graphs.headers import NUMBER
from sim.world.graphs.markup import Gathering
from sim.world.graphs.plausible import WEIGHTS, Reading, check_count
from sim.world.graphs.rows import split

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
        if found.get("label", "").strip():
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


MOST_UNSEEN = 1_000_000  # vertices that a file may only count; a few bytes must not fill the memory
ASIDE = ("partition", "vector", "permutation", "cluster", "hierarchy", "events")
SECTIONS = "*Vertices, *Edges, *Arcs, *Edgeslist, *Arcslist and *Matrix"


def read_pajek(lines: Iterable[str], path: str) -> Reading:
    """Read a Pajek network; people are called by their labels if every vertex has its own, otherwise by number.

    Parameters
    ----------
    lines
        Lines of the file.
    path
        Name of the file, for error sentences.

    Raises
    ------
    GraphError
        If a line cannot be understood, a number is no vertex, or there is more than one network.
    """
    network = _Network(path)
    for number, line in enumerate(lines, start=1):
        network.take(number, line.strip())
    return network.reading()


class _Network:
    """A network that is being read, line by line."""

    def __init__(self, path: str) -> None:
        self._path, self._line = path, 0
        self._take: Callable[[list[str]], None] = self._nothing
        self._size, self._first_mode, self._row = 0, 0, 0
        self._labels: dict[int, str] = {}
        self._ends = array("I")
        self._arrow_rows, self._arrows = False, 0
        self._weighted, self._aside, self._networks = False, False, 0
        self._seen_vertices = False

    def take(self, number: int, line: str) -> None:
        """Take the next line."""
        self._line = number
        if not line or line.startswith(("%", "/*")):
            return
        if line.startswith("*"):
            self._section(line)
        elif not self._aside:
            self._take(split(line, number, self._path))

    def reading(self) -> Reading:
        """Return what was read."""
        self._end_matrix()
        if not self._seen_vertices:
            raise GraphError(f"{self._path} cannot be read as Pajek: there is no line *Vertices in it.")
        if self._size - len(self._labels) > MOST_UNSEEN + len(self._ends):
            self._refuse(f"*Vertices announces {self._size:,} vertices, of which hardly any appear")
        labels = [self._labels.get(number, str(number)) for number in range(1, self._size + 1)]
        own = len(set(labels)) == len(labels)
        names = labels if own else [str(number) for number in range(1, self._size + 1)]
        pairs = np.array(self._ends, dtype=np.uint32).reshape(-1, 2)
        return Reading(names, pairs, 0 < self._arrows == len(pairs), self._remarks(len(pairs), own=own))

    def _remarks(self, ties: int, *, own: bool) -> list[str]:
        said = []
        if not own:
            said.append("Some vertices have the same label, so that people are called by their numbers.")
        if self._first_mode:
            said.append("The network has vertices of two kinds; both stand in it as people.")
        if 0 < self._arrows < ties:
            said.append(f"{self._arrows:,} of {ties:,} ties are arrows; all are taken as mutual.")
        if self._weighted:
            said.append(WEIGHTS)
        return said

    def _refuse(self, what: str) -> NoReturn:
        raise GraphError(f"{self._path}, line {self._line}: {what}.")

    def _end_matrix(self) -> None:
        """Refuse a matrix that ends before everybody has a row."""
        rows = self._first_mode or self._size
        if self._take == self._matrix_row and self._row < rows:
            self._refuse(f"*Matrix ends after {self._row:,} of {rows:,} rows")

    def _section(self, line: str) -> None:
        self._end_matrix()
        word, rest = [*line[1:].split(None, 1), "", ""][:2]
        name = word.casefold().partition(":")[0]
        if name in ASIDE:
            self._aside, self._take = True, self._nothing
        elif name == "vertices" and self._aside and self._seen_vertices:
            return  # how many values a partition has
        elif name == "network":
            self._networks += 1
            self._aside = False
            if self._networks > 1 or self._seen_vertices:
                self._refuse("a second network begins; keep one network in a file")
        else:
            self._aside = False
            self._begin(name, word, rest)

    def _begin(self, name: str, word: str, rest: str) -> None:
        takers = {
            "edges": self._pair,
            "arcs": self._pair,
            "edgeslist": self._neighbors,
            "arcslist": self._neighbors,
            "matrix": self._matrix_row,
        }
        if name == "vertices":
            self._vertices(rest.split())
        elif name not in takers:
            self._refuse(f"*{cut(word)} is unknown; {SECTIONS} are read")
        elif not self._seen_vertices:
            self._refuse(f"*{cut(word)} comes before *Vertices")
        else:
            self._take, self._arrow_rows, self._row = takers[name], name in ("arcs", "arcslist"), 0

    def _vertices(self, counts: list[str]) -> None:
        if self._seen_vertices:
            self._refuse("a second network begins; keep one network in a file")
        if not counts or not all(count.isascii() and count.isdigit() and len(count) < 12 for count in counts[:2]):
            self._refuse("*Vertices needs the number of vertices")
        self._size, self._seen_vertices, self._take = int(counts[0]), True, self._vertex
        self._first_mode = int(counts[1]) if len(counts) > 1 else 0
        if self._first_mode >= self._size > 0 and len(counts) > 1:
            self._refuse(f"of {self._size:,} vertices fewer are of the first kind, not {self._first_mode:,}")
        check_count(self._size, f"The graph file {self._path}")

    def _nothing(self, cells: list[str]) -> None:
        self._refuse(f"{shown(cut(cells[0]))} stands before any of {SECTIONS}")

    def _vertex(self, cells: list[str]) -> None:
        number = self._number(cells[0])
        if number in self._labels:
            self._refuse(f"there is another vertex {number}")
        self._labels[number] = cells[1] if len(cells) > 1 and cells[1] else str(number)

    def _pair(self, cells: list[str]) -> None:
        if len(cells) < 2:
            self._refuse("a tie takes the numbers of two vertices")
        self._weighted |= len(cells) > 2 and bool(NUMBER.fullmatch(cells[2])) and float(cells[2]) != 1.0
        self._tie(self._number(cells[0]), self._number(cells[1]), arrow=self._arrow_rows)

    def _neighbors(self, cells: list[str]) -> None:
        first = self._number(cells[0])
        for cell in cells[1:]:
            self._tie(first, self._number(cell), arrow=self._arrow_rows)

    def _matrix_row(self, cells: list[str]) -> None:
        self._row += 1
        wide = self._size - self._first_mode
        if len(cells) != wide or not all(map(_is_weight, cells)):
            self._refuse(f"a row of *Matrix takes {wide:,} numbers")
        if self._row > (self._first_mode or self._size):
            self._refuse("*Matrix has more rows than vertices")
        for column, cell in enumerate(cells, start=1):
            if float(cell) != 0.0:
                self._weighted |= float(cell) != 1.0
                self._tie(self._row, self._first_mode + column, arrow=not self._first_mode)

    def _tie(self, one: int, two: int, *, arrow: bool) -> None:
        self._ends.extend((one - 1, two - 1))
        self._arrows += arrow

    def _number(self, cell: str) -> int:
        if not (cell.isascii() and cell.isdigit() and len(cell) < 12):
            self._refuse(f"{shown(cut(cell))} is no number of a vertex")
        if not 1 <= int(cell) <= self._size:
            self._refuse(f"there is no vertex {cell}; they are numbered from 1 to {self._size:,}")
        return int(cell)


def _is_weight(cell: str) -> bool:
    return bool(NUMBER.fullmatch(cell)) and math.isfinite(float(cell))
