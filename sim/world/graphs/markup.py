"""GraphML and GEXF: nodes, ties and their direction; everything else they carry is passed over unread.

networkx reads both, but converts every attribute that a file declares and refuses the file where one does not suit
its type, loses what lies inside nested graphs, knows a few of the namespaces of GEXF, and copies defaults to every
node. Nothing of that is needed for a social graph, so elements are taken as they come.
"""

from __future__ import annotations

from array import array
from typing import BinaryIO, NoReturn
from xml.parsers import expat

import numpy as np
from numpy.typing import NDArray

from sim.core.wording import cut
from sim.world.graphs.graph import GraphError
from sim.world.graphs.plausible import WEIGHTS, Reading, check_count

Flags = NDArray[np.bool_]


class Gathering:
    """Collects what stands in a file.

    Parameters
    ----------
    path
        Name of the file, for error sentences.

    Attributes
    ----------
    weighted, timed
        Whether any tie had a weight, anything a time.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._numbers: dict[str, int] = {}
        self._declared: dict[int, None] = {}  # in the order of the file
        self._groups: set[str] = set()
        self._ends = array("I")
        self._arrows, self._again = 0, 0
        self.weighted, self.timed = False, False

    def person(self, name: str) -> None:
        """Take a node that the file declares."""
        number = self._number(name)
        self._again += number in self._declared
        self._declared[number] = None

    def group(self, name: str) -> None:
        """Note that a node holds other nodes."""
        self._groups.add(name)

    def tie(self, one: str, two: str, *, arrow: bool) -> None:
        """Take a tie."""
        self._ends.append(self._number(one))
        self._ends.append(self._number(two))
        self._arrows += arrow

    def has(self, name: str) -> bool:
        """Whether the file has declared a node so far."""
        return self._numbers.get(name) in self._declared

    def reading(self, labels: dict[str, str] | None = None) -> Reading:
        """Put declared nodes first, leave out groups that have no ties, and say what was noticed.

        Parameters
        ----------
        labels
            What people are called instead of their ids, each otherwise.
        """
        names = list(self._numbers)
        pairs = np.array(self._ends, dtype=np.uint32).reshape(-1, 2)
        later = [number for number in range(len(names)) if number not in self._declared]
        order = np.array([*self._declared, *later], dtype=np.int64)
        tied = np.zeros(len(names), bool)
        tied[pairs] = True
        empty = np.array([name in self._groups for name in names], bool) & ~tied
        order = order[~empty[order]]
        place = np.zeros(len(names), np.uint32)
        place[order] = np.arange(len(order), dtype=np.uint32)
        said = self._remarks(len(pairs), int(empty.sum()), self._tied_groups(tied))
        called = [names[number] for number in order.tolist()]
        if labels:
            called = [labels.get(name, name) for name in called]
        return Reading(called, place[pairs], 0 < self._arrows == len(pairs), said)

    def _tied_groups(self, tied: Flags) -> int:
        return sum(bool(tied[self._numbers[name]]) for name in self._groups if name in self._numbers)

    def _remarks(self, ties: int, empty: int, tied: int) -> list[str]:
        said = []
        undeclared = len(self._numbers) - len(self._declared)
        if undeclared:
            count = "1 node appears" if undeclared == 1 else f"{undeclared:,} nodes appear"
            said.append(f"{count} only in ties; all are people here.")
        if self._again:
            count = "1 node has" if self._again == 1 else f"{self._again:,} nodes have"
            said.append(f"{count} the id of an earlier one, which makes them the same person here.")
        if empty:
            count = "1 node only holds" if empty == 1 else f"{empty:,} nodes only hold"
            said.append(f"{count} others (a group, without ties of its own) and counts as nobody.")
        if tied:
            count = "1 group has" if tied == 1 else f"{tied:,} groups have"
            said.append(f"{count} ties of its own and counts as a person.")
        if 0 < self._arrows < ties:
            said.append(f"{self._arrows:,} of {ties:,} ties are arrows; all are taken as mutual.")
        if self.weighted:
            said.append(WEIGHTS)
        if self.timed:
            said.append("Times are not used; people tied at any time are tied.")
        return said

    def _number(self, name: str) -> int:
        number = self._numbers.setdefault(name, len(self._numbers))
        if not number & 0xFFFF:
            check_count(number, f"The graph file {self._path}")
        return number


NEEDED = {"node": ("id",), "edge": ("source", "target")}
UNUSED = frozenset({"attvalues", "attributes", "default", "desc", "meta", "viz:color", "viz:position", "viz:size"})
TIMES = frozenset({"start", "end", "startopen", "endopen", "timestamp"})
DEEPEST = 100


def read_graphml(file: BinaryIO, path: str) -> Reading:
    """Read GraphML, the nodes inside of nodes included.

    Parameters
    ----------
    file
        The file, at its beginning.
    path
        Name of the file, for error sentences.

    Raises
    ------
    GraphError
        If it is not well-formed, has a DOCTYPE, is not GraphML, or has several graphs or ties of more than two.
    """
    return _Document("graphml", "GraphML", path).read(file)


def read_gexf(file: BinaryIO, path: str) -> Reading:
    """Read GEXF of any version; parameters and errors as in :func:`read_graphml`."""
    return _Document("gexf", "GEXF", path).read(file)


class _Document:
    """What expat reports, put into a gathering."""

    def __init__(self, root: str, kind: str, path: str) -> None:
        self._root, self._kind, self._path = root, kind, path
        self._prefix = ""
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._depth, self._passing = 0, 0
        self._graphs, self._arrows = 0, [False]
        self._nodes: list[tuple[int, str]] = []  # depth and id of each node that is open
        self._in_tie, self._weights = False, {"weight"}
        self._gathering = Gathering(path)

    def read(self, file: BinaryIO) -> Reading:
        """Go through the file once."""
        try:
            self._parser.ParseFile(file)
        except expat.ExpatError as error:
            raise GraphError(f"{self._path}, line {error.lineno}: {expat.ErrorString(error.code)}.") from error
        except (LookupError, ValueError) as error:  # an encoding that is unknown or of several bytes
            raise GraphError(f"{self._path}, line 1: {str(error).rstrip('.')}.") from error
        if not self._graphs:
            raise self._error("there is no <graph> in it")
        return self._gathering.reading()

    def _error(self, what: str) -> GraphError:
        return GraphError(f"{self._path} cannot be read as {self._kind}: {what}.")

    def _refuse(self, what: str) -> NoReturn:
        raise GraphError(f"{self._path}, line {self._parser.CurrentLineNumber}: {what}.")

    def _refuse_doctype(self, *_: object) -> NoReturn:
        self._refuse("a DOCTYPE is refused, with all the entities it could declare; a graph needs none")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1:
            self._begin(tag)
        if self._depth > DEEPEST:
            self._refuse(f"elements lie more than {DEEPEST} deep in each other")
        if self._passing:
            return
        name = tag.removeprefix(self._prefix)
        if name in UNUSED:
            self._passing = self._depth
        elif name == "data":
            self._data(attributes)
        elif name in NEEDED:
            self._node_or_tie(name, tag, attributes)
        else:
            self._other(name, attributes)

    def _begin(self, tag: str) -> None:
        prefix, colon, name = tag.rpartition(":")
        if name != self._root:
            raise self._error(f"its outermost element is <{cut(tag)}>")
        self._prefix = prefix + colon

    def _data(self, attributes: dict[str, str]) -> None:
        self._passing = self._depth
        self._gathering.weighted |= self._in_tie and attributes.get("key") in self._weights

    def _node_or_tie(self, name: str, tag: str, attributes: dict[str, str]) -> None:
        for needed in NEEDED[name]:
            if needed not in attributes:
                self._refuse(f"<{cut(tag)}> has no {needed}")
        self._gathering.timed |= not TIMES.isdisjoint(attributes)
        if name == "node":
            self._node(attributes)
        else:
            self._tie(attributes)

    def _node(self, attributes: dict[str, str]) -> None:
        self._gathering.person(attributes["id"])
        if self._nodes:
            self._gathering.group(self._nodes[-1][1])
        if attributes.get("pid"):  # how GEXF writes that a node lies in another
            self._gathering.group(attributes["pid"])
        self._nodes.append((self._depth, attributes["id"]))

    def _tie(self, attributes: dict[str, str]) -> None:
        self._in_tie = True
        said = attributes.get("directed") or attributes.get("type") or ""
        arrow = self._arrows[-1] if said.casefold() not in ARROWS else ARROWS[said.casefold()]
        self._gathering.tie(attributes["source"], attributes["target"], arrow=arrow)
        self._gathering.weighted |= "weight" in attributes

    def _other(self, name: str, attributes: dict[str, str]) -> None:
        if name == "graph":
            self._graph(attributes)
        elif name == "key" and attributes.get("attr.name", "").casefold() == "weight":
            self._weights.add(attributes.get("id", ""))
        elif name == "hyperedge":
            self._refuse("a <hyperedge> ties more than two; write the ties between each two instead")
        elif name in ("spell", "spells", "slice", "slices"):
            self._gathering.timed = True

    def _graph(self, attributes: dict[str, str]) -> None:
        if not self._nodes and self._graphs:
            self._refuse("a second <graph> begins; keep one graph in a file")
        self._graphs += 1
        said = attributes.get("edgedefault") or attributes.get("defaultedgetype") or ""
        self._arrows.append(said.casefold() == "directed")

    def _end(self, tag: str) -> None:
        name = tag.removeprefix(self._prefix)
        if self._passing == self._depth:
            self._passing = 0
        elif not self._passing:
            if name == "graph":
                self._arrows.pop()
            elif name == "node":
                self._nodes.pop()
            elif name == "edge":
                self._in_tie = False
        self._depth -= 1


ARROWS = {"directed": True, "true": True, "1": True, "undirected": False, "false": False, "0": False, "mutual": False}
"""Direction of a tie, as GraphML and GEXF write it; anything else leaves it to the graph."""
