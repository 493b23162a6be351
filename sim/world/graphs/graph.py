"""The social graph as the world takes it: people by number, every tie once, in order; and which graphs exist."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.core.chance import purpose, stream
from sim.core.errors import UserError
from sim.core.wording import printable
from sim.model.people.parameters import Graph
from sim.world.graphs.order import Pairs, component_sizes, sorted_edges
from sim.world.graphs.space import Space, nowhere


class GraphError(UserError):
    """A social graph that cannot be read, made or written.

    Parameters
    ----------
    sentence
        What is wrong: file and line or key and value, and what is allowed.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(printable(sentence))


GRAPH = purpose("graph")


def part(key: np.uint64, number: int) -> np.uint64:
    """Draws of one part of a generator.

    Parameters
    ----------
    key
        Key of the run (:func:`sim.core.chance.seed_key`).
    number
        Part from 0; it stands where other purposes have the day.
    """
    return np.uint64(stream(key, GRAPH, number))


MOST_TIES = 500_000_000
MOST_COMPLETE = 5_000


def check(spec: Graph, people: int) -> None:
    """Refuse a graph that does not exist or is too large, before a generator stumbles over it.

    Parameters
    ----------
    spec
        Graph section with the kind of a generator.
    people
        Number of people.

    Raises
    ------
    GraphError
        The sentence names the kind, the number of people and the parameters, and what can be made.
    """
    keys, exists, possible = CONDITIONS[spec.kind]
    if not exists(spec, people):
        given = ", ".join(f"graph.{key} = {getattr(spec, key):g}" for key in keys)
        can = possible.format(most=f"{people - 1:,}")
        raise GraphError(f"No {spec.kind} graph of {people:,} people can be made with {given}: {can}.")
    ties = expected_ties(spec, people)
    most = MOST_COMPLETE * (MOST_COMPLETE - 1) // 2 if spec.kind == "complete" else MOST_TIES
    if ties > most:
        raise GraphError(
            f"A {spec.kind} graph of {people:,} people would have {ties:,.0f} ties; at most {most:,} are allowed."
        )


def expected_ties(spec: Graph, people: int) -> float:
    """Mean number of ties of a generated graph."""
    if spec.kind in ("barabasi_albert", "powerlaw_cluster"):
        return spec.m * (people - spec.m)
    if spec.kind in ("watts_strogatz", "random_regular"):
        return people * spec.k // 2
    if spec.kind == "complete":
        return people * (people - 1) // 2
    return people * spec.mean_degree / 2


def block_chances(spec: Graph, people: int) -> tuple[float, float]:
    """Probabilities of a tie inside a block and across blocks, above 1 if there are too few others.

    They give `mean_degree` ties a person, a share `within` of them inside the own block.
    """
    size = people / spec.blocks
    inside = _chance(spec.within * spec.mean_degree, size - 1)
    return inside, _chance((1.0 - spec.within) * spec.mean_degree, people - size)


def _chance(ties: float, others: float) -> float:
    if ties == 0.0:
        return 0.0
    return ties / others if others > 0.0 else math.inf


def _blocks_fit(spec: Graph, people: int) -> bool:
    return spec.blocks <= people and max(block_chances(spec, people)) <= 1.0


_MEAN = "graph.mean_degree must be at most {most}"
CONDITIONS: dict[str, tuple[tuple[str, ...], Callable[[Graph, int], bool], str]] = {
    "social_circles": (("mean_degree",), lambda spec, people: spec.mean_degree <= people - 1, _MEAN),
    "barabasi_albert": (("m",), lambda spec, people: spec.m < people, "graph.m must be at most {most}"),
    "powerlaw_cluster": (("m",), lambda spec, people: spec.m < people, "graph.m must be at most {most}"),
    "watts_strogatz": (
        ("k",),
        lambda spec, people: spec.k < people and spec.k % 2 == 0,
        "graph.k must be even and at most {most}",
    ),
    "random_regular": (
        ("k",),
        lambda spec, people: spec.k < people and spec.k * people % 2 == 0,
        "graph.k must be at most {most}, and even if the number of people is odd",
    ),
    "erdos_renyi": (("mean_degree",), lambda spec, people: spec.mean_degree <= people - 1, _MEAN),
    "stochastic_block": (
        ("mean_degree", "blocks", "within"),
        _blocks_fit,
        "there must be enough others for these ties inside of a block of people, and outside",
    ),
    "complete": ((), lambda _, __: True, ""),
}
"""Parameters that each kind reads, when a graph with them exists, and what is possible."""


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
    space
        Where each person stands, if ties are those of a social space; otherwise it is empty.
    """

    people: int
    edges: Pairs
    names: list[str] | None
    remarks: list[str]
    space: Space = field(default_factory=nowhere)


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
    loops = int(np.count_nonzero(pairs[:, 0] == pairs[:, 1]))
    proper = pairs[pairs[:, 0] != pairs[:, 1]] if loops else pairs
    edges = sorted_edges(people, proper)
    said = [*remarks, *_dropped(loops, "self-loop")]
    if directed:
        said.append(f"The graph is directed; its {len(proper):,} arrows are taken as {len(edges):,} mutual ties.")
    else:
        said += _dropped(len(proper) - len(edges), "duplicate tie")
    return SocialGraph(people, edges, names, said + shape_remarks(people, edges))


def shape_remarks(people: int, edges: Pairs) -> list[str]:
    """Sentences about people without ties and about a graph that falls apart."""
    sizes = component_sizes(people, edges)
    if sizes.size == 1:
        return []
    share = max(1, min(99, round(100 * int(sizes.max()) / people)))
    said = f"It has {sizes.size:,} components; the largest holds {share} % of the people."
    return [*_alone(int(np.count_nonzero(sizes == 1))), said]


def _alone(count: int) -> list[str]:
    if count == 0:
        return []
    return ["1 person has no ties." if count == 1 else f"{count:,} people have no ties."]


def _dropped(count: int, what: str) -> list[str]:
    if count == 0:
        return []
    return [f"1 {what} was dropped." if count == 1 else f"{count:,} {what}s were dropped."]
