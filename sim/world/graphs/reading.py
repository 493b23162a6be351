"""What a reader brings home from a file or data set, and how it becomes a social graph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

import numpy as np

from sim.world.graphs.graph import Pairs, SocialGraph, settle
from sim.world.graphs.plausible import check_people, remarks_on

WEIGHTS = "Weights are not used; every tie counts alike."


@dataclass(frozen=True, eq=False)
class Reading:
    """Nodes and ties as they stand in the source.

    Attributes
    ----------
    names
        Node ids in order of appearance.
    pairs
        (R, 2) uint32 indices into `names`; self-loops and duplicates included.
    directed
        Whether the ties are arrows.
    remarks
        Sentences about what the reader noticed.
    """

    names: list[str]
    pairs: Pairs
    directed: bool = False
    remarks: list[str] = field(default_factory=list)


def from_networkx(graph: Any, remarks: Iterable[str] = ()) -> Reading:
    """Take nodes and edges of any networkx graph, in its order.

    Parameters
    ----------
    graph
        A Graph, DiGraph, MultiGraph or MultiDiGraph with nodes of any kind.
    remarks
        Sentences that come first.
    """
    number = {node: i for i, node in enumerate(graph)}
    ends = (number[node] for node in chain.from_iterable(graph.edges()))
    pairs = np.fromiter(ends, dtype=np.uint32, count=2 * graph.number_of_edges()).reshape(-1, 2)
    weighted = any(weight is not None for _, _, weight in graph.edges(data="weight"))
    said = [*remarks, WEIGHTS] if weighted else list(remarks)
    return Reading([str(node) for node in graph], pairs, graph.is_directed(), said)


def to_social(reading: Reading, source: str) -> SocialGraph:
    """Number the people and settle the ties.

    People are numbered by their ids if all ids are whole numbers, otherwise in order of appearance.

    Parameters
    ----------
    reading
        What was read.
    source
        Where it comes from, for error sentences.

    Raises
    ------
    GraphError
        If there is no tie between two different people, an id cannot be written, or there are too many people.
    """
    check_people(reading.names, reading.pairs, source)
    ordered = _by_number(reading)
    return settle(
        len(ordered.names),
        ordered.pairs,
        names=ordered.names,
        directed=ordered.directed,
        remarks=[*ordered.remarks, *remarks_on(ordered.names, ordered.pairs)],
    )


def _by_number(reading: Reading) -> Reading:
    try:
        order = sorted(range(len(reading.names)), key=[int(name) for name in reading.names].__getitem__)
    except ValueError:
        return reading
    place = np.empty(len(order), dtype=np.uint32)
    place[order] = np.arange(len(order), dtype=np.uint32)
    return replace(reading, names=[reading.names[i] for i in order], pairs=place[reading.pairs])
