"""What a generator can be asked for, and how many ties that makes."""

from __future__ import annotations

from collections.abc import Callable

from sim.scenario.people import Graph
from sim.world.graphs.errors import GraphError

MOST_TIES = 500_000_000
MOST_COMPLETE = 5_000


def check(spec: Graph, people: int) -> None:
    """Refuse parameters with which no graph of this kind exists.

    Parameters
    ----------
    spec
        Graph section with the kind of a generator.
    people
        Number of people.

    Raises
    ------
    GraphError
        The sentence names key, value and what is allowed.
    """
    CHECKS[spec.kind](spec, people)
    ties = expected_ties(spec, people)
    if ties > MOST_TIES:
        raise GraphError(f"The graph would have about {ties:,.0f} ties; at most {MOST_TIES:,} are allowed.")


def expected_ties(spec: Graph, people: int) -> float:
    """Mean number of ties of a generated graph."""
    if spec.kind in ("barabasi_albert", "powerlaw_cluster"):
        return spec.m * (people - spec.m)
    if spec.kind == "watts_strogatz":
        return people * (spec.k // 2)
    if spec.kind == "random_regular":
        return people * spec.k // 2
    if spec.kind == "complete":
        return people * (people - 1) // 2
    return people * spec.mean_degree / 2


def block_chances(spec: Graph, people: int) -> tuple[float, float]:
    """Probabilities of a tie inside a block and across blocks.

    They give `mean_degree` ties a person, a share `within` of them inside the own block. With a single
    block all ties are inside.
    """
    size = people / spec.blocks
    if spec.blocks == 1:
        return spec.mean_degree / (people - 1), 0.0
    inside = spec.within * spec.mean_degree
    across = (1.0 - spec.within) * spec.mean_degree
    return inside / (size - 1) if inside else 0.0, across / (people - size)


def remarks(spec: Graph) -> list[str]:
    """Sentences about parameters that do not mean what one might expect."""
    if spec.kind == "watts_strogatz" and spec.k % 2:
        return [f"graph.k = {spec.k} is odd; a watts_strogatz ring gives everybody {spec.k - 1} ties."]
    if spec.kind == "stochastic_block" and spec.blocks == 1:
        return ["graph.within has no effect with a single block."]
    return []


def _newcomer(spec: Graph, people: int) -> None:
    if spec.m >= people:
        raise GraphError(f"graph.m = {spec.m} must be below the number of people, {people:,}.")


def _ring(spec: Graph, people: int) -> None:
    _fewer_than_people(spec, people)
    if spec.k < 2:
        raise GraphError("graph.k = 1 gives a watts_strogatz ring no ties; it must be at least 2.")


def _fewer_than_people(spec: Graph, people: int) -> None:
    if spec.k >= people:
        raise GraphError(f"graph.k = {spec.k} must be below the number of people, {people:,}.")


def _regular(spec: Graph, people: int) -> None:
    _fewer_than_people(spec, people)
    if people * spec.k % 2:
        raise GraphError(
            f"graph.k = {spec.k} does not go with {people:,} people: in a random_regular graph "
            "graph.k or the number of people must be even."
        )


def _independent(spec: Graph, people: int) -> None:
    if spec.mean_degree > people - 1:
        raise GraphError(
            f"graph.mean_degree = {spec.mean_degree:g} is more than everybody else; "
            f"with {people:,} people it is at most {people - 1:,}."
        )


def _blocks(spec: Graph, people: int) -> None:
    _independent(spec, people)
    if spec.blocks > people:
        raise GraphError(f"graph.blocks = {spec.blocks} must be at most the number of people, {people:,}.")
    if spec.blocks == people and spec.within:
        raise GraphError(
            f"graph.within = {spec.within:g} must be 0: with graph.blocks = {spec.blocks} everybody is alone."
        )
    for chance, share, where in zip(
        block_chances(spec, people), (spec.within, 1 - spec.within), ("inside", "across"), strict=True
    ):
        if chance > 1.0:
            raise GraphError(
                f"graph.mean_degree = {spec.mean_degree:g} with graph.within = {spec.within:g} asks for "
                f"{share * spec.mean_degree:g} ties {where} blocks, more than there are people there."
            )


def _everybody(spec: Graph, people: int) -> None:
    if people > MOST_COMPLETE:
        raise GraphError(
            f"A complete graph of {people:,} people has {people * (people - 1) // 2:,} ties; "
            f"the kind complete is meant for at most {MOST_COMPLETE:,} people."
        )


CHECKS: dict[str, Callable[[Graph, int], None]] = {
    "barabasi_albert": _newcomer,
    "powerlaw_cluster": _newcomer,
    "watts_strogatz": _ring,
    "random_regular": _regular,
    "erdos_renyi": _independent,
    "stochastic_block": _blocks,
    "complete": _everybody,
}
