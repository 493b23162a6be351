"""Captions of the figures of a single run, which show shapes and prove nothing."""

from __future__ import annotations

import networkx as nx

PROVES = "One run shows shapes and proves nothing."


def sponsors(forest: nx.DiGraph) -> str:
    """How many recruited, and how many were recruited by the one who has most.

    Parameters
    ----------
    forest
        Edges lead from sponsor to recruit.
    """
    recruiters = [degree for _, degree in forest.out_degree() if degree]
    if not recruiters:
        return f"Nobody recruited anybody. {PROVES}"
    return (
        f"{len(recruiters):,} of {forest.number_of_nodes():,} members brought in anybody, the most of them "
        f"{max(recruiters):,}. {PROVES}"
    )


def social(graph: nx.Graph) -> str:
    """How many people know how many others.

    Parameters
    ----------
    graph
        Edges are acquaintances.
    """
    people, ties = graph.number_of_nodes(), graph.number_of_edges()
    mean = 2 * ties / people if people else 0.0
    return f"In the whole graph {people:,} people know {mean:.1f} others each on average. {PROVES}"
