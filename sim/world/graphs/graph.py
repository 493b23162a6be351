"""The social graph as the world takes it: people by number, every tie once, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Pairs: TypeAlias = NDArray[np.uint32]
LOW_HALF = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)


@dataclass(frozen=True, eq=False)
class SocialGraph:
    """Who is in whose address book.

    Attributes
    ----------
    people
        Number of people; they are numbered from 0.
    edges
        (E, 2) uint32: the smaller number first, rows sorted, no self-loops, no duplicates.
    names
        Node ids of the file or data set by person; None for a generated graph.
    remarks
        Sentences about what was dropped, merged or looks unusual.
    """

    people: int
    edges: Pairs
    names: list[str] | None
    remarks: list[str]


def settle(
    people: int,
    pairs: NDArray[np.unsignedinteger],
    *,
    names: list[str] | None = None,
    directed: bool = False,
    remarks: Sequence[str] = (),
) -> SocialGraph:
    """Make a social graph of pairs in any order; drop self-loops and duplicates and say so.

    Parameters
    ----------
    people
        Number of people.
    pairs
        (R, 2) numbers of people, below `people`.
    names
        Node ids by person.
    directed
        Whether the pairs are arrows: opposite arrows are then no duplicates but one mutual tie.
    remarks
        Sentences that come first.
    """
    proper = pairs[pairs[:, 0] != pairs[:, 1]]
    edges = sorted_edges(proper)
    said = [*remarks, *_dropped(len(pairs) - len(proper), "self-loop")]
    if directed:
        said.append(f"The graph is directed; its {len(proper):,} arrows are taken as {len(edges):,} mutual ties.")
    else:
        said += _dropped(len(proper) - len(edges), "duplicate tie")
    return SocialGraph(people, edges, names, said + shape_remarks(people, edges))


def sorted_edges(pairs: NDArray[np.unsignedinteger]) -> Pairs:
    """Order pairs (smaller number first, rows sorted) and keep each once.

    Two numbers are packed into one of 64 bits, because sorting flat integers is ten times faster than
    sorting rows.
    """
    first, second = pairs[:, 0], pairs[:, 1]
    packed = np.minimum(first, second).astype(np.uint64) << HALF
    packed |= np.maximum(first, second)
    packed.sort()
    fresh = np.ones(len(packed), dtype=bool)
    np.not_equal(packed[1:], packed[:-1], out=fresh[1:])
    return _unpacked(packed if fresh.all() else packed[fresh])


def _unpacked(packed: NDArray[np.uint64]) -> Pairs:
    edges = np.empty((len(packed), 2), dtype=np.uint32)
    edges[:, 0] = packed >> HALF
    edges[:, 1] = packed & LOW_HALF
    return edges


def shape_remarks(people: int, edges: Pairs) -> list[str]:
    """Sentences about people without ties and about a graph that falls apart."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ends = edges.view(np.int32)
    table = coo_array((np.ones(len(edges), np.int8), (ends[:, 0], ends[:, 1])), shape=(people, people))
    count, member_of = connected_components(table, directed=False)
    if count == 1:
        return []
    sizes = np.bincount(member_of)
    share = max(1, min(99, round(100 * int(sizes.max()) / people)))
    said = f"It has {count:,} components; the largest holds {share} % of the people."
    return [*_alone(int(np.count_nonzero(sizes == 1))), said]


def _alone(count: int) -> list[str]:
    if count == 0:
        return []
    return ["1 person has no ties." if count == 1 else f"{count:,} people have no ties."]


def _dropped(count: int, what: str) -> list[str]:
    if count == 0:
        return []
    return [f"1 {what} was dropped." if count == 1 else f"{count:,} {what}s were dropped."]
