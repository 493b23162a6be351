"""Which graphs a generator can make, and how many ties they have."""

from __future__ import annotations

import math
from collections.abc import Callable

from sim.model.people.parameters import Graph
from sim.world.graphs.errors import GraphError

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
        The sentence names the kind, the number of people and the parameters.
    """
    keys, exists = CONDITIONS[spec.kind]
    if not exists(spec, people):
        given = ", ".join(f"graph.{key} = {getattr(spec, key):g}" for key in keys)
        raise GraphError(f"No {spec.kind} graph of {people:,} people can be made with {given}.")
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


CONDITIONS: dict[str, tuple[tuple[str, ...], Callable[[Graph, int], bool]]] = {
    "barabasi_albert": (("m",), lambda spec, people: spec.m < people),
    "powerlaw_cluster": (("m",), lambda spec, people: spec.m < people),
    "watts_strogatz": (("k",), lambda spec, people: spec.k < people and spec.k % 2 == 0),
    "random_regular": (("k",), lambda spec, people: spec.k < people and spec.k * people % 2 == 0),
    "erdos_renyi": (("mean_degree",), lambda spec, people: spec.mean_degree <= people - 1),
    "stochastic_block": (("mean_degree", "blocks", "within"), _blocks_fit),
    "complete": ((), lambda _, __: True),
}
"""Parameters that each kind reads, and when a graph with them exists."""
