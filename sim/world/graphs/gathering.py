"""People and ties as a reader of markup meets them, in any order, groups among them."""

from __future__ import annotations

from array import array

import numpy as np
from numpy.typing import NDArray

from sim.world.graphs.plausible import check_count
from sim.world.graphs.reading import WEIGHTS, Reading

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
            said.append("Times are not used; whoever is tied at any time is tied.")
        return said

    def _number(self, name: str) -> int:
        number = self._numbers.setdefault(name, len(self._numbers))
        if not number & 0xFFFF:
            check_count(number, f"The graph file {self._path}")
        return number
